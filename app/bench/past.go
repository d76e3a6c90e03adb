package bench

import (
	"chirograph/editor/crdt"
	"chirograph/editor/version"
)

// A span is a range of byte offsets.
type span struct{ from, to int }

// locate says where a place and a range behind it, given in characters of the
// text as it was when seen was all there was, are in the text now. The range
// comes in pieces: what others have typed into it since is left out, as is
// what they have deleted.
func locate(t *crdt.Text, seen version.Vector, at, length int) (place int, pieces []span) {
	if t.Vector().Equal(seen) {
		from := t.OffsetOfRune(at)
		if length > 0 {
			pieces = []span{{from, t.OffsetOfRune(at + length)}}
		}
		return from, pieces
	}
	then, now := 0, 0 // characters walked over, of each text
	place = 0
	t.Compare(seen, func(_, runes int, inThen, inNow bool) bool {
		if inThen {
			if at > then && at <= then+runes { // right behind the character before it
				place = now
				if inNow {
					place += at - then
				}
			}
			from, to := max(at, then), min(at+length, then+runes)
			if inNow && from < to {
				pieces = append(pieces, span{now + from - then, now + to - then})
			}
			then += runes
		}
		if inNow {
			now += runes
		}
		return then < at+length || then < at
	})
	for i, p := range pieces {
		pieces[i] = span{t.OffsetOfRune(p.from), t.OffsetOfRune(p.to)}
	}
	return t.OffsetOfRune(place), pieces
}
