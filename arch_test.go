package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// floors lists the top-level folders from the ground up. A package imports
// packages of its own folder and of the folders named here.
var floors = map[string][]string{
	"editor":  {},
	"sync":    {"editor"},
	"net":     {"editor", "sync"},
	"storage": {"editor", "sync"},
	"assets":  {},
	"app":     {"editor", "sync", "net", "storage", "assets"},
	"":        {"app"}, // main.go
}

// keepers lists the outside packages that only some packages may import.
var keepers = map[string][]string{
	"gioui.org":                    {"editor/view", "app/window"},
	"github.com/libp2p":            {"net"},
	"github.com/multiformats":      {"net"},
	"go.etcd.io/bbolt":             {"storage"},
	"github.com/fxamacker/cbor/v2": {"sync/canonical"},
	"github.com/tyler-smith":       {"sync/seal"},
	"github.com/hanwen":            {"storage/faultfs"},
	"filippo.io/age":               {"storage/backup"},
	"os":                           {"app", "storage", ""},
	"net":                          {"app", "net", ""},
	"math/rand":                    {},
	"math/rand/v2":                 {"app", "net", "sync/simnet", "storage/faultfs"},
}

// bare are the folders that hold packages but are none: a package named sync
// or net would stand in the way of the standard library's.
var bare = []string{"editor", "sync", "net", "storage"}

// taken are package names that Gio, libp2p or the standard library have.
var taken = strings.Fields(`layout widget text font clip color gesture unit op image event key
	input pointer system transfer host peer network protocol discovery pubsub path log errors
	time os context list`)

// impure is what packages of the core may not call, and what to do instead.
// The core is editor/ and sync/, all but editor/view.
var impure = map[string]string{
	"time.Now":       "take the time as a parameter",
	"time.Since":     "take the time as a parameter",
	"time.Until":     "take the time as a parameter",
	"time.Sleep":     "let the caller wait",
	"time.After":     "let the caller wait",
	"time.AfterFunc": "let the caller wait",
	"time.Tick":      "let the caller wait",
	"time.NewTimer":  "let the caller wait",
	"time.NewTicker": "let the caller wait",
	"rand.Reader":    "take an io.Reader",
	"rand.Read":      "take an io.Reader",
	"rand.Text":      "take an io.Reader",
}

// A goPackage is what `go list -json` says of a package.
type goPackage struct {
	ImportPath, Name, Doc string
	Imports               []string
}

func TestFloors(t *testing.T) {
	var pkgs []goPackage
	for _, tags := range []string{"", "headless"} {
		cmd := exec.Command("go", "list", "-e", "-json=ImportPath,Name,Doc,Imports", "-tags", tags, "./...")
		cmd.Stderr = os.Stderr
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		for dec := json.NewDecoder(bytes.NewReader(out)); ; {
			var p goPackage
			if err := dec.Decode(&p); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatal(err)
			}
			pkgs = append(pkgs, p)
		}
	}
	if len(pkgs) < 10 {
		t.Fatalf("go list found %d packages", len(pkgs))
	}
	for _, p := range pkgs {
		for _, fault := range checkPackage(p) {
			t.Error(fault)
		}
	}
}

// checkPackage lists the rules of the house that p breaks.
func checkPackage(p goPackage) (faults []string) {
	dir := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, "chirograph"), "/")
	fault := func(format string, args ...any) {
		faults = append(faults, p.ImportPath+" "+fmt.Sprintf(format, args...))
	}
	if strings.TrimSpace(p.Doc) == "" {
		fault("has no package comment")
	}
	if slices.Contains(bare, dir) {
		fault("is a package: this folder holds sub-packages only")
	}
	if slices.Contains(taken, p.Name) {
		fault("is named %s, a name that a library has", p.Name)
	}
	top, _, _ := strings.Cut(dir, "/")
	for _, imp := range p.Imports {
		if inside, ok := strings.CutPrefix(imp, "chirograph/"); ok {
			to, _, _ := strings.Cut(inside, "/")
			if to != top && !slices.Contains(floors[top], to) {
				fault("imports %s: only %q may be imported from %q", imp, floors[top], top)
			}
			continue
		}
		for outside, may := range keepers {
			if imp != outside && !(strings.HasPrefix(imp, outside+"/") && strings.Contains(outside, ".")) {
				continue
			}
			if !slices.ContainsFunc(may, func(m string) bool {
				return dir == m || m != "" && strings.HasPrefix(dir, m+"/")
			}) {
				fault("imports %s: only %q may", imp, may)
			}
		}
	}
	return faults
}

