package markdown

// A mark is a line that can open or close a fence.
type mark struct {
	char   byte
	run    uint8 // how many of it, at most 255
	indent uint8 // columns before it, at most 255
	opens  bool  // it can open a fence
	ends   bool  // it can close one: nothing follows
	at     int   // where it is in the line
}

// closes reports whether m closes a fence that o has opened.
func (m mark) closes(o mark) bool {
	return m.ends && m.char == o.char && m.run >= o.run && int(m.indent) <= int(o.indent)+3
}

// fenceOf recognises a line that can open or close a fence, outside of
// quotations. A fence may open behind the sign of an item.
func fenceOf[T string | []byte](s T) (m mark, ok bool) {
	i := blanks(s, 0)
	m.ends = true
	for range 4 {
		n, _ := marker(s[i:])
		if n == 0 {
			break
		}
		m.ends = false
		i = blanks(s, i+n)
	}
	if i == len(s) || s[i] != '`' && s[i] != '~' {
		return mark{}, false
	}
	m.char, m.at = s[i], i
	m.indent = uint8(min(columns(s, 0, i), 255))
	n := 0
	for i+n < len(s) && s[i+n] == m.char {
		n++
	}
	if n < 3 {
		return mark{}, false
	}
	m.run = uint8(min(n, 255))
	m.opens = true
	for k := blanks(s, i+n); k < len(s); k++ {
		m.ends = false
		if m.char == '`' && s[k] == '`' {
			m.opens = false // code in a line, after all
		}
	}
	return m, m.opens || m.ends
}
