package view

import (
	"image"

	"gioui.org/f32"
	"gioui.org/gesture"
	"gioui.org/io/key"
	"gioui.org/io/pointer"
	"gioui.org/layout"

	"chirograph/editor/buffer"
	"chirograph/editor/crdt"
	"chirograph/editor/markdown"
)

// mouse is where the mouse is over the view.
type mouse struct {
	at       image.Point
	over     bool
	shortcut bool // Ctrl or Command is down: links can be followed
	pressed  image.Point
	clicks   int // one after the other, at pressed
}

// hover takes in a movement of the mouse with no button down.
func (v *View) hover(ev pointer.Event) {
	v.mouse.at = rounded(ev.Position)
	v.mouse.over = ev.Kind != pointer.Leave
	v.mouse.shortcut = ev.Modifiers.Contain(key.ModShortcut)
}

// cursor is the shape of the mouse over the place where it is.
func (v *View) cursor(b *buffer.Buffer) pointer.Cursor {
	if v.drag.text && v.drag.moved {
		return pointer.CursorGrabbing
	}
	if !v.mouse.over || v.drag.active {
		return pointer.CursorText
	}
	off, ok := v.characterAt(v.mouse.at)
	if !ok {
		return pointer.CursorText
	}
	t := b.Text()
	if c, ok := v.paper.style.changeAt(off); ok && c.Kind == Chip {
		return pointer.CursorPointer
	}
	if v.mouse.shortcut {
		if _, ok := v.linkAt(t, off); ok {
			return pointer.CursorPointer
		}
	}
	if _, ok := v.boxAt(t, off); ok {
		return pointer.CursorPointer
	}
	if v.isSelected(b, off) {
		return pointer.CursorDefault
	}
	return pointer.CursorText
}

// pointers takes in the mouse: the wheel, clicks, selections and what is
// dragged. It reports whether the text changed.
func (v *View) pointers(gtx layout.Context, b *buffer.Buffer) bool {
	t := b.Text()
	edits := b.Since(v.laid)
	if v.drag.active {
		v.drag.from, v.drag.to = buffer.Map(v.drag.from, edits), buffer.Map(v.drag.to, edits)
	}
	if v.target.set {
		v.target.off = buffer.Map(v.target.off, edits)
	}
	if d := v.scroller.Update(gtx.Metric, gtx.Source, gtx.Now, gesture.Vertical, pointer.ScrollRange{}, v.scrollRange(t)); d != 0 {
		v.scrollBy(v.paper.style.turned(d))
		v.endFollow()
	}
	v.bar.update(gtx, v, t)
	changed := false
	for {
		ev, ok := v.clicker.Update(gtx.Source)
		if !ok {
			break
		}
		if ev.Kind == gesture.KindPress && ev.Source == pointer.Mouse || ev.Kind == gesture.KindClick && ev.Source != pointer.Mouse {
			changed = v.click(gtx, b, ev) || changed
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
				v.dragTo(gtx, b, rounded(ev.Position))
			}
		case pointer.Release:
			changed = v.drop(b, ev.Modifiers) || changed
		case pointer.Cancel:
			v.drag = drag{}
		}
	}
	if v.drag.active {
		v.autoscroll(gtx, b)
	}
	return changed
}

// scrollRange is how far the wheel may turn the page.
func (v *View) scrollRange(t *crdt.Text) pointer.ScrollRange {
	limit := pointer.ScrollRange{Min: -1 << 20, Max: 1 << 20}
	if len(v.placed) == 0 {
		return limit
	}
	if v.atStart() && v.placed[0].y >= v.column.Min.Y {
		limit.Min = 0
	}
	if last := v.placed[len(v.placed)-1]; v.atEnd(t) && last.bottom() <= max(v.floor(), v.size.Y) {
		limit.Max = max(0, last.bottom()-v.floor())
	}
	return limit
}

