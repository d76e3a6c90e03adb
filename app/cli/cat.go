package cli

import (
	"cmp"
	"context"
	"io"
	"time"

	"chirograph/editor/version"
)

var catCommand = Command{
	Name:    "cat",
	Args:    "DOC[@VERSION]",
	Summary: "print a document's text, or what it was at a version",
	run: func(_ context.Context, c *Call, _ any) error {
		if err := c.need(1, 1, "cat DOC[@VERSION]"); err != nil {
			return err
		}
		s, words, err := c.sourceAt()
		if err != nil {
			return err
		}
		var text, name string
		if words == "" && s.doc != nil {
			text = s.doc.Text()
		} else if err := s.look(func(p *past) error {
			v, err := p.version(cmp.Or(words, "now"), time.Now())
			if err != nil {
				return err
			}
			if text = string(p.At(v)); words != "" {
				name = p.name(v, version.ID{})
			}
			return nil
		}); err != nil {
			return err
		}
		if c.json {
			return c.print(struct {
				ID      string `json:"id"`
				Version string `json:"version,omitempty"` // when one was asked for
				Text    string `json:"text"`
			}{s.id, name, text}, "")
		}
		_, err = io.WriteString(c.Stdout, text)
		return quiet(err)
	},
}
