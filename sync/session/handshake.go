package session

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
)

// The handshake of a stream proves to either side that the other knows a
// document, and tells a stranger nothing, not even which document it is about.
// Both know the membership key K of the document, and, from the connection,
// the other's peer id for certain:
//
//	hello    initiator to responder   nonce A, MAC(K, "hello", peers, A)
//	welcome  responder to initiator   1, nonce B, MAC(K, "welcome", peers, hello, B)
//	                                  or 0: not here
//	confirm  initiator to responder   MAC(K, "confirm", peers, hello, welcome)
//
// MAC is HMAC-SHA-256. The MAC of the hello is how the responder finds out
// which of its documents is meant. The names of the messages keep one from
// standing for another, the order of the peers keeps a message from being sent
// back to its author, the nonces keep it from being repeated in another
// handshake.
const (
	nonceLen   = 32
	macLen     = sha256.Size
	helloLen   = nonceLen + macLen
	welcomeLen = 1 + nonceLen + macLen

	// MaxHandshake is the most bytes of one message of the handshake.
	MaxHandshake = welcomeLen
)

// First bytes of a welcome.
const (
	notHere byte = iota
	welcome
)

// Errors of handshakes.
var (
	ErrNotMember = errors.New("session: the other side does not have this document")
	ErrHandshake = errors.New("session: the handshake went wrong")
)

// Hello is the first message from the peer me, who opened the stream, to peer.
// The nonce must be random and fresh.
func Hello(key [32]byte, me, peer string, nonce [32]byte) []byte {
	return append(nonce[:], mac(key, "hello", me, peer, nonce[:])...)
}

// Welcome answers the hello that arrived at me from peer, if it was made with
// one of keys, and tells which. The nonce must be random and fresh. The error
// is ErrNotMember when no key fits; there is an answer even then, and it is to
// be sent.
func Welcome(keys [][32]byte, me, peer string, nonce [32]byte, hello []byte) (answer []byte, which int, err error) {
	if len(hello) != helloLen {
		return nil, 0, fmt.Errorf("%w: hello of %d bytes", ErrHandshake, len(hello))
	}
	which = -1
	for i, k := range keys { // all of them, so that the time taken does not tell which
		fits := subtle.ConstantTimeCompare(hello[nonceLen:], mac(k, "hello", peer, me, hello[:nonceLen]))
		which = subtle.ConstantTimeSelect(fits, i, which)
	}
	if which < 0 {
		return []byte{notHere}, 0, ErrNotMember
	}
	answer = append([]byte{welcome}, nonce[:]...)
	return append(answer, mac(keys[which], "welcome", peer, me, hello, nonce[:])...), which, nil
}

// Confirm is the last message, from the peer me, who said hello to peer and
// got the answer. The error is ErrNotMember when peer has no such document.
func Confirm(key [32]byte, me, peer string, hello, answer []byte) ([]byte, error) {
	switch {
	case len(answer) == 1 && answer[0] == notHere:
		return nil, ErrNotMember
	case len(answer) != welcomeLen || answer[0] != welcome:
		return nil, fmt.Errorf("%w: welcome of %d bytes", ErrHandshake, len(answer))
	}
	nonce, proof := answer[1:1+nonceLen], answer[1+nonceLen:]
	if !hmac.Equal(proof, mac(key, "welcome", me, peer, hello, nonce)) {
		return nil, fmt.Errorf("%w: the welcome proves nothing", ErrHandshake)
	}
	return mac(key, "confirm", me, peer, hello, answer), nil
}

// Confirmed checks the last message, which arrived at me from peer after hello
// and answer. When it returns nil, both sides are sure of each other.
func Confirmed(key [32]byte, me, peer string, hello, answer, confirm []byte) error {
	if !hmac.Equal(confirm, mac(key, "confirm", peer, me, hello, answer)) {
		return fmt.Errorf("%w: the confirmation proves nothing", ErrHandshake)
	}
	return nil
}

// mac is the MAC of the message called name between two peers. Every part but
// the last has a length of its own, since peer ids have several.
func mac(key [32]byte, name, initiator, responder string, parts ...[]byte) []byte {
	h := hmac.New(sha256.New, key[:])
	for _, s := range []string{"chirograph handshake 1", name, initiator, responder} {
		h.Write([]byte{byte(len(s) >> 8), byte(len(s))})
		h.Write([]byte(s))
	}
	for _, p := range parts { // each of a length fixed by the name of the message
		h.Write(p)
	}
	return h.Sum(nil)
}
