package window

import (
	"strings"
	"testing"

	"chirograph/app/workspace"
)

func TestWordsToCompareStandWithThePeople(t *testing.T) {
	h := newBench(t, fullShelf())
	openFirst(h)
	h.click("People")
	if h.says("Same-page words") {
		t.Error("words for a text that was not compared")
	}
	h.shelf.docs[0].status.Words = "amber-falcon-river-nine-oak"
	h.settle()
	h.want("amber-falcon-river-nine-oak")
}

func TestTextsThatDifferedAreTold(t *testing.T) {
	for fixed, want := range map[bool]string{true: "Your text and Ben’s differed in 2 places", false: "Ben’s text differs from yours"} {
		h := newBench(t, fullShelf())
		openFirst(h)
		h.shelf.docs[0].status.Repair = &workspace.Repair{Name: "Ben", Fixed: fixed, Places: 2}
		h.settle()
		if !h.says(want) {
			t.Errorf("nobody is told %q", want)
		}
		if strings.Contains(want, "Your text") != fixed {
			t.Error("the wrong side is told")
		}
	}
}
