package cli

import (
	"testing"
	"time"
)

func TestNamesThatMeanAVersionAlreadyAreReserved(t *testing.T) {
	for _, now := range []time.Time{
		time.Date(2026, 11, 24, 0, 1, 0, 0, time.Local),
		time.Date(2026, 11, 24, 23, 59, 0, 0, time.Local),
	} {
		for words, want := range map[string]bool{
			"now": true, "now~3": true, "start": true, "seen": true, "3f2a.1042": true, "3f2a.1+4b00.2": true,
			"14:02": true, "23:59:59": true, "2026-11-24": true, "today": true, "2027-01-01T00:00": true,
			"final": false, "as sent": false, "Version as sent to all": false, "version 14:02": false, "nowhere": false,
		} {
			if got := reserved(words, now); got != want {
				t.Errorf("%q at %v: %v, want %v", words, now, got, want)
			}
		}
	}
}
