package cli

import (
	"fmt"
	"time"

	"chirograph/app/workspace"
	"chirograph/editor/crdt"
	"chirograph/editor/version"
)

// writers are the names of those who wrote a document, no two alike.
type writers map[version.Author]string

// writersOf lists the writers of d.
func writersOf(d *workspace.Document) writers { return writersNamed(d.People()) }

// writersNamed lists people by name.
func writersNamed(people []workspace.Person) writers {
	count := map[string]int{}
	for _, p := range people {
		count[called(p)]++
	}
	w := writers{}
	for _, p := range people {
		name := called(p)
		if count[name] > 1 {
			name = fmt.Sprintf("%s (%x)", name, p.ID[:leastKey/2])
		}
		w[p.ID] = name
	}
	return w
}

// called is what somebody is called, who may have said nothing about it.
func called(p workspace.Person) string {
	switch {
	case p.Name != "":
	case p.Me:
		return "You"
	default:
		return "Somebody"
	}
	return clean(p.Name)
}

// of is somebody's name.
func (w writers) of(a version.Author) string {
	if name, ok := w[a]; ok {
		return name
	}
	return "Somebody"
}

// A writer is somebody, in JSON.
type writer struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

func (w writers) json(a version.Author) writer {
	return writer{ID: fmt.Sprintf("%x", a[:]), Name: w.of(a)}
}

// An act is something that somebody did, in JSON.
type act struct {
	writer
	Time time.Time `json:"time"`
}

func (w writers) act(c crdt.Cause) act { return act{w.json(c.ID.Replica.Author), utc(c.Time)} }

// String is who did it and when.
func (a act) String() string {
	return cut(a.Name, columns/4) + ", " + minute(a.Time.UnixMilli())
}
