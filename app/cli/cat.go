package cli

import (
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
		d, words, err := c.textAt()
		if err != nil {
			return err
		}
		var text, name string
		if words == "" {
			text = d.Text()
		} else if err := look(d, func(p *past) error {
			v, err := p.version(words, time.Now())
			if err == nil {
				text, name = string(p.At(v)), p.name(v, version.ID{})
			}
			return err
		}); err != nil {
			return err
		}
		if c.json {
			return c.print(struct {
				ID      string `json:"id"`
				Version string `json:"version,omitempty"` // when one was asked for
				Text    string `json:"text"`
			}{d.ID().String(), name, text}, "")
		}
		_, err = io.WriteString(c.Stdout, text)
		return quiet(err)
	},
}
