package window

import (
	"errors"
	"regexp/syntax"
	"strings"
	"time"

	"gioui.org/layout"
	"gioui.org/op"

	"chirograph/app/phrases"
	"chirograph/editor/buffer"
	"chirograph/editor/find"
	"chirograph/editor/view"
)

// finder looks for words in the document of a page and replaces them. The bar
// over the text shows it: see findBar.
//
// It searches in slices, one a frame, under the document's lock, and follows
// the edits of everybody. What it is at is the selection.
type finder struct {
	query  find.Query
	within buffer.Range // what is searched, if part
	part   bool

	search *find.Search
	of     buffer.Mark                                                        // the moment of the text that search knows
	err    error                                                              // of the query, or of the search
	origin int                                                                // where the caret was when the person began to type a query
	seek   bool                                                               // go to the first match from origin as soon as there is one
	later  func(b *buffer.Buffer, v *view.View, now time.Time) (changed bool) // done as soon as everything is found
	all    bool                                                               // replace all then
	with   string                                                             // by this

	count  int // of matches
	more   bool
	done   bool
	number int // of the selected one, from 1; 0 when none is

	marks    []view.Mark
	marked   buffer.Mark // what they were made for
	markedAt int         // likewise, the number
	markedN  int         // and the count
	replaced int         // by the last replace all, until it is told
	wrapped  bool        // the last step went past the end, until it is told
}

// How much text is searched in a frame, some milliseconds' worth: a regular
// expression can take thirty times as long as words.
const (
	wordsSlice  = 2 << 20
	regexpSlice = 64 << 10
)

// look searches on, and reports whether everything is found.
func (f *finder) look() (done bool) {
	if f.query.Regexp {
		return f.search.Step(regexpSlice)
	}
	return f.search.Step(wordsSlice)
}

// ask changes what is looked for. The search begins anew.
func (f *finder) ask(q find.Query) {
	f.query, f.search, f.err, f.all, f.later = q, nil, nil, false, nil
	f.seek = true
}

// limit restricts the search to a stretch, or no longer.
func (f *finder) limit(part bool, r buffer.Range) {
	f.part, f.within, f.search = part, r, nil
}

// active reports whether there is something to look for.
func (f *finder) active() bool { return f.query.Text != "" }

// step searches on, and does what waits for it. It is called under the
// document's lock, before the text is drawn, and reports whether the text
// changed.
func (f *finder) step(gtx layout.Context, b *buffer.Buffer, v *view.View) (changed bool) {
	if !f.active() {
		f.search, f.count, f.number, f.marks = nil, 0, 0, nil
		return false
	}
	count, number, done, failed, begun := f.count, f.number, f.done, f.err, f.search == nil
	f.follow(b)
	if f.search == nil {
		if f.err != nil && failed == nil || f.count != count {
			gtx.Execute(op.InvalidateCmd{})
		}
		return false
	}
	if !f.look() {
		gtx.Execute(op.InvalidateCmd{})
	}
	f.done = f.search.Done()
	if err := f.search.Err(); err != nil {
		f.err = err
	}
	if f.all && f.done {
		changed = f.replaceAll(b, v, gtx.Now)
	}
	if do := f.later; do != nil && f.done {
		f.later = nil
		changed = do(b, v, gtx.Now) || changed
	}
	if f.seek {
		f.toFirst(b, v, gtx.Now)
	}
	f.count, f.more = f.search.Len()
	f.number = 0
	anchor, head := b.Selection()
	if i, ok := f.search.Number(min(anchor, head), max(anchor, head)); ok {
		f.number = i + 1
	}
	if f.count != count || f.number != number || f.done != done || f.err != failed || begun || f.replaced > 0 {
		gtx.Execute(op.InvalidateCmd{}) // the bar was drawn before
	}
	f.mark()
	return changed
}

// follow brings the search up to the text as it is now, or begins it.
func (f *finder) follow(b *buffer.Buffer) {
	if f.search != nil {
		if edits := b.Since(f.of); len(edits) > 0 {
			f.search.Apply(edits)
		}
		f.of = b.Mark()
		return
	}
	p, err := find.Compile(f.query)
	if err != nil {
		f.err = err
		f.count, f.number, f.marks, f.seek = 0, 0, nil, false
		return
	}
	f.err = nil
	if f.part {
		f.search = find.NewPart(b.Text(), p, f.within.From(), f.within.To())
	} else {
		f.search = find.New(b.Text(), p, f.origin)
	}
	f.of, f.markedN = b.Mark(), -1
}

