package window

import (
	"image"
	"slices"

	"gioui.org/io/semantic"
	"gioui.org/layout"
	"gioui.org/unit"
	"gioui.org/widget"

	"chirograph/app/phrases"
	"chirograph/editor/buffer"
	"chirograph/editor/markdown"
)

// outlinePanel lists the headings of the document. A click goes to one.
type outlinePanel struct {
	list     roll
	headings []markdown.Heading
	current  int // the offset of the one that the caret is below; -1 for none
	revealed int // the current one that was last brought into view
	of       buffer.Mark
	known    bool
	rows     []widget.Clickable
}

// read brings the headings up to the text, under the document's lock.
func (p *outlinePanel) read(b *buffer.Buffer, pg *page) {
	if m := b.Mark(); !p.known || m != p.of {
		p.headings, p.of, p.known = pg.view.Outline(b), m, true
	}
	p.current = -1
	_, head := b.Selection()
	if h, ok := pg.view.Section(b, head); ok {
		p.current = h.Offset
	}
}

func (p *outlinePanel) layout(gtx layout.Context, l look, pg *page) layout.Dimensions {
	if len(p.rows) < len(p.headings) {
		p.rows = append(p.rows, make([]widget.Clickable, len(p.headings)-len(p.rows))...)
	}
	for i, h := range p.headings {
		for p.rows[i].Clicked(gtx) {
			pg.jump(h.Offset, gtx.Now)
		}
	}
	if len(p.headings) == 0 {
		return note(gtx, l, l.words.Panel.NoHeadings)
	}
	p.list.Axis = layout.Vertical
	p.reveal(gtx)
	return p.list.Layout(gtx, l, len(p.headings), func(gtx layout.Context, i int) layout.Dimensions {
		return p.row(gtx, l, p.headings[i], &p.rows[i])
	})
}

const outlineRow = unit.Dp(32)

// reveal scrolls the list to the heading that the caret is below, when that has
// become another one.
func (p *outlinePanel) reveal(gtx layout.Context) {
	if p.current < 0 || p.current == p.revealed {
		return
	}
	p.revealed = p.current
	i, ok := slices.BinarySearchFunc(p.headings, p.current, func(h markdown.Heading, off int) int { return h.Offset - off })
	if !ok {
		return
	}
	pos, rows := &p.list.Position, gtx.Constraints.Max.Y/gtx.Dp(outlineRow)
	if i <= pos.First || i >= pos.First+rows {
		pos.First, pos.Offset, pos.BeforeEnd = max(0, i-rows/2), 0, true
	}
}

func (p *outlinePanel) row(gtx layout.Context, l look, h markdown.Heading, click *widget.Clickable) layout.Dimensions {
	current := h.Offset == p.current
	return click.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
		semantic.Button.Add(gtx.Ops)
		semantic.DescriptionOp(phrases.With(l.words.Panel.Level, "title", h.Title, "level", h.Level)).Add(gtx.Ops)
		semantic.SelectedOp(current).Add(gtx.Ops)
		size := image.Pt(gtx.Constraints.Max.X, gtx.Dp(outlineRow))
		card := image.Rect(gtx.Dp(8), gtx.Dp(1), size.X-gtx.Dp(8), size.Y-gtx.Dp(1))
		if click.Hovered() || current {
			fillRound(gtx, l.hover, card, 6)
		}
		if current {
			fillRound(gtx, l.accent, image.Rect(card.Min.X, card.Min.Y+gtx.Dp(7), card.Min.X+gtx.Dp(3), card.Max.Y-gtx.Dp(7)), 2)
		}
		focusRing(gtx, l.accent, click, card, 6)
		gtx.Constraints = layout.Exact(size)
		layout.Inset{Left: 20 + unit.Dp(16*(h.Level-1)), Right: 16}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
			return layout.W.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
				w := l.say(13, l.ink2)
				if h.Level == 1 {
					w = l.say(13, l.ink).heavy(medium)
				}
				return w.layout(gtx, l, h.Title)
			})
		})
		return layout.Dimensions{Size: size}
	})
}
