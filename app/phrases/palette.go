package phrases

// Palette is the overlay that finds commands, documents and lines.
type Palette struct {
	CommandHint  string // in the empty field
	DocumentHint string
	Recent       string // heading over what was used last
	NoCommand    string // is found
	NoDocument   string
	GoTo         string // {line} of {lines}
	LineRange    string // {lines} there are; asks for a number
	NoLine       string // no document is open
}

var englishPalette = Palette{
	CommandHint:  "What do you want to do?",
	DocumentHint: "Which document?",
	Recent:       "Recently used",
	NoCommand:    "No command has these letters in its name.",
	NoDocument:   "No document has these letters in its title.",
	GoTo:         "Go to line {line} of {lines}",
	LineRange:    "Type a line number from 1 to {lines}.",
	NoLine:       "No document is open.",
}

var germanPalette = Palette{
	CommandHint:  "Was möchtest du tun?",
	DocumentHint: "Welches Dokument?",
	Recent:       "Zuletzt benutzt",
	NoCommand:    "Kein Befehl hat diese Buchstaben im Namen.",
	NoDocument:   "Kein Dokument hat diese Buchstaben im Titel.",
	GoTo:         "Gehe zu Zeile {line} von {lines}",
	LineRange:    "Gib eine Zeilennummer von 1 bis {lines} ein.",
	NoLine:       "Es ist kein Dokument offen.",
}

// Keys are the names on the keys of a keyboard. Apple's have signs instead.
type Keys struct {
	Ctrl, Shift, Alt      string
	Enter, Escape, Tab    string
	Space, Delete         string
	Home, End             string
	PageUp, PageDown      string
	Up, Down, Left, Right string
}

var englishKeys = Keys{
	Ctrl: "Ctrl", Shift: "Shift", Alt: "Alt",
	Enter: "Enter", Escape: "Esc", Tab: "Tab",
	Space: "Space", Delete: "Delete",
	Home: "Home", End: "End",
	PageUp: "Page Up", PageDown: "Page Down",
	Up: "↑", Down: "↓", Left: "←", Right: "→",
}

var germanKeys = Keys{
	Ctrl: "Strg", Shift: "Umschalt", Alt: "Alt",
	Enter: "Eingabe", Escape: "Esc", Tab: "Tab",
	Space: "Leertaste", Delete: "Entf",
	Home: "Pos 1", End: "Ende",
	PageUp: "Bild auf", PageDown: "Bild ab",
	Up: "↑", Down: "↓", Left: "←", Right: "→",
}
