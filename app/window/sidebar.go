package window

import (
	"encoding/hex"
	"image"
	"strings"

	"gioui.org/io/key"
	"gioui.org/io/semantic"
	"gioui.org/layout"
	"gioui.org/op"
	"gioui.org/op/clip"
	"gioui.org/unit"
	"gioui.org/widget"
	"golang.org/x/exp/shiny/materialdesign/icons"

	"chirograph/app/phrases"
	"chirograph/app/workspace"
	"chirograph/sync/identity"
)

const sidebarWidth = unit.Dp(256)

var (
	addIcon    = mustIcon(icons.ContentAdd)
	searchIcon = mustIcon(icons.ActionSearch)
	menuIcon   = mustIcon(icons.NavigationMenu)
	moreIcon   = mustIcon(icons.NavigationMoreVert)
	closeIcon  = mustIcon(icons.NavigationClose)
	checkIcon  = mustIcon(icons.NavigationCheck)
)

func mustIcon(data []byte) *widget.Icon {
	icon, err := widget.NewIcon(data)
	if err != nil {
		panic(err) // the picture is part of the program
	}
	return icon
}

// sidebar is the library: the documents of this computer, those that are
// shared first.
type sidebar struct {
	add    button
	search field
	find   bool // give the keys to the search field with the next frame
	list   widget.List
	rows   map[identity.DocumentID]*widget.Clickable
}

func newSidebar() sidebar {
	s := sidebar{search: newField(""), rows: map[identity.DocumentID]*widget.Clickable{}}
	s.list.Axis = layout.Vertical
	return s
}

// line is one row of the list: a heading or a document.
type line struct {
	heading string
	doc     workspace.Summary
}

func (s *sidebar) lines(say *phrases.Library, all []workspace.Summary) []line {
	query := strings.ToLower(strings.TrimSpace(s.search.Text()))
	var shared, own []line
	for _, d := range all {
		if query != "" && !strings.Contains(strings.ToLower(d.Title), query) {
			continue
		}
		if d.Shared {
			shared = append(shared, line{doc: d})
		} else {
			own = append(own, line{doc: d})
		}
	}
	var out []line
	if len(shared) > 0 {
		out = append(append(out, line{heading: say.Shared}), shared...)
	}
	if len(own) > 0 {
		out = append(append(out, line{heading: say.Own}), own...)
	}
	return out
}

func (s *sidebar) update(gtx layout.Context, u *ui, lines []line) {
	if s.find {
		s.find = false
		gtx.Execute(key.FocusCmd{Tag: &s.search.Editor})
	}
	for s.add.Clicked(gtx) {
		u.newDocument()
	}
	for {
		ev, ok := s.search.Update(gtx)
		if !ok {
			break
		}
		if _, ok := ev.(widget.SubmitEvent); ok && len(lines) > 0 { // the first match
			u.open(lines[1].doc.ID)
			s.search.SetText("")
		}
	}
	if gtx.Focused(&s.search.Editor) && pressed(gtx, key.Filter{Focus: &s.search.Editor, Name: key.NameEscape}) {
		s.search.SetText("")
		if u.page != nil {
			u.page.focus = true
		}
	}
}

func (s *sidebar) layout(gtx layout.Context, u *ui, l look) layout.Dimensions {
	size := gtx.Constraints.Max
	defer clip.Rect(image.Rectangle{Max: size}).Push(gtx.Ops).Pop()
	fill(gtx, l.panel, image.Rectangle{Max: size})
	fill(gtx, l.line, image.Rect(size.X-hair(gtx), 0, size.X, size.Y))
	all := u.documents(gtx)
	s.search.hint = l.words.Library.Search
	lines := s.lines(&l.words.Library, all)
	s.update(gtx, u, lines)
	return layout.Flex{Axis: layout.Vertical}.Layout(
		gtx,
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			gtx.Constraints = layout.Exact(image.Pt(size.X, gtx.Dp(barHeight)))
			return layout.Inset{Left: 20, Right: 12}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
				return layout.Flex{Alignment: layout.Middle, Spacing: layout.SpaceBetween}.Layout(
					gtx,
					layout.Rigid(func(gtx layout.Context) layout.Dimensions {
						return l.say(15, l.ink).heavy(bold).layout(gtx, l, l.words.Library.Title)
					}),
					layout.Rigid(func(gtx layout.Context) layout.Dimensions {
						return s.add.icon(gtx, l, addIcon, l.words.Library.New)
					}),
				)
			})
		}),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions {
			return layout.Inset{Left: 16, Right: 16, Top: 4, Bottom: 12}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
				d := s.search.layout(gtx, l, 32, 32, 8)
				r := image.Rect(0, 0, gtx.Dp(30), d.Size.Y)
				drawIcon(gtx, searchIcon, l.ink2, r, 16)
				return d
			})
		}),
		layout.Flexed(1, func(gtx layout.Context) layout.Dimensions {
			if len(lines) == 0 {
				return s.layoutEmpty(gtx, l, len(all) > 0)
			}
			return s.list.Layout(gtx, len(lines), func(gtx layout.Context, i int) layout.Dimensions {
				if h := lines[i].heading; h != "" {
					return layout.Inset{Left: 20, Top: 12, Bottom: 6}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
						return l.say(11, l.ink2).heavy(bold).layout(gtx, l, h)
					})
				}
				return s.row(gtx, u, l, lines[i].doc)
			})
		}),
	)
}

