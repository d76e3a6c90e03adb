package session

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"chirograph/sync/wire"
)

// TestALongLogDoesNotHideThatItBuildsOn joins a document in which one author
// answered another with more than a page. Whichever of them comes first in the
// order of authors, both arrive, and without waiting for Patience.
func TestALongLogDoesNotHideThatItBuildsOn(t *testing.T) {
	docs := family(3)
	first, second := docs[0], docs[1]
	second.TakeCharter(*first.charter)
	if bytes.Compare(first.me.Author[:], second.me.Author[:]) < 0 {
		first, second = second, first // the answer comes first in the order
	}
	first.TakeMembers(second.Members())
	second.TakeMembers(first.Members())
	question := first.types("question")
	if err := second.offer(question); err != nil {
		t.Fatal(err)
	}
	for i := range 5 {
		second.types(strings.Repeat(fmt.Sprint(i), wire.ReplyBytes))
	}

	m := meet(t, []*doc{second, docs[2]}, 1)
	m.net.Drain(m.deliver)
	for range 9 {
		m.pass(time.Second)
		m.net.Drain(m.deliver)
	}
	if got, want := docs[2].text.Len(), second.text.Len(); got != want {
		t.Errorf("got %d bytes, want %d", got, want)
	}
}
