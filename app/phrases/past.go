package phrases

// Past is the history of a document, where the text is otherwise.
type Past struct {
	Looking  string // the banner: at the text as it was {when}
	Named    string // the same, at the version with a {name}
	First    string // the same, before anything was written
	Ghosts   string // the same, at the text of now with what was deleted
	About    string // a time {when} that is not certain
	Back     string // the button to the present text
	Restore  string // the button
	Close    string // the button that closes the history
	Refused  string // what was typed was not written
	Now      string // the place on the slider
	Reading  string // the history is being read
	Nothing  string // has been written yet
	Offline  string // it works without a network
	NotHere  string // {n} percent of it are not here
	Slider   string // what it is, and {where} it stands
	Position string // change {n} of {all}, {when}

	Levels [4]string // a key press, a step, a passage, a session
	Closer string    // the buttons of the levels
	Wider  string
	Before string // the buttons to the next {level}
	After  string
	Play   string
	Pause  string
	Speed  string // the button: {speed}
	Times  string // {n} times as fast
	Whole  string // everything in ten seconds

	Compare    string // buttons
	WhoWrote   string
	Deleted    string
	Name       string
	List       string // of versions, in windows without room for it
	InPlace    string // ways to compare
	SideBySide string
	OnlyNew    string
	Words      string // words {added} and {deleted}
	People     Count
	Places     Count
	Same       string // two versions
	Between    string // {from} and {to}
	Beginning  string // before anything was written
	Next       string // change, and the one before: buttons
	Previous   string
	Which      string // the {n}th of {all}
	Gone       Count  // a chip for {n} words
	GoneSigns  Count  // a chip for {n} characters, none of them in a word
	Unchanged  string // is left out between two changes

	Makes    Count  // what restoring will do
	Safe     string // and that nothing is lost
	DoIt     string // buttons
	OnlyPart string
	AsCopy   string
	Cancel   string
	Restored string // the text is what it was {when}
	Part     string // of it is
	Equal    string // there is nothing to restore
	Copied   string // a copy was made

	PutBack      string // button
	PutBackDone  string
	NoDeleted    string // passages
	DeletedBy    string // {name} {when}
	Lost         string // the title of the list
	Changes      string // the other one
	SelectSome   string // deleted text, to put it back
	Search       string // the hint in the field
	Found        Count
	FoundMore    string // there are more than {n}
	FoundNothing string
	StandsSince  string // a find: {name} wrote it {when}
	GoneSince    string // a find: {name} deleted it {when}
	Range        string // {from}–{to}
	Added        string // {n}
	Removed      string // {n}
	Earliest     string // older passages are not listed

	NameTitle string // the dialog
	NameHint  string
	NoteHint  string
	NameDo    string // the button
	NameMore  string // what a name is
	NameLong  Count  // {n} characters too many
	NameDone  string // {name}
	Seal      string // {seal}
	CopySeal  string // button
	SealSaid  string // it is on the clipboard
	Hide      string // a named version, button
	NamedBy   string // {name} {when}

	Since     Count  // {names} changed {n} places since {when}
	Show      string // the button
	SeenNever string // it was never looked at before
	SeenAll   string // nothing has changed since
}

