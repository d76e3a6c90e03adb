package bundle

import (
	"encoding/binary"
	"hash/crc32"
)

// A part is a file in the archive.
type part struct {
	name string
	data []byte
}

// Sizes of what a ZIP archive has around its files (PKWARE, "APPNOTE.TXT",
// sections 4.3.7, 4.3.12 and 4.3.16).
const (
	headLen     = 30 // before the name and the data of a file
	entryLen    = 46 // of a file in the directory, before its name
	endLen      = 22 // behind the directory, before the comment
	commentLen  = 64 // the digest of the manifest in hexadecimal
	zipVersion  = 10 // needed to read it: 1.0
	firstDayDOS = 1<<5 | 1
)

// archive is the ZIP archive of the parts, the first of which is the manifest:
// stored as they are, at midnight of the first day of 1980, with the digest of
// the manifest as its comment.
func archive(parts []part) []byte {
	size := endLen + commentLen
	for _, p := range parts {
		size += headLen + entryLen + 2*len(p.name) + len(p.data)
	}
	b := make([]byte, 0, size)
	var directory []byte
	for _, p := range parts {
		entry := binary.LittleEndian.AppendUint32(nil, 0x02014b50)
		entry = binary.LittleEndian.AppendUint16(entry, zipVersion) // made by
		entry = append(entry, common(p)...)
		entry = append(entry, make([]byte, 10)...) // no comment, first disk, no attributes
		entry = binary.LittleEndian.AppendUint32(entry, uint32(len(b)))
		directory = append(append(directory, entry...), p.name...)

		b = binary.LittleEndian.AppendUint32(b, 0x04034b50)
		b = append(b, common(p)...)
		b = append(append(b, p.name...), p.data...)
	}
	start := len(b)
	b = append(b, directory...)
	b = binary.LittleEndian.AppendUint32(b, 0x06054b50)
	b = append(b, make([]byte, 4)...) // one disk
	b = binary.LittleEndian.AppendUint16(b, uint16(len(parts)))
	b = binary.LittleEndian.AppendUint16(b, uint16(len(parts)))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(directory)))
	b = binary.LittleEndian.AppendUint32(b, uint32(start))
	b = binary.LittleEndian.AppendUint16(b, commentLen)
	return append(b, digest(parts[0].data)...)
}

// common is what the head of a file and its entry in the directory both say.
func common(p part) []byte {
	b := binary.LittleEndian.AppendUint16(nil, zipVersion)
	b = append(b, make([]byte, 6)...) // no flags, stored, midnight
	b = binary.LittleEndian.AppendUint16(b, firstDayDOS)
	b = binary.LittleEndian.AppendUint32(b, crc32.ChecksumIEEE(p.data))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(p.data)))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(p.data)))
	b = binary.LittleEndian.AppendUint16(b, uint16(len(p.name)))
	return append(b, 0, 0) // nothing extra
}
