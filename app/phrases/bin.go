package phrases

// Bin is the list of documents that were thrown away.
type Bin struct {
	Title     string
	Back      string // the button
	Empty     string // nothing lies in it
	Left      Count  // days until a document is deleted
	LastDay   string
	Restore   string // the button
	Delete    string // the button: this one, for good
	DeleteAll string // the button
	Sure      string // the same button, pressed once
	Explain   string
}

var englishBin = Bin{
	Title:     "Bin",
	Back:      "Back to the library",
	Empty:     "Nothing is in the bin. Documents you move here stay for 30 days.",
	Left:      Count{"Deleted in {n} day", "Deleted in {n} days"},
	LastDay:   "Deleted today",
	Restore:   "Restore",
	Delete:    "Delete",
	DeleteAll: "Empty the bin",
	Sure:      "For good?",
	Explain:   "Deleting removes documents and their history from this computer. Whoever else has them keeps them.",
}

var germanBin = Bin{
	Title:     "Papierkorb",
	Back:      "Zurück zur Bibliothek",
	Empty:     "Der Papierkorb ist leer. Dokumente bleiben hier 30 Tage liegen.",
	Left:      Count{"Wird in {n} Tag gelöscht", "Wird in {n} Tagen gelöscht"},
	LastDay:   "Wird heute gelöscht",
	Restore:   "Zurückholen",
	Delete:    "Löschen",
	DeleteAll: "Papierkorb leeren",
	Sure:      "Endgültig?",
	Explain:   "Gelöschte Dokumente verschwinden samt Verlauf von diesem Rechner. Wer sie sonst noch hat, behält sie.",
}
