package buffer

import "slices"

// Carry moves a stretch of text to an offset outside of it, or with Copy puts a
// copy there, as a mouse does, and selects it there. To carry it to where it is
// changes nothing.
type Carry struct {
	From, To int
	At       int
	Copy     bool
}

// Compose is Replace for what an input method composes: the other carets get
// the same, if there stands before them what stands before the main one.
type Compose struct {
	From, To int
	Text     string
}

func (c Carry) do(b *Buffer, now int64) bool {
	from, to, at := b.clamp(c.From), b.clamp(c.To), b.clamp(c.At)
	from, to = min(from, to), max(from, to)
	if from == to || !c.Copy && at >= from && at <= to {
		return false
	}
	carried := string(b.text.AppendRange(nil, from, to))
	edits := []Edit{{at, at, carried}}
	switch {
	case c.Copy:
	case at < from:
		edits = append(edits, Edit{from, to, ""})
	default:
		edits = []Edit{{from, to, ""}, {at, at, carried}}
		at -= to - from
	}
	return b.edit(edits, []Range{{at, at + to - from}}, 0, alone, now)
}

func (c Compose) do(b *Buffer, now int64) bool {
	from, to := b.clamp(min(c.From, c.To)), b.clamp(max(c.From, c.To))
	ranges := b.selections.resolve(b.text)
	main := b.selections.main
	head := ranges[main].Head
	if len(ranges) == 1 || !ranges[main].Empty() || head < from || head > to {
		return Replace(c).do(b, now)
	}
	text := valid(c.Text)
	composed := b.text.AppendRange(nil, from, to)
	var edits []Edit
	var next []Range
	end, grown := 0, 0
	for i, r := range ranges {
		e := Edit{r.Head + from - head, r.Head + to - head, text}
		following := b.text.Len()
		if i+1 < len(ranges) {
			following = ranges[i+1].From()
		}
		same := r.Empty() && e.From >= end && e.To <= following &&
			slices.Equal(b.text.AppendRange(nil, max(0, e.From), max(0, e.From, min(e.To, b.text.Len()))), composed)
		if !same && i == main { // another caret stands in what is composed
			return Replace(c).do(b, now)
		}
		if !same {
			next = append(next, r.between(r.From()+grown, r.To()+grown))
			end = r.To()
			continue
		}
		edits = append(edits, e)
		grown += e.grows()
		next = append(next, caret(e.To+grown))
		end = e.To
	}
	return b.edit(edits, next, main, typing, now)
}
