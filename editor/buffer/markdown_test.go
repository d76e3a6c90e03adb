package buffer

import "testing"

func TestEnterContinuesListsAndQuotes(t *testing.T) {
	enter := NewLine{}
	play(t, []scene{
		{"words", "one‸", enter, "one\n‸"},
		{"indented words", "  one‸", enter, "  one\n  ‸"},
		{"nothing but indentation", "a\n  ‸", enter, "a\n\n  ‸"},
		{"a bullet", "- one‸", enter, "- one\n- ‸"},
		{"another bullet", "  * one‸", enter, "  * one\n  * ‸"},
		{"a bullet in the middle", "+ one‸ two", enter, "+ one\n+ ‸two"},
		{"before a bullet", "‸- one", enter, "\n‸- one"},
		{"before an indented bullet", "- a\n  ‸- one", enter, "- a\n\n  ‸- one"},
		{"before a bullet in a quote", "> ‸- one", enter, "> \n> ‸- one"},
		{"after a mark", "- ‸one", enter, "- \n- ‸one"},
		{"a number", "9. one‸", enter, "9. one\n10. ‸"},
		{"a number with a parenthesis", "1) one‸", enter, "1) one\n2) ‸"},
		{"the last number", "999999999. one‸", enter, "999999999. one\n999999999. ‸"},
		{"no number", "1234567890. one‸", enter, "1234567890. one\n‸"},
		{"a box", "- [x] done‸", enter, "- [x] done\n- [ ] ‸"},
		{"a quote", "> one‸", enter, "> one\n> ‸"},
		{"a quote in a quote", "> > one‸", enter, "> > one\n> > ‸"},
		{"a quote without spaces", ">>one‸", enter, ">>one\n>>‸"},
		{"an item in a quote", "> 1. one‸", enter, "> 1. one\n> 2. ‸"},
		{"a quote in an item", "- > one‸", enter, "- > one\n  > ‸"},
		{"an item in an item", "- - one‸", enter, "- - one\n  - ‸"},
		{"a rule", "- - -‸", enter, "- - -\n‸"},
		{"emphasis", "*one*‸", enter, "*one*\n‸"},
		{"a number that is none", "1.5‸", enter, "1.5\n‸"},
		{"a selection in an item", "- o⟨n‸e", enter, "- o\n- ‸e"},
		{"many carets", "- a‸\n1. b‸\nc‸", enter, "- a\n- ‸\n1. b\n2. ‸\nc\n‸"},
		{"code", "  - one‸", NewLine{Code: true}, "  - one\n  ‸"},
		{"without going on", "- one‸", PlainNewLine{}, "- one\n  ‸"},
		{"without going on with a number", "  10. [ ] one‸", PlainNewLine{}, "  10. [ ] one\n      ‸"},
		{"without going on with words", "  one‸ two", PlainNewLine{}, "  one\n  ‸ two"},
		{"without going on with a quote", "> one‸", PlainNewLine{}, "> one\n‸"},
	})
}

func TestEnterEndsAnEmptyItem(t *testing.T) {
	enter := NewLine{}
	play(t, []scene{
		{"a bullet", "- one\n- ‸", enter, "- one\n‸"},
		{"a number", "1. one\n2. ‸\nmore", enter, "1. one\n‸\nmore"},
		{"a box", "- [ ] ‸", enter, "‸"},
		{"a quote", "> one\n> ‸", enter, "> one\n‸"},
		{"a quote in a quote", "> > ‸", enter, "> ‸"},
		{"an item in a quote", "> - ‸", enter, "> ‸"},
		{"a nested bullet", "1. one\n   - two\n   - ‸", enter, "1. one\n   - two\n2. ‸"},
		{"a nested bullet of a box", "- [x] one\n    - two\n    - ‸", enter, "- [x] one\n    - two\n- [ ] ‸"},
		{"a bullet nested twice", "- a\n  - b\n    - ‸", enter, "- a\n  - b\n  - ‸"},
		{"a nested one in a quote", "> - a\n>   - ‸", enter, "> - a\n> - ‸"},
		{"an indented bullet of no list", "words\n  - ‸", enter, "words\n‸"},
		{"two carets in it", "- ‸ ‸", enter, "‸"},
	})
}

func TestHeadings(t *testing.T) {
	play(t, []scene{
		{"make one", "on‸e", Heading{2}, "## on‸e"},
		{"at the start", "‸one", Heading{1}, "# ‸one"},
		{"in an empty line", "‸", Heading{1}, "# ‸"},
		{"another level", "# on‸e", Heading{3}, "### on‸e"},
		{"a lower level", "### on‸e", Heading{1}, "# on‸e"},
		{"the same level", "## on‸e", Heading{2}, "on‸e"},
		{"none", "## on‸e", Heading{0}, "on‸e"},
		{"none of none", "on‸e", Heading{0}, "on‸e"},
		{"several", "# o⟨ne\n\ntwo‸", Heading{1}, "# o⟨ne\n\n# two‸"},
		{"in a quote", "> on‸e", Heading{1}, "> # on‸e"},
		{"no heading", "#on‸e", Heading{1}, "# #on‸e"},
		{"seven", "####### on‸e", Heading{9}, "###### ####### on‸e"},
	})
}

