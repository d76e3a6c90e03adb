package bundle

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"

	"chirograph/editor/version"
	"chirograph/sync/seal"
)

const format = "chirograph bundle 1"

type manifestJSON struct {
	Format string     `json:"format"`
	Title  string     `json:"title"`
	Seal   string     `json:"seal"` // of the text
	Heads  []idJSON   `json:"heads"`
	Parts  []partJSON `json:"parts"`
}

type partJSON struct {
	Name   string `json:"name"`
	Bytes  int    `json:"bytes"`
	SHA256 string `json:"sha256"`
}

type idJSON struct {
	Author string `json:"author"`
	Branch string `json:"branch"`
	Last   uint64 `json:"last"`
}

type personJSON struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

func (p personJSON) compare(q personJSON) int { return cmp.Compare(p.ID, q.ID) }

type versionJSON struct {
	Name   string   `json:"name"`
	Note   string   `json:"note"`
	Author string   `json:"author"`
	Time   int64    `json:"time"`
	At     []idJSON `json:"at"`
	Seal   string   `json:"seal"`
}

// errJSON is what is wrong with JSON that has another form than ours.
var errJSON = errors.New("it is not as Chirograph writes it")

// encode is the one form of v: two spaces for each level, a newline at the
// end, and nothing escaped that need not be.
func encode(v any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		panic("bundle: " + err.Error())
	}
	return b.Bytes()
}

// decode reads what encode wrote, and nothing else.
func decode(data []byte, v any) error {
	if err := json.Unmarshal(data, v); err != nil || !bytes.Equal(encode(v), data) {
		return errJSON
	}
	return nil
}

func newManifest(title string, text []byte, heads []version.ID, parts []part) manifestJSON {
	heads = slices.SortedFunc(slices.Values(heads), version.Compare)
	m := manifestJSON{Format: format, Title: title, Seal: seal.OfText(text).Full(), Heads: idsJSON(heads)}
	for _, p := range parts {
		m.Parts = append(m.Parts, partJSON{p.name, len(p.data), digest(p.data)})
	}
	return m
}

func idsJSON(ids []version.ID) []idJSON {
	out := make([]idJSON, len(ids))
	for i, id := range ids {
		out[i] = idJSON{hex.EncodeToString(id.Replica.Author[:]), hex.EncodeToString(id.Replica.Branch[:]), id.Seq}
	}
	return out
}

// vector reads a version, whose replicas are in order.
func vector(ids []idJSON) (version.Vector, error) {
	v := version.Vector{}
	if ids == nil {
		return nil, errJSON
	}
	for _, j := range ids {
		var r version.Replica
		if !unhex(r.Author[:], j.Author) || !unhex(r.Branch[:], j.Branch) || j.Last == 0 {
			return nil, errJSON
		}
		v[r] = j.Last
	}
	if !slices.Equal(idsJSON(v.Sorted()), ids) {
		return nil, errJSON
	}
	return v, nil
}

// unhex reads as many bytes as dst has, in lower case.
func unhex(dst []byte, s string) bool {
	if len(s) != hex.EncodedLen(len(dst)) {
		return false
	}
	_, err := hex.Decode(dst, []byte(s))
	return err == nil && hex.EncodeToString(dst) == s
}
