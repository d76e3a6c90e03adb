package phrases

// Page is an open document: the bar over it, the text, and the bar below.
type Page struct {
	Window string // the window's name: the {title} and the program's name
	Hint   string // in an empty document
	People string // the button with the faces
	Share  string // the button

	Looking     string // for somebody who has the document
	LookingMore string
	Nobody      string // has it, after a while
	NobodyMore  string

	Early        string // over a text whose history is on its way, {n} percent of it here
	EarlyRefused string // to somebody who types in it

	Place      string // of the caret: {line} and {column}
	Words      Count
	WordsOf    string // {n} selected of {all}
	Characters Count
	Minutes    Count // to read it
	Carets     Count

	SavedFlash string // after Ctrl+S
	CopiedAll  string

	Following     string // {name}
	PreviewButton string
	NothingToRead string // in the preview
	NotOpened     string // a {link} that is not followed
	NoLinkHere    string // at the caret
	NoBrowser     string // to open the {link} with
}

var englishPage = Page{
	Window:       "{title} – Chirograph",
	Hint:         "Write here. Everything is kept as you type.",
	People:       "People",
	Share:        "Share",
	Looking:      "Looking for people who have this document…",
	LookingMore:  "As soon as somebody who has it is found, it opens by itself.",
	Nobody:       "Nobody who has this document is online now.",
	NobodyMore:   "It stays in your list and opens by itself when someone appears. You can go on with something else.",
	Early:        "You can read already. History {n} % here; you can write as soon as all of it is.",
	EarlyRefused: "You can write here in a moment, when the history has arrived.",

	Place:      "Ln {line}, Col {column}",
	Words:      Count{"{n} word", "{n} words"},
	WordsOf:    "{n} of {all} words",
	Characters: Count{"{n} character", "{n} characters"},
	Minutes:    Count{"{n} min", "{n} min"},
	Carets:     Count{"{n} caret", "{n} carets"},
	CopiedAll:  "The whole text is on the clipboard.",
	SavedFlash: "Saved here. Everything is kept as you type.",

	Following:     "Following {name} – Esc or typing stops it",
	PreviewButton: "Preview",
	NothingToRead: "There is nothing to read yet.",
	NotOpened:     "“{link}” was not opened: it is no address on the web, and the text may come from somebody else.",
	NoLinkHere:    "The caret is not in a link.",
	NoBrowser:     "No program was found to open “{link}” with. Copy it from the text.",
}

var germanPage = Page{
	Window:       "{title} – Chirograph",
	Hint:         "Schreib hier. Alles bleibt erhalten, während du tippst.",
	People:       "Personen",
	Share:        "Teilen",
	Looking:      "Sucht nach Leuten, die dieses Dokument haben …",
	LookingMore:  "Sobald jemand gefunden ist, öffnet es sich von selbst.",
	Nobody:       "Niemand, der dieses Dokument hat, ist gerade online.",
	NobodyMore:   "Es bleibt in deiner Liste und öffnet sich von selbst, sobald jemand da ist. Du kannst solange mit etwas anderem weitermachen.",
	Early:        "Du kannst schon lesen. Der Verlauf ist zu {n} % hier; sobald er ganz da ist, kannst du schreiben.",
	EarlyRefused: "Gleich kannst du hier schreiben, sobald der Verlauf angekommen ist.",

	Place:      "Z. {line}, Sp. {column}",
	Words:      Count{"{n} Wort", "{n} Wörter"},
	WordsOf:    "{n} von {all} Wörtern",
	Characters: Count{"{n} Zeichen", "{n} Zeichen"},
	Minutes:    Count{"{n} min", "{n} min"},
	Carets:     Count{"{n} Cursor", "{n} Cursor"},
	CopiedAll:  "Der ganze Text ist in der Zwischenablage.",
	SavedFlash: "Hier gespeichert. Alles bleibt erhalten, während du tippst.",

	Following:     "Du folgst {name} – Esc oder Tippen beendet es",
	PreviewButton: "Vorschau",
	NothingToRead: "Hier gibt es noch nichts zu lesen.",
	NotOpened:     "„{link}“ wurde nicht geöffnet: Es ist keine Webadresse, und der Text kann von jemand anderem stammen.",
	NoLinkHere:    "Der Cursor steht in keinem Link.",
	NoBrowser:     "Kein Programm gefunden, das „{link}“ öffnet. Kopiere die Adresse aus dem Text.",
}
