package direct

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"testing"

	"chirograph/net/node"
)

func TestReadFrameRefuses(t *testing.T) {
	for _, tt := range []struct {
		name string
		data []byte
		want error
	}{
		{"end", nil, io.EOF},
		{"end in the length", []byte{0x80}, io.ErrUnexpectedEOF},
		{"end before the frame", []byte{3}, io.ErrUnexpectedEOF},
		{"end in the frame", []byte{3, 1, 2}, io.ErrUnexpectedEOF},
		{"too long by one", binary.AppendUvarint(nil, node.MaxFrame+1), ErrTooLong},
		{"length of 28 bits", binary.AppendUvarint(nil, 1<<28-1), ErrTooLong},
		{"length of 64 bits", binary.AppendUvarint(nil, 1<<63), errMalformed},
		{"not the shortest form", []byte{0x81, 0x00, 7}, errMalformed},
	} {
		_, err := readFrame(bufio.NewReader(bytes.NewReader(tt.data)), node.MaxFrame)
		if !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
		}
	}
}

// TestReadFrameAllocatesWhatHasCome: a length alone costs little memory.
func TestReadFrameAllocatesWhatHasCome(t *testing.T) {
	promise := binary.AppendUvarint(nil, node.MaxFrame)
	res := testing.Benchmark(func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			readFrame(bufio.NewReader(bytes.NewReader(promise)), node.MaxFrame)
		}
	})
	if got := res.AllocedBytesPerOp(); got > 3*firstPiece {
		t.Errorf("%d bytes for the promise of %d", got, node.MaxFrame)
	}
}

func FuzzReadFrame(f *testing.F) {
	f.Add([]byte{0})
	f.Add([]byte{3, 1, 2, 3})
	f.Add([]byte{0x80, 0x01})
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0x0f})
	f.Fuzz(func(t *testing.T, data []byte) {
		r := bytes.NewReader(data)
		br := bufio.NewReader(r)
		frame, err := readFrame(br, node.MaxFrame)
		if err != nil {
			return
		}
		var out bytes.Buffer
		if err := writeFrame(bufio.NewWriter(&out), frame); err != nil {
			t.Fatal(err)
		}
		if read := data[:len(data)-r.Len()-br.Buffered()]; !bytes.Equal(out.Bytes(), read) {
			t.Errorf("%x was read, %x written", read, out.Bytes())
		}
	})
}
