package cli

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// listed is a document as list --json shows it.
type listed struct {
	ID      string    `json:"id"`
	Title   string    `json:"title"`
	Bytes   int       `json:"bytes"`
	Changed time.Time `json:"changed"`
	Shared  bool      `json:"shared"`
	Joining bool      `json:"joining"` // nothing of it is here yet
	Here    int       `json:"here"`    // other people who have it open now
	Copies  int       `json:"copies"`  // computers known to have everything
}

var listCommand = Command{
	Name:    "list",
	Summary: "list the documents, those changed last first",
	run: func(_ context.Context, c *Call, _ any) error {
		if err := c.need(0, 0, "list"); err != nil {
			return err
		}
		all := []listed{}
		var text strings.Builder
		for _, s := range c.Workspace.Documents() {
			all = append(all, listed{
				ID: s.ID.String(), Title: s.Title, Bytes: s.Size, Changed: s.Changed.UTC(),
				Shared: s.Shared, Joining: s.Joining, Here: s.Here, Copies: s.Copies,
			})
			state := fmt.Sprintf("%d bytes", s.Size)
			switch {
			case s.Joining:
				state = "looking for people who have it"
			case s.Here > 0:
				state += fmt.Sprintf(", %d here", s.Here)
			}
			fmt.Fprintf(&text, "%s  %s  %s  (%s)\n", s.ID.String()[:12], s.Changed.Local().Format("2006-01-02 15:04"), s.Title, state)
		}
		return c.print(all, text.String())
	},
}
