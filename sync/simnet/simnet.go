// Package simnet is a bad network for tests of protocols that are state
// machines: it loses, repeats and reorders messages at will, the same way
// for the same seed. It has no goroutine and no clock; whoever drives it
// calls Step.
package simnet

import "math/rand/v2"

// A Net carries messages of type M between numbered members.
type Net[M any] struct {
	Loss   float64                 // chance that a message is lost, from 0 to 1
	Repeat float64                 // chance that it is delivered again later
	Cut    func(from, to int) bool // tells whether two members cannot reach each other; nil: all can

	rand    *rand.Rand
	flights []flight[M]
}

type flight[M any] struct {
	from, to int
	m        M
}

// New is a network without faults, whose order of delivery follows from seed.
func New[M any](seed uint64) *Net[M] {
	return &Net[M]{rand: rand.New(rand.NewPCG(seed, 0))}
}

// Send gives the network a message.
func (n *Net[M]) Send(from, to int, ms ...M) {
	for _, m := range ms {
		if n.rand.Float64() < n.Loss || n.Cut != nil && n.Cut(from, to) {
			continue
		}
		n.flights = append(n.flights, flight[M]{from, to, m})
	}
}

// Step delivers one message, drawn at random, and reports whether there was
// one.
func (n *Net[M]) Step(deliver func(from, to int, m M)) bool {
	if len(n.flights) == 0 {
		return false
	}
	i := n.rand.IntN(len(n.flights))
	f := n.flights[i]
	if n.rand.Float64() >= n.Repeat {
		n.flights[i] = n.flights[len(n.flights)-1]
		n.flights = n.flights[:len(n.flights)-1]
	}
	deliver(f.from, f.to, f.m)
	return true
}

// Drain delivers until nothing is under way.
func (n *Net[M]) Drain(deliver func(from, to int, m M)) {
	for n.Step(deliver) {
	}
}
