package window

import (
	"testing"
	"unicode"

	"gioui.org/font"
	"gioui.org/text"
	"golang.org/x/image/math/fixed"
)

// scripts is what people write, in the scripts that most of them write in, and
// what else is in their texts.
var scripts = map[string]string{
	"latin":    "Čeština, íslenska, Türkçe, tiếng Việt, naïve façade, ﬁnancial — “quotes” … £€¥",
	"greek":    "Ελληνικά, και το πολυτονικό",
	"cyrillic": "Русский, українська, српски",
	"hebrew":   "עברית, גם עם נִקּוּד",
	"arabic":   "العربية والفارسية: پچگژ ۰۱۲۳",
	"chinese":  "简体中文，繁體中文。",
	"japanese": "日本語：ひらがなとカタカナ",
	"korean":   "한국어 한글",
	"emoji":    "🙂 👩\u200d🚀 👍🏽 🇩🇪 ❤️ 1️⃣ ✅ 🦊",
	"signs":    "→ ← ⇧ ⌘ ☐ ☑ ☒ ✓ ≠ ≤ ∑ √ ∞ ½ № † § ¶ •",
}

// notdef is the glyph of what a font does not have. Gio packs the number of a
// glyph into the low half of its id.
func notdef(g text.Glyph) bool { return uint32(g.ID) == 0 }

func TestEveryScriptHasLettersWithoutTheSystemsFonts(t *testing.T) {
	s := newShaper(false)
	for name, words := range scripts {
		for _, face := range []font.Typeface{sans, prose, mono} {
			s.LayoutString(text.Parameters{Font: font.Font{Typeface: face}, PxPerEm: fixed.I(16), MaxWidth: 1 << 20}, words)
			i := 0
			runes := []rune(words)
			for g, ok := s.NextGlyph(); ok; g, ok = s.NextGlyph() {
				if notdef(g) && g.Runes > 0 && i < len(runes) && !unicode.IsControl(runes[i]) {
					t.Errorf("%s in %.13s…: %q has no letter", name, face, string(runes[i]))
				}
				if g.Flags&text.FlagClusterBreak != 0 {
					i += int(g.Runes)
				}
			}
		}
	}
}

func TestMissingLettersAreNoticed(t *testing.T) {
	s := newShaper(false)
	s.LayoutString(text.Parameters{Font: font.Font{Typeface: prose}, PxPerEm: fixed.I(16), MaxWidth: 1 << 20}, "\U00012000") // cuneiform
	g, ok := s.NextGlyph()
	if !ok || !notdef(g) {
		t.Errorf("a letter that no font has is not told from the others: glyph %x", g.ID)
	}
}