var englishPast = Past{
	Looking:  "You are looking at {when}.",
	Named:    "You are looking at “{name}”, {when}.",
	First:    "You are looking at the empty page before anything was written.",
	Ghosts:   "You are looking at the text with what was deleted from it.",
	About:    "about {when}",
	Back:     "Back to now",
	Restore:  "Restore this version…",
	Close:    "Close the history",
	Refused:  "Nothing was written: this is the past. “Back to now” (Esc) leads to the text of today.",
	Now:      "Now",
	Reading:  "Reading the history…",
	Nothing:  "Nothing has been written yet.",
	Offline:  "Kept on this computer, down to the key press. Works without a network.",
	NotHere:  "Not here yet — {n} % — from anyone who has it",
	Slider:   "All of time. {where}",
	Position: "{when} · change {n} of {all}",

	Levels: [4]string{"Keys", "Steps", "Passages", "Sessions"},
	Closer: "Closer: smaller steps",
	Wider:  "Wider: larger steps",
	Before: "Before: {level}",
	After:  "After: {level}",
	Play:   "Play",
	Pause:  "Pause",
	Speed:  "Speed: {speed}",
	Times:  "{n}×",
	Whole:  "all in 10 s",

	Compare:    "Compare",
	WhoWrote:   "Who wrote what",
	Deleted:    "Show deleted",
	Name:       "Name this version…",
	List:       "List of changes",
	InPlace:    "In place",
	SideBySide: "Side by side",
	OnlyNew:    "Only changes",
	Words:      "+{added} words −{deleted}",
	People:     Count{"{n} person", "{n} people"},
	Places:     Count{"{n} place", "{n} places"},
	Same:       "The two versions are the same",
	Between:    "{from} → {to}",
	Beginning:  "The beginning",
	Next:       "Next change",
	Previous:   "Previous change",
	Which:      "{n} of {all}",
	Gone:       Count{"\u00a0⌫ {n} word\u00a0", "\u00a0⌫ {n} words\u00a0"},
	GoneSigns:  Count{"\u00a0⌫ {n} character\u00a0", "\u00a0⌫ {n} characters\u00a0"},
	Unchanged:  "· · ·",

	Makes:    Count{"This makes 1 new change that brings the text back.", "This makes {n} new changes that bring the text back."},
	Safe:     "Nothing is removed from history; Undo works. Others will see it as one change by you.",
	DoIt:     "Restore",
	OnlyPart: "Only the selected passage",
	AsCopy:   "Open as copy",
	Cancel:   "Cancel",
	Restored: "The text is what it was {when}. Undo takes this back.",
	Part:     "The passage is what it was {when}. Undo takes this back.",
	Equal:    "The text of now is the same as that version. There is nothing to restore.",
	Copied:   "This is a copy with a history of its own. The document it was taken from is as it was.",

	PutBack:      "Put back",
	PutBackDone:  "It stands in the text again. Undo takes this back.",
	NoDeleted:    "No passage of twenty characters or more has been deleted.",
	DeletedBy:    "deleted by {name}, {when}",
	Lost:         "Deleted",
	Changes:      "Changes",
	SelectSome:   "Select some of what is grey and struck out, and put it back.",
	Search:       "Words, also deleted ones",
	Found:        Count{"{n} find", "{n} finds"},
	FoundMore:    "more than {n} finds",
	FoundNothing: "Nothing was found. person:Name, in:Section and dates like 2026-11-18 limit a search.",
	StandsSince:  "written by {name}, {when}",
	GoneSince:    "deleted by {name}, {when}",
	Range:        "{from}–{to}",
	Added:        "+{n}",
	Removed:      "−{n}",
	Earliest:     "There is more before this: the slider and “chirograph log” have all of it.",

	NameTitle: "Name this version",
	NameHint:  "Name, such as “First draft”",
	NoteHint:  "Note (optional)",
	NameDo:    "Name it",
	NameMore:  "Everybody who has the document gets the name, signed by you. It can be hidden later, not changed.",
	NameLong:  Count{"1 character too many", "{n} characters too many"},
	NameDone:  "This version is called “{name}” now.",
	Seal:      "Seal {seal}",
	CopySeal:  "Copy the seal",
	SealSaid:  "The seal is on the clipboard. Whoever has the same text has the same seal.",
	Hide:      "Hide this name here",
	NamedBy:   "named by {name}, {when}",

	Since:     Count{"{names} changed 1 place since {when}.", "{names} changed {n} places since {when}."},
	Show:      "Show",
	SeenNever: "You have not looked at this document before.",
	SeenAll:   "Nothing has changed since you last looked.",
}

