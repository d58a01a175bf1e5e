package i18n

import (
	"io/fs"
	"net/http"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/stretchr/testify/require"
)

func TestEveryKeyHasEveryLanguage(t *testing.T) {
	files, err := fs.Glob(locales, "locales/*.zh-CN.toml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		zh, en := keys(t, file), keys(t, strings.Replace(file, "zh-CN", "en", 1))
		require.Equal(t, zh, en, file)
	}
}

func keys(t *testing.T, file string) map[string]bool {
	t.Helper()
	body, err := locales.ReadFile(file)
	require.NoError(t, err)
	words := map[string]string{}
	require.NoError(t, toml.Unmarshal(body, &words), file)
	all := map[string]bool{}
	for key, text := range words {
		require.NotEmpty(t, text, "%s: %s", file, key)
		all[key] = true
	}
	return all
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
