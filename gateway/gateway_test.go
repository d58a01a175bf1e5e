package gateway

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
	"gulimall/pkg/consul"
	"gulimall/pkg/i18n"
	"gulimall/pkg/rpc"
	"gulimall/pkg/server"
)

const domain = "gulimall.localhost"

// shop is a gateway with a service behind every name of its table.
type shop struct {
	*httptest.Server
	mu   sync.Mutex
	seen *http.Request // what the last service was asked
	body string
}

type setup struct {
	config Config
	deps   func(*Deps)
	serve  http.HandlerFunc // what every service does; nil answers its own name
	down   string           // a service that does not run
}

func open(t *testing.T, s setup) *shop {
	t.Helper()
	words, err := i18n.Load()
	require.NoError(t, err)
	sh := &shop{}
	config := s.config
	config.Scheme, config.Domain, config.Port, config.Dev = "http", domain, 8080, true
	peers := consul.Static{}
	for service := range newTable(domain, true).services() {
		if service == "admin" || service == s.down {
			continue
		}
		backend := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			sh.mu.Lock()
			sh.seen, sh.body = r, string(body)
			sh.mu.Unlock()
			if s.serve != nil {
				s.serve(w, r)
				return
			}
			_, _ = io.WriteString(w, service)
		}))
		t.Cleanup(backend.Close)
		peers[service] = []string{backend.Listener.Addr().String()}
	}
	deps := Deps{
		Resolver: peers, Edge: &server.Edge{Log: slog.New(slog.DiscardHandler), Words: words}, Registry: prometheus.NewRegistry(), Now: time.Now,
		Ops: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "operations") }),
	}
	if s.deps != nil {
		s.deps(&deps)
	}
	g, err := New(config, deps)
	require.NoError(t, err)
	sh.Server = httptest.NewUnstartedServer(g.Engine())
	sh.Config.ReadTimeout = 300 * time.Millisecond
	sh.Start()
	t.Cleanup(sh.Close)
	return sh
}

// ask sends one request; headers come as name, value, name, value.
func (s *shop) ask(t *testing.T, method, host, target, body string, headers ...string) (*http.Response, string) {
	t.Helper()
	var in io.Reader
	if body != "" {
		in = strings.NewReader(body)
	}
	r, err := http.NewRequest(method, s.URL, in)
	require.NoError(t, err)
	path, query, _ := strings.Cut(target, "?")
	if r.URL.Opaque = path; strings.HasPrefix(path, "//") { // as it stands, tricks and all
		r.URL.Opaque, r.URL.Path = "", path
	}
	r.URL.RawQuery = query
	r.Host = host
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	require.NoError(t, err)
	defer resp.Body.Close()
	content, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp, string(content)
}

func (s *shop) last() (*http.Request, string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen, s.body
}

func codeOf(t *testing.T, body string) string {
	t.Helper()
	var p apperr.Problem
	require.NoError(t, json.Unmarshal([]byte(body), &p), "%s", body)
	require.Len(t, p.TraceID, 32)
	return p.Code
}

func TestWhoServesWhat(t *testing.T) {
	s := open(t, setup{})
	for host, paths := range map[string]map[string]string{
		domain: {
			"/": "product", "/help/guide.html": "product", "/payed/notify": "payment", "/payed/return?a=b": "payment",
			"/api/member/login": "member", "/api/product/search?keyword=%E6%89%8B%E6%9C%BA": "product", "/api/cart": "cart", "/api/cart/items/7": "cart",
			"/api/order/confirm": "order", "/api/payment/orders/1": "payment", "/api/coupon/mine": "coupon",
		},
		"search." + domain: {"/list.html?keyword=x": "product", "/api/cart": "cart"},
		"item." + domain:   {"/7.html": "product"},
		"auth." + domain:   {"/login.html": "member", "/reg.html": "member"},
		"cart." + domain:   {"/cart.html": "cart", "/addToCart": "cart"},
		"order." + domain:  {"/toTrade": "order", "/submitOrder": "order", "/api/order/orders/1/cancel": "order", "/payed/notify": "order"},
		"pay." + domain:    {"/pay.html": "payment", "/payed/notify": "payment", "/payed/return": "payment"},
		"member." + domain: {"/": "member", "/memberOrder.html": "member"},
		"coupon." + domain: {"/": "coupon"},
		"alipay." + domain: {"/gateway.do": "alipaysim", "/sandbox/api/faults": "alipaysim", "/cashier/login": "alipaysim"},
	} {
		for path, service := range paths {
			for _, h := range []string{host, host + ":8080", strings.ToUpper(host), host + "."} {
				resp, body := s.ask(t, http.MethodGet, h, path, "")
				require.Equal(t, http.StatusOK, resp.StatusCode, "%s%s", h, path)
				require.Equal(t, service, body, "%s%s", h, path)
			}
		}
	}
	seen, _ := s.last()
	require.NotNil(t, seen)
}

