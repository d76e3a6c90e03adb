package markdown

import (
	"bytes"
	"math"
	"slices"

	"chirograph/editor/crdt"
)

// A Structure knows where the fences and headings of a text are. It follows
// the text by its edits; each costs about as much as reading the lines that it
// touches.
type Structure struct {
	text   *crdt.Text
	fences index
	heads  index
	front  int // where front matter ends, 0 if there is none

	dirty  []stretch // working memory
	buffer []byte
	found  [2][]entry
}

type stretch struct{ from, to int }

// NewStructure reads all of a text.
func NewStructure(t *crdt.Text) *Structure {
	s := &Structure{text: t}
	s.read(0, t.Len())
	s.readFront()
	s.resolve(0, len(s.fences.entries))
	return s
}

// Apply follows edits that were made to the text since the last call, one's
// own and those of others, in order.
func (s *Structure) Apply(edits []crdt.Edit) {
	if len(edits) == 0 {
		return
	}
	s.dirty = s.dirty[:0]
	dropped := false
	for _, e := range edits {
		for i := range s.dirty {
			s.dirty[i] = s.dirty[i].after(e)
		}
		s.dirty = append(s.dirty, stretch{e.At, e.At + e.Inserted})
		dropped = s.fences.edit(e) || dropped
		s.heads.edit(e)
	}
	first, last := math.MaxInt, 0 // what is to be resolved
	for _, d := range s.lines() {
		i, n, changed := s.read(d.from, d.to)
		if changed || dropped {
			first, last = min(first, i), max(last, i+n)
		}
	}
	if old := s.front; s.readFront() != old {
		first, last = 0, max(last, s.fences.find(max(old, s.front)))
	}
	s.resolve(first, last)
}

// after is where a stretch is after an edit.
func (d stretch) after(e crdt.Edit) stretch {
	move := func(off int) int {
		switch {
		case off >= e.At+e.Deleted:
			return off + e.Inserted - e.Deleted
		case off > e.At:
			return e.At
		}
		return off
	}
	return stretch{move(d.from), move(d.to)}
}

// lines widens what is dirty to whole lines, in order and without overlaps.
func (s *Structure) lines() []stretch {
	t := s.text
	for i, d := range s.dirty {
		d.from, d.to = max(0, min(d.from, t.Len())), max(0, min(d.to, t.Len()))
		s.dirty[i].from = t.LineStart(t.LineOf(d.from))
		s.dirty[i].to = t.Len()
		if line := t.LineOf(d.to); line+1 < t.Lines() {
			s.dirty[i].to = t.LineStart(line+1) - 1
		}
	}
	slices.SortFunc(s.dirty, func(a, b stretch) int { return a.from - b.from })
	n := 0
	for _, d := range s.dirty[1:] {
		if d.from <= s.dirty[n].to {
			s.dirty[n].to = max(s.dirty[n].to, d.to)
			continue
		}
		n++
		s.dirty[n] = d
	}
	return s.dirty[:n+1]
}

// read looks at whole lines anew and returns which fences are in them now.
func (s *Structure) read(from, to int) (first, n int, changed bool) {
	fences, heads := s.found[0][:0], s.found[1][:0]
	s.scan(from, to, func(off int, line []byte) bool {
		if len(line) == 0 {
			return true
		}
		switch c := line[0]; {
		case c >= 'A' && c != '`' && c != '~', c == '>': // most lines: neither
			return true
		case c == '#':
			if n := headingOf(line); n > 0 {
				heads = append(heads, entry{off: off, level: n})
			}
			return true
		}
		line = line[:min(len(line), reach)]
		if m, ok := fenceOf(line); ok {
			fences = append(fences, entry{off: off, mark: m})
		} else if n := headingOf(line); n > 0 {
			heads = append(heads, entry{off: off, level: n})
		}
		return true
	})
	s.found = [2][]entry{fences, heads}
	s.heads.replace(from, to, heads)
	first, changed = s.fences.replace(from, to, fences)
	return first, len(fences), changed
}

// scan calls f with the lines of a stretch, without their newlines, until f
// returns false. From is where a line begins. Of a line longer than a piece
// only the beginning is read.
func (s *Structure) scan(from, to int, f func(off int, line []byte) bool) {
	const piece = 64 << 10
	t := s.text
	size := min(piece, max(to-from, reach)) + 1
	for at := from; at <= to; size = piece {
		end := min(at+size, t.Len())
		s.buffer = t.AppendRange(s.buffer[:0], at, end)
		i := 0
		for at+i <= to {
			n := bytes.IndexByte(s.buffer[i:], '\n')
			if n < 0 && end < t.Len() && (i > 0 || size < piece) {
				break
			}
			if n < 0 {
				n = len(s.buffer) - i
			}
			if !f(at+i, s.buffer[i:i+n]) {
				return
			}
			if i += n + 1; i <= len(s.buffer) {
				continue
			}
			if end == t.Len() {
				return
			}
			line := t.LineOf(at) // a line longer than a piece
			if line+1 >= t.Lines() {
				return
			}
			at, i = t.LineStart(line+1), 0
			break
		}
		at += i
	}
}

// mostFront is how many lines of front matter are looked for.
const mostFront = 200

// readFront looks for front matter, which only the very beginning can be.
func (s *Structure) readFront() int {
	s.front = 0
	if s.text.Len() < 3 || s.text.ByteAt(0) != '-' { // to be asked with every key
		return 0
	}
	line := 0
	s.scan(0, s.text.Len(), func(off int, content []byte) bool {
		switch {
		case line == 0 && !opensFront(content):
			return false
		case line > 0 && closesFront(content):
			s.front = min(off+len(content)+1, s.text.Len())
			return false
		}
		line++
		return line < mostFront
	})
	return s.front
}

// resolve finds out what the lines are that look like fences, from the first
// on. Behind last it ends as soon as nothing changes.
func (s *Structure) resolve(first, last int) {
	x := &s.fences
	in := s.before(min(first, len(x.entries)))
	for i := first; i < len(x.entries); i++ {
		e := &x.entries[i]
		old, was := e.role, e.in
		switch {
		case x.off(i) < s.front:
			e.role = content
		case in.open && e.mark.closes(in.mark):
			e.role = closer
		case !in.open && e.mark.opens:
			e.role = opener
		default:
			e.role = content
		}
		e.in = in
		if i >= last && e.role == old && e.in == was {
			return
		}
		in = e.after()
	}
}

// before returns what is open before the i-th fence.
func (s *Structure) before(i int) code {
	if i == 0 {
		return code{}
	}
	return s.fences.entries[i-1].after()
}

// fence returns the state of code at the line that begins at off.
func (s *Structure) fence(off int) (State, bool) {
	in := s.before(s.fences.find(off))
	if !in.open {
		return State{}, false
	}
	m := in.mark
	return State{Fence: m.char, Run: m.run, Indent: m.indent, Prev: PrevText}, true
}
