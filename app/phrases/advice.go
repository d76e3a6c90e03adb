package phrases

// A Trouble is something that went wrong, in a sentence, and what to do.
type Trouble struct{ What, Todo string }

// Advice is what people read about errors: what happened, whether the text is
// safe, and what to do.
type Advice struct {
	UsageTodo    string // about a command line that cannot be understood
	NoLink       Trouble
	DamagedLink  Trouble
	Newer        Trouble // a link or a record of a newer program
	Binary       Trouble
	Encoding     Trouble
	TooLarge     Trouble
	Folder       Trouble
	Binned       Trouble // document
	Unknown      Trouble // document
	ReadOnly     Trouble
	BadName      string
	Offline      Trouble
	DiskFull     Trouble
	Busy         Trouble
	NewerStore   Trouble
	DamagedStore Trouble
	DamagedPart  Trouble // one document
	Taken        Trouble // data folder, for a backup
	NoBackup     Trouble // but another file
	Passphrase   Trouble // wrong, of a backup
	BadBackup    Trouble
	BadBundle    Trouble // a document and its history in a file
	Unwritable   Trouble
	Nobody       Trouble
	Broken       string // off by the person
	NoFile       Trouble
	Forbidden    Trouble
	Other        Trouble
}

var englishAdvice = Advice{
	UsageTodo:    "Run “chirograph help” for what there is.",
	NoLink:       Trouble{"There is no Chirograph link in this text.", "A link begins with “chirograph:d/”. Copy it again, from beginning to end."},
	DamagedLink:  Trouble{"This link is incomplete or mistyped (the last part does not match).", "Mail programs sometimes break long links in two. Copy it again, to its very end."},
	Newer:        Trouble{"This was made by a newer version of Chirograph.", "Update Chirograph and try again."},
	Binary:       Trouble{"This file is not text: it holds zero bytes.", "Nothing was changed. Choose a text file."},
	Encoding:     Trouble{"This file is not UTF-8 text.", "Nothing was changed. Save it as UTF-8 in the program it came from, and try again."},
	TooLarge:     Trouble{"This text is larger than 20 MB.", "Nothing was changed. Divide it into several documents."},
	Folder:       Trouble{"This is a folder, not a file.", "Choose a text file."},
	Binned:       Trouble{"This document is in the bin.", "Take it out of the bin to open it."},
	Unknown:      Trouble{"There is no such document here.", "Look for it in the library, or with “chirograph list”."},
	ReadOnly:     Trouble{"This link only lets its holder read, which this version cannot do yet.", "Ask for a link that lets you edit."},
	BadName:      "A name has 1 to 40 characters.",
	Offline:      Trouble{"This program was started offline, so nobody can be asked for the document.", "Start it without --offline."},
	DiskFull:     Trouble{"The disk is full. Nothing that was stored is lost.", "Free some space and try again."},
	Busy:         Trouble{"Another program has this data folder open and does not answer.", "Close it, or choose another folder with --data."},
	NewerStore:   Trouble{"This data folder was written by a newer version of Chirograph.", "Nothing was changed. Update Chirograph."},
	DamagedStore: Trouble{"The store is damaged. It was left as it is.", "Put a backup in its place (“chirograph restore-backup --replace FILE”), or start with another folder (--data) and open your links again: the others have your texts. Keep the damaged one."},
	DamagedPart:  Trouble{"Part of this document is damaged on this computer. Your other documents are fine.", "Start Chirograph again: it keeps a copy of the store and recovers what it can. The others have the rest."},
	Taken:        Trouble{"There are documents in the data folder already. Nothing was changed.", "Choose another folder with --data, or put the backup in their place with --replace: what is there is then kept beside it."},
	NoBackup:     Trouble{"This file is not a backup of Chirograph. Nothing was changed.", "Check its name."},
	Passphrase:   Trouble{"This is not the passphrase of the backup. Nothing was changed.", "Try again. Without the right one nobody can read it."},
	BadBackup:    Trouble{"This backup is damaged. Nothing was changed.", "Use an older one, if you have one."},
	BadBundle:    Trouble{"This bundle is damaged. Nothing was changed.", "“chirograph verify” says where. Ask whoever made it for another copy."},
	Unwritable:   Trouble{"The data folder cannot be written.", "Check that it is a folder of yours and that there is room, or choose another one with --data."},
	Nobody:       Trouble{"Nobody who has this document is online now.", "It stays in your list and opens by itself when someone appears."},
	Broken:       "Broken off.",
	NoFile:       Trouble{"There is no such file.", "Check its name."},
	Forbidden:    Trouble{"This file may not be read or written.", "Check its permissions."},
	Other:        Trouble{"Something went wrong.", "What you have written is safe."},
}