func TestWhatDoesNotExist(t *testing.T) {
	s := open(t, setup{})
	for _, url := range []string{
		domain + "/api", domain + "/api/", domain + "/api/ware/stock", domain + "/api/admin/me", "order." + domain + "/api/admin/orders",
		domain + "/api/member", domain + "/API/ware", "shop." + domain + "/", "a.b." + domain + "/", "." + domain + "/",
		"alipay." + domain + "/api/cart", "ware." + domain + "/",
	} {
		host, path, _ := strings.Cut(url, "/")
		resp, body := s.ask(t, http.MethodGet, host, "/"+path, "")
		if path == "api/member" {
			require.Equal(t, "member", body, "the service says that there is nothing")
			continue
		}
		require.Equal(t, http.StatusNotFound, resp.StatusCode, url)
	}
	production := newTable(domain, false)
	_, ok := production.service("alipay", "/gateway.do")
	require.False(t, ok, "the stand-in is for development only")
}

func TestInternalIsRefused(t *testing.T) {
	s := open(t, setup{})
	for _, path := range []string{
		"/internal", "/internal/", "/internal/orders/1", "/INTERNAL/orders", "/Internal/x", "//internal/x", "/./internal/x", "/a/../internal/x",
		"/%69nternal/x", "/%2finternal/x", "/internal%2fx", "/..;/internal/x", "/internal;a=b/x", "/x/%2e%2e/internal/x", "/%2e/internal/x",
		"/x/..%2finternal", "/x%5c..%5cinternal", "/%5cinternal", "/%2569nternal/x", "/api/order/../../internal/x", "/api/order/%2e%2e/%2e%2e/internal/x",
		"/api/order//internal", "/a%00/internal", "/api/order/..", "/%0ainternal", "/internal%3bx", "/healthz", "/readyz", "/metrics", "/metrics/x", "/debug/pprof/",
	} {
		for _, host := range []string{domain, "order." + domain, "alipay." + domain, "admin." + domain} {
			before, _ := s.last()
			resp, _ := s.ask(t, http.MethodGet, host, path, "")
			require.Equal(t, http.StatusNotFound, resp.StatusCode, "%s%s", host, path)
			after, _ := s.last()
			require.Same(t, before, after, "%s%s reached a service", host, path)
		}
	}
}

func FuzzPlain(f *testing.F) {
	for _, seed := range []string{"/", "/internal/x", "/a/../b", "/%2e%2e/x", "//x", "/手机.html", "/a;b"} {
		f.Add(seed)
	}
	table := newTable(domain, true)
	f.Fuzz(func(t *testing.T, target string) {
		r, err := http.ReadRequest(bufio.NewReader(strings.NewReader("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n")))
		if err != nil || !plain(r.URL.Path, r.URL.EscapedPath()) {
			return
		}
		if _, ok := table.service("order", r.URL.Path); ok && strings.HasPrefix(strings.ToLower(r.URL.Path), "/internal") {
			if rest := r.URL.Path[len("/internal"):]; rest == "" || rest[0] == '/' {
				t.Errorf("%q is let through", target)
			}
		}
	})
}

