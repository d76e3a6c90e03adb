package phrases

// Command names what a person can do: in the menu, the palette and the list
// of shortcuts. An ellipsis at the end says that it will ask for something.
type Command struct {
	New       string
	NewWindow string
	OpenFile  string
	OpenLink  string
	Share     string
	Close     string
	Quit      string
	SaveNow   string
	Profile   string

	Undo string
	Redo string

	FollowSystem string
	Light        string
	Dark         string
	ZoomIn       string
	ZoomOut      string
	NextPane     string
	PreviousPane string

	SwitchDocument string
}

var englishCommand = Command{
	New:       "New document",
	NewWindow: "New window",
	OpenFile:  "Open file…",
	OpenLink:  "Open link…",
	Share:     "Share…",
	Close:     "Close document",
	Quit:      "Quit",
	SaveNow:   "Save now",
	Profile:   "Your name and colour…",

	Undo: "Undo",
	Redo: "Redo",

	FollowSystem: "Follow the system",
	Light:        "Light",
	Dark:         "Dark",
	ZoomIn:       "Larger text",
	ZoomOut:      "Smaller text",
	NextPane:     "Next pane",
	PreviousPane: "Previous pane",

	SwitchDocument: "Go to document…",
}

var germanCommand = Command{
	New:       "Neues Dokument",
	NewWindow: "Neues Fenster",
	OpenFile:  "Datei öffnen …",
	OpenLink:  "Link öffnen …",
	Share:     "Teilen …",
	Close:     "Dokument schließen",
	Quit:      "Beenden",
	SaveNow:   "Jetzt speichern",
	Profile:   "Dein Name und deine Farbe …",

	Undo: "Rückgängig",
	Redo: "Wiederholen",

	FollowSystem: "Wie das System",
	Light:        "Hell",
	Dark:         "Dunkel",
	ZoomIn:       "Größer anzeigen",
	ZoomOut:      "Kleiner anzeigen",
	NextPane:     "Nächster Bereich",
	PreviousPane: "Vorheriger Bereich",

	SwitchDocument: "Zu Dokument wechseln …",
}
