package phrases

// Welcome is the first run, and where name and colour are changed later.
type Welcome struct {
	Question string
	NameHint string // in the empty field
	Colour   string // above the twelve colours
	Start    string // the button of the first run
	Promise  string // the small print
}

var englishWelcome = Welcome{
	Question: "What should others call you?",
	NameHint: "Your name",
	Colour:   "Your colour",
	Start:    "Start writing",
	Promise:  "No account, no server. Your name and colour are shown to people you share with. Change them any time.",
}

var germanWelcome = Welcome{
	Question: "Wie sollen andere dich nennen?",
	NameHint: "Dein Name",
	Colour:   "Deine Farbe",
	Start:    "Losschreiben",
	Promise:  "Kein Konto, kein Server. Name und Farbe sehen die Menschen, mit denen du teilst. Du kannst beides jederzeit ändern.",
}

// Home is shown while no document is open.
type Home struct {
	Motto string
	Hint  string
}

var englishHome = Home{
	Motto: "Everyone keeps a copy.",
	Hint:  "Write something of your own, or open a link that somebody sent you. You can also paste it right here.",
}

var germanHome = Home{
	Motto: "Alle behalten eine Kopie.",
	Hint:  "Schreib etwas Eigenes oder öffne einen Link, den dir jemand geschickt hat. Du kannst ihn auch gleich hier einfügen.",
}
