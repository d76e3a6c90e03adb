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
