package window

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gioui.org/gpu/headless"
	"gioui.org/io/key"
	"gioui.org/op"

	"chirograph/app/workspace"
	"chirograph/editor/buffer"
	"chirograph/sync/identity"
)

// The pictures are compared with some tolerance: another driver antialiases
// differently, a layout that breaks moves thousands of pixels.
const (
	tolerance = 24     // of a channel, of 255
	most      = 0.0005 // of all pixels may differ by more: a missing stripe is that much
)

// A picture is a state of the window that has a golden picture.
type picture struct {
	name  string
	size  image.Point
	set   func(h *bench)
	shelf func() *shelf
}

// looks are those that have a picture in light and in dark, at both scales.
var looks = []picture{
	{"first_run", image.Pt(1100, 720), func(h *bench) { h.u.welcome = newWelcome(identity.Profile{Name: "Mara Klein", Colour: 5}) }, func() *shelf { return &shelf{} }},
	{"home", image.Pt(1180, 720), func(*bench) {}, func() *shelf { return &shelf{me: identity.Profile{Name: "Mara Klein"}} }},
	{"empty", image.Pt(1180, 720), func(h *bench) { h.u.newDocument(); h.settle() }, fullShelf},
	{"page", image.Pt(1440, 900), openFirst, fullShelf},
	{"drawer", image.Pt(900, 700), func(h *bench) { openFirst(h); h.u.drawer = true }, fullShelf},
	{"share", image.Pt(1440, 900), func(h *bench) { openFirst(h); h.u.share() }, fullShelf},
	{"join", image.Pt(1180, 720), func(h *bench) { h.u.sheet = newJoin(testLink("Q3 plan").String()) }, fullShelf},
	{"looking", image.Pt(1180, 720), func(h *bench) {
		d, err := h.shelf.Join(testLink("Q3 plan"))
		if err != nil {
			h.t.Fatal(err)
		}
		h.u.show(d)
	}, fullShelf},
	{"early", image.Pt(1180, 720), func(h *bench) { joinEarly(h) }, fullShelf},
	{"library_menu", image.Pt(1180, 720), func(h *bench) {
		openFirst(h)
		h.shelf.docs[4].sum.Pinned = true
		h.u.changed(true)
		h.settle()
		h.hover("Reading list")
		h.click("More for “Reading list”")
	}, fullShelf},
	{"bin", image.Pt(1180, 720), func(h *bench) {
		openFirst(h)
		for _, d := range h.shelf.docs[2:4] {
			if err := h.shelf.Discard(d.id); err != nil {
				h.t.Fatal(err)
			}
		}
		h.u.changed(true)
		h.settle()
		h.click("Bin")
	}, fullShelf},
	{"find", image.Pt(1180, 720), func(h *bench) {
		openFirst(h)
		h.press("H", key.ModShortcut)
		h.typed("the")
	}, fullShelf},
	{"preview", image.Pt(1440, 900), readAloud, fullShelf},
	{"outline", image.Pt(1180, 720), func(h *bench) { openFirst(h); h.u.page.panel.toggle(panelOutline) }, fullShelf},
	{"who_wrote", image.Pt(1440, 900), func(h *bench) { openFirst(h); h.u.page.wrote.toggle() }, fullShelf},
	{"following", image.Pt(1180, 720), func(h *bench) { openFirst(h); h.u.page.view.Follow(jo.Author) }, fullShelf},
	{"people", image.Pt(1440, 900), func(h *bench) {
		h.shelf.docs[0].status.Words = "amber-falcon-river-nine-oak"
		openFirst(h)
		h.u.page.panel.toggle(panelPeople)
	}, fullShelf},
	{"history", image.Pt(1440, 900), openHistory, historyShelf},
	{"history_past", image.Pt(1440, 900), func(h *bench) { openHistory(h); h.press(key.NameLeftArrow, 0); h.press(key.NameLeftArrow, 0) }, historyShelf},
	{"history_compare", image.Pt(1440, 900), func(h *bench) { lookBack(h); h.press("D", 0); h.press(key.NameF7, 0); h.press(key.NameF7, 0) }, historyShelf},
	{"history_restore", image.Pt(1440, 900), func(h *bench) { lookBack(h); h.press("R", 0) }, historyShelf},
	{"history_name", image.Pt(1180, 720), func(h *bench) { lookBack(h); h.press("N", 0); h.typed("First draft") }, historyShelf},
	{"menu", image.Pt(1180, 720), func(h *bench) { openFirst(h); h.u.menu.open = true }, fullShelf},
	{"disk_full", image.Pt(1180, 720), func(h *bench) {
		h.shelf.docs[0].status = workspace.Status{
			Saved: "The disk is full. Your last changes are only in memory. Free space or copy the text elsewhere now.",
			Level: workspace.Bad, Ready: true,
		}
		openFirst(h)
		h.u.messages.add("This link is incomplete or mistyped. Copy it again, to its very end.")
	}, fullShelf},
	{"palette", image.Pt(1180, 720), func(h *bench) { openFirst(h); h.u.prefs.Recent = "bold share"; h.u.openPalette(findCommands, "") }, fullShelf},
	{"settings", image.Pt(1180, 900), func(h *bench) { changed(h); h.u.present(newSettings()) }, fullShelf},
	{"shortcuts", image.Pt(1180, 900), func(h *bench) { h.u.present(newShortcuts()) }, fullShelf},
	{"toast", image.Pt(1180, 720), func(h *bench) {
		openFirst(h)
		h.u.messages.offer("“Reading list” is in the bin.", "Undo", func() {})
		h.u.bars.show(bar{id: "test", words: "Keys were made anew while you were away. Waiting for someone who can give them to you.", closing: true})
	}, fullShelf},
}

