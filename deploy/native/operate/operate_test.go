package operate

import (
	"net"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/deploy/native/secrets"
	"gulimall/deploy/native/stack"
)

func TestKeysInTheWrongPlaceAreNamed(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, secrets.RSAPair(dir, "app"))
	require.NoError(t, secrets.RSAPair(dir, "alipay"))
	file := func(name string) string { return filepath.Join(dir, name) }
	require.NoError(t, checkKeys(file("app_private.pem"), file("alipay_public.pem")))
	require.ErrorContains(t, checkKeys(file("app_private.pem"), file("app_public.pem")), "应用公钥")
	require.ErrorContains(t, checkKeys(file("app_private.pem"), file("alipay_private.pem")), "a private key where")
	require.ErrorContains(t, checkKeys(file("app_public.pem"), file("alipay_public.pem")), "MALL_ALIPAY_PRIVATE_KEY_FILE")
	require.NoError(t, os.WriteFile(file("bad"), []byte("hello!"), 0o600))
	require.ErrorContains(t, checkKeys(file("bad"), file("alipay_public.pem")), "neither PEM nor base64")
	require.ErrorContains(t, checkKeys(file("none"), file("alipay_public.pem")), "no such file")
}

func TestWhoHoldsAPortIsNamed(t *testing.T) {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	require.NoError(t, err)
	addr := l.Addr().String()
	require.Contains(t, holder(t.Context(), addr), "(process ")
	require.NoError(t, l.Close())
	require.Empty(t, holder(t.Context(), addr))
}

func TestTheTableOfListeningSockets(t *testing.T) {
	table := "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n" +
		"   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1\n" +
		"   1: 0100007F:1F91 0100007F:9999 01 00000000:00000000 00:00000000 00000000     0        0 4712 1\n"
	require.Equal(t, "4711", listenInode(table, 8080))
	require.Empty(t, listenInode(table, 8081), "connected, not listening")
}

func TestTheEndOfALogIsShown(t *testing.T) {
	f := filepath.Join(t.TempDir(), "log")
	require.NoError(t, os.WriteFile(f, []byte("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n"), 0o600))
	require.Equal(t, "      3\n      4\n      5\n      6\n      7\n      8\n      9\n      10", tail(f))
	require.Empty(t, tail(f+"x"))
}

func TestMemoryIsRead(t *testing.T) {
	require.Equal(t, 2048, meminfo("MemTotal:  4096 kB\nMemAvailable:   2048 kB\n", "MemAvailable"))
}

func TestANewProgramMeetsANewSchema(t *testing.T) {
	part := func(name string) stack.Instance {
		i := slices.IndexFunc(stack.Parts(), func(p stack.Part) bool { return p.Name == name })
		require.GreaterOrEqual(t, i, 0)
		return stack.Instance{Part: stack.Parts()[i], Copy: 1}
	}
	m := &Mall{}
	require.Empty(t, m.renewSteps(nil), "a server has no schema of its own")
	after := map[string][]string{}
	for _, s := range m.renewSteps([]stack.Instance{part("order"), part("cart")}) {
		after[s.Name] = s.After
	}
	require.Equal(t, map[string][]string{"build": nil, "migrate order": {"build"}}, after, "cart lives in Redis")
}
