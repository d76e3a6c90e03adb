//go:build linux

// Package faultfs is a file system in memory for tests of what a disk can do
// to a program: it writes down every change in the order in which it came, so
// that a test can make the states that a power cut would have left, and it can
// be full.
//
// The program under test must be another process than the one that mounts it:
// whoever waits for a page of a mapped file could otherwise wait for itself.
// It speaks to the test by writing lines to the file named [Control].
package faultfs

import (
	"context"
	"strconv"
	"strings"
	"sync"
	"syscall"

	"github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// Control is the name of the file in the root that is none: what is written to
// it is given to the test, or says "full N", after how many further changes
// that need room the disk is full, or "crammed N", when every write needs room
// as on file systems that copy on writing (save to the first pages of a file,
// which a store rewrites last), or "free".
const Control = "control"

// A Kind is what an operation does.
type Kind int

// The operations. Those on names are durable when their folder was synced,
// those on content when the file was.
const (
	Write    Kind = iota // Data at Off
	Truncate             // to Off
	Sync                 // of the file
	Name                 // File gets the name Path
	Remove               // the name Path
	Rename               // of Path to To
	SyncDir              // of the folder Path
	Say                  // Data was written to Control
)

// An Op is something that was done.
type Op struct {
	Kind     Kind
	File     uint64 // number of the file that it is about
	Folder   bool   // which is a folder
	Path, To string
	Off      int64
	Data     []byte
}

// An FS is a mounted file system.
type FS struct {
	server *fuse.Server

	mu      sync.Mutex
	ops     []Op
	last    uint64 // number of the newest file
	full    int    // changes until the disk is full; less than 0 for never
	crammed bool   // every write needs room, save at the beginning of a file
	refused int
}

// Mount mounts an empty file system at dir.
func Mount(dir string) (*FS, error) {
	f := &FS{full: -1}
	root := &node{fs: f, folder: true}
	server, err := fs.Mount(dir, root, &fs.Options{
		MountOptions: fuse.MountOptions{FsName: "faultfs", Name: "faultfs", DirectMount: true, MaxWrite: 1 << 20},
		OnAdd: func(ctx context.Context) {
			c := &node{fs: f, control: true}
			root.AddChild(Control, root.NewPersistentInode(ctx, c, fs.StableAttr{Mode: syscall.S_IFREG}), false)
		},
	})
	if err != nil {
		return nil, err
	}
	f.server = server
	return f, nil
}

// Unmount ends it. Nobody may have a file of it open.
func (f *FS) Unmount() error { return f.server.Unmount() }

// Ops is what was done so far.
func (f *FS) Ops() []Op {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.ops
}

// Refused is how many changes there was no room for.
func (f *FS) Refused() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.refused
}

// note writes an operation down. It needs mu.
func (f *FS) note(o Op) { f.ops = append(f.ops, o) }

// room tells whether there is room for a change. It needs mu.
func (f *FS) room() bool {
	switch {
	case f.full < 0:
		return true
	case f.full == 0:
		f.refused++
		return false
	}
	f.full--
	return true
}

// command carries out what was written to Control. It needs mu.
func (f *FS) command(line string) {
	switch {
	case line == "free":
		f.full = -1
		return
	case strings.HasPrefix(line, "crammed "):
		f.full, _ = strconv.Atoi(line[len("crammed "):])
		f.crammed = true
		return
	case strings.HasPrefix(line, "full "):
		f.full, _ = strconv.Atoi(line[len("full "):])
		f.crammed = false
		return
	}
	f.note(Op{Kind: Say, Data: []byte(line)})
}

// A node is a file or a folder.
type node struct {
	fs.Inode
	fs      *FS
	id      uint64
	folder  bool
	control bool
	data    []byte         // guarded by fs.mu
	blocks  map[int64]bool // which have room on the disk, likewise
}

// block is how much room is taken from a disk at a time, in bytes.
const block = 4096

