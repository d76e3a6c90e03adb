package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"chirograph/editor/version"
)

// A label is how the tests' records begin: they say where they belong, as a
// batch's header does.
const labelLen = 32 + replicaLen + 16

func labelled(doc [32]byte, r version.Replica, first, last uint64, body []byte) Record {
	b := append(doc[:len(doc):len(doc)], replicaKey(r)...)
	b = binary.BigEndian.AppendUint64(b, first)
	b = binary.BigEndian.AppendUint64(b, last)
	return Record{Replica: r, First: first, Last: last, Data: append(b, body...)}
}

type labels struct{}

func (labels) Record(data []byte) (doc [32]byte, r Record, ok bool) {
	if len(data) < labelLen {
		return doc, r, false
	}
	r.Replica = replicaOf(data[32:])
	r.First = binary.BigEndian.Uint64(data[32+replicaLen:])
	r.Last = binary.BigEndian.Uint64(data[32+replicaLen+8:])
	return [32]byte(data), r, true
}

// Value knows settings, and a value "record" that begins with its document and
// a rank.
func (labels) Value(key string, value []byte) (Place, bool) {
	switch {
	case key == "record" && len(value) >= 40:
		return Place{Doc: [32]byte(value), Rank: int64(binary.BigEndian.Uint64(value[32:]))}, true
	case bytes.HasPrefix([]byte(key), []byte("user/")), bytes.HasPrefix([]byte(key), []byte("generation/")):
		return Place{Setting: true}, true
	}
	return Place{}, false
}

// A profile is a store's file with a known content.
type profile struct {
	bytes   []byte
	docs    [][32]byte
	records map[[32]byte]map[version.Replica]map[uint64]Record // by last number
	places  map[string]found                                   // where each record lies; see placeOf
	titles  map[[32]byte][]byte
	deleted [32]byte
	seed    [32]byte
}

func placeOf(doc [32]byte, r version.Replica, last uint64) string {
	return fmt.Sprintf("%x %v %d", doc[:4], r, last)
}

// newProfile makes a file as a life would: documents grow beside each other,
// values are rewritten, and one document was deleted.
func newProfile(t testing.TB) *profile {
	dir := folder(t)
	s, stop := running(t, dir)
	p := &profile{
		records: map[[32]byte]map[version.Replica]map[uint64]Record{},
		places:  map[string]found{}, titles: map[[32]byte][]byte{}, deleted: [32]byte{0xdd},
	}
	random := rand.New(rand.NewPCG(3, 3))
	do := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for i := range 6 {
		p.docs = append(p.docs, [32]byte{byte(i + 1), 0xd0})
	}
	heads := map[string]uint64{}
	for round := range 120 {
		for i, id := range append(p.docs, p.deleted) {
			if id == p.deleted && round > 60 {
				continue
			}
			for a := range 1 + i%3 {
				r := version.Replica{Author: version.Author{byte(a + 1), byte(i)}}
				key := placeOf(id, r, 0)
				first := heads[key] + 1
				last := first + random.Uint64N(4)
				heads[key] = last
				size := 100 + random.IntN(600)
				if random.IntN(40) == 0 {
					size = 9000 // runs on over several pages
				}
				body := make([]byte, size)
				for i := range body {
					body[i] = byte(random.Uint32())
				}
				rec := labelled(id, r, first, last, body)
				do(wait(func(done func(error)) { s.Append(id, []Record{rec}, done) }))
				if id == p.deleted {
					continue
				}
				if p.records[id] == nil {
					p.records[id] = map[version.Replica]map[uint64]Record{}
				}
				if p.records[id][r] == nil {
					p.records[id][r] = map[uint64]Record{}
				}
				p.records[id][r][last] = rec
			}
			title := binary.BigEndian.AppendUint64(id[:len(id):len(id)], uint64(round))
			title = fmt.Appendf(title, "document %d, round %d", i, round)
			do(wait(func(done func(error)) { s.Put(id, "record", title, done) }))
			if id != p.deleted {
				p.titles[id] = title
			}
		}
		if round == 60 {
			do(wait(func(done func(error)) {
				s.SetSetting("generation/"+hex.EncodeToString(p.deleted[:]), []byte("1"), done)
			}))
			do(wait(func(done func(error)) { s.Delete(p.deleted, done) }))
		}
		do(wait(func(done func(error)) { s.SetSetting("user/n", []byte(strconv.Itoa(round)), done) }))
	}
	p.seed, _ = s.Identity()
	stop()
	var err error
	if p.bytes, err = os.ReadFile(filepath.Join(dir, FileName)); err != nil {
		t.Fatal(err)
	}
	file := bytes.NewReader(p.bytes)
	good := metas(file, file.Size())
	r := &rescue{pager: pager{file: file, size: file.Size(), pageSize: good[0].pageSize}, judge: labels{}}
	r.gather(good)
	for id, d := range r.docs {
		for replica, log := range d.logs {
			for _, f := range log {
				if f.trusted {
					p.places[placeOf(id, replica, f.last)] = f
				}
			}
		}
	}
	for id, logs := range p.records {
		for replica, log := range logs {
			for last := range log {
				if _, ok := p.places[placeOf(id, replica, last)]; !ok {
					t.Fatalf("record %s is not found", placeOf(id, replica, last))
				}
			}
		}
	}
	return p
}

