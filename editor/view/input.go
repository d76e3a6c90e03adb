package view

import (
	"image"
	"io"
	"math"
	"strings"
	"time"

	"gioui.org/gesture"
	"gioui.org/io/clipboard"
	"gioui.org/io/event"
	"gioui.org/io/key"
	"gioui.org/io/pointer"
	"gioui.org/io/semantic"
	"gioui.org/io/transfer"
	"gioui.org/layout"
	"gioui.org/op"

	"chirograph/editor/buffer"
)

// noRange is what the input method sends when it composes nothing.
var noRange = key.Range{Start: -1, End: -1}

// drag is a selection being drawn with the mouse.
type drag struct {
	active   bool
	unit     int // 1 characters, 2 words, 3 lines
	from, to int // what the first click selected
	at       image.Point
}

// Update carries out what the person did since the last frame and reports
// whether the text changed. Ranges that arrive are those of the text published
// then; b may have changed since.
func (v *View) Update(gtx layout.Context, b *buffer.Buffer) bool {
	if v.paper.style.Shaper == nil { // nothing was shown yet that input could refer to
		for {
			if _, ok := gtx.Event(v.filters()...); !ok {
				return false
			}
		}
	}
	v.now = gtx.Now.UnixMilli()
	if v.focused != gtx.Focused(v) { // the event was lost while a sheet covered the page
		v.focused = gtx.Focused(v)
		v.published, v.compose = published{}, noRange
	}
	changed := v.keys(gtx, b)
	v.pointers(gtx, b)
	return changed
}

// Focus asks for the keys.
func (v *View) Focus(gtx layout.Context) { gtx.Execute(key.FocusCmd{Tag: v}) }

// Do carries out a command that came from elsewhere, a menu for example.
func (v *View) Do(b *buffer.Buffer, c buffer.Command, now time.Time) bool {
	v.reveal, v.keepX, v.upstream = true, false, false
	v.compose = noRange
	v.blinkStart = now
	return b.Do(c, now.UnixMilli())
}

func (v *View) composing() bool { return v.compose.Start >= 0 && v.compose.Start != v.compose.End }

// addInput declares the area that takes the mouse and the keys.
func (v *View) addInput(gtx layout.Context) {
	pointer.CursorText.Add(gtx.Ops)
	event.Op(gtx.Ops, v)
	key.InputHintOp{Tag: v, Hint: key.HintText}.Add(gtx.Ops)
	semantic.Editor.Add(gtx.Ops)
	v.scroller.Add(gtx.Ops)
	v.clicker.Add(gtx.Ops)
	v.dragger.Add(gtx.Ops)
}

func (v *View) filters() []event.Filter {
	const motion = key.ModShift | key.ModShortcut | key.ModShortcutAlt
	f := []event.Filter{
		key.FocusFilter{Target: v},
		transfer.TargetFilter{Target: v, Type: "application/text"},
		key.Filter{Focus: v, Name: key.NameTab},
		key.Filter{Focus: v, Name: key.NameTab, Required: key.ModShift},
		key.Filter{Focus: v, Name: key.NameReturn, Optional: key.ModShift},
		key.Filter{Focus: v, Name: key.NameEnter, Optional: key.ModShift},
		key.Filter{Focus: v, Name: "Z", Required: key.ModShortcut, Optional: key.ModShift},
	}
	for _, n := range []key.Name{"A", "C", "L", "V", "X", "Y"} {
		f = append(f, key.Filter{Focus: v, Name: n, Required: key.ModShortcut})
	}
	f = append(f, key.Filter{Focus: v, Name: "V", Required: key.ModShortcut | key.ModShift})
	for _, n := range []key.Name{
		key.NameDeleteBackward, key.NameDeleteForward,
		key.NameLeftArrow, key.NameRightArrow, key.NameUpArrow, key.NameDownArrow,
		key.NameHome, key.NameEnd, key.NamePageUp, key.NamePageDown,
	} {
		f = append(f, key.Filter{Focus: v, Name: n, Optional: motion})
	}
	return f
}

