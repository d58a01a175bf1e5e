package pages

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
)

// The cookie recent holds the SKUs that were looked at, the newest first. Scripts read it too.
const (
	recentCookie = "recent"
	recentMost   = 12
	recentAge    = 30 * 24 * time.Hour
)

// recent lists the SKUs that the visitor looked at. What is no id is left out: the cookie is the visitor's.
func recent(c *gin.Context) []int64 {
	value, err := c.Cookie(recentCookie)
	if err != nil {
		return nil
	}
	var ids []int64
	for part := range strings.SplitSeq(value, ".") {
		id, err := strconv.ParseInt(part, 10, 64)
		if err == nil && id > 0 && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
		if len(ids) == recentMost {
			break
		}
	}
	return ids
}

// remember puts a SKU at the head of those that the visitor looked at.
func (p *Pages) remember(c *gin.Context, id int64) {
	ids := recent(c)
	if len(ids) > 0 && ids[0] == id {
		return
	}
	ids = slices.DeleteFunc(ids, func(other int64) bool { return other == id })
	ids = slices.Insert(ids, 0, id)
	words := make([]string, min(len(ids), recentMost))
	for i := range words {
		words[i] = strconv.FormatInt(ids[i], 10)
	}
	hosts := p.frame.Hosts()
	http.SetCookie(c.Writer, &http.Cookie{ //nolint:gosec // the home page's script reads it, and it tells nothing but ids of goods
		Name: recentCookie, Value: strings.Join(words, "."), Path: "/", Domain: hosts.Domain(), MaxAge: int(recentAge.Seconds()),
		SameSite: http.SameSiteLaxMode, Secure: hosts.Secure(),
	})
}
