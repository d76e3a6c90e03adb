package window

import (
	"context"
	"strings"

	"gioui.org/io/key"
	"gioui.org/layout"
	"gioui.org/widget"

	"chirograph/app/advice"
	"chirograph/app/phrases"
	"chirograph/sync/link"
)

// joinSheet takes a link and says what opening it means before it does.
type joinSheet struct {
	field  field
	open   button
	cancel button
	shut   button
	asked  bool // the focus, for the field
	err    error
	busy   bool
}

// newJoin opens with what was pasted, if anything.
func newJoin(pasted string) *joinSheet {
	s := &joinSheet{field: newField("")}
	s.field.face = mono
	s.field.SetText(strings.TrimSpace(pasted))
	s.check()
	return s
}

// check reads the link so far. An empty field is no mistake yet.
func (s *joinSheet) check() (link.Link, bool) {
	s.err = nil
	if strings.TrimSpace(s.field.Text()) == "" {
		return link.Link{}, false
	}
	l, err := link.Parse(s.field.Text())
	s.err = err
	return l, err == nil
}

func (s *joinSheet) update(gtx layout.Context, u *ui) {
	if !s.asked {
		s.asked = true
		gtx.Execute(key.FocusCmd{Tag: &s.field.Editor})
	}
	open := false
	for {
		ev, ok := s.field.Update(gtx)
		if !ok {
			break
		}
		switch ev.(type) {
		case widget.SubmitEvent:
			open = true
		case widget.ChangeEvent:
			s.check()
		}
	}
	for s.open.Clicked(gtx) {
		open = true
	}
	for s.cancel.Clicked(gtx) {
		u.closeSheet()
	}
	for s.shut.Clicked(gtx) {
		u.closeSheet()
	}
	if l, ok := s.check(); ok && open && !s.busy {
		s.busy = true
		u.join(s, l)
	}
}

func (u *ui) join(s *joinSheet, l link.Link) {
	u.work(func(context.Context) func() {
		d, err := u.lib.Join(l)
		return func() {
			s.busy = false
			if err != nil {
				u.complain(err)
				return
			}
			if u.sheet == s {
				u.sheet = nil
			}
			u.show(d)
		}
	})
}

func (s *joinSheet) layout(gtx layout.Context, u *ui, l look) layout.Dimensions {
	s.field.hint = l.words.Open.LinkField
	s.update(gtx, u)
	lnk, ok := s.check()
	return layout.Flex{Axis: layout.Vertical}.Layout(
		gtx,
		layout.Rigid(func(gtx layout.Context) layout.Dimensions { return sheetHead(gtx, l, l.words.Open.LinkTitle, &s.shut) }),
		space(0, 16),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions { return s.field.layout(gtx, l, 38, 12, 12) }),
		space(0, 12),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			say := l.say(13, l.ink2).many()
			words := l.words.Open.LinkHint
			switch {
			case s.err != nil:
				say.colour = l.bad
				words = advice.In(l.words, s.err).String()
			case ok && lnk.Title != "":
				words = phrases.With(l.words.Open.Ask, "title", lnk.Title)
			case ok:
				words = l.words.Open.AskNoName
			}
			return say.layout(gtx, l, words)
		}),
		space(0, 20),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			return layout.Flex{Spacing: layout.SpaceStart}.Layout(
				gtx,
				layout.Rigid(func(gtx layout.Context) layout.Dimensions {
					return s.cancel.layout(gtx, l, plainButton, l.words.General.Cancel)
				}),
				space(8, 0),
				layout.Rigid(func(gtx layout.Context) layout.Dimensions {
					if !ok || s.busy {
						gtx = gtx.Disabled()
					}
					return s.open.layout(gtx, l, primaryButton, l.words.General.Open)
				}),
			)
		}),
	)
}
