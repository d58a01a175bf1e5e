package pages

import (
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"
	"golang.org/x/text/language"

	"gulimall/pkg/apperr"
	"gulimall/pkg/i18n"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// preferenceAge is how long a browser remembers what a visitor chose.
const preferenceAge = 365 * 24 * time.Hour

// followSystem is the theme of those who choose none.
const followSystem = "auto"

// preferences remembers the language and the theme, whichever the form names, on every host of the shop.
func (p pages) preferences(c *gin.Context) error {
	if lang, ok := c.GetPostForm("lang"); ok {
		if !slices.ContainsFunc(i18n.Languages(), func(tag language.Tag) bool { return tag.String() == lang }) {
			return apperr.ErrInvalid.WithField("lang", "invalid")
		}
		p.Frame.SetCookie(c, frame.LangCookie, lang, preferenceAge)
	}
	if theme, ok := c.GetPostForm("theme"); ok {
		age := preferenceAge
		switch {
		case theme == followSystem:
			age = -time.Second
		case !slices.Contains(page.Themes(), theme):
			return apperr.ErrInvalid.WithField("theme", "invalid")
		}
		p.Frame.SetCookie(c, frame.ThemeCookie, theme, age)
	}
	c.Redirect(http.StatusSeeOther, p.Frame.Hosts().Back(c.PostForm("originUrl"), p.Frame.Hosts().Home("/")))
	return nil
}
