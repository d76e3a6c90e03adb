package merkle

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
)

// window is how many bytes back the gear hash looks: each step shifts it by
// one bit.
const window = 64

// boundary is what the gear hash is below at the end of a chunk, once in
// meanExtra bytes.
const boundary = math.MaxUint64 / meanExtra

var gear = gearTable()

func gearTable() (t [256]uint64) {
	for i := range t {
		sum := sha256.Sum256(append([]byte("chirograph gear 1"), byte(i)))
		t[i] = binary.BigEndian.Uint64(sum[:])
	}
	return t
}

// cut returns the length of the first chunk of data, and whether the chunk
// ends there whatever follows. If not, it ends because data does.
//
// The hash at a place depends on the window bytes before it and on nothing
// else. So after an edit the boundaries are the old ones again as soon as
// the window is past it and one of the old ones is met.
func cut(data []byte) (n int, closed bool) {
	if len(data) < MinChunk {
		return len(data), false
	}
	end := min(len(data), MaxChunk)
	var h uint64
	for _, b := range data[MinChunk-window : MinChunk-1] {
		h = h<<1 + gear[b]
	}
	for i, b := range data[MinChunk-1 : end] {
		h = h<<1 + gear[b]
		if h < boundary {
			return MinChunk + i, true
		}
	}
	return end, end == MaxChunk
}
