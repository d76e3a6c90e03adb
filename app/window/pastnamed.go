package window

import (
	"slices"

	"chirograph/app/workspace"
	"chirograph/editor/buffer"
)

// A named is a version with a name, and where it is.
type named struct {
	workspace.Version
	at int
}

// label takes in the named versions.
func (p *past) label(versions []workspace.Version) {
	p.named = p.named[:0]
	for _, v := range versions {
		if !v.Hidden {
			p.named = append(p.named, named{v, p.line.Reach(v.At)})
		}
	}
	slices.SortStableFunc(p.named, func(a, b named) int { return a.at - b.at })
}

// goToNamed shows a version with a name: just that, even where others have
// written beside it what it does not have.
func (p *page) goToNamed(v named) {
	h := &p.past
	h.playing = false
	p.goToVersion(v.at)
	if h.empty() || v.At.Equal(h.line.Vector(v.at)) {
		return
	}
	if !p.inPast() {
		p.doc.Read(func(b *buffer.Buffer) { h.hold(b, p) })
	}
	h.at, h.end, h.shown = v.at, false, v.At
	h.forget()
}

// toNamed goes to the next version with a name, or the one before. Several may
// be at one place of the slider.
func (p *page) toNamed(by int) {
	h := &p.past
	here := -1
	if shown, ok := h.nameAt(h.at); ok {
		here = slices.IndexFunc(h.named, func(v named) bool { return v.ID == shown.ID })
	}
	best := -1
	for i, v := range h.named {
		before, after := v.at < h.at, v.at > h.at
		if here >= 0 {
			before, after = i < here, i > here
		}
		if by > 0 && after {
			p.goToNamed(v)
			return
		}
		if by < 0 && before {
			best = i
		}
	}
	if best >= 0 {
		p.goToNamed(h.named[best])
	}
}

// nameAt is the name of the version with n changes, if that has one.
func (p *past) nameAt(n int) (named, bool) {
	for _, v := range slices.Backward(p.named) {
		if v.at == n && v.At.Equal(p.vector(n)) {
			return v, true
		}
	}
	return named{}, false
}
