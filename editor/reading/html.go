package reading

import (
	"bytes"
	"fmt"
	"html"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// page is what stands around the text. The policy keeps browsers from loading
// and running anything, whatever a text may say.
const page = `<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>%s</title>
<style>
body { font: 1em/1.5 sans-serif; max-width: 42em; margin: 2em auto; padding: 0 1em; overflow-wrap: break-word; color-scheme: light dark }
pre { white-space: pre-wrap; padding: .5em; border: 1px solid }
blockquote { margin-left: 0; padding-left: 1em; border-left: 3px solid }
table { border-collapse: collapse }
td, th { border: 1px solid; padding: .2em .6em }
</style>
</head>
<body dir="auto">
%s</body>
</html>
`

// HTML returns a page that shows a Markdown source as [Parse] reads it. It is
// complete in itself: it loads nothing and runs nothing, HTML in the source is
// shown as it is written, and images are their descriptions. What is behind
// MaxSource is shown as it is written.
func HTML(title string, source []byte) []byte {
	var body bytes.Buffer
	behind := source[min(len(source), MaxSource):]
	source = source[:len(source)-len(behind)]
	if n := frontMatter(source); n > 0 {
		writeRaw(&body, trimFences(source[:n]))
		source = source[n:]
	}
	masked, _ := mask(source)
	md := goldmark.New(goldmark.WithExtensions(extensions(masked)...), goldmark.WithRendererOptions(
		renderer.WithNodeRenderers(util.Prioritized(harmless{}, 100))))
	// What is masked is in place, so the words come from the source itself.
	if err := md.Renderer().Render(&body, source, md.Parser().Parse(text.NewReader(masked))); err != nil {
		panic("reading: " + err.Error()) // a bytes.Buffer takes everything
	}
	if len(behind) > 0 {
		writeRaw(&body, behind)
	}
	return fmt.Appendf(nil, page, html.EscapeString(title), body.Bytes())
}

// extensions are those with which a source can be read in reasonable time.
func extensions(source []byte) []goldmark.Extender {
	if bytes.Count(source, []byte("[^")) > 2*maxNotes { // each is written twice
		return []goldmark.Extender{extension.GFM}
	}
	return []goldmark.Extender{extension.GFM, extension.Footnote}
}

func writeRaw(b *bytes.Buffer, source []byte) {
	b.WriteString("<pre>")
	b.WriteString(html.EscapeString(string(source)))
	b.WriteString("</pre>\n")
}

// harmless renders what a browser would obey or load.
type harmless struct{}

func (harmless) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindHTMLBlock, func(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		b := n.(*ast.HTMLBlock)
		w.WriteString("<pre>")
		for i := range b.Lines().Len() {
			writeSegment(w, source, b.Lines().At(i))
		}
		if b.HasClosure() {
			writeSegment(w, source, b.ClosureLine)
		}
		w.WriteString("</pre>\n")
		return ast.WalkContinue, nil
	})
	r.Register(ast.KindRawHTML, func(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			for i := range n.(*ast.RawHTML).Segments.Len() {
				writeSegment(w, source, n.(*ast.RawHTML).Segments.At(i))
			}
		}
		return ast.WalkSkipChildren, nil
	})
	r.Register(ast.KindImage, func(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			w.WriteString("<em>")
		} else {
			w.WriteString("</em>")
		}
		return ast.WalkContinue, nil
	})
}

func writeSegment(w util.BufWriter, source []byte, s text.Segment) {
	w.WriteString(html.EscapeString(string(s.Value(source))))
}
