// Package pictures keeps the pictures of goods and of brands, in a folder or in a store that speaks S3. Each is drawn anew in the sizes that
// the shop shows, under names that its content gives: what a name holds never changes, and the same picture twice is one.
package pictures

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"

	"gulimall/pkg/photo"
	"gulimall/services/product"
)

// Root begins the path of every picture.
const Root = "/media/"

// The longest sides of what is kept: the picture that a product's page enlarges, and the small one of lists. Small ends the small one's name
// before its ending.
const (
	largeSide = 1200
	smallSide = 480
	Small     = "-s"
)

// atOnce bounds how many pictures are drawn at once: each takes up to a hundred megabytes while it is.
const atOnce = 2

// Files is where pictures lie. A name is a relative path of plain letters, figures, dashes and slashes.
type Files interface {
	// Put stores a file whole or not at all; under a name that is taken lies the same already.
	Put(ctx context.Context, name string, data []byte) error
	// Open reads a file; product.ErrNoPicture.
	Open(ctx context.Context, name string) ([]byte, error)
}

// Keeper keeps pictures.
type Keeper struct {
	files Files
	slots chan struct{}
}

var _ product.Pictures = (*Keeper)(nil)

// New keeps pictures in files.
func New(files Files) *Keeper { return &Keeper{files, make(chan struct{}, atOnce)} }

// Keep implements product.Pictures.
func (k *Keeper) Keep(ctx context.Context, data []byte) (product.Picture, error) {
	select {
	case k.slots <- struct{}{}:
		defer func() { <-k.slots }()
	case <-ctx.Done():
		return product.Picture{}, ctx.Err()
	}
	drawn, err := photo.Redraw(data, product.MaxPicture, smallSide, largeSide)
	if err != nil {
		return product.Picture{}, err
	}
	small, large := drawn[0], drawn[1]
	sum := sha256.Sum256(large.Data)
	stem := hex.EncodeToString(sum[:16])
	stem = "p/" + stem[:2] + "/" + stem
	for name, file := range map[string]photo.Drawn{stem + Small + ".jpg": small, stem + ".jpg": large} {
		if err := k.files.Put(ctx, name, file.Data); err != nil {
			return product.Picture{}, fmt.Errorf("keep picture %s: %w", name, err)
		}
	}
	return product.Picture{URL: Root + stem + ".jpg", Width: large.Width, Height: large.Height}, nil
}

// Open implements product.Pictures.
func (k *Keeper) Open(ctx context.Context, path string) ([]byte, error) {
	name, ok := strings.CutPrefix(path, Root)
	if !ok || !names.MatchString(name) {
		return nil, product.ErrNoPicture
	}
	return k.files.Open(ctx, name)
}

// names are those that Keep gives.
var names = regexp.MustCompile(`^p/[0-9a-f]{2}/[0-9a-f]{32}(-s)?\.jpg$`)
