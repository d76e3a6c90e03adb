package window

import (
	"os"

	"chirograph/app/phrases"
)

// set changes preferences, which takes effect with the next frame, and keeps
// them.
func (u *ui) set(change func(*preferences)) {
	now := u.prefs
	change(&now)
	now.bound()
	if err := now.store(u.prefs, u.lib.SetSetting); err != nil {
		u.complain(err)
	}
	u.adopt(now)
	u.others.tell(func(v *ui) { v.adopt(now) })
}

// adopt takes over preferences, which may come from another window.
func (u *ui) adopt(now preferences) {
	speak := now.Language != u.prefs.Language
	if u.prefs = now; speak {
		u.speak()
	}
}

// zoom is how much larger than usual everything is.
func (u *ui) zoom() float32 { return float32(u.prefs.Zoom) / 100 }

// still tells whether nothing may move by itself.
func (u *ui) still() bool {
	if m := u.prefs.Motion; m != "" {
		return m == "less"
	}
	return u.system.still
}

// speak begins to speak the chosen language.
func (u *ui) speak() {
	u.words = phrases.Choose(u.prefs.Language, os.Getenv)
	u.keyboard = newKeyboard(u.words)
	u.table = commands(u.keyboard)
	u.lib.SetLanguage(u.words)
	u.changed(true)
}
