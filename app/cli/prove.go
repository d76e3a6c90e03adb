package cli

import (
	"bytes"
	"cmp"
	"context"
	"flag"
	"fmt"
	"strconv"
	"time"

	"chirograph/storage/files"
	"chirograph/sync/seal"
)

// proved is what prove --json shows.
type proved struct {
	File  string `json:"file"`
	Seal  string `json:"seal"` // of the whole text
	From  int64  `json:"from"` // the bytes that are proved
	To    int64  `json:"to"`
	Lines string `json:"lines"`
}

const proveUsage = "DOC[@VERSION] LINE -o FILE"

var proveCommand = Command{
	Name:    "prove",
	Args:    proveUsage,
	Summary: "write a proof that the passage around a line is part of the text with its seal; verify checks it, without the text",
	flags: func(fs *flag.FlagSet) any {
		out := new(string)
		fs.StringVar(out, "o", "", "the file")
		return out
	},
	run: func(_ context.Context, c *Call, options any) error {
		out := *options.(*string)
		if err := c.need(2, 2, "prove "+proveUsage); err != nil || out == "" {
			return wrong("usage: chirograph prove %s", proveUsage)
		}
		line, err := strconv.Atoi(c.args[1])
		if err != nil || line < 1 {
			return wrong("“%s” is no line: lines are counted from 1.", clean(c.args[1]))
		}
		s, words, err := c.sourceAt()
		if err != nil {
			return err
		}
		var text []byte
		err = s.look(func(p *past) error {
			v, err := p.version(cmp.Or(words, "now"), time.Now())
			if err == nil {
				text = p.At(v)
			}
			return err
		})
		if err != nil {
			return err
		}
		return c.prove(text, line, out)
	},
}

func (c *Call) prove(text []byte, line int, out string) error {
	at := 0
	for n := 1; n < line; n++ {
		next := bytes.IndexByte(text[at:], '\n')
		if next < 0 {
			return missing("This text has %d lines.", n)
		}
		at += next + 1
	}
	p, err := seal.Prove(text, min(at, max(0, len(text)-1)))
	if err != nil {
		return err
	}
	s, stands, from, err := p.Verify()
	if err != nil {
		return err
	}
	if err := files.Write(c.path(out), p.Encode()); err != nil {
		return err
	}
	first := 1 + bytes.Count(text[:from], []byte("\n"))
	last := first + bytes.Count(bytes.TrimSuffix(stands, []byte("\n")), []byte("\n"))
	r := proved{File: out, Seal: s.Full(), From: from, To: from + int64(len(stands)), Lines: fmt.Sprintf("%d-%d", first, last)}
	if c.json {
		return c.print(r, "")
	}
	fmt.Fprintf(c.Stderr, "Written: %s. It proves lines %s of the text with the seal %v.\n", out, r.Lines, s)
	return nil
}

// A passage is what a proof proves to stand in a text.
type passage struct {
	From int64  `json:"from"` // the byte at which it begins
	Text string `json:"text"`
}

// verifyPassage looks at a proof.
func verifyPassage(data []byte, given *seal.Prefix) (*verified, error) {
	out := &verified{Kind: "proof", Parts: []partSeen{}}
	p, err := seal.ParsePassage(data)
	var s seal.Seal
	var stands []byte
	var at int64
	if err == nil {
		s, stands, at, err = p.Verify()
	}
	if err != nil {
		out.Parts = append(out.Parts, partSeen{Place: "proof", Fault: err.Error()})
		return out, nil
	}
	out.Bytes, out.Seal, out.shown, out.Words = int(p.Root.Size), s.Full(), s.String(), seal.Words(s)
	out.Proves = &passage{From: at, Text: string(stands)}
	if given != nil {
		matches := given.Matches(s)
		out.Matches = &matches
	}
	return out, nil
}
