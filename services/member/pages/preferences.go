package pages

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// preferences remembers the language and the theme on every host of the shop.
func (p pages) preferences(c *gin.Context) error {
	if err := p.Frame.Prefer(c); err != nil {
		return err
	}
	c.Redirect(http.StatusSeeOther, p.Frame.Hosts().Back(c.PostForm("originUrl"), p.Frame.Hosts().Home("/")))
	return nil
}
