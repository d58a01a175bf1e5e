package pictures_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
	"gulimall/pkg/photo"
	"gulimall/services/product"
	"gulimall/services/product/pictures"
)

// anS3 is a store that speaks S3, over HTTP, with a bucket; and what its requests were.
func anS3(t *testing.T) (account pictures.Account, server *httptest.Server) {
	t.Helper()
	backend := s3mem.New()
	require.NoError(t, backend.CreateBucket("goods"))
	server = httptest.NewServer(gofakes3.New(backend).Server())
	t.Cleanup(server.Close)
	return pictures.Account{Endpoint: server.URL, Region: "us-east-1", Bucket: "goods", AccessKey: "key", SecretKey: "secret"}, server
}

func shot(t *testing.T, w, h int) []byte {
	t.Helper()
	p := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := range w * h {
		p.SetRGBA(i%w, i/w, color.RGBA{uint8(i), uint8(i / w), 90, 255})
	}
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, p))
	return b.Bytes()
}

// TestEveryStoreKeepsPicturesTheSameWay: what is said here holds for a folder and for S3.
func TestEveryStoreKeepsPicturesTheSameWay(t *testing.T) {
	account, _ := anS3(t)
	remote, err := pictures.NewS3(account)
	require.NoError(t, err)
	for name, files := range map[string]pictures.Files{"disk": pictures.NewDisk(filepath.Join(t.TempDir(), "media")), "s3": remote} {
		t.Run(name, func(t *testing.T) { keepsPictures(t, pictures.New(files)) })
	}
}

func keepsPictures(t *testing.T, k *pictures.Keeper) {
	t.Helper()
	data := shot(t, 1240, 310)
	kept, err := k.Keep(t.Context(), data)
	require.NoError(t, err)
	require.Regexp(t, `^/media/p/[0-9a-f]{2}/[0-9a-f]{32}\.jpg$`, kept.URL)
	require.Equal(t, []int{1200, 300}, []int{kept.Width, kept.Height})
	for path, side := range map[string]int{kept.URL: 1200, strings.Replace(kept.URL, ".jpg", pictures.Small+".jpg", 1): 480} {
		file, err := k.Open(t.Context(), path)
		require.NoError(t, err)
		config, err := jpeg.DecodeConfig(bytes.NewReader(file))
		require.NoError(t, err)
		require.Equal(t, side, config.Width)
	}
	again, err := k.Keep(t.Context(), data)
	require.NoError(t, err)
	require.Equal(t, kept, again, "the same picture is kept once")
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			same, err := k.Keep(t.Context(), data)
			if err != nil || same != kept {
				t.Errorf("kept %v, %v", same, err)
			}
		})
	}
	all.Wait()
	for _, path := range []string{
		"/media/p/00/" + strings.Repeat("0", 32) + ".jpg", "/media/../secret", "/media/p/../../x.jpg", "/etc/passwd", "", strings.ToUpper(kept.URL),
		kept.URL + "/", strings.TrimPrefix(kept.URL, "/media/"),
	} {
		_, err := k.Open(t.Context(), path)
		require.ErrorIs(t, err, product.ErrNoPicture, path)
	}
	for what, c := range map[string]struct {
		data []byte
		want error
	}{
		"a gif":            {[]byte("GIF89a\x01\x00\x01\x00"), photo.ErrType},
		"a page":           {[]byte("<script>alert(1)</script>"), photo.ErrType},
		"a bomb":           {bomb(7999, 7999), photo.ErrSize},
		"too many bytes":   {append(shot(t, 10, 10), make([]byte, product.MaxPicture)...), photo.ErrSize},
		"half a picture":   {data[:len(data)/2], photo.ErrType},
		"nothing whatever": {nil, photo.ErrType},
	} {
		_, err := k.Keep(t.Context(), c.data)
		require.ErrorIs(t, err, c.want, what)
	}
}

// bomb is a small PNG that says it is huge.
func bomb(w, h uint32) []byte {
	chunk := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32([]byte("IHDR"), w), h)
	chunk = append(chunk, 8, 6, 0, 0, 0)
	data := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), chunk...)
	return binary.BigEndian.AppendUint32(data, crc32.ChecksumIEEE(chunk))
}

func TestTheFolderIsForNginx(t *testing.T) {
	dir := t.TempDir()
	kept, err := pictures.New(pictures.NewDisk(dir)).Keep(t.Context(), shot(t, 20, 10))
	require.NoError(t, err)
	info, err := os.Stat(filepath.Join(dir, strings.TrimPrefix(kept.URL, "/media/")))
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o644), info.Mode().Perm())
	left, err := filepath.Glob(filepath.Join(dir, "p", "*", "new-*"))
	require.NoError(t, err)
	require.Empty(t, left)
	_, err = pictures.New(pictures.NewDisk("")).Keep(t.Context(), shot(t, 20, 10))
	require.ErrorIs(t, err, apperr.ErrUnavailable)
}

func TestAnS3ThatIsAwayIsUnavailable(t *testing.T) {
	account, server := anS3(t)
	server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) })
	remote, err := pictures.NewS3(account)
	require.NoError(t, err)
	_, err = pictures.New(remote).Keep(t.Context(), shot(t, 20, 10))
	require.ErrorIs(t, err, apperr.ErrUnavailable)
	_, err = pictures.New(remote).Open(t.Context(), "/media/p/00/"+strings.Repeat("0", 32)+".jpg")
	require.ErrorIs(t, err, apperr.ErrUnavailable)
	for _, wrong := range []pictures.Account{{}, {Endpoint: "s3.example.com", Bucket: "b"}, {Endpoint: "http://s3.example.com"}} {
		_, err := pictures.NewS3(wrong)
		require.Error(t, err)
	}
}
