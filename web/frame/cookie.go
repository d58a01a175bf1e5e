package frame

import (
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

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
