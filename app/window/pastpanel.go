package window

import (
	"slices"
	"strings"
	"time"

	"gioui.org/io/key"
	"gioui.org/layout"
	"gioui.org/op"
	"gioui.org/widget"

	"chirograph/app/workspace"
	"chirograph/editor/buffer"
	"chirograph/editor/history"
	"chirograph/editor/version"
)

// pastPanel lists the history beside the text, the newest first: days, the
// sessions in them, and the passages of these, or what a search has found; and
// what was deleted.
type pastPanel struct {
	list    roll
	search  field
	asked   bool // the focus, for the search
	tabs    [2]widget.Clickable
	deleted bool // the second one is shown

	lines    []pastLine
	of       *history.Timeline // that lines are of,
	names    int               // with so many named versions,
	limits   string            // and this search
	revealed int               // the version that was last brought into view
	rows     map[int]*pastRow  // by where a passage begins: newer ones come in above
	labels   map[[32]byte]*pastRow

	finding pastSearch
	lost    lostList
}

// readEvery is how often the history is read while people write, at most: it
// takes the document's lock. Where it takes long (80 ms for 260,000 changes), it
// is read less often.
const (
	readEvery   = 2 * time.Second
	readShare   = 100  // of the time, one part
	maxPassages = 1000 // are listed
)

// A pastLine is one line of the list: the heading of a day or of a session, a
// passage, or a version with a name.
type pastLine struct {
	day     string
	session bool
	history.Period
	name *named
	more bool // older ones are not listed
}

type pastRow struct {
	click    widget.Clickable
	hide     button
	known    bool // where the passage is
	where    []history.Range
	length   int // of the text then
	sections string
}

// layout draws the panel.
func (p *pastPanel) layout(gtx layout.Context, u *ui, l look, pg *page, people []workspace.Person) layout.Dimensions {
	h, say := &pg.past, &l.words.Past
	for i := range p.tabs {
		for p.tabs[i].Clicked(gtx) {
			p.deleted = i == 1
		}
	}
	p.updateSearch(gtx, u, pg, people)
	p.list.Axis = layout.Vertical
	return layout.Flex{Axis: layout.Vertical}.Layout(
		gtx,
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			return layout.Inset{Left: 16, Right: 16, Bottom: 8}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
				return searchField(gtx, l, &p.search)
			})
		}),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			return layout.Inset{Left: 16, Right: 16, Bottom: 4}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
				return layout.Flex{}.Layout(
					gtx,
					layout.Rigid(func(gtx layout.Context) layout.Dimensions {
						return segment(gtx, l, &p.tabs[0], say.Changes, !p.deleted)
					}),
					space(4, 0),
					layout.Rigid(func(gtx layout.Context) layout.Dimensions {
						return segment(gtx, l, &p.tabs[1], say.Lost, p.deleted)
					}),
				)
			})
		}),
		layout.Flexed(1, func(gtx layout.Context) layout.Dimensions {
			switch {
			case h.line == nil:
				note(gtx, l, say.Reading)
			case h.line.Len() == 0:
				note(gtx, l, say.Nothing)
			case p.deleted:
				p.lost.layout(gtx, u, l, pg, people, p)
			case p.finding.shown:
				p.finding.layout(gtx, u, l, pg, people)
			default:
				p.layoutLines(gtx, l, pg, people)
			}
			return layout.Dimensions{Size: gtx.Constraints.Max}
		}),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions { return note(gtx, l, say.Offline) }),
	)
}