func TestLists(t *testing.T) {
	bullets, numbers, checks := List{Bullets}, List{Numbers}, List{Checks}
	play(t, []scene{
		{"bullets", "⟨one\n\ntwo‸", bullets, "⟨- one\n\n- two‸"},
		{"bullets of numbers", "⟨1. one\n10) two‸", bullets, "⟨- one\n- two‸"},
		{"no bullets", "⟨- one\n* two‸", bullets, "⟨one\ntwo‸"},
		{"some bullets", "⟨* one\ntwo‸", bullets, "⟨* one\n- two‸"},
		{"bullets of boxes", "- [x] on‸e", bullets, "- on‸e"},
		{"an empty line", "‸", bullets, "- ‸"},
		{"numbers", "⟨one\ntwo\n- three‸", numbers, "⟨1. one\n2. two\n3. three‸"},
		{"numbers again", "⟨1. one\ntwo\n2. three‸", numbers, "⟨1. one\n2. two\n3. three‸"},
		{"nested numbers", "⟨- a\n  - b\n  - c\n- d\n  - e‸", numbers, "⟨1. a\n  1. b\n  2. c\n2. d\n  1. e‸"},
		{"no numbers", "⟨1. one\n2. two‸", numbers, "⟨one\ntwo‸"},
		{"boxes", "⟨one\n* two\n1. three\n- [x] four‸", checks, "⟨- [ ] one\n* [ ] two\n1. [ ] three\n- [x] four‸"},
		{"no boxes", "- [x] on‸e", checks, "on‸e"},
		{"in a quote", "> on‸e", bullets, "> - on‸e"},
		{"indented", "  on‸e", bullets, "  - on‸e"},
	})
}

func TestBoxesAreTicked(t *testing.T) {
	play(t, []scene{
		{"tick", "‸\n- [ ] one", Check{1}, "‸\n- [x] one"},
		{"clear", "> 1. [X] on‸e", Check{0}, "> 1. [ ] on‸e"},
		{"no box", "- on‸e", Check{0}, "- on‸e"},
		{"no line", "- [ ] on‸e", Check{7}, "- [ ] on‸e"},
		{"those selected", "⟨- [x] a\n- [ ] b\nc‸", Check{-1}, "⟨- [x] a\n- [x] b\nc‸"},
		{"all are ticked", "⟨- [x] a\n- [x] b‸", Check{-1}, "⟨- [ ] a\n- [ ] b‸"},
		{"of an empty item", "- [ ]‸", Check{-1}, "- [x]‸"},
	})
}

