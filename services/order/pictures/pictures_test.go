package pictures

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/services/order"
)

func photograph(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 3200, 800))))
	return b.Bytes()
}

func TestKeepAndOpen(t *testing.T) {
	disk := NewDisk(filepath.Join(t.TempDir(), "pictures"))
	kept, err := disk.Keep(t.Context(), photograph(t))
	require.NoError(t, err)
	drawn, err := disk.Open(t.Context(), kept)
	require.NoError(t, err)
	config, err := jpeg.DecodeConfig(bytes.NewReader(drawn))
	require.NoError(t, err)
	require.Equal(t, []int{1600, 400}, []int{config.Width, config.Height})
	info, err := os.Stat(disk.path(kept))
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	disk.Remove(t.Context(), kept)
	_, err = disk.Open(t.Context(), kept)
	require.ErrorIs(t, err, order.ErrNotFound)
}

func TestRefusalsAreTheOrdersOwn(t *testing.T) {
	disk := NewDisk(t.TempDir())
	_, err := disk.Keep(t.Context(), []byte("<svg xmlns='http://www.w3.org/2000/svg'/>"))
	require.ErrorIs(t, err, order.ErrPictureType)
	_, err = disk.Keep(t.Context(), append(photograph(t), make([]byte, order.MaxPicture)...))
	require.ErrorIs(t, err, order.ErrPictureSize)
}

func TestNamesLeadNowhereElse(t *testing.T) {
	disk := NewDisk(t.TempDir())
	for _, name := range []string{"", "x.jpg", "../../../../etc/passwd", "../" + strings.Repeat("a", 30) + ".jpg", strings.Repeat("a", 30), "AAAAAAAAAAAAAAAAAAAAAAAA.jpg"} {
		_, err := disk.Open(t.Context(), name)
		require.ErrorIs(t, err, order.ErrNotFound, name)
		disk.Remove(t.Context(), name)
	}
}