func (s *sidebar) layoutEmpty(gtx layout.Context, l look, some bool) layout.Dimensions {
	words := l.words.Library.Empty
	if some {
		words = l.words.Library.NothingFound
	}
	return layout.Inset{Left: 20, Right: 20, Top: 8}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
		return l.say(13, l.ink2).many().layout(gtx, l, words)
	})
}

func (s *sidebar) row(gtx layout.Context, u *ui, l look, d workspace.Summary) layout.Dimensions {
	click := s.rows[d.ID]
	if click == nil {
		click = new(widget.Clickable)
		s.rows[d.ID] = click
	}
	for click.Clicked(gtx) {
		u.open(d.ID)
		u.drawer = false
	}
	current := u.page != nil && u.page.doc.ID() == d.ID
	width := gtx.Constraints.Max.X
	return click.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
		semantic.Button.Add(gtx.Ops)
		semantic.DescriptionOp(d.Title).Add(gtx.Ops)
		semantic.SelectedOp(current).Add(gtx.Ops)
		size := image.Pt(width, gtx.Dp(52))
		card := image.Rectangle{Max: size}.Inset(gtx.Dp(1))
		card.Min.X, card.Max.X = gtx.Dp(8), width-gtx.Dp(9)
		if current || click.Hovered() {
			fillRound(gtx, l.hover, card, 8)
		}
		if current {
			fillRound(gtx, l.accent, image.Rect(card.Min.X, card.Min.Y+gtx.Dp(12), card.Min.X+gtx.Dp(3), card.Max.Y-gtx.Dp(12)), 2)
		}
		focusRing(gtx, l.accent, click, card, 8)
		gtx.Constraints = layout.Exact(size)
		defer op.Offset(image.Pt(0, gtx.Dp(7))).Push(gtx.Ops).Pop()
		layout.Inset{Left: 22, Right: 20}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
			return layout.Flex{Axis: layout.Vertical}.Layout(
				gtx,
				layout.Rigid(func(gtx layout.Context) layout.Dimensions {
					return l.say(14, l.ink).layout(gtx, l, d.Title)
				}),
				space(0, 3),
				layout.Rigid(func(gtx layout.Context) layout.Dimensions {
					state, level := stateOf(l.words, d)
					colour := l.ink3
					if level == workspace.Fine {
						colour = l.ok
					}
					return layout.Flex{Alignment: layout.Middle}.Layout(
						gtx,
						layout.Rigid(func(gtx layout.Context) layout.Dimensions { return dot(gtx, colour, 6) }),
						space(6, 0),
						layout.Rigid(func(gtx layout.Context) layout.Dimensions {
							return l.say(12, l.ink2).layout(gtx, l, state)
						}),
					)
				}),
			)
		})
		return layout.Dimensions{Size: size}
	})
}

// stateOf says in a few words how a document is doing.
func stateOf(p *phrases.Phrases, d workspace.Summary) (string, workspace.Level) {
	say := &p.Library
	switch {
	case d.Joining:
		return say.Looking, workspace.Quiet
	case d.Here > 0:
		return say.Here.Of(d.Here), workspace.Fine
	case !d.Shared:
		return say.OnlyHere, workspace.Quiet
	case d.Copies > 1:
		return say.Copies.Of(d.Copies), workspace.Quiet
	}
	return say.NobodyElse, workspace.Quiet
}

func hexID(id identity.DocumentID) string { return hex.EncodeToString(id[:]) }
