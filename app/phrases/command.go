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

	History string

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

	History: "History",

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

	History: "Verlauf",

	Shortcuts: "Tastenkürzel",
	Settings:  "Einstellungen",
}
