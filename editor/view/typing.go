package view

import (
	"gioui.org/io/key"

	"chirograph/editor/buffer"
)

// edit does what the input method asks for. Most of the time it replaces the
// selection it knows of, and those are the selections of the buffer, wherever
// they have moved to by now; only a composition or a correction names another
// range.
func (v *View) edit(b *buffer.Buffer, ev key.EditEvent) bool {
	r := ordered(ev.Range)
	if v.paper.style.ReadOnly {
		return v.refuse(ev.Text)
	}
	p := &v.published
	v.scroller.Stop()
	since, known := p.since(b)
	if !known || r == ordered(p.sel) {
		changed := v.do(b, buffer.Type{Text: ev.Text})
		if known {
			_, head := b.Selection()
			p.edit(r, ev.Text, max(0, head-len(ev.Text)), len(b.Since(p.mark)))
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
		changed = v.do(b, buffer.Erase{From: left[i].from, To: left[i].to}) || changed
	}
	changed = v.do(b, buffer.Compose{From: at, To: end, Text: ev.Text}) || changed
	_, head := b.Selection()
	p.edit(r, ev.Text, max(0, head-len(ev.Text)), len(b.Since(p.mark)))
	return changed
}

// choose takes in a selection made by the input method. It knows of the main
// one only: the others stay.
func (v *View) choose(b *buffer.Buffer, r key.Range) {
	p := &v.published
	since, known := p.since(b)
	if !known || r == p.sel {
		return
	}
	p.sel = r
	head := p.locate(p.byte(r.Start), since, false)
	anchor := p.locate(p.byte(r.End), since, false)
	ranges, main := b.Selections(), b.Main()
	ranges[main] = buffer.Range{Anchor: anchor, Head: head}
	v.chooseMany(b, ranges, main, nil)
	v.reveal = true
}

func ordered(r key.Range) key.Range {
	return key.Range{Start: min(r.Start, r.End), End: max(r.Start, r.End)}
}
