package find

import (
	"errors"
	"regexp/syntax"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"chirograph/editor/buffer"
	"chirograph/editor/crdt"
	"chirograph/editor/version"
)

func newBuffer(text string) *buffer.Buffer {
	b := buffer.New(crdt.New(), version.Replica{Author: version.Author{1}})
	b.Do(buffer.Paste{Text: text}, 0)
	return b
}

func compile(tb rapid.TB, q Query) *Pattern {
	p, err := Compile(q)
	if err != nil {
		tb.Fatalf("%+v: %v", q, err)
	}
	return p
}

// all is what a search has found.
func (s *Search) all() []Match {
	for !s.Step(1 << 20) {
	}
	return slices.Clone(s.matches)
}

func TestWhatIsFound(t *testing.T) {
	for _, tt := range []struct {
		text  string
		query Query
		want  string // what was found, with bars between
	}{
		{"one One ONE", Query{Text: "one"}, "one|One|ONE"},
		{"one One ONE", Query{Text: "One", Case: true}, "One"},
		{"ones one one_ éone one", Query{Text: "one", Word: true}, "one|one"},
		{"(one) -one-", Query{Text: "one", Word: true}, "one|one"},
		{"a.b axb", Query{Text: "a.b"}, "a.b"},
		{"a.b axb", Query{Text: "a.b", Regexp: true}, "a.b|axb"},
		{"aaaa", Query{Text: "aa"}, "aa|aa"},
		{"aaa aa", Query{Text: "aa", Word: true}, "aa"},
		{"xa-a-a", Query{Text: "a-a", Word: true}, "a-a"},
		{"ÄRGER ärger", Query{Text: "Ärger"}, "ÄRGER|ärger"},
		{"K k \u212a", Query{Text: "k"}, "K|k|\u212a"},
		{"ΣΑΣ σας", Query{Text: "σασ"}, "ΣΑΣ|σας"},
		{"日本語", Query{Text: "本"}, "本"},
		{"one\ntwo\none\nTWO", Query{Text: "one\ntwo"}, "one\ntwo|one\nTWO"},
		{"->->", Query{Text: "->"}, "->|->"},
		{"x ... y", Query{Text: "...", Word: true}, "..."},
		{"a b\nc d", Query{Text: `\w+$`, Regexp: true}, "b|d"},
		{"a b\nc d", Query{Text: `^\w`, Regexp: true}, "a|c"},
		{"ab\nAB", Query{Text: `[a-z]+`, Regexp: true, Case: true}, "ab"},
		{"ab\nAB", Query{Text: `[a-z]+`, Regexp: true}, "ab|AB"},
		{"a\n\nb", Query{Text: `.*`, Regexp: true}, "a||b"},
		{"a\nb", Query{Text: `[^x]+`, Regexp: true}, "a|b"},
		{"a\n\n\nb\n", Query{Text: `\n\n+`, Regexp: true}, "\n\n\n"},
		{"a\nb", Query{Text: `^b|a$`, Regexp: true}, "a|b"},
		{`a\nb`, Query{Text: `\\n`, Regexp: true}, `\n`},
		{"cat cats", Query{Text: `cat|cats`, Regexp: true, Word: true}, "cat"},
		{"", Query{Text: "a"}, ""},
	} {
		b := newBuffer(tt.text)
		var got []string
		for _, m := range New(b.Text(), compile(t, tt.query), 0).all() {
			got = append(got, tt.text[m.From:m.To])
		}
		if got := strings.Join(got, "|"); got != tt.want {
			t.Errorf("%+v in %q: got %q, want %q", tt.query, tt.text, got, tt.want)
		}
	}
}

func TestABadQueryIsRefused(t *testing.T) {
	if _, err := Compile(Query{}); !errors.Is(err, ErrEmpty) {
		t.Errorf("nothing: got %v", err)
	}
	var bad *syntax.Error
	if _, err := Compile(Query{Text: "a(", Regexp: true}); !errors.As(err, &bad) || bad.Code != syntax.ErrMissingParen {
		t.Errorf("a parenthesis: got %v", err)
	}
	if _, err := Compile(Query{Text: "a("}); err != nil {
		t.Errorf("words: got %v", err)
	}
}

