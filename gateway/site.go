package gateway

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
)

// crossSite tells requests that another site makes in a visitor's name. The hosts of the shop trust each other; the back office
// trusts only itself, and nobody trusts the Alipay stand-in.
type crossSite struct {
	shop   *http.CrossOriginProtection
	closed *http.CrossOriginProtection
	table  *table
}

func newCrossSite(config Config, t *table) (*crossSite, error) {
	s := &crossSite{shop: http.NewCrossOriginProtection(), closed: http.NewCrossOriginProtection(), table: t}
	for label, site := range t.sites {
		if site.closed || site.foreign {
			continue
		}
		name := t.domain
		if label != "" {
			name = label + "." + name
		}
		for _, origin := range []string{"http://" + name, "https://" + name} {
			if err := s.shop.AddTrustedOrigin(origin); err != nil {
				return nil, err
			}
			if config.Port == 0 {
				continue
			}
			if err := s.shop.AddTrustedOrigin(origin + ":" + strconv.Itoa(config.Port)); err != nil {
				return nil, err
			}
		}
	}
	return s, nil
}

// sameSite refuses what another site asks for. Requests that carry neither Origin nor Sec-Fetch-Site do not come from a page:
// Alipay's notify and programs pass, and a cookie they hold is their own.
func (g *Gateway) sameSite(c *gin.Context) {
	label, _ := g.table.ours(c.Request.Host)
	protection := g.sites.shop
	if g.table.sites[label].closed {
		protection = g.sites.closed
	}
	if err := protection.Check(c.Request); err != nil {
		g.refuse(c, apperr.ErrCrossSite.Wrap(err))
		return
	}
	c.Next()
}
