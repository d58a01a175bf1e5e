// Package pictures keeps what members photograph for after-sale: each picture is checked by its content, drawn anew (which leaves
// place, camera and everything else behind that is no picture) and stored under a name that nobody can guess.
package pictures

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"gulimall/pkg/photo"
	"gulimall/services/order"
)

// Disk keeps pictures in a folder that only the service reads.
type Disk struct {
	dir   string
	slots chan struct{}
}

var _ order.Pictures = (*Disk)(nil)

// side is the longest side of what is kept.
const side = 1600

// atOnce bounds how many pictures are drawn at once: each takes tens of megabytes while it is.
const atOnce = 2

// NewDisk keeps pictures under dir, which is made when the first one comes.
func NewDisk(dir string) *Disk { return &Disk{dir, make(chan struct{}, atOnce)} }

// Keep implements order.Pictures.
func (d *Disk) Keep(ctx context.Context, data []byte) (string, error) {
	select {
	case d.slots <- struct{}{}:
		defer func() { <-d.slots }()
	case <-ctx.Done():
		return "", ctx.Err()
	}
	drawn, err := photo.Redraw(data, order.MaxPicture, side)
	if err != nil {
		return "", err
	}
	name := strings.ToLower(rand.Text()) + ".jpg"
	path := d.path(name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", fmt.Errorf("keep picture: %w", err)
	}
	if err := os.WriteFile(path, drawn[0].Data, 0o600); err != nil {
		return "", errors.Join(fmt.Errorf("keep picture: %w", err), os.Remove(path))
	}
	return name, nil
}

// Open implements order.Pictures.
func (d *Disk) Open(_ context.Context, name string) ([]byte, error) {
	if !plain(name) {
		return nil, order.ErrNotFound
	}
	data, err := os.ReadFile(d.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, order.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("open picture: %w", err)
	}
	return data, nil
}

// Remove implements order.Pictures. A picture that stays behind is known to nobody.
func (d *Disk) Remove(_ context.Context, names ...string) {
	for _, name := range names {
		if plain(name) {
			_ = os.Remove(d.path(name))
		}
	}
}

// path spreads the pictures over folders.
func (d *Disk) path(name string) string { return filepath.Join(d.dir, name[:2], name) }

// plain says whether a name is one that Keep could have made.
func plain(name string) bool {
	stem, ok := strings.CutSuffix(name, ".jpg")
	return ok && len(stem) >= 20 && !bytes.ContainsFunc([]byte(stem), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
}
