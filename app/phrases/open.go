package phrases

// Open are the sheets that take a link and the path of a file.
type Open struct {
	LinkTitle string
	LinkField string // in the empty field
	LinkHint  string
	Ask       string // before the document of a link, with its {title}, opens
	AskNoName string // the same without a title

	FileTitle string
	FileField string // an example of a path
	FileHint  string

	Missing string // there is nothing called {name}
}

var englishOpen = Open{
	LinkTitle: "Open a link",
	LinkField: "Paste the link here",
	LinkHint:  "It begins with chirograph:d/ and comes from somebody who shares a document with you.",
	Ask:       "Open “{title}”? You will be able to edit. People in it will see your name and your internet address.",
	AskNoName: "You will be able to edit this document. People in it will see your name and your internet address.",
	FileTitle: "Open a file",
	FileField: "/home/me/notes.md",
	FileHint:  "Its text becomes a new document. The file itself is not changed.",
	Missing:   "There is no file, link or document “{name}”.",
}

var germanOpen = Open{
	LinkTitle: "Link öffnen",
	LinkField: "Füge den Link hier ein",
	LinkHint:  "Er beginnt mit chirograph:d/ und kommt von jemandem, der ein Dokument mit dir teilt.",
	Ask:       "„{title}“ öffnen? Du kannst dann mitschreiben. Wer dabei ist, sieht deinen Namen und deine Internetadresse.",
	AskNoName: "Du kannst in diesem Dokument mitschreiben. Wer dabei ist, sieht deinen Namen und deine Internetadresse.",
	FileTitle: "Datei öffnen",
	FileField: "/home/ich/notizen.md",
	FileHint:  "Aus dem Text wird ein neues Dokument. Die Datei selbst bleibt, wie sie ist.",
	Missing:   "Es gibt keine Datei, keinen Link und kein Dokument „{name}“.",
}