func TestEmphasis(t *testing.T) {
	bold, italic, code, struck := Emphasise{"**"}, Emphasise{"*"}, Emphasise{"`"}, Emphasise{"~~"}
	play(t, []scene{
		{"a selection", "one ⟨two‸ three", bold, "one **⟨two‸** three"},
		{"backwards", "‸two⟩", italic, "*‸two⟩*"},
		{"with spaces at its ends", "one⟨ two ‸three", bold, "one⟨ **two** ‸three"},
		{"a word", "one tw‸o three", bold, "one **tw‸o** three"},
		{"at the start of a word", "‸one", bold, "**‸one**"},
		{"at the end of a word", "one‸", bold, "**one‸**"},
		{"no word", "one ‸ two", bold, "one **‸** two"},
		{"no word, back", "one **‸** two", bold, "one ‸ two"},
		{"no word, italic in bold", "**‸**", italic, "***‸***"},
		{"off: the words", "**⟨one‸**", bold, "⟨one‸"},
		{"off: with the marks", "a ⟨**one**‸ b", bold, "a ⟨one‸ b"},
		{"off: a word of it", "**one tw‸o three**", bold, "one tw‸o three"},
		{"off: part of it", "**one ⟨two‸ three**", bold, "**one** ⟨two‸ **three**"},
		{"off: the beginning of it", "**⟨one‸ two**", bold, "⟨one‸ **two**"},
		{"off: the end of it", "**one ⟨two‸**", bold, "**one** ⟨two‸"},
		{"out of it", "**one‸**", bold, "**one**‸"},
		{"italic in bold", "**⟨one‸**", italic, "***⟨one‸***"},
		{"bold of both", "***⟨one‸***", bold, "*⟨one‸*"},
		{"italic of both", "***⟨one‸***", italic, "**⟨one‸**"},
		{"italic in a part of bold", "**one ⟨two‸**", italic, "**one *⟨two‸***"},
		{"off: underlines", "_o‸ne_", italic, "o‸ne"},
		{"off: two underlines", "__⟨one‸__", bold, "⟨one‸"},
		{"no underlines in words", "a_b_‸c", italic, "*a_b_‸c*"},
		{"more of it", "**one** ⟨two **three**‸", bold, "**one** **⟨two three‸**"},
		{"beyond it", "**on⟨e** two‸", bold, "**on⟨e two‸**"},
		{"before it", "⟨one **tw‸o**", bold, "**⟨one tw‸o**"},
		{"struck", "⟨one‸", struck, "~~⟨one‸~~"},
		{"code", "⟨a *b*‸", code, "`⟨a *b*‸`"},
		{"code with a backtick", "⟨a`b‸", code, "`` ⟨a`b‸ ``"},
		{"off: code", "x `a‸b` y", code, "x a‸b y"},
		{"no emphasis in code", "`*a*` ⟨b‸", italic, "`*a*` *⟨b‸*"},
		{"escaped", `\*⟨one‸\*`, italic, `\**⟨one‸*\*`},
		{"lines", "⟨one\n\n- two ‸", bold, "**⟨one**\n\n- **two** ‸"},
		{"off: lines", "⟨**one**\n- **two**‸", bold, "⟨one\n- two‸"},
		{"some lines", "⟨**one**\ntwo‸", bold, "⟨**one**\n**two‸**"},
		{"a heading", "⟨# one‸", bold, "⟨# **one‸**"},
		{"many carets", "o‸ne t‸wo ⟨three‸", bold, "**o‸ne** **t‸wo** **⟨three‸**"},
		{"two carets in one word", "o‸n‸e", bold, "**o‸n‸e**"},
		{"what begins with some", "⟨*one* two‸", italic, "*⟨one two‸*"},
		{"what ends with some", "⟨one **two**‸", bold, "**⟨one two‸**"},
		{"beyond underlines", "_on⟨e_ two‸", italic, "*on⟨e two‸*"},
		{"before underlines", "⟨one __tw‸o__", bold, "**⟨one tw‸o**"},
		{"from stars to underlines", "**on⟨e** two __thr‸ee__", bold, "**on⟨e two thr‸ee**"},
		{"off: code with backticks", "x `` ⟨`a` b‸ `` y", code, "x ⟨`a` b‸ y"},
		{"off and out of it", "**o‸ne‸**", bold, "o‸ne‸"},
		{"off: two carets in it", "**o‸ne t‸wo**", bold, "o‸ne t‸wo"},
	})
	d := draw("on‸e")
	d.do(Emphasise{"#"}, Emphasise{""}, Emphasise{"*~"})
	d.wantDrawn(t, "on‸e")
}

func TestLinks(t *testing.T) {
	play(t, []scene{
		{"words", "see ⟨this page‸.", Link{}, "see [this page](‸)."},
		{"a word", "see th‸is.", Link{}, "see [this](‸)."},
		{"nothing", "see ‸", Link{}, "see [‸]()"},
		{"an address", "see ⟨https://a.b/c‸", Link{}, "see [‸](https://a.b/c)"},
		{"an address at a caret", "see https://a.b‸/c (d)", Link{}, "see [‸](https://a.b/c) (d)"},
		{"an address with parentheses", "⟨https://a.b/c)d‸", Link{}, "[‸](<https://a.b/c)d>)"},
		{"in a link", "a [b‸](c(d)e) f", Link{}, "a [b](⟨c(d)e‸) f"},
		{"in the words of an image in a link", "[![a‸](b)](c)", Link{}, "[![a](⟨b‸)](c)"},
		{"in the words of a link behind one", "[![a](b)] [c‸](d)", Link{}, "[![a](b)] [c](⟨d‸)"},
		{"a word before a link", "[x] on‸e [two](c)", Link{}, "[x] [one](‸) [two](c)"},
		{"a word of a task before a link", "- [ ] on‸e [two](c)", Link{}, "- [ ] [one](‸) [two](c)"},
		{"many", "⟨a‸ ⟨b‸", Link{}, "[a](‸) [b](‸)"},
		{"two carets in a word", "a‸b‸c", Link{}, "[abc](‸)"},
		{"an address is pasted over words", "⟨a‸ ⟨b c‸", PasteSmart{"https://x.y/\n"}, "[a](https://x.y/)‸ [b c](https://x.y/)‸"},
		{"an address is pasted over an address", "⟨http://x.y‸", PasteSmart{"https://x.y/"}, "https://x.y/‸"},
		{"an address is pasted at a caret", "a‸", PasteSmart{"https://x.y/"}, "ahttps://x.y/‸"},
		{"an address is pasted over lines", "⟨a\nb‸", PasteSmart{"https://x.y/"}, "https://x.y/‸"},
		{"words are pasted over words", "⟨a‸", PasteSmart{"note: b"}, "note: b‸"},
		{"an address is pasted as it is", "⟨a‸", Paste{"https://x.y/"}, "https://x.y/‸"},
	})
}
