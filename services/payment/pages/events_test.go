package pages_test

import (
	"bufio"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"gulimall/pkg/i18n"
	"gulimall/pkg/server"
	"gulimall/pkg/session"
	"gulimall/services/payment"
	"gulimall/services/payment/pages"
	"gulimall/web"
	"gulimall/web/frame"
)

// live is a cashier whose order moves while somebody looks: it answers for the use cases and for the store.
type live struct {
	*payments
	mu sync.Mutex
}

func (l *live) Cashier(ctx context.Context, memberID int64, orderSn string) (payment.View, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.payments.Cashier(ctx, memberID, orderSn)
}

func (l *live) Marks(_ context.Context, sns []string) (map[string]string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return map[string]string{sns[0]: l.view.Status}, nil
}

func (l *live) set(change func(v *payment.View)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change(&l.view)
}

// engine serves the pages by the real clock to the member that the header names.
func (l *live) engine(t *testing.T, heartbeat time.Duration) (*gin.Engine, *payment.Watch) {
	t.Helper()
	gin.SetMode(gin.ReleaseMode)
	words, err := i18n.Load()
	require.NoError(t, err)
	renderer, err := web.New(web.Options{Domain: "gulimall.localhost", Port: 8080})
	require.NoError(t, err)
	engine := gin.New()
	engine.Use(func(c *gin.Context) {
		if id := len(c.GetHeader("Member")); id > 0 {
			c.Request = c.Request.WithContext(session.With(c.Request.Context(), session.Member{ID: int64(id)}))
		}
	})
	edge := &server.Edge{Log: slog.New(slog.DiscardHandler), Words: words}
	watch := payment.NewWatch(l)
	pages.Routes(engine, l, pages.Deps{Watch: watch, Frame: frame.New(renderer, edge), Edge: edge, Now: time.Now, Heartbeat: heartbeat})
	return engine, watch
}

func liveCashier(left time.Duration) *live {
	l := &live{payments: unpaid()}
	l.view.Order.ExpiresAt = time.Now().Add(left)
	return l
}

// watching looks for changes as the process does, until the test ends.
func watching(t *testing.T, watch *payment.Watch) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		for ctx.Err() == nil {
			_ = watch.Look(ctx)
			select {
			case <-ctx.Done():
			case <-time.After(20 * time.Millisecond):
			}
		}
	}()
	t.Cleanup(func() { cancel(); <-done })
}

// follow opens a stream; it gives the lines as they come, and none after the end.
func follow(t *testing.T, address, member, sn string) (*http.Response, <-chan string) {
	t.Helper()
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	ctx, cancel := context.WithCancel(t.Context())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"/payEvents?orderSn="+sn, nil)
	require.NoError(t, err)
	r.Header.Set("Member", member)
	answer, err := transport.RoundTrip(r)
	require.NoError(t, err)
	lines := make(chan string, 1000)
	go func() {
		defer close(lines)
		defer answer.Body.Close()
		for text := bufio.NewScanner(answer.Body); text.Scan(); {
			if text.Text() != "" {
				lines <- text.Text()
			}
		}
	}()
	t.Cleanup(func() {
		cancel()
		for range lines { //nolint:revive // until it has ended
		}
	})
	return answer, lines
}

// next is the next line that is no heartbeat.
func next(t *testing.T, lines <-chan string) string {
	t.Helper()
	for {
		select {
		case line, ok := <-lines:
			if !ok {
				return "end"
			}
			if !strings.HasPrefix(line, ":") {
				return line
			}
		case <-time.After(5 * time.Second):
			t.Fatal("nothing came")
		}
	}
}

const member7 = "7777777"

func TestTheStreamTellsOfThePayment(t *testing.T) {
	l := liveCashier(time.Minute)
	engine, watch := l.engine(t, 30*time.Millisecond)
	watching(t, watch)
	front := httptest.NewUnstartedServer(engine)
	front.Config.ReadTimeout = 100 * time.Millisecond
	front.Start()
	t.Cleanup(front.Close)
	answer, lines := follow(t, front.URL, member7, "123")
	require.Equal(t, "text/event-stream; charset=utf-8", answer.Header.Get("Content-Type"))
	require.Equal(t, "no-store, no-transform", answer.Header.Get("Cache-Control"))
	require.Equal(t, "retry: 2000", next(t, lines))
	require.Equal(t, "event: status", next(t, lines))
	require.Regexp(t, `^data: {"state":"open","left":(5\d\d\d\d|60000)}$`, next(t, lines))
	time.Sleep(400 * time.Millisecond) // beyond the server's limits for other requests
	l.set(func(v *payment.View) { v.Status, v.Payable = "paid", false })
	begin := time.Now()
	require.Equal(t, "event: status", next(t, lines))
	require.Less(t, time.Since(begin), time.Second)
	require.Contains(t, next(t, lines), `"state":"paid"`)
	require.Equal(t, "end", next(t, lines), "there is nothing more to say")
}

func TestTheStreamTellsOfTheDeadline(t *testing.T) {
	l := liveCashier(time.Second)
	engine, _ := l.engine(t, time.Minute) // and no row changes
	front := httptest.NewServer(engine)
	t.Cleanup(front.Close)
	_, lines := follow(t, front.URL, member7, "123")
	next(t, lines)
	next(t, lines)
	require.Contains(t, next(t, lines), `"state":"open"`)
	l.set(func(v *payment.View) { v.Payable = false })
	require.Equal(t, "event: status", next(t, lines))
	require.Equal(t, `data: {"state":"closing","left":0}`, next(t, lines))
}

func TestTheStreamIsForItsOwner(t *testing.T) {
	l := liveCashier(time.Minute)
	engine, _ := l.engine(t, time.Minute)
	front := httptest.NewServer(engine)
	t.Cleanup(front.Close)
	for member, want := range map[string]int{"": http.StatusUnauthorized, "8": http.StatusNotFound} {
		answer, lines := follow(t, front.URL, member, "123")
		require.Equal(t, want, answer.StatusCode)
		require.Contains(t, next(t, lines), `"code"`)
	}
}

func TestTooManyStreams(t *testing.T) {
	l := liveCashier(time.Minute)
	engine, _ := l.engine(t, time.Minute)
	front := httptest.NewServer(engine)
	t.Cleanup(front.Close)
	_, first := follow(t, front.URL, member7, "123")
	next(t, first)
	next(t, first)
	next(t, first)
	for range payment.MemberStreams {
		_, lines := follow(t, front.URL, member7, "123")
		next(t, lines)
	}
	require.Equal(t, "event: bye", next(t, first))
	next(t, first)
	require.Equal(t, "end", next(t, first))
}

func TestShutdownEndsStreams(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	l := liveCashier(time.Minute)
	engine, _ := l.engine(t, time.Minute)
	front, err := server.Listen(t.Context(), "127.0.0.1:0", engine)
	require.NoError(t, err)
	answer, lines := follow(t, "http://"+front.Addr(), member7, "123")
	next(t, lines)
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	require.NoError(t, front.Stop(ctx))
	for line := next(t, lines); line != "end"; line = next(t, lines) {
		require.NotEmpty(t, line)
	}
	answer.Body.Close()
}
