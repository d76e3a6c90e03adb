package phrases

// Library is the list of documents at the left.
type Library struct {
	Title        string
	New          string // the button with the plus
	Search       string // in the empty field
	Shared       string // heading, in small capitals
	Own          string // heading, in small capitals
	Empty        string // nothing is in it yet
	NothingFound string // by the search

	// How a document is doing.
	Looking    string
	Here       Count // others who have it open
	OnlyHere   string
	Copies     Count // complete ones, this computer's included
	NobodyElse string
}

var englishLibrary = Library{
	Title:        "Library",
	New:          "New document",
	Search:       "Search documents",
	Shared:       "SHARED",
	Own:          "ON THIS COMPUTER",
	Empty:        "Nothing here yet. Documents you write, and those you open by a link, are kept on this computer and listed here.",
	NothingFound: "No document has these words in its title.",
	Looking:      "Looking for people…",
	Here:         Count{"{n} other here now", "{n} others here now"},
	OnlyHere:     "Only on this computer",
	Copies:       Count{"{n} complete copy", "{n} complete copies"},
	NobodyElse:   "Nobody else has it yet",
}

var germanLibrary = Library{
	Title:        "Bibliothek",
	New:          "Neues Dokument",
	Search:       "Dokumente suchen",
	Shared:       "GETEILT",
	Own:          "AUF DIESEM RECHNER",
	Empty:        "Hier ist noch nichts. Dokumente, die du schreibst oder über einen Link öffnest, bleiben auf diesem Rechner und stehen hier.",
	NothingFound: "Kein Dokument hat diese Wörter im Titel.",
	Looking:      "Sucht nach Leuten …",
	Here:         Count{"{n} weitere Person hier", "{n} weitere Personen hier"},
	OnlyHere:     "Nur auf diesem Rechner",
	Copies:       Count{"{n} vollständige Kopie", "{n} vollständige Kopien"},
	NobodyElse:   "Sonst hat es noch niemand",
}
