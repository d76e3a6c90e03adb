package version

import (
	"encoding/binary"
	"errors"
)

// ErrEncoding means that bytes are not the one encoding of a value: they are
// cut short, too long, out of order or not in the shortest form.
var ErrEncoding = errors.New("not a canonical encoding")

// ReadUvarint takes a number off the front of data. Unlike binary.Uvarint it
// refuses all encodings but the shortest, because hashes are taken over them.
func ReadUvarint(data []byte) (v uint64, rest []byte, err error) {
	if len(data) > 0 && data[0] < 0x80 {
		return uint64(data[0]), data[1:], nil
	}
	v, n := binary.Uvarint(data)
	if n <= 0 || n > 1 && data[n-1] == 0 {
		return 0, nil, ErrEncoding
	}
	return v, data[n:], nil
}

// replicaSize is the length of an encoded replica: key and branch.
const replicaSize = len(Author{}) + len(Branch{})

// AppendReplica appends the 36 bytes of r: key, then branch.
func AppendReplica(dst []byte, r Replica) []byte {
	dst = append(dst, r.Author[:]...)
	return append(dst, r.Branch[:]...)
}

// ReadReplica takes a replica off the front of data.
func ReadReplica(data []byte) (r Replica, rest []byte, err error) {
	if len(data) < replicaSize {
		return Replica{}, nil, ErrEncoding
	}
	n := copy(r.Author[:], data)
	copy(r.Branch[:], data[n:])
	return r, data[replicaSize:], nil
}
