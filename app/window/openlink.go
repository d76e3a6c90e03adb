package window

import (
	"context"
	"net/url"
	"os/exec"
	"runtime"

	"chirograph/app/phrases"
	"chirograph/editor/buffer"
	"chirograph/sync/link"
)

// follow opens a link that stands in a document: another document at once, an
// address on the web in the system's browser. Anything else is not opened: the
// text may come from somebody else.
func (u *ui) follow(target string) {
	if l, err := link.Parse(target); err == nil {
		u.sheet = newJoin(l.String())
		return
	}
	a, err := url.Parse(target)
	if err != nil || a.Scheme != "http" && a.Scheme != "https" && a.Scheme != "mailto" {
		u.messages.add(phrases.With(u.words.Page.NotOpened, "link", shortened(target)))
		return
	}
	u.work(func(ctx context.Context) func() {
		if err := u.browse(ctx, a.String()); err != nil {
			return func() { u.messages.add(phrases.With(u.words.Page.NoBrowser, "link", shortened(target))) }
		}
		return nil
	})
}

// followCaret opens the link that the caret is in.
func (u *ui) followCaret() {
	var target string
	var ok bool
	u.page.doc.Read(func(b *buffer.Buffer) { target, ok = u.page.view.Link(b) })
	if !ok {
		u.messages.add(u.words.Page.NoLinkHere)
		return
	}
	u.follow(target)
}

// shortened is a link as it fits into a message.
func shortened(s string) string {
	const most = 80
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}

// browse hands an address to the system. The program that it starts outlives
// this one.
func browse(_ context.Context, address string) error {
	name, args := "xdg-open", []string{address}
	switch runtime.GOOS {
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", address}
	case "darwin":
		name = "open"
	}
	cmd := exec.Command(name, args...)
	if err := cmd.Start(); err != nil {
		return err
	}
	return cmd.Process.Release()
}
