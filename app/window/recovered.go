package window

import (
	"context"

	"gioui.org/layout"

	"chirograph/app/workspace"
)

// The bars that say what happened to the data folder.
const (
	recoveredBar = "recovered"
	copiedBar    = "copied"
)

// tellNews says what happened to the data folder since the person last read
// it: that the store was damaged, or was copied here. It is said until they
// have closed it, in every window.
func (u *ui) tellNews() {
	if r := u.lib.Recovery(); r != nil {
		u.bars.show(bar{
			id: recoveredBar, level: workspace.Bad, words: r.In(u.words, u.now),
			actions: u.afterRecovery(r), closing: true, shuts: func() { u.heard(recoveredBar, u.lib.ForgetRecovery) },
		})
	}
	if u.lib.Copied() {
		u.bars.show(bar{
			id: copiedBar, level: workspace.Warn, words: u.words.State.StoreCopied,
			closing: true, shuts: func() { u.heard(copiedBar, u.lib.ForgetCopied) },
		})
	}
}

// heard takes a bar away everywhere, for good.
func (u *ui) heard(id string, forget func()) {
	forget()
	u.others.tell(func(u *ui) { u.bars.drop(id) })
}

// afterRecovery is what can be done about documents of which something is
// missing: look at them, one after the other, and ask others.
func (u *ui) afterRecovery(r *workspace.Recovery) []barAction {
	if len(r.Hurt) == 0 {
		return nil
	}
	next := 0
	return []barAction{
		{u.words.State.StoreShow, func(layout.Context) {
			u.open(r.Hurt[next%len(r.Hurt)])
			next++
		}},
		{u.words.State.StoreAsk, func(layout.Context) {
			u.heard(recoveredBar, u.lib.ForgetRecovery)
			u.messages.add(u.words.State.StoreAsking)
			u.work(func(context.Context) func() {
				for _, id := range r.Hurt { // whoever is open is synchronised
					if _, err := u.lib.Open(id); err != nil {
						return func() { u.complain(err) }
					}
				}
				return nil
			})
		}},
	}
}
