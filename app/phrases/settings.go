package phrases

// Settings is the page on which everything can be changed.
type Settings struct {
	Search  string // in the empty field
	Nothing string // is found
	Default string // what a changed setting would be: {value}
	Reset   string // the button beside it

	You, Appearance, Editing, People, Advanced string // sections

	Profile     Setting
	ProfileEdit string // the button
	Colours     Setting
	Contrast    Setting
	Zoom        Setting
	Size        Setting
	Leading     Setting
	Measure     Setting
	Motion      Setting
	Library     Setting
	Language    Setting
	TabMoves    Setting
	Numbers     Setting
	CurrentLine Setting
	Whitespace  Setting
	TabWidth    Setting
	Tabs        Setting
	Lists       Setting
	Brackets    Setting
	Flags       Setting
	Folder      Setting

	// Values.
	System     string // as the system has it
	Light      string
	Dark       string
	More       string // contrast
	Normal     string
	Less       string // motion
	Full       string
	Percent    string // {n}
	Points     string // {n}: the size of letters
	Characters string // {n}: in a line
	On, Off    string
	Spaces     string
	TabSigns   string
	Always     string
	OnActivity string
	OnHover    string
}

// A Setting is a name and what is to be known about it.
type Setting struct{ Name, About string }

var englishSettings = Settings{
	Search:  "Search settings",
	Nothing: "No setting has these words.",
	Default: "Default: {value}",
	Reset:   "Reset",

	You: "You", Appearance: "Appearance", Editing: "Editing", People: "People", Advanced: "Advanced",

	Profile:     Setting{"Name and colour", "What people you share with see."},
	ProfileEdit: "Change…",
	Colours:     Setting{"Colours", "Light or dark, always or as the rest of the system."},
	Contrast:    Setting{"High contrast", "Black, white and strong lines, for all words to be easy to read."},
	Zoom:        Setting{"Zoom", "The size of everything in the window."},
	Size:        Setting{"Text size", "Of the letters in documents, beside the zoom."},
	Leading:     Setting{"Line height", "From one line to the next, of the text size."},
	Measure:     Setting{"Text width", "About how many characters fit in a line. 60 to 75 read best."},
	Motion:      Setting{"Motion", "With less of it nothing blinks or fades."},
	Library:     Setting{"Show the library", "Beside the document, where the window is wide enough."},
	Language:    Setting{"Language", "Of the window. Documents are in whatever language you write."},
	TabMoves:    Setting{"Tab key moves between controls", "Instead of indenting, so that the keyboard never gets stuck in the text."},
	Numbers:     Setting{"Line numbers", "In the margin."},
	CurrentLine: Setting{"Mark the current line", "With a pale band."},
	Whitespace:  Setting{"Visible spaces and tabs", "As small dots and arrows."},
	TabWidth:    Setting{"Tab width", "How many columns a tab is wide, and how many spaces the Tab key writes."},
	Tabs:        Setting{"The Tab key writes", "Markdown reads both alike."},
	Lists:       Setting{"Lists go on by themselves", "Enter begins the next item; on an empty one it ends the list."},
	Brackets:    Setting{"Matching brackets", "A box marks the bracket at the cursor and its partner."},
	Flags:       Setting{"Names beside others’ cursors", "When the name of somebody who is writing is shown."},
	Folder:      Setting{"Data folder", "Everything is kept here. Copy it only while Chirograph is closed, and never use one copy on two computers."},

	System:     "System",
	Light:      "Light",
	Dark:       "Dark",
	More:       "High",
	Normal:     "Normal",
	Less:       "Less",
	Full:       "All",
	Percent:    "{n} %",
	Points:     "{n}",
	Characters: "{n}",
	On:         "on",
	Off:        "off",
	Spaces:     "Spaces",
	TabSigns:   "A tab",
	Always:     "Always",
	OnActivity: "While they write",
	OnHover:    "On pointing",
}