func TestALongTextIsNotSearchedForLineBreaksByARegularExpression(t *testing.T) {
	b := newBuffer(strings.Repeat("line\n", MaxSpanned/5+1))
	s := New(b.Text(), compile(t, Query{Text: `e\nl`, Regexp: true}), 0)
	if got := s.all(); len(got) > 0 || !errors.Is(s.Err(), ErrLong) {
		t.Errorf("got %d matches, %v", len(got), s.Err())
	}
	m := b.Mark()
	b.Do(buffer.Erase{From: 0, To: 100}, 0)
	s.Apply(b.Since(m))
	if got := s.all(); len(got) != b.Text().Lines()-2 || s.Err() != nil {
		t.Errorf("when it is short enough: got %d matches, %v", len(got), s.Err())
	}
}

func TestMatchesAreWalkedThroughRoundAndRound(t *testing.T) {
	b := newBuffer("one two one two one")
	s := New(b.Text(), compile(t, Query{Text: "one"}), 0)
	s.all()
	if n, more := s.Len(); n != 3 || more {
		t.Errorf("got %d, %v", n, more)
	}
	for _, tt := range []struct {
		from, to       int
		next, previous int
		nextWraps      bool
		previousWraps  bool
	}{
		{0, 0, 0, 2, false, true},
		{0, 3, 1, 2, false, true},
		{5, 5, 1, 0, false, false},
		{8, 11, 2, 0, false, false},
		{16, 19, 0, 1, true, false},
	} {
		if i, wrapped, ok := s.Next(tt.from, tt.to); i != tt.next || wrapped != tt.nextWraps || !ok {
			t.Errorf("after %d-%d: got %d, %v, %v", tt.from, tt.to, i, wrapped, ok)
		}
		if i, wrapped, ok := s.Previous(tt.from, tt.to); i != tt.previous || wrapped != tt.previousWraps || !ok {
			t.Errorf("before %d-%d: got %d, %v, %v", tt.from, tt.to, i, wrapped, ok)
		}
	}
	if i, ok := s.First(17); i != 0 || !ok {
		t.Errorf("the first from 17: got %d, %v", i, ok)
	}
	if i, ok := s.Number(8, 11); i != 1 || !ok {
		t.Errorf("the number: got %d, %v", i, ok)
	}
	if _, ok := s.Number(8, 10); ok {
		t.Error("what is no match has a number")
	}
	if got, want := s.Append(nil, 3, 8), []Match{{0, 3}, {8, 11}}; !slices.Equal(got, want) {
		t.Errorf("between: got %v, want %v", got, want)
	}
	empty := New(b.Text(), compile(t, Query{Text: "nowhere"}), 0)
	empty.all()
	if _, _, ok := empty.Next(0, 0); ok {
		t.Error("there is something after nothing")
	}
	if _, _, ok := empty.Previous(0, 0); ok {
		t.Error("there is something before nothing")
	}
}

