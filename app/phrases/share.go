package phrases

// Share is the sheet that gives out a document's link.
type Share struct {
	Title    string // of the sheet, with the document's {title}
	Meaning  string // of giving the link away
	Copy     string // the button
	Copied   string // for two seconds
	Making   string // the link
	Firewall string // may ask
	People   string // heading, in small capitals
	Nobody   string // else has it
	You      string // a {name} that is one's own
}

var englishShare = Share{
	Title:    "Share “{title}”",
	Meaning:  "Anyone with this link can read and change the document, now and later. It works while one of you is online; there is no server. A link cannot be taken back from people who already opened it.",
	Copy:     "Copy link",
	Copied:   "Edit link copied",
	Making:   "Making the link…",
	Firewall: "Your system may ask whether Chirograph may receive connections. Allow it, so that others can reach you directly.",
	People:   "PEOPLE",
	Nobody:   "Nobody else has opened it yet. They appear here when they do.",
	You:      "{name} (you)",
}

var germanShare = Share{
	Title:    "„{title}“ teilen",
	Meaning:  "Wer diesen Link hat, kann das Dokument lesen und ändern, jetzt und später. Er funktioniert, solange eine oder einer von euch online ist; einen Server gibt es nicht. Wer den Link schon geöffnet hat, dem kannst du ihn nicht mehr nehmen.",
	Copy:     "Link kopieren",
	Copied:   "Link kopiert",
	Making:   "Link wird erstellt …",
	Firewall: "Vielleicht fragt dein System, ob Chirograph Verbindungen annehmen darf. Erlaube es, damit andere dich direkt erreichen.",
	People:   "PERSONEN",
	Nobody:   "Bisher hat es niemand sonst geöffnet. Wer es öffnet, erscheint hier.",
	You:      "{name} (du)",
}
