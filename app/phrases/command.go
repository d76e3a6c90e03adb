package phrases

// Command names what a person can do: in the menu, the palette and the list
// of shortcuts. An ellipsis at the end says that it will ask for something.
type Command struct {
	Groups Groups

	New            string
	NewWindow      string
	OpenFile       string
	OpenLink       string
	SwitchDocument string
	Close          string
	Quit           string
	SaveNow        string

	Undo         string
	Redo         string
	Find         string
	Replace      string
	FindNext     string
	FindPrevious string
	GoToLine     string
	SelectLine   string
	AddNext      string
	Bold         string
	Italic       string
	Strike       string
	Code         string
	Link         string
	Heading      string // {level}
	NoHeading    string
	Numbers      string
	Bullets      string
	Checks       string
	TickBox      string
	LineUp       string
	LineDown     string
	Duplicate    string
	DeleteLines  string
	JoinLines    string
	TrimTrailing string
	Indent       string
	Outdent      string
	CopyAll      string
	OpenHere     string

	Palette      string
	ZoomIn       string
	ZoomOut      string
	ZoomReset    string
	FullScreen   string
	Library      string
	Outline      string
	Preview      string
	LineNumbers  string
	Whitespace   string
	CurrentLine  string
	TabMoves     string
	FollowSystem string
	Light        string
	Dark         string
	HighContrast string
	NextPane     string
	PreviousPane string

	Share     string
	People    string
	WhoWrote  string
	FollowOne string
	Profile   string

	History        string
	NameVersion    string
	Since          string
	ShowDeleted    string
	PastSearch     string
	PastBefore     string
	PastAfter      string
	PastFarBefore  string
	PastFarAfter   string
	PastFirst      string
	PastLast       string
	PastPlay       string
	PastSpeed      string
	PastCloser     string
	PastWider      string
	PreviousNamed  string
	NextNamed      string
	Compare        string
	PastWho        string
	PastName       string
	PastRestore    string
	NextChange     string
	PreviousChange string
	PastNow        string

	Shortcuts string
	Settings  string
}

// Groups are the headings that commands stand under.
type Groups struct {
	Document, Edit, View, People, History, Names, Network, Help string
}

var englishCommand = Command{
	Groups: Groups{
		Document: "Document", Edit: "Edit", View: "View", People: "People",
		History: "History", Names: "Names", Network: "Network", Help: "Help",
	},

	New:            "New document",
	NewWindow:      "New window",
	OpenFile:       "Open file…",
	OpenLink:       "Open link…",
	SwitchDocument: "Go to document…",
	Close:          "Close document",
	Quit:           "Quit",
	SaveNow:        "Save now",

	Undo:         "Undo",
	Redo:         "Redo",
	Find:         "Find…",
	Replace:      "Replace…",
	FindNext:     "Find next",
	FindPrevious: "Find previous",
	GoToLine:     "Go to line…",
	SelectLine:   "Select line",
	AddNext:      "Add next match to selection",
	Bold:         "Bold",
	Italic:       "Italic",
	Strike:       "Strike through",
	Code:         "Code",
	Link:         "Link",
	Heading:      "Heading {level}",
	NoHeading:    "No heading",
	Numbers:      "Numbered list",
	Bullets:      "Bulleted list",
	Checks:       "Checklist",
	TickBox:      "Tick or untick box",
	LineUp:       "Move line up",
	LineDown:     "Move line down",
	Duplicate:    "Duplicate line",
	DeleteLines:  "Delete line",
	JoinLines:    "Join lines",
	TrimTrailing: "Remove spaces at line ends",
	Indent:       "Indent",
	Outdent:      "Outdent",
	CopyAll:      "Copy the whole text",
	OpenHere:     "Open the link at the caret",

	Palette:      "All commands…",
	ZoomIn:       "Larger text",
	ZoomOut:      "Smaller text",
	ZoomReset:    "Text at normal size",
	FullScreen:   "Full screen",
	Library:      "Library",
	Outline:      "Outline",
	Preview:      "Preview: off, beside, only",
	LineNumbers:  "Line numbers",
	Whitespace:   "Visible spaces and tabs",
	CurrentLine:  "Mark the current line",
	TabMoves:     "Tab key moves between controls",
	FollowSystem: "Follow the system",
	Light:        "Light",
	Dark:         "Dark",
	HighContrast: "High contrast",
	NextPane:     "Next pane",
	PreviousPane: "Previous pane",

	Share:     "Share…",
	People:    "People",
	WhoWrote:  "Who wrote what",
	FollowOne: "Follow somebody",
	Profile:   "Your name and colour…",

	History:        "History",
	NameVersion:    "Name this version…",
	Since:          "Changes since you last looked",
	ShowDeleted:    "Show deleted text",
	PastSearch:     "Search the history…",
	PastBefore:     "History: before",
	PastAfter:      "History: after",
	PastFarBefore:  "History: before, one level up",
	PastFarAfter:   "History: after, one level up",
	PastFirst:      "History: the beginning",
	PastLast:       "History: the end",
	PastPlay:       "History: play or pause",
	PastSpeed:      "History: speed",
	PastCloser:     "History: smaller steps",
	PastWider:      "History: larger steps",
	PreviousNamed:  "History: previous named version",
	NextNamed:      "History: next named version",
	Compare:        "History: compare",
	PastWho:        "History: who wrote what",
	PastName:       "History: name this version…",
	PastRestore:    "History: restore this version…",
	NextChange:     "Next change",
	PreviousChange: "Previous change",
	PastNow:        "History: back to now",

	Shortcuts: "Keyboard shortcuts",
	Settings:  "Settings",
}

