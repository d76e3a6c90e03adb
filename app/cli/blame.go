package cli

import (
	"cmp"
	"context"
	"strings"
	"time"

	"chirograph/editor/history"
	"chirograph/editor/version"
)

// blamed is what blame --json shows.
type blamed struct {
	ID      string `json:"id"`
	Version string `json:"version"`
	Spans   []span `json:"spans"`
}

// A span is a stretch of text that somebody wrote in one go.
type span struct {
	From     int       `json:"from"` // bytes
	To       int       `json:"to"`
	Line     int       `json:"line"` // in which it begins, from 1
	Text     string    `json:"text"`
	By       writer    `json:"by"`
	Written  time.Time `json:"written"`
	Restored *act      `json:"restored"` // who brought it back last
}

var blameCommand = Command{
	Name:    "blame",
	Args:    "DOC[@VERSION]",
	Summary: "show for each line who wrote most of it, and when they last wrote in it",
	run: func(_ context.Context, c *Call, _ any) error {
		if err := c.need(1, 1, "blame DOC[@VERSION]"); err != nil {
			return err
		}
		s, words, err := c.sourceAt()
		if err != nil {
			return err
		}
		out := blamed{ID: s.id, Spans: []span{}}
		var text string
		if err := s.look(func(p *past) error {
			v, err := p.version(cmp.Or(words, "now"), time.Now())
			if err != nil {
				return err
			}
			out.Version, text = p.name(v, version.ID{}), string(p.At(v))
			lines := lineCounter{text: text}
			for _, b := range p.Blame(v) {
				out.Spans = append(out.Spans, s.names.span(b, text, &lines))
			}
			return nil
		}); err != nil {
			return err
		}
		return quiet(c.print(out, blameTable(linesOf(text, out.Spans))))
	},
}

func (w writers) span(s history.Span, text string, lines *lineCounter) span {
	out := span{
		From: s.From, To: s.To, Line: lines.at(s.From), Text: text[s.From:s.To],
		By: w.json(s.First.Replica.Author), Written: utc(s.Written),
	}
	if !s.Restored.ID.IsZero() {
		restored := w.act(s.Restored)
		out.Restored = &restored
	}
	return out
}

// A line is a line of a text and its writers.
type line struct {
	text  string // without what ends it
	bytes map[writer]int
	last  map[writer]time.Time
}

// linesOf tells of each line of a text, made of spans, who wrote it. What ends
// a line is part of it.
func linesOf(text string, spans []span) []line {
	var all []line
	begun := false
	for _, s := range spans {
		for piece := range strings.Lines(s.Text) {
			if !begun {
				all = append(all, line{bytes: map[writer]int{}, last: map[writer]time.Time{}})
			}
			l := &all[len(all)-1]
			l.bytes[s.By] += len(piece)
			if s.Written.After(l.last[s.By]) {
				l.last[s.By] = s.Written
			}
			begun = !strings.HasSuffix(piece, "\n")
		}
	}
	n := 0
	for t := range strings.Lines(text) {
		all[n].text = strings.TrimSuffix(t, "\n")
		n++
	}
	return all
}

// most is who wrote most of a line; of equals, who wrote last.
func (l *line) most() writer {
	var best writer
	for w, n := range l.bytes {
		if cmp.Or(cmp.Compare(n, l.bytes[best]), l.last[w].Compare(l.last[best]), cmp.Compare(w.ID, best.ID)) > 0 {
			best = w
		}
	}
	return best
}
