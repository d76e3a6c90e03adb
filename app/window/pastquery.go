package window

import (
	"slices"
	"strings"
	"time"

	"chirograph/app/workspace"
	"chirograph/editor/history"
	"chirograph/editor/version"
)

// A pastQuery is what a person looks for in the history: words, and what limits
// where they are looked for.
type pastQuery struct {
	history.Query
	section string // part of a heading, in lower case
	nobody  bool   // a person was named whom nobody is called
}

// days are the ways to write a day.
var days = [...]string{"2006-01-02", "2.1.2006", "02.01.2006"}

// parsePastQuery reads words, person:Name, in:Section and days. A name or a
// heading with spaces stands between quotation marks.
func parsePastQuery(s string, people []workspace.Person) pastQuery {
	var q pastQuery
	var words []string
	for _, w := range fields(s) {
		key, value, limits := strings.Cut(w, ":")
		value = strings.ToLower(strings.Trim(value, `"“”„`))
		switch {
		case limits && value != "" && (key == "person" || key == "by"):
			i := slices.IndexFunc(people, func(p workspace.Person) bool {
				return strings.HasPrefix(strings.ToLower(p.Name), value)
			})
			if q.nobody = i < 0; !q.nobody {
				who := people[i].ID
				q.Author = &who
			}
		case limits && value != "" && key == "in":
			q.section = value
		case q.day(w):
		default:
			words = append(words, w)
		}
	}
	q.Text = strings.Join(words, " ")
	return q
}

// day takes a word for a day, or two with an ellipsis between them for all from
// the one to the other.
func (q *pastQuery) day(w string) bool {
	first, last, span := strings.Cut(w, "..")
	if !span {
		last = first
	}
	a, ok1 := parseDay(first)
	b, ok2 := parseDay(last)
	if !ok1 || !ok2 {
		return false
	}
	q.Since, q.Until = a.UnixMilli(), b.AddDate(0, 0, 1).UnixMilli()
	return true
}

func parseDay(s string) (time.Time, bool) {
	for _, form := range days {
		if t, err := time.ParseInLocation(form, s, time.Local); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// fields cuts at spaces that are not between quotation marks.
func fields(s string) []string {
	quoted := false
	return strings.FieldsFunc(s, func(r rune) bool {
		if strings.ContainsRune(`"“”„`, r) {
			quoted = !quoted
		}
		return r == ' ' && !quoted
	})
}

// limits reports whether there is nothing to look for but limits.
func (q *pastQuery) limits() bool {
	return q.Text == "" && (q.Author != nil || q.nobody || q.section != "" || q.Since != 0)
}

// accepts reports whether a passage is by whom and from when the query says.
func (q *pastQuery) accepts(p history.Period) bool {
	return !q.nobody && q.by(p.Authors...) && (q.Since == 0 || p.Last >= q.Since && p.First < q.Until)
}

// keeps reports the same of deleted text, which must also have the words.
func (q *pastQuery) keeps(g *history.Ghost) bool {
	t := g.Removed.Time
	return !q.nobody && (q.by(g.Removed.ID.Replica.Author) || len(g.Chars) > 0 && q.by(g.Chars[0].First.Replica.Author)) &&
		(q.Since == 0 || t >= q.Since && t < q.Until) && strings.Contains(strings.ToLower(g.Text), strings.ToLower(q.Text))
}

func (q *pastQuery) by(authors ...version.Author) bool {
	return q.Author == nil || slices.Contains(authors, *q.Author)
}
