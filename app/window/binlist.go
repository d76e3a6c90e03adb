package window

import (
	"errors"
	"image"
	"math"
	"slices"
	"time"

	"gioui.org/io/key"
	"gioui.org/layout"
	"gioui.org/op"

	"chirograph/app/workspace"
	"chirograph/sync/identity"
)

// binList is the bin, in the place of the library.
type binList struct {
	open bool
	back button
	all  sureButton
	list roll
	rows map[identity.DocumentID]*binRow
}

type binRow struct {
	restore button
	delete  sureButton
}

// A sureButton does what cannot be undone: its first press only asks, and the
// question goes away by itself.
type sureButton struct {
	button
	asked time.Time
}

// sureFor is how long the question stands.
const sureFor = 5 * time.Second

// sure reports the press that is meant.
func (b *sureButton) sure(gtx layout.Context) bool {
	for b.Clicked(gtx) {
		if gtx.Now.Sub(b.asked) < sureFor {
			b.asked = time.Time{}
			return true
		}
		b.asked = gtx.Now
	}
	return false
}

func (b *sureButton) layout(gtx layout.Context, l look, label string) layout.Dimensions {
	if gtx.Now.Sub(b.asked) < sureFor {
		invalidateAt(gtx, b.asked.Add(sureFor))
		label = l.words.Bin.Sure
	}
	return b.button.layout(gtx, l, plainButton, label)
}

func (s *binList) layout(gtx layout.Context, u *ui, l look) layout.Dimensions {
	size := gtx.Constraints.Max
	docs := u.lib.Bin()
	s.update(gtx, u, docs)
	s.list.Axis = layout.Vertical
	say := &l.words.Bin
	return layout.Flex{Axis: layout.Vertical}.Layout(
		gtx,
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			gtx.Constraints = layout.Exact(image.Pt(size.X, gtx.Dp(barHeight)))
			return layout.Inset{Left: 12, Right: 12}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
				return layout.Flex{Alignment: layout.Middle}.Layout(
					gtx,
					layout.Rigid(func(gtx layout.Context) layout.Dimensions {
						return s.back.icon(gtx, l, backIcon, say.Back)
					}),
					space(8, 0),
					layout.Rigid(func(gtx layout.Context) layout.Dimensions {
						return l.say(15, l.ink).heavy(bold).layout(gtx, l, say.Title)
					}),
				)
			})
		}),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			words := say.Empty
			if len(docs) > 0 {
				words = say.Explain
			}
			return layout.Inset{Left: 20, Right: 20, Top: 4, Bottom: 12}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
				return l.say(12, l.ink2).many().layout(gtx, l, words)
			})
		}),
		layout.Flexed(1, func(gtx layout.Context) layout.Dimensions {
			return s.list.Layout(gtx, l, len(docs), func(gtx layout.Context, i int) layout.Dimensions {
				return s.row(gtx, l, docs[i], u.now)
			})
		}),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			if len(docs) == 0 {
				return layout.Dimensions{}
			}
			return layout.UniformInset(16).Layout(gtx, func(gtx layout.Context) layout.Dimensions {
				gtx.Constraints.Min.X = gtx.Constraints.Max.X
				return s.all.layout(gtx, l, say.DeleteAll)
			})
		}),
	)
}

func (s *binList) update(gtx layout.Context, u *ui, docs []workspace.Summary) {
	closed := pressed(gtx, key.Filter{Name: key.NameEscape})
	for s.back.Clicked(gtx) {
		closed = true
	}
	if closed {
		s.open = false
		gtx.Execute(op.InvalidateCmd{})
	}
	if s.all.sure(gtx) {
		u.shelve(func() error {
			var failed []error
			for _, d := range docs {
				failed = append(failed, u.lib.Destroy(d.ID))
			}
			return errors.Join(failed...)
		})
	}
	for id := range s.rows { // of those that have left
		if !slices.ContainsFunc(docs, func(d workspace.Summary) bool { return d.ID == id }) {
			delete(s.rows, id)
		}
	}
	for _, d := range docs {
		r := s.rows[d.ID]
		if r == nil {
			continue
		}
		for r.restore.Clicked(gtx) {
			u.shelve(func() error { return u.lib.Recover(d.ID) })
		}
		if r.delete.sure(gtx) {
			u.shelve(func() error { return u.lib.Destroy(d.ID) })
		}
	}
}

func (s *binList) row(gtx layout.Context, l look, d workspace.Summary, now time.Time) layout.Dimensions {
	if s.rows == nil {
		s.rows = map[identity.DocumentID]*binRow{}
	}
	r := s.rows[d.ID]
	if r == nil {
		r = new(binRow)
		s.rows[d.ID] = r
	}
	left := l.words.Bin.LastDay
	if days := int(math.Ceil(d.Binned.AddDate(0, 0, workspace.BinDays).Sub(now).Hours() / 24)); days > 0 {
		left = l.words.Bin.Left.Of(days)
	}
	return layout.Inset{Left: 20, Right: 16, Top: 8, Bottom: 8}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
		return layout.Flex{Axis: layout.Vertical}.Layout(
			gtx,
			layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				return l.say(14, l.ink).layout(gtx, l, d.Title)
			}),
			space(0, 3),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				return l.say(12, l.ink2).layout(gtx, l, left)
			}),
			space(0, 8),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				gtx.Constraints.Min = image.Point{}
				return layout.Flex{}.Layout(
					gtx,
					layout.Rigid(func(gtx layout.Context) layout.Dimensions {
						return r.restore.layout(gtx, l, plainButton, l.words.Bin.Restore)
					}),
					space(8, 0),
					layout.Rigid(func(gtx layout.Context) layout.Dimensions {
						return r.delete.layout(gtx, l, l.words.Bin.Delete)
					}),
				)
			}),
		)
	})
}