// grown tells whether a write needs blocks that the file does not have. One
// that does not always finds room. It needs mu.
func (n *node) grown(off int64, size int) bool {
	if n.blocks == nil {
		n.blocks = map[int64]bool{}
	}
	for b := off / block; b*block < off+int64(size); b++ {
		if !n.blocks[b] || n.fs.crammed && b > 1 {
			return true
		}
	}
	return false
}

var (
	_ fs.NodeCreater   = (*node)(nil)
	_ fs.NodeMkdirer   = (*node)(nil)
	_ fs.NodeLinker    = (*node)(nil)
	_ fs.NodeUnlinker  = (*node)(nil)
	_ fs.NodeRmdirer   = (*node)(nil)
	_ fs.NodeRenamer   = (*node)(nil)
	_ fs.NodeOpener    = (*node)(nil)
	_ fs.NodeReader    = (*node)(nil)
	_ fs.NodeWriter    = (*node)(nil)
	_ fs.NodeFsyncer   = (*node)(nil)
	_ fs.NodeGetattrer = (*node)(nil)
	_ fs.NodeSetattrer = (*node)(nil)
)

// at is the path of a name in n.
func (n *node) at(name string) string {
	if dir := n.Path(nil); dir != "" {
		return dir + "/" + name
	}
	return name
}

// add makes a file or folder.
func (n *node) add(ctx context.Context, name string, mode uint32) (*fs.Inode, *node, syscall.Errno) {
	n.fs.mu.Lock()
	defer n.fs.mu.Unlock()
	if !n.fs.room() {
		return nil, nil, syscall.ENOSPC
	}
	n.fs.last++
	c := &node{fs: n.fs, id: n.fs.last, folder: mode == syscall.S_IFDIR}
	n.fs.note(Op{Kind: Name, File: c.id, Folder: c.folder, Path: n.at(name)})
	return n.NewPersistentInode(ctx, c, fs.StableAttr{Mode: mode}), c, 0
}

// Create makes a file.
func (n *node) Create(ctx context.Context, name string, _, _ uint32, out *fuse.EntryOut) (*fs.Inode, fs.FileHandle, uint32, syscall.Errno) {
	inode, c, errno := n.add(ctx, name, syscall.S_IFREG)
	if errno == 0 {
		c.attr(&out.Attr)
	}
	return inode, nil, 0, errno
}

// Mkdir makes a folder.
func (n *node) Mkdir(ctx context.Context, name string, _ uint32, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	inode, c, errno := n.add(ctx, name, syscall.S_IFDIR)
	if errno == 0 {
		c.attr(&out.Attr)
	}
	return inode, errno
}

// Link gives a file a further name.
func (n *node) Link(_ context.Context, target fs.InodeEmbedder, name string, out *fuse.EntryOut) (*fs.Inode, syscall.Errno) {
	n.fs.mu.Lock()
	defer n.fs.mu.Unlock()
	t := target.EmbeddedInode().Operations().(*node)
	n.fs.note(Op{Kind: Name, File: t.id, Path: n.at(name)})
	t.attr(&out.Attr)
	return target.EmbeddedInode(), 0
}

// Unlink takes a name away.
func (n *node) Unlink(_ context.Context, name string) syscall.Errno {
	n.fs.mu.Lock()
	defer n.fs.mu.Unlock()
	n.fs.note(Op{Kind: Remove, Path: n.at(name)})
	return 0
}

// Rmdir takes a folder away.
func (n *node) Rmdir(ctx context.Context, name string) syscall.Errno { return n.Unlink(ctx, name) }

// Rename renames, replacing what has the new name.
func (n *node) Rename(_ context.Context, name string, to fs.InodeEmbedder, newName string, _ uint32) syscall.Errno {
	n.fs.mu.Lock()
	defer n.fs.mu.Unlock()
	n.fs.note(Op{Kind: Rename, Path: n.at(name), To: to.EmbeddedInode().Operations().(*node).at(newName)})
	return 0
}

