package window

import (
	"image"
	"slices"
	"strings"
	"time"

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
	addIcon     = mustIcon(icons.ContentAdd)
	lessIcon    = mustIcon(icons.ContentRemove)
	searchIcon  = mustIcon(icons.ActionSearch)
	menuIcon    = mustIcon(icons.NavigationMenu)
	moreIcon    = mustIcon(icons.NavigationMoreVert)
	closeIcon   = mustIcon(icons.NavigationClose)
	checkIcon   = mustIcon(icons.NavigationCheck)
	backIcon    = mustIcon(icons.NavigationArrowBack)
	binIcon     = mustIcon(icons.ActionDelete)
	historyIcon = mustIcon(icons.ActionHistory)
	outlineIcon = mustIcon(icons.ActionTOC)
	readIcon    = mustIcon(icons.ActionChromeReaderMode)
	eyeIcon     = mustIcon(icons.ActionVisibility)
	noEyeIcon   = mustIcon(icons.ActionVisibilityOff)
)

func mustIcon(data []byte) *widget.Icon {
	icon, err := widget.NewIcon(data)
	if err != nil {
		panic(err) // the picture is part of the program
	}
	return icon
}

// sidebar is the library: the documents of this computer, those pinned first,
// then in a large library some of the latest, those that are shared, and the
// others. Or it shows the bin.
type sidebar struct {
	add    button
	search field
	find   bool // give the keys to the search field with the next frame
	list   roll
	rows   map[identity.DocumentID]*shelfRow
	bin    binList
	toBin  widget.Clickable
}

func newSidebar() sidebar {
	s := sidebar{search: newField(""), rows: map[identity.DocumentID]*shelfRow{}}
	s.add.command = "new"
	s.list.Axis = layout.Vertical
	return s
}

// line is one row of the list: a heading or a document.
type line struct {
	heading string
	doc     workspace.Summary
}

// In a library of more than largeLibrary documents, the last ones used stand
// apart.
const (
	largeLibrary = 8
	recently     = 5
)

func (s *sidebar) lines(say *phrases.Library, all []workspace.Summary) []line {
	query := strings.ToLower(strings.TrimSpace(s.search.Text()))
	var pinned, rest []workspace.Summary
	for _, d := range all {
		switch {
		case query != "" && !strings.Contains(strings.ToLower(d.Title), query):
		case d.Pinned:
			pinned = append(pinned, d)
		default:
			rest = append(rest, d)
		}
	}
	var recent []workspace.Summary
	if len(rest) > largeLibrary && query == "" {
		byUse := slices.Clone(rest)
		slices.SortStableFunc(byUse, func(a, b workspace.Summary) int { return lastUse(b).Compare(lastUse(a)) })
		recent = byUse[:recently]
		rest = slices.DeleteFunc(rest, func(d workspace.Summary) bool {
			return slices.ContainsFunc(recent, func(r workspace.Summary) bool { return r.ID == d.ID })
		})
	}
	var shared, own []workspace.Summary
	for _, d := range rest {
		if d.Shared {
			shared = append(shared, d)
		} else {
			own = append(own, d)
		}
	}
	var out []line
	for _, part := range []struct {
		heading string
		docs    []workspace.Summary
	}{{say.Pinned, pinned}, {say.Recent, recent}, {say.Shared, shared}, {say.Own, own}} {
		if len(part.docs) == 0 {
			continue
		}
		out = append(out, line{heading: part.heading})
		for _, d := range part.docs {
			out = append(out, line{doc: d})
		}
	}
	return out
}

// lastUse is when a document was last written in or looked at.
func lastUse(d workspace.Summary) time.Time {
	if d.Opened.After(d.Changed) {
		return d.Opened
	}
	return d.Changed
}

func (s *sidebar) update(gtx layout.Context, u *ui, lines []line) {
	if s.find {
		s.find = false
		gtx.Execute(key.FocusCmd{Tag: &s.search.Editor})
	}
	for s.add.Clicked(gtx) {
		u.newDocument()
	}
	for s.toBin.Clicked(gtx) {
		s.bin.open = true
		gtx.Execute(op.InvalidateCmd{})
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
		gtx.Execute(op.InvalidateCmd{}) // lines are of what was in the field before
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
	if s.bin.open {
		return s.bin.layout(gtx, u, l)
	}
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
			height := gtx.Constraints.Max.Y
			y := -s.list.Position.Offset // of the next row, from the first visible one
			first := s.list.Position.First
			return s.list.Layout(gtx, l, len(lines), func(gtx layout.Context, i int) (d layout.Dimensions) {
				defer func() {
					if i >= first {
						y += d.Size.Y
					}
				}()
				if h := lines[i].heading; h != "" {
					return layout.Inset{Left: 20, Top: 12, Bottom: 6}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
						return l.say(11, l.ink2).heavy(bold).layout(gtx, l, h)
					})
				}
				return s.row(gtx, u, l, lines[i].doc, y+rowMenuHeight(gtx) > height && y > height/2)
			})
		}),
		layout.Rigid(func(gtx layout.Context) layout.Dimensions { return s.layoutFoot(gtx, l) }),
	)
}

// layoutFoot is the way to the bin.
func (s *sidebar) layoutFoot(gtx layout.Context, l look) layout.Dimensions {
	return s.toBin.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
		semantic.Button.Add(gtx.Ops)
		semantic.DescriptionOp(l.words.Bin.Title).Add(gtx.Ops)
		size := image.Pt(gtx.Constraints.Max.X, gtx.Dp(44))
		fill(gtx, l.line, image.Rect(0, 0, size.X, hair(gtx)))
		r := image.Rect(gtx.Dp(8), gtx.Dp(6), size.X-gtx.Dp(9), size.Y-gtx.Dp(6))
		if s.toBin.Hovered() {
			fillRound(gtx, l.hover, r, 8)
		}
		focusRing(gtx, l.accent, &s.toBin, r, 8)
		drawIcon(gtx, binIcon, l.ink2, image.Rect(gtx.Dp(16), 0, gtx.Dp(36), size.Y), 16)
		gtx.Constraints = layout.Exact(size)
		layout.Inset{Left: 42, Right: 20}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
			return layout.W.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
				return l.say(13, l.ink2).layout(gtx, l, l.words.Bin.Title)
			})
		})
		return layout.Dimensions{Size: size}
	})
}

func (s *sidebar) layoutEmpty(gtx layout.Context, l look, some bool) layout.Dimensions {
	words := l.words.Library.Empty
	if some {
		words = l.words.Library.NothingFound
	}
	size := gtx.Constraints.Max
	layout.Inset{Left: 20, Right: 20, Top: 8}.Layout(gtx, func(gtx layout.Context) layout.Dimensions {
		return l.say(13, l.ink2).many().layout(gtx, l, words)
	})
	return layout.Dimensions{Size: size}
}
