package window

import (
	"context"
	"image"
	"strings"
	"unicode/utf8"

	"gioui.org/io/key"
	"gioui.org/layout"
	"gioui.org/widget"

	"chirograph/app/advice"
	"chirograph/app/phrases"
	"chirograph/editor/buffer"
	"chirograph/editor/version"
	"chirograph/sync/seal"
	"chirograph/sync/wire"
)

// naming asks for the name of a version, and shows its seal.
type naming struct {
	doc    document
	at     version.Vector
	when   string
	seal   seal.Seal
	name   field
	note   field
	asked  bool // the focus, for the name
	frames int  // since it was asked
	busy   bool
	err    error
	do     button
	cancel button
	copy   button
	shut   button
}

// nameVersion asks for a name for the version that is shown.
func (u *ui) nameVersion() {
	if u.page == nil || !u.page.ready {
		return
	}
	h := &u.page.past
	s := &naming{doc: u.page.doc, name: newField(""), note: newField(""), when: u.words.Past.Now}
	s.note.Submit = true
	s.doc.Read(func(b *buffer.Buffer) { s.at = present(b) })
	if u.page.inPast() && h.shown != nil && !h.end {
		s.at = h.shown
		s.when = h.when(look{words: u.words}, h.at, u.now)
	}
	h.playing = false
	s.seal = s.doc.Seal(s.at)
	u.sheet = s
}

// over is how many characters a text has too many.
func over(s string, most int) int { return max(0, utf8.RuneCountInString(s)-most) }

func (s *naming) ready() bool {
	return s.name.Text() != "" && over(s.name.Text(), wire.MaxName) == 0 && over(s.note.Text(), wire.MaxNote) == 0 && !s.busy
}

func (s *naming) update(gtx layout.Context, u *ui) {
	if !s.asked {
		s.asked = true
		gtx.Execute(key.FocusCmd{Tag: &s.name.Editor})
	}
	s.frames++
	send := false
	for _, f := range []*field{&s.name, &s.note} {
		for {
			ev, ok := f.Update(gtx)
			if !ok {
				break
			}
			switch ev.(type) {
			case widget.SubmitEvent:
				send = true
			case widget.ChangeEvent:
				s.forgetKey()
			}
		}
	}
	for s.do.Clicked(gtx) {
		send = true
	}
	for s.copy.Clicked(gtx) {
		gtx.Execute(writeClipboard(s.seal.Full()))
		u.messages.add(u.words.Past.SealSaid)
	}
	for s.cancel.Clicked(gtx) {
		u.closeSheet()
	}
	for s.shut.Clicked(gtx) {
		u.closeSheet()
	}
	if send && s.ready() {
		s.send(u)
	}
}

// forgetKey takes away the letter of the key that has opened the dialog. The
// system sends it after the key, when the field may have the focus already.
func (s *naming) forgetKey() {
	const soon = 4 // frames
	if s.frames <= soon && strings.EqualFold(s.name.Text(), "n") {
		s.name.SetText("")
	}
	s.frames = soon + 1
}

// send gives the version its name. That is stored before it counts.
func (s *naming) send(u *ui) {
	s.busy = true
	name, note := s.name.Text(), s.note.Text()
	u.work(func(context.Context) func() {
		err := s.doc.NameVersion(s.at, name, note)
		versions := s.doc.Versions()
		return func() {
			s.busy, s.err = false, err
			if err != nil {
				return
			}
			if u.page != nil && u.page.doc == s.doc && u.page.past.line != nil {
				u.page.past.label(versions)
			}
			if u.sheet == s {
				u.closeSheet()
			}
			u.messages.add(phrases.With(u.words.Past.NameDone, "name", name))
		}
	})
}

func (s *naming) layout(gtx layout.Context, u *ui, l look) layout.Dimensions {
	say := &l.words.Past
	s.name.hint, s.note.hint = say.NameHint, say.NoteHint
	s.update(gtx, u)
	words, ink := say.NameMore, l.ink2
	switch n, m := over(s.name.Text(), wire.MaxName), over(s.note.Text(), wire.MaxNote); {
	case s.err != nil:
		words, ink = advice.In(l.words, s.err).String(), l.bad
	case n+m > 0:
		words, ink = say.NameLong.Of(max(n, m)), l.bad
	}
	return layout.Flex{Axis: layout.Vertical}.Layout(
		gtx,
		layout.Rigid(func(gtx layout.Context) layout.Dimensions { return sheetHead(gtx, l, say.NameTitle, &s.shut) }),
		space(0, 4),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions { return l.say(13, l.ink2).layout(gtx, l, s.when) }),
		space(0, 16),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions { return s.name.layout(gtx, l, 38, 12, 12) }),
		space(0, 8),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions { return s.note.layout(gtx, l, 38, 12, 12) }),
		space(0, 12),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions { return l.say(13, ink).many().layout(gtx, l, words) }),
		space(0, 12),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			return layout.Flex{Alignment: layout.Middle}.Layout(
				gtx,
				layout.Flexed(1, func(gtx layout.Context) layout.Dimensions {
					w := l.say(12, l.ink2)
					w.face = mono
					d := w.layout(gtx, l, phrases.With(say.Seal, "seal", s.seal.String()))
					d.Size.X = gtx.Constraints.Max.X
					return d
				}),
				layout.Rigid(func(gtx layout.Context) layout.Dimensions {
					gtx.Constraints.Min = image.Point{}
					return s.copy.layout(gtx, l, quietButton, say.CopySeal)
				}),
			)
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
					if !s.ready() {
						gtx = gtx.Disabled()
					}
					return s.do.layout(gtx, l, primaryButton, say.NameDo)
				}),
			)
		}),
	)
}
