package window

import (
	"context"
	"errors"
	"flag"
	"image"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"gioui.org/f32"
	"gioui.org/io/input"
	"gioui.org/io/key"
	"gioui.org/io/pointer"
	"gioui.org/io/transfer"
	"gioui.org/layout"
	"gioui.org/op"
	"gioui.org/unit"

	"chirograph/app/phrases"
	"chirograph/app/workspace"
	"chirograph/editor/buffer"
	"chirograph/editor/crdt"
	"chirograph/editor/version"
	"chirograph/sync/identity"
	"chirograph/sync/link"
	"chirograph/sync/seal"
)

var update = flag.Bool("update", false, "rewrite the golden pictures")

func TestMain(m *testing.M) {
	os.Setenv("EGL_PLATFORM", "surfaceless") // the pictures need no display
	time.Local = time.UTC                    // and show the same times everywhere
	flag.Parse()
	os.Exit(m.Run())
}

// shelf is a library in memory.
type shelf struct {
	me       identity.Profile
	docs     []*paper
	settings map[string]string
	fail     error // of the next calls
	recovery *workspace.Recovery
	copied   bool
}

// paper is a document in memory.
type paper struct {
	id     identity.DocumentID
	buf    *buffer.Buffer
	sum    workspace.Summary
	status workspace.Status
	people []workspace.Person
	caret  [2]int
	link   link.Link

	versions []workspace.Version
	seen     version.Vector
	seenAt   int64
	looked   int
	fail     error // of the next naming
}

var (
	myself = version.Replica{Author: version.Author{1}}
	jo     = version.Replica{Author: version.Author{2}}
	avaV   = version.Replica{Author: version.Author{3}}
)

func (s *shelf) HasMe() bool          { return s.me.Name != "" }
func (s *shelf) Me() identity.Profile { return s.me }
func (s *shelf) SetMe(p identity.Profile) error {
	if err := p.Check(); err != nil {
		return err
	}
	s.me = p
	return nil
}

func (s *shelf) Documents() []workspace.Summary { return s.list(false) }
func (s *shelf) Bin() []workspace.Summary       { return s.list(true) }

func (s *shelf) list(binned bool) []workspace.Summary {
	var out []workspace.Summary
	for _, d := range s.docs {
		sum := d.sum
		sum.ID, sum.Title = d.id, d.Title()
		if sum.Binned.IsZero() != binned {
			out = append(out, sum)
		}
	}
	return out
}

// change changes what the library says of a document.
func (s *shelf) change(id identity.DocumentID, f func(*workspace.Summary)) error {
	for _, d := range s.docs {
		if d.id == id {
			f(&d.sum)
			return nil
		}
	}
	return workspace.ErrUnknown
}

func (s *shelf) Pin(id identity.DocumentID, on bool) error {
	return s.change(id, func(sum *workspace.Summary) { sum.Pinned = on })
}

func (s *shelf) Rename(id identity.DocumentID, title string) error {
	return s.change(id, func(sum *workspace.Summary) { sum.Title = title })
}

func (s *shelf) Opened(id identity.DocumentID) error {
	return s.change(id, func(sum *workspace.Summary) { sum.Opened = time.Unix(1_800_000_000, 0) })
}

func (s *shelf) Discard(id identity.DocumentID) error {
	return s.change(id, func(sum *workspace.Summary) { sum.Binned = time.Unix(1_800_000_000, 0).AddDate(0, 0, -18) })
}

func (s *shelf) Recover(id identity.DocumentID) error {
	return s.change(id, func(sum *workspace.Summary) { sum.Binned = time.Time{} })
}

func (s *shelf) Destroy(id identity.DocumentID) error {
	n := len(s.docs)
	s.docs = slices.DeleteFunc(s.docs, func(d *paper) bool { return d.id == id && !d.sum.Binned.IsZero() })
	if len(s.docs) == n {
		return workspace.ErrUnknown
	}
	return nil
}

func (s *shelf) New(_, text string) (document, error) {
	if s.fail != nil {
		return nil, s.fail
	}
	return s.add(text), nil
}

