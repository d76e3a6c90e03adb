// Package seal writes down what a text is, for people: a short code of letters
// and digits that nobody can make another text for, to compare with the code
// of an exported file, and five words to read to each other on the telephone.
//
// Seals are written in the base 32 of Douglas Crockford: no I, L, O and U,
// and case and hyphens do not matter when a seal is read.
package seal

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"errors"
	"strings"

	"github.com/tyler-smith/go-bip39/wordlists"

	"chirograph/sync/merkle"
)

// Lengths of a seal in characters of five bits, without hyphens.
const (
	Shown   = 20 // as people see it: 100 bits
	Full    = 52 // all of it
	MinRead = 16 // what Parse takes at least: 80 bits
)

// Errors of Parse.
var (
	ErrShort = errors.New("a seal has at least 16 letters and digits")
	ErrSeal  = errors.New("not a seal: letters and digits in groups of four, such as 7Q3M-K2PA-…")
)

const tag = "chirograph seal 1"

var crockford = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// A Seal is what a text is: two texts have the same seal only if they are
// the same to the last byte.
type Seal [32]byte

// Of returns the seal of the text with a root.
func Of(r merkle.Root) Seal {
	b := binary.BigEndian.AppendUint64([]byte(tag), uint64(r.Size))
	return sha256.Sum256(append(b, r.Hash[:]...))
}

// OfText returns the seal of a text: UTF-8, as it is in a document.
func OfText(text []byte) Seal { return Of(merkle.RootOf(text)) }

// String returns s as it is shown, 20 characters in five groups.
func (s Seal) String() string { return grouped(crockford.EncodeToString(s[:])[:Shown]) }

// Full returns all of s, 52 characters in groups of four.
func (s Seal) Full() string { return grouped(crockford.EncodeToString(s[:])) }

// grouped puts a hyphen behind every fourth character but the last.
func grouped(chars string) string {
	var b strings.Builder
	for i, c := range chars {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteRune(c)
	}
	return b.String()
}

// A Prefix is a seal as a person typed it: the beginning of one, or all.
type Prefix struct {
	chars string // of the base 32
}

// unconfuse maps what people write to what they mean.
var unconfuse = strings.NewReplacer("-", "", " ", "", "O", "0", "I", "1", "L", "1")

// Parse reads a seal, or at least 16 characters of its beginning. Lower
// case will do, hyphens and spaces may be left out or stand anywhere, and
// letters that look like digits are taken for these.
func Parse(text string) (Prefix, error) {
	if len(text) > 4*Full {
		return Prefix{}, ErrSeal
	}
	chars := unconfuse.Replace(strings.ToUpper(strings.TrimSpace(text)))
	for _, c := range []byte(chars) {
		if !strings.ContainsRune("0123456789ABCDEFGHJKMNPQRSTVWXYZ", rune(c)) {
			return Prefix{}, ErrSeal
		}
	}
	switch {
	case len(chars) > Full:
		return Prefix{}, ErrSeal
	case len(chars) < MinRead:
		return Prefix{}, ErrShort
	}
	return Prefix{chars}, nil
}

// Matches tells whether s begins with p.
func (p Prefix) Matches(s Seal) bool {
	return p.chars != "" && strings.HasPrefix(crockford.EncodeToString(s[:]), p.chars)
}

// String returns p as seals are written.
func (p Prefix) String() string { return grouped(p.chars) }

// Words returns five words for the first 55 bits of a digest, joined by
// hyphens. People who read out the same words have the same digest, unless
// somebody spent the work of some 2^55 attempts; as a proof, use a seal.
func Words(digest [32]byte) string {
	bits := binary.BigEndian.Uint64(digest[:])
	words := make([]string, 5)
	for i := range words {
		words[i] = wordlists.English[bits>>(64-11)]
		bits <<= 11
	}
	return strings.Join(words, "-")
}
