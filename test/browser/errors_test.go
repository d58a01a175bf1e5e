package browser

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/test/browser/chrome"
	"gulimall/web"
	"gulimall/web/page"
)

// Most error pages cannot be asked for: they answer what goes wrong. They are drawn here as a service draws them, and looked at like every
// other page.
func TestErrorPagesOnEveryScreen(t *testing.T) {
	t.Parallel()
	m, tab := open(t, chrome.View{})
	at, err := url.Parse(m.URL(""))
	require.NoError(t, err)
	shopPort, err := strconv.Atoi(at.Port())
	require.NoError(t, err)
	renderer, err := web.New(web.Options{Domain: m.Domain, Port: shopPort})
	require.NoError(t, err)
	hashed := regexp.MustCompile(`\.[0-9a-f]{10}(\.[a-z]+)$`)
	mux := http.NewServeMux()
	mux.HandleFunc("/static/", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFile(w, r, "../../web"+hashed.ReplaceAllString(r.URL.Path, "$1"))
	})
	mux.HandleFunc("/api/cart", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"items":[],"totalCount":0}`))
	})
	mux.HandleFunc("/error/{lang}/{status}", func(w http.ResponseWriter, r *http.Request) {
		status, _ := strconv.Atoi(r.PathValue("status"))
		failure := page.Error{Status: status, Code: "some_code", TraceID: strings.Repeat("4bf92f35", 4)}
		failure.Lang = r.PathValue("lang")
		if err := renderer.ErrorPage(w, failure); err != nil {
			t.Error(err)
		}
	})
	front := httptest.NewServer(mux)
	t.Cleanup(front.Close)
	_, port, err := net.SplitHostPort(front.Listener.Addr().String())
	require.NoError(t, err)

	for _, status := range []int{403, 404, 409, 410, 429, 500, 502, 503} {
		tab.Allow(status)
		for _, language := range []string{"zh-CN", "en"} {
			tab.Look(chrome.View{Language: language, Calm: true})
			tab.Open(fmt.Sprintf("http://%s:%s/error/%s/%d", m.Domain, port, language, status))
			tab.Idle()
			require.Equal(t, status, tab.Status())
			wellMade(t, tab, language)
			for _, width := range widths() {
				screen(t, tab, sight{name: fmt.Sprintf("error-%d", status)}, language, width)
			}
		}
	}
}
