package phrases

// General are words that many screens share.
type General struct {
	Close    string
	Cancel   string
	Open     string
	Done     string
	Undo     string
	And      string // joins {all} but the last of some names and the {last}
	Menu     string // the button with three dots
	Untitled string // document
}

var englishGeneral = General{
	Close:    "Close",
	Cancel:   "Cancel",
	Open:     "Open",
	Done:     "Done",
	Undo:     "Undo",
	And:      "{all} and {last}",
	Menu:     "Menu",
	Untitled: "Untitled",
}

var germanGeneral = General{
	Close:    "Schließen",
	Cancel:   "Abbrechen",
	Open:     "Öffnen",
	Done:     "Fertig",
	Undo:     "Rückgängig",
	And:      "{all} und {last}",
	Menu:     "Menü",
	Untitled: "Ohne Titel",
}
