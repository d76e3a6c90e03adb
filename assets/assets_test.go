package assets

import (
	"io/fs"
	"path"
	"strings"
	"testing"
)

func TestEveryFontFolderHasItsLicence(t *testing.T) {
	dirs, err := fs.ReadDir(fonts, "fonts")
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range dirs {
		licence, err := fonts.ReadFile(path.Join("fonts", d.Name(), "LICENSE.txt"))
		if err != nil {
			t.Errorf("%s: %v", d.Name(), err)
		}
		if !strings.Contains(strings.ToUpper(string(licence)), "SIL OPEN FONT LICENSE") && !strings.Contains(string(licence), "Apache License") {
			t.Errorf("%s: the licence is neither the SIL Open Font License nor the Apache License", d.Name())
		}
	}
}

func TestFontsStaySmall(t *testing.T) {
	const most = 7 << 20 // they are part of every download; half of it is for Chinese, Japanese and Korean
	total := 0
	for name, data := range Fonts() {
		if h := string(data[:4]); h != "wOFF" && h != "\x00\x01\x00\x00" {
			t.Errorf("%s is neither WOFF 1 nor TrueType: the text shaper reads no other formats", name)
		}
		total += len(data)
	}
	if total > most {
		t.Errorf("the fonts take %d bytes, more than %d", total, most)
	}
}

func TestWelcomeIsShortPlainText(t *testing.T) {
	for _, tag := range []string{"en", "de"} {
		text := Welcome(tag)
		if !strings.HasPrefix(text, "# ") {
			t.Errorf("%s: the welcome text has no heading, which is its title", tag)
		}
		if n := len(strings.Fields(text)); n > 250 {
			t.Errorf("%s: the welcome text has %d words; nobody reads more than 250", tag, n)
		}
	}
	if Welcome("de") == Welcome("en") || Welcome("fi") != Welcome("en") {
		t.Error("the welcome text does not come in the language of the window, or else in English")
	}
}
