package rpc

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// instances is a resolver whose list a test may change.
type instances struct {
	mu    sync.Mutex
	addrs []string
}

func (i *instances) Addrs(string) []string {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.addrs
}

func (i *instances) set(addrs ...string) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.addrs = slices.Clone(addrs)
}

func (i *instances) Wait(ctx context.Context, _ string) error {
	if len(i.Addrs("")) > 0 {
		return nil
	}
	<-ctx.Done()
	return ctx.Err()
}

func listOf(addrs ...string) *instances { return &instances{addrs: slices.Clone(addrs)} }

// serve starts an instance and returns its address.
func serve(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.Listener.Addr().String()
}

// dead is an address where nobody listens.
func dead(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, l.Close())
	return l.Addr().String()
}

// breaks is an instance that reads the whole request and closes the connection instead of answering.
func breaks(t *testing.T, hits *atomic.Int32) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				req, err := http.ReadRequest(bufio.NewReader(conn))
				if err != nil {
					return
				}
				_, _ = io.Copy(io.Discard, req.Body)
				hits.Add(1)
			}()
		}
	}()
	return l.Addr().String()
}

func transportOn(t *testing.T, r Resolver) *Transport {
	t.Helper()
	base := NewHTTPTransport()
	t.Cleanup(base.CloseIdleConnections)
	return NewTransport(r, "ware", base, time.Now)
}

// send makes a request whose body cannot be made a second time, as one that came in from outside.
func send(tr *Transport, method, body string) (*http.Response, error) {
	var in io.Reader
	if body != "" {
		in = struct{ io.Reader }{strings.NewReader(body)}
	}
	req, err := http.NewRequest(method, "http://ware/x", in)
	if err != nil {
		return nil, err
	}
	return tr.RoundTrip(req)
}

func answer(t *testing.T, resp *http.Response, err error) string {
	t.Helper()
	require.NoError(t, err)
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return string(body)
}

func echo(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(w, r.Body)
}

func TestRefusedConnectionGoesToTheNextForAnyMethod(t *testing.T) {
	living := serve(t, echo)
	tr := transportOn(t, listOf(dead(t), living, dead(t)))
	for range 20 {
		resp, err := send(tr, http.MethodPost, "a body that exists once")
		require.Equal(t, "a body that exists once", answer(t, resp, err))
	}
}

func TestRefusedInstanceIsSkippedForAWhile(t *testing.T) {
	var dials atomic.Int32
	gone := dead(t)
	base := NewHTTPTransport()
	t.Cleanup(base.CloseIdleConnections)
	dial := base.DialContext
	base.DialContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
		if addr == gone {
			dials.Add(1)
		}
		return dial(ctx, network, addr)
	}
	var clock atomic.Int64
	tr := NewTransport(listOf(gone, serve(t, echo)), "ware", base, func() time.Time { return time.Unix(clock.Load(), 0) })
	for range 10 {
		resp, err := send(tr, http.MethodGet, "")
		answer(t, resp, err)
	}
	require.EqualValues(t, 1, dials.Load(), "asked once, then left alone")

	clock.Add(3)
	for range 4 {
		resp, err := send(tr, http.MethodGet, "")
		answer(t, resp, err)
	}
	require.EqualValues(t, 2, dials.Load(), "asked again after a while")
}

func TestBrokenConnectionRepeatsOnlyWhatMayBeRepeated(t *testing.T) {
	for _, test := range []struct {
		name, method string
		header       string
		repeated     bool
	}{
		{name: "get", method: http.MethodGet, repeated: true},
		{name: "delete", method: http.MethodDelete, repeated: true},
		{name: "post", method: http.MethodPost},
		{name: "patch", method: http.MethodPatch},
		{name: "post marked as idempotent", method: http.MethodPost, header: idempotencyKey, repeated: true},
	} {
		t.Run(test.name, func(t *testing.T) {
			var broken, answered atomic.Int32
			living := serve(t, func(http.ResponseWriter, *http.Request) { answered.Add(1) })
			tr := transportOn(t, listOf(living, breaks(t, &broken)))
			tr.turn.Store(0) // the broken one comes first
			req, err := http.NewRequest(test.method, "http://ware/x", strings.NewReader("body"))
			require.NoError(t, err)
			if test.header != "" {
				req.Header[test.header] = nil
			}
			resp, err := tr.RoundTrip(req)
			if test.repeated {
				answer(t, resp, err)
				require.EqualValues(t, 1, answered.Load())
			} else {
				require.Error(t, err)
				require.Zero(t, answered.Load(), "a request that may have been executed went to a second instance")
			}
			require.EqualValues(t, 1, broken.Load())
		})
	}
}