// keys takes in what came from the keyboard, the input method and the
// clipboard, in order.
func (v *View) keys(gtx layout.Context, b *buffer.Buffer) bool {
	changed := false
	filters := v.filters()
	for {
		ev, ok := gtx.Event(filters...)
		if !ok {
			return changed
		}
		v.blinkStart = gtx.Now
		switch ev := ev.(type) {
		case key.FocusEvent:
			v.focused = ev.Focus
			v.published, v.compose = published{}, noRange
			if ev.Focus {
				gtx.Execute(key.SoftKeyboardCmd{Show: true})
			}
		case key.CompositionEvent:
			v.compose = key.Range(ev)
		case key.EditEvent:
			changed = v.edit(b, ev) || changed
		case key.SelectionEvent:
			v.choose(b, key.Range(ev))
		case key.Event:
			if ev.State == key.Press {
				changed = v.press(gtx, b, ev) || changed
			}
		case transfer.DataEvent:
			changed = v.paste(b, ev) || changed
		}
	}
}

// edit does what the input method asks for. Most of the time it replaces the
// selection it knows of, and that is the selection of the buffer, wherever
// that has moved to by now; only a composition or a correction names another
// range.
func (v *View) edit(b *buffer.Buffer, ev key.EditEvent) bool {
	r := ordered(ev.Range)
	p := &v.published
	v.scroller.Stop()
	v.reveal, v.keepX, v.upstream = true, false, false
	since, known := p.since(b)
	if !known || r == ordered(p.sel) {
		anchor, head := b.Selection()
		at := min(anchor, head)
		changed := b.Do(buffer.Type{Text: ev.Text}, v.now)
		if known {
			p.edit(r, ev.Text, at, len(b.Since(p.mark)))
		}
		return changed
	}
	from, to := p.byte(r.Start), p.byte(r.End)
	left := p.remains(from, to, since)
	at := p.locate(from, since, false)
	end := at
	if len(left) > 0 {
		at, end = left[0].from, left[0].to
	}
	changed := false
	for i := len(left) - 1; i > 0; i-- {
		changed = b.Do(buffer.Erase{From: left[i].from, To: left[i].to}, v.now) || changed
	}
	changed = b.Do(buffer.Replace{From: at, To: end, Text: ev.Text}, v.now) || changed
	p.edit(r, ev.Text, at, len(b.Since(p.mark)))
	return changed
}

// choose takes in a selection made by the input method.
func (v *View) choose(b *buffer.Buffer, r key.Range) {
	p := &v.published
	since, known := p.since(b)
	if !known || r == p.sel {
		return
	}
	p.sel = r
	head := p.locate(p.byte(r.Start), since, false)
	anchor := p.locate(p.byte(r.End), since, false)
	v.sel(b, anchor, head)
	v.reveal = true
}

func (v *View) paste(b *buffer.Buffer, ev transfer.DataEvent) bool {
	data := ev.Open()
	defer data.Close()
	content, err := io.ReadAll(data)
	if err != nil || len(content) == 0 {
		return false // the clipboard went away: as if nothing had been in it
	}
	v.reveal, v.keepX, v.upstream = true, false, false
	s := strings.ToValidUTF8(string(content), "\uFFFD")
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	return b.Do(buffer.Paste{Text: s}, v.now)
}

