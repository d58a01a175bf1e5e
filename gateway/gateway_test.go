package gateway

import (
	"encoding/json"
	"io"
	"log/slog"
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
	read   time.Duration    // how long a request may take to arrive; 0: as long as it likes
}

func open(t *testing.T, s setup) *shop {
	t.Helper()
	sh := &shop{}
	sh.Server = httptest.NewUnstartedServer(newGateway(t, s, sh).Engine())
	sh.Config.ReadTimeout = s.read
	sh.Start()
	t.Cleanup(sh.Close)
	return sh
}

// newGateway makes a gateway whose services tell sh what they were asked.
func newGateway(t *testing.T, s setup, sh *shop) *Gateway {
	t.Helper()
	words, err := i18n.Load()
	require.NoError(t, err)
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
	return g
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
	require.Contains(t, body, `<html lang="zh-CN">`)

	_, body = s.ask(t, http.MethodGet, domain, "/internal/x", "", "Accept", "text/html", "Accept-Language", "en-GB,en;q=0.9")
	require.Contains(t, body, `<html lang="en">`)
	require.Contains(t, body, "What you are looking for does not exist · Gulimall")
	require.Contains(t, body, `lang="zh-CN">您要找的内容不存在`)
	_, body = s.ask(t, http.MethodGet, domain, "/internal/x", "", "Accept", "text/html", "Accept-Language", "en", "Cookie", "lang=zh-CN")
	require.Contains(t, body, `<html lang="zh-CN">`, "what the visitor chose")
}

// What may have changed something is found in the log again; what only looked is not written down.
func TestWritesLeaveALine(t *testing.T) {
	var lines strings.Builder
	engine := newGateway(t, setup{deps: func(d *Deps) {
		d.Edge = &server.Edge{Log: slog.New(slog.NewJSONHandler(&lines, nil)), Words: d.Edge.Words}
	}}, &shop{}).Engine()
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		engine.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(method, "http://order."+domain+"/cancelOrder?orderSn=7", nil))
	}
	require.Equal(t, 1, strings.Count(lines.String(), "\n"), lines.String())
	for _, part := range []string{`"request answered"`, `"method":"POST"`, `"path":"/cancelOrder"`, `"service":"order"`, `"status":200`} {
		require.Contains(t, lines.String(), part)
	}
}
