package cli

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"chirograph/app/workspace"
	"chirograph/editor/buffer"
	"chirograph/editor/crdt"
	"chirograph/editor/history"
	"chirograph/storage/bundle"
	"chirograph/storage/files"
)

// A source is a text whose past can be looked at: that of a document that is
// here, or of a bundle.
type source struct {
	id     string // "" of a bundle
	title  string
	names  writers
	doc    *workspace.Document // nil of a bundle
	bundle *bundle.Bundle      // nil of a document
	parts  []bundle.Finding    // of a bundle, all of them sound
}

// A badBundle is a bundle that is damaged.
type badBundle struct {
	parts []bundle.Finding
	error // that of bundle.Open
}

func (e badBundle) Unwrap() error { return e.error }

// look calls f with the past of s, under its lock: f takes out what is to be
// printed, and prints nothing.
func (s *source) look(f func(p *past) error) error {
	p := &past{tags: s.tags()}
	if s.doc == nil {
		p.History, p.text = history.New(s.bundle.Past), s.bundle.Past
		return f(p)
	}
	p.seen, _, _ = s.doc.Seen()
	var err error
	s.doc.Read(func(b *buffer.Buffer) {
		p.History, p.text = b.History(), b.Text()
		err = f(p)
	})
	return err
}

// apart calls f with a copy of the past of s that is nobody else's: f may take
// its time, and change the text.
func (s *source) apart(f func(p *past) error) error {
	var h crdt.History
	p := &past{}
	if err := s.look(func(q *past) error {
		h, p.seen = q.text.History(), q.seen
		return nil
	}); err != nil {
		return err
	}
	t, err := crdt.FromHistory(h)
	if err != nil {
		return err
	}
	p.History, p.text = history.New(t), t
	for _, tag := range s.tags() {
		if t.Vector().Covers(tag.at) { // otherwise it has come since
			p.tags = append(p.tags, tag)
		}
	}
	return f(p)
}

// source is what a command's first word names: a document that has a text
// here, or a bundle.
func (c *Call) source() (*source, error) { return c.sourceOf(c.args[0]) }

func (c *Call) sourceOf(word string) (*source, error) {
	id, err := c.Workspace.Find(word)
	if errors.Is(err, workspace.ErrUnknown) {
		if s, ok, openErr := c.openBundle(word); ok {
			return s, openErr
		}
	}
	if err != nil {
		return nil, err
	}
	d, err := c.Workspace.Document(id)
	if err != nil {
		return nil, err
	}
	if !d.Status().Ready {
		return nil, errNotYet
	}
	return &source{id: id.String(), title: d.Title(), names: writersOf(d), doc: d}, nil
}

// openBundle opens the bundle in a file. ok tells whether there is one, damaged
// or not.
func (c *Call) openBundle(name string) (s *source, ok bool, err error) {
	data, err := readHead(c.path(name), bundle.MaxSize)
	if err != nil || !bundle.Is(data) {
		return nil, false, nil
	}
	b, parts := bundle.Check(data)
	if b == nil {
		_, err := bundle.Open(data)
		return nil, true, badBundle{parts, err}
	}
	people := make([]workspace.Person, len(b.People))
	for i, p := range b.People {
		people[i] = workspace.Person{ID: p.ID, Name: p.Name}
	}
	return &source{title: b.Title, names: writersNamed(people), bundle: b, parts: parts}, true, nil
}

// readHead reads a file, or if it is larger than limit, as much of it and a
// byte more.
func readHead(name string, limit int64) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if fi, err := f.Stat(); err != nil || fi.IsDir() {
		return nil, files.ErrFolder
	}
	return io.ReadAll(io.LimitReader(f, limit+1))
}

// path is a file that a command line names.
func (c *Call) path(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(c.Dir, name)
}

// sourceWithin is source, and the period that --since and --until mean now.
func (c *Call) sourceWithin(since, until string) (*source, period, error) {
	within, err := parsePeriod(since, until, time.Now())
	if err != nil {
		return nil, period{}, err
	}
	s, err := c.source()
	return s, within, err
}

// sourceAt finds what a command's first word names and the version behind its
// last @, "" if there is none. A title may have an @ in it.
func (c *Call) sourceAt() (s *source, words string, err error) {
	s, err = c.source()
	at := strings.LastIndexByte(c.args[0], '@')
	if !errors.Is(err, workspace.ErrUnknown) || at < 0 {
		return s, "", err
	}
	s, other := c.sourceOf(c.args[0][:at])
	if errors.Is(other, workspace.ErrUnknown) {
		return nil, "", err
	} else if other != nil {
		return nil, "", other
	}
	if words = c.args[0][at+1:]; words == "" {
		return nil, "", wrong("A version belongs behind the @, as in @now~1.")
	}
	return s, words, nil
}