// click takes in a press of the mouse, or a tap.
func (v *View) click(gtx layout.Context, b *buffer.Buffer, ev gesture.ClickEvent) bool {
	v.Focus(gtx)
	v.blinkStart, v.compose = gtx.Now, noRange
	v.scroller.Stop()
	v.endFollow()
	if v.pressChip(b, ev.Position) {
		return false
	}
	off, upstream := v.hit(b, ev.Position)
	more := ev.Modifiers.Contain(key.ModShortcut) || ev.Modifiers.Contain(key.ModAlt)
	d := drag{active: true, unit: v.countClicks(gtx, ev), from: off, to: off, start: ev.Position, at: ev.Position}
	v.drag = d
	if on, ok := v.characterAt(ev.Position); ok && !ev.Modifiers.Contain(key.ModShift) {
		on = buffer.Map(on, b.Since(v.laid))
		if link, ok := v.linkAt(b.Text(), on); ok && ev.Modifiers.Contain(key.ModShortcut) {
			v.opened = append(v.opened, link)
			v.drag = drag{}
			return false
		}
		if line, ok := v.boxAt(b.Text(), on); ok && !more && d.unit == 1 {
			v.drag = drag{}
			return v.tick(b, line)
		}
		if d.unit == 1 && v.isSelected(b, on) {
			v.drag.text, v.drag.more = true, more // until it is known whether it is dragged
			return false
		}
	}
	switch {
	case ev.Modifiers.Contain(key.ModShift):
		ranges, main := b.Selections(), b.Main()
		v.drag.unit, v.drag.from, v.drag.to = 1, ranges[main].Anchor, ranges[main].Anchor
		v.chooseMain(b, ranges[main].Anchor, off)
	case more && d.unit == 1:
		v.addCaret(b, off)
	case d.unit == 2:
		v.drag.from, v.drag.to = b.WordAt(off)
		v.pick(b, v.drag.from, v.drag.to, more)
	case d.unit == 3:
		v.drag.from, v.drag.to = paragraph(b.Text(), off)
		v.pick(b, v.drag.from, v.drag.to, more)
	default:
		v.chooseOne(b, off, off)
		v.notes = append(v.notes[:0], note{upstream: upstream})
	}
	return false
}

// countClicks returns 1, 2 or 3 for a click, a double and a triple one. The
// gesture counts clicks by time alone: two quick ones at different places are
// not a double click.
func (v *View) countClicks(gtx layout.Context, ev gesture.ClickEvent) int {
	d := ev.Position.Sub(v.mouse.pressed)
	if near := gtx.Dp(8); ev.NumClicks < 2 || max(d.X, -d.X, d.Y, -d.Y) > near {
		v.mouse.clicks = 0
	}
	v.mouse.clicks++
	v.mouse.pressed = ev.Position
	return min(v.mouse.clicks, 3)
}

// pick selects a stretch: besides the others, or alone.
func (v *View) pick(b *buffer.Buffer, anchor, head int, more bool) {
	if more {
		v.chooseMain(b, anchor, head)
		return
	}
	v.chooseOne(b, anchor, head)
}

// addCaret puts a further caret at off, or takes away the one that is there.
func (v *View) addCaret(b *buffer.Buffer, off int) {
	ranges := b.Selections()
	for i, r := range ranges {
		if r.From() <= off && off <= r.To() && len(ranges) > 1 {
			ranges = append(ranges[:i], ranges[i+1:]...)
			v.drag = drag{}
			v.chooseMany(b, ranges, min(b.Main(), len(ranges)-1), nil)
			return
		}
	}
	v.chooseMany(b, append(ranges, buffer.Range{Anchor: off, Head: off}), len(ranges), nil)
}

// tick ticks the box of a task, or takes the tick away. The carets stay.
func (v *View) tick(b *buffer.Buffer, line int) bool {
	if v.paper.style.ReadOnly {
		return v.refuse("")
	}
	v.notes = v.notes[:0]
	return b.Do(buffer.Check{Line: line}, v.now)
}

// characterAt returns the offset of the character that is drawn at a point, in
// the text of the last frame.
func (v *View) characterAt(at image.Point) (int, bool) {
	for _, p := range v.placed {
		for i := range p.block.rows {
			r := &p.block.rows[i]
			if at.Y < p.y+r.y || at.Y >= p.y+r.y+r.height {
				continue
			}
			x := at.X - v.column.Min.X
			for _, c := range r.cells {
				if l, h := min(c.lead, c.trail), max(c.lead, c.trail); l.Floor() <= x && x < h.Ceil() {
					return p.from + c.at, true
				}
			}
		}
	}
	return 0, false
}

// isSelected reports whether the character at off is in a selection.
func (v *View) isSelected(b *buffer.Buffer, off int) bool {
	for _, r := range b.Selections() {
		if r.From() <= off && off < r.To() {
			return true
		}
	}
	return false
}

// linkAt returns the target of the link that the character at off is part of.
func (v *View) linkAt(t *crdt.Text, off int) (string, bool) {
	p := placeAt(t, min(off, t.Len()))
	content := string(t.AppendRange(nil, p.from, p.to))
	return markdown.LinkAt(content, v.lines.state(p.line), off-p.from)
}

// boxAt returns the line of the task that has its box at off.
func (v *View) boxAt(t *crdt.Text, off int) (int, bool) {
	p := placeAt(t, min(off, t.Len()))
	if b := v.shape(t, p); b.Box > 0 && off-p.from >= b.Box && off-p.from < b.Box+3 {
		return p.line, true
	}
	return 0, false
}

func rounded(p f32.Point) image.Point { return p.Round() }
