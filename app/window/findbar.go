package window

import (
	"time"

	"gioui.org/io/key"
	"gioui.org/layout"
	"gioui.org/op"
	"gioui.org/widget"
	"golang.org/x/exp/shiny/materialdesign/icons"

	"chirograph/editor/buffer"
)

var (
	downIcon = mustIcon(icons.NavigationArrowDownward)
	upIcon   = mustIcon(icons.NavigationArrowUpward)
	moreDown = mustIcon(icons.NavigationExpandMore)
	moreUp   = mustIcon(icons.NavigationExpandLess)
)

// findBar is over the text while something is looked for.
type findBar struct {
	finder
	open      bool
	replacing bool // the second line is shown
	asked     bool // the focus, for the field
	toOther   bool // the focus, for the second one

	words, with    field
	cases, whole   flip
	regexp, inPart flip
	nextB, prevB   button
	one, every     button
	expand, shut   button
}

func newFindBar() findBar {
	f := findBar{words: newField(""), with: newField("")}
	f.cases.label, f.whole.label, f.regexp.label, f.inPart.label = "Aa", "ab|", ".*", "[…]"
	f.prevB.command, f.nextB.command = "find-previous", "find-next"
	f.cases.key, f.whole.key, f.regexp.key = "C", "W", "R"
	return f
}

// show opens the bar for what is selected.
func (f *findBar) show(pg *page, replacing bool) {
	pg.showText()
	pg.doc.Read(func(b *buffer.Buffer) {
		query, lines := selectedQuery(b)
		anchor, head := b.Selection()
		f.origin = min(anchor, head)
		switch {
		case f.open && f.number > 0: // what is selected is what was found
		case lines:
			f.inPart.on = true
			f.limit(true, buffer.Range{Anchor: anchor, Head: head})
		case query != "":
			f.words.SetText(query)
		}
	})
	f.open, f.asked, f.toOther = true, false, false
	f.replacing = replacing || f.replacing && f.open
	f.words.SetCaret(f.words.Len(), 0)
	f.read()
}

// busy reports whether there is something to search for in this frame: F3 works
// without the bar.
func (f *findBar) busy() bool { return f.open || f.later != nil }

// read takes the query from the fields.
func (f *findBar) read() {
	q := f.query
	q.Text, q.Case, q.Word, q.Regexp = f.words.Text(), f.cases.on, f.whole.on, f.regexp.on
	if q != f.query || f.search == nil {
		f.ask(q)
	}
}

// hide closes the bar; the query stays, for F3.
func (f *findBar) hide(pg *page) {
	f.open = false
	f.inPart.on = false
	if f.part {
		f.limit(false, buffer.Range{})
	}
	pg.focus = true
}

// again goes to the next match, or the one before, of what was last looked for.
func (f *findBar) again(pg *page, back bool, now time.Time) {
	if !f.active() {
		f.show(pg, false)
		return
	}
	pg.doc.Edit(func(b *buffer.Buffer) { f.next(b, &pg.view, back, now) })
}

func (f *findBar) update(gtx layout.Context, u *ui, pg *page) {
	if !f.asked {
		f.asked = true
		gtx.Execute(key.FocusCmd{Tag: &f.words.Editor})
	}
	// Before the fields, which would take them as Enter or as letters.
	for _, tag := range []*widget.Editor{&f.words.Editor, &f.with.Editor} {
		if pressed(gtx, key.Filter{Focus: tag, Name: key.NameReturn, Required: key.ModShift}) {
			f.again(pg, true, gtx.Now)
		}
		if pressed(gtx, key.Filter{Focus: tag, Name: key.NameReturn, Required: key.ModShortcut}) && f.replacing {
			f.replaceEvery()
		}
		for _, t := range []*flip{&f.cases, &f.whole, &f.regexp} {
			if pressed(gtx, key.Filter{Focus: tag, Name: t.key, Required: key.ModAlt}) {
				t.on = !t.on
				f.read()
			}
		}
	}
	if f.replacing { // the two fields are next to each other, whatever is drawn between them
		if pressed(gtx, key.Filter{Focus: &f.words.Editor, Name: key.NameTab}) {
			focus(gtx, &f.with.Editor)
		}
		if pressed(gtx, key.Filter{Focus: &f.with.Editor, Name: key.NameTab, Required: key.ModShift}) {
			focus(gtx, &f.words.Editor)
		}
	}
	for {
		ev, ok := f.words.Update(gtx)
		if !ok {
			break
		}
		switch ev.(type) {
		case widget.ChangeEvent:
			f.read()
		case widget.SubmitEvent:
			f.again(pg, false, gtx.Now)
		}
	}
	for {
		ev, ok := f.with.Update(gtx)
		if !ok {
			break
		}
		if _, ok := ev.(widget.SubmitEvent); ok {
			f.replaceOne(u, pg, gtx.Now)
		}
	}
	for _, t := range []*flip{&f.cases, &f.whole, &f.regexp} {
		if t.flipped(gtx) {
			f.read()
		}
	}
	if f.inPart.flipped(gtx) {
		pg.doc.Read(func(b *buffer.Buffer) {
			anchor, head := b.Selection()
			f.inPart.on = f.inPart.on && anchor != head
			f.limit(f.inPart.on, buffer.Range{Anchor: anchor, Head: head})
		})
	}
	for f.nextB.Clicked(gtx) {
		f.again(pg, false, gtx.Now)
	}
	for f.prevB.Clicked(gtx) {
		f.again(pg, true, gtx.Now)
	}
	for f.one.Clicked(gtx) {
		f.replaceOne(u, pg, gtx.Now)
	}
	for f.every.Clicked(gtx) {
		f.replaceEvery()
	}
	for f.expand.Clicked(gtx) {
		f.replacing = !f.replacing
		f.toOther = f.replacing
	}
	if f.toOther {
		f.toOther = false
		gtx.Execute(key.FocusCmd{Tag: &f.with.Editor})
	}
	closed := !pg.context.popup.open && pressed(gtx, key.Filter{Name: key.NameEscape})
	for f.shut.Clicked(gtx) {
		closed = true
	}
	if closed {
		f.hide(pg)
		gtx.Execute(op.InvalidateCmd{})
	}
	f.tell(u)
}

// tell says what the last step did.
func (f *findBar) tell(u *ui) {
	if f.replaced > 0 {
		u.messages.add(u.words.Find.Replaced.Of(f.replaced, "n", u.words.Number(f.replaced)))
	}
	if f.wrapped {
		u.messages.add(u.words.Find.Wrapped)
	}
	f.replaced, f.wrapped = 0, false
}

func (f *findBar) replaceOne(u *ui, pg *page, now time.Time) {
	pg.doc.Edit(func(b *buffer.Buffer) {
		if f.replace(b, &pg.view, f.with.Text(), now) {
			pg.status.stale = true
			u.changed(false)
		}
	})
}

// replaceEvery replaces all, as soon as all are found.
func (f *findBar) replaceEvery() { f.all, f.finder.with = true, f.with.Text() }
