package seed

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"gulimall/pkg/demodata"
	"gulimall/pkg/picture"
)

// Pictures draws what the demo goods look like into the media folder and says how many files it wrote. A file that already shows what it
// should is left alone, so that nginx and browsers may keep it.
func Pictures(ctx context.Context, dir string) (int, error) {
	all := demodata.Pictures()
	for _, p := range all {
		if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(p.File)), 0o755); err != nil { //nolint:gosec // nginx reads it
			return 0, fmt.Errorf("make media folder: %w", err)
		}
	}
	var written atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, p := range all {
		group.Go(func() error {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			fresh, err := draw(filepath.Join(dir, p.File), p.Spec)
			if fresh {
				written.Add(1)
			}
			return err
		})
	}
	err := group.Wait()
	return int(written.Load()), err
}

// draw writes a picture unless the file is the same already. A reader sees the old file or the new one, never half of it.
func draw(file string, spec picture.Spec) (fresh bool, err error) {
	var b bytes.Buffer
	if err := picture.Draw(&b, spec); err != nil {
		return false, fmt.Errorf("draw %s: %w", file, err)
	}
	old, err := os.ReadFile(file) //nolint:gosec // a name of our own
	if err == nil && bytes.Equal(old, b.Bytes()) {
		return false, nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	if err := os.WriteFile(file+".new", b.Bytes(), 0o644); err != nil { //nolint:gosec // nginx reads it
		return false, err
	}
	return true, os.Rename(file+".new", file)
}
