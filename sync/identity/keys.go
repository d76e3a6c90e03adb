package identity

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/sha256"
	"log/slog"
	"strconv"

	"chirograph/editor/version"
)

// A Secret is 32 bytes that must not be shown. It prints as a placeholder.
type Secret [32]byte

func (Secret) String() string       { return "(secret)" }
func (Secret) GoString() string     { return "(secret)" }
func (Secret) LogValue() slog.Value { return slog.StringValue("(secret)") }

// DeviceKey is the key by which the network knows this device. It is derived
// from the device's master seed, and, in a copy of its data folder, from where
// that is: two devices with one key could not find each other. place is empty
// where the seed was born.
func DeviceKey(seed Secret, place []byte) ed25519.PrivateKey {
	return signingKey(seed, "device"+string(place))
}

// AuthorKey is the key that signs what this device writes into a document.
// install differs for every installation: two copies of one data folder never
// sign with one key, so they cannot give one sequence number out twice.
func AuthorKey(seed Secret, id DocumentID, install [32]byte) ed25519.PrivateKey {
	return signingKey(seed, "author "+string(id[:])+string(install[:]))
}

// OwnerKey is the key of the owner of the document that was born with salt.
func OwnerKey(seed Secret, salt [16]byte) ed25519.PrivateKey {
	return signingKey(seed, "owner "+string(salt[:]))
}

// Author is the public half of k.
func Author(k ed25519.PrivateKey) version.Author {
	return version.Author(k.Public().(ed25519.PublicKey))
}

// A WriteSeed lets its holder write. Everything else about an epoch's keys
// follows from it, never the reverse.
type WriteSeed struct{ Secret }

// A ReadSecret lets its holder read.
type ReadSecret struct{ Secret }

// A DiscoveryKey lets its holder find the people who have a document, and
// check and order what they say, without reading it.
type DiscoveryKey struct{ Secret }

// Key signs certificates of the epoch.
func (w WriteSeed) Key() ed25519.PrivateKey { return ed25519.NewKeyFromSeed(w.Secret[:]) }

// Read is the read secret of the epoch.
func (w WriteSeed) Read() ReadSecret { return ReadSecret{derive(w.Secret, "read")} }

// Discovery is the discovery key of the epoch.
func (r ReadSecret) Discovery() DiscoveryKey { return DiscoveryKey{derive(r.Secret, "discovery")} }

// Batch encrypts what authors write in an epoch of a document.
func (r ReadSecret) Batch(id DocumentID, epoch uint64) Secret {
	return derive(r.Secret, "batch "+string(id[:])+strconv.FormatUint(epoch, 10))
}

// Pack encrypts the packs that authors make of what they wrote in an epoch.
func (r ReadSecret) Pack(id DocumentID, epoch uint64) Secret {
	return derive(r.Secret, "pack "+string(id[:])+strconv.FormatUint(epoch, 10))
}

// Chain keys the hash chain of every author's log. It is that of epoch 0 for
// the document's whole life: a log's hashes outlive changes of keys.
func (r ReadSecret) Chain(id DocumentID) Secret {
	return derive(r.Secret, "chain "+string(id[:]))
}

// Presence encrypts who is here and where their caret is.
func (r ReadSecret) Presence() Secret { return derive(r.Secret, "presence") }

// Card encrypts the names and colours of the people.
func (r ReadSecret) Card() Secret { return derive(r.Secret, "card") }

// Note encrypts what members say to each other about the document: the names of
// versions, or snapshots.
func (r ReadSecret) Note(kind string) Secret { return derive(r.Secret, "note "+kind) }

// Snapshots proves, in the handshake of a stream on which snapshots travel, that
// one may read the document.
func (r ReadSecret) Snapshots() [32]byte { return derive(r.Secret, "snapshots") }

// Membership proves to another member, in the handshake of a stream, that one
// knows the document.
func (d DiscoveryKey) Membership() [32]byte { return derive(d.Secret, "membership") }

// Topic is the name under which members meet on a day, counted from
// 1970-01-01 in UTC. It tells a stranger neither the document nor that the
// names of two days belong together.
func (d DiscoveryKey) Topic(day int64) [32]byte {
	return derive(d.Secret, "topic "+strconv.FormatInt(day, 10))
}

func signingKey(seed Secret, what string) ed25519.PrivateKey {
	s := derive(seed, what)
	return ed25519.NewKeyFromSeed(s[:])
}

// derive is HKDF (RFC 5869) with SHA-256.
func derive(s Secret, what string) Secret {
	k, err := hkdf.Key(sha256.New, s[:], nil, "chirograph 1 "+what, 32)
	if err != nil {
		panic("identity: " + err.Error()) // only for lengths over 8,160
	}
	return Secret(k)
}
