package window

import (
	"image/color"
	"math"
	"testing"

	"chirograph/app/phrases"
)

// TestWordsHaveEnoughContrast goes through every colour of words on every
// ground they stand on: 4.5 to 1, or in high contrast 7 to 1 (WCAG 2.2, 1.4.3
// and 1.4.6).
func TestWordsHaveEnoughContrast(t *testing.T) {
	for name, th := range map[string]*theme{"light": &light, "dark": &dark, "light high": &lightHigh, "dark high": &darkHigh} {
		least := 4.5
		if th.high {
			least = 7
		}
		check := func(what string, ink, ground color.NRGBA) {
			if got := contrast(linear(ink), linear(ground)); got < least {
				t.Errorf("%s: %s has a contrast of %.2f, less than %.1f", name, what, got, least)
			}
		}
		grounds := map[string]color.NRGBA{
			"canvas": th.canvas, "panel": th.panel, "raised": th.raised, "hover": th.hover,
			"wash": th.wash, "chosen": th.chosen,
		}
		for ground, c := range grounds {
			check("ink on "+ground, th.ink, c)
			check("ink2 on "+ground, th.ink2, c)
			check("accent on "+ground, th.accent, c)
		}
		check("ink on selection", th.ink, th.selection)
		check("onAccent", th.onAccent, th.accent)
		check("a hovered primary button", th.onAccent, mix(th.accent, th.ink, 24))
		check("a toast", th.canvas, th.ink)
		check("a warning bar", th.canvas, th.bad)
		check("bad on raised", th.bad, th.raised)
		check("bad on canvas", th.bad, th.canvas)
		check("ink on what is new", th.ink, th.added)
		check("the line below what is new", th.addedInk, th.canvas)
		check("what was deleted", th.goneInk, th.gone)
		for i, c := range th.people {
			check("initials on "+phrases.English.Colours[i], th.onPerson, c)
		}
		if !th.high {
			continue
		}
		check("the marks of Markdown", th.ink3, th.canvas)
		// Lines and edges are no words: 3 to 1 (1.4.11).
		for what, c := range map[string]color.NRGBA{"line": th.line, "edge": th.edge} {
			if got := contrast(linear(c), linear(th.raised)); got < 3 {
				t.Errorf("%s: %s can hardly be seen: %.2f", name, what, got)
			}
		}
	}
}

// linear is a colour's relative luminance by channel (WCAG 2.2, "relative
// luminance").
func linear(c color.NRGBA) [3]float64 {
	var out [3]float64
	for i, v := range [3]uint8{c.R, c.G, c.B} {
		x := float64(v) / 255
		if x <= 0.04045 {
			out[i] = x / 12.92
		} else {
			out[i] = math.Pow((x+0.055)/1.055, 2.4)
		}
	}
	return out
}

func contrast(a, b [3]float64) float64 {
	lum := func(c [3]float64) float64 { return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2] }
	x, y := lum(a), lum(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}
