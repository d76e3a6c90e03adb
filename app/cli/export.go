package cli

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"chirograph/editor/reading"
	"chirograph/editor/version"
	"chirograph/storage/bundle"
	"chirograph/storage/files"
	"chirograph/sync/seal"
)

type exportOptions struct{ format, at, out string }

// exported is what export --json shows.
type exported struct {
	ID      string `json:"id"`
	Version string `json:"version"`
	File    string `json:"file"`
	Format  string `json:"format"`
	Bytes   int    `json:"bytes"` // of the file
	Seal    string `json:"seal"`  // of the text
}

const exportUsage = "DOC [--format txt|md|html|bundle] [--at VERSION] -o FILE"

const formatBundle = "bundle"

// formats are the formats by what names of files end with.
var formats = map[string]string{
	".txt": "txt", ".text": "txt", ".md": "md", ".markdown": "md", ".html": "html", ".htm": "html",
	".zip": formatBundle, ".chirograph": formatBundle,
}

var exportCommand = Command{
	Name:    "export",
	Args:    exportUsage,
	Summary: "write the text to a file, or with its whole history as a bundle; - is standard output",
	flags: func(fs *flag.FlagSet) any {
		o := new(exportOptions)
		fs.StringVar(&o.format, "format", "", "txt, md, html or bundle; otherwise the file's name says it")
		fs.StringVar(&o.at, "at", "", "as it was at a version")
		fs.StringVar(&o.out, "o", "", "the file")
		return o
	},
	run: func(_ context.Context, c *Call, options any) error {
		o := options.(*exportOptions)
		format := cmp.Or(o.format, formats[strings.ToLower(filepath.Ext(o.out))], "md")
		if err := c.need(1, 1, "export "+exportUsage); err != nil || o.out == "" {
			return wrong("usage: chirograph export %s", exportUsage)
		}
		if format == formatBundle && o.at != "" {
			return wrong("A bundle holds every version. Leave --at out, or choose another format.")
		}
		s, err := c.source()
		if err != nil {
			return err
		}
		out := exported{ID: s.id, File: o.out, Format: format}
		data, err := s.export(&out, cmp.Or(o.at, "now"))
		if err != nil {
			return err
		}
		out.Bytes = len(data)
		if o.out == "-" {
			_, err := c.Stdout.Write(data)
			return quiet(err)
		}
		if err := files.Write(c.path(o.out), data); err != nil {
			return err
		}
		if c.json {
			return c.print(out, "")
		}
		fmt.Fprintf(c.Stderr, "Written: %s, %d bytes, seal %s.\n", out.File, out.Bytes, out.Seal)
		return nil
	},
}

// export makes the file and says in out which version it is.
func (s *source) export(out *exported, at string) (data []byte, err error) {
	look := s.look
	if out.Format == formatBundle {
		look = s.apart
	}
	err = look(func(p *past) error {
		v, err := p.version(at, time.Now())
		if err != nil {
			return err
		}
		data, out.Version = p.At(v), p.name(v, version.ID{})
		out.Seal = seal.OfText(data).String()
		if out.Format == formatBundle {
			data = bundle.Encode(&bundle.Bundle{Title: s.title, Past: p.text, People: s.people(), Versions: p.versions()})
		}
		return nil
	})
	switch {
	case err != nil:
		return nil, err
	case out.Format == "html":
		return reading.HTML(s.title, data), nil
	case slices.Contains([]string{"txt", "md", formatBundle}, out.Format):
		return data, nil
	}
	return nil, wrong("“%s” is no format. There are txt, md, html and bundle.", clean(out.Format))
}

// people lists the writers for a bundle. Who has no name has none there.
func (s *source) people() []bundle.Person {
	if s.bundle != nil {
		return s.bundle.People
	}
	var all []bundle.Person
	for _, p := range s.doc.People() {
		all = append(all, bundle.Person{ID: p.ID, Name: p.Name})
	}
	return all
}

// versions lists the versions that have a name, for a bundle.
func (p *past) versions() []bundle.Version {
	var all []bundle.Version
	for _, t := range p.tags {
		all = append(all, bundle.Version{Name: t.name, Note: t.note, Author: t.author, Time: t.time, At: t.at})
	}
	return all
}

type importOptions struct{ title string }

// imported is what import --json shows.
type imported struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Bytes int    `json:"bytes"`
	Seal  string `json:"seal"`
}

const importUsage = "[--title T] FILE"

var importCommand = Command{
	Name:    "import",
	Args:    importUsage,
	Summary: "make a document of a text file or of the text in a bundle; print its id",
	flags: func(fs *flag.FlagSet) any {
		o := new(importOptions)
		fs.StringVar(&o.title, "title", "", "title; otherwise that of the bundle, or the text's first line")
		return o
	},
	run: func(ctx context.Context, c *Call, options any) error {
		title := options.(*importOptions).title
		if err := c.need(1, 1, "import "+importUsage); err != nil {
			return err
		}
		b, isBundle, err := c.openBundle(c.args[0])
		if err != nil {
			return err
		}
		var text string
		if isBundle {
			text, title = b.bundle.Past.String(), cmp.Or(title, b.title)
		} else if text, err = c.read(c.args[0]); err != nil {
			return err
		}
		d, err := c.Workspace.New(title, text)
		if err != nil {
			return err
		}
		if err := d.Flush(ctx); err != nil {
			return err
		}
		if isBundle && !c.json {
			fmt.Fprintf(c.Stderr, "The text is in the new document. Its history stays in the bundle: “chirograph log %s” shows it.\n", clean(c.args[0]))
		}
		out := imported{d.ID().String(), d.Title(), len(text), seal.OfText([]byte(text)).String()}
		return c.print(out, out.ID+"\n")
	},
}
