package httpapi_test

import (
	"bytes"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/services/product"
)

func aPicture(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 40, 20))))
	return b.Bytes()
}

// bring sends a form with a file.
func (d *desk) bring(t *testing.T, field, name string, data []byte) *httptest.ResponseRecorder {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile(field, name)
	require.NoError(t, err)
	_, err = part.Write(data)
	require.NoError(t, err)
	require.NoError(t, form.Close())
	r := httptest.NewRequest(http.MethodPost, productapi.PathPictures, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	w := httptest.NewRecorder()
	d.Engine.ServeHTTP(w, r)
	return w
}

func TestPicturesAreBroughtAndShown(t *testing.T) {
	d := open(t).as(adminapi.ProductWrite)
	w := d.bring(t, "picture", "x.png", aPicture(t))
	require.Equal(t, http.StatusCreated, w.Code, w.Body)
	kept := decoded[productapi.Picture](t, w)
	require.Equal(t, []int{40, 20}, []int{kept.Width, kept.Height})
	require.FileExists(t, filepath.Join(d.media, strings.TrimPrefix(kept.URL, "/media/")))
	require.Equal(t, []string{"picture.kept"}, d.acts(t))

	shown := d.send(t, http.MethodGet, kept.URL, nil)
	require.Equal(t, http.StatusOK, shown.Code)
	require.Equal(t, "image/jpeg", shown.Header().Get("Content-Type"))
	require.Contains(t, shown.Header().Get("Cache-Control"), "immutable")
	require.NoError(t, os.RemoveAll(d.media))
	require.Equal(t, http.StatusNotFound, d.send(t, http.MethodGet, kept.URL, nil).Code)
	require.Equal(t, http.StatusNotFound, d.send(t, http.MethodGet, "/media/../main.go", nil).Code)

	for what, c := range map[string]struct {
		field string
		data  []byte
		want  int
		code  string
	}{
		"a gif that says it is a png": {"picture", []byte("GIF89a\x01\x00\x01\x00"), http.StatusUnprocessableEntity, "picture_type"},
		"too many bytes":              {"picture", append(aPicture(t), make([]byte, product.MaxPicture)...), http.StatusUnprocessableEntity, "picture_size"},
		"a body without end":          {"picture", make([]byte, 2*product.MaxPicture), http.StatusRequestEntityTooLarge, "body_too_large"},
		"another field":               {"photo", aPicture(t), http.StatusUnprocessableEntity, "invalid"},
	} {
		w := d.bring(t, c.field, "x.png", c.data)
		require.Equal(t, c.want, w.Code, what)
		require.Contains(t, w.Body.String(), `"code":"`+c.code+`"`, what)
	}
	require.Equal(t, http.StatusBadRequest, d.send(t, http.MethodPost, productapi.PathPictures, map[string]string{"picture": "x"}).Code)
	require.Len(t, d.acts(t), 1)
}
