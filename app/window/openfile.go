package window

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"gioui.org/io/key"
	"gioui.org/layout"
	"gioui.org/widget"
	"gioui.org/x/explorer"
)

// maxFile is the largest file that becomes a document.
const maxFile = 20 << 20

var (
	errNotText  = errors.New("not a text file")
	errTooLarge = errors.New("larger than 20 MB")
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
		return u.takeFile(f)
	})
}

// openFile makes a document of the file at path.
func (u *ui) openFile(path string) {
	u.work(func(context.Context) func() {
		f, err := os.Open(path)
		if err != nil {
			return func() { u.messages.add(explain(err)) }
		}
		defer f.Close()
		return u.takeFile(f)
	})
}

func (u *ui) takeFile(f io.Reader) func() {
	text, err := readText(f)
	if err != nil {
		return func() { u.messages.add(explain(err)) }
	}
	d, err := u.lib.New("", text)
	return u.then(err, func() { u.show(d) })
}

// readText reads a text file: UTF-8, or UTF-16 with a byte order mark. Inside
// a document a line ends with LF alone.
func readText(f io.Reader) (string, error) {
	b, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	switch {
	case err != nil:
		return "", err
	case len(b) > maxFile:
		return "", errTooLarge
	case bytes.HasPrefix(b, []byte{0xEF, 0xBB, 0xBF}):
		b = b[3:]
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE}), bytes.HasPrefix(b, []byte{0xFE, 0xFF}):
		b = fromUTF16(b)
	}
	if !utf8.Valid(b) || bytes.IndexByte(b, 0) >= 0 {
		return "", errNotText
	}
	s := strings.ReplaceAll(string(b), "\r\n", "\n")
	return strings.ReplaceAll(s, "\r", "\n"), nil
}

// fromUTF16 decodes b, which begins with a byte order mark.
func fromUTF16(b []byte) []byte {
	low := 0
	if b[0] == 0xFE {
		low = 1
	}
	units := make([]uint16, 0, len(b)/2)
	for i := 2; i+1 < len(b); i += 2 {
		units = append(units, uint16(b[i+low])|uint16(b[i+1-low])<<8)
	}
	return []byte(string(utf16.Decode(units)))
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
	s := &fileSheet{field: newField("/home/me/notes.md")}
	s.field.face = mono
	return s
}

func (s *fileSheet) layout(gtx layout.Context, u *ui, l look) layout.Dimensions {
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
		layout.Rigid(func(gtx layout.Context) layout.Dimensions { return sheetHead(gtx, l, "Open a file", &s.shut) }),
		space(0, 16),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions { return s.field.layout(gtx, l, 38, 12, 12) }),
		space(0, 12),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			return l.say(13, l.ink2).many().layout(gtx, l, "Its text becomes a new document. The file itself is not changed.")
		}),
		space(0, 20),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			return layout.Flex{Spacing: layout.SpaceStart}.Layout(
				gtx,
				layout.Rigid(func(gtx layout.Context) layout.Dimensions {
					return s.cancel.layout(gtx, l, plainButton, "Cancel")
				}),
				space(8, 0),
				layout.Rigid(func(gtx layout.Context) layout.Dimensions {
					if path == "" {
						gtx = gtx.Disabled()
					}
					return s.open.layout(gtx, l, primaryButton, "Open")
				}),
			)
		}),
	)
}
