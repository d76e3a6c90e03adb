package window

import (
	"reflect"
	"testing"
)

func TestPreferencesComeBackAsTheyWere(t *testing.T) {
	kept := map[string]string{}
	get := func(k string) string { return kept[k] }
	set := func(k, v string) error { kept[k] = v; return nil }
	p := loadPreferences(get)
	if p != defaults {
		t.Errorf("with nothing set: got %+v", p)
	}
	old := p
	p.Appearance, p.Zoom, p.Library = "dark", 150, false
	p.used("bold")
	if err := p.store(old, set); err != nil {
		t.Fatal(err)
	}
	if len(kept) != 4 {
		t.Errorf("four preferences changed, but %v was written", kept)
	}
	if got := loadPreferences(get); got != p {
		t.Errorf("got %+v, want %+v", got, p)
	}
	old, p.Zoom, p.Library = p, 100, true
	if err := p.store(old, set); err != nil {
		t.Fatal(err)
	}
	if kept["zoom"] != "" || kept["library-shown"] != "" {
		t.Errorf("what is as by default is written as %q and %q", kept["zoom"], kept["library-shown"])
	}
	if got := loadPreferences(get); got != p {
		t.Errorf("got %+v, want %+v", got, p)
	}
}

func TestNonsenseInSettingsIsLeftOut(t *testing.T) {
	kept := map[string]string{"zoom": "9000", "text-size": "large", "library-shown": "perhaps", "text-width": "-3"}
	p := loadPreferences(func(k string) string { return kept[k] })
	want := defaults
	want.Zoom, want.Measure = 300, 40
	if p != want {
		t.Errorf("got %+v, want %+v", p, want)
	}
}

func TestEveryPreferenceHasASettingOfItsOwn(t *testing.T) {
	seen := map[string]bool{}
	p := defaults
	each(&p, func(name string, v reflect.Value) {
		if name == "" || seen[name] {
			t.Errorf("the setting %q is missing or there twice", name)
		}
		seen[name] = true
		if b, ok := bounds[name]; ok && v.Kind() == reflect.Int && (int(v.Int()) < b[0] || int(v.Int()) > b[1]) {
			t.Errorf("the default %d of %q is out of bounds", v.Int(), name)
		}
	})
	for name := range bounds {
		if !seen[name] {
			t.Errorf("there are bounds for %q, which is no setting", name)
		}
	}
}

func TestTheNewestCommandIsFirstAmongTheRecent(t *testing.T) {
	var p preferences
	for _, id := range []string{"a", "b", "c", "a", "d", "e", "f", "g", "h", "i"} {
		p.used(id)
	}
	if got, want := p.Recent, "i h g f e d a c"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
