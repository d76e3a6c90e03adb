package direct

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"

	"chirograph/net/node"
)

// A frame is its length as a uvarint, in the shortest form, and that many
// bytes.

// Errors of frames.
var (
	ErrTooLong   = errors.New("direct: frame too long")
	errMalformed = errors.New("direct: malformed length of a frame")
)

// firstPiece is how much is allocated on the mere word of the other side.
const firstPiece = 64 << 10

// readFrame reads a frame of at most limit bytes.
func readFrame(r *bufio.Reader, limit int) ([]byte, error) {
	n, err := readLength(r)
	if err != nil {
		return nil, err
	}
	if n > uint64(limit) {
		return nil, ErrTooLong
	}
	size := int(n)
	frame := make([]byte, 0, min(size, firstPiece))
	for len(frame) < size {
		// What has come is doubled, until the whole fits.
		have := len(frame)
		more := min(size-have, max(have, firstPiece))
		frame = append(frame, make([]byte, more)...)
		if _, err := io.ReadFull(r, frame[have:]); err != nil {
			return nil, unexpected(err)
		}
	}
	return frame, nil
}

func readLength(r *bufio.Reader) (uint64, error) {
	var n uint64
	for shift := 0; ; shift += 7 {
		b, err := r.ReadByte()
		if err != nil {
			if shift > 0 {
				err = unexpected(err)
			}
			return 0, err
		}
		if shift == 28 || shift > 0 && b == 0 {
			return 0, errMalformed // longer than any frame, or not the shortest form
		}
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return n, nil
		}
	}
}

// unexpected turns the end of the stream into an error in the midst of a frame.
func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// writeFrame writes a frame of at most node.MaxFrame bytes.
func writeFrame(w *bufio.Writer, frame []byte) error {
	if len(frame) > node.MaxFrame {
		return ErrTooLong
	}
	w.Write(binary.AppendUvarint(w.AvailableBuffer(), uint64(len(frame)))) // Flush returns the error
	w.Write(frame)
	return w.Flush()
}
