package window

import (
	"strings"
	"testing"
	"time"

	"gioui.org/io/key"

	"chirograph/app/workspace"
	"chirograph/editor/history"
	"chirograph/editor/version"
)

// searched opens the history and looks for something.
func searched(h *bench, query string) {
	openHistory(h)
	h.press(key.NameLeftArrow, 0)
	h.press("F", key.ModShortcut)
	h.settle()
	h.typed(query)
	h.settle()
}

func TestDeletedWordsAreFoundWhereTheyStood(t *testing.T) {
	h := newBench(t, historyShelf())
	searched(h, "thermometer")
	h.want("1 find")
	h.want("deleted by Ava Virtanen")
	h.press(key.NameReturn, 0)
	h.settle()
	if got := h.u.page.past.exhibit.buf.SelectedText(); got != "thermometer" {
		t.Errorf("selected is %q", got)
	}
	if !strings.Contains(h.shown(), "with the old thermometer from the shed") {
		t.Errorf("the version is %q", h.shown())
	}
	h.press(key.NameEscape, 0)
	if !h.r.Source().Focused(&h.u.page.past.slider) || h.u.page.panel.past.search.Text() != "" {
		t.Error("Escape in the search did not lead back to the slider")
	}
}

func TestFindsAreLimitedToPeopleSectionsAndDays(t *testing.T) {
	for _, tt := range []struct {
		query string
		want  string
	}{
		{"rope person:Ava", "1 find"},
		{"every", "2 finds"},
		{"every person:jo", "1 find"},
		{"probes in:costs", "1 find"},
		{"probes in:measure", "Nothing was found."},
		{"every 2027-01-13", "1 find"},
		{"every 1999-01-01", "Nothing was found."},
		{"every person:nobody", "Nothing was found."},
	} {
		h := newBench(t, historyShelf())
		searched(h, tt.query)
		if !h.says(tt.want) {
			t.Errorf("%q: the window does not say %q but has %d finds", tt.query, tt.want, len(h.u.page.panel.past.finding.finds))
		}
	}
}

func TestLimitsAloneLeaveTheirPassages(t *testing.T) {
	for _, tt := range []struct {
		query string
		keeps func(names, sections string, first time.Time) bool
	}{
		{"person:jo", func(names, _ string, _ time.Time) bool { return strings.Contains(names, "Jo") }},
		{"2027-01-13", func(_, _ string, first time.Time) bool { return first.Day() == 13 }},
		{"2027-01-12..2027-01-13", func(_, _ string, first time.Time) bool { return first.Day() <= 13 }},
		{"in:costs", func(_, sections string, _ time.Time) bool { return strings.Contains(sections, "Costs") }},
		{"person:nobody", func(string, string, time.Time) bool { return false }},
	} {
		h := newBench(t, historyShelf())
		searched(h, "")
		people := h.u.page.doc.People()
		p := &h.u.page.panel.past
		passages := func() (kept []pastLine) {
			for _, x := range p.lines {
				if x.day == "" && !x.session && x.name == nil {
					kept = append(kept, x)
				}
			}
			return kept
		}
		want := 0
		all := passages()
		for _, x := range all {
			names, _ := writers(h.u.words, people, x.Authors)
			p.touches(h.u.page, x.Period, "-")
			if tt.keeps(names, p.rowOf(x.From).sections, time.UnixMilli(x.First).UTC()) {
				want++
			}
		}
		h.typed(tt.query)
		h.settle()
		if got := len(passages()); got != want || got == len(all) {
			t.Errorf("%q leaves %d of %d passages, want %d", tt.query, got, len(all), want)
		}
	}
}

