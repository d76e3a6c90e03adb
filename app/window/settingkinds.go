package window

import (
	"gioui.org/layout"

	"chirograph/app/phrases"
)

// number is a setting that counts in steps.
type number struct {
	step   int
	format string // of {n}
	pick   func(*preferences) *int
	name   string // of the setting, for its bounds
}

func (n number) row(gtx layout.Context, u *ui, l look, say phrases.Setting, s *stepper) settingRow {
	now := *n.pick(&u.prefs)
	b := bounds[n.name]
	next := func(by int) int { return (now + by*n.step) / n.step * n.step }
	if n.name == "zoom" {
		next = func(by int) int { return zoomed(now, by) }
	}
	if by := s.update(gtx); by != 0 {
		u.set(func(p *preferences) { *n.pick(p) = next(by) })
	}
	usual := *n.pick(&defaults)
	r := settingRow{
		Setting: say,
		reset:   func(p *preferences) { *n.pick(p) = usual },
		control: func(gtx layout.Context) layout.Dimensions {
			return s.layout(gtx, l, say.Name, phrases.With(n.format, "n", now), [2]bool{now > b[0], now < b[1]})
		},
	}
	if now != usual {
		r.usual = phrases.With(n.format, "n", usual)
	}
	return r
}

// oneOf is a setting with a few values.
func oneOf(gtx layout.Context, u *ui, l look, say phrases.Setting, c *choice, pick func(*preferences) *string, values, names []string) settingRow {
	if i := c.update(gtx, len(values)); i >= 0 {
		u.set(func(p *preferences) { *pick(p) = values[i] })
	}
	index := func(p *preferences) int {
		for i, v := range values {
			if v == *pick(p) {
				return i
			}
		}
		return 0
	}
	now, usual := index(&u.prefs), index(&defaults)
	r := settingRow{
		Setting: say,
		reset:   func(p *preferences) { *pick(p) = *pick(&defaults) },
		control: func(gtx layout.Context) layout.Dimensions { return c.layout(gtx, l, say.Name, names, now) },
	}
	if now != usual {
		r.usual = names[usual]
	}
	return r
}

// twoOf is a setting that is on or off where both have names.
func twoOf(gtx layout.Context, u *ui, l look, say phrases.Setting, c *choice, pick func(*preferences) *bool, names [2]string) settingRow {
	if i := c.update(gtx, 2); i >= 0 {
		u.set(func(p *preferences) { *pick(p) = i == 1 })
	}
	index := func(p *preferences) int {
		if *pick(p) {
			return 1
		}
		return 0
	}
	now, usual := index(&u.prefs), index(&defaults)
	r := settingRow{
		Setting: say,
		reset:   func(p *preferences) { *pick(p) = *pick(&defaults) },
		control: func(gtx layout.Context) layout.Dimensions { return c.layout(gtx, l, say.Name, names[:], now) },
	}
	if now != usual {
		r.usual = names[usual]
	}
	return r
}

// onOff is a setting that is on or off.
func onOff(gtx layout.Context, u *ui, l look, say phrases.Setting, t *toggle, pick func(*preferences) *bool) settingRow {
	for t.Clicked(gtx) {
		u.set(func(p *preferences) { *pick(p) = !*pick(p) })
	}
	now, usual := *pick(&u.prefs), *pick(&defaults)
	r := settingRow{
		Setting: say,
		reset:   func(p *preferences) { *pick(p) = usual },
		control: func(gtx layout.Context) layout.Dimensions { return t.layout(gtx, l, say.Name, now) },
	}
	if now != usual {
		r.usual = l.words.Settings.Off
		if usual {
			r.usual = l.words.Settings.On
		}
	}
	return r
}
