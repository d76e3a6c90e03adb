package phrases

// Wrote says who wrote what.
type Wrote struct {
	By       string // {name} wrote it {when}
	Returned string // {name} brought it back {when}
	Share    string // {name} wrote {n} percent
}

var englishWrote = Wrote{
	By:       "{name}, {when}",
	Returned: "brought back by {name}, {when}",
	Share:    "{name} {n} %",
}

var germanWrote = Wrote{
	By:       "{name}, {when}",
	Returned: "zurückgeholt von {name}, {when}",
	Share:    "{name} {n} %",
}