// press carries out a key.
func (v *View) press(gtx layout.Context, b *buffer.Buffer, k key.Event) bool {
	v.scroller.Stop()
	anchor, head := b.Selection()
	shift := k.Modifiers.Contain(key.ModShift)
	byWord := k.Modifiers.Contain(key.ModShortcutAlt)
	shortcut := k.Modifiers.Contain(key.ModShortcut)
	switch k.Name {
	case key.NameLeftArrow, key.NameRightArrow:
		if shortcut && !byWord { // Command on macOS
			v.moveEnd(b, k.Name == key.NameRightArrow, false, shift)
			break
		}
		v.moveSide(b, k.Name == key.NameRightArrow, byWord, shift)
	case key.NameUpArrow, key.NameDownArrow:
		switch {
		case shortcut && !byWord:
			v.moveEnd(b, k.Name == key.NameDownArrow, true, shift)
		case !byWord:
			v.moveRows(b, direction(k.Name == key.NameDownArrow), shift)
		}
	case key.NamePageUp, key.NamePageDown:
		v.movePage(b, direction(k.Name == key.NamePageDown), shift)
	case key.NameHome, key.NameEnd:
		v.moveEnd(b, k.Name == key.NameEnd, shortcut, shift)
	case key.NameDeleteBackward, key.NameDeleteForward:
		return v.erase(b, k.Name == key.NameDeleteForward, byWord)
	case key.NameReturn, key.NameEnter:
		return v.do(b, buffer.Type{Text: "\n"})
	case key.NameTab:
		return v.tab(b, shift)
	case "A":
		b.Do(buffer.Select{Anchor: 0, Head: b.Text().Len()}, v.now)
		v.keepX = false
	case "L":
		from, to := paragraph(b.Text(), head)
		b.Do(buffer.Select{Anchor: from, Head: to}, v.now)
		v.keepX = false
	case "C", "X":
		if anchor == head {
			break
		}
		s := string(b.Text().AppendRange(nil, min(anchor, head), max(anchor, head)))
		gtx.Execute(clipboard.WriteCmd{Type: "application/text", Data: io.NopCloser(strings.NewReader(s))})
		if k.Name == "X" {
			return v.do(b, buffer.Erase{From: min(anchor, head), To: max(anchor, head)})
		}
	case "V":
		gtx.Execute(clipboard.ReadCmd{Tag: v})
	case "Y":
		return v.do(b, buffer.Redo{})
	case "Z":
		if shift {
			return v.do(b, buffer.Redo{})
		}
		return v.do(b, buffer.Undo{})
	}
	return false
}

func (v *View) do(b *buffer.Buffer, c buffer.Command) bool {
	v.reveal, v.keepX, v.upstream = true, false, false
	return b.Do(c, v.now)
}

// moveSide moves the caret by a character or a word; without Shift an arrow
// first leaves a selection at the end it points to.
func (v *View) moveSide(b *buffer.Buffer, right, byWord, extend bool) {
	anchor, head := b.Selection()
	var to int
	switch {
	case anchor != head && !extend && !byWord && right:
		to = max(anchor, head)
	case anchor != head && !extend && !byWord:
		to = min(anchor, head)
	case byWord && right:
		to = b.NextWord(head)
	case byWord:
		to = b.PrevWord(head)
	case right:
		to = b.NextCluster(head)
	default:
		to = b.PrevCluster(head)
	}
	v.moveTo(b, to, extend)
}

func (v *View) moveEnd(b *buffer.Buffer, end, document, extend bool) {
	_, head := b.Selection()
	from, to, wrapped := v.rowBounds(b.Text(), head)
	switch {
	case document && end:
		v.moveTo(b, b.Text().Len(), extend)
	case document:
		v.moveTo(b, 0, extend)
	case end:
		v.moveTo(b, to, extend)
		v.upstream = wrapped
	default:
		v.moveTo(b, from, extend)
	}
}

func (v *View) erase(b *buffer.Buffer, forward, byWord bool) bool {
	anchor, head := b.Selection()
	from, to := min(anchor, head), max(anchor, head)
	if from == to {
		switch {
		case forward && byWord:
			to = b.NextWord(head)
		case forward:
			to = b.NextCluster(head)
		case byWord:
			from = b.PrevWord(head)
		default:
			from = b.PrevCluster(head)
		}
	}
	return v.do(b, buffer.Erase{From: from, To: to})
}

// indent is what the Tab key writes.
const indent = "    "

// tab indents, or with Shift takes back one step at the beginning of the line.
func (v *View) tab(b *buffer.Buffer, back bool) bool {
	if !back {
		return v.do(b, buffer.Type{Text: indent})
	}
	_, head := b.Selection()
	t := b.Text()
	from, _ := paragraph(t, head)
	line := t.AppendRange(nil, from, min(from+len(indent), t.Len()))
	n := 0
	for n < len(line) && line[n] == ' ' {
		n++
	}
	if n == 0 && len(line) > 0 && line[0] == '\t' {
		n = 1
	}
	return n > 0 && v.do(b, buffer.Erase{From: from, To: from + n})
}

