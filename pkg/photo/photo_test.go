package photo

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"

	"github.com/stretchr/testify/require"
)

const most = 1 << 20

// halves is a picture whose left half is black.
func halves(w, h int) image.Image {
	p := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			p.Set(x, y, color.White)
			if x < w/2 {
				p.Set(x, y, color.Black)
			}
		}
	}
	return p
}

func asJPEG(t *testing.T, p image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, jpeg.Encode(&b, p, nil))
	return b.Bytes()
}

func asPNG(t *testing.T, p image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, p))
	return b.Bytes()
}

// held puts an EXIF block with an orientation, and a secret, into a JPEG.
func held(data []byte, orientation uint16) []byte {
	tiff := []byte("II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00")
	tiff = binary.LittleEndian.AppendUint16(tiff, orientation)
	tiff = append(tiff, "\x00\x00\x00\x00\x00\x00 taken at home"...)
	segment := append([]byte("Exif\x00\x00"), tiff...)
	head := binary.BigEndian.AppendUint16([]byte{0xff, 0xd8, 0xff, 0xe1}, uint16(len(segment)+2)) //nolint:gosec // small
	return append(append(head, segment...), data[2:]...)
}

// bomb is a small PNG that says it is huge.
func bomb(w, h uint32) []byte {
	chunk := []byte("IHDR")
	chunk = binary.BigEndian.AppendUint32(chunk, w)
	chunk = binary.BigEndian.AppendUint32(chunk, h)
	chunk = append(chunk, 8, 6, 0, 0, 0)
	data := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), chunk...)
	return binary.BigEndian.AppendUint32(data, crc32.ChecksumIEEE(chunk))
}

func TestWhatIsNoPictureIsRefused(t *testing.T) {
	good := asPNG(t, halves(40, 20))
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"nothing":       {nil, ErrType},
		"a page":        {[]byte("<html><script>alert(1)</script>"), ErrType},
		"a drawing":     {[]byte("<svg xmlns='http://www.w3.org/2000/svg'/>"), ErrType},
		"a gif":         {[]byte("GIF89a\x01\x00\x01\x00"), ErrType},
		"cut off":       {good[:len(good)/2], ErrType},
		"only a head":   {[]byte("\xff\xd8\xff\xe0"), ErrType},
		"too many":      {append(good, make([]byte, most)...), ErrSize},
		"a bomb":        {bomb(7999, 7999), ErrSize},
		"a long bomb":   {bomb(1, 1<<30), ErrSize},
		"huge sides":    {bomb(1<<31-1, 1<<31-1), ErrType},
		"no pixels":     {bomb(0, 5), ErrType},
		"riff, no webp": {[]byte("RIFF\x00\x00\x00\x00WEBPVP8 nonsense"), ErrType},
	} {
		_, err := Redraw(c.data, most, 100)
		require.Error(t, err, name)
		if name == "huge sides" || name == "no pixels" {
			continue // either refusal will do
		}
		require.ErrorIs(t, err, c.want, name)
	}
}

func TestPicturesAreUprightAndTellNoSecrets(t *testing.T) {
	for orientation := range uint16(10) {
		drawn, err := Redraw(held(asJPEG(t, halves(40, 20)), orientation), most, 1600)
		require.NoError(t, err)
		require.NotContains(t, string(drawn[0].Data), "home")
		p, err := jpeg.Decode(bytes.NewReader(drawn[0].Data))
		require.NoError(t, err)
		black := func(x, y int) bool { r, _, _, _ := p.At(x, y).RGBA(); return r < 1<<15 }
		w, h := p.Bounds().Dx(), p.Bounds().Dy()
		switch orientation {
		case 2, 3: // black on the right
			require.True(t, !black(2, h/2) && black(w-3, h/2), orientation)
		case 5, 6: // black above
			require.Equal(t, image.Pt(20, 40), p.Bounds().Max)
			require.True(t, black(w/2, 2) && !black(w/2, h-3), orientation)
		case 7, 8: // black below
			require.Equal(t, image.Pt(20, 40), p.Bounds().Max)
			require.True(t, !black(w/2, 2) && black(w/2, h-3), orientation)
		default: // black on the left
			require.True(t, black(2, h/2) && !black(w-3, h/2), orientation)
		}
	}
}

func TestLargePicturesShrink(t *testing.T) {
	drawn, err := Redraw(asJPEG(t, halves(3200, 800)), most, 1600, 400)
	require.NoError(t, err)
	config, err := jpeg.DecodeConfig(bytes.NewReader(drawn[0].Data))
	require.NoError(t, err)
	require.Equal(t, []int{1600, 400}, []int{config.Width, config.Height})
	require.Equal(t, []int{1600, 400, 400, 100}, []int{drawn[0].Width, drawn[0].Height, drawn[1].Width, drawn[1].Height})
}

func FuzzRedraw(f *testing.F) {
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x10Exif\x00\x00II*\x00\x08\x00\x00\x00"))
	f.Add(bomb(3, 3))
	f.Fuzz(func(_ *testing.T, data []byte) {
		_, _ = Redraw(data, most, 50)
		_ = orientation(data)
		_ = tiffOrientation(data)
	})
}

func TestAllKindsAreRead(t *testing.T) {
	webp, err := base64.StdEncoding.DecodeString("UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAgA0JaQAA3AA/vuUAAA=")
	require.NoError(t, err)
	for name, data := range map[string][]byte{"jpeg": asJPEG(t, halves(40, 20)), "png": asPNG(t, halves(40, 20)), "webp": webp} {
		drawn, err := Redraw(data, most, 100)
		require.NoError(t, err, name)
		_, err = jpeg.Decode(bytes.NewReader(drawn[0].Data))
		require.NoError(t, err, name)
	}
}

// passes is a grey progressive JPEG of w by h blocks that goes over all its pixels so many times and changes none.
func passes(w, h uint16, times int) []byte {
	segment := func(marker byte, data ...byte) []byte {
		head := binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(data)+2)) //nolint:gosec // small
		return append(head, data...)
	}
	size := binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16([]byte{8}, 8*h), 8*w)
	data := append([]byte("\xff\xd8"), segment(0xdb, append([]byte{0}, bytes.Repeat([]byte{1}, 64)...)...)...)
	data = append(data, segment(0xc2, append(size, 1, 1, 0x11, 0)...)...)
	table := append([]byte{0x10, 1}, make([]byte, 15)...)
	data = append(data, segment(0xc4, append(table, 0xe0)...)...) // one code: the end of the next 16384 blocks and more
	pass := append(segment(0xda, 1, 1, 0, 1, 63, 0), 0, 0)
	data = append(data, bytes.Repeat(pass, times)...)
	return append(data, 0xff, 0xd9)
}

func TestAPictureIsNotReadForMinutes(t *testing.T) {
	_, err := Redraw(passes(100, 100, 10), most, 100)
	require.NoError(t, err, "a progressive one")
	_, err = Redraw(passes(600, 600, 20_000), most, 100)
	require.ErrorIs(t, err, ErrType)
}
