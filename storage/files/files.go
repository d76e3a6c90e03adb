// Package files reads text files into documents. Inside a document lines end
// with LF alone and there is no byte order mark; what a file had is for the
// one who writes it back to keep.
package files

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// MaxSize is the most bytes of a file that becomes a document.
const MaxSize = 20 << 20

// Errors of files that are no text.
var (
	ErrBinary   = errors.New("not a text file")
	ErrEncoding = errors.New("not UTF-8")
	ErrTooLarge = errors.New("larger than 20 MB")
	ErrFolder   = errors.New("a folder")
)

// Read reads all of r, which is called name in errors, as UTF-8 text.
func Read(name string, r io.Reader) (string, error) {
	b, err := io.ReadAll(io.LimitReader(r, MaxSize+1))
	if err != nil {
		return "", fmt.Errorf("read %s: %w", name, err)
	}
	text, err := Text(b)
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	return text, nil
}

// Text is what a document shows of a file's bytes.
func Text(b []byte) (string, error) {
	switch {
	case len(b) > MaxSize:
		return "", ErrTooLarge
	case bytes.IndexByte(b, 0) >= 0:
		return "", ErrBinary
	case !utf8.Valid(b):
		return "", ErrEncoding
	}
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	b = bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n"))
	return string(bytes.ReplaceAll(b, []byte("\r"), []byte("\n"))), nil
}
