package link

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"chirograph/sync/identity"
)

func sample() Link {
	l := Link{
		Role:  identity.Editor,
		Title: "Q3 plan: costs & risks, etc.",
		Addresses: []string{
			"/ip4/192.168.1.20/udp/42042/quic-v1/p2p/12D3KooWBhV1",
			"/ip6/fe80::1/tcp/42042/p2p/12D3KooWBhV1",
		},
	}
	for i := range 32 {
		l.Document[i] = byte(7*i + 1)
		l.Secret[i] = byte(255 - 5*i)
	}
	return l
}

func TestParseReadsWhatStringWrote(t *testing.T) {
	want := sample()
	got, err := Parse(want.String())
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestParseFindsALinkInPastedText(t *testing.T) {
	want := sample()
	s := want.String()
	token, query, _ := strings.Cut(s, "?")
	for _, tt := range []struct{ name, in string }{
		{"alone", s},
		{"with blanks around", "  \n" + s + "\n\n"},
		{"with words around", "Here it is: " + s + " - see you there"},
		{"at the end of a sentence", "The text is at " + s + "."},
		{"in quotes", `"` + s + `"`},
		{"in typographic quotes", "“" + s + "”"},
		{"in angle brackets", "<" + s + ">"},
		{"as a Markdown link", "[plan](" + s + ")"},
		{"broken over lines", token[:40] + "\r\n" + token[40:80] + "\n  " + token[80:] + "?" + query},
		{"broken by a mail program", token[:50] + "=\r\n" + token[50:] + "?" + query},
		{"with zero-width spaces", token[:20] + "\u200b" + token[20:] + "?" + query},
		{"in capitals", "CHIROGRAPH:" + s[len("chirograph:"):]},
		{"after a word that looks like one", "chirograph: a link: " + s},
		{"after a damaged one", token[:60] + " " + s},
	} {
		got, err := Parse(tt.in)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
		} else if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %v, want %v", tt.name, got, want)
		}
	}
}

func TestParseReadsABareTokenFollowedByWords(t *testing.T) {
	want := sample()
	want.Title, want.Addresses = "", nil
	got, err := Parse(want.String() + "\nSee you there")
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestParseRefusesEveryDamagedLink(t *testing.T) {
	l := sample()
	l.Title, l.Addresses = "", nil
	s := l.String()
	start := len(scheme + kind)
	for i := start; i < len(s); i++ {
		if _, err := Parse(s[:i]); !errors.Is(err, ErrDamaged) {
			t.Errorf("cut after %d characters: got %v, want %v", i, err, ErrDamaged)
		}
		typo := s[:i] + string(base58Digit[(strings.IndexByte(base58Digit, s[i])+1)%58]) + s[i+1:]
		if _, err := Parse(typo); !errors.Is(err, ErrDamaged) {
			t.Errorf("character %d changed: got %v, want %v", i, err, ErrDamaged)
		}
		if i > start && s[i] != s[i-1] {
			swapped := s[:i-1] + string(s[i]) + string(s[i-1]) + s[i+1:]
			if _, err := Parse(swapped); !errors.Is(err, ErrDamaged) {
				t.Errorf("characters %d and %d swapped: got %v, want %v", i-1, i, err, ErrDamaged)
			}
		}
	}
}

func TestParseWithoutALink(t *testing.T) {
	for _, in := range []string{"", "hello", "https://example.org/", "chirograph:", "chirograph:x/123"} {
		if _, err := Parse(in); !errors.Is(err, ErrNoLink) {
			t.Errorf("%q: got %v, want %v", in, err, ErrNoLink)
		}
	}
}

func TestHintsThatCannotBeReadAreLeftOut(t *testing.T) {
	l := sample()
	l.Title, l.Addresses = "", nil
	got, err := Parse(l.String() + "?t=%zz&a=javascript:alert(1)&a=/ip4/1.2.3.4/tcp/1&a=" + strings.Repeat("/", 300))
	if err != nil {
		t.Fatal(err)
	}
	l.Addresses = []string{"/ip4/1.2.3.4/tcp/1"}
	if !reflect.DeepEqual(got, l) {
		t.Errorf("got %v, want %v", got, l)
	}
}

func TestSecretsDoNotPrint(t *testing.T) {
	l := sample()
	if s := fmt.Sprintf("%v %+v %#v", l.Secret, l.Secret, l); strings.Contains(s, "255") || strings.Contains(s, "0xff") {
		t.Errorf("the secret shows in %q", s)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(sample().String())
	f.Add("chirograph:d/" + strings.Repeat("1", 200))
	f.Fuzz(func(t *testing.T, in string) {
		l, err := Parse(in)
		if err != nil {
			return
		}
		again, err := Parse(l.String())
		if err != nil {
			t.Fatalf("%q: written out again: %v", in, err)
		}
		if !reflect.DeepEqual(again, l) {
			t.Errorf("got %v, want %v", again, l)
		}
	})
}
