package view

import (
	"chirograph/editor/buffer"
	"chirograph/editor/markdown"
)

// newLine is what the Enter key does: in code no list goes on.
func (v *View) newLine(b *buffer.Buffer) buffer.Command { return buffer.NewLine{Code: v.inCode(b)} }

// inCode reports whether the main caret is in a line that is not of words.
func (v *View) inCode(b *buffer.Buffer) bool {
	_, head := b.Selection()
	p := placeAt(b.Text(), head)
	switch v.shape(b.Text(), p).Kind {
	case markdown.Verbatim, markdown.Indented, markdown.Fence, markdown.Front:
		return true
	}
	return false
}
