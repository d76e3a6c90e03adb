package cli

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"path/filepath"
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

// formats are the formats by what names of files end with.
var formats = map[string]string{
	".txt": "txt", ".text": "txt", ".md": "md", ".markdown": "md", ".html": "html", ".htm": "html",
	".zip": "bundle", ".chirograph": "bundle",
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
		if format == "bundle" && o.at != "" {
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
func (s *source) export(out *exported, at string) ([]byte, error) {
	var data []byte
	err := s.look(func(p *past) error {
		v, err := p.version(at, time.Now())
		if err != nil {
			return err
		}
		text := p.At(v)
		out.Version, out.Seal = p.name(v, version.ID{}), seal.OfText(text).String()
		switch out.Format {
		case "txt", "md":
			data = text
		case "html":
			data = reading.HTML(s.title, text)
		case "bundle":
			data = bundle.Encode(&bundle.Bundle{Title: s.title, Past: p.text, People: s.names.people()})
		default:
			return wrong("“%s” is no format. There are txt, md, html and bundle.", clean(out.Format))
		}
		return nil
	})
	return data, err
}

// people lists the writers for a bundle.
func (w writers) people() []bundle.Person {
	var all []bundle.Person
	for id, name := range w {
		all = append(all, bundle.Person{ID: id, Name: name})
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
