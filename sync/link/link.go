// Package link reads and writes the links by which people share a document:
//
//	chirograph:d/<token>?t=title&a=address
//
// The token is base58 of: version and role (1 byte), document id (32), the
// secret of the role (32), check (3). Base58 has no characters that mail
// programs and Markdown eat, and a double click selects all of it. The title
// and up to three addresses, where somebody who has the document was lately,
// are hints: a link works without them, if more slowly.
//
// Parse finds a link inside whatever was pasted. The package neither dials
// the addresses nor keeps the secrets.
package link

import (
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mr-tron/base58"

	"chirograph/sync/identity"
)

// Errors of Parse. ErrDamaged includes links that are cut short: which of
// the two it was cannot be told for certain.
var (
	ErrNoLink  = errors.New("no chirograph link in this text")
	ErrDamaged = errors.New("incomplete or mistyped link")
	ErrVersion = errors.New("link made by a newer version")
)

// Limits of a link. An address with an IPv6 host and a peer id has some 120
// characters.
const (
	MaxAddresses = 3
	maxAddress   = 256
	maxTitle     = 120  // characters; longer titles are cut when written
	maxPasted    = 1e6  // bytes looked at by Parse
	maxQuery     = 2048 // bytes of ?…, title and addresses escaped
)

const (
	scheme      = "chirograph:"
	kind        = "d/"
	version     = 1
	checkLen    = 3
	tokenLen    = 1 + 32 + 32 + checkLen
	minEncoded  = 92 // base58 digits of 68 bytes whose first is not zero
	maxEncoded  = 93
	base58Digit = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
)

// A Link names a document and carries the secret of one role.
type Link struct {
	Document  identity.DocumentID
	Role      identity.Role
	Secret    identity.Secret // a write seed for an editor, and so on
	Title     string          // a hint; "" when unknown
	Addresses []string        // at most MaxAddresses, as the network writes them
}

// String writes l out. The result is as good as a key to the document: it
// belongs in no log.
func (l Link) String() string {
	raw := make([]byte, 0, tokenLen)
	raw = append(raw, version<<4|byte(l.Role))
	raw = append(raw, l.Document[:]...)
	raw = append(raw, l.Secret[:]...)
	raw = append(raw, check(raw)...)
	s := scheme + kind + base58.Encode(raw)
	sep := "?"
	if t := cut(l.Title, maxTitle); t != "" {
		// A dot at the end would be taken for the end of a sentence.
		s += sep + "t=" + strings.NewReplacer("+", "%20", ".", "%2E").Replace(url.QueryEscape(t))
		sep = "&"
	}
	for _, a := range l.Addresses[:min(len(l.Addresses), MaxAddresses)] {
		s += sep + "a=" + a
		sep = "&"
	}
	return s
}

// GoString keeps the secret out of %#v.
func (l Link) GoString() string { return fmt.Sprintf("link.Link(%x…)", l.Document[:4]) }

// Parse finds the link in a pasted text, which may have quotes, brackets,
// line breaks within the token and words around it.
func Parse(pasted string) (Link, error) {
	if len(pasted) > maxPasted {
		pasted = pasted[:maxPasted]
	}
	rest := pasted
	err := ErrNoLink
	for {
		i := indexFold(rest, scheme)
		if i < 0 {
			return Link{}, err
		}
		rest = rest[i+len(scheme):]
		l, e := parse(rest)
		if e == nil {
			return l, nil
		}
		if !errors.Is(e, ErrNoLink) {
			err = e
		}
	}
}

