package direct

import (
	"bufio"
	"sync"
	"time"

	"github.com/libp2p/go-libp2p/core/network"

	"chirograph/net/node"
)

// sendTimeout is how long a frame may take to be passed on. A peer that reads
// nothing for so long is gone.
const sendTimeout = 10 * time.Second

// A Stream carries frames to one peer and back, about one document. One
// goroutine may send and another receive; anybody may close.
type Stream struct {
	raw      network.Stream
	key      Key
	peer     string
	outgoing bool
	since    time.Time // when both sides had proved themselves

	sending sync.Mutex // held while Send writes
	w       *bufio.Writer
	r       *bufio.Reader

	closing sync.Once
}

func newStream(raw network.Stream, outgoing bool) *Stream {
	return &Stream{
		raw:      raw,
		peer:     raw.Conn().RemotePeer().String(),
		outgoing: outgoing,
		w:        bufio.NewWriter(raw),
		r:        bufio.NewReader(raw),
	}
}

// Peer is the id of the device at the other end.
func (s *Stream) Peer() string { return s.peer }

// Outgoing tells whether this side opened the stream.
func (s *Stream) Outgoing() bool { return s.outgoing }

// Send sends a frame of at most node.MaxFrame bytes. After an error the
// stream is of no more use.
func (s *Stream) Send(frame []byte) error {
	s.sending.Lock()
	defer s.sending.Unlock()
	if err := s.raw.SetWriteDeadline(time.Now().Add(sendTimeout)); err != nil {
		return err
	}
	return writeFrame(s.w, frame)
}

// Recv waits for a frame. It returns io.EOF when the other side has closed
// the stream.
func (s *Stream) Recv() ([]byte, error) { return readFrame(s.r, node.MaxFrame) }

// Close ends the stream and every Send and Recv in progress. What was sent
// before still arrives if the connection lasts.
func (s *Stream) Close() error {
	var err error
	s.closing.Do(func() {
		if !s.sending.TryLock() {
			err = s.raw.Reset() // somebody is in the midst of a frame: cut it off
			return
		}
		defer s.sending.Unlock()
		if err = s.raw.Close(); err != nil {
			err = s.raw.Reset()
		}
	})
	return err
}
