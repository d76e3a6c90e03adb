// Package assets holds the files that are built into the program: the fonts,
// each beside its licence, and the text of the first document. It knows
// nothing of Gio; whoever draws parses the fonts.
package assets

import (
	"embed"
	"io/fs"
	"path"
	"strings"
)

//go:embed welcome.md
var welcome string

//go:embed welcome.de.md
var welcomeGerman string

// Welcome is the text of the document that a first start finds in the library,
// in the language with the tag, or else in English. It teaches by being edited.
func Welcome(tag string) string {
	if tag == "de" {
		return welcomeGerman
	}
	return welcome
}

//go:embed fonts
var fonts embed.FS

// Fonts returns the font files (WOFF or TrueType), by name without folder and
// ending, for example "Inter-Medium".
func Fonts() map[string][]byte {
	files := map[string][]byte{}
	err := fs.WalkDir(fonts, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".woff" && path.Ext(name) != ".ttf" {
			return err
		}
		data, err := fonts.ReadFile(name)
		files[strings.TrimSuffix(path.Base(name), path.Ext(name))] = data
		return err
	})
	if err != nil {
		panic(err) // the files are part of the binary
	}
	return files
}