func TestEmptyMatchesAreWalkedThrough(t *testing.T) {
	b := newBuffer("a\nb\nc")
	s := New(b.Text(), compile(t, Query{Text: "^", Regexp: true}), 0)
	if got, want := s.all(), []Match{{0, 0}, {2, 2}, {4, 4}}; !slices.Equal(got, want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	if i, _, _ := s.Next(2, 2); i != 2 {
		t.Errorf("the next one: got %d", i)
	}
	if i, _, _ := s.Previous(2, 2); i != 0 {
		t.Errorf("the one before: got %d", i)
	}
	b.Do(buffer.ReplaceAll{Edits: s.Edits(s.pattern.Template("> "))}, 0)
	if got := b.Text().String(); got != "> a\n> b\n> c" {
		t.Errorf("got %q", got)
	}
}

func TestReplacing(t *testing.T) {
	for _, tt := range []struct {
		text  string
		query Query
		with  string
		want  string
	}{
		{"one two one", Query{Text: "one"}, "$1 \\n", "$1 \\n two $1 \\n"},
		{"one two", Query{Text: "one "}, "", "two"},
		{"Anna Ben\nCeleste Dora", Query{Text: `(\w+) (\w+)`, Regexp: true}, "$2, $1", "Ben, Anna\nDora, Celeste"},
		{"ab", Query{Text: `(?P<x>a)(b)`, Regexp: true}, "${x}${x}${2}$0$$1", "aabab$1"},
		{"ab", Query{Text: `(a)b`, Regexp: true}, "$12 $2 ${9} ${y} $", "a2 $2 ${9} ${y} $"},
		{"ab cb", Query{Text: `(a)?b`, Regexp: true}, "<$1>", "<a> c<>"},
		{"a b", Query{Text: ` `, Regexp: true}, `\n\t\\n`, "a\n\t\\nb"},
		{"a\n\n\nb", Query{Text: `\n{2,}`, Regexp: true}, `\n`, "a\nb"},
		{"a\nb\n", Query{Text: `$`, Regexp: true}, ";", "a;\nb;\n;"},
	} {
		b := newBuffer(tt.text)
		p := compile(t, tt.query)
		s := New(b.Text(), p, 0)
		s.all()
		b.Do(buffer.ReplaceAll{Edits: s.Edits(p.Template(tt.with))}, 0)
		if got := b.Text().String(); got != tt.want {
			t.Errorf("%q in %q by %q: got %q, want %q", tt.query.Text, tt.text, tt.with, got, tt.want)
		}
		b.Do(buffer.Undo{}, 0)
		if got := b.Text().String(); got != tt.text {
			t.Errorf("undone: got %q, want %q", got, tt.text)
		}
	}
}

func TestOneMatchOfALineIsReplaced(t *testing.T) {
	b := newBuffer("a1 b2 c3")
	p := compile(t, Query{Text: `(\w)(\d)`, Regexp: true})
	s := New(b.Text(), p, 0)
	s.all()
	if got, want := s.Edit(1, p.Template("$2$1")), (buffer.Edit{From: 3, To: 5, Text: "2b"}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestPartOfATextIsSearchedAndMovesWithIt(t *testing.T) {
	b := newBuffer("one one one one")
	s := NewPart(b.Text(), compile(t, Query{Text: "one"}), 3, 12)
	if got, want := s.all(), []Match{{4, 7}, {8, 11}}; !slices.Equal(got, want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	m := b.Mark()
	b.Do(buffer.Replace{From: 0, To: 0, Text: "one "}, 0)
	b.Do(buffer.Replace{From: 8, To: 11, Text: "two one"}, 0)
	b.Do(buffer.Replace{From: 20, To: 20, Text: "one"}, 0)
	s.Apply(b.Since(m))
	if got, want := s.all(), []Match{{12, 15}, {16, 19}}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v in %q", got, want, b.Text())
	}
	m = b.Mark()
	b.Do(buffer.Replace{From: 16, To: 20, Text: "one one"}, 0) // the last one of the part
	s.Apply(b.Since(m))
	if got, want := s.all(), []Match{{12, 15}, {16, 19}, {20, 23}}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v in %q", got, want, b.Text())
	}
	m = b.Mark()
	for range 3000 { // too many for the buffer to remember
		b.Do(buffer.Replace{Text: "x"}, 0)
	}
	s.Apply(b.Since(m))
	if got, want := s.all(), []Match{{3012, 3015}, {3016, 3019}, {3020, 3023}}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestWhatIsNearIsFoundFirst(t *testing.T) {
	b := newBuffer(strings.Repeat("a word in a line\n", 10_000))
	for _, q := range []Query{{Text: "word"}, {Text: "wo.d", Regexp: true}} {
		s := New(b.Text(), compile(t, q), 85_003)
		s.Step(20)
		if i, ok := s.First(85_003); !ok || s.At(i).From != 85_002+17 && s.At(i).From != 85_002 {
			t.Errorf("%+v: got %v, %v", q, i, ok)
		}
		if s.Done() {
			t.Error("all was looked at in one step")
		}
		if got := len(s.all()); got != 10_000 {
			t.Errorf("%+v: got %d", q, got)
		}
	}
}

func TestALineLongerThanTheRest(t *testing.T) {
	long := strings.Repeat("é word ", maxLine/8*3)
	b := newBuffer("a word\n" + long + "\na word")
	for _, q := range []Query{{Text: "word"}, {Text: "WORD"}, {Text: "w[o]rd", Regexp: true}} {
		s := New(b.Text(), compile(t, q), 0)
		cut := 0
		if q.Regexp { // some are where the line is cut
			cut = 3
		}
		if got, want := len(s.all()), maxLine/8*3+2; got > want || got < want-cut {
			t.Errorf("%+v: got %d, want %d", q, got, want)
		}
	}
	p := compile(t, Query{Text: "$", Regexp: true})
	s := New(b.Text(), p, 0)
	s.all()
	if got := s.Edits(p.Template(".")); len(got) != 3 {
		t.Errorf("got %d ends of lines", len(got))
	}
}

func TestASearchStopsAtTheMostItKeeps(t *testing.T) {
	b := newBuffer(strings.Repeat("a", MaxMatches+200_000))
	s := New(b.Text(), compile(t, Query{Text: "a", Case: true}), 0)
	s.all()
	if n, more := s.Len(); n < MaxMatches || !more {
		t.Errorf("got %d, %v", n, more)
	}
}
