package rpc

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

const (
	dialTimeout = 300 * time.Millisecond
	// skipFor is how long an instance that refused a connection is not asked.
	skipFor = 2 * time.Second
	// waitForFirst is how long a request waits when no instance at all is known, as in a fresh process.
	waitForFirst = 300 * time.Millisecond
	// maxTries bounds how many instances one request is offered to.
	maxTries = 4
)

// errNoInstance says that a service has no living instance.
var errNoInstance = errors.New("no living instance")

// idempotencyKey marks a request as repeatable, for this package and for net/http; an empty list is never sent.
const idempotencyKey = "X-Idempotency-Key"

// NewHTTPTransport returns the connection pool that all clients of a process should share.
func NewHTTPTransport() *http.Transport {
	return &http.Transport{
		DialContext:         (&net.Dialer{Timeout: dialTimeout, KeepAlive: 15 * time.Second}).DialContext,
		MaxIdleConnsPerHost: 128,
		IdleConnTimeout:     30 * time.Second,
		DisableCompression:  true, // loopback or a local network: CPU is dearer than bytes
		WriteBufferSize:     8 << 10,
		ReadBufferSize:      8 << 10,
	}
}

// Transport sends the requests for one service to its living instances in turn. An instance whose connection is refused
// is skipped for 2 s and the request goes to the next one, whatever its method, since nothing was sent. A connection that
// breaks before the answer sends only idempotent requests on. It is safe for concurrent use.
type Transport struct {
	resolver Resolver
	service  string
	base     http.RoundTripper
	now      func() time.Time
	turn     atomic.Uint32

	mu   sync.RWMutex
	down map[string]time.Time // instance -> when it may be asked again
}

var _ http.RoundTripper = (*Transport)(nil)

// NewTransport returns a Transport for service on the connection pool base.
func NewTransport(resolver Resolver, service string, base http.RoundTripper, now func() time.Time) *Transport {
	resolver.Addrs(service) // a resolver begins to watch at the first question
	return &Transport{resolver: resolver, service: service, base: base, now: now, down: map[string]time.Time{}}
}

// RoundTrip sends req to an instance; the host of its URL does not matter, its Host header is kept.
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	body := newBody(req)
	addrs, err := t.candidates(req.Context())
	if err != nil {
		body.closeAll()
		return nil, err
	}
	var resp *http.Response
	for i, addr := range addrs {
		resp, err = t.send(req, addr, body)
		again := t.mayRepeat(req, addr, resp, err)
		if !again || i == len(addrs)-1 || req.Context().Err() != nil || !body.rewind() {
			break
		}
		if err == nil {
			discard(resp)
		}
	}
	if err != nil {
		body.closeAll()
		return nil, fmt.Errorf("%s: %w", t.service, err)
	}
	return resp, nil
}

// mayRepeat judges what addr did with req: whether another instance may be asked, and whether addr is to be left alone.
func (t *Transport) mayRepeat(req *http.Request, addr string, resp *http.Response, err error) bool {
	switch {
	case err == nil && resp.StatusCode == http.StatusServiceUnavailable && resp.Header.Get(HeaderNotStarted) != "":
		t.skip(addr)
		return true
	case err == nil:
		return false
	case req.Context().Err() != nil:
		return false
	case dialFailed(err):
		t.skip(addr)
		return true
	default:
		return repeatable(req)
	}
}

func (t *Transport) send(req *http.Request, addr string, body *body) (*http.Response, error) {
	out := *req // shallow: a RoundTripper must not change the caller's request
	url := *req.URL
	url.Scheme, url.Host = "http", addr
	out.URL = &url
	if req.Host == "" {
		out.Host = t.service
	}
	out.Body = body.reader()
	return t.base.RoundTrip(&out)
}

// candidates lists the instances to try, the one whose turn it is first, those that lately refused last.
func (t *Transport) candidates(ctx context.Context) ([]string, error) {
	all := t.resolver.Addrs(t.service)
	if len(all) == 0 {
		wait, cancel := context.WithTimeout(ctx, waitForFirst)
		defer cancel()
		if err := t.resolver.Wait(wait, t.service); err != nil {
			return nil, fmt.Errorf("%s: %w", t.service, errNoInstance)
		}
		if all = t.resolver.Addrs(t.service); len(all) == 0 {
			return nil, fmt.Errorf("%s: %w", t.service, errNoInstance)
		}
	}
	first := int(t.turn.Add(1) % uint32(len(all))) //nolint:gosec // a list of instances is short
	tries := make([]string, 0, len(all))
	tries = append(append(tries, all[first:]...), all[:first]...)
	t.lastly(tries)
	return tries[:min(len(tries), maxTries)], nil
}

// lastly moves the instances that are to be skipped to the end: they are asked only if nobody else is left.
func (t *Transport) lastly(addrs []string) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	if len(t.down) == 0 {
		return
	}
	now := t.now()
	slices.SortStableFunc(addrs, func(a, b string) int {
		return rank(t.down[a], now) - rank(t.down[b], now)
	})
}

func rank(downUntil, now time.Time) int {
	if now.Before(downUntil) {
		return 1
	}
	return 0
}

// skip notes that addr is not to be asked for a while.
func (t *Transport) skip(addr string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	for other, until := range t.down {
		if now.After(until) {
			delete(t.down, other)
		}
	}
	t.down[addr] = now.Add(skipFor)
}

// dialFailed reports whether err says that no connection came about, so that nothing was sent.
func dialFailed(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial"
}

// repeatable reports whether req may be executed twice without harm.
func repeatable(req *http.Request) bool {
	switch req.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodPut, http.MethodDelete, "":
		return true
	default:
		_, marked := req.Header[idempotencyKey]
		return marked
	}
}

// discard gives the connection of an unwanted answer back to the pool.
func discard(resp *http.Response) {
	_, _ = io.CopyN(io.Discard, resp.Body, 4<<10)
	_ = resp.Body.Close()
}
