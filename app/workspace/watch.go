package workspace

import "sync"

// watchers are told that something has changed, by a token, not by a list: a
// slow watcher looks once after a hundred changes.
type watchers struct {
	mu   sync.Mutex
	next int
	all  map[int]chan struct{}
}

// add returns a channel that gets a token after a change, and what ends it.
func (w *watchers) add() (<-chan struct{}, func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.all == nil {
		w.all = map[int]chan struct{}{}
	}
	id := w.next
	w.next++
	c := make(chan struct{}, 1)
	w.all[id] = c
	return c, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.all, id)
	}
}

func (w *watchers) notify() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range w.all {
		signal(c)
	}
}

// signal leaves a token in c, unless there is one.
func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
