package secrets_test

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/deploy/native/secrets"
)

func TestAPasswordIsMadeOnceAndKept(t *testing.T) {
	f := filepath.Join(t.TempDir(), "p")
	a, err := secrets.Password(f)
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(a), 20)
	b, err := secrets.Password(f)
	require.NoError(t, err)
	require.Equal(t, a, b)
	st, err := os.Stat(f)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), st.Mode().Perm())
}

func TestAKeyPairFits(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, secrets.RSAPair(dir, "app"))
	read := func(name string) []byte {
		b, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		p, _ := pem.Decode(b)
		require.NotNil(t, p)
		return p.Bytes
	}
	first := read("app_private.pem")
	parsed, err := x509.ParsePKCS8PrivateKey(first)
	require.NoError(t, err)
	key, ok := parsed.(*rsa.PrivateKey)
	require.True(t, ok)
	pub, err := x509.ParsePKIXPublicKey(read("app_public.pem"))
	require.NoError(t, err)
	require.True(t, key.PublicKey.Equal(pub))
	require.NoError(t, secrets.RSAPair(dir, "app"))
	require.Equal(t, first, read("app_private.pem"))
}