// pointers takes in the mouse: the wheel, clicks and selections.
func (v *View) pointers(gtx layout.Context, b *buffer.Buffer) {
	t := b.Text()
	if edits := b.Since(v.laid); v.drag.active {
		v.drag.from, v.drag.to = buffer.Map(v.drag.from, edits), buffer.Map(v.drag.to, edits)
	}
	limit := pointer.ScrollRange{Min: -1 << 20, Max: 1 << 20}
	if len(v.placed) > 0 {
		if v.atStart() && v.placed[0].y >= v.column.Min.Y {
			limit.Min = 0
		}
		if v.atEnd(t) && v.placed[len(v.placed)-1].bottom() <= max(v.floor(), v.size.Y) {
			limit.Max = max(0, v.placed[len(v.placed)-1].bottom()-v.floor())
		}
	}
	v.scrollBy(v.scroller.Update(gtx.Metric, gtx.Source, gtx.Now, gesture.Vertical, pointer.ScrollRange{}, limit))
	v.bar.update(gtx, v, t)
	for {
		ev, ok := v.clicker.Update(gtx.Source)
		if !ok {
			break
		}
		if ev.Kind == gesture.KindPress && ev.Source == pointer.Mouse || ev.Kind == gesture.KindClick && ev.Source != pointer.Mouse {
			v.click(gtx, b, ev)
		}
	}
	for {
		ev, ok := v.dragger.Update(gtx.Metric, gtx.Source, gesture.Both)
		if !ok {
			break
		}
		switch ev.Kind {
		case pointer.Drag:
			if v.drag.active && ev.Source == pointer.Mouse {
				v.drag.at = image.Pt(int(math.Round(float64(ev.Position.X))), int(math.Round(float64(ev.Position.Y))))
				v.extend(gtx, b)
			}
		case pointer.Release, pointer.Cancel:
			v.drag.active = false
		}
	}
	if v.drag.active {
		v.autoscroll(gtx, b)
	}
}

func (v *View) click(gtx layout.Context, b *buffer.Buffer, ev gesture.ClickEvent) {
	v.Focus(gtx)
	v.blinkStart, v.compose = gtx.Now, noRange
	v.scroller.Stop()
	off, upstream := v.hit(b, ev.Position)
	d := drag{active: true, unit: min(max(ev.NumClicks, 1), 3), from: off, to: off, at: ev.Position}
	switch {
	case ev.Modifiers.Contain(key.ModShift):
		anchor, _ := b.Selection()
		d.unit, d.from, d.to = 1, anchor, anchor
		v.sel(b, anchor, off)
	case d.unit == 2:
		d.from, d.to = b.WordAt(off)
		v.sel(b, d.from, d.to)
	case d.unit == 3:
		d.from, d.to = paragraph(b.Text(), off)
		v.sel(b, d.from, d.to)
	default:
		v.sel(b, off, off)
	}
	v.drag, v.upstream, v.keepX = d, upstream, false
}

// extend draws the selection to the mouse, in the unit of the first click.
func (v *View) extend(gtx layout.Context, b *buffer.Buffer) {
	v.blinkStart = gtx.Now
	off, upstream := v.hit(b, v.drag.at)
	from, to := off, off
	switch v.drag.unit {
	case 1:
		anchor, _ := b.Selection()
		v.sel(b, anchor, off)
		v.upstream = upstream
		return
	case 2:
		from, to = b.WordAt(off)
	case 3:
		from, to = paragraph(b.Text(), off)
	}
	if from < v.drag.from {
		v.sel(b, v.drag.to, from)
	} else {
		v.sel(b, v.drag.from, max(to, v.drag.to))
	}
	v.upstream = false
}

// autoscroll moves the page while a selection is drawn beyond its edge, faster
// the further out the mouse is.
func (v *View) autoscroll(gtx layout.Context, b *buffer.Buffer) {
	d := 0
	switch {
	case v.drag.at.Y < 0:
		d = v.drag.at.Y
	case v.drag.at.Y > v.size.Y:
		d = v.drag.at.Y - v.size.Y
	default:
		return
	}
	v.scrollBy(max(-80, min(80, d/4+direction(d > 0))))
	v.place(b.Text(), b)
	v.extend(gtx, b)
	gtx.Execute(op.InvalidateCmd{})
}

func direction(forward bool) int {
	if forward {
		return 1
	}
	return -1
}

func ordered(r key.Range) key.Range {
	return key.Range{Start: min(r.Start, r.End), End: max(r.Start, r.End)}
}
