package crdt

// Places tell in which leaf of the tree a character is, by the character's
// rank. What was typed together is mostly still together, so a page of
// characters mostly needs one entry, and gets one for each character only when
// that is not true.
type places struct {
	pages  []int32 // the leaf of the page's characters, or the complement of an index in single
	single [][pageLen]int32
	n      int // characters
}

const pageLen = 16

// unset is the entry of a page of which no character has been moved yet.
const unset = -1 << 31

// newPlaces returns the places of n characters, which can be moved in any order.
func newPlaces(n int) places {
	p := places{n: n, pages: make([]int32, (n+pageLen-1)/pageLen)}
	for i := range p.pages {
		p.pages[i] = unset
	}
	return p
}

// leafOf returns the leaf that character c is in.
func (a *arena) leafOf(c lv) int32 {
	k := a.rank(c)
	p := a.where.pages[k/pageLen]
	if p >= 0 {
		return p
	}
	return a.where.single[^p][k%pageLen]
}

// move notes that n characters inserted one after the other are in a leaf. New
// ones must be moved in order.
func (a *arena) move(c lv, n int, leaf int32) {
	if !a.homeless {
		a.where.move(int(a.rank(c)), n, leaf)
	}
}

func (p *places) move(from, n int, leaf int32) {
	end := from + n
	p.n = max(p.n, end)
	for from < end {
		page, next := from/pageLen, min((from/pageLen+1)*pageLen, end)
		switch {
		case page == len(p.pages):
			p.pages = append(p.pages, leaf)
		case p.pages[page] == leaf:
		case p.pages[page] == unset:
			p.pages[page] = leaf
		case p.pages[page] >= 0 && from%pageLen == 0 && (next%pageLen == 0 || next == p.n):
			p.pages[page] = leaf
		default:
			p.split(page)
			single := &p.single[^p.pages[page]]
			for i := from; i < next; i++ {
				single[i%pageLen] = leaf
			}
		}
		from = next
	}
}

// split gives each character of a page an entry of its own.
func (p *places) split(page int) {
	leaf := p.pages[page]
	if leaf < 0 {
		return
	}
	var single [pageLen]int32
	for i := range single {
		single[i] = leaf
	}
	p.pages[page] = ^int32(len(p.single))
	p.single = append(p.single, single)
}
