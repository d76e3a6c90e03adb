package window

import (
	"image"
	"time"

	"gioui.org/layout"
	"gioui.org/op"

	"chirograph/app/workspace"
)

// layoutLooking is shown instead of the text while there is none: never an
// empty page to write on.
func (p *page) layoutLooking(gtx layout.Context, l look, st workspace.Status) {
	const patience = 20 * time.Second
	if p.joined.IsZero() {
		p.joined = gtx.Now
	}
	waited := gtx.Now.Sub(p.joined)
	head := l.words.Page.Looking
	more := l.words.Page.LookingMore
	if waited >= patience {
		head = l.words.Page.Nobody
		more = l.words.Page.NobodyMore
	} else {
		gtx.Execute(op.InvalidateCmd{At: p.joined.Add(patience)})
	}
	size := gtx.Constraints.Max
	fill(gtx, l.canvas, image.Rectangle{Max: size})
	width := min(gtx.Dp(400), size.X-gtx.Dp(32))
	gtx.Constraints = layout.Constraints{Min: image.Pt(width, 0), Max: image.Pt(width, size.Y)}
	m := op.Record(gtx.Ops)
	d := layout.Flex{Axis: layout.Vertical}.Layout(
		gtx,
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			w := l.say(18, l.ink).heavy(bold).many()
			return w.layout(gtx, l, head)
		}),
		space(0, 8),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			return l.say(14, l.ink2).many().layout(gtx, l, more)
		}),
		space(0, 12),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			return l.say(13, l.ink2).many().layout(gtx, l, st.Connection)
		}),
	)
	call := m.Stop()
	defer op.Offset(image.Pt((size.X-width)/2, max(0, (size.Y-d.Size.Y)*2/5))).Push(gtx.Ops).Pop()
	call.Add(gtx.Ops)
}
