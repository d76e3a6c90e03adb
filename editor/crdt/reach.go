package crdt

// The right subtree of a character is a stretch of the list behind it, and it
// only grows. So what was once its last character is in it for ever, and so is
// all that stands before that one. Whoever looks for its end again can begin
// there: the runs that a long walk has passed are not passed again.

// markEvery is how many runs a walk passes between two that it leaves a mark at.
const markEvery = 64

// reach returns the place behind the right subtree of c, and how many runs it
// had to pass to find it.
func (t *Text) reach(c lv) (place gap, passed int) {
	if !t.has(followed, c) {
		return t.behind(c), 0
	}
	last := t.furthest(c)
	var inside []lv // characters passed in whose right subtrees the walk still is
	for w := t.walkFrom(t.behind(last)); w.valid(); passed++ {
		if o := w.origin(); o != last {
			if t.comesBefore(o, c) {
				break
			}
			for k := len(inside) - 1; k >= 0 && t.comesBefore(o, inside[k]); k-- {
				t.reached[inside[k]] = last
				inside = inside[:k]
			}
		}
		next := w.char()
		far := t.furthest(next)
		if far != next || passed%markEvery == markEvery-1 {
			inside = append(inside, next)
		}
		if far != next {
			last = far
			w = t.walkFrom(t.behind(last))
		} else {
			last = w.item().last()
			w.next()
		}
	}
	if passed > crowded {
		t.reached[c] = last
	}
	for _, p := range inside {
		t.reached[p] = last
	}
	return t.behind(last), passed
}

// behind returns the place behind a character.
func (t *Text) behind(c lv) gap {
	g := t.spot(c)
	g.k++
	return g
}

// furthest returns the last character known to be in the right subtree of c, or c
// itself.
func (t *Text) furthest(c lv) lv {
	if len(t.reached) > 0 {
		if last, ok := t.reached[c]; ok {
			return last
		}
	}
	return c
}
