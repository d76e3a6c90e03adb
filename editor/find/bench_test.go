package find

import (
	"fmt"
	"strings"
	"testing"

	"chirograph/editor/buffer"
)

// prose returns about n bytes of lines, with a rare word in every hundredth.
func prose(n int) string {
	var s strings.Builder
	for i := 0; s.Len() < n; i++ {
		fmt.Fprintf(&s, "Line %d has some ordinary words in it, and they go on for a while as prose does", i)
		if i%100 == 0 {
			s.WriteString(", with Rarity at its end")
		}
		s.WriteByte('\n')
	}
	return s.String()
}

func BenchmarkSearch(b *testing.B) {
	text := newBuffer(prose(10 << 20)).Text()
	for _, bb := range []struct {
		name  string
		query Query
	}{
		{"exact", Query{Text: "Rarity", Case: true}},
		{"folded", Query{Text: "rarity"}},
		{"word", Query{Text: "it", Word: true}},
		{"nowhere", Query{Text: "qqq", Case: true}},
		{"regexp", Query{Text: `rar\w+ at`, Regexp: true}},
		{"regexp-exact", Query{Text: `Rar\w+ at`, Regexp: true, Case: true}},
		{"regexp-hard", Query{Text: `(\w+), (\w+ )+it`, Regexp: true}},
	} {
		b.Run(bb.name, func(b *testing.B) {
			p := compile(b, bb.query)
			steps, found := 0, 0
			for b.Loop() {
				s := New(text, p, text.Len()/2)
				for steps++; !s.Step(256 << 10); steps++ {
				}
				found, _ = s.Len()
			}
			b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/text")
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(steps), "µs/step")
			b.ReportMetric(float64(found), "matches")
		})
	}
}

func BenchmarkFollow(b *testing.B) {
	buf := newBuffer(prose(10 << 20))
	s := New(buf.Text(), compile(b, Query{Text: "words"}), 0)
	s.all()
	at := buf.Text().Len() / 2
	keys := []buffer.Command{buffer.Replace{From: at, To: at, Text: "words "}, buffer.Erase{From: at, To: at + 6}}
	i := 0
	for b.Loop() {
		m := buf.Mark()
		buf.Do(keys[i%2], 0)
		s.Apply(buf.Since(m))
		s.Step(256 << 10)
		if i++; i%1000 == 0 {
			for {
				if _, ok := buf.Text().Commit(buf.Me(), 0); !ok {
					break
				}
			}
		}
	}
	n, _ := s.Len()
	b.ReportMetric(float64(n), "matches")
}

func BenchmarkReplaceAll(b *testing.B) {
	text := strings.Repeat("a line with a word to be replaced in it, and more after it\n", 10_000)
	for b.Loop() {
		b.StopTimer()
		buf := newBuffer(text)
		p := compile(b, Query{Text: `(w)ord`, Regexp: true})
		s := New(buf.Text(), p, 0)
		s.all()
		b.StartTimer()
		buf.Do(buffer.ReplaceAll{Edits: s.Edits(p.Template("${1}ort"))}, 0)
	}
	b.ReportMetric(10_000, "matches")
}
