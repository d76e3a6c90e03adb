package markdown

import (
	"strings"
	"testing"
	"time"

	"chirograph/editor/crdt"
)

// Somebody else may write a text in which nothing is what it looks like: what
// looks like fences and headings is code in another fence. To ask about one line
// of it must not take as long as to read it all for each heading.
func TestLinesInCodeFullOfSignsAreFoundFast(t *testing.T) {
	text := crdt.New()
	text.Insert(me, 0, "~~~\n"+strings.Repeat("```\n# x\n", 50_000))
	s := NewStructure(text)
	begun := time.Now()
	for range 100 {
		if h, ok := s.Section(text.Len()); ok {
			t.Fatalf("code is in the section %v", h)
		}
		s.States(nil, text.Lines()-40, 32)
	}
	if took := time.Since(begun); took > 2*time.Second {
		t.Errorf("100 times took %v", took)
	}
}
