// Package view draws a document and turns what a person does with keyboard,
// mouse and input method into buffer commands.
//
// It is virtual: only the paragraphs on the screen are shaped, so a key press
// costs the same in a letter and in a book. The place on the page is kept as a
// character and a distance in pixels, never as a height from the top: neither
// the heights of paragraphs not yet seen nor what others write above can move
// the lines a person is reading.
//
// Input arrives in the coordinates of the last frame that was published, and
// others may have edited the text since. [View.Update] therefore maps every
// range through what has happened in between before it touches the text.
//
// A View belongs to the window's goroutine. The buffer is passed in under the
// caller's lock. The package knows nothing of people, networks or themes:
// colours, fonts and the carets of others are handed in as values.
package view

import (
	"image"
	"image/color"
	"time"

	"gioui.org/font"
	"gioui.org/gesture"
	"gioui.org/io/key"
	"gioui.org/layout"
	"gioui.org/op/clip"
	"gioui.org/op/paint"
	"gioui.org/text"
	"gioui.org/unit"

	"chirograph/editor/buffer"
	"chirograph/editor/crdt"
	"chirograph/editor/version"
)

// A Style says how a document looks. All fields count; there are no defaults.
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

	Ground    color.NRGBA // behind everything
	Ink       color.NRGBA
	Quiet     color.NRGBA // Markdown marks, line numbers
	Accent    color.NRGBA // own caret, links
	Selection color.NRGBA
	Wash      color.NRGBA // behind code
	Tint      uint8       // of the selections of others over the ground, of 255
	Bar       color.NRGBA // the scroll bar

	// Author gives the colour of who wrote a piece of text; nil for no stripes.
	Author func(version.Author) (color.NRGBA, bool)
	Hint   string // shown while the document is empty
}

// A Caret is where somebody else is.
type Caret struct {
	Name         string
	Colour       color.NRGBA
	Label        color.NRGBA // text on Colour
	Anchor, Head int         // byte offsets
	Moved        time.Time   // when it last moved
	Idle         bool
}

// A View is the state of one document on the screen. The zero value shows its
// beginning.
type View struct {
	paper paper

	// The page. One row of text keeps its place: the one with the character
	// at anchor has its top at anchorY.
	anchor   crdt.Anchor
	anchored bool
	anchorY  int
	placed   []placed    // what the last frame showed, from the top down
	laid     buffer.Mark // of the text it showed
	size     image.Point
	column   image.Rectangle // of the text, in the view
	reveal   bool            // scroll to the caret with the next frame

	// The caret's row is not told by its offset alone where a line is wrapped:
	// upstream means the end of the upper row.
	upstream   bool
	wantX      int // the column that Up and Down keep
	keepX      bool
	blinkStart time.Time
	focused    bool

	now     int64        // of this frame, for the buffer
	content []byte       // working memory
	glyphs  []text.Glyph // the same

	published published
	compose   key.Range // of the input method, in published coordinates

	clicker  gesture.Click
	dragger  gesture.Drag
	scroller gesture.Scroll
	drag     drag
	bar      scrollbar
}

// Layout draws the document as it is now and publishes its coordinates for the
// input to come. It fills the constraints.
func (v *View) Layout(gtx layout.Context, b *buffer.Buffer, s Style, others []Caret) layout.Dimensions {
	v.size = gtx.Constraints.Max
	v.arrange(gtx, s)
	t := b.Text()
	v.place(t, b)

	defer clip.Rect(image.Rectangle{Max: v.size}).Push(gtx.Ops).Pop()
	v.addInput(gtx)
	if t.Len() == 0 && s.Hint != "" {
		v.drawHint(gtx, s)
	}
	v.drawWashes(gtx, s)
	v.drawSelections(gtx, b, s, others)
	v.drawRows(gtx, t, s)
	v.drawComposition(gtx, b, s)
	v.drawOthers(gtx, s, others)
	v.drawCaret(gtx, b, s)
	v.bar.draw(gtx, v, t, s, others)
	v.publish(gtx, b)
	v.paper.sweep()
	return layout.Dimensions{Size: v.size}
}

// Focused reports whether keys go to the document.
func (v *View) Focused() bool { return v.focused }

// Reveal scrolls to the caret with the next frame.
func (v *View) Reveal() { v.reveal = true }

// arrange settles where the text stands and how wide it is.
func (v *View) arrange(gtx layout.Context, s Style) {
	margin, gutter := gtx.Dp(s.Margin), gtx.Dp(s.Gutter)
	width := max(min(gtx.Dp(s.Measure), v.size.X-2*margin-gutter), gtx.Dp(80))
	left := max(margin, (v.size.X-width-gutter)/2) + gutter
	v.column = image.Rect(left, gtx.Dp(s.Top), left+width, v.size.Y)
	v.paper.use(gtx.Metric, s, width)
}

func fill(gtx layout.Context, c color.NRGBA, r image.Rectangle) {
	if !r.Empty() {
		paint.FillShape(gtx.Ops, c, clip.Rect(r).Op())
	}
}

// tinted is the ground with part/255 of c in it. The mixture is made here, of
// the values that people see, because the GPU mixes light: on a dark ground a
// bright colour would come out several times as strong.
func (s Style) tinted(c color.NRGBA, part uint8) color.NRGBA {
	mix := func(a, b uint8) uint8 { return uint8((int(a)*(255-int(part)) + int(b)*int(part)) / 255) }
	return color.NRGBA{R: mix(s.Ground.R, c.R), G: mix(s.Ground.G, c.G), B: mix(s.Ground.B, c.B), A: 255}
}

// faded is c with its opacity multiplied by part/255.
func faded(c color.NRGBA, part uint8) color.NRGBA {
	c.A = uint8(uint16(c.A) * uint16(part) / 255)
	return c
}
