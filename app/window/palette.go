package window

import (
	"image"
	"slices"
	"strconv"
	"strings"

	"gioui.org/io/event"
	"gioui.org/io/key"
	"gioui.org/io/pointer"
	"gioui.org/layout"
	"gioui.org/op"
	"gioui.org/op/clip"
	"gioui.org/unit"
	"gioui.org/widget"

	"chirograph/app/phrases"
	"chirograph/app/workspace"
	"chirograph/editor/buffer"
	"chirograph/sync/identity"
)

// palette is the overlay at the top that finds commands, documents and lines
// by a few letters of their names.
type palette struct {
	what   finding
	field  field
	list   widget.List
	rows   []paletteRow
	clicks []widget.Clickable
	chosen int    // row
	query  string // that rows answer
	fresh  bool   // rows were made for query
	asked  bool   // the focus, for the field
	follow bool   // scroll to the chosen row with the next frame
}

// finding is what a palette looks for.
type finding int

const (
	findCommands finding = iota
	findDocuments
)

// A paletteRow is a heading, or something to choose.
type paletteRow struct {
	heading string
	name    string
	at      []int // the letters of name that were asked for
	beside  string
	keys    []string // the keys of its shortcut
	quiet   bool     // it cannot be chosen now
	ticked  bool
	does    func(u *ui, gtx layout.Context)
}

func (r *paletteRow) choosable() bool { return r.does != nil && !r.quiet }

// openPalette opens it with what stands in its field already.
func (u *ui) openPalette(what finding, query string) {
	p := &palette{what: what, field: newField("")}
	p.field.SetText(query)
	p.field.SetCaret(p.field.Len(), p.field.Len())
	p.list.Axis = layout.Vertical
	u.palette, u.menu.open, u.drawer = p, false, false
}

// closePalette gives the keys back.
func (u *ui) closePalette() {
	u.palette = nil
	u.focusFront()
}

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

// move goes steps rows on, over headings, and in the direction of sign where a
// row cannot be chosen. It stays where there is none further on.
func (p *palette) move(steps, sign int) {
	to := p.chosen + steps
	if p.chosen < 0 {
		to = 0
	}
	to = max(0, min(len(p.rows)-1, to))
	for _, s := range []int{sign, -sign} {
		for i := to; i >= 0 && i < len(p.rows); i += s {
			if p.rows[i].choosable() {
				p.chosen, p.follow = i, true
				return
			}
		}
	}
}

func (p *palette) update(gtx layout.Context, u *ui) {
	if !p.asked {
		p.asked = true
		gtx.Execute(key.FocusCmd{Tag: &p.field.Editor})
	}
	const page = 8
	for {
		ev, ok := gtx.Event(
			key.Filter{Focus: &p.field.Editor, Name: key.NameUpArrow},
			key.Filter{Focus: &p.field.Editor, Name: key.NameDownArrow},
			key.Filter{Focus: &p.field.Editor, Name: key.NamePageUp},
			key.Filter{Focus: &p.field.Editor, Name: key.NamePageDown},
			key.Filter{Focus: &p.field.Editor, Name: key.NameHome},
			key.Filter{Focus: &p.field.Editor, Name: key.NameEnd},
		)
		if !ok {
			break
		}
		e, ok := ev.(key.Event)
		if !ok || e.State != key.Press {
			continue
		}
		switch e.Name {
		case key.NameUpArrow:
			p.move(-1, -1)
		case key.NameDownArrow:
			p.move(+1, +1)
		case key.NamePageUp:
			p.move(-page, -1)
		case key.NamePageDown:
			p.move(+page, +1)
		case key.NameHome:
			p.move(-len(p.rows), +1)
		case key.NameEnd:
			p.move(+len(p.rows), -1)
		}
	}
	choose := -1
	for {
		ev, ok := p.field.Update(gtx)
		if !ok {
			break
		}
		if _, ok := ev.(widget.SubmitEvent); ok {
			p.find(gtx, u)
			choose = p.chosen
		}
	}
	p.find(gtx, u)
	for i := range p.rows {
		for p.clicks[i].Clicked(gtx) {
			choose = i
		}
	}
	if choose >= 0 && choose < len(p.rows) && p.rows[choose].choosable() {
		u.closePalette()
		p.rows[choose].does(u, gtx)
	}
}

const (
	paletteWidth  = unit.Dp(600)
	paletteTop    = unit.Dp(72)
	paletteRowDp  = unit.Dp(34)
	paletteHeadDp = unit.Dp(36)
)

