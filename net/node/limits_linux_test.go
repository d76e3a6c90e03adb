package node

import (
	"context"
	"crypto/ed25519"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestPeopleBehindOneAddress lets an office in, and somebody whose connection
// breaks again and again. It runs in a network namespace of its own, since
// there are no limits for this computer's own addresses.
func TestPeopleBehindOneAddress(t *testing.T) {
	const inNamespace = "CHIROGRAPH_TEST_NAMESPACE"
	if os.Getenv(inNamespace) == "" {
		if _, err := exec.LookPath("ip"); err != nil {
			t.Skip("needs the ip command (package iproute2)")
		}
		cmd := exec.Command(os.Args[0], "-test.run=^TestPeopleBehindOneAddress$", "-test.v")
		cmd.Env = append(os.Environ(), inNamespace+"=1")
		cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}
		out, err := cmd.CombinedOutput()
		if err != nil && strings.Contains(err.Error(), "operation not permitted") {
			t.Skip("needs the right to make a network namespace: ", err)
		}
		t.Logf("%s", out)
		if err != nil {
			t.Fatal(err)
		}
		return
	}
	for _, line := range []string{
		"link set lo up",
		"link add v0 type veth peer name v1",
		"addr add 10.9.0.1/24 dev v0",
		"link set v0 up",
		"link set v1 up",
	} {
		if out, err := exec.Command("ip", strings.Fields(line)...).CombinedOutput(); err != nil {
			t.Fatalf("ip %s: %v %s", line, err, out)
		}
	}
	begin := func(seed byte) *Node {
		s := make([]byte, ed25519.SeedSize)
		s[0] = seed
		n, err := New(Options{Key: ed25519.NewKeyFromSeed(s)})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { n.Close() })
		return n
	}
	hub := begin(0)
	connect := func(n *Node) error {
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		return n.Connect(ctx, hub.ID(), hub.Addrs())
	}
	var n *Node
	for i := range byte(20) {
		n = begin(i + 1)
		if err := connect(n); err != nil {
			t.Fatalf("person %d: %v", i+1, err)
		}
	}
	for i := range 20 {
		if err := n.Host().Network().ClosePeer(hub.Host().ID()); err != nil {
			t.Fatal(err)
		}
		if err := connect(n); err != nil {
			t.Fatalf("reconnection %d: %v", i+1, err)
		}
	}
	// There is a limit, all the same.
	for i := range 2 * attemptsPerAddress {
		if err := n.Host().Network().ClosePeer(hub.Host().ID()); err != nil {
			t.Fatal(err)
		}
		if connect(n) != nil {
			t.Logf("refused at reconnection %d", i+1)
			return
		}
	}
	t.Error("there is no limit")
}