func TestQueriesAreRead(t *testing.T) {
	people := []workspace.Person{{ID: version.Author{1}, Name: "Ava Virtanen"}, {ID: version.Author{2}, Name: "Jo"}}
	day := func(s string) int64 {
		at, err := time.Parse("2006-01-02", s)
		if err != nil {
			t.Fatal(err)
		}
		return at.UnixMilli()
	}
	for _, tt := range []struct {
		query string
		want  pastQuery
	}{
		{"", pastQuery{}},
		{"two words", pastQuery{Query: history.Query{Text: "two words"}}},
		{"in: words", pastQuery{Query: history.Query{Text: "in: words"}}},
		{`in:"What to measure" rope`, pastQuery{Query: history.Query{Text: "rope"}, section: "what to measure"}},
		{"person:ava rope", pastQuery{Query: history.Query{Text: "rope", Author: &people[0].ID}}},
		{"rope by:Jo", pastQuery{Query: history.Query{Text: "rope", Author: &people[1].ID}}},
		{"person:Zoe", pastQuery{nobody: true}},
		{"2026-11-18", pastQuery{Query: history.Query{Since: day("2026-11-18"), Until: day("2026-11-19")}}},
		{"18.11.2026", pastQuery{Query: history.Query{Since: day("2026-11-18"), Until: day("2026-11-19")}}},
		{"2026-11-18..2026-11-20 x", pastQuery{Query: history.Query{Text: "x", Since: day("2026-11-18"), Until: day("2026-11-21")}}},
		{"2026-13-40", pastQuery{Query: history.Query{Text: "2026-13-40"}}},
	} {
		got := parsePastQuery(tt.query, people)
		if (got.Author == nil) != (tt.want.Author == nil) || got.Author != nil && *got.Author != *tt.want.Author {
			t.Errorf("%q: by %v, want %v", tt.query, got.Author, tt.want.Author)
		}
		got.Author, tt.want.Author = nil, nil
		if got != tt.want {
			t.Errorf("%q: got %+v, want %+v", tt.query, got, tt.want)
		}
	}
}

func TestDeletedPassagesAreListedAndShownAtTheirPlace(t *testing.T) {
	h := newBench(t, historyShelf())
	openHistory(h)
	h.click("Deleted")
	h.settle()
	lost := &h.u.page.panel.past.lost
	if len(lost.ghosts) != 2 || !strings.HasPrefix(lost.ghosts[0].Text, "The first frost") {
		t.Fatalf("deleted are %+v", lost.ghosts)
	}
	h.click("with the old thermometer from the shed, every hour")
	h.settle()
	if !h.u.page.past.ghosting || !strings.Contains(h.shown(), "thermometer") {
		t.Error("a press on one does not show it at its place")
	}
	lost.rows[0].back.Click()
	h.settle()
	if !strings.Contains(h.text(), "The first frost came on the ninth") {
		t.Errorf("it was not put back: %q", h.text())
	}
}

func TestAPassageInTheListIsGoneTo(t *testing.T) {
	h := newBench(t, historyShelf())
	openHistory(h)
	h.click("Mara Klein, 04:32")
	p := &h.u.page.past
	for i, x := range h.u.page.panel.past.lines {
		if x.shows(p.at) && x.To != p.at {
			t.Errorf("line %d: at version %d, want %d", i, p.at, x.To)
		}
	}
	h.wantShown("pressed in the list", p.at)
	if !h.u.page.inPast() {
		t.Error("the past is not shown")
	}
}

func TestF6GoesBetweenTheTextTheSliderAndTheList(t *testing.T) {
	h := newBench(t, historyShelf())
	lookBack(h)
	p := &h.u.page.past
	if !h.r.Source().Focused(&p.slider) {
		t.Fatal("the slider has not got the keys")
	}
	h.press(key.NameF6, key.ModShift)
	if !h.r.Source().Focused(&p.exhibit.view) {
		t.Error("Shift+F6 does not lead to the text")
	}
	h.press(key.NameF6, 0)
	h.settle()
	if !h.r.Source().Focused(&p.slider) {
		t.Error("F6 does not lead to the slider")
	}
	h.press(key.NameF6, 0)
	if !h.r.Source().Focused(&h.u.page.panel.shut.Clickable) {
		t.Error("F6 does not lead to the list")
	}
}
