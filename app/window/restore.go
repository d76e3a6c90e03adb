package window

import (
	"context"
	"image"
	"time"

	"gioui.org/layout"
	"gioui.org/op"

	"chirograph/app/phrases"
	"chirograph/editor/buffer"
	"chirograph/editor/crdt"
	"chirograph/editor/history"
	"chirograph/editor/version"
)

// restoreBar asks whether a version is to be restored, over what that would
// change.
type restoreBar struct {
	all    button
	part   button
	copy   button
	cancel button
	asked  bool // the focus, for the first
}

// previewRestore shows what restoring the version would change. What was selected stays
// selected.
func (p *page) previewRestore(l look) {
	h := &p.past
	if h.line == nil || h.end || h.restoring {
		return
	}
	from, to := 0, 0
	if h.exhibit.buf != nil && h.exhibit.of != nil && !h.comparing {
		a, b := h.exhibit.selected()
		from, to = h.exhibit.text(a), h.exhibit.text(b)
	}
	h.playing = false
	h.preview = restoreBar{}
	h.lens = lens{restoring: true, way: h.way}
	h.preview.asked = !h.exhibit.view.Focused() // or else somebody may be trying to write
	h.forget()
	p.hang(l)
	if from < to {
		h.exhibit.buf.Do(buffer.Select{Anchor: h.exhibit.place(from), Head: h.exhibit.place(to)}, 0)
	}
}

func (p *page) updateRestoring(gtx layout.Context, u *ui, l look) {
	r := &p.past.preview
	if r.asked && p.past.restoring {
		r.asked = !gtx.Focused(&r.all.Clickable)
		focus(gtx, &r.all.Clickable)
		gtx.Execute(op.InvalidateCmd{})
	}
	for r.all.Clicked(gtx) {
		p.restore(u, l, false, gtx.Now)
	}
	for r.part.Clicked(gtx) {
		p.restore(u, l, true, gtx.Now)
	}
	for r.copy.Clicked(gtx) {
		p.openCopy(u, l)
	}
	for r.cancel.Clicked(gtx) {
		p.endLens()
	}
}

// layoutRestoring says what will be done.
func (p *page) layoutRestoring(gtx layout.Context, l look) layout.Dimensions {
	h, say := &p.past, &l.words.Past
	p.hang(l)
	r := &h.preview
	n := len(h.comparison.Places)
	words := say.Makes.Of(n, "n", l.words.Number(n)) + " " + say.Safe
	if n == 0 {
		words = say.Equal
	}
	s := strap{ground: l.chosen, words: func(gtx layout.Context) layout.Dimensions {
		return l.say(13, l.ink).many().layout(gtx, l, words)
	}}
	if n > 0 {
		s.does = append(s.does, act(l, &r.all, primaryButton, say.DoIt), space(8, 0))
		if from, to := h.exhibit.selected(); from < to {
			s.does = append(s.does, act(l, &r.part, plainButton, say.OnlyPart), space(8, 0))
		} else {
			s.does = append(s.does, layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				gtx.Constraints.Min = image.Point{}
				return r.part.layout(gtx.Disabled(), l, plainButton, say.OnlyPart)
			}), space(8, 0))
		}
	}
	s.does = append(s.does, act(l, &r.copy, plainButton, say.AsCopy), space(8, 0), act(l, &r.cancel, quietButton, say.Cancel))
	return s.layout(gtx, l)
}

// restore makes the text what it was at the version shown, or only where
// something is selected.
func (p *page) restore(u *ui, l look, part bool, now time.Time) {
	h := &p.past
	if !h.restoring || h.shown == nil || h.comparison == nil {
		return
	}
	at, seen, when := h.shown, h.otherAt, h.when(l, h.at, now)
	words := l.words.Past.Restored
	var c buffer.Command = buffer.Restore{Version: at, Seen: seen}
	if part {
		from, to := h.exhibit.selected()
		a, b := h.exhibit.was(h.comparison, from), h.exhibit.was(h.comparison, to)
		first, last := h.comparison.A.ID(a), h.comparison.A.ID(b)
		p.doc.Read(func(buf *buffer.Buffer) { // others may have written meanwhile
			c = buffer.RestorePart{Version: at, Seen: seen, From: locate(buf, first), To: locate(buf, last)}
		})
		words = l.words.Past.Part
	}
	p.toNow()
	p.past.focus = false
	p.do(c, now)
	u.changed(false)
	u.messages.add(phrases.With(words, "when", when))
}

// was is where a place of an exhibit is in the first of the two texts that are
// compared.
func (e *exhibit) was(c *history.Comparison, at int) int {
	q, ok := e.partAt(at)
	switch {
	case !ok:
		return len(c.A.Text)
	case q.kind == gone:
		return q.from + at - q.at
	case (q.kind == sign || q.kind == ending) && q.place >= 0:
		return c.Places[q.place].A
	}
	return across(c, e.text(at), true)
}

// locate is where a character is in the present text, its end for none.
func locate(b *buffer.Buffer, id version.ID) int {
	if at, ok := b.Text().Resolve(crdt.Anchor{ID: id, Bias: crdt.Before}); ok {
		return at
	}
	return b.Text().Len()
}

// openCopy opens the version shown as a document of its own.
func (p *page) openCopy(u *ui, l look) {
	h := &p.past
	if h.shown == nil {
		return
	}
	doc, at, words := p.doc, h.shown, l.words.Past.Copied
	u.work(func(context.Context) func() {
		var text []byte
		doc.Read(func(b *buffer.Buffer) { text = b.History().At(at) })
		d, err := u.fromText(string(text))
		return u.then(err, func() {
			u.show(d)
			u.messages.add(words)
		})
	})
}

// putBack makes the deleted text that is selected stand again.
func (p *page) putBack(u *ui, l look, now time.Time) {
	h := &p.past
	if !h.ghosting || h.exhibit.buf == nil {
		return
	}
	from, to := h.exhibit.selected()
	var chars []crdt.IDRange
	for _, q := range h.exhibit.parts {
		a, b := max(from, q.at), min(to, q.at+q.n)
		switch {
		case a >= b || q.place < 0:
		case q.kind == gone:
			chars = append(chars, charsOf(h.ghosts[q.place], q.from+a-q.at, b-a)...)
		case q.kind == ending:
			chars = append(chars, charsOf(h.ghosts[q.place], q.from, 1)...)
		}
	}
	p.bringBack(u, l, chars, now)
}

// bringBack makes deleted characters stand again.
func (p *page) bringBack(u *ui, l look, chars []crdt.IDRange, now time.Time) {
	if len(chars) == 0 {
		u.messages.add(l.words.Past.SelectSome)
		return
	}
	p.toNow()
	p.past.focus = false
	p.do(buffer.PutBack{Chars: chars}, now)
	u.changed(false)
	u.messages.add(l.words.Past.PutBackDone)
}

// charsOf are n characters of a ghost, in bytes, from an offset on.
func charsOf(g history.Ghost, from, n int) []crdt.IDRange {
	var out []crdt.IDRange
	at := 0
	for _, r := range g.Chars {
		a, b := max(from, at), min(from+n, at+r.Len)
		if a < b {
			first := r.First
			first.Seq += uint64(a - at)
			out = append(out, crdt.IDRange{First: first, Len: b - a})
		}
		at += r.Len
	}
	return out
}