func (s *shelf) add(text string) *paper {
	d := &paper{buf: buffer.New(crdt.New(), myself)}
	d.id[0] = byte(len(s.docs) + 1)
	if text != "" {
		d.buf.Do(buffer.Replace{Text: text}, 0)
		d.buf.Do(buffer.Select{}, 0)
	}
	d.status = workspace.Status{Saved: "Saved here · only on this computer", Level: workspace.Quiet, Ready: true}
	d.people = []workspace.Person{{ID: myself.Author, Name: s.me.Name, Colour: int(s.me.Colour), Me: true, Online: true, Route: "This computer"}}
	s.docs = append([]*paper{d}, s.docs...)
	return d
}

func (s *shelf) Join(l link.Link) (document, error) {
	if s.fail != nil {
		return nil, s.fail
	}
	d := s.add("")
	d.sum.Joining, d.sum.Shared = true, true
	d.sum.Title = l.Title
	d.status = workspace.Status{Saved: "Nothing of this document is here yet", Connection: "Nobody else is here now.", Level: workspace.Quiet}
	return d, nil
}

func (s *shelf) Open(id identity.DocumentID) (document, error) {
	for _, d := range s.docs {
		if d.id == id {
			return d, nil
		}
	}
	return nil, workspace.ErrUnknown
}

func (s *shelf) Find(name string) (identity.DocumentID, error) {
	for _, d := range s.docs {
		if d.Title() == name {
			return d.id, nil
		}
	}
	return identity.DocumentID{}, workspace.ErrUnknown
}

func (s *shelf) Folder() string { return "/home/mara/.local/share/chirograph" }

func (s *shelf) SetLanguage(*phrases.Phrases) {}

func (s *shelf) Recovery() *workspace.Recovery { return s.recovery }

func (s *shelf) ForgetRecovery() { s.recovery = nil }

func (s *shelf) Copied() bool { return s.copied }

func (s *shelf) ForgetCopied() { s.copied = false }

func (s *shelf) Setting(k string) string { return s.settings[k] }

func (s *shelf) SetSetting(k, v string) error {
	s.settings[k] = v
	return nil
}

// as edits d as somebody else: on a text of their own that is then merged.
func (d *paper) as(who version.Replica, f func(*crdt.Text)) {
	const writing = 1_799_990_000_000 // some hours before the window is opened
	d.buf.Text().Commit(myself, writing)
	theirs := crdt.New()
	for c := range d.buf.Text().Since(nil) {
		if _, err := theirs.Apply(c); err != nil {
			panic(err)
		}
	}
	f(theirs)
	c, _ := theirs.Commit(who, writing+int64(who.Author[0])*600_000)
	if err := d.buf.Apply(c); err != nil {
		panic(err)
	}
}

func (d *paper) ID() identity.DocumentID { return d.id }

func (d *paper) Title() string {
	if d.sum.Title != "" {
		return d.sum.Title
	}
	first, _, _ := strings.Cut(d.buf.Text().String(), "\n")
	if first = strings.TrimLeft(first, "# "); first == "" {
		return "Untitled"
	}
	return first
}
func (d *paper) Read(f func(*buffer.Buffer))             { f(d.buf) }
func (d *paper) Edit(f func(*buffer.Buffer))             { f(d.buf) }
func (d *paper) Watch() (<-chan struct{}, func())        { return nil, func() {} }
func (d *paper) People() []workspace.Person              { return d.people }
func (d *paper) Status() workspace.Status                { return d.status }
func (d *paper) Link(context.Context) (link.Link, error) { return d.link, nil }
func (d *paper) SetCaret(anchor, head int)               { d.caret = [2]int{anchor, head} }
func (d *paper) Versions() []workspace.Version           { return d.versions }
func (d *paper) Look()                                   { d.looked++ }

func (d *paper) NameVersion(at version.Vector, name, note string) error {
	if d.fail != nil {
		return d.fail
	}
	v := workspace.Version{
		Name: name, Note: note, Author: myself.Author, Time: 1_799_999_000_000 + int64(len(d.versions)),
		At: at, Seal: d.Seal(at),
	}
	v.ID[0] = byte(len(d.versions) + 1)
	d.versions = append(d.versions, v)
	return nil
}

