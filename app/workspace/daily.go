package workspace

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"time"

	"chirograph/storage/backup"
)

// Daily backups: when it is looked whether one is due, and how many are kept.
const (
	dailyFirst = 2 * time.Minute // after the start, which has enough to do
	dailyEvery = time.Hour
	dailyKeep  = 7
)

// dailySetting is the folder of daily backups, "" for none.
const dailySetting = "backups"

// dailyName is what a daily backup is called, as a time's layout.
const dailyName = "chirograph-2006-01-02.backup"

// DailyFolder is where everything is copied to once a day; "" when it is not.
func (w *Workspace) DailyFolder() string { return w.Setting(dailySetting) }

// SetDailyFolder has everything copied to a folder once a day, the first time
// at once, and the last seven copies kept; "" ends this.
func (w *Workspace) SetDailyFolder(dir string) error {
	if dir != "" {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return err
		}
		if err := w.daily(dir); err != nil {
			return err
		}
	}
	return w.SetSetting(dailySetting, dir)
}

// backUpDaily makes backups until ctx is done.
func (w *Workspace) backUpDaily(ctx context.Context) error {
	for wait := dailyFirst; ; wait = dailyEvery {
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
		dir := w.DailyFolder()
		if dir == "" {
			continue
		}
		if err := w.daily(dir); err != nil {
			w.log.Error("no daily backup is made", "folder", dir, "err", err)
		}
	}
}

// daily makes the backup of today, if there is none yet, and deletes the oldest
// ones beyond those that are kept.
func (w *Workspace) daily(dir string) error {
	today := filepath.Join(dir, w.now().Format(dailyName))
	if _, err := os.Stat(today); err == nil {
		return nil
	} else if !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := w.Backup(today, ""); err != nil {
		return err
	}
	all, err := dailies(dir)
	for len(all) > dailyKeep {
		err = errors.Join(err, os.Remove(all[0]))
		all = all[1:]
	}
	return err
}

// dailies lists the daily backups in a folder, the oldest first. Nothing else
// counts as one, whatever it is called.
func dailies(dir string) ([]string, error) {
	names, err := filepath.Glob(filepath.Join(dir, "chirograph-*.backup"))
	if err != nil {
		return nil, err
	}
	names = slices.DeleteFunc(names, func(name string) bool {
		if _, err := time.Parse(dailyName, filepath.Base(name)); err != nil {
			return true
		}
		is, err := backup.Is(name)
		return err != nil || !is
	})
	slices.Sort(names)
	return names, nil
}
