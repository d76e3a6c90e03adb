//go:build linux

package faultfs

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

// sector is how much a disk writes at once, in bytes.
const sector = 512

// A Disk is what a power cut has left.
type Disk struct {
	Said  []string // what was written to Control before
	files map[uint64][]byte
	names map[string]entry
}

type entry struct {
	file   uint64
	folder bool
}

// After is the disk after a power cut behind the first n operations. What was
// synced is there. Of what was written to a file since, each sector is there
// or not, in whatever order it was written; it has the old size or the new
// one. Names were changed in order, but the last changes since their folder
// was synced may be missing.
func After(ops []Op, n int, random *rand.Rand) *Disk {
	d := &Disk{files: map[uint64][]byte{}, names: map[string]entry{}}
	synced := map[uint64]int{}  // file → behind its last sync
	named := map[string]int{}   // folder → behind its last sync
	for i, o := range ops[:n] { // what is durable for certain
		switch o.Kind {
		case Sync:
			synced[o.File] = i
		case SyncDir:
			named[o.Path] = i
		case Say:
			d.Said = append(d.Said, string(o.Data))
		}
	}
	cut := map[string]int{} // folder → from where on the changes of its names are missing
	for i, o := range ops[:n] {
		switch o.Kind {
		case Write:
			d.write(o, i <= synced[o.File] && synced[o.File] > 0, random)
		case Truncate:
			if i <= synced[o.File] || random.IntN(2) == 0 {
				d.resize(o.File, o.Off)
			}
		case Name, Remove, Rename:
			folder := parent(o.Path)
			if _, ok := cut[folder]; !ok {
				cut[folder] = named[folder] + random.IntN(n-named[folder]+1)
			}
			if i <= named[folder] || i < cut[folder] {
				d.rename(o)
			}
		}
	}
	return d
}

func (d *Disk) write(o Op, whole bool, random *rand.Rand) {
	for at := 0; at < len(o.Data); {
		end := min(len(o.Data), at+sector-int((o.Off+int64(at))%sector))
		if whole || random.IntN(2) == 0 {
			off := o.Off + int64(at)
			if need := off + int64(end-at); need > int64(len(d.files[o.File])) {
				d.resize(o.File, need)
			}
			copy(d.files[o.File][off:], o.Data[at:end])
		}
		at = end
	}
}

func (d *Disk) resize(file uint64, size int64) {
	b := d.files[file]
	d.files[file] = append(b[:min(size, int64(len(b)))], make([]byte, max(0, size-int64(len(b))))...)
}

func (d *Disk) rename(o Op) {
	switch o.Kind {
	case Name:
		d.names[o.Path] = entry{o.File, o.Folder}
	case Remove:
		delete(d.names, o.Path)
	case Rename:
		if e, ok := d.names[o.Path]; ok {
			delete(d.names, o.Path)
			d.names[o.To] = e
		}
	}
}

func parent(path string) string {
	if i := strings.LastIndexByte(path, '/'); i >= 0 {
		return path[:i]
	}
	return ""
}

// Write writes what is on the disk to a folder of a real one. Files in a
// folder that is not there are lost.
func (d *Disk) Write(dir string) error {
	for path, e := range d.names {
		if e.folder {
			if err := os.MkdirAll(filepath.Join(dir, path), 0o700); err != nil {
				return err
			}
		}
	}
	for path, e := range d.names {
		if e.folder {
			continue
		}
		if p := parent(path); p != "" && !d.names[p].folder {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, path), d.files[e.file], 0o600); err != nil {
			return err
		}
	}
	return nil
}
