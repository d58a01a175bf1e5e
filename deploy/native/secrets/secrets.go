// Package secrets makes passwords and keys at the first start and keeps them in files that only their owner reads.
package secrets

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Password reads a secret, and makes it when it is not there yet.
func Password(file string) (string, error) {
	b, err := os.ReadFile(file)
	if err == nil {
		return strings.TrimSpace(string(b)), nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	p := rand.Text()
	return p, Write(file, p)
}

// Write stores a secret in one step, so that a crash leaves no half of it.
func Write(file, text string) error {
	tmp := file + ".new"
	if err := os.WriteFile(tmp, []byte(text+"\n"), 0o600); err != nil {
		return err
	}
	return os.Rename(tmp, file)
}

// RSAPair makes <name>_private.pem (PKCS #8) and <name>_public.pem (PKIX), unless both are there.
func RSAPair(dir, name string) error {
	private, public := filepath.Join(dir, name+"_private.pem"), filepath.Join(dir, name+"_public.pem")
	if exists(private) && exists(public) {
		return nil
	}
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	pub, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		return err
	}
	if err := Write(private, block("PRIVATE KEY", der)); err != nil {
		return err
	}
	return Write(public, block("PUBLIC KEY", pub))
}

func block(kind string, der []byte) string {
	return strings.TrimSpace(string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})))
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}
