package consul

import (
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gulimall/pkg/testinfra"
)

const soon = 10 * time.Second

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// name is a service name that no other test uses.
func name() string { return "test-" + strings.ToLower(rand.Text()[:10]) }

// instance is a process with a health check that can be turned.
type instance struct {
	Registration
	ready atomic.Bool
}

func start(t *testing.T, service string) *instance {
	t.Helper()
	i := &instance{}
	i.ready.Store(true)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/readyz" || !i.ready.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	t.Cleanup(s.Close)
	host, port, err := net.SplitHostPort(s.Listener.Addr().String())
	require.NoError(t, err)
	i.Registration = Registration{Service: service, Addr: host, CheckInterval: time.Second, Refresh: 100 * time.Millisecond}
	i.Port, err = strconv.Atoi(port)
	require.NoError(t, err)
	return i
}

func (i *instance) addr() string { return net.JoinHostPort(i.Addr, strconv.Itoa(i.Port)) }

func (i *instance) register(t *testing.T, consul string) (leave func()) {
	t.Helper()
	deregister, err := Register(t.Context(), consul, i.Registration, quiet())
	require.NoError(t, err)
	leave = sync.OnceFunc(func() {
		if err := deregister(context.Background()); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(leave)
	return leave
}

func resolver(t *testing.T, consul string) *Resolver {
	t.Helper()
	r, err := NewResolver(consul, quiet())
	require.NoError(t, err)
	t.Cleanup(r.Close)
	return r
}

func eventually(t *testing.T, r *Resolver, service string, want ...string) {
	t.Helper()
	require.EventuallyWithT(t, func(c *assert.CollectT) { require.ElementsMatch(c, want, r.Addrs(service)) }, soon, 10*time.Millisecond)
}

func TestInstancesComeAndGo(t *testing.T) {
	consul, service := testinfra.Consul(t), name()
	r := resolver(t, consul)
	require.Empty(t, r.Addrs(service))

	one, two := start(t, service), start(t, service)
	one.ready.Store(false)
	leaveOne := one.register(t, consul)
	two.register(t, consul)
	eventually(t, r, service, two.addr())
	require.Never(t, func() bool { return len(r.Addrs(service)) != 1 }, 1500*time.Millisecond, 50*time.Millisecond,
		"an instance that is not ready is not used")

	one.ready.Store(true)
	eventually(t, r, service, one.addr(), two.addr())

	two.ready.Store(false)
	eventually(t, r, service, one.addr())
	two.ready.Store(true)
	eventually(t, r, service, one.addr(), two.addr())

	leaveOne()
	left := time.Now()
	eventually(t, r, service, two.addr())
	require.Less(t, time.Since(left), time.Second, "who leaves is gone at once")
}

func TestWait(t *testing.T) {
	consul, service := testinfra.Consul(t), name()
	r := resolver(t, consul)
	short, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	require.ErrorIs(t, r.Wait(short, service), context.DeadlineExceeded)

	waited := make(chan error, 1)
	go func() { waited <- r.Wait(t.Context(), service) }()
	start(t, service).register(t, consul)
	require.NoError(t, <-waited)
	require.Len(t, r.Addrs(service), 1)

	go func() { waited <- r.Wait(t.Context(), name()) }()
	time.Sleep(20 * time.Millisecond)
	r.Close()
	require.Error(t, <-waited)
	require.Len(t, r.Addrs(service), 1, "lists stay readable")
}

func TestForgottenInstanceRegistersAgain(t *testing.T) {
	consul, service := testinfra.Consul(t), name()
	r := resolver(t, consul)
	one := start(t, service)
	one.register(t, consul)
	eventually(t, r, service, one.addr())

	client, err := open(consul)
	require.NoError(t, err)
	require.NoError(t, client.Agent().ServiceDeregister(one.withDefaults().ID))
	eventually(t, r, service)
	eventually(t, r, service, one.addr())
}

func TestConsulAway(t *testing.T) {
	consul, service := testinfra.Consul(t), name()
	line := newLine(t, consul)
	r := resolver(t, line.addr)
	one, two := start(t, service), start(t, service)
	leaveOne := one.register(t, consul)
	eventually(t, r, service, one.addr())

	line.cut()
	two.register(t, line.addr) // goes on trying
	leaveOne()
	require.Never(t, func() bool { return len(r.Addrs(service)) != 1 }, 500*time.Millisecond, 20*time.Millisecond,
		"the last good list stays in use")

	line.mend()
	eventually(t, r, service, two.addr())
}

func TestConsulThatComesBackEmptyIsNotBelievedAtOnce(t *testing.T) {
	consul, service := testinfra.Consul(t), name()
	line := newLine(t, consul)
	r := resolver(t, line.addr)
	r.settled = time.Second
	one := start(t, service)
	leave := one.register(t, consul)
	eventually(t, r, service, one.addr())

	line.cut()
	leave()
	time.Sleep(300 * time.Millisecond)
	line.mend()
	require.Never(t, func() bool { return len(r.Addrs(service)) == 0 }, 800*time.Millisecond, 20*time.Millisecond)
	eventually(t, r, service)
}

func TestStatic(t *testing.T) {
	s, err := ParseStatic(" ware=127.0.0.1:1,127.0.0.1:2; coupon=127.0.0.1:3 ;")
	require.NoError(t, err)
	require.Equal(t, Static{"ware": {"127.0.0.1:1", "127.0.0.1:2"}, "coupon": {"127.0.0.1:3"}}, s)
	require.NoError(t, s.Wait(t.Context(), "ware"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, s.Wait(ctx, "order"), context.Canceled)

	s, err = ParseStatic("")
	require.NoError(t, err)
	require.Empty(t, s)
	for _, bad := range []string{"ware", "ware=", "=127.0.0.1:1"} {
		_, err := ParseStatic(bad)
		require.Error(t, err, bad)
	}
}

// line is a connection to Consul that can be cut.
type line struct {
	addr  string
	to    string
	mu    sync.Mutex
	whole bool
	conns []net.Conn
}

func newLine(t *testing.T, to string) *line {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = l.Close() })
	ln := &line{addr: l.Addr().String(), to: to, whole: true}
	t.Cleanup(ln.cut)
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go ln.carry(conn)
		}
	}()
	return ln
}

func (l *line) carry(from net.Conn) {
	to, err := net.Dial("tcp", l.to)
	if err != nil {
		_ = from.Close()
		return
	}
	l.mu.Lock()
	if !l.whole {
		_, _ = from.Close(), to.Close()
		l.mu.Unlock()
		return
	}
	l.conns = append(l.conns, from, to)
	l.mu.Unlock()
	go func() { _, _ = io.Copy(to, from); _ = to.Close() }()
	_, _ = io.Copy(from, to)
	_ = from.Close()
}

func (l *line) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.whole = false
	for _, conn := range l.conns {
		_ = conn.Close()
	}
	l.conns = nil
}

func (l *line) mend() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.whole = true
}
