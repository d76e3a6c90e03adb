package files

import (
	"errors"
	"strings"
	"testing"
)

func TestReadTakesTextInAndRefusesTheRest(t *testing.T) {
	for _, tt := range []struct {
		name, in, want string
		err            error
	}{
		{"text", "a\nb\n", "a\nb\n", nil},
		{"nothing", "", "", nil},
		{"no final newline", "a", "a", nil},
		{"Windows line ends", "a\r\nb\r\n", "a\nb\n", nil},
		{"old Macintosh line ends", "a\rb\r", "a\nb\n", nil},
		{"a byte order mark", "\ufeffé", "é", nil},
		{"NUL bytes", "a\x00b", "", ErrBinary},
		{"Windows-1252", "caf\xe9", "", ErrEncoding},
		{"too much", strings.Repeat("a", MaxSize+1), "", ErrTooLarge},
	} {
		got, err := Read(tt.name, strings.NewReader(tt.in))
		if got != tt.want || !errors.Is(err, tt.err) {
			t.Errorf("%s: got %.20q, %v, want %.20q, %v", tt.name, got, err, tt.want, tt.err)
		}
	}
}
