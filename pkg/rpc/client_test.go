package rpc

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
	"gulimall/pkg/telemetry"
)

type stock struct {
	SKU   int64 `json:"skuId"`
	Count int64 `json:"count"`
}

func problem(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(body))
}

func TestGetAndPost(t *testing.T) {
	addr := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.Method + " " + r.URL.RequestURI() {
		case "GET /internal/stock?skuId=7":
			_, _ = w.Write([]byte(`{"skuId":7,"count":3}`))
		case "POST /internal/locks":
			var in stock
			_ = json.NewDecoder(r.Body).Decode(&in)
			in.Count++
			_ = json.NewEncoder(w).Encode(in)
		case "DELETE /internal/locks/1":
			w.WriteHeader(http.StatusNoContent)
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	})
	c := New(listOf(addr), "ware", Options{Registerer: prometheus.NewRegistry()})
	var out stock
	require.NoError(t, c.Get(t.Context(), "/internal/stock?skuId=7", &out))
	require.Equal(t, stock{7, 3}, out)
	require.NoError(t, c.Post(t.Context(), "/internal/locks", stock{8, 1}, &out))
	require.Equal(t, stock{8, 2}, out)
	require.NoError(t, c.Delete(t.Context(), "/internal/locks/1"))

	err := c.Get(t.Context(), "/internal/nothing?a=b", nil)
	require.Equal(t, apperr.NotFound, apperr.From(err).Kind)
	require.NotContains(t, err.Error(), "a=b", "queries may hold what does not belong into logs")
}

func TestProblemKeepsItsCodeOnTheWay(t *testing.T) {
	errStockShort := apperr.New(apperr.Conflict, "stock_short")
	addr := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "7")
		problem(w, http.StatusConflict, `{"type":"about:blank","title":"short","status":409,"detail":"too few","code":"stock_short",
			"traceId":"x","errors":[{"field":"count","message":"m","code":"range"}],"skuIds":[7,9]}`)
	})
	err := New(listOf(addr), "ware", Options{}).Post(t.Context(), "/internal/locks", stock{}, nil)
	require.ErrorIs(t, err, errStockShort)
	e := apperr.From(err)
	require.Equal(t, apperr.Conflict, e.Kind)
	require.Equal(t, "too few", e.Detail)
	require.Equal(t, []apperr.Field{{Name: "count", Code: "range"}}, e.Fields)
	require.Equal(t, 7*time.Second, e.RetryAfter)
	var skuIDs []int64
	require.True(t, apperr.Extension(err, "skuIds", &skuIDs))
	require.Equal(t, []int64{7, 9}, skuIDs)
}

func TestWhatTravelsAlong(t *testing.T) {
	gin.SetMode(gin.TestMode)
	got := make(chan *http.Request, 1)
	peer := serve(t, func(_ http.ResponseWriter, r *http.Request) { got <- r })
	c := New(listOf(peer), "ware", Options{Timeout: time.Minute})

	engine := gin.New()
	engine.Use(telemetry.Middleware(), Inbound())
	engine.GET("/x", func(g *gin.Context) {
		if err := c.Get(g.Request.Context(), "/internal/y", nil); err != nil {
			t.Error(err)
		}
	})
	in := httptest.NewRequest(http.MethodGet, "/x", nil)
	in.Header.Set("Cookie", "GULISESSION=abc; user-key=k")
	in.Header.Set("Accept-Language", "en")
	in.Header.Set("X-Request-Id", "request-0001")
	in.Header.Set("Traceparent", "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01")
	in.Header.Set(HeaderTimeout, "900")
	engine.ServeHTTP(httptest.NewRecorder(), in)

	out := <-got
	require.Equal(t, "ware", out.Host)
	require.Equal(t, "GULISESSION=abc; user-key=k", out.Header.Get("Cookie"))
	require.Equal(t, "en", out.Header.Get("Accept-Language"))
	require.Equal(t, "request-0001", out.Header.Get("X-Request-Id"))
	require.Contains(t, out.Header.Get("Traceparent"), "00-0123456789abcdef0123456789abcdef-")
	left, err := strconv.Atoi(out.Header.Get(HeaderTimeout))
	require.NoError(t, err)
	require.Greater(t, left, 500)
	require.LessOrEqual(t, left, 900)
}

func TestInboundDeadline(t *testing.T) {
	for header, want := range map[string]time.Duration{
		"": 0, "x": 0, "0": 0, "-5": 0, "99999999999999999999": 0, "250": 250 * time.Millisecond, "86400000": maxInbound,
	} {
		require.Equal(t, want, timeout(header), "%q", header)
	}
}

