package window

import (
	"slices"
	"strconv"
	"strings"

	"gioui.org/layout"
	"gioui.org/widget"

	"chirograph/app/phrases"
	"chirograph/app/workspace"
	"chirograph/editor/buffer"
	"chirograph/sync/identity"
)

// find makes the rows that answer the query.
func (p *palette) find(gtx layout.Context, u *ui) {
	query := p.field.Text()
	if p.fresh && query == p.query {
		return
	}
	p.query, p.fresh, p.follow = query, true, true
	p.rows = p.rows[:0]
	number, isLine := strings.CutPrefix(strings.TrimSpace(query), ":")
	switch {
	case isLine:
		p.findLine(u, number)
	case p.what == findDocuments:
		p.findDocuments(gtx, u)
	default:
		p.findCommands(u)
	}
	p.chosen = -1
	p.move(0, +1)
	if len(p.clicks) < len(p.rows) {
		p.clicks = append(p.clicks, make([]widget.Clickable, len(p.rows)-len(p.clicks))...)
	}
}

// findLine answers with the one line that the digits name.
func (p *palette) findLine(u *ui, digits string) {
	say := &u.words.Palette
	if !canWrite(u) {
		p.rows = append(p.rows, paletteRow{name: say.NoLine, quiet: true})
		return
	}
	lines := 0
	u.page.doc.Read(func(b *buffer.Buffer) { lines = b.Text().Lines() })
	n, err := strconv.Atoi(strings.TrimSpace(digits))
	if err != nil || n < 1 {
		p.rows = append(p.rows, paletteRow{name: phrases.With(say.LineRange, "lines", u.words.Number(lines)), quiet: true})
		return
	}
	n = min(n, lines)
	p.rows = append(p.rows, paletteRow{
		name: phrases.With(say.GoTo, "line", u.words.Number(n), "lines", u.words.Number(lines)),
		does: func(u *ui, gtx layout.Context) { u.page.goTo(gtx, n-1) },
	})
}

// findCommands answers with the commands. Without a query those used last come
// first, and then all, by group.
func (p *palette) findCommands(u *ui) {
	var recent []int
	for _, id := range u.prefs.recent() {
		if i := slices.IndexFunc(u.table, func(c command) bool { return c.id == id }); i >= 0 {
			recent = append(recent, i)
		}
	}
	if strings.TrimSpace(p.query) != "" {
		names := make([]string, len(u.table))
		for i := range u.table {
			names[i] = u.table[i].name
		}
		for _, f := range rank(p.query, names, recent) {
			r := p.commandRow(u, &u.table[f.index])
			r.at, r.beside = f.at, u.table[f.index].group.name(u.words)
			p.rows = append(p.rows, r)
		}
	} else {
		if len(recent) > 0 {
			p.rows = append(p.rows, paletteRow{heading: u.words.Palette.Recent})
		}
		for _, i := range recent {
			p.rows = append(p.rows, p.commandRow(u, &u.table[i]))
		}
		for g := range helpGroup + 1 {
			headed := false
			for i := range u.table {
				if u.table[i].group != g || slices.Contains(recent, i) || u.table[i].id == "palette" {
					continue
				}
				if !headed {
					headed = true
					p.rows = append(p.rows, paletteRow{heading: g.name(u.words)})
				}
				p.rows = append(p.rows, p.commandRow(u, &u.table[i]))
			}
		}
	}
	if len(p.rows) == 0 {
		p.rows = append(p.rows, paletteRow{name: u.words.Palette.NoCommand, quiet: true})
	}
}

func (p *palette) commandRow(u *ui, c *command) paletteRow {
	r := paletteRow{
		name: c.name, quiet: !c.enabled(u), ticked: c.mark != nil && c.mark(u),
		does: func(u *ui, gtx layout.Context) {
			u.set(func(p *preferences) { p.used(c.id) })
			u.run(c, gtx)
		},
	}
	if len(c.keys) > 0 {
		r.keys = u.keyboard.parts(c.keys[0])
	}
	return r
}

// findDocuments answers with the documents, those opened last first; the one in
// front comes last, since nobody looks for it.
func (p *palette) findDocuments(gtx layout.Context, u *ui) {
	docs := slices.Clone(u.documents(gtx))
	slices.SortStableFunc(docs, func(a, b workspace.Summary) int { return b.Opened.Compare(a.Opened) })
	front := identity.DocumentID{}
	if u.page != nil {
		front = u.page.doc.ID()
	}
	titles := make([]string, len(docs))
	recent := make([]int, 0, len(docs))
	for i, d := range docs {
		titles[i] = d.Title
		if d.ID != front && !d.Opened.IsZero() {
			recent = append(recent, i)
		}
	}
	found := rank(p.query, titles, recent)
	if strings.TrimSpace(p.query) == "" {
		slices.SortStableFunc(found, func(a, b hit) int {
			switch a, b := docs[a.index].ID == front, docs[b.index].ID == front; {
			case a == b:
				return 0
			case a:
				return 1
			}
			return -1
		})
	}
	for _, f := range found {
		d := docs[f.index]
		state, _ := stateOf(u.words, d)
		p.rows = append(p.rows, paletteRow{
			name: d.Title, at: f.at, beside: state, ticked: d.ID == front,
			does: func(u *ui, _ layout.Context) { u.screen = nil; u.open(d.ID) },
		})
	}
	if len(p.rows) == 0 {
		p.rows = append(p.rows, paletteRow{name: u.words.Palette.NoDocument, quiet: true})
	}
}
