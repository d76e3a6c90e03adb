package view

import (
	"unicode/utf8"

	"gioui.org/text"

	"chirograph/editor/markdown"
)

// A shape is what the shaper makes of a piece of text in one font: glyphs, and
// which of them belong to which characters.
type shape struct {
	glyphs   []text.Glyph
	clusters []cluster // glyph counts from the first of glyphs
	outlined bool      // there can be no bitmap among the glyphs
}

// shapeKey is what a shape depends on, within one look.
type shapeKey struct {
	text string
	size int
	font markdown.Kind
	rtl  bool
}

// mostShapes is how many shapes are kept: some screens of text. They take half
// a kilobyte for a word.
const mostShapes = 4 << 10

// mostPiece is how long a piece gets, in bytes, if no word in it ends it.
const mostPiece = 128

// fontKinds are the kinds that have a font of their own.
const fontKinds = markdown.Strong | markdown.Emphasis | markdown.Code | markdown.Fixed

// isSimple reports whether s has no letters that lean right, or join with the
// next, or come from scripts that need more than a word to be shaped: Latin,
// Greek and Cyrillic with their punctuation.
func isSimple(s string) bool {
	for _, r := range s {
		if r >= 0x300 && (r < 0x370 || r > 0x52f) && (r < 0x2010 || r > 0x2027) {
			return false
		}
	}
	return true
}

// pieceOf returns the length of the first piece of simple text that is shaped
// by itself. A key press then costs the shaping of a few words, not of a
// paragraph. Pieces end behind the spaces after some words, and only the word
// decides whether it is one of those: so pieces stay the same whatever is
// written before them.
func pieceOf(s string) int {
	sum := byte(0)
	for i := range len(s) {
		if s[i] == ' ' {
			continue
		}
		if i > 0 && s[i-1] == ' ' {
			if sum%4 == 0 || i >= mostPiece {
				return i
			}
			sum = 0
		}
		sum += s[i]
	}
	return len(s)
}

// shape returns the shape of a piece of text.
func (p *paper) shape(s string, size int, k markdown.Kind, rtl bool) *shape {
	key := shapeKey{s, size, k & fontKinds, rtl}
	if sh, ok := p.shapes[key]; ok {
		return sh
	}
	if len(p.shapes) >= mostShapes {
		clear(p.shapes)
	}
	sh := p.shapeAnew(s, size, k, rtl)
	sh.outlined = isSimple(s)
	p.shapes[key] = sh
	return sh
}

func (p *paper) shapeAnew(s string, size int, k markdown.Kind, rtl bool) *shape {
	left := utf8.RuneCountInString(s)
	sh := &shape{glyphs: make([]text.Glyph, 0, left), clusters: make([]cluster, 0, left)}
	p.style.Shaper.LayoutString(p.params(p.sizes[size], k, rtl), s)
	c := cluster{}
	for {
		g, ok := p.style.Shaper.NextGlyph()
		if !ok {
			break
		}
		sh.glyphs = append(sh.glyphs, g)
		c.glyphs++
		c.advance += g.Advance
		c.rtl = g.Flags&text.FlagTowardOrigin != 0
		if g.Flags&text.FlagClusterBreak == 0 {
			continue
		}
		c.runes = min(int(g.Runes), left)
		left -= c.runes
		if c.runes > 0 {
			sh.clusters = append(sh.clusters, c)
		}
		c = cluster{glyph: len(sh.glyphs)}
	}
	if left > 0 { // every character must have a place, drawn or not
		sh.clusters = append(sh.clusters, cluster{glyph: len(sh.glyphs), runes: left, rtl: rtl})
	}
	return sh
}
