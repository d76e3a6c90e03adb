// Package phrases holds every sentence that the program shows to a person, in
// every language it speaks.
//
// A [Phrases] is one language: a struct of structs, one a screen, so that the
// compiler finds the phrase that is asked for, and a test finds the one that a
// language lacks. A file holds one screen in all languages. What varies inside
// a sentence is a parameter with a name, {title}, since other languages put it
// elsewhere; [With] fills it in. What depends on a number is a [Count].
//
// Numbers, dates and times are written as the language writes them
// ([Phrases.Number], [Phrases.Date]). The package keeps no state: whoever
// shows something is handed the language to show it in.
package phrases

import (
	"fmt"
	"strings"
)

// A Phrases is everything the program says, in one language.
type Phrases struct {
	Tag string // of the language (BCP 47): "en"
	Own string // the language's name for itself

	General   General
	Welcome   Welcome
	Home      Home
	Library   Library
	Bin       Bin
	Page      Page
	Panel     Panel
	Past      Past
	Find      Find
	Wrote     Wrote
	Share     Share
	Open      Open
	State     State
	Advice    Advice
	Command   Command
	Palette   Palette
	Keys      Keys
	Settings  Settings
	Shortcuts Shortcuts
	Colours   [12]string // of people, in the order of their numbers
	Format    Format
}

// English is the language the program is written in.
var English = Phrases{
	Tag: "en", Own: "English",
	General:   englishGeneral,
	Welcome:   englishWelcome,
	Home:      englishHome,
	Library:   englishLibrary,
	Bin:       englishBin,
	Page:      englishPage,
	Panel:     englishPanel,
	Past:      englishPast,
	Find:      englishFind,
	Wrote:     englishWrote,
	Share:     englishShare,
	Open:      englishOpen,
	State:     englishState,
	Advice:    englishAdvice,
	Command:   englishCommand,
	Palette:   englishPalette,
	Keys:      englishKeys,
	Settings:  englishSettings,
	Shortcuts: englishShortcuts,
	Colours:   [12]string{"blue", "orange", "green", "purple", "red", "teal", "pink", "olive", "brown", "slate", "magenta", "forest"},
	Format:    englishFormat,
}

// German calls people du.
var German = Phrases{
	Tag: "de", Own: "Deutsch",
	General:   germanGeneral,
	Welcome:   germanWelcome,
	Home:      germanHome,
	Library:   germanLibrary,
	Bin:       germanBin,
	Page:      germanPage,
	Panel:     germanPanel,
	Past:      germanPast,
	Find:      germanFind,
	Wrote:     germanWrote,
	Share:     germanShare,
	Open:      germanOpen,
	State:     germanState,
	Advice:    germanAdvice,
	Command:   germanCommand,
	Palette:   germanPalette,
	Keys:      germanKeys,
	Settings:  germanSettings,
	Shortcuts: germanShortcuts,
	Colours:   [12]string{"Blau", "Orange", "Grün", "Violett", "Rot", "Petrol", "Rosa", "Oliv", "Braun", "Schiefer", "Magenta", "Tannengrün"},
	Format:    germanFormat,
}

// All are the languages, by their names for themselves.
var All = []*Phrases{&German, &English}

// Choose returns the language that a person has chosen by its tag, or, when
// that is empty or not spoken here, the one of the system: env looks up a
// variable of its environment.
func Choose(tag string, env func(string) string) *Phrases {
	if p := spoken(tag); p != nil {
		return p
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} { // POSIX, section 8.2: the first that is set counts
		if v := env(name); v != "" {
			if p := spoken(v); p != nil {
				return p
			}
			break
		}
	}
	return &English
}

// spoken finds the language of a tag or a locale ("de_AT.UTF-8"), or nil.
func spoken(tag string) *Phrases {
	language, _, _ := strings.Cut(strings.ToLower(tag), "_")
	language, _, _ = strings.Cut(language, "-")
	language, _, _ = strings.Cut(language, ".")
	for _, p := range All {
		if p.Tag == language {
			return p
		}
	}
	return nil
}

// A Count is a phrase that depends on how many there are. Both forms may use
// {n}, the number itself.
type Count struct{ One, Other string }

// Of is the form for n, filled in like [With]. A pair "n" writes the number
// in another way than in plain digits.
func (c Count) Of(n int, pairs ...any) string {
	form := c.Other
	if n == 1 {
		form = c.One
	}
	return With(form, append(pairs, "n", n)...)
}

// With puts the values of pairs, names and values in turn, in the place of
// the {name}s in s. Of two values with one name the first counts. What people
// wrote is put in as it is, braces and all.
func With(s string, pairs ...any) string {
	oldNew := make([]string, len(pairs))
	for i := 0; i+1 < len(pairs); i += 2 {
		oldNew[i] = "{" + fmt.Sprint(pairs[i]) + "}"
		oldNew[i+1] = fmt.Sprint(pairs[i+1])
	}
	return strings.NewReplacer(oldNew...).Replace(s)
}

// List joins names as a sentence does.
func (p *Phrases) List(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return With(p.General.And, "all", strings.Join(names[:last], ", "), "last", names[last])
}
