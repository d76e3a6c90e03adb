package cli

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// person is one of the people of a document as people --json shows them.
type person struct {
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	Me       bool       `json:"me"`
	Online   bool       `json:"online"`
	Route    string     `json:"route"`   // how they are connected, in words
	Receipt  string     `json:"receipt"` // what they have, in words
	Missing  int        `json:"missing"` // changes they are known to lack; -1 when unknown
	LastSeen *time.Time `json:"last_seen"`
}

var peopleCommand = Command{
	Name:    "people",
	Args:    "DOC",
	Summary: "list the people of a document: who is here, how they are connected, what they have",
	run: func(_ context.Context, c *Call, _ any) error {
		if err := c.need(1, 1, "people DOC"); err != nil {
			return err
		}
		d, err := c.document()
		if err != nil {
			return err
		}
		all := []person{}
		var text strings.Builder
		for _, p := range d.People() {
			out := person{
				ID: fmt.Sprintf("%x", p.ID[:]), Name: p.Name, Me: p.Me, Online: p.Online,
				Route: p.Route, Receipt: p.Receipt, Missing: p.Missing,
			}
			if !p.LastSeen.IsZero() {
				seen := p.LastSeen.UTC()
				out.LastSeen = &seen
			}
			all = append(all, out)
			name := p.Name
			if p.Me {
				name += " (you)"
			}
			fmt.Fprintf(&text, "%s  %s  %s\n", name, p.Route, p.Receipt)
		}
		return c.print(all, text.String())
	},
}
