package phrases

// Find is the bar that looks for words in a document and replaces them.
type Find struct {
	Find    string // in the empty field
	Replace string // likewise

	Case      string // the switches
	Word      string
	Regexp    string
	Selection string

	Next       string // the buttons
	Previous   string
	ReplaceOne string
	ReplaceAll string
	ShowAll    string // shows the second field

	Nothing   string // was found
	Of        string // {i} of {n}
	Found     Count  // none of which is selected
	More      string // than {n} were found
	Searching string // {n} found so far
	Wrong     string // the expression cannot be read: {why}
	TooLong   string // the text, for an expression with line breaks
	Replaced  Count
	Wrapped   string // from the end to the beginning
}

var englishFind = Find{
	Find:       "Find",
	Replace:    "Replace with",
	Case:       "Match upper and lower case",
	Word:       "Whole words only",
	Regexp:     "Regular expression",
	Selection:  "Only in the selection",
	Next:       "Next match",
	Previous:   "Previous match",
	ReplaceOne: "Replace",
	ReplaceAll: "Replace all",
	ShowAll:    "Replace as well",
	Nothing:    "No matches",
	Of:         "{i} of {n}",
	Found:      Count{"{n} match", "{n} matches"},
	More:       "More than {n} matches",
	Searching:  "{n} so far…",
	Wrong:      "This expression cannot be read: {why}",
	TooLong:    "The text is too long for an expression with line breaks.",
	Replaced:   Count{"{n} match replaced. Undo takes it back in one step.", "{n} matches replaced. Undo takes them back in one step."},
	Wrapped:    "Past the end: on from the beginning.",
}

var germanFind = Find{
	Find:       "Suchen",
	Replace:    "Ersetzen durch",
	Case:       "Groß- und Kleinschreibung beachten",
	Word:       "Nur ganze Wörter",
	Regexp:     "Regulärer Ausdruck",
	Selection:  "Nur in der Auswahl",
	Next:       "Nächster Treffer",
	Previous:   "Voriger Treffer",
	ReplaceOne: "Ersetzen",
	ReplaceAll: "Alle ersetzen",
	ShowAll:    "Auch ersetzen",
	Nothing:    "Keine Treffer",
	Of:         "{i} von {n}",
	Found:      Count{"{n} Treffer", "{n} Treffer"},
	More:       "Mehr als {n} Treffer",
	Searching:  "Bisher {n} …",
	Wrong:      "Dieser Ausdruck lässt sich nicht lesen: {why}",
	TooLong:    "Der Text ist zu lang für einen Ausdruck mit Zeilenumbrüchen.",
	Replaced:   Count{"{n} Treffer ersetzt. Rückgängig nimmt es in einem Schritt zurück.", "{n} Treffer ersetzt. Rückgängig nimmt sie in einem Schritt zurück."},
	Wrapped:    "Über das Ende hinaus: weiter am Anfang.",
}
