package httpapi

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/server"
	"gulimall/pkg/staff"
	"gulimall/services/product"
)

// Gallery is where members of staff bring pictures.
type Gallery interface {
	Add(ctx context.Context, data []byte, by adminapi.By) (product.Picture, error)
	Open(ctx context.Context, path string) ([]byte, error)
}

var _ Gallery = (*product.Gallery)(nil)

// PictureRoutes adds the calls that bring and show pictures.
func PictureRoutes(r gin.IRouter, uc Gallery, edge *server.Edge) {
	g := gallery{uc}
	r.POST(productapi.PathPictures, edge.JSON(staff.Guard(adminapi.ProductWrite, g.add)))
	show := edge.JSON(g.show)
	r.Match([]string{http.MethodGet, http.MethodHead}, productapi.PathMedia+"*name", show)
}

type gallery struct{ uc Gallery }

// formAround is room for what a form with one picture holds beside the picture.
const formAround = 64 << 10

func (g gallery) add(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, product.MaxPicture+formAround)
	data, err := sent(c.Request)
	if err != nil {
		return err
	}
	picture, err := g.uc.Add(c.Request.Context(), data, who)
	if err != nil {
		return err
	}
	c.JSON(http.StatusCreated, productapi.Picture(picture))
	return nil
}

// sent reads the file "picture" of a form.
func sent(r *http.Request) ([]byte, error) {
	file, _, err := r.FormFile("picture")
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, apperr.ErrTooLarge.Wrap(err)
	case errors.Is(err, http.ErrMissingFile):
		return nil, apperr.ErrInvalid.WithField("picture", "required")
	case err != nil:
		return nil, apperr.ErrMalformed.Wrap(err)
	}
	defer func() { _ = file.Close() }() // it was only read
	data, err := io.ReadAll(file)
	if err != nil {
		return nil, fmt.Errorf("read picture: %w", err)
	}
	return data, nil
}

// show answers a picture that is not in nginx's folder. It is shown, never run.
func (g gallery) show(c *gin.Context) error {
	data, err := g.uc.Open(c.Request.Context(), c.Request.URL.Path)
	if err != nil {
		return err
	}
	c.Header("Cache-Control", "public, max-age=31536000, immutable")
	c.Header("X-Content-Type-Options", "nosniff")
	c.Header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
	c.Data(http.StatusOK, "image/jpeg", data)
	return nil
}