// A harvest counts what came of a damaged file.
type harvest struct{ intact, saved, opened, salvaged, refused, hurt int }

// survive opens a damaged file, reads everything, and opens it again if
// anything could not be read. Whatever is read must be what was written.
func (p *profile) survive(t *testing.T, dir string, bad []byte, what string, h *harvest) {
	t.Helper()
	name := filepath.Join(dir, FileName)
	old, _ := filepath.Glob(filepath.Join(dir, "*"))
	for _, f := range old {
		os.Remove(f)
	}
	if err := os.WriteFile(name, bad, 0o600); err != nil {
		t.Fatal(err)
	}
	intact := map[string]bool{}
	for place, f := range p.places {
		from, to := f.at-int64(len(f.key)), f.at+f.size
		if to <= int64(len(bad)) && bytes.Equal(bad[from:to], p.bytes[from:to]) {
			intact[place] = true
		}
	}
	h.intact += len(intact)
	for try := range 3 {
		before, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		s, err := Open(dir, Options{Install: filepath.Join(dir, "..", "installs"), Judge: labels{}})
		if errors.Is(err, ErrDamaged) {
			if now, _ := os.ReadFile(name); !bytes.Equal(now, before) {
				t.Fatalf("%s: refused and changed", what)
			}
			h.refused++
			return
		}
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		saved, err := p.read(s)
		report := s.Salvaged()
		s.Close()
		if errors.Is(err, ErrDamaged) && try == 0 && report == nil {
			continue // noticed only when it was read: the next start saves the rest
		}
		if err != nil {
			t.Fatalf("%s: try %d: %v", what, try, err)
		}
		if report != nil {
			h.salvaged++
			h.hurt += len(report.Hurt)
			if kept, err := os.ReadFile(report.Copy); err != nil || !bytes.Equal(kept, before) {
				t.Fatalf("%s: the damaged file was not kept: %v", what, err)
			}
		} else {
			h.opened++
		}
		for place := range intact {
			if saved[place] {
				h.saved++
			}
		}
		return
	}
}

// read reads everything and returns which records are there.
func (p *profile) read(s *Store) (map[string]bool, error) {
	saved := map[string]bool{}
	ids, err := s.Documents()
	if err != nil {
		return nil, err
	}
	same := func(id [32]byte, r Record) error {
		want, ok := p.records[id][r.Replica][r.Last]
		if !ok || want.First != r.First || !bytes.Equal(want.Data, r.Data) {
			return fmt.Errorf("%x has a record %v %d-%d that nobody wrote", id[:4], r.Replica, r.First, r.Last)
		}
		saved[placeOf(id, r.Replica, r.Last)] = true
		return nil
	}
	for _, id := range ids {
		if id == p.deleted {
			return nil, errors.New("a deleted document came back")
		}
		title, err := s.Get(id, "record")
		if err != nil {
			return nil, err
		}
		if title != nil && !bytes.Equal(title[:32], id[:]) {
			return nil, fmt.Errorf("%x has another document's title %q", id[:4], title)
		}
		heads, err := s.Heads(id)
		if err != nil {
			return nil, err
		}
		for _, h := range heads {
			rs, err := s.Records(id, h.Replica, 1, 1<<30)
			if err != nil {
				return nil, err
			}
			next := uint64(1)
			for _, r := range rs {
				if r.First != next {
					return nil, fmt.Errorf("%x has a hole before %d", id[:4], r.First)
				}
				next = r.Last + 1
				if err := same(id, r); err != nil {
					return nil, err
				}
			}
		}
		loose, err := s.Loose(id)
		if err != nil {
			return nil, err
		}
		for _, r := range loose {
			if err := same(id, r); err != nil {
				return nil, err
			}
		}
	}
	if _, err := s.Setting("user/n"); err != nil {
		return nil, err
	}
	return saved, nil
}

