package cli

import (
	"testing"
	"time"
)

func TestALineIsTheirsWhoWroteMostOfIt(t *testing.T) {
	anna, ben := writer{"a1", "Anna"}, writer{"b2", "Ben"}
	at := func(minute int) time.Time { return time.Date(2026, 11, 24, 14, minute, 0, 0, time.Local) }
	text := "one two\n\nthree\nfour"
	spans := []span{
		{Text: "one ", By: anna, Written: at(1)},
		{Text: "t", By: ben, Written: at(3)},
		{Text: "wo\n\nth", By: anna, Written: at(2)},
		{Text: "ree\n", By: ben, Written: at(4)},
		{Text: "fo", By: anna, Written: at(5)},
		{Text: "ur", By: ben, Written: at(6)},
	}
	want := `1  2026-11-24 14:02  Anna +1  one two
2  2026-11-24 14:02  Anna
3  2026-11-24 14:04  Ben +1   three
4  2026-11-24 14:06  Ben +1   four
`
	if got := blameTable(linesOf(text, spans)); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}
