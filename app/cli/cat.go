package cli

import (
	"context"
	"io"
)

var catCommand = Command{
	Name:    "cat",
	Args:    "DOC",
	Summary: "print a document's text",
	run: func(_ context.Context, c *Call, _ any) error {
		if err := c.need(1, 1, "cat DOC"); err != nil {
			return err
		}
		d, err := c.text()
		if err != nil {
			return err
		}
		text := d.Text()
		if c.json {
			return c.print(struct {
				ID   string `json:"id"`
				Text string `json:"text"`
			}{d.ID().String(), text}, "")
		}
		_, err = io.WriteString(c.Stdout, text)
		return quiet(err)
	},
}
