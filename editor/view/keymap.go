package view

import (
	"runtime"

	"gioui.org/io/event"
	"gioui.org/io/key"
)

// onMac says which keys move: those of macOS or those of everyone else.
const onMac = runtime.GOOS == "darwin"

// shortcutKey is the key that key.ModShortcut stands for.
var shortcutKey = map[bool]key.Name{true: key.NameCommand, false: key.NameCtrl}[onMac]

// A motion is a way for a caret to go.
type motion uint8

const (
	stay motion = iota
	left
	right
	wordLeft
	wordRight
	rowStart // the first character that is no blank, and then the very first
	rowEnd
	paragraphStart // of the paragraph, however it is wrapped
	paragraphEnd
	up
	down
	pageUp
	pageDown
	paragraphUp
	paragraphDown
	textStart
	textEnd
)

// An act is what a key does to every caret: it moves, or erases up to where it
// would move.
type act struct {
	motion motion
	extend bool
	erase  bool
}

// actOf returns what a key does, and false if it is none of these.
func actOf(k key.Event, mac bool) (act, bool) {
	shift := k.Modifiers.Contain(key.ModShift)
	if mac && k.Modifiers.Contain(key.ModCtrl) {
		return emacs(k.Name, shift)
	}
	word, far := k.Modifiers.Contain(key.ModCtrl), false
	if mac {
		word, far = k.Modifiers.Contain(key.ModAlt), k.Modifiers.Contain(key.ModCommand)
	}
	pick := func(plain, byWord, furthest motion) motion {
		switch {
		case far:
			return furthest
		case word:
			return byWord
		}
		return plain
	}
	a := act{extend: shift}
	switch k.Name {
	case key.NameLeftArrow:
		a.motion = pick(left, wordLeft, rowStart)
	case key.NameRightArrow:
		a.motion = pick(right, wordRight, rowEnd)
	case key.NameUpArrow:
		a.motion = pick(up, paragraphUp, textStart)
	case key.NameDownArrow:
		a.motion = pick(down, paragraphDown, textEnd)
	case key.NameHome:
		a.motion = pick(rowStart, textStart, textStart)
	case key.NameEnd:
		a.motion = pick(rowEnd, textEnd, textEnd)
	case key.NamePageUp:
		a.motion = pageUp
	case key.NamePageDown:
		a.motion = pageDown
	case key.NameDeleteBackward:
		a = act{motion: pick(left, wordLeft, rowStart), erase: true}
	case key.NameDeleteForward:
		a = act{motion: pick(right, wordRight, rowEnd), erase: true}
	}
	return a, a.motion != stay
}

// emacs are the keys with Control that work in every text field of macOS.
func emacs(name key.Name, shift bool) (act, bool) {
	a := act{extend: shift}
	switch name {
	case "A":
		a.motion = paragraphStart
	case "E":
		a.motion = paragraphEnd
	case "F":
		a.motion = right
	case "B":
		a.motion = left
	case "N":
		a.motion = down
	case "P":
		a.motion = up
	case "D":
		a = act{motion: right, erase: true}
	case "H":
		a = act{motion: left, erase: true}
	case "K":
		a = act{motion: paragraphEnd, erase: true}
	}
	return a, a.motion != stay
}

// filters are the keys and events that the view takes. Escape is the window's
// unless there is something of the view's own to leave.
func (v *View) filters(many bool) []event.Filter {
	f := []event.Filter{
		key.FocusFilter{Target: v},
		key.Filter{Focus: v, Name: key.NameReturn, Optional: key.ModShift},
		key.Filter{Focus: v, Name: key.NameEnter, Optional: key.ModShift},
		key.Filter{Focus: v, Name: "Z", Required: key.ModShortcut, Optional: key.ModShift},
		key.Filter{Focus: v, Name: "V", Required: key.ModShortcut, Optional: key.ModShift},
	}
	if !v.paper.style.TabMoves {
		f = append(f,
			key.Filter{Focus: v, Name: key.NameTab},
			key.Filter{Focus: v, Name: key.NameTab, Required: key.ModShift})
	}
	if many || v.follow.on {
		f = append(f, key.Filter{Focus: v, Name: key.NameEscape})
	}
	for _, n := range [...]key.Name{"A", "C", "X"} {
		f = append(f, key.Filter{Focus: v, Name: n, Required: key.ModShortcut})
	}
	if !onMac {
		f = append(f, key.Filter{Focus: v, Name: "Y", Required: key.ModShortcut})
	}
	return append(f, motionFilters(v, onMac)...)
}

func motionFilters(v *View, mac bool) []event.Filter {
	var f []event.Filter
	across, along := key.ModShift|key.ModCtrl, key.ModShift|key.ModCtrl
	if mac { // Option with Up and Down moves lines
		across, along = key.ModShift|key.ModCommand|key.ModAlt, key.ModShift|key.ModCommand
		for _, n := range [...]key.Name{"A", "E", "F", "B", "N", "P", "D", "H", "K"} {
			f = append(f, key.Filter{Focus: v, Name: n, Required: key.ModCtrl, Optional: key.ModShift})
		}
	}
	for _, n := range [...]key.Name{key.NameLeftArrow, key.NameRightArrow, key.NameDeleteBackward, key.NameDeleteForward} {
		f = append(f, key.Filter{Focus: v, Name: n, Optional: across})
	}
	for _, n := range [...]key.Name{
		key.NameUpArrow, key.NameDownArrow, key.NameHome, key.NameEnd, key.NamePageUp, key.NamePageDown,
	} {
		f = append(f, key.Filter{Focus: v, Name: n, Optional: along})
	}
	return f
}
