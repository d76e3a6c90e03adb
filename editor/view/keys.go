package view

import (
	"io"
	"strings"
	"time"

	"gioui.org/io/clipboard"
	"gioui.org/io/event"
	"gioui.org/io/key"
	"gioui.org/io/pointer"
	"gioui.org/io/semantic"
	"gioui.org/io/transfer"
	"gioui.org/layout"

	"chirograph/editor/buffer"
)

// noRange is what the input method sends when it composes nothing.
var noRange = key.Range{Start: -1, End: -1}

// Update carries out what the person did since the last frame and reports
// whether the text changed. Ranges that arrive are those of the text published
// then; b may have changed since.
func (v *View) Update(gtx layout.Context, b *buffer.Buffer) bool {
	v.lines.use(b)
	if v.paper.style.Shaper == nil { // nothing was shown yet that input could refer to
		for {
			if _, ok := gtx.Event(v.filters(false)...); !ok {
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
	return v.pointers(gtx, b) || changed
}

// Focus asks for the keys.
func (v *View) Focus(gtx layout.Context) { gtx.Execute(key.FocusCmd{Tag: v}) }

// Do carries out a command that came from elsewhere, a menu for example. A
// composition that is under way stays as it stands.
func (v *View) Do(b *buffer.Buffer, c buffer.Command, now time.Time) bool {
	v.lines.use(b)
	v.compose = noRange
	v.blinkStart = now
	v.now = now.UnixMilli()
	return v.do(b, c)
}

// do carries out a command after which the carets are to be seen, wherever
// they are then.
func (v *View) do(b *buffer.Buffer, c buffer.Command) bool {
	if v.paper.style.ReadOnly {
		return v.refuse("")
	}
	v.reveal, v.notes = true, v.notes[:0]
	v.endFollow()
	return b.Do(c, v.now)
}

func (v *View) composing() bool { return v.compose.Start >= 0 && v.compose.Start != v.compose.End }

// addInput declares the area that takes the mouse and the keys.
func (v *View) addInput(gtx layout.Context, b *buffer.Buffer) {
	v.cursor(b).Add(gtx.Ops)
	event.Op(gtx.Ops, v)
	key.InputHintOp{Tag: v, Hint: key.HintText}.Add(gtx.Ops)
	semantic.Editor.Add(gtx.Ops)
	v.scroller.Add(gtx.Ops)
	v.clicker.Add(gtx.Ops)
	v.dragger.Add(gtx.Ops)
}

// keys takes in what came from the keyboard, the input method and the
// clipboard, in order.
func (v *View) keys(gtx layout.Context, b *buffer.Buffer) bool {
	changed := false
	filters := append(v.filters(len(b.Selections()) > 1),
		transfer.TargetFilter{Target: v, Type: "application/text"},
		pointer.Filter{Target: v, Kinds: pointer.Move | pointer.Enter | pointer.Leave},
		key.Filter{Name: shortcutKey, Optional: key.ModShortcut | key.ModShift})
	for {
		ev, ok := gtx.Event(filters...)
		if !ok {
			return changed
		}
		switch ev := ev.(type) {
		case pointer.Event:
			v.hover(ev)
			continue
		case key.Event:
			if ev.Name == shortcutKey {
				v.mouse.shortcut = ev.State == key.Press
				continue
			}
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

// press carries out a key.
func (v *View) press(gtx layout.Context, b *buffer.Buffer, k key.Event) bool {
	v.scroller.Stop()
	following := v.endFollow()
	if a, ok := actOf(k, onMac); ok {
		if a.erase {
			return v.erase(b, a.motion)
		}
		v.move(b, a.motion, a.extend)
		return false
	}
	shift := k.Modifiers.Contain(key.ModShift)
	switch k.Name {
	case key.NameEscape:
		if !following {
			anchor, head := b.Selection()
			v.chooseOne(b, anchor, head)
		}
	case key.NameReturn, key.NameEnter:
		if v.paper.style.ReadOnly {
			return v.refuse("\n")
		}
		if shift {
			return v.do(b, buffer.PlainNewLine{})
		}
		if v.paper.style.PlainLines {
			return v.do(b, buffer.Type{Text: "\n"})
		}
		return v.do(b, v.newLine(b))
	case key.NameTab:
		if shift {
			return v.do(b, buffer.Outdent{Unit: v.paper.style.unit()})
		}
		return v.do(b, buffer.Indent{Unit: v.paper.style.unit()})
	case "A":
		v.notes = v.notes[:0]
		b.Do(buffer.Select{Anchor: 0, Head: b.Text().Len()}, v.now)
	case "C", "X":
		return v.Copy(gtx, b, k.Name == "X")
	case "V":
		v.Paste(gtx, shift)
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

// Copy puts what is selected on the clipboard, each selection on a line of its
// own, and with cut erases it. It reports whether the text changed.
func (v *View) Copy(gtx layout.Context, b *buffer.Buffer, cut bool) bool {
	var parts []string
	ranges := b.Selections()
	for _, r := range ranges {
		if !r.Empty() {
			parts = append(parts, v.copied(b, r))
		}
	}
	if len(parts) == 0 {
		return false
	}
	all := strings.Join(parts, "\n")
	gtx.Execute(clipboard.WriteCmd{Type: "application/text", Data: io.NopCloser(strings.NewReader(all))})
	return cut && v.do(b, buffer.EraseMany{Ranges: ranges})
}

func (v *View) copied(b *buffer.Buffer, r buffer.Range) string {
	if f := v.paper.style.Copied; f != nil {
		return f(r.From(), r.To())
	}
	return string(b.Text().AppendRange(nil, r.From(), r.To()))
}

// Paste asks for what is on the clipboard. It is put in with a frame to come:
// as it is if verbatim, or else an address over words as a link.
func (v *View) Paste(gtx layout.Context, verbatim bool) {
	v.verbatim = verbatim
	gtx.Execute(clipboard.ReadCmd{Tag: v})
}

// paste puts in what the clipboard holds. Over words an address becomes a link,
// but not in code, and not if it was asked for without conversion.
func (v *View) paste(b *buffer.Buffer, ev transfer.DataEvent) bool {
	data := ev.Open()
	defer data.Close()
	content, err := io.ReadAll(data)
	if err != nil || len(content) == 0 {
		return false // the clipboard went away: as if nothing had been in it
	}
	s := buffer.Clean(string(content))
	if v.verbatim || v.inCode(b) {
		return v.do(b, buffer.Paste{Text: s})
	}
	return v.do(b, buffer.PasteSmart{Text: s})
}