func TestOperationsOnlyFromInside(t *testing.T) {
	s := open(t, setup{})
	_, body := s.ask(t, http.MethodGet, "127.0.0.1:18000", "/metrics", "")
	require.Equal(t, "operations", body)
	for _, header := range []string{"X-Forwarded-For", "X-Real-Ip"} {
		resp, _ := s.ask(t, http.MethodGet, "127.0.0.1:18000", "/metrics", "", header, "1.2.3.4")
		require.Equal(t, http.StatusNotFound, resp.StatusCode, "through nginx under an invented name")
	}
}

func TestErrorsForProgramsAndPeople(t *testing.T) {
	s := open(t, setup{})
	resp, body := s.ask(t, http.MethodGet, domain, "/api/nothing", "")
	require.Equal(t, "application/problem+json; charset=utf-8", resp.Header.Get("Content-Type"))
	require.Equal(t, "not_found", codeOf(t, body))
	require.NotEmpty(t, resp.Header.Get("X-Request-Id"))
	require.Equal(t, "nosniff", resp.Header.Get("X-Content-Type-Options"))

	resp, body = s.ask(t, http.MethodGet, domain, "/internal/x", "", "Accept", "application/json")
	require.Equal(t, "not_found", codeOf(t, body))
	require.Equal(t, http.StatusNotFound, resp.StatusCode)

	resp, body = s.ask(t, http.MethodGet, domain, "/internal/x", "", "Accept", "text/html,application/xhtml+xml")
	require.Equal(t, "text/html; charset=utf-8", resp.Header.Get("Content-Type"))
	require.Contains(t, body, "您要找的内容不存在")
	require.Contains(t, body, `lang="en"`)
	require.Contains(t, body, `href="http://gulimall.localhost:8080/"`)
	require.Contains(t, resp.Header.Get("Content-Security-Policy"), "style-src 'sha256-")
	require.Contains(t, body, resp.Header.Get("X-Trace-Id"))
}

func TestUnreachableService(t *testing.T) {
	s := open(t, setup{down: "cart"})
	for _, test := range []struct{ host, path, kind string }{
		{"cart." + domain, "/cart.html", "text/html; charset=utf-8"},
		{"cart." + domain, "/api/cart", "application/problem+json; charset=utf-8"},
		{"admin." + domain, "/", "text/html; charset=utf-8"},
		{"admin." + domain, "/api/admin/me", "application/problem+json; charset=utf-8"},
	} {
		resp, body := s.ask(t, http.MethodGet, test.host, test.path, "")
		require.Equal(t, http.StatusServiceUnavailable, resp.StatusCode)
		require.Equal(t, test.kind, resp.Header.Get("Content-Type"))
		require.NotEmpty(t, resp.Header.Get("Retry-After"))
		if strings.HasPrefix(test.path, "/api/") {
			require.Equal(t, "unavailable", codeOf(t, body))
		}
	}
}

func TestSlowService(t *testing.T) {
	s := open(t, setup{config: Config{Timeout: 50 * time.Millisecond}, serve: func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }})
	resp, body := s.ask(t, http.MethodGet, domain, "/api/product/categories", "")
	require.Equal(t, http.StatusServiceUnavailable, resp.StatusCode)
	require.Equal(t, "unavailable", codeOf(t, body))
}