func (d *paper) HideVersion(id [32]byte, hidden bool) {
	for i := range d.versions {
		if d.versions[i].ID == id {
			d.versions[i].Hidden = hidden
		}
	}
}

func (d *paper) Seal(at version.Vector) seal.Seal { return seal.OfText(d.buf.History().At(at)) }

func (d *paper) Seen() (version.Vector, int64, bool) { return d.seen, d.seenAt, d.seen != nil }

// bench is a window on a table: a router gives it events, and what would wait
// for a disk is done at once.
type bench struct {
	t     testing.TB
	r     input.Router
	ops   op.Ops
	now   time.Time
	size  image.Point
	scale float32
	shelf *shelf
	u     *ui
	woken bool // by what was posted
}

func newBench(t testing.TB, s *shelf) *bench {
	t.Helper()
	if s.settings == nil {
		s.settings = map[string]string{"appearance": "light", "contrast": "normal", "language": "en"}
	}
	h := &bench{t: t, shelf: s, now: time.Unix(1_800_000_000, 0), size: image.Pt(1280, 800), scale: 1}
	post := &mailbox{wake: func() { h.woken = true }}
	h.u = newUI(s, newShaper(false), post, func(work func(context.Context) func()) {
		ctx, stop := context.WithCancel(context.Background())
		stop() // whoever would wait for changes does not
		if f := work(ctx); f != nil {
			post.add(f)
		}
	})
	h.u.choose = func(...string) (io.ReadCloser, error) { return nil, errors.New("no portal") }
	return h
}

func (h *bench) frame() {
	h.ops.Reset()
	h.now = h.now.Add(16 * time.Millisecond)
	gtx := h.context()
	h.u.post.run()
	h.u.layout(gtx)
	h.r.Frame(gtx.Ops)
}

func (h *bench) context() layout.Context {
	return layout.Context{
		Ops: &h.ops, Now: h.now, Source: h.r.Source(),
		Metric: unit.Metric{PxPerDp: h.scale, PxPerSp: h.scale}, Constraints: layout.Exact(h.size),
	}
}

// settle draws until focus and posted work have come through.
func (h *bench) settle() {
	for range 4 {
		h.frame()
	}
}

// follow draws a frame, and then those that the window asks for by itself at
// once, as the system would.
func (h *bench) follow() {
	for range 6 {
		h.woken = false
		h.r.WakeupTime() // for the past
		h.frame()
		at, asked := h.r.WakeupTime()
		if !h.woken && (!asked || at.After(h.now)) {
			return
		}
	}
}

func (h *bench) press(name key.Name, mods key.Modifiers) {
	h.r.Queue(key.Event{Name: name, Modifiers: mods, State: key.Press})
	h.follow()
	h.r.Queue(key.Event{Name: name, Modifiers: mods, State: key.Release})
	h.follow()
}

func (h *bench) typed(s string) {
	sel := h.r.EditorState().Selection.Range
	from := min(sel.Start, sel.End)
	n := from + utf8.RuneCountInString(s)
	h.r.Queue(key.EditEvent{Range: key.Range{Start: from, End: max(sel.Start, sel.End)}, Text: s}, key.SelectionEvent{Start: n, End: n})
	h.follow()
}

// click presses the control that describes itself with words.
func (h *bench) click(words string) {
	h.t.Helper()
	n, ok := h.find(words)
	if !ok {
		h.t.Fatalf("there is nothing %q to click; there are %q", words, h.descriptions())
	}
	at := f32.Pt(float32(n.Min.X+n.Max.X)/2, float32(n.Min.Y+n.Max.Y)/2)
	when := h.now.Sub(time.Unix(1_800_000_000, 0))
	h.r.Queue(
		pointer.Event{Kind: pointer.Press, Source: pointer.Mouse, Buttons: pointer.ButtonPrimary, Position: at, Time: when},
		pointer.Event{Kind: pointer.Release, Source: pointer.Mouse, Position: at, Time: when},
	)
	h.follow()
}

func (h *bench) find(words string) (image.Rectangle, bool) {
	for _, n := range h.r.AppendSemantics(nil) {
		if n.Desc.Description == words {
			return n.Desc.Bounds, true
		}
	}
	return image.Rectangle{}, false
}

