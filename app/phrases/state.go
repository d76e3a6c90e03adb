package phrases

// State says how a document is doing and how its people are reached.
type State struct {
	// Where the text is safe.
	DiskFull     string
	Unstored     string // for another reason
	NothingHere  string // of a document that is being joined
	HistoryHere  string // {n} percent of it, of one whose text can be read
	WithEveryone string
	With         string // {names}
	OnlyHere     string
	OnItsWay     string // to {names}
	Waiting      Count  // changes that have reached nobody
	NobodyElse   string // has it yet

	// What happened to the data folder.
	StoreDamaged string // {documents}: what follows, joined
	StoreFine    Count
	StoreHurt    Count // {time}
	StoreLost    Count // of these nothing is there
	StoreShow    string
	StoreAsk     string // others for what is missing
	StoreAsking  string
	StoreCopied  string

	// Who is here.
	NoConnection string
	Offline      string
	Connecting   string
	Here         Count // {names}
	Nobody       string
	Others       Count // more people than are named, as the subject of a sentence
	OthersAfter  Count // the same after "with" or "to"

	// How somebody is connected.
	ThisComputer  string
	Direct        string
	SameNetwork   string
	Relay         string
	ThroughOthers string
	Away          string // from the network
	LastSeenAt    string // today, at {time}
	LastSeenOn    string // {date}

	// What somebody has.
	HasAll    string
	Identical string // and it was compared
	Lacks     Count  // changes
	NeverMet  string
	TwoCopies string // of one folder were written from
	Somebody  string // without a known name

	// Two with the same changes had different texts.
	Fixed   Count  // {name}: it was made anew here, in so many places
	Differs string // {name}: it was right here

	// What somebody is doing.
	Present string
	Idle    string
	AwayFor string // {n} minutes
}

var englishState = State{
	DiskFull:     "The disk is full. Your last changes are only in memory. Free space or copy the text elsewhere now.",
	Unstored:     "Your last changes are only in memory: they cannot be stored. Copy the text elsewhere now.",
	NothingHere:  "Nothing of this document is here yet",
	HistoryHere:  "History {n} % here",
	WithEveryone: "Saved here · with everyone",
	With:         "Saved here · with {names}",
	OnlyHere:     "Saved here · only on this computer",
	OnItsWay:     "Saved here · on its way to {names}",
	Waiting:      Count{"Saved here · {n} change waiting to reach somebody", "Saved here · {n} changes waiting to reach somebody"},
	NobodyElse:   "Saved here · nobody else has it yet",

	StoreDamaged: "Part of the store is damaged. {documents}; a copy of the old store was kept.",
	StoreFine:    Count{"{n} document is fine", "{n} documents are fine"},
	StoreHurt:    Count{"{n} recovered up to {time}", "{n} recovered up to {time}"},
	StoreLost:    Count{"{n} could not be read", "{n} could not be read"},
	StoreShow:    "Show",
	StoreAsk:     "Get missing parts from others",
	StoreAsking:  "Everyone who has these documents will be asked for what is missing, now and whenever they come online.",
	StoreCopied:  "This store was copied from another computer. Both copies can be used from now on: each writes as a computer of its own.",

	NoConnection: "No connection can be made. Everything is saved here.",
	Offline:      "You're offline. Everything is saved here and will be sent later.",
	Connecting:   "Connecting…",
	Here:         Count{"{names} is here", "{names} are here"},
	Nobody:       "Nobody else is here now.",
	Others:       Count{"{n} other", "{n} others"},
	OthersAfter:  Count{"{n} other", "{n} others"},

	ThisComputer:  "This computer",
	Direct:        "Direct",
	SameNetwork:   "Direct, same network",
	Relay:         "Through a relay (slower; contents stay private)",
	ThroughOthers: "Through others",
	Away:          "Offline",
	LastSeenAt:    "Offline, last seen {time}",
	LastSeenOn:    "Offline, last seen {date}",

	HasAll:    "has everything",
	Identical: "identical with yours",
	Lacks:     Count{"is missing {n} change", "is missing {n} changes"},
	NeverMet:  "unknown (never met)",
	TwoCopies: "has written from two copies of one folder; one of them is not shown here",
	Somebody:  "Somebody",

	Fixed: Count{
		"Your text and {name}’s differed in {n} place. Fixed by comparing everything; nothing was removed.",
		"Your text and {name}’s differed in {n} places. Fixed by comparing everything; nothing was removed.",
	},
	Differs: "{name}’s text differs from yours, although both have the same changes. Yours is right; theirs is fixed over there.",

	Present: "here",
	Idle:    "idle",
	AwayFor: "away {n} min",
}

