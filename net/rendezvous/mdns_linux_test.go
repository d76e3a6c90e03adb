package rendezvous

import (
	"crypto/ed25519"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"chirograph/net/node"
)

// inNamespace is set in the copy of the test that runs in a network of its own.
const inNamespace = "CHIROGRAPH_TEST_NAMESPACE"

// TestMDNS finds a program in the same network that nothing is known of. It
// runs in a network namespace of its own: elsewhere it would announce test
// programs to the people around.
func TestMDNS(t *testing.T) {
	if os.Getenv(inNamespace) == "" {
		if _, err := exec.LookPath("ip"); err != nil {
			t.Skip("needs the ip command (package iproute2)")
		}
		cmd := exec.Command(os.Args[0], "-test.run=^TestMDNS$", "-test.v")
		cmd.Env = append(os.Environ(), inNamespace+"=1")
		cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}
		out, err := cmd.CombinedOutput()
		if strings.Contains(errorText(err), "operation not permitted") {
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
		"route add 224.0.0.0/4 dev v0",
	} {
		if out, err := exec.Command("ip", strings.Fields(line)...).CombinedOutput(); err != nil {
			t.Fatalf("ip %s: %v %s", line, err, out)
		}
	}
	k := document(1)
	var two []*program
	for i := range byte(2) {
		s := make([]byte, ed25519.SeedSize)
		s[0] = i
		two = append(two, start(t, node.Options{Key: ed25519.NewKeyFromSeed(s)}, true, k))
	}
	t.Log("connected after", until(t, 5*time.Second, "connected", together(k, two[0], two[1])))
	for _, a := range two[0].node.Addrs() {
		if !strings.HasPrefix(a, "/ip4/10.9.0.1/") {
			t.Errorf("advertises %s", a)
		}
	}
	if r := two[0].node.Route(two[1].node.ID()); r != "lan" {
		t.Errorf("Route: %q", r)
	}

	// Another network: all starts again, mDNS too, and nobody is lost.
	if out, err := exec.Command("ip", "addr", "add", "10.9.1.1/24", "dev", "v0").CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	time.Sleep(look + 500*time.Millisecond)
	until(t, 5*time.Second, "connected", together(k, two[0], two[1]))
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