// Open opens a file.
func (n *node) Open(_ context.Context, flags uint32) (fs.FileHandle, uint32, syscall.Errno) {
	if n.control {
		return nil, fuse.FOPEN_DIRECT_IO, 0
	}
	n.fs.mu.Lock()
	defer n.fs.mu.Unlock()
	if flags&syscall.O_TRUNC != 0 && len(n.data) > 0 {
		n.data, n.blocks = nil, nil
		n.fs.note(Op{Kind: Truncate, File: n.id})
	}
	return nil, 0, 0
}

// Read reads.
func (n *node) Read(_ context.Context, _ fs.FileHandle, dest []byte, off int64) (fuse.ReadResult, syscall.Errno) {
	n.fs.mu.Lock()
	defer n.fs.mu.Unlock()
	if off >= int64(len(n.data)) {
		return fuse.ReadResultData(nil), 0
	}
	return fuse.ReadResultData(append(dest[:0], n.data[off:min(int64(len(n.data)), off+int64(len(dest)))]...)), 0
}

// Write writes.
func (n *node) Write(_ context.Context, _ fs.FileHandle, data []byte, off int64) (uint32, syscall.Errno) {
	n.fs.mu.Lock()
	defer n.fs.mu.Unlock()
	if n.control {
		for line := range strings.Lines(string(data)) {
			n.fs.command(strings.TrimSuffix(line, "\n"))
		}
		return uint32(len(data)), 0
	}
	if n.grown(off, len(data)) && !n.fs.room() {
		return 0, syscall.ENOSPC
	}
	for b := off / block; b*block < off+int64(len(data)); b++ {
		n.blocks[b] = true
	}
	if end := off + int64(len(data)); end > int64(len(n.data)) {
		n.data = append(n.data, make([]byte, end-int64(len(n.data)))...)
	}
	copy(n.data[off:], data)
	n.fs.note(Op{Kind: Write, File: n.id, Off: off, Data: append([]byte{}, data...)})
	return uint32(len(data)), 0
}

// Fsync makes durable.
func (n *node) Fsync(context.Context, fs.FileHandle, uint32) syscall.Errno {
	n.fs.mu.Lock()
	defer n.fs.mu.Unlock()
	if n.folder {
		n.fs.note(Op{Kind: SyncDir, Path: n.Path(nil)})
	} else if !n.control {
		n.fs.note(Op{Kind: Sync, File: n.id})
	}
	return 0
}

// Getattr tells the size.
func (n *node) Getattr(_ context.Context, _ fs.FileHandle, out *fuse.AttrOut) syscall.Errno {
	n.fs.mu.Lock()
	defer n.fs.mu.Unlock()
	n.attr(&out.Attr)
	return 0
}

// Setattr changes the size.
func (n *node) Setattr(_ context.Context, _ fs.FileHandle, in *fuse.SetAttrIn, out *fuse.AttrOut) syscall.Errno {
	n.fs.mu.Lock()
	defer n.fs.mu.Unlock()
	if size, ok := in.GetSize(); ok && !n.control && int64(size) != int64(len(n.data)) {
		if int64(size) > int64(len(n.data)) && !n.fs.room() {
			return syscall.ENOSPC
		}
		for b := range n.blocks {
			if b*block >= int64(size) {
				delete(n.blocks, b)
			}
		}
		n.data = append(n.data[:min(int(size), len(n.data))], make([]byte, max(0, int(size)-len(n.data)))...)
		n.fs.note(Op{Kind: Truncate, File: n.id, Off: int64(size)})
	}
	n.attr(&out.Attr)
	return 0
}

// attr needs mu, or n for itself.
func (n *node) attr(out *fuse.Attr) {
	out.Mode = 0o600
	if n.folder {
		out.Mode = 0o700
	}
	out.Size = uint64(len(n.data))
	out.Blocks = (out.Size + 511) / 512
}