var germanState = State{
	DiskFull:     "Der Datenträger ist voll. Deine letzten Änderungen sind nur im Arbeitsspeicher. Schaff jetzt Platz oder kopiere den Text woandershin.",
	Unstored:     "Deine letzten Änderungen sind nur im Arbeitsspeicher: Sie lassen sich nicht speichern. Kopiere den Text jetzt woandershin.",
	NothingHere:  "Von diesem Dokument ist noch nichts hier",
	HistoryHere:  "Verlauf zu {n} % hier",
	WithEveryone: "Hier gespeichert · alle haben es",
	With:         "Hier gespeichert · auch bei {names}",
	OnlyHere:     "Hier gespeichert · nur auf diesem Rechner",
	OnItsWay:     "Hier gespeichert · unterwegs zu {names}",
	Waiting:      Count{"Hier gespeichert · {n} Änderung wartet auf jemanden, der online ist", "Hier gespeichert · {n} Änderungen warten auf jemanden, der online ist"},
	NobodyElse:   "Hier gespeichert · sonst hat es noch niemand",

	StoreDamaged: "Ein Teil des Speichers ist beschädigt. {documents}; eine Kopie des alten Speichers wurde behalten.",
	StoreFine:    Count{"{n} Dokument ist unversehrt", "{n} Dokumente sind unversehrt"},
	StoreHurt:    Count{"{n} bis {time} wiederhergestellt", "{n} bis {time} wiederhergestellt"},
	StoreLost:    Count{"{n} ließ sich nicht lesen", "{n} ließen sich nicht lesen"},
	StoreShow:    "Zeigen",
	StoreAsk:     "Fehlendes von anderen holen",
	StoreAsking:  "Alle, die diese Dokumente haben, werden nach dem Fehlenden gefragt, jetzt und sobald sie online sind.",
	StoreCopied:  "Dieser Speicher wurde von einem anderen Rechner kopiert. Beide Kopien lassen sich ab jetzt benutzen: Jede schreibt als eigener Rechner.",

	NoConnection: "Es lässt sich keine Verbindung herstellen. Alles ist hier gespeichert.",
	Offline:      "Du bist offline. Alles ist hier gespeichert und wird später gesendet.",
	Connecting:   "Verbindet …",
	Here:         Count{"{names} ist hier", "{names} sind hier"},
	Nobody:       "Sonst ist gerade niemand hier.",
	Others:       Count{"{n} weitere Person", "{n} weitere"},
	OthersAfter:  Count{"{n} weiteren Person", "{n} weiteren"},

	ThisComputer:  "Dieser Rechner",
	Direct:        "Direkt",
	SameNetwork:   "Direkt, im selben Netz",
	Relay:         "Über eine Zwischenstation (langsamer; der Inhalt bleibt privat)",
	ThroughOthers: "Über andere",
	Away:          "Offline",
	LastSeenAt:    "Offline, zuletzt um {time} Uhr",
	LastSeenOn:    "Offline, zuletzt am {date}",

	HasAll:    "hat alles",
	Identical: "stimmt mit deinem überein",
	Lacks:     Count{"hat {n} Änderung noch nicht", "hat {n} Änderungen noch nicht"},
	NeverMet:  "unbekannt (nie getroffen)",
	TwoCopies: "hat aus zwei Kopien eines Ordners geschrieben; eine davon ist hier nicht zu sehen",
	Somebody:  "Jemand",

	Fixed: Count{
		"Dein Text und der von {name} waren an {n} Stelle verschieden. Alles wurde verglichen und berichtigt; nichts ging verloren.",
		"Dein Text und der von {name} waren an {n} Stellen verschieden. Alles wurde verglichen und berichtigt; nichts ging verloren.",
	},
	Differs: "Der Text von {name} ist ein anderer als deiner, obwohl beide dieselben Änderungen haben. Deiner stimmt; der andere wird dort berichtigt.",

	Present: "da",
	Idle:    "inaktiv",
	AwayFor: "seit {n} Min. weg",
}
