// Package i18n keeps the words that people read, in zh-CN and English, in catalogues of one pair of files per room
// (locales/<room>.<language>.toml), and picks the language that a request asks for.
package i18n

import (
	"embed"
	"fmt"
	"io/fs"
	"net/http"
	"path"

	"github.com/BurntSushi/toml"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed locales/*.toml
var locales embed.FS

// Languages are those that every catalogue has; the first is the default.
func Languages() []language.Tag {
	return []language.Tag{language.MustParse("zh-CN"), language.English}
}

// Catalogue holds the words of every room in every language.
type Catalogue struct {
	words map[string]*goi18n.Localizer // by language
	match language.Matcher
}

// Load reads the embedded catalogues; an error names the file.
func Load() (*Catalogue, error) {
	bundle := goi18n.NewBundle(Languages()[0])
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	files, err := fs.Glob(locales, "locales/*.toml")
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		body, err := locales.ReadFile(file)
		if err != nil {
			return nil, err
		}
		if _, err := bundle.ParseMessageFileBytes(body, path.Base(file)); err != nil {
			return nil, fmt.Errorf("catalogue %s: %w", file, err)
		}
	}
	c := &Catalogue{words: map[string]*goi18n.Localizer{}, match: language.NewMatcher(Languages())}
	for _, tag := range Languages() {
		c.words[tag.String()] = goi18n.NewLocalizer(bundle, tag.String())
	}
	return c, nil
}

// Language is the best of ours for a request: the lang cookie, else Accept-Language, else zh-CN.
func (c *Catalogue) Language(r *http.Request) string {
	wish := r.Header.Get("Accept-Language")
	if cookie, err := r.Cookie("lang"); err == nil {
		wish = cookie.Value
	}
	if wish == "" {
		return Languages()[0].String()
	}
	_, index := language.MatchStrings(c.match, wish)
	return Languages()[index].String()
}

// Text gives the words of key in a language, and false where no catalogue has the key.
func (c *Catalogue) Text(lang, key string) (string, bool) {
	words, ok := c.words[lang]
	if !ok {
		words = c.words[Languages()[0].String()]
	}
	text, err := words.Localize(&goi18n.LocalizeConfig{MessageID: key})
	return text, err == nil && text != ""
}
