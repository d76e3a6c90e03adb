package phrases

// Panel is what stands at the right of a document: its people, its outline or
// its history.
type Panel struct {
	People  string // titles
	Outline string
	History string

	You      string // a {name} that is one's own
	Only     string // this person has it; what sharing does
	Copies   Count  // complete ones are known, this one included
	OnlyCopy string
	Words    string // five {words} for the text, and what they are for
	In       string // the {section} where somebody's caret is
	RTT      string // the time to somebody and back: {n} milliseconds
	Follow   string // the button beside a person's {name}
	Stop     string // following {name}

	NoHeadings string
	Level      string // of a heading, for those who do not see the indent: {title} at {level}
}

var englishPanel = Panel{
	People:     "People",
	Outline:    "Outline",
	History:    "History",
	You:        "{name} (you)",
	Only:       "Only you have this document. Share it, and the people who open it appear here.",
	Copies:     Count{"{n} complete copy is known of.", "{n} complete copies are known of."},
	OnlyCopy:   "This is the only complete copy that is known of.",
	Words:      "Same-page words: {words}. Whoever sees the same words has the same text.",
	In:         "in “{section}”",
	RTT:        "{n} ms",
	Follow:     "Follow {name}",
	Stop:       "Stop following {name}",
	NoHeadings: "No headings yet. A line that begins with # is one.",
	Level:      "{title}, level {level}",
}

var germanPanel = Panel{
	People:     "Personen",
	Outline:    "Gliederung",
	History:    "Verlauf",
	You:        "{name} (du)",
	Only:       "Nur du hast dieses Dokument. Teile es, dann stehen hier die Leute, die es öffnen.",
	Copies:     Count{"{n} vollständige Kopie ist bekannt.", "{n} vollständige Kopien sind bekannt."},
	OnlyCopy:   "Das ist die einzige vollständige Kopie, die bekannt ist.",
	Words:      "Wörter zum Vergleichen: {words}. Wer dieselben Wörter sieht, hat denselben Text.",
	In:         "in „{section}“",
	RTT:        "{n} ms",
	Follow:     "{name} folgen",
	Stop:       "{name} nicht mehr folgen",
	NoHeadings: "Noch keine Überschriften. Eine Zeile, die mit # anfängt, ist eine.",
	Level:      "{title}, Ebene {level}",
}
