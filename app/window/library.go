package window

import (
	"context"

	"chirograph/app/phrases"
	"chirograph/app/workspace"
	"chirograph/editor/buffer"
	"chirograph/editor/version"
	"chirograph/sync/identity"
	"chirograph/sync/link"
	"chirograph/sync/seal"
)

// A library is what the window needs of a workspace.
type library interface {
	HasMe() bool
	Me() identity.Profile
	SetMe(identity.Profile) error
	Documents() []workspace.Summary
	New(title, text string) (document, error)
	Join(link.Link) (document, error)
	Open(identity.DocumentID) (document, error)
	Find(name string) (identity.DocumentID, error)
	Pin(id identity.DocumentID, on bool) error
	Rename(id identity.DocumentID, title string) error
	Opened(identity.DocumentID) error
	Discard(identity.DocumentID) error
	Recover(identity.DocumentID) error
	Bin() []workspace.Summary
	Destroy(identity.DocumentID) error
	Folder() string
	Setting(key string) string
	SetSetting(key, value string) error
	SetLanguage(*phrases.Phrases)
	Recovery() *workspace.Recovery
	ForgetRecovery()
	Copied() bool
	ForgetCopied()
}

// A document is what the window needs of an open document.
type document interface {
	ID() identity.DocumentID
	Title() string
	Read(func(*buffer.Buffer))
	Edit(func(*buffer.Buffer))
	Watch() (<-chan struct{}, func())
	People() []workspace.Person
	Status() workspace.Status
	Link(context.Context) (link.Link, error)
	SetCaret(anchor, head int)
	Versions() []workspace.Version
	NameVersion(at version.Vector, name, note string) error
	HideVersion(id [32]byte, hidden bool)
	Seal(at version.Vector) seal.Seal
	Seen() (at version.Vector, when int64, ok bool)
	Look()
}

// real is the workspace as a library.
type real struct{ *workspace.Workspace }

func (r real) New(title, text string) (document, error) { return r.Workspace.New(title, text) }

func (r real) Join(l link.Link) (document, error) { return r.Workspace.Join(l) }

func (r real) Open(id identity.DocumentID) (document, error) { return r.Workspace.Document(id) }
