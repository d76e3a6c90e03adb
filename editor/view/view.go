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
//
// The view takes the keys that move, write, erase, copy and undo. Whatever else
// a person can ask for comes from the window as a command, through [View.Do].
package view

import (
	"image"
	"image/color"
	"time"

	"gioui.org/gesture"
	"gioui.org/io/key"
	"gioui.org/layout"
	"gioui.org/op/clip"
	"gioui.org/op/paint"
	"gioui.org/text"

	"chirograph/editor/buffer"
	"chirograph/editor/crdt"
	"chirograph/editor/markdown"
)

// A View is the state of one document on the screen. The zero value shows its
// beginning.
type View struct {
	paper paper
	lines lines

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
	target   target          // scroll there with the next frame

	notes      []note // about the carets, in their order
	blinkStart time.Time
	focused    bool

	now     int64        // of this frame, for the buffer
	content []byte       // working memory
	opening []byte       // the same
	glyphs  []text.Glyph // the same

	published published
	compose   key.Range // of the input method, in published coordinates
	verbatim  bool      // what is pasted next was asked for without conversion

	clicker  gesture.Click
	dragger  gesture.Drag
	scroller gesture.Scroll
	drag     drag
	mouse    mouse
	bar      scrollbar
	follow   follow
	opened   []string // links that were clicked
	strokes  []stroke // working memory
	leaf     turn     // another text is to be shown
	denied   refused  // what was tried in a text that is read only
	chip     target   // the one that was pressed
}

// Layout draws the document as it is now and publishes its coordinates for the
// input to come. It fills the constraints.
func (v *View) Layout(gtx layout.Context, b *buffer.Buffer, s Style, others []Caret) layout.Dimensions {
	v.size = gtx.Constraints.Max
	v.lines.use(b)
	v.arrange(gtx, s)
	t := b.Text()
	v.place(t, b)
	v.pursue(gtx, t, b, others)

	defer clip.Rect(image.Rectangle{Max: v.size}).Push(gtx.Ops).Pop()
	v.addInput(gtx, b)
	if t.Len() == 0 && s.Hint != "" {
		v.drawHint(gtx, &s)
	}
	v.drawGrounds(gtx, b, &s)
	v.drawAuthorship(gtx, t, &s)
	v.drawOthersSelections(gtx, &s, others)
	v.drawChanges(gtx, &s)
	v.drawMarks(gtx, &s)
	v.drawSelections(gtx, b, &s)
	v.drawStrokes(gtx)
	v.drawFound(gtx, &s)
	v.drawRows(gtx, t, &s)
	v.drawChangeLines(gtx, &s)
	v.drawBrackets(gtx, b, &s)
	v.drawComposition(gtx, b, &s)
	v.drawOthers(gtx, &s, others)
	v.drawCarets(gtx, b, &s)
	v.drawCard(gtx, t, &s)
	v.drawFrame(gtx, &s, others)
	v.bar.draw(gtx, v, t, &s, others)
	v.publish(gtx, b)
	v.paper.sweep()
	return layout.Dimensions{Size: v.size}
}

// Focused reports whether keys go to the document.
func (v *View) Focused() bool { return v.focused }

// Reveal scrolls to the caret with the next frame.
func (v *View) Reveal() { v.reveal = true }

// ScrollTo brings the row with an offset near the top with the next frame. The
// caret stays where it is.
func (v *View) ScrollTo(off int) {
	v.target = target{off: off, set: true}
	v.endFollow()
}

// Top returns the offset of the first row that the last frame showed, for a
// text that may have become shorter since.
func (v *View) Top(t *crdt.Text) int {
	for _, p := range v.placed {
		for i := range p.block.rows {
			if r := &p.block.rows[i]; p.y+r.y+r.height > 0 {
				return min(p.from+r.from, t.Len())
			}
		}
	}
	return 0
}

// Outline returns the headings of the text, which must not be written to.
func (v *View) Outline(b *buffer.Buffer) []markdown.Heading {
	v.lines.use(b)
	return v.lines.headings()
}

// Section returns the heading above an offset.
func (v *View) Section(b *buffer.Buffer, off int) (markdown.Heading, bool) {
	v.lines.use(b)
	return v.lines.follow().Section(max(0, min(off, b.Text().Len())))
}

// Opened returns a link that the person has clicked since the last call, with
// Ctrl or Command held.
func (v *View) Opened() (string, bool) {
	if len(v.opened) == 0 {
		return "", false
	}
	link := v.opened[0]
	v.opened = v.opened[1:]
	return link, true
}

// Link returns the target of the link at the caret, for those who use no mouse.
func (v *View) Link(b *buffer.Buffer) (string, bool) {
	v.lines.use(b)
	_, head := b.Selection()
	if link, ok := v.linkAt(b.Text(), head); ok {
		return link, true
	}
	return v.linkAt(b.Text(), b.PrevCluster(head)) // it stands behind the link
}

// arrange settles where the text stands and how wide it is.
func (v *View) arrange(gtx layout.Context, s Style) {
	margin, gutter := gtx.Dp(s.Margin), gtx.Dp(s.Gutter)
	width := max(min(gtx.Dp(s.Measure), v.size.X-2*margin-gutter), gtx.Dp(80))
	left := max(margin+gutter, (v.size.X-width)/2) // the words are centred, the gutter is beside them
	v.column = image.Rect(left, gtx.Dp(s.Top), left+width, v.size.Y)
	v.paper.use(gtx.Metric, s, width)
}

func fill(gtx layout.Context, c color.NRGBA, r image.Rectangle) {
	if !r.Empty() {
		paint.FillShape(gtx.Ops, c, clip.Rect(r).Op())
	}
}

func fillRound(gtx layout.Context, c color.NRGBA, r image.Rectangle, radius int) {
	paint.FillShape(gtx.Ops, c, clip.UniformRRect(r, radius).Op(gtx.Ops))
}
