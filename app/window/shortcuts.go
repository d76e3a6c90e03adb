package window

import (
	"image"
	"strings"

	"gioui.org/io/key"
	"gioui.org/layout"
	"gioui.org/op"
)

// shortcuts is the screen of all keys, by group, with a field to search in it.
type shortcuts struct {
	search field
	column column
}

func newShortcuts() *shortcuts { return &shortcuts{search: newField("")} }

func (s *shortcuts) title(l look) string { return l.words.Command.Shortcuts }

func (s *shortcuts) focus(gtx layout.Context) { focus(gtx, &s.search.Editor) }

// A keyRow is something to do and the keys that do it: any of some chords.
type keyRow struct {
	section string
	name    string
	ways    [][]string
}

func (s *shortcuts) layout(gtx layout.Context, u *ui, l look) layout.Dimensions {
	s.column.scroll(gtx)
	for {
		if _, ok := s.search.Update(gtx); !ok {
			break
		}
	}
	s.search.hint = l.words.Shortcuts.Search
	return s.column.layout(gtx, l, func(gtx layout.Context) layout.Dimensions {
		flow := []layout.FlexChild{
			space(0, 24),
			layout.Rigid(func(gtx layout.Context) layout.Dimensions { return searchField(gtx, l, &s.search) }),
		}
		section := ""
		for _, r := range foundKeys(keyRows(u.table, u.keyboard), s.search.Text(), u.keyboard) {
			first := r.section != section
			if first {
				section = r.section
				flow = append(flow, space(0, 28), layout.Rigid(func(gtx layout.Context) layout.Dimensions {
					return l.say(18, l.ink).heavy(bold).layout(gtx, l, r.section)
				}), space(0, 4))
			}
			flow = append(flow, layout.Rigid(func(gtx layout.Context) layout.Dimensions { return r.layout(gtx, l, !first) }))
		}
		if section == "" {
			flow = append(flow, space(0, 24), layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				return l.say(14, l.ink2).layout(gtx, l, l.words.Shortcuts.Nothing)
			}))
		}
		return layout.Flex{Axis: layout.Vertical}.Layout(gtx, append(flow, space(0, 48))...)
	})
}

// keyRows are the commands of the table with keys, by group; the keys for
// moving in the text, which it takes by itself; and the commands without any.
func keyRows(table []command, k keyboard) []keyRow {
	var keyed, bare []keyRow
	for g := range helpGroup + 1 {
		for i := range table {
			c := &table[i]
			if c.group != g {
				continue
			}
			r := keyRow{section: g.name(k.say), name: c.name}
			for _, way := range c.shown() {
				r.ways = append(r.ways, k.parts(way))
			}
			if len(r.ways) == 0 {
				r.section = k.say.Shortcuts.Without
				bare = append(bare, r)
				continue
			}
			keyed = append(keyed, r)
		}
	}
	say := &k.say.Shortcuts
	byWord, ends := key.Modifiers(key.ModShortcutAlt), k.on(with(key.ModShortcut, []key.Name{key.NameUpArrow, key.NameDownArrow}), ctrl(key.NameHome, key.NameEnd))
	for _, r := range []struct {
		name string
		keys []chord
	}{
		{say.Cut, ctrl("X")},
		{say.Copy, ctrl("C")},
		{say.Paste, ctrl("V")},
		{say.PastePlain, ctrlShift("V")},
		{say.SelectAll, ctrl("A")},
		{k.say.Command.SelectLine, ctrl("L")},
		{say.ByWord, with(byWord, []key.Name{key.NameLeftArrow, key.NameRightArrow})},
		{say.ToLine, k.on(with(key.ModShortcut, []key.Name{key.NameLeftArrow, key.NameRightArrow}), plain(key.NameHome, key.NameEnd))},
		{say.ToEnds, ends},
		{say.Select, shifted(key.NameLeftArrow, key.NameRightArrow)},
		{say.Erase, with(byWord, []key.Name{key.NameDeleteBackward, key.NameDeleteForward})},
	} {
		row := keyRow{section: say.InText, name: r.name}
		for _, way := range r.keys {
			row.ways = append(row.ways, k.parts(way))
		}
		keyed = append(keyed, row)
	}
	return append(keyed, bare...)
}

// foundKeys are the rows that have the letters of query in their name, or its
// words among their keys.
func foundKeys(rows []keyRow, query string, k keyboard) []keyRow {
	query = strings.TrimSpace(query)
	if query == "" {
		return rows
	}
	var out []keyRow
	for _, r := range rows {
		hit := strings.Contains(string(letters(r.name)), string(letters(query)))
		for _, way := range r.ways {
			hit = hit || strings.Contains(strings.ToLower(strings.Join(way, k.joint())), strings.ToLower(query))
		}
		if hit {
			out = append(out, r)
		}
	}
	return out
}

func (r *keyRow) layout(gtx layout.Context, l look, lined bool) layout.Dimensions {
	size := image.Pt(gtx.Constraints.Max.X, gtx.Dp(36))
	if lined {
		fill(gtx, l.line, image.Rect(0, 0, size.X, hair(gtx)))
	}
	rec := op.Record(gtx.Ops)
	d := r.layoutKeys(gtx, l)
	call := rec.Stop()
	words := gtx
	words.Constraints.Max.X = size.X - d.Size.X - gtx.Dp(16)
	rec = op.Record(gtx.Ops)
	name := l.say(14, l.ink).layout(words, l, r.name)
	said := rec.Stop()
	shift := op.Offset(image.Pt(0, (size.Y-name.Size.Y)/2)).Push(gtx.Ops)
	said.Add(gtx.Ops)
	shift.Pop()
	defer op.Offset(image.Pt(size.X-d.Size.X, (size.Y-d.Size.Y)/2)).Push(gtx.Ops).Pop()
	call.Add(gtx.Ops)
	return layout.Dimensions{Size: size}
}

// layoutKeys draws the ways to press it, with a word between them.
func (r *keyRow) layoutKeys(gtx layout.Context, l look) layout.Dimensions {
	gtx.Constraints.Min = image.Point{}
	var flow []layout.FlexChild
	for i, way := range r.ways {
		if i > 0 {
			flow = append(flow, space(8, 0), layout.Rigid(func(gtx layout.Context) layout.Dimensions {
				return l.say(12, l.ink2).layout(gtx, l, l.words.Shortcuts.Or)
			}), space(8, 0))
		}
		flow = append(flow, layout.Rigid(func(gtx layout.Context) layout.Dimensions { return keycaps(gtx, l, way) }))
	}
	return layout.Flex{Alignment: layout.Middle}.Layout(gtx, flow...)
}
