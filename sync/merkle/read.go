package merkle

import "fmt"

// Read returns the text of a root, put together from nodes that get supplies
// and verified against the root to the last byte. A text larger than limit
// is refused before anything is read or allocated.
func Read(r Root, limit int64, get Getter) ([]byte, error) {
	if err := r.check(limit); err != nil {
		return nil, err
	}
	data := make([]byte, 0, min(r.Size, 1<<20))
	var read func(place) error
	read = func(p place) error {
		node, below, err := p.get(get)
		if err != nil {
			return err
		}
		if p.level == 0 {
			data = append(data, node...)
		}
		for _, q := range below {
			if err := read(q); err != nil {
				return err
			}
		}
		return nil
	}
	if err := read(r.top()); err != nil {
		return nil, err
	}
	return data, nil
}

// get gets the node at p, verified, and the places below it.
func (p place) get(get Getter) (node []byte, below []place, err error) {
	if node, err = get(p.hash); err != nil {
		return nil, nil, fmt.Errorf("node %v: %w", p.hash, err)
	}
	if below, _, err = p.load(node); err != nil {
		return nil, nil, fmt.Errorf("node %v: %w", p.hash, err)
	}
	return node, below, nil
}
