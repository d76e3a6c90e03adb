package view

import (
	"image"
	"math"
	"slices"
	"unicode/utf8"

	"gioui.org/f32"
	"gioui.org/io/key"
	"gioui.org/layout"

	"chirograph/editor/buffer"
	"chirograph/editor/crdt"
)

// published is what the input method was last told about the document, and
// what it has done since. It speaks of runes counted from the beginning of a
// paragraph, so that edits elsewhere do not disturb a running composition; the
// window cancels one whenever the text or the selection it knows of changes.
//
// Three texts are told apart: the one published; the one the input method
// believes in, which is the published one with its own edits; and the
// document as it is now, which has those and everyone else's.
type published struct {
	valid bool
	mark  buffer.Mark // of the text published
	seen  int         // edits since then

	snippet key.Snippet
	sel     key.Range // as the input method believes
	told    toldState

	from int    // where the snippet begins, in bytes
	text []byte // of the snippet, with the input method's own edits
	own  []own
}

// toldState is what the window was last told.
type toldState struct {
	sel     key.Range
	caret   key.Caret
	bounds  image.Rectangle // of the composition
	snippet bool
}

// own is an edit that came through the input method.
type own struct {
	at, deleted, inserted int // in the text it believed in
	now                   int // where the insertion began in the document
	last                  int // how many edits there were since the mark, with it
}

// since returns what was done to the document since it was published, and
// whether that is still known edit by edit: the buffer keeps the last thousand
// or two, and says of more, in one edit, that everything was replaced.
func (p *published) since(b *buffer.Buffer) ([]crdt.Edit, bool) {
	if !p.valid {
		return nil, false
	}
	edits := b.Since(p.mark)
	if len(edits) < p.seen {
		return nil, false
	}
	p.seen = len(edits)
	return edits, true
}

// edit replaces r by s in the text that the input method believes in, in the
// way the window does on its side.
func (p *published) edit(r key.Range, s string, now, last int) {
	from, to := p.byte(r.Start), p.byte(r.End)
	i, j := from-p.from, to-p.from
	p.text = slices.Replace(p.text, i, j, []byte(s)...)
	p.own = append(p.own, own{from, to - from, len(s), now, last})
	end := r.Start + utf8.RuneCountInString(s)
	for _, at := range []*int{&p.sel.Start, &p.sel.End} {
		switch {
		case *at > r.End:
			*at += end - r.End
		case *at > end:
			*at = end
		}
	}
}

// byte turns a position of the input method into one in bytes, in the text it
// believes in. Outside the snippet it knows nothing.
func (p *published) byte(rune int) int {
	n := rune - p.snippet.Start
	at := 0
	for ; n > 0 && at < len(p.text); n-- {
		_, size := utf8.DecodeRune(p.text[at:])
		at += size
	}
	return p.from + at
}

// locate finds a place, given in the text that the input method believes in,
// in the document as it is now: behind the character before it, or, if after
// is set, before the character behind it. Between the two is what others have
// inserted at this place.
//
// Where others have deleted, several places of the one text fall together in
// the other; then at least nothing passes what was inserted before or behind
// it through the input method.
func (p *published) locate(at int, since []crdt.Edit, after bool) int {
	low, high := 0, math.MaxInt
	first := 0
	for j := len(p.own) - 1; j >= 0; j-- {
		o := p.own[j]
		switch {
		case at < o.at || at == o.at && !after:
			if o.inserted > 0 {
				high = min(high, forward(o.now, since, o.last, true))
			}
			continue
		case at < o.at+o.inserted || at == o.at+o.inserted && !after:
			at, first, j = o.now+at-o.at, o.last, 0
		default:
			at += o.deleted - o.inserted
			if o.inserted > 0 {
				low = max(low, forward(o.now+o.inserted, since, o.last, false))
			}
		}
	}
	return max(low, min(high, forward(at, since, first, after)))
}

