package window

import (
	"reflect"
	"strconv"
	"strings"

	"gioui.org/unit"

	"chirograph/editor/view"
)

// Preferences are what a person has chosen about the window. Every field is
// kept as a setting of its own, under the name in its tag, so that programs of
// different ages can share a data folder. What is missing or makes no sense is
// as in [defaults].
type preferences struct {
	Appearance string `setting:"appearance"` // "", "light" or "dark"; "" follows the system
	Contrast   string `setting:"contrast"`   // "", "more" or "normal", likewise
	Motion     string `setting:"motion"`     // "", "less" or "full", likewise
	Language   string `setting:"language"`   // "" or a tag, likewise

	Zoom    int `setting:"zoom"`        // of the whole window, percent
	Size    int `setting:"text-size"`   // of the text, scaled pixels
	Leading int `setting:"line-height"` // percent of Size
	Measure int `setting:"text-width"`  // characters in a line, about

	Numbers     bool   `setting:"line-numbers"`
	CurrentLine bool   `setting:"current-line"`    // is marked
	Whitespace  bool   `setting:"whitespace"`      // can be seen
	TabWidth    int    `setting:"tab-width"`       // columns
	Tabs        bool   `setting:"tabs"`            // the Tab key writes a tab instead of spaces
	Lists       bool   `setting:"lists"`           // go on with the Enter key
	Brackets    bool   `setting:"brackets"`        // are matched
	TabMoves    bool   `setting:"tab-moves-focus"` // the Tab key writes nothing
	Flags       string `setting:"names"`           // beside the carets of others: "", "always" or "hover"; "" while they write

	Library   bool   `setting:"library-shown"` // beside the page, in wide windows
	Recent    string `setting:"recent"`        // ids of the commands used last, newest first
	Last      string `setting:"last"`          // the document that was open, in hexadecimal
	Width     int    `setting:"window-width"`  // device-independent pixels
	Height    int    `setting:"window-height"`
	Maximized bool   `setting:"window-maximized"`
}

var defaults = preferences{
	Zoom: 100, Size: 16, Leading: 175, Measure: 72,
	TabWidth: 4, Lists: true, Brackets: true,
	Library: true,
	Width:   1180, Height: 780,
}

// bounds are the least and the greatest value of the numbers among them.
var bounds = map[string][2]int{
	"zoom":          {80, 300},
	"text-size":     {12, 32},
	"line-height":   {130, 240},
	"text-width":    {40, 140},
	"tab-width":     {1, 16},
	"window-width":  {minWidth, 8192},
	"window-height": {minHeight, 8192},
}

// loadPreferences reads the settings with get, which returns "" for what was
// never set.
func loadPreferences(get func(string) string) preferences {
	p := defaults
	each(&p, func(name string, v reflect.Value) {
		s := get(name)
		if s == "" {
			return
		}
		switch v.Kind() {
		case reflect.String:
			v.SetString(s)
		case reflect.Bool:
			if b, err := strconv.ParseBool(s); err == nil {
				v.SetBool(b)
			}
		case reflect.Int:
			if n, err := strconv.Atoi(s); err == nil {
				v.SetInt(int64(n))
			}
		}
	})
	p.bound()
	return p
}

// lineHeight is that of running text.
func (p *preferences) lineHeight() unit.Sp { return unit.Sp(p.Size*p.Leading) / 100 }

// measure is the greatest width of the text: a character of a proportional
// font is about 0.62 of its size wide.
func (p *preferences) measure() unit.Dp { return unit.Dp(p.Measure*p.Size) * 0.625 }

// unit is what the Tab key writes.
func (p *preferences) unit() string {
	if p.Tabs {
		return "\t"
	}
	return strings.Repeat(" ", p.TabWidth)
}

// flags say when the names of others are shown.
func (p *preferences) flags() view.Flags {
	switch p.Flags {
	case "always":
		return view.Always
	case "hover":
		return view.OnHover
	}
	return view.OnActivity
}

// bound brings the numbers into their bounds.
func (p *preferences) bound() {
	each(p, func(name string, v reflect.Value) {
		if b, ok := bounds[name]; ok {
			v.SetInt(max(int64(b[0]), min(int64(b[1]), v.Int())))
		}
	})
}

// store writes what differs from old with set. What is as in the defaults is
// written as "": a later version may have better ones.
func (p preferences) store(old preferences, set func(name, value string) error) error {
	var was []any
	each(&old, func(_ string, v reflect.Value) { was = append(was, v.Interface()) })
	var usual []any
	d := defaults
	each(&d, func(_ string, v reflect.Value) { usual = append(usual, v.Interface()) })
	var err error
	i := 0
	each(&p, func(name string, v reflect.Value) {
		now := v.Interface()
		if err == nil && now != was[i] {
			value := ""
			if now != usual[i] {
				value = written(v)
			}
			err = set(name, value)
		}
		i++
	})
	return err
}

func written(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Bool:
		return strconv.FormatBool(v.Bool())
	case reflect.Int:
		return strconv.FormatInt(v.Int(), 10)
	}
	return v.String()
}

// each calls f for every preference with the name of its setting.
func each(p *preferences, f func(name string, v reflect.Value)) {
	v := reflect.ValueOf(p).Elem()
	for i := range v.NumField() {
		f(v.Type().Field(i).Tag.Get("setting"), v.Field(i))
	}
}

// used puts id in front of the commands used last.
func (p *preferences) used(id string) {
	const most = 8
	all := []string{id}
	for _, other := range p.recent() {
		if other != id && len(all) < most {
			all = append(all, other)
		}
	}
	p.Recent = strings.Join(all, " ")
}

func (p *preferences) recent() []string { return strings.Fields(p.Recent) }