func (h *bench) descriptions() []string {
	var out []string
	for _, n := range h.r.AppendSemantics(nil) {
		if n.Desc.Description != "" {
			out = append(out, n.Desc.Description)
		}
	}
	return out
}

// says reports whether a label with these words is on the screen.
func (h *bench) says(words string) bool {
	for _, n := range h.r.AppendSemantics(nil) {
		if strings.Contains(n.Desc.Label, words) {
			return true
		}
	}
	return false
}

func (h *bench) want(words string) {
	h.t.Helper()
	if !h.says(words) {
		h.t.Errorf("the window does not say %q", words)
	}
}

func (h *bench) clip(s string) {
	h.r.Queue(transfer.DataEvent{Type: "application/text", Open: func() io.ReadCloser {
		return io.NopCloser(strings.NewReader(s))
	}})
	h.settle()
}

func testLink(title string) link.Link {
	l := link.Link{Role: identity.Editor, Title: title}
	for i := range l.Document {
		l.Document[i] = byte(i*7 + 1)
	}
	for i := range l.Secret {
		l.Secret[i] = byte(i*13 + 5)
	}
	return l
}

const fieldNotes = `# Field notes, autumn

The first frost came on the *ninth*, two weeks earlier than last year. The alders by the weir had already dropped most of their leaves.

## What to measure

- Water level at the weir, **every morning**
- Soil temperature at 10 cm and 30 cm
- Bird counts (see [the protocol](notes/birds.md))

Log readings with ` + "`tide log --station weir`" + ` so that both of us can compare them offline.

1. Ask Jo for the key
2. Bring the long rope

> Not everything that counts can be counted.
`

// fullShelf is a library in use, with its first document shared by three.
func fullShelf() *shelf {
	s := &shelf{me: identity.Profile{Name: "Mara Klein", Colour: 0}}
	for _, d := range []struct {
		title string
		sum   workspace.Summary
	}{
		{"Minutes 2026-11-18", workspace.Summary{}},
		{"Scratch", workspace.Summary{}},
		{"Everything we might want to ask the committee about the new building before spring", workspace.Summary{Shared: true, Copies: 1}},
		{"Reading list", workspace.Summary{Shared: true, Copies: 3}},
		{"Grant proposal", workspace.Summary{Shared: true, Here: 1}},
	} {
		p := s.add("# " + d.title)
		p.sum = d.sum
	}
	list := strings.Index(fieldNotes, "## What")
	log := strings.Index(fieldNotes, "Log readings")
	rest := strings.Index(fieldNotes, "1. Ask")
	d := s.add(fieldNotes[:list] + fieldNotes[rest:])
	d.as(jo, func(t *crdt.Text) { t.Insert(jo, list, fieldNotes[list:log]) })
	d.as(avaV, func(t *crdt.Text) { t.Insert(avaV, log, fieldNotes[log:rest]) })
	d.sum = workspace.Summary{Shared: true, Here: 2}
	d.link = testLink("Field notes, autumn")
	moved := time.Unix(1_800_000_000, 0)
	soil := strings.Index(fieldNotes, "Soil")
	d.people = append(
		d.people,
		workspace.Person{
			ID: jo.Author, Name: "Jo", Colour: 1, Online: true, Route: "Direct, same network", Receipt: "has everything",
			HasCaret: true, Anchor: soil, Head: soil + 35, Moved: moved,
		},
		workspace.Person{
			ID: avaV.Author, Name: "Ava Virtanen", Colour: 5, Online: true, Route: "Direct", Receipt: "is missing 12 changes", Missing: 12,
			HasCaret: true, Anchor: soil + 60, Head: soil + 60, Moved: moved.Add(-time.Minute),
		},
		workspace.Person{ID: version.Author{4}, Name: "Tomás", Colour: 8, Route: "Offline, last seen 14:02", Receipt: "is missing 40 changes", Missing: 40},
	)
	d.status = workspace.Status{Saved: "Saved here · with Jo", Connection: "Jo and Ava Virtanen are here", Level: workspace.Fine, Ready: true}
	return s
}
