package workspace

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"chirograph/editor/crdt"
	"chirograph/editor/version"
	"chirograph/sync/wire"
)

// A story is one of the logs that a liar tells.
type story struct {
	changes []crdt.Change
	heads   []wire.Head // each change's dependencies have one head at most
	before  []wire.Hash // and after the last
}

// tell continues a story of m from the first n of its changes by others: some
// build on d, some on what is not there.
func (m *member) tell(r *rand.Rand, s story, n int) story {
	s = story{s.changes[:n:n], s.heads[:n:n], s.before[:min(n+1, len(s.before)):min(n+1, len(s.before))]}
	if len(s.before) == 0 {
		s.before = []wire.Hash{{}}
	}
	text := crdt.New()
	for _, c := range s.changes {
		c.Deps = nil
		text.Apply(c) // what is nonsense is left out
	}
	for range 1 + r.IntN(5) {
		text.Insert(m.me, r.IntN(text.Len()+1), fmt.Sprint(r.IntN(1000)))
		c, _ := text.Commit(m.me, int64(r.IntN(2)))
		if n := len(s.changes); n > 0 && c.First.Seq != s.changes[n-1].Last+1 {
			break // nonsense was left out before
		}
		var head wire.Head
		d := m.d.Heads()
		switch k := r.IntN(8); {
		case k < 2:
			head = d[r.IntN(len(d))]
		case k == 2: // the middle of something, perhaps
			head = d[r.IntN(len(d))]
			head.Seq = 1 + r.Uint64N(head.Seq)
		case k == 3: // what nobody has
			head = wire.NewHead(version.Replica{Author: m.me.Author, Branch: version.Branch{9}}, 5, wire.Hash{})
		case k == 4: // nonsense: the numbers of others
			if len(c.Ops) > 4 {
				c.Ops = append([]byte{}, c.Ops...)
				c.Ops[r.IntN(len(c.Ops))] ^= 1 << r.IntN(3)
			}
		}
		var deps []wire.Head
		if head.Seq > 0 && head.Replica() != m.me {
			c.Deps = []version.ID{head.ID()}
			deps = append(deps, head)
		} else {
			head = wire.Head{}
		}
		s.changes, s.heads = append(s.changes, c), append(s.heads, head)
		s.before = append(s.before, m.d.keys.ChainAfter(&c, s.before[len(s.before)-1], deps))
	}
	return s
}

// unit is a batch or a pack of a part of the story.
func (m *member) unit(r *rand.Rand, s story) []byte {
	from := r.IntN(len(s.changes))
	if r.IntN(2) == 0 {
		var deps []wire.Head
		if h := s.heads[from]; h.Seq > 0 {
			deps = append(deps, h)
		}
		b := wire.Seal(s.changes[from], s.before[from], deps, m.d.keys, m.key)
		return b.Encode()
	}
	if r.IntN(2) == 0 {
		from = 0
	}
	to := from + 1 + r.IntN(len(s.changes)-from)
	after := s.before[to]
	if r.IntN(3) == 0 {
		after = wire.Hash{1}
	}
	p, err := wire.SealPack(s.changes[from:to], s.before[from], after, m.d.keys, m.key)
	if err != nil {
		return nil // nonsense of which no pack can be made
	}
	return p.Encode()
}

// TestALiarKeepsNobodyFromTheirText has members tell many stories at random, in
// batches and packs. Whatever is taken of them, nothing is lost by a restart, and the
// document can be written in.
func TestALiarKeepsNobodyFromTheirText(t *testing.T) {
	seeds := 15
	if n, err := strconv.Atoi(os.Getenv("CHIROGRAPH_SEEDS")); err == nil {
		seeds = n
	}
	for seed := range seeds {
		r := rand.New(rand.NewPCG(uint64(seed), 11))
		dir := filepath.Join(t.TempDir(), "data")
		w, stop := open(t, dir, "Zoë", offline)
		d, err := w.New("", "text\n")
		if err != nil {
			t.Fatal(err)
		}
		d.typesAll(t, "more\n")
		liars := []*member{admit(t, d, 8), admit(t, d, 9)}
		stories := make([][]story, len(liars))
		for range 4 {
			for range 30 {
				i := r.IntN(len(liars))
				m := liars[i]
				m.d = d
				if n := len(stories[i]); n == 0 || r.IntN(6) == 0 {
					old := story{}
					if n > 0 {
						old = stories[i][r.IntN(n)]
					}
					stories[i] = append(stories[i], m.tell(r, old, r.IntN(len(old.changes)+1)))
				}
				if raw := m.unit(r, stories[i][r.IntN(len(stories[i]))]); raw != nil {
					d.Take(m.me.String(), [][]byte{raw}) // what is refused does not matter
				}
				switch r.IntN(12) {
				case 0:
					d.types("mine\n")
				case 1:
					d.mu.Lock()
					d.logs.Forget(m.me.String())
					d.mu.Unlock()
				case 2:
					if err := d.Flush(t.Context()); err != nil {
						t.Fatal(err)
					}
					d.tidy(1, 1)
				}
			}
			d.typesAll(t, "mine\n")
			want, heads := d.Text(), d.Heads()
			stop()
			w, stop = open(t, dir, "", offline)
			if d, err = w.Document(d.ID()); err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			// Of a pack that is stored more may be taken than before: never less.
			got, now := d.Text(), d.Heads()
			if strings.Count(got, "mine\n") != strings.Count(want, "mine\n") || len(got) < len(want) ||
				fmt.Sprint(now) == fmt.Sprint(heads) && got != want {
				t.Fatalf("seed %d: got %q, want %q", seed, got, want)
			}
			for _, h := range heads {
				if d.logs.Head(h.Replica()).Seq < h.Seq {
					t.Fatalf("seed %d: %v is lost", seed, h.ID())
				}
			}
		}
		stop()
	}
}
