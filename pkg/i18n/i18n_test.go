package i18n

import (
	"net/http"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

func TestEveryKeyHasEveryLanguage(t *testing.T) {
	c, err := Load()
	require.NoError(t, err)
	for _, tag := range Languages() {
		words := c.Words(tag.String())
		require.Equal(t, c.Words("zh-CN").Keys(), words.Keys())
		for _, key := range words.Keys() {
			text, err := words.Text(key)
			require.NoError(t, err)
			require.NotEmpty(t, text, "%s: %s", tag, key)
		}
	}
}

func TestTextIsFilledInAndCounted(t *testing.T) {
	folder := fstest.MapFS{
		"a.zh-CN.toml": {Data: []byte("[cart]\npieces = \"{{.Count}} 件\"\nplain = \"购物车\"\n")},
		"a.en.toml":    {Data: []byte("[cart]\nplain = \"Cart\"\n[cart.pieces]\none = \"{{.Count}} piece\"\nother = \"{{.Count}} pieces\"\n")},
	}
	c, err := Load(folder)
	require.NoError(t, err)
	for _, e := range []struct {
		lang  string
		count any
		want  string
	}{{"en", 1, "1 piece"}, {"en", int64(3), "3 pieces"}, {"zh-CN", 1, "1 件"}} {
		require.Equal(t, e.want, c.Words(e.lang).T("cart.pieces", "Count", e.count))
	}
	require.Equal(t, "Cart", c.Words("en").T("cart.plain"))
	require.Equal(t, "购物车", c.Words("fr").T("cart.plain"))
	require.Equal(t, "cart.none", c.Words("en").T("cart.none"))
	_, err = c.Words("en").Text("cart.pieces", "Count")
	require.Error(t, err)
	_, err = Load(fstest.MapFS{"a.fr.toml": {Data: []byte("a = \"b\"\n")}})
	require.Error(t, err)
}

func TestLanguage(t *testing.T) {
	c, err := Load()
	require.NoError(t, err)
	for wish, want := range map[string]string{"": "zh-CN", "en-GB,en;q=0.8": "en", "fr": "zh-CN", "zh-TW": "zh-CN"} {
		r, err := http.NewRequest(http.MethodGet, "/", nil)
		require.NoError(t, err)
		r.Header.Set("Accept-Language", wish)
		require.Equal(t, want, c.Language(r), wish)
	}
	text, ok := c.Text("en", "error_not_signed_in")
	require.True(t, ok)
	require.Equal(t, "Please sign in first", text)
	_, ok = c.Text("en", "no_such_key")
	require.False(t, ok)
}
