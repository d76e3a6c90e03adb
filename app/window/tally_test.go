package window

import (
	"strings"
	"testing"

	"gioui.org/io/key"

	"chirograph/editor/buffer"
)

func TestStatusCountsTheTextAndWhatIsSelected(t *testing.T) {
	h, _ := newBenchWith(t, "one two three\nfour\n")
	h.want("4 words · 17 characters · 1 min")
	h.press("D", key.ModShortcut)
	h.want("1 of 4 words · 3 characters")
	h.press(key.NameEnd, 0)
	h.typed(" more")
	h.now = h.now.Add(countEvery)
	h.settle()
	h.want("5 words")
}

func TestStatusCountsALongTextBesideTheWindow(t *testing.T) {
	h, d := newBenchWith(t, "")
	content := strings.Repeat("wörd ", 400_000)
	h.u.page.doc.Edit(func(b *buffer.Buffer) { b.Do(buffer.Paste{Text: content}, 0) })
	h.u.page.status.stale = true
	h.now = h.now.Add(countEvery)
	h.frame()
	if got := h.u.page.status.whole.Words; got != 0 {
		t.Errorf("%d words were counted before the frame was drawn", got)
	}
	for range 10 {
		h.frame()
	}
	if got := h.u.page.status.whole.Words; got != 400_000 {
		t.Errorf("got %d words, want 400,000; the text has %d bytes", got, d.buf.Text().Len())
	}
	h.want("400,000 words")
}