// updateSearch takes in what is written in the field.
func (p *pastPanel) updateSearch(gtx layout.Context, u *ui, pg *page, people []workspace.Person) {
	if p.search.hint == "" {
		p.search = newField("")
	}
	p.search.hint = u.words.Past.Search
	if p.asked {
		p.asked = false
		focus(gtx, &p.search.Editor)
	}
	if pressed(gtx, key.Filter{Focus: &p.search.Editor, Name: key.NameEscape}) {
		p.search.SetText("")
		p.finding.ask(u, pg, people, "")
		pg.past.focus = true
		gtx.Execute(op.InvalidateCmd{})
	}
	for {
		ev, ok := p.search.Update(gtx)
		if !ok {
			return
		}
		switch ev.(type) {
		case widget.ChangeEvent:
			p.finding.ask(u, pg, people, p.search.Text())
		case widget.SubmitEvent:
			p.finding.next(u, pg)
		}
	}
}

// arrange makes the lines of the list, when the history or the search has
// changed.
func (p *pastPanel) arrange(l look, pg *page, people []workspace.Person, now time.Time) {
	h := &pg.past
	query := p.search.Text()
	if p.of == h.line && p.names == len(h.named) && p.limits == query {
		return
	}
	if p.of != h.line {
		for _, r := range p.rows {
			r.known = false
		}
	}
	p.of, p.names, p.limits = h.line, len(h.named), query
	q := parsePastQuery(query, people)
	p.lines = p.lines[:0]
	names := h.named
	day, count := "", 0
	for _, s := range slices.Backward(h.line.Periods(history.Session, 0, h.line.Len())) {
		passages := h.line.Periods(history.Passage, s.From, s.To)
		if q.limits() {
			passages = slices.DeleteFunc(passages, func(x history.Period) bool { return !q.accepts(x) || !p.touches(pg, x, q.section) })
		}
		for i, x := range slices.Backward(passages) {
			head := l.words.Day(time.UnixMilli(x.Last).Local(), now.Local())
			if head != day {
				day = head
				p.lines = append(p.lines, pastLine{day: head})
			}
			for len(names) > 0 && names[len(names)-1].at > x.From && !q.limits() {
				p.lines = append(p.lines, pastLine{name: &names[len(names)-1]})
				names = names[:len(names)-1]
			}
			if i == len(passages)-1 && i > 0 {
				p.lines = append(p.lines, pastLine{session: true, Period: s})
			}
			p.lines = append(p.lines, pastLine{Period: x})
			if count++; count == maxPassages {
				p.lines = append(p.lines, pastLine{more: true})
				return
			}
		}
	}
}

// touches reports whether a passage wrote in a section, by part of its heading.
func (p *pastPanel) touches(pg *page, q history.Period, section string) bool {
	if section == "" {
		return true
	}
	r := p.rowOf(q.From)
	pg.doc.Read(func(b *buffer.Buffer) { r.find(b, pg, q) })
	return strings.Contains(strings.ToLower(r.sections), section)
}

func (p *pastPanel) rowOf(from int) *pastRow {
	if p.rows == nil {
		p.rows, p.labels = map[int]*pastRow{}, map[[32]byte]*pastRow{}
	}
	if p.rows[from] == nil {
		p.rows[from] = new(pastRow)
	}
	return p.rows[from]
}

// maxPlaces is how many places of a passage are looked up, and maxSections how
// many sections are named.
const (
	maxPlaces   = 4000
	maxSections = 2
)

// find looks up where in the present text a passage was written, under the
// document's lock.
func (r *pastRow) find(b *buffer.Buffer, pg *page, q history.Period) {
	if r.known {
		return
	}
	r.known = true
	ops := pg.past.line.Ops(q.From, q.To)
	left := maxPlaces
	for i := range ops {
		ops[i].Len = min(ops[i].Len, left)
		left -= ops[i].Len
	}
	r.length = max(1, b.Text().Len())
	r.where = merged(b.History().Touched(ops), r.length/64)
	var names []string
	for _, w := range r.where {
		s, ok := pg.view.Section(b, w.From)
		if !ok || slices.Contains(names, s.Title) {
			continue
		}
		if names = append(names, s.Title); len(names) > maxSections {
			break
		}
	}
	if len(names) > maxSections {
		names = append(names[:maxSections], "…")
	}
	r.sections = strings.Join(names, ", ")
}

