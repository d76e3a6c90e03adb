//go:build !windows

package store

// initialMmapSize is address space, not memory: with enough of it a growing
// file need not be mapped again, which would wait for every reader.
const initialMmapSize = 1 << 30
