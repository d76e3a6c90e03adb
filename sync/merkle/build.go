package merkle

// Build makes the tree of data and gives its nodes to put, children before
// parents. A node that stands at several places is given several times. The
// bytes given are valid until put returns. put may be nil.
//
// Build panics if data is larger than [MaxSize].
func Build(data []byte, put func(Hash, []byte)) Root {
	if int64(len(data)) > MaxSize {
		panic("merkle: text larger than MaxSize")
	}
	if put == nil {
		put = func(Hash, []byte) {}
	}
	var h hasher
	entries := h.leaves(data, put)
	var level uint8
	for buf := make([]byte, 0, maxInner); len(entries) > 1; {
		level++
		entries = h.group(entries, level, buf, put)
	}
	return Root{Hash: entries[0].hash, Size: int64(len(data)), Level: level}
}

// RootOf returns the root of data.
func RootOf(data []byte) Root { return Build(data, nil) }

// leaves cuts data into chunks, at least one.
func (h *hasher) leaves(data []byte, put func(Hash, []byte)) []entry {
	entries := make([]entry, 0, len(data)/(MinChunk+meanExtra)+1)
	for {
		n, _ := cut(data)
		e := entry{hash: h.sum(0, data[:n]), size: int64(n)}
		put(e.hash, data[:n:n])
		entries = append(entries, e)
		if data = data[n:]; len(data) == 0 {
			return entries
		}
	}
}

// group makes the nodes of a level over the entries of the level below, and
// returns the entries of the nodes, in the memory of those. buf is room for
// the bytes of a node.
func (h *hasher) group(entries []entry, level uint8, buf []byte, put func(Hash, []byte)) []entry {
	above := entries[:0]
	for len(entries) > 0 {
		n, _ := groupLen(entries)
		var size int64
		for _, e := range entries[:n] {
			size += e.size
		}
		buf = appendNode(buf[:0], entries[:n])
		e := entry{hash: h.sum(level, buf), size: size}
		put(e.hash, buf)
		above = append(above, e)
		entries = entries[n:]
	}
	return above
}
