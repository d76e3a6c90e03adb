package view

import (
	"image"

	"gioui.org/gesture"
	"gioui.org/io/event"
	"gioui.org/io/key"
	"gioui.org/io/pointer"
	"gioui.org/layout"
	"gioui.org/op/clip"
	"golang.org/x/image/math/fixed"

	"chirograph/editor/reading"
)

// A Preview shows a document as it is read: without the signs of Markdown. It
// is virtual like a View: only the blocks on the screen are shaped. Like a
// View it belongs to the window's goroutine.
//
// Its place is a byte of the source, so that it and the text itself can follow
// each other whatever their heights are.
type Preview struct {
	paper  paper
	blocks []reading.Block
	shaped map[int]*leaf // by block, since the last Show or change of style
	look   look

	at     int // the block whose top is at y
	y      int
	goal   int // the source byte to scroll to with the next frame
	seek   bool
	moved  bool // the person has scrolled
	placed []placedLeaf
	size   image.Point
	column image.Rectangle
	mouse  image.Point

	scroller gesture.Scroll
	clicker  gesture.Click
	opened   []string
}

// placedLeaf is a block on the page.
type placedLeaf struct {
	i    int
	leaf *leaf
	y    int
}

// Show puts blocks on the page. The place on it is kept.
func (p *Preview) Show(blocks []reading.Block) {
	if len(p.blocks) > 0 && !p.seek {
		p.goal, p.seek = p.Top(), true
	}
	p.blocks = pieces(blocks)
	p.shaped = nil
}

// ScrollTo brings what the byte at off of the source became to the top with
// the next frame.
func (p *Preview) ScrollTo(off int) { p.goal, p.seek = off, true }

// ScrollBy moves the page by pixels, towards the end if positive.
func (p *Preview) ScrollBy(d int) {
	p.y -= d
	p.moved = true
}

// Top is the byte of the source that the first visible row came from, as well
// as can be told: between the ends of a block it is a guess.
func (p *Preview) Top() int {
	if p.at >= len(p.blocks) {
		return 0
	}
	b := &p.blocks[p.at]
	l := p.shaped[p.at]
	if l == nil || p.y >= 0 || l.height == 0 {
		return b.From
	}
	return b.From + int(float64(b.To-b.From)*min(1, float64(-p.y)/float64(l.height)))
}

// Scrolled reports whether the person has scrolled since the last call.
func (p *Preview) Scrolled() bool {
	m := p.moved
	p.moved = false
	return m
}

// Opened returns a link that the person has clicked since the last call.
func (p *Preview) Opened() (string, bool) {
	if len(p.opened) == 0 {
		return "", false
	}
	link := p.opened[0]
	p.opened = p.opened[1:]
	return link, true
}

// Layout draws the page. It fills the constraints.
func (p *Preview) Layout(gtx layout.Context, s Style) layout.Dimensions {
	p.size = gtx.Constraints.Max
	margin := gtx.Dp(s.Margin)
	width := max(min(gtx.Dp(s.Measure), p.size.X-2*margin), gtx.Dp(80))
	left := max(margin, (p.size.X-width)/2)
	p.column = image.Rect(left, gtx.Dp(s.Top), left+width, p.size.Y)
	p.paper.use(gtx.Metric, s, width)
	if p.shaped == nil || p.look != p.paper.look {
		if p.look != (look{}) && !p.seek {
			p.goal, p.seek = p.Top(), true
		}
		p.shaped, p.look = map[int]*leaf{}, p.paper.look
	}
	at, y := p.at, p.y
	scrolled := p.update(gtx)
	p.place(gtx)
	p.moved = p.moved || scrolled && (at != p.at || y != p.y)

	defer clip.Rect(image.Rectangle{Max: p.size}).Push(gtx.Ops).Pop()
	pointer.CursorDefault.Add(gtx.Ops)
	event.Op(gtx.Ops, p)
	p.scroller.Add(gtx.Ops)
	p.clicker.Add(gtx.Ops)
	if _, ok := p.linkAt(p.mouse); ok {
		pointer.CursorPointer.Add(gtx.Ops)
	}
	for _, l := range p.placed {
		p.draw(gtx, &s, l)
	}
	return layout.Dimensions{Size: p.size}
}

