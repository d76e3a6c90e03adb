package workspace

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"chirograph/editor/buffer"
	"chirograph/sync/identity"
)

// A pipe is one end of a stream in memory, between two people.
type pipe struct {
	peer string
	in   <-chan []byte
	out  chan<- []byte
	done chan struct{}
	shut func()
}

func pipes(a, b string) (near, far pipe) {
	ab, ba, done := make(chan []byte, 4), make(chan []byte, 4), make(chan struct{})
	shut := sync.OnceFunc(func() { close(done) })
	return pipe{b, ba, ab, done, shut}, pipe{a, ab, ba, done, shut}
}

func (p pipe) Peer() string { return p.peer }
func (p pipe) Close() error { p.shut(); return nil }

func (p pipe) Send(frame []byte) error {
	select {
	case p.out <- frame:
		return nil
	case <-p.done:
		return io.ErrClosedPipe
	}
}

func (p pipe) Recv() ([]byte, error) {
	select {
	case frame := <-p.in:
		return frame, nil
	case <-p.done:
		return nil, io.EOF
	}
}

// A circle is some people who write two documents together, on computers and
// lines that fail. In the second document nobody deletes anything.
type circle struct {
	t      *testing.T
	random *rand.Rand
	ids    [2]identity.DocumentID
	people []*someone
	lines  map[line]func() // cut each, and wait for both ends
	tokens int
	began  time.Time
}

type line struct{ i, j, doc int }

type someone struct {
	name string
	dir  string
	w    *Workspace
	stop func()
	docs [2]*Document

	typed, safe []string // tokens in the second document: since the last Flush, and before
}

// now runs fast, so that what sessions repeat after seconds is soon repeated.
func (c *circle) now() time.Time { return c.began.Add(5 * time.Since(c.began)) }

func newCircle(t *testing.T, seed uint64) *circle {
	c := &circle{t: t, random: rand.New(rand.NewPCG(seed, 7)), lines: map[line]func(){}, began: time.Now()}
	dir := t.TempDir()
	for i := range 2 + c.random.IntN(3) {
		p := &someone{name: fmt.Sprint("P", i), dir: filepath.Join(dir, fmt.Sprint(i))}
		c.people = append(c.people, p)
		c.start(p)
		for k := range p.docs {
			if i == 0 {
				d, err := p.w.New("", "start\n")
				if err != nil {
					t.Fatal(err)
				}
				p.docs[k], c.ids[k] = d, d.ID()
				continue
			}
			p.docs[k] = joining(t, p.w, c.people[0].docs[k])
		}
	}
	return c
}

func (c *circle) start(p *someone) {
	p.w, p.stop = open(c.t, p.dir, p.name, offline, func(f *Config) { f.Now = c.now })
	for k, d := range p.docs {
		if d != nil {
			p.docs[k] = reread(c.t, p.w, d)
		}
	}
}

// connect makes the lines that are not there.
func (c *circle) connect() {
	for i := range c.people {
		for j := range i {
			for k := range c.ids {
				c.dial(line{i, j, k})
			}
		}
	}
}

func (c *circle) dial(l line) {
	if c.lines[l] != nil {
		return
	}
	p, q := c.people[l.i], c.people[l.j]
	near, far := pipes(p.name, q.name)
	ctx, cancel := context.WithCancel(c.t.Context())
	var both sync.WaitGroup
	both.Go(func() { p.docs[l.doc].serve(ctx, near) })
	both.Go(func() { q.docs[l.doc].serve(ctx, far) })
	c.lines[l] = func() { cancel(); both.Wait() }
	context.AfterFunc(c.t.Context(), cancel)
}

// cut cuts lines.
func (c *circle) cut(which func(line) bool) {
	for l, cut := range c.lines {
		if which(l) {
			cut()
			delete(c.lines, l)
		}
	}
}

// restart ends somebody's program and begins it again. In a crash it begins with
// what was on the disk a while before.
func (c *circle) restart(i int, crash bool) {
	p := c.people[i]
	c.cut(func(l line) bool { return l.i == i || l.j == i })
	name := filepath.Join(p.dir, "chirograph.db")
	var then []byte
	if crash {
		done := make(chan error, 1)
		p.w.store.SetSetting("user/crash", []byte{1}, func(err error) { // nothing is being written meanwhile
			if err == nil {
				then, err = os.ReadFile(name)
			}
			done <- err
		})
		if err := <-done; err != nil {
			c.t.Fatal(err)
		}
	}
	p.stop()
	if crash {
		if err := os.WriteFile(name, then, 0o600); err != nil {
			c.t.Fatal(err)
		}
	} else {
		p.safe = append(p.safe, p.typed...)
	}
	p.typed = nil
	c.start(p)
}

