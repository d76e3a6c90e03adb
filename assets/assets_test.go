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
		if !strings.Contains(string(licence), "SIL Open Font License") {
			t.Errorf("%s: the licence is not the SIL Open Font License", d.Name())
		}
	}
}

func TestFontsStaySmall(t *testing.T) {
	const most = 4 << 20 // they are part of every download
	total := 0
	for name, data := range Fonts() {
		if string(data[:4]) != "wOFF" {
			t.Errorf("%s is not a WOFF 1 file: the text shaper reads no other compressed format", name)
		}
		total += len(data)
	}
	if total > most {
		t.Errorf("the fonts take %d bytes, more than %d", total, most)
	}
}

func TestWelcomeIsShortPlainText(t *testing.T) {
	if !strings.HasPrefix(Welcome, "# ") {
		t.Error("the welcome text has no heading, which is its title")
	}
	if n := len(strings.Fields(Welcome)); n > 250 {
		t.Errorf("the welcome text has %d words; nobody reads more than 250", n)
	}
}