// merged puts stretches in order and joins those that are near one another.
func merged(all []history.Range, near int) []history.Range {
	slices.SortFunc(all, func(a, b history.Range) int { return a.From - b.From })
	var out []history.Range
	for _, r := range all {
		if k := len(out) - 1; k >= 0 && r.From <= out[k].To+near {
			out[k].To = max(out[k].To, r.To)
			continue
		}
		out = append(out, r)
	}
	return out
}

func (p *pastPanel) layoutLines(gtx layout.Context, l look, pg *page, people []workspace.Person) layout.Dimensions {
	p.arrange(l, pg, people, gtx.Now)
	if len(p.lines) == 0 {
		return note(gtx, l, l.words.Past.FoundNothing)
	}
	p.reveal(&pg.past)
	for i := range p.lines {
		x := &p.lines[i]
		if x.day == "" && !x.session && !x.more && x.name == nil && p.rows[x.From] != nil {
			takeVersion(gtx, pg, &p.rows[x.From].click, x.To, pg.past.vector(x.To), func() { pg.goToVersion(x.To) })
		}
		if x.name == nil || p.labels[x.name.ID] == nil {
			continue
		}
		r := p.labels[x.name.ID]
		takeVersion(gtx, pg, &r.click, x.name.at, x.name.At, func() { pg.goToNamed(*x.name) })
		for r.hide.Clicked(gtx) {
			pg.doc.HideVersion(x.name.ID, true)
			pg.past.label(pg.doc.Versions())
			p.names = -1
			gtx.Execute(op.InvalidateCmd{})
			return layout.Dimensions{Size: gtx.Constraints.Max}
		}
	}
	fresh := 3 // passages that are looked up in a frame
	return p.list.Layout(gtx, l, len(p.lines), func(gtx layout.Context, i int) layout.Dimensions {
		switch x := &p.lines[i]; {
		case x.more:
			return note(gtx, l, l.words.Past.Earliest)
		case x.day != "":
			return layout.Inset{Left: 20, Top: 12, Bottom: 4}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
				return l.say(11, l.ink2).heavy(bold).layout(gtx, l, x.day)
			})
		case x.session:
			return p.sessionLine(gtx, l, x)
		case x.name != nil:
			return p.nameLine(gtx, l, pg, x.name, people)
		default:
			r := p.rowOf(x.From)
			if !r.known && fresh > 0 {
				fresh--
				pg.doc.Read(func(b *buffer.Buffer) { r.find(b, pg, x.Period) })
			} else if !r.known {
				gtx.Execute(op.InvalidateCmd{})
			}
			return r.layout(gtx, l, pg, x, people)
		}
	})
}

// takeVersion goes to a version when its row is pressed, and with Shift held
// compares with it.
func takeVersion(gtx layout.Context, pg *page, click *widget.Clickable, n int, at version.Vector, goThere func()) {
	for {
		c, ok := click.Update(gtx)
		if !ok {
			return
		}
		if c.Modifiers.Contain(key.ModShift) {
			pg.compareWith(n, at)
			continue
		}
		pg.past.playing = false
		goThere()
		pg.uncover()
	}
}

// reveal scrolls to the passage that is shown, when that has become another.
func (p *pastPanel) reveal(h *past) {
	if h.at == p.revealed {
		return
	}
	p.revealed = h.at
	i := slices.IndexFunc(p.lines, func(x pastLine) bool { return x.shows(h.at) })
	if pos := &p.list.Position; i >= 0 && pos.Count > 0 && (i < pos.First || i >= pos.First+pos.Count-1) {
		pos.First, pos.Offset, pos.BeforeEnd = max(0, i-pos.Count/2), 0, true
	}
}

// shows reports whether a line is the passage that a version lies in.
func (x *pastLine) shows(n int) bool {
	return x.day == "" && !x.session && !x.more && x.name == nil && x.From < n && n <= x.To
}
