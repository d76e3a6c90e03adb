package merkle

// walk visits the nodes of a tree, parents before children, in the order of
// the text. Size is the number of bytes of the text below a node. If visit
// does not want to descend, what is below a node is neither got nor visited:
// so a walk that collects the nodes of many versions visits shared ones once.
// Leaves are visited and not got.
func walk(r Root, get Getter, visit func(h Hash, level uint8, size int64) (descend bool, err error)) error {
	if err := r.check(MaxSize); err != nil {
		return err
	}
	var visitAt func(place) error
	visitAt = func(p place) error {
		descend, err := visit(p.hash, p.level, p.size)
		if err != nil || !descend || p.level == 0 {
			return err
		}
		_, below, err := p.get(get)
		if err != nil {
			return err
		}
		for _, q := range below {
			if err := visitAt(q); err != nil {
				return err
			}
		}
		return nil
	}
	return visitAt(r.top())
}

// check tells whether node is a node of this level that has hash h. It
// returns [ErrWrong] if the bytes have another hash, and [ErrMalformed] if
// they have it but are no node.
func check(h Hash, level uint8, node []byte) error {
	if level > MaxLevel || len(node) > MaxNode || sum(level, node) != h {
		return ErrWrong
	}
	if level == 0 {
		return nil
	}
	entries, err := parseNode(node)
	if err == nil && len(entries) == 0 {
		err = ErrMalformed
	}
	return err
}