// others are pictures of what has one look only.
var others = []picture{
	{"page_narrow", image.Pt(560, 800), openFirst, fullShelf},
	{"recovered", image.Pt(1180, 720), openFirst, func() *shelf {
		s := damagedShelf()
		s.copied = true
		return s
	}},
	{"join_damaged", image.Pt(1180, 720), func(h *bench) {
		s := testLink("Q3 plan").String()
		h.u.sheet = newJoin(s[:60])
	}, fullShelf},
	{"find_narrow", image.Pt(560, 700), func(h *bench) {
		openFirst(h)
		h.press("H", key.ModShortcut)
		h.typed("the")
	}, fullShelf},
	{"palette_query", image.Pt(1180, 720), func(h *bench) { openFirst(h); h.u.openPalette(findCommands, "line") }, fullShelf},
	{"palette_contrast", image.Pt(1180, 720), func(h *bench) { wear(h, "light", "more"); h.u.openPalette(findCommands, "li") }, fullShelf},
	{"palette_german", image.Pt(900, 700), func(h *bench) {
		h.u.set(func(p *preferences) { p.Language = "de" })
		openFirst(h)
		h.u.openPalette(findCommands, "")
	}, fullShelf},
	{"settings_contrast", image.Pt(1180, 900), func(h *bench) { wear(h, "dark", "more"); h.u.present(newSettings()) }, fullShelf},
	{"settings_german", image.Pt(1180, 900), func(h *bench) {
		changed(h)
		h.u.set(func(p *preferences) { p.Language = "de" })
		h.u.present(newSettings())
	}, fullShelf},
	{"settings_narrow", image.Pt(560, 900), func(h *bench) {
		changed(h)
		h.u.set(func(p *preferences) { p.Language = "de" })
		h.u.present(newSettings())
	}, fullShelf},
	{"shortcuts_contrast", image.Pt(1180, 900), func(h *bench) { wear(h, "light", "more"); h.u.present(newShortcuts()) }, fullShelf},
	{"history_beside", image.Pt(1440, 900), func(h *bench) { lookBack(h); h.press("D", 0); h.click("Side by side") }, historyShelf},
	{"history_only", image.Pt(1440, 900), func(h *bench) { lookBack(h); h.press("D", 0); h.click("Only changes") }, historyShelf},
	{"history_deleted", image.Pt(1440, 900), func(h *bench) { openHistory(h); h.click("Show deleted"); h.click("Deleted") }, historyShelf},
	{"history_who", image.Pt(1440, 900), func(h *bench) { lookBack(h); h.press("W", 0) }, historyShelf},
	{"history_search", image.Pt(1440, 900), func(h *bench) {
		openHistory(h)
		h.press(key.NameLeftArrow, 0)
		h.press("F", key.ModShortcut)
		h.typed("thermometer")
		h.press(key.NameReturn, 0)
	}, historyShelf},
	{"history_margin", image.Pt(1680, 900), func(h *bench) {
		lookBack(h)
		h.press("D", 0)
		h.u.page.panel.kind = noPanel
	}, historyShelf},
	{"history_not_here", image.Pt(1180, 720), func(h *bench) { joinEarly(h); h.press("H", key.ModShortcut|key.ModShift) }, fullShelf},
	{"history_narrow", image.Pt(560, 800), func(h *bench) { lookBack(h); h.press("D", 0) }, historyShelf},
	{"history_middle", image.Pt(900, 700), lookBack, historyShelf},
	{"history_empty", image.Pt(1180, 720), func(h *bench) { h.u.newDocument(); h.settle(); h.press("H", key.ModShortcut|key.ModShift) }, fullShelf},
	{"history_one", image.Pt(1180, 720), func(h *bench) {
		h.shelf.docs[3].buf.Text().Commit(myself, 1_799_999_000_000)
		h.u.open(h.shelf.docs[3].id)
		h.settle()
		h.press("H", key.ModShortcut|key.ModShift)
	}, historyShelf},
	{"history_german", image.Pt(1180, 720), func(h *bench) {
		h.u.set(func(p *preferences) { p.Language = "de" })
		lookBack(h)
		h.press("R", 0)
	}, historyShelf},
	{"history_contrast", image.Pt(1440, 900), func(h *bench) {
		wear(h, "dark", "more")
		h.press("H", key.ModShortcut|key.ModShift)
		h.press(key.NameLeftArrow, 0)
		h.press("D", 0)
	}, historyShelf},
	{"since", image.Pt(1180, 720), func(h *bench) { openFirst(h) }, sinceShelf},
	{"page_contrast", image.Pt(1440, 900), func(h *bench) { wear(h, "light", "more") }, fullShelf},
	{"page_dark_contrast", image.Pt(1440, 900), func(h *bench) { wear(h, "dark", "more") }, fullShelf},
	{"reading", image.Pt(1180, 720), func(h *bench) { readAloud(h); h.u.page.preview.cycle() }, fullShelf},
	{"carets", image.Pt(1180, 720), func(h *bench) {
		openFirst(h)
		at := strings.Index(fieldNotes, "the")
		h.u.page.do(buffer.Select{Anchor: at, Head: at}, h.now)
		h.settle()
		for range 4 {
			h.press("D", key.ModShortcut)
		}
	}, fullShelf},
}

