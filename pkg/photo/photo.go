// Package photo takes pictures from outside: it judges them by their content and draws them anew, which leaves place, camera and everything
// else behind that is no picture.
package photo

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/draw"
	"golang.org/x/image/webp"

	"gulimall/pkg/apperr"
)

// The refusals of pictures.
var (
	ErrType = apperr.New(apperr.Invalid, "picture_type")
	ErrSize = apperr.New(apperr.Invalid, "picture_size")
)

const (
	maxSide   = 8000
	maxPixels = 24_000_000
	maxScans  = 64 // cameras and programs write about ten
	quality   = 82
)

// Drawn is a picture drawn anew, as JPEG.
type Drawn struct {
	Data          []byte
	Width, Height int
}

// format is how a kind of picture is read.
type format struct {
	magic  func(data []byte) bool
	config func(data []byte) (image.Config, error)
	decode func(data []byte) (image.Image, error)
}

// formats are the kinds that are taken, known by how they begin and not by what somebody says that they are.
func formats() []format {
	return []format{
		{
			func(d []byte) bool { return bytes.HasPrefix(d, []byte("\xff\xd8\xff")) },
			func(d []byte) (image.Config, error) { return jpeg.DecodeConfig(bytes.NewReader(d)) },
			func(d []byte) (image.Image, error) {
				if bytes.Count(d, []byte(scan)) > maxScans {
					return nil, errScans
				}
				return jpeg.Decode(bytes.NewReader(d))
			},
		},
		{
			func(d []byte) bool { return bytes.HasPrefix(d, []byte("\x89PNG\r\n\x1a\n")) },
			func(d []byte) (image.Config, error) { return png.DecodeConfig(bytes.NewReader(d)) },
			func(d []byte) (image.Image, error) { return png.Decode(bytes.NewReader(d)) },
		},
		{
			func(d []byte) bool { return len(d) > 12 && string(d[:4]) == "RIFF" && string(d[8:12]) == "WEBP" },
			func(d []byte) (image.Config, error) { return webp.DecodeConfig(bytes.NewReader(d)) },
			func(d []byte) (image.Image, error) { return webp.Decode(bytes.NewReader(d)) },
		},
	}
}

// Redraw reads a picture of so many bytes at the most (ErrType, ErrSize) and draws it anew once for each side given: upright, on white,
// and with no side longer than that.
func Redraw(data []byte, most int, sides ...int) ([]Drawn, error) {
	if len(data) > most {
		return nil, ErrSize
	}
	picture, err := read(data)
	if err != nil {
		return nil, err
	}
	drawn := make([]Drawn, len(sides))
	for i, side := range sides {
		if drawn[i], err = encode(turn(shrink(picture, side), orientation(data))); err != nil {
			return nil, err
		}
	}
	return drawn, nil
}

// scan begins each pass over a JPEG's pixels. Within the passes themselves these bytes do not occur.
const scan = "\xff\xda"

var errScans = errors.New("too many scans")

// read decodes a picture. Its dimensions are judged before anything is decoded: a small file may unfold to gigabytes. So are
// the passes: a progressive JPEG may go over all its pixels again with every forty bytes, for minutes.
func read(data []byte) (image.Image, error) {
	for _, f := range formats() {
		if !f.magic(data) {
			continue
		}
		config, err := f.config(data)
		if err != nil {
			return nil, ErrType.Wrap(err)
		}
		if config.Width < 1 || config.Height < 1 || config.Width > maxSide || config.Height > maxSide || config.Width*config.Height > maxPixels {
			return nil, ErrSize
		}
		picture, err := f.decode(data)
		if err != nil {
			return nil, ErrType.Wrap(err)
		}
		return picture, nil
	}
	return nil, ErrType
}

// shrink draws a picture on white, with its longest side no longer than side.
func shrink(from image.Image, side int) *image.RGBA {
	w, h := from.Bounds().Dx(), from.Bounds().Dy()
	if longest := max(w, h); longest > side {
		w, h = max(1, w*side/longest), max(1, h*side/longest)
	}
	to := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(to, to.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(to, to.Bounds(), from, from.Bounds(), draw.Over, nil)
	return to
}

// turn brings a picture upright that a camera took in an orientation of EXIF (1 to 8).
func turn(from *image.RGBA, orientation int) *image.RGBA {
	if orientation < 2 || orientation > 8 {
		return from
	}
	w, h := from.Bounds().Dx(), from.Bounds().Dy()
	to := image.NewRGBA(image.Rect(0, 0, w, h))
	if orientation >= 5 {
		to = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			tx, ty := x, y
			switch orientation {
			case 2:
				tx = w - 1 - x
			case 3:
				tx, ty = w-1-x, h-1-y
			case 4:
				ty = h - 1 - y
			case 5:
				tx, ty = y, x
			case 6:
				tx, ty = h-1-y, x
			case 7:
				tx, ty = h-1-y, w-1-x
			case 8:
				tx, ty = y, w-1-x
			}
			to.SetRGBA(tx, ty, from.RGBAAt(x, y))
		}
	}
	return to
}

func encode(picture image.Image) (Drawn, error) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture, &jpeg.Options{Quality: quality}); err != nil {
		return Drawn{}, fmt.Errorf("draw picture: %w", err)
	}
	return Drawn{b.Bytes(), picture.Bounds().Dx(), picture.Bounds().Dy()}, nil
}
