package node

import (
	"context"
	"log/slog"

	"github.com/libp2p/go-libp2p/gologshim"
)

// quiet sends what libp2p would write to standard error to log instead. That a
// connection broke is an error to libp2p and ordinary here, so its lines are
// worth no more than debug ones. libp2p has one logger for the whole process:
// the one that is set before its first line.
func quiet(log *slog.Logger) {
	gologshim.SetDefaultHandler(demoted{log.Handler()})
}

// demoted handles warnings and errors as debug lines, and drops the rest.
type demoted struct{ to slog.Handler }

func (d demoted) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelWarn && d.to.Enabled(ctx, slog.LevelDebug)
}

func (d demoted) Handle(ctx context.Context, r slog.Record) error {
	r.Level = slog.LevelDebug
	return d.to.Handle(ctx, r)
}

func (d demoted) WithAttrs(as []slog.Attr) slog.Handler { return demoted{d.to.WithAttrs(as)} }

func (d demoted) WithGroup(name string) slog.Handler { return demoted{d.to.WithGroup(name)} }