func TestDeadlines(t *testing.T) {
	addr := serve(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	c := New(listOf(addr), "ware", Options{Timeout: 50 * time.Millisecond})

	err := c.Get(t.Context(), "/slow", nil)
	require.ErrorIs(t, err, apperr.ErrUnavailable)
	require.ErrorIs(t, err, context.DeadlineExceeded)

	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(10*time.Millisecond, cancel)
	err = c.Get(ctx, "/slow", nil)
	require.ErrorIs(t, err, context.Canceled)
	require.NotErrorIs(t, err, apperr.ErrUnavailable, "the caller went away: nothing is wrong with the service")
}

func TestBreakerOpensAndRecovers(t *testing.T) {
	var sick atomic.Bool
	var hits atomic.Int32
	sick.Store(true)
	addr := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		hits.Add(1)
		if sick.Load() {
			w.WriteHeader(http.StatusInternalServerError)
		}
	})
	c := New(listOf(addr), "ware", Options{TripAfter: 5, HalfOpen: 50 * time.Millisecond})
	for range 5 {
		require.Error(t, c.Get(t.Context(), "/x", nil))
	}
	require.ErrorIs(t, c.Get(t.Context(), "/x", nil), errBreakerOpen)
	require.EqualValues(t, 5, hits.Load(), "an open breaker sends nothing")

	sick.Store(false)
	require.Eventually(t, func() bool { return c.Get(t.Context(), "/x", nil) == nil }, time.Second, 5*time.Millisecond)
	for range 20 {
		require.NoError(t, c.Get(t.Context(), "/x", nil))
	}
}

func TestRefusalsDoNotOpenTheBreaker(t *testing.T) {
	addr := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		problem(w, http.StatusConflict, `{"code":"stock_short","status":409}`)
	})
	c := New(listOf(addr), "ware", Options{TripAfter: 2})
	for range 10 {
		require.NotErrorIs(t, c.Get(t.Context(), "/x", nil), errBreakerOpen)
	}
}

func TestBreakerSurvivesACallerThatLeavesDuringTheProbe(t *testing.T) {
	var hang atomic.Bool
	addr := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if hang.Load() {
			<-r.Context().Done()
		}
		if r.URL.Path == "/bad" {
			w.WriteHeader(http.StatusInternalServerError)
		}
	})
	c := New(listOf(addr), "ware", Options{TripAfter: 2, HalfOpen: 20 * time.Millisecond})
	for range 2 {
		_ = c.Get(t.Context(), "/bad", nil)
	}
	time.Sleep(30 * time.Millisecond)
	hang.Store(true)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	_ = c.Get(ctx, "/x", nil)
	hang.Store(false)
	require.Eventually(t, func() bool { return c.Get(t.Context(), "/x", nil) == nil }, time.Second, 5*time.Millisecond)
}

func TestConcurrencyIsBounded(t *testing.T) {
	var now, most atomic.Int32
	addr := serve(t, func(http.ResponseWriter, *http.Request) {
		n := now.Add(1)
		for {
			seen := most.Load()
			if n <= seen || most.CompareAndSwap(seen, n) {
				break
			}
		}
		time.Sleep(5 * time.Millisecond)
		now.Add(-1)
	})
	c := New(listOf(addr), "ware", Options{MaxInFlight: 4})
	var all sync.WaitGroup
	for range 40 {
		all.Go(func() {
			if err := c.Get(t.Context(), "/x", nil); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	require.LessOrEqual(t, most.Load(), int32(4))
}

func TestAnswersThatCannotBeUsed(t *testing.T) {
	for name, body := range map[string]string{
		"too long": strings.Repeat(" ", 200) + "{}", "not JSON": "<html>", "wrong type": `{"skuId":"x"}`,
	} {
		t.Run(name, func(t *testing.T) {
			addr := serve(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) })
			var out stock
			err := New(listOf(addr), "ware", Options{MaxAnswer: 100}).Get(t.Context(), "/x", &out)
			require.ErrorIs(t, err, apperr.ErrInternal)
		})
	}
	addr := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusTeapot)
		_, _ = w.Write([]byte("<html>"))
	})
	err := New(listOf(addr), "ware", Options{}).Get(t.Context(), "/x", nil)
	require.Equal(t, apperr.Internal, apperr.From(err).Kind)
}

func TestNobodyThereIsUnavailable(t *testing.T) {
	err := New(listOf(), "ware", Options{}).Get(t.Context(), "/x", nil)
	require.ErrorIs(t, err, apperr.ErrUnavailable)
	require.ErrorIs(t, err, errNoInstance)
	var e *apperr.Error
	require.True(t, errors.As(err, &e))
	require.NotZero(t, e.RetryAfter)
}

// TestRollingRestart takes instances away one after the other, in the order of a graceful stop, while calls go on.
func TestRollingRestart(t *testing.T) {
	handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("{}")) })
	servers := []*httptest.Server{httptest.NewServer(handler), httptest.NewServer(handler)}
	addrs := []string{servers[0].Listener.Addr().String(), servers[1].Listener.Addr().String()}
	list := listOf(addrs...)
	c := New(list, "ware", Options{})
	stop := make(chan struct{})
	var callers sync.WaitGroup
	for range 8 {
		callers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if err := c.PostIdempotent(t.Context(), "/x", stock{}, nil); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for i := range servers {
		time.Sleep(30 * time.Millisecond)
		list.set(addrs[1-i])
		servers[i].CloseClientConnections()
		servers[i].Close()
		servers[i] = httptest.NewServer(handler)
		addrs[i] = servers[i].Listener.Addr().String()
		list.set(addrs...)
	}
	time.Sleep(30 * time.Millisecond)
	close(stop)
	callers.Wait()
	for _, s := range servers {
		s.Close()
	}
}

func BenchmarkGet(b *testing.B) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"skuId":7}`)) }))
	defer s.Close()
	c := New(listOf(s.Listener.Addr().String()), "ware", Options{})
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		var out stock
		for pb.Next() {
			if err := c.Get(b.Context(), "/x", &out); err != nil {
				b.Error(err)
			}
		}
	})
}
