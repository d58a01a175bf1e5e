package product

import (
	"context"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
)

// ErrNoPicture says that there is no such picture.
var ErrNoPicture = apperr.New(apperr.NotFound, "picture_not_found")

// MaxPicture is how many bytes a picture may have that somebody sends.
const MaxPicture = 5 << 20

// Picture is a picture that the shop keeps. URL is a path of every host of the shop.
type Picture struct {
	URL           string
	Width, Height int
}

// Pictures keeps pictures of goods and of brands.
type Pictures interface {
	// Keep judges a picture by its content, draws it anew and stores it; photo.ErrType, photo.ErrSize. The same picture is kept once.
	Keep(ctx context.Context, data []byte) (Picture, error)
	// Open reads the file under a path of Keep; ErrNoPicture.
	Open(ctx context.Context, path string) ([]byte, error)
}

// PictureLog tells the audit log of a picture that was kept.
type PictureLog interface {
	PictureKept(ctx context.Context, picture Picture, by adminapi.By) error
}

// Gallery is where members of staff bring pictures.
type Gallery struct {
	pictures Pictures
	log      PictureLog
}

// NewGallery makes the gallery.
func NewGallery(pictures Pictures, log PictureLog) *Gallery { return &Gallery{pictures, log} }

// Add keeps a picture.
func (g *Gallery) Add(ctx context.Context, data []byte, by adminapi.By) (Picture, error) {
	picture, err := g.pictures.Keep(ctx, data)
	if err != nil {
		return Picture{}, err
	}
	return picture, g.log.PictureKept(ctx, picture, by)
}

// Open reads a kept file.
func (g *Gallery) Open(ctx context.Context, path string) ([]byte, error) {
	return g.pictures.Open(ctx, path)
}
