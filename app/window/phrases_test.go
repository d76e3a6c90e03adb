package window

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// Words between spaces are a sentence, and a sentence belongs to app/phrases.
var sentence = regexp.MustCompile(`\pL\S*\s+\S*\pL`)

// shows are the functions whose words a person reads, even a single one.
var shows = map[string]bool{"layout": true, "icon": true, "add": true, "DescriptionOp": true, "sheetHead": true}

// hides are those whose words no person reads.
var hides = map[string]bool{"panic": true, "Errorf": true, "Debug": true, "Info": true, "Warn": true, "Error": true, "Typeface": true, "Sprintf": true}

// untranslated lists the strings in a file that should be phrases.
func untranslated(f *ast.File) (found []string) {
	var hidden, shown []ast.Node
	within := func(all []ast.Node, n ast.Node) bool {
		for _, c := range all {
			if c.Pos() <= n.Pos() && n.End() <= c.End() {
				return true
			}
		}
		return false
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			hidden = append(hidden, n)
		case *ast.CompositeLit: // the names of fonts
			if m, ok := n.Type.(*ast.MapType); ok && nameOf(m.Value) == "Typeface" {
				hidden = append(hidden, n)
			}
		case *ast.CallExpr:
			if hides[nameOf(n.Fun)] {
				hidden = append(hidden, n)
			}
			if shows[nameOf(n.Fun)] {
				for _, a := range n.Args {
					if _, ok := a.(*ast.BasicLit); ok {
						shown = append(shown, a)
					}
				}
			}
		case *ast.BasicLit:
			s, err := strconv.Unquote(n.Value)
			if err != nil || n.Kind != token.STRING || within(hidden, n) || s == "Chirograph" {
				return true
			}
			if sentence.MatchString(s) && !strings.HasPrefix(s, ", ") || within(shown, n) && strings.ContainsFunc(s, isLetter) {
				found = append(found, s)
			}
		}
		return true
	})
	return found
}

func isLetter(r rune) bool { return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' }

func nameOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

func TestEverySentenceIsAPhrase(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 10 {
		t.Fatalf("found %d sources: %v", len(files), err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range untranslated(f) {
			t.Errorf("%s says %q itself: it belongs in app/phrases", name, s)
		}
	}
}

func TestTheSearchForSentencesFindsThem(t *testing.T) {
	f, err := parser.ParseFile(token.NewFileSet(), "", `package p
func f() {
	say := "Two words"
	u.messages.add("Saved")
	x.layout(gtx, "Close")
	panic("never seen by anyone")
	fmt.Errorf("neither is this: %w", err)
	tag("user", "Chirograph", say)
}`, 0)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(untranslated(f), "|"), "Two words|Saved|Close"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
