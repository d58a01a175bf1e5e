// Package i18n keeps the words that people read, in zh-CN and English, in catalogues of one pair of files per room
// (<room>.<language>.toml), and picks the language that a request asks for.
package i18n

import (
	"embed"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strings"

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

// Catalogue holds the words of every room in every language. It is safe for concurrent use.
type Catalogue struct {
	words map[string]*Words // by language
	match language.Matcher
}

// Load reads the catalogues of the errors, and those that lie in the further folders; an error names the file.
func Load(folders ...fs.FS) (*Catalogue, error) {
	bundle := goi18n.NewBundle(Languages()[0])
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	c := &Catalogue{words: map[string]*Words{}, match: language.NewMatcher(Languages())}
	for _, tag := range Languages() {
		c.words[tag.String()] = &Words{
			Lang: tag.String(), plain: map[string]string{}, counted: map[string]bool{}, localizer: goi18n.NewLocalizer(bundle, tag.String()),
		}
	}
	own, err := fs.Sub(locales, "locales")
	if err != nil {
		return nil, err
	}
	for _, folder := range append([]fs.FS{own}, folders...) {
		if err := c.read(bundle, folder); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func (c *Catalogue) read(bundle *goi18n.Bundle, folder fs.FS) error {
	files, err := fs.Glob(folder, "*.toml")
	if err != nil {
		return err
	}
	for _, file := range files {
		body, err := fs.ReadFile(folder, file)
		if err != nil {
			return err
		}
		parsed, err := bundle.ParseMessageFileBytes(body, path.Base(file))
		if err != nil {
			return fmt.Errorf("catalogue %s: %w", file, err)
		}
		words, ok := c.words[parsed.Tag.String()]
		if !ok {
			return fmt.Errorf("catalogue %s: %s is none of the shop's languages", file, parsed.Tag)
		}
		for _, m := range parsed.Messages {
			words.keys = append(words.keys, m.ID)
			words.counted[m.ID] = m.One != ""
			if m.One == "" && !strings.Contains(m.Other, "{{") {
				words.plain[m.ID] = m.Other
			}
		}
	}
	return nil
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

// Words gives the words of a language; an unknown one gets the default's.
func (c *Catalogue) Words(lang string) *Words {
	if words, ok := c.words[lang]; ok {
		return words
	}
	return c.words[Languages()[0].String()]
}

// Text gives the words of key in a language, and false where no catalogue has the key.
func (c *Catalogue) Text(lang, key string) (string, bool) {
	text, err := c.Words(lang).Text(key)
	return text, err == nil && text != ""
}

// Words are the words of one language. It is safe for concurrent use.
type Words struct {
	// Lang is the language as a BCP 47 tag.
	Lang      string
	keys      []string
	plain     map[string]string // what needs no filling in
	counted   map[string]bool   // what has a singular of its own
	localizer *goi18n.Localizer
}

// Keys are the keys that this language's own files hold, sorted.
func (w *Words) Keys() []string { return slices.Compact(slices.Sorted(slices.Values(w.keys))) }

// Text gives the words of key, filled in with pairs of name and value. A value named Count also chooses between singular and plural.
func (w *Words) Text(key string, pairs ...any) (string, error) {
	if text, ok := w.plain[key]; ok {
		return text, nil
	}
	if len(pairs)%2 != 0 {
		return "", fmt.Errorf("i18n: %s: a name without a value", key)
	}
	config := goi18n.LocalizeConfig{MessageID: key}
	data := make(map[string]any, len(pairs)/2)
	for pair := range slices.Chunk(pairs, 2) {
		name, ok := pair[0].(string)
		if !ok {
			return "", fmt.Errorf("i18n: %s: name %v is not a string", key, pair[0])
		}
		data[name] = pair[1]
		if name == "Count" && w.counted[key] {
			config.PluralCount = pair[1]
		}
	}
	config.TemplateData = data
	text, err := w.localizer.Localize(&config)
	if err != nil {
		return "", fmt.Errorf("i18n: %w", err)
	}
	return text, nil
}

// T is Text for keys that stand in the code: one that no catalogue has is shown as itself, and a test finds it.
func (w *Words) T(key string, pairs ...any) string {
	text, err := w.Text(key, pairs...)
	if err != nil {
		return key
	}
	return text
}
