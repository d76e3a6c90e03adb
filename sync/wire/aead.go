package wire

import (
	stdcipher "crypto/cipher"

	"golang.org/x/crypto/chacha20poly1305"

	"chirograph/sync/identity"
)

func aead(k identity.Secret) stdcipher.AEAD {
	a, err := chacha20poly1305.NewX(k[:])
	if err != nil {
		panic("wire: " + err.Error()) // only for keys of another length
	}
	return a
}
