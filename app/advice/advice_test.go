package advice

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"testing"

	"chirograph/app/phrases"
	"chirograph/app/workspace"
	"chirograph/storage/backup"
	"chirograph/storage/bundle"
	"chirograph/storage/files"
	"chirograph/storage/store"
	"chirograph/sync/link"
)

func TestEveryErrorHasItsSentenceAndCode(t *testing.T) {
	for _, tt := range []struct {
		err  error
		says string
		code int
	}{
		{nil, "", OK},
		{UsageError{"usage: x"}, "usage: x", Usage},
		{NoError{"another text"}, "another text", No},
		{&bundle.DamagedError{Place: "text.md", Fault: errors.New("odd")}, "bundle is damaged", Damaged},
		{link.ErrDamaged, "incomplete or mistyped (the last part does not match)", Usage},
		{link.ErrNoLink, "no Chirograph link", Usage},
		{files.ErrBinary, "not text", Usage},
		{workspace.ErrBinned, "in the bin", NotFound},
		{workspace.ErrUnknown, "no such document", NotFound},
		{workspace.ErrReadOnly, "only lets its holder read", NoRight},
		{context.DeadlineExceeded, "Nobody who has this document is online", Nobody},
		{store.ErrBusy, "does not answer", Busy},
		{store.ErrDamaged, "damaged. It was left as it is", Damaged},
		{fmt.Errorf("%w: %w", workspace.ErrHurt, store.ErrDamaged), "Your other documents are fine", Damaged},
		{store.ErrNewer, "newer version", Damaged},
		{store.ErrTaken, "documents in the data folder already", Conflict},
		{backup.ErrForeign, "not a backup", Usage},
		{backup.ErrPassphrase, "not the passphrase", NoRight},
		{fmt.Errorf("%w: %w", backup.ErrDamaged, store.ErrDamaged), "This backup is damaged", Damaged},
		{store.ErrUnwritable, "cannot be written", IO},
		{fmt.Errorf("%w: %w", store.ErrUnwritable, syscall.ENOSPC), "The disk is full", IO},
		{fs.ErrNotExist, "no such file", NotFound},
		{context.Canceled, "Broken off", Interrupted},
		{errors.New("odd"), "Something went wrong", IO},
	} {
		err := tt.err
		if err != nil {
			err = fmt.Errorf("somewhere: %w", err)
		}
		a := For(err)
		if !strings.Contains(a.What, tt.says) || a.Code != tt.code {
			t.Errorf("%v: got %d, %q, want %d, %q", tt.err, a.Code, a.What, tt.code, tt.says)
		}
		for _, jargon := range []string{"peer", "node", "CRDT", "hash", "DHT", "gossip"} {
			if strings.Contains(strings.ToLower(a.String()), strings.ToLower(jargon)) {
				t.Errorf("%v: %q has the word %q", tt.err, a, jargon)
			}
		}
	}
}

func TestAdviceComesInTheLanguageOfTheWindow(t *testing.T) {
	a := In(&phrases.German, fmt.Errorf("somewhere: %w", syscall.ENOSPC))
	if a.What != phrases.German.Advice.DiskFull.What || a.Code != IO {
		t.Errorf("got %d, %q", a.Code, a.What)
	}
}
