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

	Place string // of the caret: {line} and {column}
	Words Count

	SavedFlash string // after Ctrl+S
	CopiedAll  string
}

var englishPage = Page{
	Window:      "{title} – Chirograph",
	Hint:        "Write here. Everything is kept as you type.",
	People:      "People",
	Share:       "Share",
	Looking:     "Looking for people who have this document…",
	LookingMore: "As soon as somebody who has it is found, it opens by itself.",
	Nobody:      "Nobody who has this document is online now.",
	NobodyMore:  "It stays in your list and opens by itself when someone appears. You can go on with something else.",
	Place:       "Ln {line}, Col {column}",
	Words:       Count{"{n} word", "{n} words"},
	CopiedAll:   "The whole text is on the clipboard.",
	SavedFlash:  "Saved here. Everything is kept as you type.",
}

var germanPage = Page{
	Window:      "{title} – Chirograph",
	Hint:        "Schreib hier. Alles bleibt erhalten, während du tippst.",
	People:      "Personen",
	Share:       "Teilen",
	Looking:     "Sucht nach Leuten, die dieses Dokument haben …",
	LookingMore: "Sobald jemand gefunden ist, öffnet es sich von selbst.",
	Nobody:      "Niemand, der dieses Dokument hat, ist gerade online.",
	NobodyMore:  "Es bleibt in deiner Liste und öffnet sich von selbst, sobald jemand da ist. Du kannst solange mit etwas anderem weitermachen.",
	Place:       "Z. {line}, Sp. {column}",
	Words:       Count{"{n} Wort", "{n} Wörter"},
	CopiedAll:   "Der ganze Text ist in der Zwischenablage.",
	SavedFlash:  "Hier gespeichert. Alles bleibt erhalten, während du tippst.",
}
