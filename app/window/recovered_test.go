package window

import (
	"slices"
	"testing"

	"chirograph/app/workspace"
	"chirograph/sync/identity"
)

func damagedShelf() *shelf {
	s := fullShelf()
	s.recovery = &workspace.Recovery{Copy: "x", Fine: 4, Hurt: []identity.DocumentID{s.docs[2].id}, UpTo: 1_799_996_400_000}
	return s
}

func TestADamagedStoreIsToldAndTheDocumentsAreShown(t *testing.T) {
	s := damagedShelf()
	h := newBench(t, s)
	h.settle()
	want := s.recovery.In(h.u.words, h.now)
	h.want(want)
	h.click("Show")
	h.settle()
	if h.u.page == nil || h.u.page.doc.ID() != s.docs[2].id {
		t.Error("Show did not open the document of which something is missing")
	}
	h.want(want) // on its page, too
	h.click("Get missing parts from others")
	h.settle()
	h.want("Everyone who has these documents will be asked for what is missing, now and whenever they come online.")
	if h.says(want) || s.recovery != nil {
		t.Error("it is said again")
	}
}

func TestWhatHappenedToTheStoreIsToldUntilItIsClosed(t *testing.T) {
	s := damagedShelf()
	s.copied = true
	h := newBench(t, s)
	h.settle()
	words := s.recovery.In(h.u.words, h.now)
	h.want(words)
	h.want(h.u.words.State.StoreCopied)
	for _, b := range slices.Clone(h.u.bars.all) {
		if b.closing {
			b.shuts()
		}
	}
	h.settle()
	if s.recovery != nil || s.copied {
		t.Error("closing it did not count")
	}
	h = newBench(t, s)
	h.settle()
	if h.says(words) || h.says(h.u.words.State.StoreCopied) {
		t.Error("it is told once more")
	}
}