// toFirst selects the first match from where the person began.
func (f *finder) toFirst(b *buffer.Buffer, v *view.View, now time.Time) {
	i, ok := f.search.First(f.origin)
	if !ok {
		f.seek = !f.done
		return
	}
	if m := f.search.At(i); m.From >= f.origin || f.done {
		f.seek = false
		v.Do(b, buffer.Select{Anchor: m.From, Head: m.To}, now)
	}
}

// next selects the next match, or the one before: when everything is found, for
// there may be a nearer one.
func (f *finder) next(b *buffer.Buffer, v *view.View, back bool, now time.Time) {
	if f.follow(b); f.search == nil {
		return
	}
	if !f.look() {
		f.later = func(b *buffer.Buffer, v *view.View, now time.Time) bool {
			f.next(b, v, back, now)
			return false
		}
		return
	}
	anchor, head := b.Selection()
	step := f.search.Next
	if back {
		step = f.search.Previous
	}
	i, wrapped, ok := step(min(anchor, head), max(anchor, head))
	if !ok {
		return
	}
	f.wrapped = wrapped
	m := f.search.At(i)
	v.Do(b, buffer.Select{Anchor: m.From, Head: m.To}, now)
	f.origin = m.From
}

// replace replaces the match that is selected, and goes to the next. Is none
// selected, it only goes to the next.
func (f *finder) replace(b *buffer.Buffer, v *view.View, with string, now time.Time) (changed bool) {
	if f.follow(b); f.search == nil {
		return false
	}
	if !f.look() {
		f.later = func(b *buffer.Buffer, v *view.View, now time.Time) bool { return f.replace(b, v, with, now) }
		return false
	}
	anchor, head := b.Selection()
	if i, ok := f.search.Number(min(anchor, head), max(anchor, head)); ok {
		e := f.search.Edit(i, f.template(with))
		changed = v.Do(b, buffer.ReplaceAll{Edits: []buffer.Edit{e}}, now)
		end := e.From + len(e.Text)
		v.Do(b, buffer.Select{Anchor: end, Head: end}, now) // what was put in is not searched
	}
	f.next(b, v, false, now)
	return changed
}

func (f *finder) replaceAll(b *buffer.Buffer, v *view.View, now time.Time) bool {
	f.all = false
	n, _ := f.search.Len()
	if n == 0 || !v.Do(b, buffer.ReplaceAll{Edits: f.search.Edits(f.template(f.with))}, now) {
		return false
	}
	f.replaced = n
	f.follow(b)
	f.look()
	return true
}

// template reads what to put in.
func (f *finder) template(with string) find.Template {
	p, err := find.Compile(f.query)
	if err != nil {
		panic("window: a query that was searched for cannot be read: " + err.Error())
	}
	return p.Template(with)
}

// mark prepares what the view is to wash: only when it has changed, since there
// can be half a million.
func (f *finder) mark() {
	if f.markedN == f.count && f.markedAt == f.number && f.marked == f.of && len(f.marks) == f.count {
		return
	}
	f.marked, f.markedAt, f.markedN = f.of, f.number, f.count
	f.marks = f.marks[:0]
	for i := range f.count {
		m := f.search.At(i)
		f.marks = append(f.marks, view.Mark{From: m.From, To: m.To, Current: i+1 == f.number})
	}
}

// says is what the bar says about the search, and whether it is bad news.
func (f *finder) says(say *phrases.Phrases) (words string, bad bool) {
	var wrong *syntax.Error
	switch {
	case !f.active():
		return "", false
	case errors.As(f.err, &wrong):
		return phrases.With(say.Find.Wrong, "why", wrong.Code), true
	case errors.Is(f.err, find.ErrLong):
		return say.Find.TooLong, true
	case f.search == nil:
		return "", false
	case !f.done:
		return phrases.With(say.Find.Searching, "n", say.Number(f.count)), false
	case f.count == 0:
		return say.Find.Nothing, true
	case f.more:
		return phrases.With(say.Find.More, "n", say.Number(f.count)), false
	case f.number > 0:
		return phrases.With(say.Find.Of, "i", say.Number(f.number), "n", say.Number(f.count)), false
	}
	return say.Find.Found.Of(f.count, "n", say.Number(f.count)), false
}

// selectedQuery is what a person means by looking for what is selected: the
// words, or, of several lines, a search in them.
func selectedQuery(b *buffer.Buffer) (query string, lines bool) {
	s := b.SelectedText()
	if strings.Contains(s, "\n") {
		return "", true
	}
	return s, false
}
