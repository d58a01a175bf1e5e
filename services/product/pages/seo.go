package pages

import (
	"context"
	"encoding/xml"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/services/product"
	"gulimall/web/page"
)

// What search engines are told. Carts, orders and accounts say themselves that they are nobody's to index.

// maxSitemap is how many addresses a sitemap may hold.
const maxSitemap = 50_000

// robots lets everybody in, but for the endless ways to filter and order a list.
func (p *Pages) robots(c *gin.Context) error {
	var b strings.Builder
	b.WriteString("User-agent: *\n")
	for _, parameter := range []string{"attrs", "skuPrice", "sort", "hasStock", "keyword"} {
		b.WriteString("Disallow: /list.html*" + parameter + "=\n")
	}
	b.WriteString("Disallow: /api/\nAllow: /\n\nSitemap: " + p.frame.Hosts().Home("/sitemap.xml") + "\n")
	c.Header("Cache-Control", "public, max-age=3600")
	c.Data(http.StatusOK, "text/plain; charset=utf-8", []byte(b.String()))
	return nil
}

type sitemapURL struct {
	Loc string `xml:"loc"`
}

type sitemapSet struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []sitemapURL `xml:"url"`
}

// sitemap lists the home page, the help, the categories that have goods, and all goods.
func (p *Pages) sitemap(c *gin.Context) error {
	body, err := p.sitemaps.Get(c.Request.Context(), struct{}{}, func(context.Context) ([]byte, error) {
		found, err := p.uc.Search(product.Query{PageNum: 1, PageSize: 1})
		if err != nil {
			return nil, err
		}
		hosts := p.frame.Hosts()
		set := sitemapSet{URLs: []sitemapURL{{hosts.Home("/")}}}
		for _, t := range topics() {
			set.URLs = append(set.URLs, sitemapURL{p.helpURL(t.name)})
		}
		for _, category := range found.Categories {
			set.URLs = append(set.URLs, sitemapURL{p.categoryURL(category.ID)})
		}
		for _, id := range p.uc.ForSale() {
			if len(set.URLs) < maxSitemap {
				set.URLs = append(set.URLs, sitemapURL{hosts.SKU(id)})
			}
		}
		body, err := xml.Marshal(set)
		return append([]byte(xml.Header), body...), err
	})
	if err != nil {
		return err
	}
	c.Header("Cache-Control", "public, max-age=3600")
	c.Header("Content-Length", strconv.Itoa(len(body)))
	c.Data(http.StatusOK, "application/xml; charset=utf-8", body)
	return nil
}

// styleguide shows all components of the design system; in development only.
func (p *Pages) styleguide(c *gin.Context) error {
	base := p.frame.Base(c, "", p.frame.Hosts().Home("/styleguide"))
	return p.frame.Show(c, http.StatusOK, "styleguide", page.NewStyleguide(base, p.now(), p.frame.Words(c).T))
}