// wear opens the first document in a theme.
func wear(h *bench, appearance, contrast string) {
	h.u.prefs.Appearance, h.u.prefs.Contrast = appearance, contrast
	openFirst(h)
}

// changed changes some settings.
func changed(h *bench) {
	h.u.set(func(p *preferences) { p.Size, p.Library, p.Motion = 18, true, "less" })
}

func openFirst(h *bench) {
	h.u.open(h.shelf.docs[0].id)
	h.settle()
}

func TestPictures(t *testing.T) {
	var c camera
	defer c.release()
	for _, p := range looks {
		double := image.Pt(min(p.size.X, 1120), min(p.size.Y, 640)).Mul(2)
		for _, way := range []struct {
			ending, appearance string
			size               image.Point
			scale              float32
		}{
			{"", "light", p.size, 1},
			{"_dark", "dark", p.size, 1},
			{"_2x", "light", double, 2},
			{"_dark_2x", "dark", double, 2},
		} {
			t.Run(p.name+way.ending, func(t *testing.T) {
				c.take(t, p, p.name+way.ending, way.appearance, way.size, way.scale)
			})
		}
	}
	for _, p := range others {
		t.Run(p.name, func(t *testing.T) { c.take(t, p, p.name, "light", p.size, 1) })
	}
}

// A camera draws without a window. It keeps one surface of each size.
type camera struct {
	surfaces map[image.Point]*headless.Window
}

