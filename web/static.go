package web

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

//go:embed static
var statics embed.FS

// hashDigits is how much of a file's SHA-256 its address carries. nginx takes it out again (nginx/nginx.conf.tmpl).
const hashDigits = 10

// addresses are where the files under web/static are found, by their path there; every host serves them. An address names the
// content, so that browsers may keep it for ever: cart/cart.css is /static/cart/cart.0123456789.css.
type addresses map[string]string

func newAddresses() (addresses, error) {
	all := addresses{}
	err := fs.WalkDir(statics, "static", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := statics.ReadFile(file)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(body)
		ext := path.Ext(file)
		all[strings.TrimPrefix(file, "static/")] = "/" + strings.TrimSuffix(file, ext) + "." + hex.EncodeToString(sum[:])[:hashDigits] + ext
		return nil
	})
	return all, err
}

func (a addresses) of(file string) (string, error) {
	address, ok := a[file]
	if !ok {
		return "", fmt.Errorf("no static file %q", file)
	}
	return address, nil
}
