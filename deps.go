//go:build deps

package main

import (
	_ "gioui.org/app"
	_ "gioui.org/gpu/headless"
	_ "gioui.org/widget"
	_ "gioui.org/x/explorer"
	_ "github.com/fxamacker/cbor/v2"
	_ "github.com/go-text/typesetting/segmenter"
	_ "github.com/godbus/dbus/v5"
	_ "github.com/libp2p/go-libp2p"
	_ "github.com/libp2p/go-libp2p-pubsub"
	_ "github.com/libp2p/go-libp2p/p2p/discovery/mdns"
	_ "github.com/libp2p/go-libp2p/p2p/net/mock"
	_ "github.com/libp2p/go-libp2p/x/simlibp2p"
	_ "github.com/mr-tron/base58"
	_ "github.com/rogpeppe/go-internal/testscript"
	_ "go.etcd.io/bbolt"
	_ "golang.org/x/crypto/chacha20poly1305"
	_ "golang.org/x/exp/shiny/materialdesign/icons"
	_ "golang.org/x/sync/errgroup"
	_ "golang.org/x/sys/unix"
	_ "pgregory.net/rapid"
)

func main() {}
