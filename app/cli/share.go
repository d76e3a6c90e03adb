package cli

import "context"

// shared is what new --json and share --json print.
type shared struct {
	ID   string `json:"id"`
	Link string `json:"link"`
}

var shareCommand = Command{
	Name:    "share",
	Args:    "DOC",
	Summary: "print a link that lets others edit the document",
	run: func(ctx context.Context, c *Call, _ any) error {
		if err := c.need(1, 1, "share DOC"); err != nil {
			return err
		}
		d, err := c.document()
		if err != nil {
			return err
		}
		l, err := d.Link(ctx)
		if err != nil {
			return err
		}
		return c.print(shared{ID: d.ID().String(), Link: l.String()}, l.String()+"\n")
	},
}
