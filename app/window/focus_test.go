package window

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"gioui.org/io/event"
	"gioui.org/io/key"
	"gioui.org/io/semantic"
	"gioui.org/op"
	"gioui.org/op/clip"
	"gioui.org/widget"

	"chirograph/editor/view"
)

// A tagged is a control in the window's state, under its name there.
type tagged struct {
	name string
	tag  event.Tag
}

// controls finds everything in u that can have the focus.
func controls(u *ui) []tagged {
	var found []tagged
	seen := map[uintptr]bool{}
	var walk func(v reflect.Value, name string)
	walk = func(v reflect.Value, name string) {
		switch v.Kind() {
		case reflect.Pointer:
			if !v.IsNil() && !seen[v.Pointer()] && strings.HasPrefix(v.Type().Elem().PkgPath(), "chirograph/") {
				seen[v.Pointer()] = true
				walk(v.Elem(), name)
			}
		case reflect.Interface:
			if !v.IsNil() {
				walk(v.Elem(), name)
			}
		case reflect.Slice, reflect.Array:
			for i := range v.Len() {
				walk(v.Index(i), fmt.Sprintf("%s[%d]", name, i))
			}
		case reflect.Map:
			for it := v.MapRange(); it.Next(); {
				walk(it.Value(), name+"[]")
			}
		case reflect.Struct:
			if v.CanAddr() {
				at := unsafe.Pointer(v.UnsafeAddr())
				switch v.Type() {
				case reflect.TypeFor[widget.Clickable]():
					found = append(found, tagged{name, (*widget.Clickable)(at)})
					return
				case reflect.TypeFor[widget.Editor]():
					found = append(found, tagged{name, (*widget.Editor)(at)})
					return
				case reflect.TypeFor[slider]():
					found = append(found, tagged{name, (*slider)(at)})
					return
				case reflect.TypeFor[view.View]():
					found = append(found, tagged{name, (*view.View)(at)})
					return
				}
			}
			for i := range v.NumField() {
				walk(v.Field(i), name+"."+v.Type().Field(i).Name)
			}
		}
	}
	walk(reflect.ValueOf(u), "")
	return found
}

// strokes counts the lines of some width that the last frame drew.
func (h *bench) strokes(width float32) int {
	var sample op.Ops
	const odd = 1234.5
	clip.Stroke{Path: clip.Rect(image.Rect(0, 0, 9, 9)).Path(), Width: odd}.Op().Push(&sample).Pop()
	drawn := func(o *op.Ops) []byte {
		return reflect.ValueOf(o).Elem().FieldByName("Internal").FieldByName("data").Bytes()
	}
	at := bytes.Index(drawn(&sample), binary.LittleEndian.AppendUint32(nil, math.Float32bits(odd)))
	pattern := append([]byte{drawn(&sample)[at-1]}, binary.LittleEndian.AppendUint32(nil, math.Float32bits(width))...)
	return bytes.Count(drawn(&h.ops), pattern)
}

// screens are the states of the window whose controls are gone through.
var screens = []struct {
	name string
	set  func(h *bench)
}{
	{"home", func(h *bench) {}},
	{"page", openFirst},
	{"people", func(h *bench) { openFirst(h); h.u.page.panel.toggle(panelPeople) }},
	{"history", func(h *bench) { openFirst(h); h.press("H", key.ModShortcut|key.ModShift) }},
	{"the past", func(h *bench) { h.shelf.docs = historyShelf().docs; lookBack(h) }},
	{"a comparison", func(h *bench) {
		h.shelf.docs = historyShelf().docs
		lookBack(h)
		h.press("D", 0)
		h.press(key.NameF7, 0)
	}},
	{"side by side", func(h *bench) {
		h.shelf.docs = historyShelf().docs
		lookBack(h)
		h.press("D", 0)
		h.click("Side by side")
	}},
	{"restoring", func(h *bench) { h.shelf.docs = historyShelf().docs; lookBack(h); h.press("R", 0) }},
	{"deleted text", func(h *bench) {
		h.shelf.docs = historyShelf().docs
		openHistory(h)
		h.click("Show deleted")
		h.click("Deleted")
	}},
	{"finds", func(h *bench) {
		h.shelf.docs = historyShelf().docs
		openHistory(h)
		h.u.searchHistory(h.context())
		h.settle()
		h.typed("river")
	}},
	{"a name", func(h *bench) { h.shelf.docs = historyShelf().docs; lookBack(h); h.press("N", 0); h.typed("Draft") }},
	{"outline", func(h *bench) { openFirst(h); h.u.page.panel.toggle(panelOutline) }},
	{"find", func(h *bench) { openFirst(h); h.u.page.find.show(h.u.page, true) }},
	{"preview", func(h *bench) { openFirst(h); h.u.page.preview.cycle() }},
	{"who wrote what", func(h *bench) { openFirst(h); h.u.page.wrote.toggle() }},
	{"share", func(h *bench) { openFirst(h); h.u.share() }},
	{"join", func(h *bench) { h.u.sheet = newJoin(testLink("Q3 plan").String()) }},
	{"file", func(h *bench) { h.u.sheet = newFileSheet() }},
	{"menu", func(h *bench) { openFirst(h); h.u.menu.open = true }},
	{"palette", func(h *bench) { openFirst(h); h.u.openPalette(findCommands, "line") }},
	{"settings", func(h *bench) { changed(h); h.u.present(newSettings()) }},
	{"shortcuts", func(h *bench) { h.u.present(newShortcuts()) }},
	{"profile", func(h *bench) { h.u.welcome = newWelcome(h.shelf.me); h.u.welcome.again = true }},
	{"messages", func(h *bench) {
		openFirst(h)
		h.u.messages.offer("Said.", "Undo", func() {})
		h.u.bars.show(bar{id: "test", words: "Lasts.", closing: true, actions: []barAction{{"Do", nil}}})
	}},
	{"drawer", func(h *bench) { h.size.X = 900; openFirst(h); h.u.drawer = true }},
}

