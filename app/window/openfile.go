package window

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"

	"gioui.org/io/key"
	"gioui.org/layout"
	"gioui.org/widget"
	"gioui.org/x/explorer"

	"chirograph/editor/buffer"
	"chirograph/storage/files"
)

// chooseFile asks for a file with the system's dialog, or where there is none
// with a sheet that takes its path.
func (u *ui) chooseFile() {
	if u.choose == nil {
		u.sheet = newFileSheet()
		return
	}
	u.work(func(context.Context) func() {
		f, err := u.choose()
		if errors.Is(err, explorer.ErrUserDecline) {
			return nil
		}
		if err != nil {
			return func() { u.sheet = newFileSheet() }
		}
		defer f.Close()
		return u.takeFile("", f)
	})
}

// openFile makes a document of the file at path.
func (u *ui) openFile(path string) {
	u.work(func(context.Context) func() {
		f, err := os.Open(path)
		if err != nil {
			return func() { u.complain(err) }
		}
		defer f.Close()
		return u.takeFile(path, f)
	})
}

func (u *ui) takeFile(name string, f io.Reader) func() {
	text, err := files.Read(name, f)
	if err != nil {
		return func() { u.complain(err) }
	}
	d, err := u.fromText(text)
	return u.then(err, func() { u.show(d) })
}

// fromText makes a document of a text that was written elsewhere. The caret
// stands at its beginning, where one starts to read.
func (u *ui) fromText(text string) (document, error) {
	d, err := u.lib.New("", text)
	if err != nil {
		return nil, err
	}
	d.Edit(func(b *buffer.Buffer) { b.Do(buffer.Select{}, 0) })
	return d, nil
}

// fileSheet asks for a path, where the system has no dialog for files.
type fileSheet struct {
	field  field
	open   button
	cancel button
	shut   button
	asked  bool
}

func newFileSheet() *fileSheet {
	s := &fileSheet{field: newField("")}
	s.field.face = mono
	return s
}

func (s *fileSheet) layout(gtx layout.Context, u *ui, l look) layout.Dimensions {
	s.field.hint = l.words.Open.FileField
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
		if _, ok := ev.(widget.SubmitEvent); ok {
			open = true
		}
	}
	for s.open.Clicked(gtx) {
		open = true
	}
	path := strings.TrimSpace(s.field.Text())
	if open && path != "" {
		u.openFile(path)
		u.closeSheet()
	}
	for s.cancel.Clicked(gtx) {
		u.closeSheet()
	}
	for s.shut.Clicked(gtx) {
		u.closeSheet()
	}
	return layout.Flex{Axis: layout.Vertical}.Layout(
		gtx,
		layout.Rigid(func(gtx layout.Context) layout.Dimensions { return sheetHead(gtx, l, l.words.Open.FileTitle, &s.shut) }),
		space(0, 16),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions { return s.field.layout(gtx, l, 38, 12, 12) }),
		space(0, 12),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			return l.say(13, l.ink2).many().layout(gtx, l, l.words.Open.FileHint)
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
					if path == "" {
						gtx = gtx.Disabled()
					}
					return s.open.layout(gtx, l, primaryButton, l.words.General.Open)
				}),
			)
		}),
	)
}
