package window

import (
	"context"
	"math"
	"time"

	"gioui.org/io/key"
	"gioui.org/layout"
	"gioui.org/unit"

	"chirograph/editor/buffer"
	"chirograph/editor/reading"
	"chirograph/editor/view"
)

// previewMode says where the preview is.
type previewMode int

const (
	noPreview previewMode = iota
	previewBeside
	previewOnly
)

// leastBeside is how wide the page must be for the text and the preview to
// stand beside each other.
const leastBeside = unit.Dp(640)

// A preview shows the document as it is read. It is made anew in the
// background when the text has changed, and it and the text scroll together,
// by lines of the source.
type preview struct {
	mode  previewMode // as it was asked for
	alone bool        // it stands in the place of the text, asked for or not
	page  view.Preview

	parsing bool
	parsed  bool // at least once
	of      buffer.Mark
	next    time.Time // not before
	empty   bool

	joining bool // go to where the text is, as soon as there is something to show
	top     int  // of the text, when they were last brought together
	settled bool // the text's next top is the preview's doing
}

// cycle goes from no preview to one beside the text, to the preview alone.
func (p *preview) cycle() {
	p.joining = p.joining || p.mode == noPreview
	p.mode = (p.mode + 1) % 3
}

// shown is the mode that fits the page.
func (p *preview) shown(gtx layout.Context) previewMode {
	if p.mode == previewBeside && gtx.Constraints.Max.X < gtx.Dp(leastBeside) {
		return previewOnly
	}
	return p.mode
}

// refresh reads the text anew if it has changed. The more it took the last
// time, the longer it waits: typing comes first.
func (p *preview) refresh(gtx layout.Context, u *ui, d document) {
	if p.mode == noPreview || p.parsing {
		return
	}
	changed := false
	d.Read(func(b *buffer.Buffer) { changed = !p.parsed || b.Mark() != p.of })
	if !changed {
		return
	}
	if gtx.Now.Before(p.next) {
		invalidateAt(gtx, p.next)
		return
	}
	p.parsing = true
	u.work(func(context.Context) func() {
		var source []byte
		var of buffer.Mark
		d.Read(func(b *buffer.Buffer) {
			source, of = b.Text().AppendRange(nil, 0, b.Text().Len()), b.Mark()
		})
		begun := time.Now()
		blocks := reading.Parse(source)
		took := time.Since(begun)
		return func() {
			p.page.Show(blocks)
			p.parsing, p.parsed, p.of, p.empty = false, true, of, len(blocks) == 0
			p.next = u.now.Add(50*time.Millisecond + 4*took)
		}
	})
}

// join brings a preview that has just been opened to where the text is.
func (p *preview) join(top int) bool {
	if !p.joining || !p.parsed {
		return false
	}
	p.joining = false
	p.page.ScrollTo(top)
	return true
}

// together brings the preview to where the text is, or the text to where the
// person has scrolled the preview.
func (p *preview) together(b *buffer.Buffer, v *view.View) {
	top := v.Top(b.Text())
	switch {
	case p.join(top):
	case p.page.Scrolled():
		v.ScrollTo(p.page.Top())
		p.settled = true
	case p.settled:
		p.settled = false
	case top != p.top:
		p.page.ScrollTo(top)
	}
	p.top = top
}

// keys scrolls a preview that stands alone.
func (p *preview) keys(gtx layout.Context) {
	page := gtx.Constraints.Max.Y * 9 / 10
	for _, k := range []struct {
		name key.Name
		by   int
	}{
		{key.NameDownArrow, gtx.Dp(56)},
		{key.NameUpArrow, -gtx.Dp(56)},
		{key.NamePageDown, page},
		{key.NamePageUp, -page},
		{key.NameSpace, page},
	} {
		if pressed(gtx, key.Filter{Name: k.name}) {
			p.page.ScrollBy(k.by)
		}
	}
	if pressed(gtx, key.Filter{Name: key.NameHome}) {
		p.page.ScrollTo(0)
	}
	if pressed(gtx, key.Filter{Name: key.NameEnd}) {
		p.page.ScrollTo(math.MaxInt)
	}
}