func TestWhatAServiceIsTold(t *testing.T) {
	s := open(t, setup{})
	s.ask(t, http.MethodPost, "order."+domain+":8080", "/submitOrder?a=1&b=%E6%89%8B", "token=x",
		"X-Member-Id", "7", "X-Internal-Anything", "1", "X-Request-Timeout-Ms", "999999999", "X-Not-Started", "1", "Idempotency-Key", "1",
		"X-Idempotency-Key", "1", "X-Forwarded-Host", "evil.example", "X-Forwarded-Proto", "https", "X-Forwarded-For", "9.9.9.9, 1.2.3.4",
		"Forwarded", "for=evil", "X-Real-Ip", "9.9.9.9", "Cookie", "GULISESSION=abc", "X-Request-Id", "request-0001",
		"Traceparent", "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01", "Accept-Language", "en")
	seen, body := s.last()
	require.Equal(t, "token=x", body)
	require.Equal(t, "order."+domain+":8080", seen.Host, "Host is unchanged")
	require.Equal(t, "a=1&b=%E6%89%8B", seen.URL.RawQuery)
	for _, name := range []string{"X-Member-Id", "X-Internal-Anything", "X-Not-Started", "Idempotency-Key", "X-Idempotency-Key", "Forwarded", "X-Real-Ip"} {
		require.Empty(t, seen.Header.Values(name), name)
	}
	require.Equal(t, []string{"1.2.3.4"}, seen.Header.Values("X-Forwarded-For"))
	require.Equal(t, "order."+domain+":8080", seen.Header.Get("X-Forwarded-Host"))
	require.Equal(t, "https", seen.Header.Get("X-Forwarded-Proto"))
	require.Equal(t, "GULISESSION=abc", seen.Header.Get("Cookie"))
	require.Equal(t, "en", seen.Header.Get("Accept-Language"))
	require.Equal(t, "request-0001", seen.Header.Get("X-Request-Id"))
	require.Contains(t, seen.Header.Get("Traceparent"), "0123456789abcdef0123456789abcdef")
	require.Len(t, seen.Header.Get(rpc.HeaderTimeout), 5, "15 s, not what the visitor wished")
}

func TestAnswers(t *testing.T) {
	s := open(t, setup{serve: func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Request-Id", "theirs-0001")
		h.Set("Server", "inside")
		if r.URL.Path == "/own.html" {
			h.Set("Content-Security-Policy", "default-src 'none'")
		}
		if r.URL.Path == "/empty.html" {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		http.SetCookie(w, &http.Cookie{Name: "user-key", Value: "1"})
		w.WriteHeader(http.StatusTeapot)
	}})
	resp, _ := s.ask(t, http.MethodGet, "item."+domain, "/7.html", "")
	require.Equal(t, http.StatusTeapot, resp.StatusCode)
	require.Len(t, resp.Header.Values("X-Request-Id"), 1)
	require.Len(t, resp.Header.Values("X-Trace-Id"), 1)
	require.Empty(t, resp.Header.Get("Server"))
	require.Equal(t, "user-key=1", resp.Header.Get("Set-Cookie"))
	require.Equal(t, "strict-origin-when-cross-origin", resp.Header.Get("Referrer-Policy"))
	require.Equal(t, "same-origin", resp.Header.Get("Cross-Origin-Opener-Policy"))
	csp := resp.Header.Get("Content-Security-Policy")
	require.Contains(t, csp, "frame-ancestors 'none'")
	require.Contains(t, csp, "form-action 'self' http://gulimall.localhost:8080 http://*.gulimall.localhost:8080 https://*.alipay.com")

	resp, _ = s.ask(t, http.MethodGet, "item."+domain, "/own.html", "")
	require.Equal(t, []string{"default-src 'none'"}, resp.Header.Values("Content-Security-Policy"), "a page's own policy stands")

	resp, body := s.ask(t, http.MethodGet, "item."+domain, "/empty.html", "")
	require.Equal(t, http.StatusNotFound, resp.StatusCode)
	require.Empty(t, body)
}

