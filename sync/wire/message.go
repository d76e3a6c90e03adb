package wire

import (
	"crypto/sha256"
	"errors"
	"fmt"

	"chirograph/editor/version"
	"chirograph/sync/canonical"
	"chirograph/sync/identity"
)

// MaxFrame is the most bytes of one message: three of the largest batches.
const MaxFrame = 1 << 20

// Limits within messages.
const (
	MaxMembers  = 256      // people of a document, devices counted one by one
	MaxRanges   = 256      // ranges asked for at once
	MaxReply    = 512      // batches in one message
	ReplyBytes  = 64 << 10 // bytes of batches after which a reply is cut: under two seconds of a slow line, well within a heartbeat's patience
	MaxPresence = 1024     // bytes of a sealed presence
)

// ErrUnknown is returned for a message of a kind that this version does not
// know. The receiver skips it.
var ErrUnknown = errors.New("message of an unknown kind")

// A Message is one of the types below. Its first byte on the wire is its
// kind, the rest its canonical encoding.
type Message interface{ kind() byte }

// A Charter message lets the other side check everything that follows.
type CharterMessage struct {
	_       struct{} `cbor:",toarray"`
	Charter identity.Charter
}

// Members carries certificates and cards that the other side may lack.
type Members struct {
	_            struct{} `cbor:",toarray"`
	Certificates []identity.Certificate
	Cards        []identity.Card
}

// Heads says what the sender has: everything up to and including the heads,
// and the members and the labels that have those digests. Somebody who is still
// joining has perhaps only a part of what there is.
type Heads struct {
	_       struct{} `cbor:",toarray"`
	Heads   []Head
	Members Digest
	Labels  Digest
	Joining bool
}

// A Digest stands for a set of members or of labels. That of somebody who does
// not know the document's charter yet is zero.
type Digest [16]byte

// Digest returns the digest of m, whose parts must be in order.
func (m Members) Digest() Digest {
	h := sha256.New()
	h.Write([]byte("chirograph members 1\x00"))
	h.Write(canonical.Encode(m))
	return Digest(h.Sum(nil))
}

// A Range is a part of one author's log.
type Range struct {
	_      struct{} `cbor:",toarray"`
	Author version.Author
	Branch version.Branch
	From   uint64 // the first sequence number wanted
	To     uint64 // the last
}

// Replica is whose log it is.
func (r Range) Replica() version.Replica {
	return version.Replica{Author: r.Author, Branch: r.Branch}
}

// Want asks for parts of logs; with Packs set, for the packs alone that lie there,
// to take the place of batches that the sender has.
type Want struct {
	_      struct{} `cbor:",toarray"`
	Ranges []Range
	Packs  bool
}

// Batches carries encoded batches, each author's in order: live ones, or
// those that were wanted.
type Batches struct {
	_       struct{} `cbor:",toarray"`
	Batches [][]byte
	Live    bool
}

// Presence carries a sealed presence.
type Presence struct {
	_      struct{} `cbor:",toarray"`
	Sealed []byte
}

// Same says what the sender's text is at some heads: two who have the same heads
// must have the same text.
type Same struct {
	_     struct{} `cbor:",toarray"`
	Heads Digest   // see DigestOfHeads
	Text  [32]byte // see Keys.Commit
}

// DigestOfHeads stands for some heads, which must be in order.
func DigestOfHeads(heads []Head) Digest {
	h := sha256.New()
	h.Write([]byte("chirograph heads 1\x00"))
	h.Write(canonical.Encode(heads))
	return Digest(h.Sum(nil))
}

// Ping asks for a Pong with the same number. It is the heartbeat.
type Ping struct {
	_      struct{} `cbor:",toarray"`
	Number uint64
}

// Pong answers a Ping.
type Pong struct {
	_      struct{} `cbor:",toarray"`
	Number uint64
}

// The kinds. Their numbers are part of the protocol.
const (
	kindCharter byte = iota + 1
	kindMembers
	kindHeads
	kindWant
	kindBatches
	kindPresence
	kindPing
	kindPong
	kindLabels
	kindSame
)

func (CharterMessage) kind() byte { return kindCharter }
func (Members) kind() byte        { return kindMembers }
func (Heads) kind() byte          { return kindHeads }
func (Want) kind() byte           { return kindWant }
func (Batches) kind() byte        { return kindBatches }
func (Presence) kind() byte       { return kindPresence }
func (Ping) kind() byte           { return kindPing }
func (Pong) kind() byte           { return kindPong }
func (Labels) kind() byte         { return kindLabels }
func (Same) kind() byte           { return kindSame }

// Encode returns the frame of m.
func Encode(m Message) []byte {
	return append([]byte{m.kind()}, canonical.Encode(m)...)
}

// Parse reads a frame. It checks form and size, not signatures.
func Parse(frame []byte) (Message, error) {
	if len(frame) == 0 {
		return nil, errors.New("message: empty")
	}
	if len(frame) > MaxFrame {
		return nil, fmt.Errorf("message: %w", ErrTooLarge)
	}
	switch body := frame[1:]; frame[0] {
	case kindCharter:
		return decode(body, func(m CharterMessage) bool { return len(m.Charter.Epochs) <= identity.MaxEpochs })
	case kindMembers:
		return decode(body, func(m Members) bool {
			return len(m.Certificates) <= MaxMembers && len(m.Cards) <= MaxMembers
		})
	case kindHeads:
		return decode(body, func(m Heads) bool { return len(m.Heads) <= MaxHeads && ordered(m.Heads) })
	case kindWant:
		return decode(body, func(m Want) bool { return len(m.Ranges) <= MaxRanges })
	case kindBatches:
		return decode(body, func(m Batches) bool { return len(m.Batches) <= MaxReply })
	case kindPresence:
		return decode(body, func(m Presence) bool { return len(m.Sealed) <= MaxPresence })
	case kindPing:
		return decode(body, func(Ping) bool { return true })
	case kindPong:
		return decode(body, func(Pong) bool { return true })
	case kindSame:
		return decode(body, func(Same) bool { return true })
	case kindLabels:
		return decode(body, func(m Labels) bool { return len(m.Labels) <= MaxLabels })
	}
	return nil, fmt.Errorf("message %d: %w", frame[0], ErrUnknown)
}

func decode[M Message](body []byte, ok func(M) bool) (Message, error) {
	var m M
	if err := canonical.Decode(body, &m, MaxFrame); err != nil {
		return nil, fmt.Errorf("message %d: %w", m.kind(), err)
	}
	if !ok(m) {
		return nil, fmt.Errorf("message %d: %w", m.kind(), ErrTooLarge)
	}
	return m, nil
}

// ordered tells whether heads has one head a replica, in order.
func ordered(heads []Head) bool {
	for i := 1; i < len(heads); i++ {
		if version.CompareReplicas(heads[i-1].Replica(), heads[i].Replica()) >= 0 {
			return false
		}
	}
	return true
}