// TestEveryControlIsReachedByTabAndShowsIt goes through each screen with the
// Tab key: every button and field gets the focus and draws a ring of two
// pixels around it, and is large enough to hit.
func TestEveryControlIsReachedByTabAndShowsIt(t *testing.T) {
	for _, s := range screens {
		t.Run(s.name, func(t *testing.T) {
			h := newBench(t, fullShelf())
			h.size = image.Pt(1280, 900)
			s.set(h)
			h.settle()
			h.settle()
			var names []string
			for _, n := range h.r.AppendSemantics(nil) {
				switch n.Desc.Class {
				case semantic.Button, semantic.Editor, semantic.RadioButton, semantic.Switch, semantic.CheckBox:
				default:
					continue
				}
				if n.Desc.Disabled {
					continue
				}
				names = append(names, n.Desc.Description)
				if b := n.Desc.Bounds; n.Desc.Class != semantic.Editor && (b.Dx() < 24 || b.Dy() < 24) {
					t.Errorf("%q is only %v large", n.Desc.Description, b.Size())
				}
			}
			h.r.Source().Execute(key.FocusCmd{})
			h.settle()
			before := h.strokes(2)
			all := controls(h.u)
			var reached []string
			seen := map[event.Tag]bool{}
			for range 2 * len(names) {
				h.r.MoveFocus(key.FocusForward)
				h.frame()
				h.frame()
				i := slices.IndexFunc(all, func(c tagged) bool { return h.r.Source().Focused(c.tag) })
				if i < 0 {
					t.Fatal("the focus is on something unknown")
				}
				if seen[all[i].tag] {
					break
				}
				seen[all[i].tag] = true
				if strings.HasSuffix(all[i].name, ".more.Clickable") && strings.HasPrefix(all[i].name, ".side.rows") {
					continue // it came with the focus of its row
				}
				reached = append(reached, all[i].name)
				// The text and the palette's field show a caret, and have no frame.
				_, ok := all[i].tag.(*view.View)
				if ok = ok || all[i].name == ".palette.field.Editor"; !ok && h.strokes(2) <= before {
					t.Errorf("%s has the focus but does not show it", all[i].name)
				}
			}
			if len(reached) != len(names) {
				t.Errorf("Tab reached %d controls\n%q\nof %d\n%q", len(reached), reached, len(names), names)
			}
		})
	}
}

// TestTabScrollsTheSettings goes on with the Tab key to what is out of sight,
// as app.Window does it.
func TestTabScrollsTheSettings(t *testing.T) {
	h := newBench(t, fullShelf())
	h.size = image.Pt(1280, 600)
	s := newSettings()
	h.u.present(s)
	h.settle()
	for range 80 {
		h.r.MoveFocus(key.FocusForward)
		h.r.RevealFocus(image.Rectangle{Max: h.size})
		h.settle()
		if h.r.Source().Focused(&s.flags.clicks[0]) {
			break
		}
	}
	if !h.r.Source().Focused(&s.flags.clicks[0]) {
		t.Fatal("Tab did not come to the last settings")
	}
	b, ok := h.find(h.u.words.Settings.Flags.Name + ": " + h.u.words.Settings.Always)
	if !ok || b.Min.Y < 0 || b.Max.Y > h.size.Y {
		t.Errorf("what has the focus is out of sight, at %v", b)
	}
	from := s.column.list.Position.Offset
	h.press(key.NamePageUp, 0)
	if got := s.column.list.Position.Offset; got >= from {
		t.Errorf("Page Up scrolled from %d to %d", from, got)
	}
}
