package browser

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/sync/errgroup"

	"gulimall/test/browser/chrome"
	"gulimall/test/shop"
)

// links are the addresses that pages lead to, and where each was first seen.
type links struct {
	mu   sync.Mutex
	seen map[string]link
}

type link struct {
	from string
	who  *shop.Shopper
}

// collect notes what the page in the tab leads to. Links within the page must have their target there.
func (l *links) collect(t *testing.T, tab *chrome.Tab, name string, who *shop.Shopper) {
	t.Helper()
	for _, dead := range chrome.Eval[[]string](tab, `[...document.querySelectorAll('a[href*="#"]')].filter(a => a.pathname === location.pathname && a.host === location.host
		&& a.search === location.search && (!a.hash || !document.getElementById(decodeURIComponent(a.hash.slice(1))))).map(a => a.outerHTML.slice(0, 120))`) {
		t.Errorf("a link within the page leads nowhere: %s", dead)
	}
	if name == "styleguide" {
		return // its goods are samples
	}
	if who == nil {
		who = shop.Stack(t).Guest()
	}
	all := chrome.Eval[[]string](tab, `[...new Set([...document.querySelectorAll('a[href], area[href], link[rel=canonical], link[rel=icon]')].map(a => a.href)
		.concat([...document.querySelectorAll('form:not([method=post], [method=dialog])')].map(f => new URL(f.getAttribute('action') || '', location).href.split('?')[0] + '?' + new URLSearchParams(new FormData(f)))))]`)
	here := tab.URL().String()
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, address := range all {
		address, _, _ = strings.Cut(address, "#")
		if _, known := l.seen[address]; !known && address != "" && address != here { // a page that is not there may offer to try again
			l.seen[address] = link{name, who}
		}
	}
}

// check asks for every address.
func (l *links) check(t *testing.T, m *shop.Mall) {
	t.Helper()
	t.Logf("%d links", len(l.seen))
	group, ctx := errgroup.WithContext(t.Context())
	group.SetLimit(4)
	for address, from := range l.seen {
		u, err := url.Parse(address)
		if err != nil || !slices.Contains([]string{"http", "https", "mailto", "tel"}, u.Scheme) {
			t.Errorf("%s leads to %q", from.from, address)
			continue
		}
		if u.Scheme == "mailto" || u.Scheme == "tel" {
			continue
		}
		if u.Hostname() == "127.0.0.1" {
			continue // the consoles of Consul and RabbitMQ
		}
		if u.Hostname() != m.Domain && !strings.HasSuffix(u.Hostname(), "."+m.Domain) {
			t.Errorf("%s leads to a stranger: %s", from.from, address)
			continue
		}
		group.Go(func() error {
			a, err := from.who.Send(ctx, shop.Request{URL: address, Header: http.Header{"Accept": {"text/html"}}})
			switch {
			case err != nil:
				return err
			case a.Status >= 400:
				t.Errorf("%s leads to %s: %d", from.from, address, a.Status)
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		t.Error(err)
	}
}
