package seal

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"chirograph/sync/merkle"
)

// These were computed by another program, written after docs/format.md.
func TestSealsStayWhatTheyAre(t *testing.T) {
	for _, tt := range []struct{ text, full, words string }{
		{"", "RGPB-GVTQ-HBD4-NEQT-0ECY-24EY-T3AW-SS48-V9RA-DK28-X2YV-DNNV-EGDG", "service-grape-bridge-pyramid-pumpkin"},
		{"A text.\n", "W8E7-9XAH-4Y39-71NP-B5KW-HPDF-4GRA-JCQT-NN1A-A7AT-JF59-2EEX-7010", "tilt-together-diary-pelican-journey"},
		{strings.Repeat("a", 20000), "ECEQ-KY9C-KP00-49H8-YZF4-ENF2-K7GD-5JBR-M4T1-RMW4-HV8K-8TYZ-YYE0", "indoor-type-layer-float-submit"},
	} {
		s := OfText([]byte(tt.text))
		if s.Full() != tt.full || s.String() != tt.full[:24] || Words(s) != tt.words {
			t.Errorf("%d bytes: %v, %v, want %v, %v", len(tt.text), s.Full(), Words(s), tt.full, tt.words)
		}
	}
}

func TestSealIsBoundToTheSize(t *testing.T) {
	r := merkle.RootOf([]byte("text"))
	other := r
	other.Size++
	if Of(r) == Of(other) {
		t.Error("one seal for two sizes")
	}
}

func TestParseReadsWhatPeopleWrite(t *testing.T) {
	s := OfText([]byte("A text.\n")) // W8E7-9XAH-4Y39-71NP-…
	for _, tt := range []struct {
		text string
		want error
	}{
		{s.String(), nil},
		{s.Full(), nil},
		{" w8e7-9xah-4y39-71np\n", nil},
		{"W8E7 9XAH 4Y39 7LNP", nil},
		{"w8e79xah4y397inpb5kw", nil},
		{strings.ReplaceAll(s.Full(), "0", "o"), nil},
		{"W8E7-9XAH-4Y39-71N", ErrShort},
		{"", ErrShort},
		{"W8E7-9XAH-4Y39-71NU", ErrSeal},
		{"W8E7-9XAH-4Y39-71NÉ", ErrSeal},
		{s.Full() + "0", ErrSeal},
		{strings.Repeat("-", 1000) + s.Full(), ErrSeal},
	} {
		p, err := Parse(tt.text)
		if !errors.Is(err, tt.want) || err == nil && !p.Matches(s) {
			t.Errorf("%q: %v, matches: %v, %v", tt.text, p, p.Matches(s), err)
		}
		if err == nil && !strings.HasPrefix(s.Full(), p.String()) {
			t.Errorf("%q is written %v", tt.text, p)
		}
	}
	if (Prefix{}).Matches(s) {
		t.Error("nothing matches")
	}
}

func TestParseReadsNoOtherSeal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := Seal(rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "seal"))
		b := a
		n := rapid.IntRange(MinRead, Full).Draw(t, "characters")
		bit := rapid.IntRange(0, min(5*n, 256)-1).Draw(t, "bit")
		b[bit/8] ^= 0x80 >> (bit % 8)
		chars := strings.ReplaceAll(a.Full(), "-", "")[:n]
		p, err := Parse(chars)
		if err != nil || !p.Matches(a) || p.Matches(b) {
			t.Fatalf("%v matches %v: %v, with bit %d flipped: %v; %v", p, a, p.Matches(a), bit, p.Matches(b), err)
		}
		if grouped(chars) != p.String() {
			t.Fatalf("%v is written %v", chars, p)
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add(OfText(nil).Full())
	f.Add("w8e7 9xah-4y39 7lnp")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := Parse(text)
		if err != nil {
			return
		}
		again, err := Parse(p.String())
		if err != nil || again != p {
			t.Errorf("%q is read as %v, and that as %v: %v", text, p, again, err)
		}
	})
}
