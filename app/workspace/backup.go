package workspace

import (
	"time"

	"chirograph/storage/backup"
	"chirograph/sync/canonical"
)

// A Backup is where everything was last copied to.
type Backup struct {
	_    struct{} `cbor:",toarray"`
	Name string   // of the file
	Time int64    // Unix milliseconds
}

const (
	backupKey = "backup/last"
	maxBackup = 1 << 16
)

// Backup copies everything to a file, encrypted unless passphrase is "". It
// replaces only an older backup of that name. Work goes on meanwhile.
func (w *Workspace) Backup(name, passphrase string) error {
	if err := backup.Write(w.store, name, passphrase, w.config.Dir); err != nil {
		return err
	}
	b := Backup{Name: name, Time: w.now().UnixMilli()}
	w.store.SetSetting(backupKey, canonical.Encode(b), w.report(backupKey))
	return nil
}

// LastBackup says where everything was last copied to, and when.
func (w *Workspace) LastBackup() (name string, at time.Time, ok bool) {
	v, err := w.store.Setting(backupKey)
	if err != nil || v == nil {
		return "", time.Time{}, false
	}
	var b Backup
	if err := canonical.Decode(v, &b, maxBackup); err != nil {
		return "", time.Time{}, false
	}
	return b.Name, time.UnixMilli(b.Time), true
}