// damages is how many times each kind of damage is done.
func damages() int {
	if n, err := strconv.Atoi(os.Getenv("CHIROGRAPH_DAMAGES")); err == nil {
		return n
	}
	return 15
}

// TestWhatProvesItselfInADamagedFileIsSaved cuts files off, flips bits and
// empties pages. Nothing may crash, nothing may be read that was not written,
// and of the records that were not damaged at least 99 % must be there after
// one restart.
func TestWhatProvesItselfInADamagedFileIsSaved(t *testing.T) {
	p := newProfile(t)
	size, pageSize := len(p.bytes), os.Getpagesize()
	for _, tt := range []struct {
		name   string
		damage func(random *rand.Rand, b []byte) ([]byte, string)
	}{
		{"truncations", func(random *rand.Rand, b []byte) ([]byte, string) {
			n := random.IntN(size)
			return b[:n], fmt.Sprintf("cut at %d", n)
		}},
		{"flipped bits", func(random *rand.Rand, b []byte) ([]byte, string) {
			n := random.IntN(size)
			b[n] ^= 1 << random.IntN(8)
			return b, fmt.Sprintf("flip at %d", n)
		}},
		{"flipped bits in headers", func(random *rand.Rand, b []byte) ([]byte, string) {
			n := random.IntN(size/pageSize)*pageSize + random.IntN(64)
			b[n] ^= 1 << random.IntN(8)
			return b, fmt.Sprintf("flip at %d", n)
		}},
		{"emptied pages", func(random *rand.Rand, b []byte) ([]byte, string) {
			n := random.IntN(size / pageSize)
			clear(b[n*pageSize:][:pageSize])
			return b, fmt.Sprintf("page %d emptied", n)
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := folder(t)
			if err := os.MkdirAll(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			random := rand.New(rand.NewPCG(4, uint64(len(tt.name))))
			var h harvest
			for range damages() {
				bad, what := tt.damage(random, bytes.Clone(p.bytes))
				p.survive(t, dir, bad, what, &h)
			}
			share := 100 * float64(h.saved) / float64(max(1, h.intact))
			t.Logf("%d states: %d opened as they were, %d salvaged with %d documents hurt, %d refused; %d of %d intact records are there (%.3f %%)",
				damages(), h.opened, h.salvaged, h.hurt, h.refused, h.saved, h.intact, share)
			if share < 99 {
				t.Errorf("%.2f %% of the intact records were saved, want 99", share)
			}
			if h.salvaged == 0 {
				t.Error("nothing was salvaged")
			}
		})
	}
}

// TestWhatLiesBehindAHoleIsKeptUntilTheHoleIsFilled damages one record in the
// middle of a log.
func TestWhatLiesBehindAHoleIsKeptUntilTheHoleIsFilled(t *testing.T) {
	dir := folder(t)
	s, stop := running(t, dir)
	var all []Record
	for i := range uint64(30) {
		all = append(all, labelled(doc, alice, i+1, i+1, bytes.Repeat([]byte{byte(i)}, 50)))
	}
	if err := add(s, all...); err != nil {
		t.Fatal(err)
	}
	stop()
	name := filepath.Join(dir, FileName)
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(b, all[9].Data)
	b[at+labelLen] ^= 1
	if err := os.WriteFile(name, b, 0o600); err != nil {
		t.Fatal(err)
	}
	open := func() *Store {
		t.Helper()
		s, err := Open(dir, Options{Install: filepath.Join(dir, "..", "installs"), Judge: labels{}})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	s = open()
	_, nonce := s.Identity()
	if _, err := s.Records(doc, alice, 1, 1<<30); !errors.Is(err, ErrDamaged) {
		t.Fatalf("the damaged record reads as %v", err)
	}
	s.Close()

	s = open()
	defer s.Close()
	report := s.Salvaged()
	if report == nil || len(report.Hurt) != 1 || report.Records != 9 || report.Loose != 20 {
		t.Fatalf("report is %+v", report)
	}
	if _, n := s.Identity(); n == nonce {
		t.Error("goes on writing as the replica whose last numbers may be lost")
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	if rs, err := s.Records(doc, alice, 1, 1<<30); err != nil || len(rs) != 9 {
		t.Errorf("%d records, %v", len(rs), err)
	}
	if loose, err := s.Loose(doc); err != nil || len(loose) != 20 || !bytes.Equal(loose[0].Data, all[10].Data) {
		t.Errorf("%d loose, %v", len(loose), err)
	}
	if err := add(s, all[9:15]...); err != nil {
		t.Fatal(err)
	}
	if loose, _ := s.Loose(doc); len(loose) != 15 {
		t.Errorf("%d are loose after the hole was filled and 5 more were appended", len(loose))
	}
	if err := add(s, all[15:]...); err != nil {
		t.Fatal(err)
	}
	rs, err := s.Records(doc, alice, 1, 1<<30)
	if err != nil || len(rs) != len(all) {
		t.Errorf("%d records of %d, %v", len(rs), len(all), err)
	}
	if loose, _ := s.Loose(doc); len(loose) != 0 {
		t.Errorf("%d are loose still", len(loose))
	}
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// TestRecordsOfAnUnknownFormAreKept: a judge that cannot read what a log holds
// does not make it worthless.
func TestRecordsOfAnUnknownFormAreKept(t *testing.T) {
	dir := folder(t)
	s, stop := running(t, dir)
	for i := range uint64(20) {
		if err := add(s, record(alice, i+1, i+1)); err != nil { // not labelled
			t.Fatal(err)
		}
	}
	stop()
	name := filepath.Join(dir, FileName)
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	clear(b[:os.Getpagesize()])
	if err := os.WriteFile(name, b, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err = Open(dir, Options{Install: filepath.Join(dir, "..", "installs"), Judge: labels{}})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	rs, err := s.Records(doc, alice, 1, 1<<30)
	if err != nil || len(rs) < 19 || s.Salvaged() == nil { // the last one can have been in the newer tree
		t.Errorf("%d records of 20, %v", len(rs), err)
	}
}

// TestTheLastChangeSurvivesTheLossOfTheNewerFirstPage: bbolt itself
// would go on with the older one and lose the last change.
func TestTheLastChangeSurvivesTheLossOfTheNewerFirstPage(t *testing.T) {
	p := newProfile(t)
	dir := folder(t)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	file := bytes.NewReader(p.bytes)
	for n := range 2 {
		b := bytes.Clone(p.bytes)
		clear(b[n*os.Getpagesize():][:os.Getpagesize()])
		var h harvest
		p.survive(t, dir, b, fmt.Sprint("first page ", n), &h)
		if h.saved != h.intact || h.salvaged != 1 {
			t.Errorf("page %d: %+v", n, h)
		}
		s, err := Open(dir, Options{Install: filepath.Join(dir, "..", "installs")})
		if err != nil {
			t.Fatal(err)
		}
		if seed, _ := s.Identity(); seed != p.seed {
			t.Error("the identity is another one")
		}
		for id, title := range maps.All(p.titles) {
			if got, _ := s.Get(id, "record"); !bytes.Equal(got, title) {
				t.Errorf("page %d: %x is called %q, want %q", n, id[:4], got, title)
			}
		}
		s.Close()
	}
	if len(metas(file, file.Size())) != 2 {
		t.Error("the file has not two first pages")
	}
}
