package frame

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"golang.org/x/text/language"

	"gulimall/pkg/apperr"
	"gulimall/pkg/i18n"
	"gulimall/web/page"
)

// The cookies of the frame, good on every host of the shop. None of them tells who somebody is.
const (
	// LangCookie holds a language of i18n.Languages.
	LangCookie = "lang"
	// ThemeCookie holds a theme of page.Themes.
	ThemeCookie = "theme"
	flashCookie = "flash"
)

// preferenceAge is how long a browser remembers what a visitor chose, and followSystem the theme of those who choose none.
const (
	preferenceAge = 365 * 24 * time.Hour
	followSystem  = "auto"
)

// Prefer remembers the language and the theme, whichever the form names.
func (f *Frame) Prefer(c *gin.Context) error {
	if lang, ok := c.GetPostForm(LangCookie); ok {
		if !slices.ContainsFunc(i18n.Languages(), func(tag language.Tag) bool { return tag.String() == lang }) {
			return apperr.ErrInvalid.WithField(LangCookie, "invalid")
		}
		f.SetCookie(c, LangCookie, lang, preferenceAge)
	}
	if theme, ok := c.GetPostForm(ThemeCookie); ok {
		age := preferenceAge
		switch {
		case theme == followSystem:
			age = -time.Second
		case !slices.Contains(page.Themes(), theme):
			return apperr.ErrInvalid.WithField(ThemeCookie, "invalid")
		}
		f.SetCookie(c, ThemeCookie, theme, age)
	}
	return nil
}

// flashAge is how long a flash waits for the page that shows it.
const flashAge = time.Minute

// SetCookie keeps a value on all of the shop's hosts. A negative age forgets it.
func (f *Frame) SetCookie(c *gin.Context, name, value string, age time.Duration) {
	hosts := f.web.Hosts()
	http.SetCookie(c.Writer, &http.Cookie{ //nolint:gosec // Secure follows the scheme
		Name: name, Value: value, Path: "/", Domain: hosts.Domain(), MaxAge: int(age.Seconds()),
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: hosts.Secure(),
	})
}

// Flash has the next page say something once. The key is one of the catalogues', so that nobody can put words of his own into the shop's
// mouth.
func (f *Frame) Flash(c *gin.Context, kind page.FlashKind, key string) {
	f.SetCookie(c, flashCookie, string(kind)+":"+key, flashAge)
}

// flashed takes what Flash left.
func (f *Frame) flashed(c *gin.Context) *page.Flash {
	value, err := c.Cookie(flashCookie)
	if err != nil {
		return nil
	}
	f.SetCookie(c, flashCookie, "", -time.Second)
	tone, key, _ := strings.Cut(value, ":")
	kind := page.FlashKind(tone)
	text, err := f.Words(c).Text(key)
	if err != nil || (kind != page.FlashSuccess && kind != page.FlashInfo && kind != page.FlashWarning) {
		return nil
	}
	return &page.Flash{Kind: kind, Text: text}
}
