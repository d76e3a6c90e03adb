package window

import (
	"strings"

	"gioui.org/io/key"

	"chirograph/app/workspace"
	"chirograph/editor/buffer"
	"chirograph/editor/crdt"
	"chirograph/editor/version"
)

// A scribe writes the history of a document, at times of its own.
type scribe struct {
	d   *paper
	now int64
}

// write lets somebody edit the text after a pause of some seconds.
func (s *scribe) write(who version.Replica, pause int64, f func(t *crdt.Text)) {
	s.now += pause * 1000
	t := s.d.buf.Text()
	f(t)
	t.Commit(who, s.now)
}

// typed inserts words at a place, some letters at a time.
func (s *scribe) typed(who version.Replica, pause int64, behind, words string) {
	at := strings.Index(s.d.buf.Text().String(), behind) + len(behind)
	for len(words) > 0 {
		n := min(7, len(words))
		s.write(who, pause, func(t *crdt.Text) { t.Insert(who, at, words[:n]) })
		at, words, pause = at+n, words[n:], 1
	}
}

func (s *scribe) erased(who version.Replica, pause int64, words string) {
	at := strings.Index(s.d.buf.Text().String(), words)
	s.write(who, pause, func(t *crdt.Text) { t.Delete(who, at, at+len(words)) })
}

const minute, hour, day = 60, 3600, 86_400

// lived is a document on which three people have worked for some days, partly
// at once, and the version before the last of these.
func lived(s *shelf) (*paper, version.Vector) {
	d := s.add("")
	w := &scribe{d: d, now: 1_799_720_000_000}
	w.typed(myself, 0, "", "# River survey\n\nThe first frost came on the ninth, earlier than last year.\n")
	w.typed(myself, 3*minute, "year.\n", "\n## What to measure\n\n- Water level at the weir\n- Soil temperature with the old thermometer from the shed, every hour\n")
	w.typed(jo, 4*minute, "weir", ", every morning")
	w.typed(avaV, day, "hour\n", "- Bird counts along the river\n\n## Costs\n\nTwo probes are 80 each, the rope is free.\n")
	w.typed(jo, 6*minute, "probes", " for soil")
	w.erased(avaV, 5*minute, " with the old thermometer from the shed, every hour")
	w.typed(avaV, 9, "temperature", " at 10 cm and 30 cm")
	// Jo was away, and wrote while Ava did.
	theirs := crdt.New()
	for c := range d.buf.Text().Since(nil) {
		if _, err := theirs.Apply(c); err != nil {
			panic(err)
		}
	}
	from := theirs.Vector()
	at := strings.Index(theirs.String(), "Two probes")
	for i, words := range []string{"Money is ", "short this ", "year. "} {
		theirs.Insert(jo, at, words)
		at += len(words)
		theirs.Commit(jo, w.now+2*hour*1000+int64(i)*9000)
	}
	w.typed(avaV, 2*hour, "river", ", with Tomás")
	for c := range theirs.Since(from) {
		if err := d.buf.Apply(c); err != nil {
			panic(err)
		}
	}
	before := d.buf.Text().Vector()
	w.typed(myself, day, "free.\n", "\n1. Ask Jo for the key\n2. Bring the long rope\n")
	w.erased(jo, 7*minute, "The first frost came on the ninth, earlier than last year.")
	w.typed(jo, 4, "survey\n\n", "Frost on the ninth.")
	d.buf.Do(buffer.Select{}, 0)
	d.sum = workspace.Summary{Shared: true, Here: 1}
	d.people = append(
		d.people,
		workspace.Person{ID: jo.Author, Name: "Jo", Colour: 1, Online: true, Route: "Direct", Receipt: "has everything"},
		workspace.Person{ID: avaV.Author, Name: "Ava Virtanen", Colour: 5, Route: "Offline, last seen 14:02"},
	)
	d.status = workspace.Status{Saved: "Saved here · with Jo", Connection: "Jo is here", Level: workspace.Fine, Ready: true}
	return d, before
}

// historyShelf is a library in which the first document has a history, with two
// named versions.
func historyShelf() *shelf {
	s := fullShelf()
	d, before := lived(s)
	line := d.buf.History().Timeline()
	for _, v := range []struct {
		name, note string
		at         version.Vector
	}{{"First draft", "", line.Vector(line.Len() / 3)}, {"For the committee", "As sent on Friday, before the costs were known.", before}} {
		if err := d.NameVersion(v.at, v.name, v.note); err != nil {
			panic(err)
		}
	}
	return s
}

// sinceShelf is one whose first document was last looked at before others wrote.
func sinceShelf() *shelf {
	s := historyShelf()
	line := s.docs[0].buf.History().Timeline()
	s.docs[0].seen, s.docs[0].seenAt = line.Vector(line.Len()/2), 1_799_800_000_000
	return s
}

func openHistory(h *bench) {
	openFirst(h)
	h.press("H", key.ModShortcut|key.ModShift)
	h.settle()
}

// lookBack goes some passages back.
func lookBack(h *bench) {
	openHistory(h)
	for range 4 {
		h.press(key.NameLeftArrow, 0)
	}
}
