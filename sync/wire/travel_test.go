package wire

import (
	"bytes"
	"testing"

	"chirograph/sync/merkle"
)

func TestAsksAndAnswersAreReadBack(t *testing.T) {
	ask := Ask{Newest: true, Nodes: []merkle.Hash{{1}, {2}}}
	if got, err := ParseAsk(ask.Encode()); err != nil || len(got.Nodes) != 2 || !got.Newest {
		t.Errorf("got %+v, %v", got, err)
	}
	answer := Answer{Snapshot: []byte("s"), Nodes: make([][]byte, MaxAsked)}
	for i := range answer.Nodes {
		answer.Nodes[i] = make([]byte, merkle.MaxNode)
	}
	frame := answer.Encode()
	if got, err := ParseAnswer(frame); err != nil || len(got.Nodes) != MaxAsked {
		t.Errorf("got %d nodes, %v", len(got.Nodes), err)
	}
	if len(frame) > MaxFrame {
		t.Errorf("the largest answer has %d bytes", len(frame))
	}
}

func TestTooManyNodesAreNotAskedFor(t *testing.T) {
	if _, err := ParseAsk((Ask{Nodes: make([]merkle.Hash, MaxAsked+1)}).Encode()); err == nil {
		t.Error("asked for")
	}
	if _, err := ParseAnswer((Answer{Nodes: make([][]byte, MaxAsked+1)}).Encode()); err == nil {
		t.Error("answered")
	}
}

func FuzzAsk(f *testing.F) {
	f.Add(Ask{Newest: true, Nodes: []merkle.Hash{{1}}}.Encode())
	f.Fuzz(func(t *testing.T, in []byte) {
		if a, err := ParseAsk(in); err == nil && !bytes.Equal(a.Encode(), in) {
			t.Errorf("two encodings of %+v", a)
		}
	})
}

func FuzzAnswer(f *testing.F) {
	f.Add(Answer{Snapshot: []byte{1}, Nodes: [][]byte{{2}, {}}}.Encode())
	f.Fuzz(func(t *testing.T, in []byte) {
		if a, err := ParseAnswer(in); err == nil && !bytes.Equal(a.Encode(), in) {
			t.Errorf("two encodings of %+v", a)
		}
	})
}