// take brings a window into a state and compares how it looks.
func (c *camera) take(t *testing.T, p picture, name, appearance string, size image.Point, scale float32) {
	h := newBench(t, p.shelf())
	h.size, h.scale = size, scale
	h.u.prefs.Appearance = appearance
	p.set(h)
	h.settle()
	h.now = time.Unix(1_800_000_001, 200_000_000)
	h.frame()
	compare(t, filepath.Join("testdata", name+".png"), c.shoot(t, &h.ops, size))
}

func (c *camera) shoot(t *testing.T, ops *op.Ops, size image.Point) *image.RGBA {
	t.Helper()
	w := c.surfaces[size]
	if w == nil {
		var err error
		if w, err = headless.NewWindow(size.X, size.Y); err != nil {
			if os.Getenv("CHIROGRAPH_REQUIRE_GPU") == "1" {
				t.Fatal(err)
			}
			t.Skip("no graphics driver: ", err)
		}
		if c.surfaces == nil {
			c.surfaces = map[image.Point]*headless.Window{}
		}
		c.surfaces[size] = w
	}
	if err := w.Frame(ops); err != nil {
		t.Fatal(err)
	}
	img := image.NewRGBA(image.Rectangle{Max: size})
	if err := w.Screenshot(img); err != nil {
		t.Fatal(err)
	}
	return img
}

// shoot draws one picture.
func shoot(t *testing.T, ops *op.Ops, size image.Point) *image.RGBA {
	t.Helper()
	var c camera
	defer c.release()
	return c.shoot(t, ops, size)
}

func (c *camera) release() {
	for _, w := range c.surfaces {
		w.Release()
	}
}

func compare(t *testing.T, name string, got *image.RGBA) {
	t.Helper()
	if *update {
		save(t, name, got)
		return
	}
	f, err := os.Open(name)
	if err != nil {
		t.Fatalf("%v (run with -update to make it)", err)
	}
	defer f.Close()
	decoded, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	want := image.NewRGBA(decoded.Bounds())
	draw.Draw(want, want.Bounds(), decoded, decoded.Bounds().Min, draw.Src)
	if want.Bounds() != got.Bounds() {
		t.Fatalf("%s: got %v, want %v", name, got.Bounds(), want.Bounds())
	}
	differ := 0
	diff := image.NewGray(got.Bounds())
	for i := range len(got.Pix) / 4 {
		for c := range 4 {
			if d := int(got.Pix[4*i+c]) - int(want.Pix[4*i+c]); d > tolerance || d < -tolerance {
				differ++
				diff.SetGray(i%got.Rect.Dx(), i/got.Rect.Dx(), color.Gray{Y: 255})
				break
			}
		}
	}
	if part := float64(differ) / float64(len(got.Pix)/4); part > most {
		dir := os.TempDir()
		base := filepath.Join(dir, "chirograph_"+filepath.Base(name))
		save(t, base, got)
		save(t, base+".diff.png", diff)
		t.Errorf("%s: %s of the pixels differ: see %s and %s.diff.png", name, fmt.Sprintf("%.2f %%", 100*part), base, base)
	}
}

func save(t *testing.T, name string, img image.Image) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(f, img); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// readAloud opens a document that uses all of Markdown, with the preview beside
// it.
func readAloud(h *bench) {
	d := h.shelf.add(allOfMarkdown)
	h.u.open(d.id)
	h.settle()
	h.u.page.preview.cycle()
	h.settle()
}

const allOfMarkdown = `# Field notes, autumn

The *first* frost came on the **ninth**, two weeks ~~later~~ earlier than
[last year](https://example.org/notes), says ` + "`tide log`" + `.[^1]

- [x] Water level at the weir
- [ ] Soil temperature at 10 cm, which takes a long probe and more patience than anybody has on a cold morning
  1. Ask Jo for the key
  2. Bring the long rope

> Not everything that *counts* can be counted.
>
> > And not everything that can be counted counts.

| Station | Depth | Readings |
|---|:-:|--:|
| Weir | 10 cm | 1,204 |
| Alder **wood** | 30 cm | 87 |

` + "```go" + `
func main() {
	fmt.Println("weir", 10) // every morning
}
` + "```" + `

Mixed: שלום עולם, مرحبا, 漢字かな, 🙂.

---

[^1]: A small program that Jo wrote.
`
