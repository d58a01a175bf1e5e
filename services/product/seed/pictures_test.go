package seed_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/demodata"
	"gulimall/services/product/seed"
)

func TestPicturesAreDrawnOnce(t *testing.T) {
	dir := t.TempDir()
	drawn, err := seed.Pictures(t.Context(), dir)
	require.NoError(t, err)
	require.Len(t, demodata.Pictures(), drawn)
	for _, k := range demodata.SKUs()[:5] {
		require.FileExists(t, filepath.Join(dir, "sku", filepath.Base(k.Picture)))
	}
	drawn, err = seed.Pictures(t.Context(), dir)
	require.NoError(t, err)
	require.Zero(t, drawn)

	spoilt := filepath.Join(dir, demodata.Pictures()[0].File)
	require.NoError(t, os.WriteFile(spoilt, []byte("half a pic"), 0o600))
	drawn, err = seed.Pictures(t.Context(), dir)
	require.NoError(t, err)
	require.Equal(t, 1, drawn)
	left, err := filepath.Glob(filepath.Join(dir, "sku", "*.new"))
	require.NoError(t, err)
	require.Empty(t, left)
}
