package pictures

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"gulimall/pkg/apperr"
	"gulimall/services/product"
)

// Disk keeps files in a folder that nginx shows.
type Disk struct{ dir string }

var _ Files = Disk{}

// NewDisk keeps files under dir; without one nothing can be kept.
func NewDisk(dir string) Disk { return Disk{dir} }

// Put implements Files. Whoever reads meanwhile sees the whole file or none.
func (d Disk) Put(_ context.Context, name string, data []byte) error {
	if d.dir == "" {
		return apperr.ErrUnavailable.Wrap(errors.New("there is no folder for pictures"))
	}
	path := filepath.Join(d.dir, filepath.FromSlash(name))
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil { //nolint:gosec // nginx reads it
		return err
	}
	fresh, err := os.CreateTemp(filepath.Dir(path), "new-*")
	if err != nil {
		return err
	}
	_, err = fresh.Write(data)
	err = errors.Join(err, fresh.Chmod(0o644), fresh.Sync(), fresh.Close())
	if err == nil {
		err = os.Rename(fresh.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(fresh.Name()))
	}
	return nil
}

// Open implements Files.
func (d Disk) Open(_ context.Context, name string) ([]byte, error) {
	data, err := os.ReadFile(filepath.Join(d.dir, filepath.FromSlash(name)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, product.ErrNoPicture
	}
	if err != nil {
		return nil, fmt.Errorf("open picture: %w", err)
	}
	return data, nil
}
