package cli

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"chirograph/app/advice"
	"chirograph/app/workspace"
	"chirograph/editor/version"
	"chirograph/storage/bundle"
	"chirograph/storage/files"
	"chirograph/sync/seal"
)

// verified is what verify --json shows.
type verified struct {
	Kind    string     `json:"kind"` // document, bundle, file or proof
	ID      string     `json:"id"`
	Version string     `json:"version"`
	Bytes   int        `json:"bytes"`
	Seal    string     `json:"seal"` // in full; "" of a bundle that is damaged
	Words   string     `json:"words"`
	LF      string     `json:"lf_seal"`          // of a file with other line ends: the seal of it with those that documents have
	Matches *bool      `json:"matches"`          // the seal that was given
	Parts   []partSeen `json:"parts"`            // of a bundle
	Proves  *passage   `json:"proves,omitempty"` // of a proof

	shown string // the seal as people see it, and LF
	lf    string
	other string // the version that has the seal that was given
}

// A partSeen is a place in a bundle and what is wrong there.
type partSeen struct {
	Place string `json:"place"`
	Fault string `json:"fault"` // "" if it is sound
}

const verifyUsage = "DOC[@VERSION] | FILE | BUNDLE | PROOF [SEAL]"

var verifyCommand = Command{
	Name:    "verify",
	Args:    verifyUsage,
	Summary: "print the seal of a text and five words for it, or tell whether a seal is that of the text; of a bundle, check all of it",
	run: func(_ context.Context, c *Call, _ any) error {
		if err := c.need(1, 2, "verify "+verifyUsage); err != nil {
			return err
		}
		var given *seal.Prefix
		if len(c.args) == 2 {
			p, err := seal.Parse(c.args[1])
			if err != nil {
				return wrong("“%s”: %v.", clean(c.args[1]), err)
			}
			given = &p
		}
		out, err := c.verify(given)
		if err != nil {
			return err
		}
		if err := c.print(out, out.String()); err != nil {
			return quiet(err)
		}
		return out.verdict(given)
	},
}

// verify looks at what the command line names.
func (c *Call) verify(given *seal.Prefix) (*verified, error) {
	s, words, err := c.sourceAt()
	var bad badBundle
	switch {
	case errors.As(err, &bad):
		out := &verified{Kind: "bundle", Parts: []partSeen{}}
		out.setParts(bad.parts)
		return out, nil
	case errors.Is(err, workspace.ErrUnknown):
		return c.verifyFile(given, err)
	case err != nil:
		return nil, err
	}
	out := &verified{Kind: "document", ID: s.id, Parts: []partSeen{}}
	if s.bundle != nil {
		out.Kind = "bundle"
		out.setParts(s.parts)
	}
	return out, s.apart(func(p *past) error {
		v, err := p.version(cmp.Or(words, "now"), time.Now())
		if err != nil {
			return err
		}
		out.Version = p.name(v, version.ID{})
		if out.setText(p.At(v), given); out.Matches != nil && !*out.Matches {
			if w := p.sealed(*given); w != nil {
				out.other = p.name(w, version.ID{})
			}
		}
		if words == "" {
			out.Parts = append(out.Parts, p.faults()...)
		}
		return nil
	})
}

// verifyFile looks at a text file. unknown is what to say if there is none.
func (c *Call) verifyFile(given *seal.Prefix, unknown error) (*verified, error) {
	data, err := readHead(c.path(c.args[0]), files.MaxSize)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, unknown
	} else if err != nil {
		return nil, err
	}
	if bytes.HasPrefix(data, []byte(seal.Magic)) {
		return verifyPassage(data, given)
	}
	text, err := files.Text(data)
	if err != nil {
		return nil, err
	}
	out := &verified{Kind: "file", Parts: []partSeen{}}
	out.setText(data, given)
	if text != string(data) {
		lf := seal.OfText([]byte(text))
		out.LF, out.lf = lf.Full(), lf.String()
		if given != nil {
			*out.Matches = *out.Matches || given.Matches(lf)
		}
	}
	return out, nil
}

func (v *verified) setText(text []byte, given *seal.Prefix) {
	s := seal.OfText(text)
	v.Bytes, v.Seal, v.shown, v.Words = len(text), s.Full(), s.String(), seal.Words(s)
	if given != nil {
		matches := given.Matches(s)
		v.Matches = &matches
	}
}

func (v *verified) setParts(parts []bundle.Finding) {
	for _, p := range parts {
		seen := partSeen{Place: p.Place}
		if p.Fault != nil {
			seen.Fault = p.Fault.Error()
		}
		v.Parts = append(v.Parts, seen)
	}
}

// String is what people see.
func (v *verified) String() string {
	var b strings.Builder
	for _, p := range v.Parts {
		if p.Fault != "" {
			fmt.Fprintf(&b, "damaged  %s: %s\n", p.Place, p.Fault)
		} else {
			fmt.Fprintf(&b, "sound    %s\n", p.Place)
		}
	}
	if v.Seal != "" {
		fmt.Fprintf(&b, "seal     %s\nwords    %s\n", v.shown, v.Words)
	}
	if v.LF != "" {
		fmt.Fprintf(&b, "seal     %s  with line ends as documents have them\n", v.lf)
	}
	switch {
	case v.Proves != nil:
		text := v.Proves.Text
		fmt.Fprintf(&b, "proved   bytes %d to %d of %d:\n%s", v.Proves.From, v.Proves.From+int64(len(text)), v.Bytes, text)
		if !strings.HasSuffix(text, "\n") {
			b.WriteByte('\n')
		}
	case v.Matches != nil && *v.Matches:
		b.WriteString("This is the text with that seal.\n")
	}
	return b.String()
}

// verdict is nil if all is well.
func (v *verified) verdict(given *seal.Prefix) error {
	switch {
	case v.Kind == "proof" && v.Seal == "":
		return advice.NoError{Text: "This proves nothing."}
	case v.Kind == "proof" && v.Matches != nil && !*v.Matches:
		return advice.NoError{Text: fmt.Sprintf("This proves something of another text than that with the seal %v.", given)}
	case v.Seal == "":
		return advice.NoError{Text: "This bundle is damaged. What it says cannot be relied on."}
	case slices.ContainsFunc(v.Parts, func(p partSeen) bool { return p.Fault != "" }):
		return advice.NoError{Text: "A named version is not what its name was given to."}
	case v.Matches == nil || *v.Matches:
		return nil
	case v.other != "":
		return advice.NoError{Text: fmt.Sprintf("This is another text. The seal %v is that of version %s.", given, v.other)}
	}
	return advice.NoError{Text: fmt.Sprintf("This is not the text with the seal %v.", given)}
}