// parse reads what stands after the scheme.
func parse(s string) (Link, error) {
	s = strings.TrimLeftFunc(s, ignorable)
	if !strings.HasPrefix(s, kind) {
		return Link{}, ErrNoLink
	}
	digits, end := token(s[len(kind):])
	for n := min(maxEncoded, len(digits)); n >= minEncoded; n-- {
		raw, err := base58.Decode(digits[:n])
		if err != nil || len(raw) != tokenLen {
			continue
		}
		body, sum := raw[:tokenLen-checkLen], raw[tokenLen-checkLen:]
		if subtle.ConstantTimeCompare(check(body), sum) != 1 {
			continue
		}
		if body[0]>>4 != version {
			return Link{}, ErrVersion
		}
		l := Link{Role: identity.Role(body[0] & 15)}
		if l.Role != identity.Editor && l.Role != identity.Reader && l.Role != identity.Keeper {
			return Link{}, ErrVersion
		}
		copy(l.Document[:], body[1:33])
		copy(l.Secret[:], body[33:65])
		l.hints(s[len(kind)+end[n]:])
		return l, nil
	}
	return Link{}, ErrDamaged
}

// token collects the base58 digits at the start of s, over line breaks and
// blanks, as far as a token can reach. end[n] is where the first n digits end
// in s.
func token(s string) (digits string, end [maxEncoded + 1]int) {
	var b strings.Builder
	for i, r := range s {
		switch {
		case strings.ContainsRune(base58Digit, r):
			b.WriteRune(r)
			end[b.Len()] = i + 1
			if b.Len() == maxEncoded {
				return b.String(), end
			}
		case r == '=' && strings.HasPrefix(strings.TrimLeft(s[i+1:], "\r"), "\n"):
			// A mail program's soft line break.
		case !ignorable(r):
			return b.String(), end
		}
	}
	return b.String(), end
}

// hints reads the title and the addresses in what follows a token. Hints that
// cannot be read are left out: the link works without them.
func (l *Link) hints(s string) {
	if !strings.HasPrefix(s, "?") {
		return
	}
	s = s[1:]
	if i := strings.IndexFunc(s, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("\"'<>`“”«»", r) }); i >= 0 {
		s = s[:i]
	}
	s = strings.TrimRight(s, ".,;:!?)]}")
	if len(s) > maxQuery {
		return
	}
	for part := range strings.SplitSeq(s, "&") {
		key, value, _ := strings.Cut(part, "=")
		switch key {
		case "t":
			if t, err := url.QueryUnescape(value); err == nil && utf8.ValidString(t) && l.Title == "" {
				l.Title = cut(strings.Map(printable, t), maxTitle)
			}
		case "a":
			a, err := url.PathUnescape(value)
			if err == nil && len(l.Addresses) < MaxAddresses && isAddress(a) {
				l.Addresses = append(l.Addresses, a)
			}
		}
	}
}

// isAddress tells whether a has the form of a network address, /ip4/…; what
// it means is for the network to say. It does not end in a dot or a colon,
// which would be taken for the end of a sentence.
func isAddress(a string) bool {
	return strings.HasPrefix(a, "/") && len(a) <= maxAddress && !strings.HasSuffix(a, ".") && !strings.HasSuffix(a, ":") &&
		!strings.ContainsFunc(a, func(r rune) bool {
			return r > unicode.MaxASCII || !(unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("/.:-_", r))
		})
}

func check(body []byte) []byte {
	h := sha256.Sum256(append([]byte("chirograph link 1\x00"), body...))
	return h[:checkLen]
}

// ignorable tells whether r is something that mail and chat programs put into
// long words.
func ignorable(r rune) bool {
	return unicode.IsSpace(r) || r == '\u200b' || r == '\u00ad' || r == '\ufeff' || r == '\u2060'
}

func printable(r rune) rune {
	if unicode.IsControl(r) {
		return -1
	}
	return r
}

// cut is the first n characters of s, without blanks around.
func cut(s string, n int) string {
	s = strings.TrimSpace(s)
	for i := range s {
		if n == 0 {
			return strings.TrimSpace(s[:i])
		}
		n--
	}
	return s
}

// indexFold is strings.Index for an ASCII word in any case.
func indexFold(s, word string) int {
	for i := 0; i+len(word) <= len(s); i++ {
		if strings.EqualFold(s[i:i+len(word)], word) {
			return i
		}
	}
	return -1
}