var germanPast = Past{
	Looking:  "Du siehst den Text von {when}.",
	Named:    "Du siehst „{name}“, {when}.",
	First:    "Du siehst die leere Seite, bevor etwas geschrieben war.",
	Ghosts:   "Du siehst den Text mit dem, was daraus gelöscht wurde.",
	About:    "etwa {when}",
	Back:     "Zurück zu jetzt",
	Restore:  "Diese Version wiederherstellen …",
	Close:    "Verlauf schließen",
	Refused:  "Nichts wurde geschrieben: Das ist die Vergangenheit. „Zurück zu jetzt“ (Esc) führt zum heutigen Text.",
	Now:      "Jetzt",
	Reading:  "Der Verlauf wird gelesen …",
	Nothing:  "Noch ist nichts geschrieben.",
	Offline:  "Liegt auf diesem Rechner, bis zum einzelnen Tastendruck. Geht ohne Netz.",
	NotHere:  "Noch nicht hier — {n} % — von jedem, der es hat",
	Slider:   "Die ganze Zeit. {where}",
	Position: "{when} · Änderung {n} von {all}",

	Levels: [4]string{"Tasten", "Schritte", "Abschnitte", "Sitzungen"},
	Closer: "Näher: kleinere Schritte",
	Wider:  "Weiter: größere Schritte",
	Before: "Zurück: {level}",
	After:  "Vor: {level}",
	Play:   "Abspielen",
	Pause:  "Anhalten",
	Speed:  "Tempo: {speed}",
	Times:  "{n}×",
	Whole:  "alles in 10 s",

	Compare:    "Vergleichen",
	WhoWrote:   "Wer hat was geschrieben",
	Deleted:    "Gelöschtes zeigen",
	Name:       "Version benennen …",
	List:       "Liste der Änderungen",
	InPlace:    "An Ort und Stelle",
	SideBySide: "Nebeneinander",
	OnlyNew:    "Nur Änderungen",
	Words:      "+{added} Wörter −{deleted}",
	People:     Count{"{n} Person", "{n} Personen"},
	Places:     Count{"{n} Stelle", "{n} Stellen"},
	Same:       "Die beiden Versionen sind gleich",
	Between:    "{from} → {to}",
	Beginning:  "Der Anfang",
	Next:       "Nächste Änderung",
	Previous:   "Vorige Änderung",
	Which:      "{n} von {all}",
	Gone:       Count{"\u00a0⌫ {n} Wort\u00a0", "\u00a0⌫ {n} Wörter\u00a0"},
	GoneSigns:  Count{"\u00a0⌫ {n} Zeichen\u00a0", "\u00a0⌫ {n} Zeichen\u00a0"},
	Unchanged:  "· · ·",

	Makes:    Count{"Das macht 1 neue Änderung, die den Text zurückbringt.", "Das macht {n} neue Änderungen, die den Text zurückbringen."},
	Safe:     "Aus dem Verlauf wird nichts entfernt; Rückgängig geht. Andere sehen es als eine Änderung von dir.",
	DoIt:     "Wiederherstellen",
	OnlyPart: "Nur die Auswahl",
	AsCopy:   "Als Kopie öffnen",
	Cancel:   "Abbrechen",
	Restored: "Der Text ist wieder wie {when}. Rückgängig nimmt es zurück.",
	Part:     "Die Stelle ist wieder wie {when}. Rückgängig nimmt es zurück.",
	Equal:    "Der jetzige Text ist derselbe wie diese Version. Es gibt nichts wiederherzustellen.",
	Copied:   "Das ist eine Kopie mit eigenem Verlauf. Das Dokument, aus dem sie stammt, ist wie zuvor.",

	PutBack:      "Zurückholen",
	PutBackDone:  "Es steht wieder im Text. Rückgängig nimmt es zurück.",
	NoDeleted:    "Keine Stelle von zwanzig oder mehr Zeichen wurde gelöscht.",
	DeletedBy:    "gelöscht von {name}, {when}",
	Lost:         "Gelöscht",
	Changes:      "Änderungen",
	SelectSome:   "Wähle etwas vom Grauen, Durchgestrichenen aus und hol es zurück.",
	Search:       "Wörter, auch gelöschte",
	Found:        Count{"{n} Fund", "{n} Funde"},
	FoundMore:    "mehr als {n} Funde",
	FoundNothing: "Nichts gefunden. person:Name, in:Abschnitt und Tage wie 2026-11-18 grenzen die Suche ein.",
	StandsSince:  "geschrieben von {name}, {when}",
	GoneSince:    "gelöscht von {name}, {when}",
	Range:        "{from}–{to}",
	Added:        "+{n}",
	Removed:      "−{n}",
	Earliest:     "Davor gibt es noch mehr: Der Regler und „chirograph log“ haben alles.",

	NameTitle: "Diese Version benennen",
	NameHint:  "Name, etwa „Erster Entwurf“",
	NoteHint:  "Notiz (freiwillig)",
	NameDo:    "Benennen",
	NameMore:  "Alle, die das Dokument haben, bekommen den Namen, von dir unterschrieben. Er lässt sich später ausblenden, nicht ändern.",
	NameLong:  Count{"1 Zeichen zu viel", "{n} Zeichen zu viel"},
	NameDone:  "Diese Version heißt jetzt „{name}“.",
	Seal:      "Siegel {seal}",
	CopySeal:  "Siegel kopieren",
	SealSaid:  "Das Siegel ist in der Zwischenablage. Wer denselben Text hat, hat dasselbe Siegel.",
	Hide:      "Diesen Namen hier ausblenden",
	NamedBy:   "benannt von {name}, {when}",

	Since:     Count{"{names}: 1 Stelle geändert seit {when}.", "{names}: {n} Stellen geändert seit {when}."},
	Show:      "Zeigen",
	SeenNever: "Du hast dieses Dokument noch nie angesehen.",
	SeenAll:   "Seit du zuletzt geschaut hast, hat sich nichts geändert.",
}
