package window

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"gioui.org/font"
	"gioui.org/font/opentype"
	"gioui.org/text"

	"chirograph/assets"
)

// The families. A character is drawn in the first family of the list that has
// it: the program's own letters, then what the system has for emoji (which are
// not found without being asked for by name) and for Chinese, Japanese and
// Korean, and last the program's own fallbacks, which every system can count
// on.
const (
	fallbacks = ", IBM Plex Sans Arabic, IBM Plex Sans Hebrew" +
		", Noto Color Emoji, Apple Color Emoji, Segoe UI Emoji" +
		", Noto Sans CJK SC, Noto Sans CJK JP, PingFang SC, Hiragino Sans, Microsoft YaHei, Yu Gothic, Malgun Gothic" +
		", Noto Emoji, Noto Sans Symbols 2, Droid Sans Fallback"
	sans   = font.Typeface("Inter" + fallbacks)
	prose  = font.Typeface("IBM Plex Sans" + fallbacks)
	mono   = font.Typeface("IBM Plex Mono" + fallbacks)
	medium = font.Medium
	bold   = font.SemiBold
)

// families are the beginnings of the font files' names, and weights their
// endings.
var (
	families = map[string]font.Typeface{
		"Inter":             "Inter",
		"IBMPlexSans":       "IBM Plex Sans",
		"IBMPlexMono":       "IBM Plex Mono",
		"IBMPlexSansArabic": "IBM Plex Sans Arabic",
		"IBMPlexSansHebrew": "IBM Plex Sans Hebrew",
		"NotoEmoji":         "Noto Emoji",
		"NotoSansSymbols2":  "Noto Sans Symbols 2",
		"DroidSansFallback": "Droid Sans Fallback",
	}
	weights = map[string]font.Font{
		"Regular":        {},
		"Text":           {Weight: 50},
		"Medium":         {Weight: font.Medium},
		"SemiBold":       {Weight: font.SemiBold},
		"Italic":         {Style: font.Italic},
		"TextItalic":     {Style: font.Italic, Weight: 50},
		"SemiBoldItalic": {Style: font.Italic, Weight: font.SemiBold},
	}
)

// faces reads the program's fonts, once, several at a time: it is most of what
// the first window waits for.
var faces = sync.OnceValue(func() []font.FontFace {
	files := assets.Fonts()
	names := slices.Sorted(maps.Keys(files))
	out := make([]font.FontFace, len(names))
	var wg sync.WaitGroup
	for i, name := range names {
		wg.Go(func() {
			face, err := opentype.Parse(files[name])
			if err != nil {
				panic(fmt.Sprintf("font %s, which is part of the program: %v", name, err))
			}
			family, ending, _ := strings.Cut(name, "-")
			f := weights[ending]
			f.Typeface = families[family]
			out[i] = font.FontFace{Font: f, Face: face}
		})
	}
	wg.Wait()
	return out
})

// newShaper returns a shaper with the fonts of the program, and those of the
// system beside them unless a test wants the same picture everywhere. Each
// window has its own: a shaper serves one goroutine.
func newShaper(system bool) *text.Shaper {
	options := []text.ShaperOption{text.WithCollection(faces())}
	if !system {
		options = append(options, text.NoSystemFonts())
	}
	return text.NewShaper(options...)
}
