package cli

import (
	"flag"
	"fmt"
	"io"
	"strings"
	"testing"
)

func TestOptionsStandAnywhereAmongTheWords(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"DOC --append", "true [DOC]"},
		{"--append DOC", "true [DOC]"},
		{"a -append b", "true [a b]"},
		{"a b", "false [a b]"},
		{"-- --append", "false [--append]"},
		{"a -- --append", "false [a --append]"},
		{"-", "false [-]"},
		{"", "false []"},
	} {
		fs := flag.NewFlagSet("x", flag.ContinueOnError)
		fs.SetOutput(io.Discard)
		add := fs.Bool("append", false, "")
		words, err := Parse(fs, strings.Fields(tt.in))
		if got := fmt.Sprint(*add, " ", words); err != nil || got != tt.want {
			t.Errorf("%q: got %s, %v, want %s", tt.in, got, err, tt.want)
		}
	}
	fs := flag.NewFlagSet("x", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	if _, err := Parse(fs, []string{"a", "--nonsense"}); err == nil {
		t.Error("an unknown option was taken")
	}
}

func TestEveryCommandIsInTheHelp(t *testing.T) {
	help := Help(nil)
	for _, c := range Commands {
		if !strings.Contains(help, "chirograph "+c.Name) || c.Summary == "" || !Has(c.Name) {
			t.Errorf("%s is not in the help", c.Name)
		}
	}
}

func TestLinesAreWrappedBetweenWords(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"", ""},
		{"one two", "one two"},
		{"one three", "one|three"},
		{"one two four", "one two|four"},
		{"overflowing", "overflo|wing"},
		{"a overflowing b", "a|overflo|wing b"},
		{"文書文書", "文書文|書"},
		{"  indented", "  inden|ted"},
	} {
		if got := strings.Join(wrap(tt.in, 7), "|"); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestTheEndOfALineIsCutToColumns(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"short", "short"},
		{"much longer", "…longer"},
		{"文書文書文書", "…書文書"},
	} {
		if got := cutLeft(tt.in, 7); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.in, got, tt.want)
		}
	}
}