// step lets somebody do something.
func (c *circle) step() {
	i, k := c.random.IntN(len(c.people)), c.random.IntN(2)
	p := c.people[i]
	d := p.docs[k]
	switch n := c.random.IntN(100); {
	case n < 60:
		c.write(p, k)
	case n < 66:
		d.tidy(1+c.random.IntN(8), 1+c.random.IntN(8))
	case n < 70:
		if err := d.Flush(c.t.Context()); err != nil {
			c.t.Fatal(err)
		}
		if k == 1 {
			p.safe, p.typed = append(p.safe, p.typed...), nil
		}
	case n < 73 && d.Status().Ready:
		if err := d.Flush(c.t.Context()); err != nil {
			c.t.Fatal(err)
		}
		if err := d.NameVersion(d.vector(), fmt.Sprint("version ", n), ""); err != nil {
			c.t.Fatal(err)
		}
	case n < 78 && d.Status().Ready:
		q := c.people[c.random.IntN(len(c.people))]
		file, _, err := d.PackFor(q.docs[k].me.Author)
		if err == nil {
			_, _, err = q.w.Unpack(file)
		} else if err == ErrNothing {
			err = nil
		}
		if err != nil {
			c.t.Fatal(err)
		}
	case n < 82:
		c.restart(i, false)
	case n < 86:
		c.restart(i, true)
	case n < 92:
		c.cut(func(line) bool { return c.random.IntN(3) == 0 })
	default:
		c.connect()
	}
	time.Sleep(time.Duration(c.random.IntN(8)) * time.Millisecond)
}

func (c *circle) write(p *someone, k int) {
	d := p.docs[k]
	if !d.Status().Ready {
		return
	}
	for range 1 + c.random.IntN(10) {
		token := fmt.Sprintf("<%d>", c.tokens)
		c.tokens++
		d.Edit(func(b *buffer.Buffer) {
			at := c.random.IntN(b.Text().Len() + 1)
			to := at
			if k == 0 && c.random.IntN(3) == 0 {
				to = min(b.Text().Len(), at+c.random.IntN(9))
			}
			if k == 1 { // not into another token
				at = b.Text().Len() * c.random.IntN(2)
				to = at
			}
			if k == 0 && c.random.IntN(9) == 0 {
				b.Do(buffer.Undo{}, c.now().UnixMilli())
				return
			}
			b.Do(buffer.Replace{From: at, To: to, Text: token}, c.now().UnixMilli())
		})
		if k == 1 {
			p.typed = append(p.typed, token)
		}
	}
}

// same tells whether all have the same documents, stored.
func (c *circle) same() string {
	first := c.people[0]
	for _, p := range c.people {
		for k, d := range p.docs {
			_, labels := d.Labels()
			_, want := first.docs[k].Labels()
			d.mu.Lock()
			idle := d.unsaved.IsZero()
			d.mu.Unlock()
			switch {
			case !idle || !d.Status().Ready:
				return p.name + " is not ready"
			case fmt.Sprint(d.Heads()) != fmt.Sprint(first.docs[k].Heads()):
				return p.name + " has other heads"
			case d.Text() != first.docs[k].Text():
				return p.name + " has another text"
			case labels != want:
				return p.name + " has other names"
			}
		}
	}
	return ""
}

// check is what holds when all have met.
func (c *circle) check() {
	var why string
	for deadline := time.Now().Add(2 * patience); ; time.Sleep(20 * time.Millisecond) {
		if why = c.same(); why == "" {
			break
		}
		if time.Now().After(deadline) {
			c.t.Fatal(why)
		}
		if c.random.IntN(50) == 0 { // a line that ended is opened again
			c.cut(func(line) bool { return true })
		}
		c.connect()
	}
	for _, p := range c.people {
		for _, d := range p.docs {
			d.mu.Lock()
			for _, q := range c.people {
				for _, o := range q.docs {
					if d.logs.Forked(o.me.Author) {
						c.t.Errorf("%s says that %s gave a number out twice", p.name, q.name)
					}
				}
			}
			if d.lastRepair != nil {
				c.t.Errorf("%s had to repair: %+v", p.name, d.lastRepair)
			}
			d.mu.Unlock()
		}
		text := p.docs[1].Text()
		for _, q := range c.people {
			for _, token := range q.safe {
				if strings.Count(text, token) != 1 {
					c.t.Errorf("%s has %d times what %s had stored: %s", p.name, strings.Count(text, token), q.name, token)
				}
			}
		}
	}
}

// TestPeopleConvergeWhateverFails lets people write, pack, photograph, name, carry
// files, lose their lines, restart and crash at random. In the end all have the
// same, and nothing that was stored is lost. CHIROGRAPH_SEEDS runs more of it, from
// seed CHIROGRAPH_SEED on.
func TestPeopleConvergeWhateverFails(t *testing.T) {
	from, seeds := 0, 2
	if n, err := strconv.Atoi(os.Getenv("CHIROGRAPH_SEEDS")); err == nil {
		seeds = n
	}
	if n, err := strconv.Atoi(os.Getenv("CHIROGRAPH_SEED")); err == nil {
		from = n
	}
	for seed := from; seed < from+seeds; seed++ {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			c := newCircle(t, uint64(seed))
			c.connect()
			for range 400 {
				c.step()
			}
			c.check()
			for i := range c.people {
				c.restart(i, false)
			}
			c.check()
		})
	}
}
