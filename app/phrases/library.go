package phrases

// Library is the list of documents at the left.
type Library struct {
	Title        string
	New          string // the button with the plus
	Search       string // in the empty field
	Pinned       string // headings, in small capitals
	Recent       string
	Shared       string
	Own          string
	Empty        string // nothing is in it yet
	NothingFound string // by the search

	// How a document is doing.
	Looking    string
	Here       Count // others who have it open
	OnlyHere   string
	Copies     Count // complete ones, this computer's included
	NobodyElse string

	// What can be done with a document.
	More      string // the button that opens the menu of {title}
	Pin       string
	Unpin     string
	Rename    string
	Discard   string
	Discarded string // {title}
}

var englishLibrary = Library{
	Title:        "Library",
	New:          "New document",
	Search:       "Search documents",
	Pinned:       "PINNED",
	Recent:       "RECENT",
	Shared:       "SHARED",
	Own:          "ON THIS COMPUTER",
	Empty:        "Nothing here yet. Documents you write, and those you open by a link, are kept on this computer and listed here.",
	NothingFound: "No document has these words in its title.",
	Looking:      "Looking for people…",
	Here:         Count{"{n} other here now", "{n} others here now"},
	OnlyHere:     "Only on this computer",
	Copies:       Count{"{n} complete copy", "{n} complete copies"},
	NobodyElse:   "Nobody else has it yet",
	More:         "More for “{title}”",
	Pin:          "Pin to the top",
	Unpin:        "Unpin",
	Rename:       "Rename",
	Discard:      "Move to bin",
	Discarded:    "“{title}” is in the bin of this computer for 30 days. Whoever else has it keeps it.",
}

var germanLibrary = Library{
	Title:        "Bibliothek",
	New:          "Neues Dokument",
	Search:       "Dokumente suchen",
	Pinned:       "ANGEHEFTET",
	Recent:       "ZULETZT BENUTZT",
	Shared:       "GETEILT",
	Own:          "AUF DIESEM RECHNER",
	Empty:        "Hier ist noch nichts. Dokumente, die du schreibst oder über einen Link öffnest, bleiben auf diesem Rechner und stehen hier.",
	NothingFound: "Kein Dokument hat diese Wörter im Titel.",
	Looking:      "Sucht nach Leuten …",
	Here:         Count{"{n} weitere Person hier", "{n} weitere Personen hier"},
	OnlyHere:     "Nur auf diesem Rechner",
	Copies:       Count{"{n} vollständige Kopie", "{n} vollständige Kopien"},
	NobodyElse:   "Sonst hat es noch niemand",
	More:         "Mehr zu „{title}“",
	Pin:          "Oben anheften",
	Unpin:        "Nicht mehr anheften",
	Rename:       "Umbenennen",
	Discard:      "In den Papierkorb",
	Discarded:    "„{title}“ liegt 30 Tage im Papierkorb dieses Rechners. Wer es sonst noch hat, behält es.",
}
