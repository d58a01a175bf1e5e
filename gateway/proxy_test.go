package gateway

import (
	"bufio"
	"bytes"
	"context"
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

	"gulimall/pkg/consul"
	"gulimall/pkg/i18n"
	"gulimall/pkg/rpc"
	"gulimall/pkg/server"
)

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
	for _, part := range []string{"script-src 'self';", "style-src 'self';", "object-src 'none';", "base-uri 'none';", "frame-ancestors 'none';"} {
		require.Contains(t, csp, part)
	}
	require.NotContains(t, csp, "unsafe")
	require.Contains(t, resp.Header.Get("Permissions-Policy"), "camera=()")
	require.Empty(t, resp.Header.Get("Strict-Transport-Security"), "the shop is reached by http")
	require.Contains(t, csp, "form-action 'self' http://gulimall.localhost:8080 http://*.gulimall.localhost:8080 https://*.alipay.com")

	resp, _ = s.ask(t, http.MethodGet, "item."+domain, "/own.html", "")
	require.Equal(t, []string{"default-src 'none'"}, resp.Header.Values("Content-Security-Policy"), "a page's own policy stands")

	resp, body := s.ask(t, http.MethodGet, "item."+domain, "/empty.html", "")
	require.Equal(t, http.StatusNotFound, resp.StatusCode)
	require.Empty(t, body)
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

func TestPicturesMayBeLarger(t *testing.T) {
	s := open(t, setup{})
	for _, c := range []struct {
		host, path string
		size, want int
	}{
		{"order." + domain, "/applyReturn", pictures, http.StatusOK},
		{"order." + domain, "/applyReturn", pictures + 1, http.StatusRequestEntityTooLarge},
		{"order." + domain, "/submitOrder", server.MaxBody + 1, http.StatusRequestEntityTooLarge},
		{"cart." + domain, "/applyReturn", server.MaxBody + 1, http.StatusRequestEntityTooLarge},
	} {
		resp, _ := s.ask(t, http.MethodPost, c.host, c.path, strings.Repeat("x", c.size))
		require.Equal(t, c.want, resp.StatusCode, "%s%s %d", c.host, c.path, c.size)
	}
}

func TestStreams(t *testing.T) {
	next := make(chan struct{})
	s := open(t, setup{read: 300 * time.Millisecond, config: Config{Timeout: 50 * time.Millisecond}, serve: func(w http.ResponseWriter, r *http.Request) {
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
	require.Equal(t, "no", resp.Header.Get("X-Accel-Buffering"), "nginx keeps nothing back")
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

func TestAStreamThatDoesNotBegin(t *testing.T) {
	s := open(t, setup{config: Config{Timeout: 50 * time.Millisecond}, serve: func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }})
	resp, body := s.ask(t, http.MethodGet, domain, "/api/order/events", "", "Accept", "text/event-stream")
	require.Equal(t, http.StatusServiceUnavailable, resp.StatusCode)
	require.Equal(t, "unavailable", codeOf(t, body))
}

func TestStreamsEndWithTheGateway(t *testing.T) {
	gone := make(chan struct{})
	g := newGateway(t, setup{serve: func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
		close(gone)
	}}, &shop{})
	front, err := server.Listen(t.Context(), "127.0.0.1:0", g.Engine())
	require.NoError(t, err)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+front.Addr()+"/payEvents", nil)
	require.NoError(t, err)
	r.Host = "pay." + domain
	r.Header.Set("Accept", "text/event-stream")
	resp, err := http.DefaultTransport.RoundTrip(r)
	require.NoError(t, err)
	defer resp.Body.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	require.NoError(t, front.Stop(ctx))
	_, err = io.ReadAll(resp.Body)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF, "the browser knows that it was not the end")
	<-gone
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
