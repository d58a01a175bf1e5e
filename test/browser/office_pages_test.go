package browser

import (
	"net/http"
	"net/url"
	"path"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"

	"gulimall/test/shop"
)

// Every page of the back office that a link leads to is held to what every page of the shop is held to.
func TestEveryPageOfTheBackOffice(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	clerk := m.Clerk(t, "admin")
	found := &links{seen: map[string]link{}}
	t.Run("pages", func(t *testing.T) { everyPage(t, m, found, officeSights(t, clerk)) })
	t.Run("all links lead somewhere", func(t *testing.T) { found.check(t, m) })
}

// officeSights are the pages that one gets to from the start page by following links; of those that differ in their query alone, the first.
func officeSights(t *testing.T, clerk *shop.Clerk) []sight {
	t.Helper()
	all := []sight{{name: "office-login", plain: true, arrange: at(shop.OfficeHost, "/login.html")}}
	todo, seen := []string{"/"}, map[string]bool{"/": true}
	for len(todo) > 0 {
		here := todo[0]
		todo = todo[1:]
		all = append(all, officeAt(clerk, here))
		for _, to := range leads(t, clerk, here) {
			if !seen[to.Path] {
				seen[to.Path] = true
				todo = append(todo, to.RequestURI())
			}
		}
	}
	require.Greater(t, len(all), 20, "the menu leads somewhere")
	return all
}

func officeAt(clerk *shop.Clerk, address string) sight {
	p, _, _ := strings.Cut(address, "?")
	name := "office" + strings.TrimSuffix(strings.ReplaceAll(p, "/", "-"), ".html")
	return sight{name: strings.TrimSuffix(name, "-"), plain: true, arrange: func(v *visit) {
		v.who = clerk.Shopper
		v.to(shop.OfficeHost, address)
	}}
}

// leads are the pages of the back office that a page leads to.
func leads(t *testing.T, clerk *shop.Clerk, address string) []*url.URL {
	t.Helper()
	a := clerk.Do(t, shop.Request{Host: shop.OfficeHost, Path: address, Header: http.Header{"Accept": {"text/html"}}})
	a.Want(t, http.StatusOK)
	var all []*url.URL
	a.Page(t).Find("a", func(n *html.Node) bool {
		for _, attr := range n.Attr {
			if attr.Key != "href" {
				continue
			}
			to, err := a.URL.Parse(attr.Val)
			require.NoError(t, err)
			if to.Host == a.URL.Host && (path.Ext(to.Path) == ".html" || to.Path == "/") {
				all = append(all, to)
			}
		}
		return false
	})
	return all
}
