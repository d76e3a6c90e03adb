package window

import (
	"context"
	"time"

	"gioui.org/layout"

	"chirograph/editor/buffer"
	"chirograph/editor/history"
	"chirograph/editor/version"
)

const sinceBar = "since"

// A sight is a version that the person has had before their eyes, and when that
// was last, in Unix milliseconds. There is none if the version is nil.
type sight struct {
	at   version.Vector
	when int64
}

// lastSeen is what the person saw last of a document: in this window, or before
// the document was opened.
func (u *ui) lastSeen(d document) sight {
	if s := u.seen[d.ID()]; s.at != nil {
		return s
	}
	if at, when, ok := d.Seen(); ok {
		return sight{at, when}
	}
	return sight{}
}

// since says, when a document is opened, what others have changed since the
// person last looked at it.
func (u *ui) since(pg *page) {
	pg.seen = u.lastSeen(pg.doc)
	seen, when := pg.seen.at, pg.seen.when
	if seen == nil {
		return
	}
	u.work(func(context.Context) func() {
		var c *history.Comparison
		var mine version.Author
		pg.doc.Read(func(b *buffer.Buffer) {
			mine = b.Me().Author
			if now := present(b); !now.Equal(seen) {
				c = b.History().Comparison(seen, now)
			}
		})
		return func() {
			if c == nil || u.page != pg {
				return
			}
			var others []version.Author
			for _, a := range c.Authors {
				if a != mine {
					others = append(others, a)
				}
			}
			if len(others) == 0 || len(c.Places) == 0 {
				return
			}
			names, _ := writers(u.words, pg.doc.People(), others)
			u.bars.show(bar{
				id: sinceBar, closing: true,
				words: u.words.Past.Since.Of(len(c.Places), "names", names, "n", u.words.Number(len(c.Places)),
					"when", u.words.Moment(time.UnixMilli(when).Local(), u.now.Local())),
				actions: []barAction{{u.words.Past.Show, u.showSince}},
			})
		}
	})
}

// showSince compares the present with what the person saw last.
func (u *ui) showSince(gtx layout.Context) {
	u.bars.drop(sinceBar)
	p := u.page
	if p == nil {
		return
	}
	seen := p.seen.at
	if seen == nil {
		u.messages.add(u.words.Past.SeenNever)
		return
	}
	same := false
	p.doc.Read(func(b *buffer.Buffer) { same = present(b).Equal(seen) })
	if same {
		u.messages.add(u.words.Past.SeenAll)
		return
	}
	p.withHistory(gtx, u, func() {
		if p.inPast() {
			p.toNow()
		}
		p.compareWith(p.past.line.Reach(seen), seen)
	})
}

// searchHistory goes to the search of the history.
func (u *ui) searchHistory(gtx layout.Context) {
	p := u.page
	p.withHistory(gtx, u, func() {
		p.panel.kind = panelPast
		p.panel.past.asked, p.panel.past.deleted = true, false
	})
}

// find looks for words in the text, or in the history while that is gone
// through.
func (u *ui) find(gtx layout.Context) {
	if u.page.inPast() {
		u.searchHistory(gtx)
		return
	}
	u.page.find.show(u.page, false)
}