var germanCommand = Command{
	Groups: Groups{
		Document: "Dokument", Edit: "Bearbeiten", View: "Ansicht", People: "Personen",
		History: "Verlauf", Names: "Namen", Network: "Netzwerk", Help: "Hilfe",
	},

	New:            "Neues Dokument",
	NewWindow:      "Neues Fenster",
	OpenFile:       "Datei öffnen …",
	OpenLink:       "Link öffnen …",
	SwitchDocument: "Zu Dokument wechseln …",
	Close:          "Dokument schließen",
	Quit:           "Beenden",
	SaveNow:        "Jetzt speichern",

	Undo:         "Rückgängig",
	Redo:         "Wiederholen",
	Find:         "Suchen …",
	Replace:      "Ersetzen …",
	FindNext:     "Weitersuchen",
	FindPrevious: "Rückwärts suchen",
	GoToLine:     "Gehe zu Zeile …",
	SelectLine:   "Zeile auswählen",
	AddNext:      "Nächsten Treffer dazunehmen",
	Bold:         "Fett",
	Italic:       "Kursiv",
	Strike:       "Durchgestrichen",
	Code:         "Code",
	Link:         "Link",
	Heading:      "Überschrift {level}",
	NoHeading:    "Keine Überschrift",
	Numbers:      "Nummerierte Liste",
	Bullets:      "Aufzählung",
	Checks:       "Checkliste",
	TickBox:      "Kästchen abhaken",
	LineUp:       "Zeile nach oben",
	LineDown:     "Zeile nach unten",
	Duplicate:    "Zeile verdoppeln",
	DeleteLines:  "Zeile löschen",
	JoinLines:    "Zeilen verbinden",
	TrimTrailing: "Leerzeichen am Zeilenende entfernen",
	Indent:       "Einrücken",
	Outdent:      "Ausrücken",
	CopyAll:      "Ganzen Text kopieren",
	OpenHere:     "Link am Cursor öffnen",

	Palette:      "Alle Befehle …",
	ZoomIn:       "Größer anzeigen",
	ZoomOut:      "Kleiner anzeigen",
	ZoomReset:    "Normal groß anzeigen",
	FullScreen:   "Vollbild",
	Library:      "Bibliothek",
	Outline:      "Gliederung",
	Preview:      "Vorschau: aus, daneben, allein",
	LineNumbers:  "Zeilennummern",
	Whitespace:   "Leerzeichen und Tabs zeigen",
	CurrentLine:  "Aktuelle Zeile hervorheben",
	TabMoves:     "Tabtaste wechselt zwischen Bedienelementen",
	FollowSystem: "Wie das System",
	Light:        "Hell",
	Dark:         "Dunkel",
	HighContrast: "Hoher Kontrast",
	NextPane:     "Nächster Bereich",
	PreviousPane: "Vorheriger Bereich",

	Share:     "Teilen …",
	People:    "Personen",
	WhoWrote:  "Wer hat was geschrieben",
	FollowOne: "Jemandem folgen",
	Profile:   "Dein Name und deine Farbe …",

	History:        "Verlauf",
	NameVersion:    "Diese Version benennen …",
	Since:          "Änderungen, seit du zuletzt geschaut hast",
	ShowDeleted:    "Gelöschten Text zeigen",
	PastSearch:     "Verlauf durchsuchen …",
	PastBefore:     "Verlauf: zurück",
	PastAfter:      "Verlauf: vor",
	PastFarBefore:  "Verlauf: zurück, eine Stufe höher",
	PastFarAfter:   "Verlauf: vor, eine Stufe höher",
	PastFirst:      "Verlauf: der Anfang",
	PastLast:       "Verlauf: das Ende",
	PastPlay:       "Verlauf: abspielen oder anhalten",
	PastSpeed:      "Verlauf: Tempo",
	PastCloser:     "Verlauf: kleinere Schritte",
	PastWider:      "Verlauf: größere Schritte",
	PreviousNamed:  "Verlauf: vorige benannte Version",
	NextNamed:      "Verlauf: nächste benannte Version",
	Compare:        "Verlauf: vergleichen",
	PastWho:        "Verlauf: wer hat was geschrieben",
	PastName:       "Verlauf: Version benennen …",
	PastRestore:    "Verlauf: Version wiederherstellen …",
	NextChange:     "Nächste Änderung",
	PreviousChange: "Vorige Änderung",
	PastNow:        "Verlauf: zurück zu jetzt",

	Shortcuts: "Tastenkürzel",
	Settings:  "Einstellungen",
}