// update takes in the mouse, and reports whether it was told to scroll.
func (p *Preview) update(gtx layout.Context) (scrolled bool) {
	limit := pointer.ScrollRange{Min: -1 << 20, Max: 1 << 20}
	if n := len(p.placed); n > 0 {
		if first := p.placed[0]; first.i == 0 && first.y >= p.column.Min.Y {
			limit.Min = 0
		}
		if last := p.placed[n-1]; last.i == len(p.blocks)-1 {
			limit.Max = max(0, last.y+last.leaf.height-p.floor())
		}
	}
	if d := p.scroller.Update(gtx.Metric, gtx.Source, gtx.Now, gesture.Vertical, pointer.ScrollRange{}, limit); d != 0 {
		p.y -= p.paper.style.turned(d)
		scrolled = true
	}
	for {
		ev, ok := gtx.Event(pointer.Filter{Target: p, Kinds: pointer.Move | pointer.Leave})
		if !ok {
			break
		}
		if ev, ok := ev.(pointer.Event); ok {
			p.mouse = ev.Position.Round()
			if ev.Kind == pointer.Leave {
				p.mouse = image.Pt(-1, -1)
			}
		}
	}
	for {
		ev, ok := p.clicker.Update(gtx.Source)
		if !ok {
			break
		}
		if ev.Kind == gesture.KindClick {
			gtx.Execute(key.FocusCmd{})
			if link, ok := p.linkAt(ev.Position); ok {
				p.opened = append(p.opened, link)
			}
		}
	}
	return scrolled
}

// place puts blocks on the page from the one at the top.
func (p *Preview) place(gtx layout.Context) {
	if len(p.blocks) == 0 {
		p.placed = p.placed[:0]
		p.at, p.y, p.seek = 0, p.column.Min.Y, false
		return
	}
	p.at = min(p.at, len(p.blocks)-1)
	if p.seek {
		p.seek = false
		p.at = reading.At(p.blocks, p.goal)
		b, l := &p.blocks[p.at], p.leaf(gtx, p.at)
		part := 0.0
		if b.To > b.From {
			part = max(0, min(1, float64(p.goal-b.From)/float64(b.To-b.From)))
		}
		p.y = -int(part * float64(l.height))
	}
	p.fill(gtx)
	last := p.placed[len(p.placed)-1]
	if lack := p.floor() - last.y - last.leaf.height; last.i == len(p.blocks)-1 && lack > 0 {
		p.y += lack // not beyond the end
		p.fill(gtx)
	}
}

// floor is where the end of the page may at the highest be scrolled to.
func (p *Preview) floor() int { return p.size.Y * 3 / 5 }

// fill puts blocks on the page from the one at y, which need not be the first
// visible one yet.
func (p *Preview) fill(gtx layout.Context) {
	for p.y > 0 && p.at > 0 { // there is something above
		p.at--
		p.y -= p.leaf(gtx, p.at).height
	}
	for p.at+1 < len(p.blocks) && p.y+p.leaf(gtx, p.at).height < 0 {
		p.y += p.leaf(gtx, p.at).height
		p.at++
	}
	if p.at == 0 && (p.y > p.column.Min.Y || p.y == 0) {
		p.y = p.column.Min.Y
	}
	p.placed = p.placed[:0]
	for i, y := p.at, p.y; i < len(p.blocks) && (y < p.size.Y || i == p.at); i++ {
		l := p.leaf(gtx, i)
		p.placed = append(p.placed, placedLeaf{i, l, y})
		y += l.height
	}
}

// leaf returns the shape of a block.
func (p *Preview) leaf(gtx layout.Context, i int) *leaf {
	l := p.shaped[i]
	if l == nil {
		l = p.shape(gtx, &p.blocks[i])
		if i == 0 { // the page has a margin
			l.shift(-l.top)
		}
		p.shaped[i] = l
	}
	return l
}

// linkAt returns where the words at a point of the page lead.
func (p *Preview) linkAt(at image.Point) (string, bool) {
	for _, l := range p.placed {
		if at.Y < l.y || at.Y >= l.y+l.leaf.height {
			continue
		}
		for i := range l.leaf.strips {
			pt := &l.leaf.strips[i]
			for k := range pt.block.rows {
				r := &pt.block.rows[k]
				y := l.y + pt.y + r.y
				x := fixed.I(at.X - p.column.Min.X - pt.x)
				if at.Y < y || at.Y >= y+r.height {
					continue
				}
				for _, c := range r.cells {
					if x < min(c.lead, c.trail) || x >= max(c.lead, c.trail) {
						continue
					}
					for _, run := range pt.runs {
						if run.Link != "" && c.at >= run.From && c.at < run.To {
							return run.Link, true
						}
					}
				}
			}
		}
	}
	return "", false
}
