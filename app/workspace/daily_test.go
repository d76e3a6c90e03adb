package workspace

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"chirograph/storage/backup"
)

func TestOfDailyBackupsTheLastSevenAreKept(t *testing.T) {
	dir := t.TempDir()
	a, _ := open(t, filepath.Join(dir, "a"), "Ann", offline)
	d, err := a.New("", "kept every day\n")
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(dir, "backups")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for day := 1; day <= 9; day++ {
		if err := a.Backup(filepath.Join(folder, fmt.Sprintf("chirograph-2020-01-%02d.backup", day)), ""); err != nil {
			t.Fatal(err)
		}
	}
	others := []string{"chirograph-2020-01-01.txt", "chirograph-first.backup", "chirograph-2019-01-01.backup"}
	for _, name := range others { // the last one only looks like one
		if err := os.WriteFile(filepath.Join(folder, name), []byte("mine"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.SetDailyFolder(folder); err != nil {
		t.Fatal(err)
	}
	all, err := dailies(folder)
	if err != nil || len(all) != dailyKeep {
		t.Fatalf("%q, %v", all, err)
	}
	today := filepath.Join(folder, a.now().Format(dailyName))
	if all[0] != filepath.Join(folder, "chirograph-2020-01-04.backup") || all[6] != today {
		t.Errorf("kept %q", all)
	}
	for _, name := range others {
		if _, err := os.Stat(filepath.Join(folder, name)); err != nil {
			t.Errorf("%s is gone", name)
		}
	}
	before, err := os.ReadFile(today)
	if err != nil {
		t.Fatal(err)
	}
	d.types("more\n")
	if err := d.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := a.daily(folder); err != nil {
		t.Fatal(err)
	}
	if after, _ := os.ReadFile(today); string(after) != string(before) {
		t.Error("a second one was made on one day")
	}
	if _, err := backup.Restore(today, filepath.Join(dir, "b"), "", false); err != nil {
		t.Fatal(err)
	}
	b, _ := open(t, filepath.Join(dir, "b"), "", offline)
	if y, err := b.Document(d.ID()); err != nil || y.Text() != "kept every day\n" {
		t.Errorf("restored: %v", err)
	}
	if a.DailyFolder() != folder {
		t.Errorf("the folder is %q", a.DailyFolder())
	}
}
