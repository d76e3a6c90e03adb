package history

import (
	"slices"

	"chirograph/editor/version"
)

// Frontier returns the operations of v that no other of v has built on, in
// order: the version said as shortly as it can be. V must be causally closed
// and of this text. It looks at each pair of replicas at most once.
func (h *History) Frontier(v version.Vector) []version.ID {
	t := h.index.Text()
	var heads []version.ID
	var pasts []version.Vector
	for _, id := range v.Sorted() {
		if slices.ContainsFunc(pasts, func(had version.Vector) bool { return had.Includes(id) }) {
			continue
		}
		had := t.Past(id)
		kept, keptPasts := heads[:0], pasts[:0]
		for i, head := range heads {
			if !had.Includes(head) {
				kept, keptPasts = append(kept, head), append(keptPasts, pasts[i])
			}
		}
		heads, pasts = append(kept, id), append(keptPasts, had)
	}
	slices.SortFunc(heads, version.Compare)
	return heads
}
