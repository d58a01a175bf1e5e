package browser

import (
	"encoding/json"
	"fmt"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/stretchr/testify/require"

	"gulimall/test/browser/chrome"
)

// catalogue is what the shop says in one language, so that tests find things by their meaning and not by their wording.
type catalogue struct {
	t     *testing.T
	texts map[string]string
}

// words reads the catalogues of a language.
func words(t *testing.T, language string) catalogue {
	t.Helper()
	files, err := filepath.Glob("../../web/words/*." + language + ".toml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	c := catalogue{t, map[string]string{}}
	for _, name := range files {
		var tree map[string]any
		_, err := toml.DecodeFile(name, &tree)
		require.NoError(t, err)
		c.flatten("", tree)
	}
	return c
}

func (c catalogue) flatten(prefix string, tree map[string]any) {
	for key, value := range tree {
		switch v := value.(type) {
		case string:
			c.texts[prefix+key] = v
		case map[string]any:
			c.flatten(prefix+key+".", v)
		}
	}
}

// text is what stands under a key, up to its first placeholder.
func (c catalogue) text(key string) string {
	c.t.Helper()
	text, ok := c.texts[key]
	require.True(c.t, ok, "the catalogues have no %s", key)
	text, _, _ = strings.Cut(text, "{{")
	return strings.TrimSpace(text)
}

func mustParse(t *testing.T, address string) *url.URL {
	t.Helper()
	u, err := url.Parse(address)
	require.NoError(t, err)
	return u
}

// yuan is how the shop writes an amount.
func yuan(fen int64) string { return "¥" + grouped(fen/100) + fmt.Sprintf(".%02d", fen%100) }

func grouped(n int64) string {
	if n < 1000 {
		return strconv.FormatInt(n, 10)
	}
	return grouped(n/1000) + fmt.Sprintf(",%03d", n%1000)
}

// foreign finds what a page says in the words of the other language. What is marked as being in it, codes of programs, and data that happens to be a word of the
// catalogues, is not meant.
func foreign(t *testing.T, tab *chrome.Tab, language string) []string {
	t.Helper()
	other := map[string]string{"zh-CN": "en", "en": "zh-CN"}[language]
	own, texts := words(t, language).texts, words(t, other).texts
	var wrong []string
	for key, text := range texts {
		if own[key] != text && !strings.Contains(text, "{{") && len([]rune(text)) > 3 {
			wrong = append(wrong, text)
		}
	}
	list, err := json.Marshal(wrong)
	require.NoError(t, err)
	return chrome.Eval[[]string](tab, fmt.Sprintf(`(() => {
		const wrong = new Set(%s), found = new Set();
		const look = (text, e) => { text = (text || '').trim(); if (wrong.has(text) && !e.closest('[lang]:not(html), [translate=no]')) found.add(text); };
		for (const e of document.body.querySelectorAll('*')) {
			if (e.matches('script, style')) continue;
			for (const n of e.childNodes) if (n.nodeType === 3) look(n.data, e);
			for (const a of ['aria-label', 'placeholder', 'title', 'alt']) look(e.getAttribute(a), e);
		}
		return [...found];
	})()`, list))
}