// layout draws the palette over the window. Escape, or a click beside it,
// closes it.
func (p *palette) layout(gtx layout.Context, u *ui, l look) {
	if pressed(gtx, key.Filter{Name: key.NameEscape}) || u.scrim(gtx, l, p) {
		u.closePalette()
		return
	}
	p.update(gtx, u)
	if u.palette != p {
		return
	}
	p.field.hint = l.words.Palette.CommandHint
	if p.what == findDocuments {
		p.field.hint = l.words.Palette.DocumentHint
	}
	size := gtx.Constraints.Max
	width := min(gtx.Dp(paletteWidth), size.X-gtx.Dp(32))
	top := min(gtx.Dp(paletteTop), size.Y/10)
	inner := gtx
	inner.Constraints = layout.Constraints{Min: image.Pt(width, 0), Max: image.Pt(width, max(0, min(size.Y-2*top, gtx.Dp(520))))}
	rec := op.Record(gtx.Ops)
	d := layout.Flex{Axis: layout.Vertical}.Layout(
		inner,
		layout.Rigid(func(gtx layout.Context) layout.Dimensions { return p.layoutField(gtx, l) }),
		layout.Flexed(1, func(gtx layout.Context) layout.Dimensions {
			return layout.Inset{Left: 8, Right: 8, Top: 8, Bottom: 8}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
				return p.layoutRows(gtx, l)
			})
		}),
	)
	call := rec.Stop()
	defer op.Offset(image.Pt((size.X-width)/2, top)).Push(gtx.Ops).Pop()
	card := image.Rectangle{Max: d.Size}
	l.card(gtx, card, 14)
	defer clip.UniformRRect(card, gtx.Dp(14)).Push(gtx.Ops).Pop()
	event.Op(gtx.Ops, &p.list)
	for { // the mouse must not reach what is behind
		if _, ok := gtx.Event(pointer.Filter{Target: &p.list, Kinds: pointer.Press}); !ok {
			break
		}
	}
	call.Add(gtx.Ops)
}

// layoutField is the line to write in: a line below it shows that it has the
// keys.
func (p *palette) layoutField(gtx layout.Context, l look) layout.Dimensions {
	d := p.field.bare(gtx, l, 52, 48, 20)
	drawIcon(gtx, searchIcon, l.ink2, image.Rect(gtx.Dp(16), 0, gtx.Dp(40), d.Size.Y), 20)
	if gtx.Focused(&p.field.Editor) {
		fill(gtx, l.accent, image.Rect(0, d.Size.Y-gtx.Dp(2), d.Size.X, d.Size.Y))
	} else {
		fill(gtx, l.line, image.Rect(0, d.Size.Y-hair(gtx), d.Size.X, d.Size.Y))
	}
	return d
}

func (p *palette) layoutRows(gtx layout.Context, l look) layout.Dimensions {
	if p.follow {
		p.follow = false
		p.reveal(gtx)
	}
	gtx.Constraints.Min.Y = 0
	return p.list.Layout(gtx, len(p.rows), func(gtx layout.Context, i int) layout.Dimensions {
		if h := p.rows[i].heading; h != "" {
			layout.Inset{Left: 12, Top: 14}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
				return l.say(11, l.ink2).heavy(bold).layout(gtx, l, strings.ToUpper(h))
			})
			return layout.Dimensions{Size: image.Pt(gtx.Constraints.Max.X, gtx.Dp(paletteHeadDp))}
		}
		return p.rows[i].layout(gtx, l, &p.clicks[i], i == p.chosen)
	})
}

// reveal scrolls so that the chosen row, and a heading right above it, is seen.
func (p *palette) reveal(gtx layout.Context) {
	pos := &p.list.Position
	first := p.chosen
	if first > 0 && p.rows[first-1].heading != "" {
		first--
	}
	switch {
	case p.chosen < 0 || first <= 0:
		pos.First, pos.Offset = 0, 0
	case first < pos.First || first == pos.First && pos.Offset > 0:
		pos.First, pos.Offset = first, 0
	default:
		height := gtx.Constraints.Max.Y
		i, below := p.chosen, p.height(gtx, p.chosen)
		for i > 0 && below+p.height(gtx, i-1) <= height {
			i--
			below += p.height(gtx, i)
		}
		if pos.First < i {
			pos.First, pos.Offset = i, 0
			if i > 0 { // part of the row above fills the space
				pos.First, pos.Offset = i-1, max(0, p.height(gtx, i-1)-(height-below))
			}
		}
	}
	pos.BeforeEnd = true
}

func (p *palette) height(gtx layout.Context, i int) int {
	if p.rows[i].heading != "" {
		return gtx.Dp(paletteHeadDp)
	}
	return gtx.Dp(paletteRowDp)
}