var germanAdvice = Advice{
	UsageTodo:    "„chirograph help“ zeigt, was es gibt.",
	NoLink:       Trouble{"In diesem Text ist kein Chirograph-Link.", "Ein Link beginnt mit „chirograph:d/“. Kopiere ihn noch einmal, vom Anfang bis zum Ende."},
	DamagedLink:  Trouble{"Dieser Link ist unvollständig oder vertippt (der letzte Teil passt nicht).", "Mailprogramme trennen lange Links manchmal in zwei. Kopiere ihn noch einmal, bis ganz zum Ende."},
	Newer:        Trouble{"Das stammt von einer neueren Version von Chirograph.", "Aktualisiere Chirograph und versuche es noch einmal."},
	Binary:       Trouble{"Diese Datei ist kein Text: Sie enthält Nullbytes.", "Nichts wurde geändert. Wähle eine Textdatei."},
	Encoding:     Trouble{"Diese Datei ist kein UTF-8-Text.", "Nichts wurde geändert. Speichere sie im ursprünglichen Programm als UTF-8 und versuche es noch einmal."},
	TooLarge:     Trouble{"Dieser Text ist größer als 20 MB.", "Nichts wurde geändert. Teile ihn auf mehrere Dokumente auf."},
	Folder:       Trouble{"Das ist ein Ordner, keine Datei.", "Wähle eine Textdatei."},
	Binned:       Trouble{"Dieses Dokument liegt im Papierkorb.", "Hol es heraus, um es zu öffnen."},
	Unknown:      Trouble{"Dieses Dokument gibt es hier nicht.", "Such es in der Bibliothek oder mit „chirograph list“."},
	ReadOnly:     Trouble{"Mit diesem Link darf man nur lesen, und das kann diese Version noch nicht.", "Bitte um einen Link, mit dem du schreiben darfst."},
	BadName:      "Ein Name hat 1 bis 40 Zeichen.",
	Offline:      Trouble{"Das Programm wurde offline gestartet, daher lässt sich niemand nach dem Dokument fragen.", "Starte es ohne --offline."},
	DiskFull:     Trouble{"Der Datenträger ist voll. Nichts Gespeichertes ist verloren.", "Schaff etwas Platz und versuche es noch einmal."},
	Busy:         Trouble{"Ein anderes Programm hat diesen Datenordner geöffnet und antwortet nicht.", "Schließe es oder wähle mit --data einen anderen Ordner."},
	NewerStore:   Trouble{"Dieser Datenordner stammt von einer neueren Version von Chirograph.", "Nichts wurde geändert. Aktualisiere Chirograph."},
	DamagedStore: Trouble{"Der Speicher ist beschädigt. Er wurde gelassen, wie er ist.", "Setz eine Sicherung an seine Stelle („chirograph restore-backup --replace DATEI“) oder beginne mit einem anderen Ordner (--data) und öffne deine Links noch einmal: Die anderen haben deine Texte. Behalte den beschädigten."},
	DamagedPart:  Trouble{"Ein Teil dieses Dokuments ist auf diesem Rechner beschädigt. Deine anderen Dokumente sind unversehrt.", "Starte Chirograph neu: Es behält eine Kopie des Speichers und stellt wieder her, was geht. Den Rest haben die anderen."},
	Taken:        Trouble{"Im Datenordner sind schon Dokumente. Nichts wurde geändert.", "Wähle mit --data einen anderen Ordner oder setz die Sicherung mit --replace an ihre Stelle: Was da ist, bleibt dann daneben erhalten."},
	NoBackup:     Trouble{"Diese Datei ist keine Sicherung von Chirograph. Nichts wurde geändert.", "Prüfe ihren Namen."},
	Passphrase:   Trouble{"Das ist nicht die Passphrase der Sicherung. Nichts wurde geändert.", "Versuche es noch einmal. Ohne die richtige kann niemand sie lesen."},
	BadBackup:    Trouble{"Diese Sicherung ist beschädigt. Nichts wurde geändert.", "Nimm eine ältere, wenn du eine hast."},
	BadBundle:    Trouble{"Dieses Bündel ist beschädigt. Nichts wurde geändert.", "„chirograph verify“ sagt, wo. Lass dir von dem, der es gemacht hat, eine andere Kopie geben."},
	Unwritable:   Trouble{"In den Datenordner lässt sich nicht schreiben.", "Prüfe, ob er dir gehört und ob Platz ist, oder wähle mit --data einen anderen."},
	Nobody:       Trouble{"Niemand, der dieses Dokument hat, ist gerade online.", "Es bleibt in deiner Liste und öffnet sich von selbst, sobald jemand da ist."},
	Broken:       "Abgebrochen.",
	NoFile:       Trouble{"Diese Datei gibt es nicht.", "Prüfe ihren Namen."},
	Forbidden:    Trouble{"Diese Datei darf nicht gelesen oder geschrieben werden.", "Prüfe ihre Zugriffsrechte."},
	Other:        Trouble{"Etwas ist schiefgegangen.", "Was du geschrieben hast, ist sicher."},
}