func TestCrossSite(t *testing.T) {
	s := open(t, setup{})
	for _, test := range []struct {
		name, host string
		headers    []string
		refused    bool
	}{
		{name: "a program", host: "order." + domain},
		{name: "the same host", host: "order." + domain, headers: []string{"Sec-Fetch-Site", "same-origin", "Origin", "http://order.gulimall.localhost:8080"}},
		{name: "a sister host", host: "order." + domain, headers: []string{"Sec-Fetch-Site", "same-site", "Origin", "http://cart.gulimall.localhost:8080"}},
		{name: "the bare domain, https", host: "order." + domain, headers: []string{"Sec-Fetch-Site", "same-site", "Origin", "https://gulimall.localhost"}},
		{name: "an old browser on a sister host", host: "order." + domain, headers: []string{"Origin", "http://cart.gulimall.localhost:8080"}},
		{name: "another site", host: "order." + domain, headers: []string{"Sec-Fetch-Site", "cross-site", "Origin", "http://evil.example"}, refused: true},
		{name: "another site, old browser", host: "order." + domain, headers: []string{"Origin", "http://evil.example"}, refused: true},
		{name: "no origin to name", host: "order." + domain, headers: []string{"Sec-Fetch-Site", "cross-site", "Origin", "null"}, refused: true},
		{name: "an unknown sister", host: "order." + domain, headers: []string{"Sec-Fetch-Site", "same-site", "Origin", "http://evil.gulimall.localhost:8080"}, refused: true},
		{name: "another port", host: "order." + domain, headers: []string{"Sec-Fetch-Site", "same-site", "Origin", "http://cart.gulimall.localhost:9999"}, refused: true},
		{name: "a name that begins like ours", host: "order." + domain, headers: []string{"Origin", "http://gulimall.localhost.evil.example"}, refused: true},
		{name: "the stand-in", host: "order." + domain, headers: []string{"Sec-Fetch-Site", "same-site", "Origin", "http://alipay.gulimall.localhost:8080"}, refused: true},
		{name: "the shop in the back office", host: "admin." + domain, headers: []string{"Sec-Fetch-Site", "same-site", "Origin", "http://cart.gulimall.localhost:8080"}, refused: true},
		{name: "the shop at the stand-in", host: "alipay." + domain, headers: []string{"Sec-Fetch-Site", "same-site", "Origin", "http://pay.gulimall.localhost:8080"}},
		{name: "the back office in the shop", host: "order." + domain, headers: []string{"Sec-Fetch-Site", "same-site", "Origin", "http://admin.gulimall.localhost:8080"}, refused: true},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
				resp, body := s.ask(t, method, test.host, "/api/order/orders", "{}", test.headers...)
				if test.refused {
					require.Equal(t, http.StatusForbidden, resp.StatusCode)
					require.Equal(t, "cross_site", codeOf(t, body))
				} else if test.host != "alipay."+domain { // where the shop's API is not
					require.Equal(t, http.StatusOK, resp.StatusCode)
				}
			}
			resp, _ := s.ask(t, http.MethodGet, test.host, "/x.html", "", test.headers...)
			require.NotEqual(t, http.StatusForbidden, resp.StatusCode, "reading is nobody's harm")
		})
	}
	resp, body := s.ask(t, http.MethodPost, "order."+domain, "/submitOrder", "a=b", "Origin", "http://evil.example")
	require.Equal(t, http.StatusForbidden, resp.StatusCode)
	require.Contains(t, body, "已拒绝来自其他网站的请求")
	resp, _ = s.ask(t, http.MethodPost, "alipay."+domain, "/gateway.do", "a=b", "Origin", "http://pay.gulimall.localhost:8080")
	require.Equal(t, http.StatusOK, resp.StatusCode)
}

// endless is a body that does not say how long it is.
type endless struct{ left int }

func (e *endless) Read(p []byte) (int, error) {
	if e.left == 0 {
		return 0, io.EOF
	}
	n := min(len(p), e.left)
	copy(p, bytes.Repeat([]byte("x"), n))
	e.left -= n
	return n, nil
}

func TestBodies(t *testing.T) {
	s := open(t, setup{})
	resp, _ := s.ask(t, http.MethodPost, domain, "/api/cart/items", strings.Repeat("x", server.MaxBody))
	require.Equal(t, http.StatusOK, resp.StatusCode)
	_, body := s.last()
	require.Len(t, body, server.MaxBody)

	resp, body = s.ask(t, http.MethodPost, domain, "/api/cart/items", strings.Repeat("x", server.MaxBody+1))
	require.Equal(t, http.StatusRequestEntityTooLarge, resp.StatusCode)
	require.Equal(t, "body_too_large", codeOf(t, body))

	for size, want := range map[int]int{100: http.StatusOK, server.MaxBody + 1: http.StatusRequestEntityTooLarge} {
		r, err := http.NewRequest(http.MethodPost, s.URL+"/api/cart/items", &endless{size})
		require.NoError(t, err)
		r.Host = domain
		resp, err = http.DefaultTransport.RoundTrip(r)
		require.NoError(t, err)
		require.Equal(t, want, resp.StatusCode)
		require.NoError(t, resp.Body.Close())
	}
	seen, body := s.last()
	require.Len(t, body, 100)
	require.EqualValues(t, 100, seen.ContentLength, "a service is told how long it is")
}