func TestStoppingInstanceSendsEverythingToTheNext(t *testing.T) {
	stopping := serve(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set(HeaderNotStarted, "1")
		w.Header().Set("Retry-After", "1")
		w.WriteHeader(http.StatusServiceUnavailable)
	})
	tr := transportOn(t, listOf(stopping, serve(t, echo)))
	for range 6 {
		req, err := http.NewRequest(http.MethodPost, "http://ware/x", strings.NewReader("body"))
		require.NoError(t, err)
		resp, err := tr.RoundTrip(req)
		require.Equal(t, "body", answer(t, resp, err))
	}

	alone := transportOn(t, listOf(stopping))
	resp, err := send(alone, http.MethodGet, "")
	require.NoError(t, err)
	require.Equal(t, http.StatusServiceUnavailable, resp.StatusCode, "with nobody else its answer is the answer")
	discard(resp)
}

func TestAnOrdinary503IsAnAnswer(t *testing.T) {
	var hits atomic.Int32
	sick := func(w http.ResponseWriter, _ *http.Request) {
		hits.Add(1)
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	tr := transportOn(t, listOf(serve(t, sick), serve(t, sick)))
	resp, err := send(tr, http.MethodGet, "")
	answer(t, resp, err)
	require.EqualValues(t, 1, hits.Load())
}

func TestRoundRobin(t *testing.T) {
	var a, b atomic.Int32
	tr := transportOn(t, listOf(
		serve(t, func(http.ResponseWriter, *http.Request) { a.Add(1) }),
		serve(t, func(http.ResponseWriter, *http.Request) { b.Add(1) })))
	for range 10 {
		resp, err := send(tr, http.MethodGet, "")
		answer(t, resp, err)
	}
	require.EqualValues(t, 5, a.Load())
	require.EqualValues(t, 5, b.Load())
}

func TestNobodyThere(t *testing.T) {
	_, err := send(transportOn(t, listOf()), http.MethodGet, "")
	require.ErrorIs(t, err, errNoInstance)

	_, err = send(transportOn(t, listOf(dead(t), dead(t))), http.MethodPost, "x")
	require.True(t, dialFailed(err), "%v", err)
}

func TestFirstInstanceIsWaitedFor(t *testing.T) {
	living := serve(t, echo)
	tr := transportOn(t, lateResolver{living})
	resp, err := send(tr, http.MethodGet, "")
	answer(t, resp, err)
}

// lateResolver knows its instance only after Wait.
type lateResolver struct{ addr string }

func (l lateResolver) Addrs(string) []string {
	if waited.Load() {
		return []string{l.addr}
	}
	return nil
}

func (lateResolver) Wait(context.Context, string) error {
	waited.Store(true)
	return nil
}

var waited atomic.Bool

func TestCancelledRequestIsNotRepeated(t *testing.T) {
	var hits atomic.Int32
	ctx, cancel := context.WithCancel(t.Context())
	slow := func(_ http.ResponseWriter, r *http.Request) {
		hits.Add(1)
		cancel()
		<-r.Context().Done()
	}
	tr := transportOn(t, listOf(serve(t, slow), serve(t, slow)))
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://ware/x", nil)
	require.NoError(t, err)
	_, err = tr.RoundTrip(req) //nolint:bodyclose // there is no answer
	require.True(t, errors.Is(err, context.Canceled), "%v", err)
	require.EqualValues(t, 1, hits.Load())
}