// forward takes a place through the edits of since from index i on.
func forward(at int, since []crdt.Edit, i int, after bool) int {
	for ; i < len(since); i++ {
		e := since[i]
		switch {
		case at < e.At:
		case at == e.At:
			if after {
				at += e.Inserted
			}
		case at < e.At+e.Deleted:
			at = e.At
			if after {
				at += e.Inserted
			}
		default:
			at += e.Inserted - e.Deleted
		}
	}
	return at
}

// part is a stretch of bytes.
type part struct{ from, to int }

// remains finds what is left in the document of the bytes from from to to of
// the text that the input method believes in: without what others have
// deleted, and in several parts where they have inserted something.
func (p *published) remains(from, to int, since []crdt.Edit) []part {
	var out []part
	for from < to {
		_, n := utf8.DecodeRune(p.text[from-p.from:])
		a, b := p.locate(from, since, true), p.locate(from+n, since, false)
		switch last := len(out) - 1; {
		case b <= a: // deleted
		case last >= 0 && out[last].to == a:
			out[last].to = b
		default:
			out = append(out, part{a, b})
		}
		from += n
	}
	return out
}

// reach is how much text around the caret the input method is told of.
const reach = 4 << 10

// publish tells the input method about the text as this frame shows it. While
// it composes it is told nothing but where the caret is: everything else would
// make the window cancel the composition.
func (v *View) publish(gtx layout.Context, b *buffer.Buffer) {
	p := &v.published
	if !v.focused {
		*p = published{}
		return
	}
	if _, known := p.since(b); known && v.composing() {
		s := key.Snippet{Text: string(p.text)}
		s.Start = p.snippet.Start
		s.End = s.Start + utf8.RuneCountInString(s.Text)
		v.tell(gtx, b, s, p.sel)
		return
	}
	v.compose = noRange
	t := b.Text()
	anchor, head := b.Selection()
	if max(anchor-head, head-anchor) > reach {
		anchor = head // typing replaces the selection all the same
	}
	low, high := min(anchor, head), max(anchor, head)
	line := t.LineOf(low)
	base := t.RuneOf(t.LineStart(line))
	from := t.OffsetOfRune(t.RuneOf(max(t.LineStart(line), low-reach)))
	to := min(lineEnd(t, t.LineOf(high)), high+reach)
	to = t.OffsetOfRune(t.RuneOf(to))
	p.mark, p.seen, p.valid = b.Mark(), 0, true
	p.from = from
	p.text = t.AppendRange(p.text[:0], from, to)
	p.own = p.own[:0]
	s := key.Snippet{Text: p.snippet.Text}
	if string(p.text) != s.Text {
		s.Text = string(p.text)
	}
	s.Start = t.RuneOf(from) - base
	s.End = s.Start + utf8.RuneCountInString(s.Text)
	v.tell(gtx, b, s, key.Range{Start: t.RuneOf(head) - base, End: t.RuneOf(anchor) - base})
}

// tell sends what has changed since the last time.
func (v *View) tell(gtx layout.Context, b *buffer.Buffer, s key.Snippet, sel key.Range) {
	p := &v.published
	_, head := b.Selection()
	var caret key.Caret
	if i, r, ok := v.find(head, v.upstream(b)); ok {
		x := v.column.Min.X + r.x(head-v.placed[i].from).Round()
		caret.Pos = f32.Pt(float32(x), float32(v.placed[i].y+r.y+r.baseline))
		caret.Ascent, caret.Descent = float32(r.baseline), float32(r.height-r.baseline)
	}
	told := toldState{sel, caret, v.composed(b), true}
	if told != p.told {
		gtx.Execute(key.SelectionCmd{Tag: v, Range: sel, Caret: caret, CompositionBounds: told.bounds})
	}
	if s != p.snippet || !p.told.snippet {
		gtx.Execute(key.SnippetCmd{Tag: v, Snippet: s})
	}
	p.sel, p.told, p.snippet = sel, told, s
}