func TestFloorsAreSeenToBeBroken(t *testing.T) {
	for _, tt := range []struct {
		name string
		p    goPackage
		want string
	}{
		{"the text opens files", goPackage{ImportPath: "chirograph/editor/crdt", Doc: "x", Imports: []string{"os"}}, "imports os"},
		{"the protocol opens sockets", goPackage{ImportPath: "chirograph/sync/session", Doc: "x", Imports: []string{"net"}}, "imports net"},
		{"the protocol stores", goPackage{ImportPath: "chirograph/sync/session", Doc: "x", Imports: []string{"chirograph/storage/store"}}, "imports chirograph/storage/store"},
		{"the network stores", goPackage{ImportPath: "chirograph/net/node", Doc: "x", Imports: []string{"chirograph/storage/store"}}, "imports chirograph/storage/store"},
		{"the workspace knows the database", goPackage{ImportPath: "chirograph/app/workspace", Doc: "x", Imports: []string{"go.etcd.io/bbolt"}}, "imports go.etcd.io/bbolt"},
		{"the workspace draws", goPackage{ImportPath: "chirograph/app/workspace", Doc: "x", Imports: []string{"gioui.org/layout"}}, "imports gioui.org/layout"},
		{"no comment", goPackage{ImportPath: "chirograph/app", Imports: nil}, "no package comment"},
		{"a package in a bare folder", goPackage{ImportPath: "chirograph/sync", Doc: "x"}, "sub-packages only"},
		{"a name that is taken", goPackage{ImportPath: "chirograph/app/layout", Name: "layout", Doc: "x"}, "is named layout"},
		{"nothing", goPackage{ImportPath: "chirograph/net/direct", Name: "direct", Doc: "x", Imports: []string{"net", "chirograph/sync/wire", "github.com/libp2p/go-libp2p"}}, ""},
	} {
		got := strings.Join(checkPackage(tt.p), "; ")
		if (tt.want == "") != (got == "") || !strings.Contains(got, tt.want) {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestCoreIsPure(t *testing.T) {
	files := 0
	for _, root := range []string{"editor", "sync"} {
		err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") ||
				strings.HasSuffix(name, "_test.go") || strings.HasPrefix(filepath.ToSlash(name), "editor/view/") {
				return err
			}
			files++
			src, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			for _, fault := range checkPure(name, src) {
				t.Error(fault)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if files < 10 {
		t.Errorf("only %d files looked at", files)
	}
}

// checkPure lists the clocks, goroutines and hidden randomness in a file.
func checkPure(name string, src []byte) (faults []string) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, src, 0)
	if err != nil {
		return []string{err.Error()}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			faults = append(faults, fmt.Sprintf("%s: the core starts no goroutine: let the caller", fset.Position(n.Pos())))
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok {
				if cure, ok := impure[x.Name+"."+n.Sel.Name]; ok {
					faults = append(faults, fmt.Sprintf("%s: the core does not call %s.%s: %s", fset.Position(n.Pos()), x.Name, n.Sel.Name, cure))
				}
			}
		case *ast.ImportSpec:
			if p, _ := strconv.Unquote(n.Path.Value); p == "C" || p == "unsafe" {
				faults = append(faults, fmt.Sprintf("%s: the core does not import %s", fset.Position(n.Pos()), p))
			}
		}
		return true
	})
	return faults
}

func TestImpurityIsSeen(t *testing.T) {
	for _, tt := range []struct{ name, body, want string }{
		{"a clock", `import "time"; var _ = time.Now()`, "time.Now"},
		{"a goroutine", `func f() { go f() }`, "no goroutine"},
		{"a timer", `import "time"; var _ = time.NewTicker(1)`, "time.NewTicker"},
		{"randomness", `import "crypto/rand"; var _ = rand.Reader`, "rand.Reader"},
		{"memory tricks", `import "unsafe"; var _ unsafe.Pointer`, "unsafe"},
		{"nothing", `import "time"; var _ = time.Second`, ""},
	} {
		got := strings.Join(checkPure("x.go", []byte("package x\n"+tt.body)), "; ")
		if (tt.want == "") != (got == "") || !strings.Contains(got, tt.want) {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}