func TestStreams(t *testing.T) {
	next := make(chan struct{})
	s := open(t, setup{config: Config{Timeout: 50 * time.Millisecond}, serve: func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		for {
			_, _ = io.WriteString(w, "data: tick\n\n")
			_ = http.NewResponseController(w).Flush()
			select {
			case <-next:
			case <-r.Context().Done():
				return
			}
		}
	}})
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+"/api/order/events", nil)
	require.NoError(t, err)
	r.Host = domain
	r.Header.Set("Accept", "text/event-stream")
	resp, err := http.DefaultTransport.RoundTrip(r)
	require.NoError(t, err)
	defer resp.Body.Close()
	events := bufio.NewReader(resp.Body)
	for i := range 3 {
		line, err := events.ReadString('\n') // each event comes while the service goes on
		require.NoError(t, err)
		require.Equal(t, "data: tick\n", line)
		_, _ = events.ReadString('\n')
		if i == 1 {
			time.Sleep(500 * time.Millisecond) // beyond every limit of an ordinary request
		}
		next <- struct{}{}
	}
}

func TestABrokenAnswerStaysBroken(t *testing.T) {
	s := open(t, setup{serve: func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "half of it")
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}})
	r, err := http.NewRequest(http.MethodGet, s.URL+"/x.html", nil)
	require.NoError(t, err)
	r.Host = domain
	resp, err := http.DefaultTransport.RoundTrip(r)
	require.NoError(t, err)
	defer resp.Body.Close()
	_, err = io.ReadAll(resp.Body)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
}

func TestPostIsNotSentTwice(t *testing.T) {
	var hits int
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer l.Close()
	var mu sync.Mutex
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			if r, err := http.ReadRequest(bufio.NewReader(conn)); err == nil {
				_, _ = io.Copy(io.Discard, r.Body)
				mu.Lock()
				hits++
				mu.Unlock()
			}
			_ = conn.Close()
		}
	}()
	addr := l.Addr().String()
	s := open(t, setup{deps: func(d *Deps) { d.Resolver = consul.Static{"order": {addr, addr, addr}} }})
	resp, _ := s.ask(t, http.MethodPost, domain, "/api/order/orders", "{}")
	require.Equal(t, http.StatusServiceUnavailable, resp.StatusCode)
	mu.Lock()
	require.Equal(t, 1, hits)
	mu.Unlock()
	resp, _ = s.ask(t, http.MethodGet, domain, "/api/order/orders", "")
	require.Equal(t, http.StatusServiceUnavailable, resp.StatusCode)
	mu.Lock()
	defer mu.Unlock()
	require.Greater(t, hits, 2, "a question may be asked again")
}

func BenchmarkGateway(b *testing.B) {
	words, err := i18n.Load()
	require.NoError(b, err)
	backend := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>") }))
	defer backend.Close()
	g, err := New(Config{Scheme: "http", Domain: domain, Port: 8080, Limited: true}, Deps{
		Resolver: consul.Static{"product": {backend.Listener.Addr().String()}}, Edge: &server.Edge{Log: slog.New(slog.DiscardHandler), Words: words},
		Registry: prometheus.NewRegistry(), Now: time.Now,
	})
	require.NoError(b, err)
	g.limits.general.burst = time.Hour
	engine := g.Engine()
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, "http://item."+domain+"/7.html", nil)
			w := httptest.NewRecorder()
			engine.ServeHTTP(w, r)
			if w.Code != http.StatusOK {
				b.Errorf("status %d", w.Code)
			}
		}
	})
}
