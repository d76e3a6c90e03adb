package view

import (
	"image/color"
	"time"

	"gioui.org/font"
	"gioui.org/text"
	"gioui.org/unit"

	"chirograph/editor/markdown"
	"chirograph/editor/version"
)

// A Style says how a document looks and what is shown of it. Fonts, sizes and
// colours have no defaults; everything from TabWidth on is off, or the usual,
// at its zero value.
type Style struct {
	Shaper *text.Shaper

	Text font.Typeface // with the families for emoji behind it
	Code font.Typeface
	// Weight is that of running text: a medium one on light ground, where
	// grey antialiasing thins letters, a regular one on dark.
	Weight     font.Weight
	Size       unit.Sp
	LineHeight unit.Sp
	Label      font.Typeface // line numbers and the names of others

	Measure unit.Dp // greatest width of the text
	Gutter  unit.Dp // left of it, for line numbers and stripes; 0 for none
	Margin  unit.Dp // least space left and right
	Top     unit.Dp // space above the first line
	Wheel   float32 // by how much to multiply what the wheel turns the page; 0 is taken for 1

	Ground    color.NRGBA // behind everything
	Ink       color.NRGBA
	Ink2      color.NRGBA // quotations
	Quiet     color.NRGBA // Markdown marks, line numbers
	Accent    color.NRGBA // own caret, links
	Selection color.NRGBA
	Wash      color.NRGBA // behind code
	Find      color.NRGBA // washes behind what a search has found
	Tint      uint8       // of the selections of others over the ground, of 255
	Bar       color.NRGBA // the scroll bar
	Added     color.NRGBA // behind what a comparison says is new
	AddedInk  color.NRGBA // the line below it
	Gone      color.NRGBA // behind what it says was deleted
	GoneInk   color.NRGBA // the words of that, and the line through them

	TabWidth int    // in digits; 0 means 4
	Unit     string // what the Tab key inserts; "" means four spaces

	Numbers     bool // of lines, in the gutter
	Whitespace  bool // spaces, tabs and line ends are drawn
	CurrentLine bool // the caret's row is washed
	ReadOnly    bool // nothing can be written: see [View.Refused]
	Still       bool // nothing blinks, fades or glides
	TabMoves    bool // the Tab key leaves the text instead of writing a tab
	PlainLines  bool // the Enter key starts no further item of a list
	NoBrackets  bool // the bracket at the caret and its partner are not marked

	Marks   []Mark   // what a search has found, in the order of the text and apart
	Changes []Change // against another version, in the order of the text and apart
	Flags   Flags    // when the names of others are shown

	// Copied is what is put on the clipboard of a stretch; nil for its text.
	Copied func(from, to int) string

	// Author gives the colour of who wrote a piece of text; nil for no stripes.
	Author func(version.Author) (color.NRGBA, bool)
	// Authorship shows who wrote what; nil does not.
	Authorship *Authorship

	Hint string // shown while the document is empty
}

// A Mark is a stretch that a search has found, in bytes.
type Mark struct {
	From, To int
	Current  bool // the one that the person is at
}

// Flags say when the names of others stand beside their carets.
type Flags uint8

const (
	OnActivity Flags = iota // for 3 seconds after they act, and under the mouse
	Always
	OnHover // only under the mouse
)

// An Authorship shows who wrote what: a wash in the writer's colour and a line
// below that has another pattern for everyone, because colour alone tells
// nothing to those who do not see it.
type Authorship struct {
	// Of returns how the text of an author looks; false leaves it plain.
	Of func(version.Author) (Hand, bool)
	// Only leaves everything plain but the text of one author, unless it is
	// zero.
	Only version.Author
	// Wrote says who wrote the character that an operation has inserted, and
	// when: it is shown under the mouse. Nil shows nothing, and so does "".
	Wrote func(version.ID) string
}

// A Hand is how the text of one author looks.
type Hand struct {
	Colour  color.NRGBA
	Pattern Pattern
}

// A Pattern is that of a line below text.
type Pattern uint8

const (
	Solid Pattern = iota
	Dashed
	Dotted
	Double
	Patterns // how many there are
)

// A Caret is where somebody else is.
type Caret struct {
	ID           version.Author
	Name         string
	Colour       color.NRGBA
	Label        color.NRGBA // text on Colour
	Anchor, Head int         // byte offsets
	Moved        time.Time   // when it last moved
	Idle         bool        // for a minute: dimmed
	Away         bool        // for five: hollow
}

// colour is that of text of kind k in a line.
func (s *Style) colour(k markdown.Kind, line markdown.Block) color.NRGBA {
	switch {
	case k&markdown.Box != 0 && !line.Done:
		return s.Accent
	case k&(markdown.Mark|markdown.Struck) != 0:
		return s.Quiet
	case k&markdown.Link != 0:
		return s.Accent
	case line.Quote > 0, line.Kind == markdown.Front:
		return s.Ink2
	}
	return s.Ink
}

// unit is what the Tab key inserts.
func (s *Style) unit() string {
	if s.Unit == "" {
		return "    "
	}
	return s.Unit
}

// tinted is the ground with part/255 of c in it. The mixture is made here, of
// the values that people see, because the GPU mixes light: on a dark ground a
// bright colour would come out several times as strong.
func (s *Style) tinted(c color.NRGBA, part uint8) color.NRGBA {
	mix := func(a, b uint8) uint8 { return uint8((int(a)*(255-int(part)) + int(b)*int(part)) / 255) }
	return color.NRGBA{R: mix(s.Ground.R, c.R), G: mix(s.Ground.G, c.G), B: mix(s.Ground.B, c.B), A: 255}
}

// faded is c with its opacity multiplied by part/255.
func faded(c color.NRGBA, part uint8) color.NRGBA {
	c.A = uint8(uint16(c.A) * uint16(part) / 255)
	return c
}

// turned is by how much the page moves when the wheel says d.
func (s *Style) turned(d int) int {
	if s.Wheel == 0 {
		return d
	}
	return int(float32(d) * s.Wheel)
}