var germanSettings = Settings{
	Search:  "Einstellungen suchen",
	Nothing: "Keine Einstellung hat diese Wörter.",
	Default: "Standard: {value}",
	Reset:   "Zurücksetzen",

	You: "Du", Appearance: "Aussehen", Editing: "Schreiben", People: "Personen", Advanced: "Erweitert",

	Profile:     Setting{"Name und Farbe", "Das sehen die Menschen, mit denen du teilst."},
	ProfileEdit: "Ändern …",
	Colours:     Setting{"Farben", "Hell oder dunkel, immer oder wie das übrige System."},
	Contrast:    Setting{"Hoher Kontrast", "Schwarz, Weiß und kräftige Linien, damit sich alles leicht lesen lässt."},
	Zoom:        Setting{"Zoom", "Die Größe von allem im Fenster."},
	Size:        Setting{"Schriftgröße", "Die der Buchstaben in Dokumenten, zusätzlich zum Zoom."},
	Leading:     Setting{"Zeilenabstand", "Von einer Zeile zur nächsten, im Verhältnis zur Schriftgröße."},
	Measure:     Setting{"Textbreite", "So viele Zeichen passen ungefähr in eine Zeile. 60 bis 75 lesen sich am besten."},
	Motion:      Setting{"Bewegung", "Mit weniger davon blinkt und verblasst nichts."},
	Library:     Setting{"Bibliothek zeigen", "Neben dem Dokument, wenn das Fenster breit genug ist."},
	Language:    Setting{"Sprache", "Die des Fensters. Dokumente sind in der Sprache, in der du schreibst."},
	TabMoves:    Setting{"Tabtaste wechselt zwischen Bedienelementen", "Statt einzurücken, damit die Tastatur nie im Text hängen bleibt."},
	Numbers:     Setting{"Zeilennummern", "Am Rand."},
	CurrentLine: Setting{"Aktuelle Zeile hervorheben", "Mit einem blassen Band."},
	Whitespace:  Setting{"Leerzeichen und Tabs zeigen", "Als kleine Punkte und Pfeile."},
	TabWidth:    Setting{"Tabbreite", "So viele Spalten ist ein Tab breit, und so viele Leerzeichen schreibt die Tabtaste."},
	Tabs:        Setting{"Die Tabtaste schreibt", "Markdown liest beides gleich."},
	Lists:       Setting{"Listen gehen von selbst weiter", "Die Eingabetaste beginnt den nächsten Punkt; bei einem leeren beendet sie die Liste."},
	Brackets:    Setting{"Passende Klammern", "Ein Rahmen zeigt die Klammer am Cursor und ihr Gegenstück."},
	Flags:       Setting{"Namen an den Cursors anderer", "Wann der Name von jemandem zu sehen ist, der mitschreibt."},
	Folder:      Setting{"Datenordner", "Hier liegt alles. Kopiere ihn nur, während Chirograph geschlossen ist, und nutze nie eine Kopie auf zwei Rechnern."},

	System:     "Wie das System",
	Light:      "Hell",
	Dark:       "Dunkel",
	More:       "Hoch",
	Normal:     "Normal",
	Less:       "Weniger",
	Full:       "Alles",
	Percent:    "{n} %",
	Points:     "{n}",
	Characters: "{n}",
	On:         "an",
	Off:        "aus",
	Spaces:     "Leerzeichen",
	TabSigns:   "Ein Tabzeichen",
	Always:     "Immer",
	OnActivity: "Beim Schreiben",
	OnHover:    "Beim Daraufzeigen",
}

// Shortcuts is the page of all keys.
type Shortcuts struct {
	Search  string // in the empty field
	Nothing string // is found
	Without string // heading over the commands that have no keys
	InText  string // heading over the keys for moving and selecting
	Or      string // between two ways to do one thing

	Cut, Copy, Paste, PastePlain, SelectAll string
	ByWord, ToLine, ToEnds, Select, Erase   string
}

var englishShortcuts = Shortcuts{
	Search:  "Search commands and keys",
	Nothing: "No command or key has these letters.",
	Without: "Without keys of their own",
	InText:  "In the text",
	Or:      "or",

	Cut: "Cut", Copy: "Copy", Paste: "Paste", PastePlain: "Paste without conversion", SelectAll: "Select all",
	ByWord: "Move by a word", ToLine: "To the beginning or end of the line", ToEnds: "To the beginning or end of the text",
	Select: "Select while moving", Erase: "Delete a word",
}

var germanShortcuts = Shortcuts{
	Search:  "Befehle und Tasten suchen",
	Nothing: "Kein Befehl und keine Taste hat diese Buchstaben.",
	Without: "Ohne eigene Tasten",
	InText:  "Im Text",
	Or:      "oder",

	Cut: "Ausschneiden", Copy: "Kopieren", Paste: "Einfügen", PastePlain: "Unverändert einfügen", SelectAll: "Alles auswählen",
	ByWord: "Um ein Wort weiter", ToLine: "An den Anfang oder das Ende der Zeile", ToEnds: "An den Anfang oder das Ende des Textes",
	Select: "Beim Bewegen auswählen", Erase: "Ein Wort löschen",
}
