package reading

import (
	"regexp"
	"strings"
	"testing"
)

// body is what the page shows of a source.
func body(t testing.TB, source string) string {
	t.Helper()
	_, rest, ok := strings.Cut(string(HTML("T", []byte(source))), "<body dir=\"auto\">\n")
	if !ok {
		t.Fatal("no body")
	}
	return strings.TrimSuffix(rest, "</body>\n</html>\n")
}

func TestPageShowsWhatTheSourceSays(t *testing.T) {
	for _, tt := range []struct{ name, source, want string }{
		{"nothing", "", ""},
		{"a paragraph", "Some *words*.\n", "<p>Some <em>words</em>.</p>\n"},
		{"a list in a list", "- a\n  - b\n", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>\n"},
		{"a link", "[a](https://x.org/?a&b)\n", "<p><a href=\"https://x.org/?a&amp;b\">a</a></p>\n"},
		{"a link that runs", "[a](javascript:alert(1))\n", "<p><a href=\"\">a</a></p>\n"},
		{"an image", "![a *b*](https://x.org/y.png)\n", "<p><em>a <em>b</em></em></p>\n"},
		{"HTML in a line", "a <b onclick=\"x\">b</b>\n", "<p>a &lt;b onclick=&#34;x&#34;&gt;b&lt;/b&gt;</p>\n"},
		{"HTML by itself", "<script>\nx()\n</script>\n", "<pre>&lt;script&gt;\nx()\n&lt;/script&gt;\n</pre>\n"},
		{"front matter", "---\na: <b>\n---\nb\n", "<pre>a: &lt;b&gt;</pre>\n<p>b</p>\n"},
		{"a footnote", "a[^1]\n\n[^1]: b\n", "class=\"footnotes\""},
		{"code", "```\n<b>\n```\n", "<pre><code>&lt;b&gt;\n</code></pre>\n"},
	} {
		if got := body(t, tt.source); got != tt.want && !(tt.name == "a footnote" && strings.Contains(got, tt.want)) {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
	if got := string(HTML("a <b>", nil)); !strings.Contains(got, "<title>a &lt;b&gt;</title>") {
		t.Errorf("title: %s", got)
	}
}

func TestLongParagraphsAreShownAsWritten(t *testing.T) {
	words := strings.Repeat("*some* <b> words & more ", 1000)
	got := body(t, words+"\n\nThe *end*.\n")
	if !strings.Contains(got, "*some* &lt;b&gt; words &amp; more *some*") || !strings.Contains(got, "The <em>end</em>.") {
		t.Errorf("got %.200s … %s", got, got[max(0, len(got)-100):])
	}
}

func TestWhatIsBehindTheLimitIsShown(t *testing.T) {
	got := body(t, strings.Repeat("\n", MaxSource)+"<b>end")
	if !strings.HasSuffix(got, "<pre>&lt;b&gt;end</pre>\n") {
		t.Errorf("got %q", got[max(0, len(got)-100):])
	}
}

// tag is a tag that a page may have: none that loads or runs anything.
var tag = regexp.MustCompile(`^<(/?(p|h[1-6]|em|strong|del|code|pre|blockquote|ul|ol|li|table|thead|tbody|tr|th|td|hr|br|a|div|sup|input)` +
	`( (href|title|class|id|start|style|role|type|checked|disabled|align)="[^"<]*")*( /)?)>`)

// runs is an address that a browser would run, or read from the disk.
var runs = regexp.MustCompile(`(?i)href="\s*(javascript|vbscript|data|file):`)

func FuzzHTML(f *testing.F) {
	for _, s := range []string{"<img src=x>", "![a](b)", "[a](javascript:b)", "<script>a</script>", "---\na\n---\n", "a[^1]\n\n[^1]: b", "- [ ] a", "| a |\n|--|\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) {
		if len(source) > 10_000 {
			return
		}
		page := body(t, source)
		for at, c := range page {
			if c == '<' && !tag.MatchString(page[at:]) {
				t.Errorf("%.40q is in the page of %q", page[at:], source)
			}
		}
		if bad := runs.FindString(page); bad != "" {
			t.Errorf("%q is in the page of %q", bad, source)
		}
	})
}
