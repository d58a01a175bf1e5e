package gateway

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/testinfra"
)

func TestBuckets(t *testing.T) {
	now := time.Unix(1_000_000, 0)
	b := newBuckets(10, 5, func() time.Time { return now })
	who := network(netip.MustParseAddr("1.2.3.4"))
	for range 5 {
		require.Zero(t, b.take(who))
	}
	require.Equal(t, 100*time.Millisecond, b.take(who))
	require.Zero(t, b.take(network(netip.MustParseAddr("1.2.3.5"))), "a neighbour pays nothing")

	now = now.Add(200 * time.Millisecond)
	require.Zero(t, b.take(who))
	require.Zero(t, b.take(who))
	require.NotZero(t, b.take(who))

	now = now.Add(time.Hour)
	for range 5 {
		require.Zero(t, b.take(who))
	}
	require.NotZero(t, b.take(who), "an hour of silence earns no more than the burst")
}

func TestBucketsForgetThoseWhoLeft(t *testing.T) {
	now := time.Unix(1_000_000, 0)
	b := newBuckets(10, 5, func() time.Time { return now })
	for i := range 64 * 4 * sweepAt {
		now = now.Add(time.Millisecond)
		b.take(network(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)})))
	}
	var kept int
	for i := range b.shards {
		kept += len(b.shards[i].full)
	}
	require.LessOrEqual(t, kept, 64*sweepAt)
}

func TestNetwork(t *testing.T) {
	require.Equal(t, "1.2.3.4/32", network(netip.MustParseAddr("1.2.3.4")).String())
	require.Equal(t, "2001:db8:1:2::/64", network(netip.MustParseAddr("2001:db8:1:2:3:4:5:6")).String())
	require.False(t, network(netip.Addr{}).IsValid())
}

func TestVisitor(t *testing.T) {
	for _, test := range []struct{ remote, forwarded, want string }{
		{"127.0.0.1:5", "1.2.3.4", "1.2.3.4"},
		{"127.0.0.1:5", "evil, 1.2.3.4", "1.2.3.4"},
		{"[::1]:5", "2001:db8::1", "2001:db8::1"},
		{"127.0.0.1:5", "", "127.0.0.1"},
		{"127.0.0.1:5", "rubbish", "127.0.0.1"},
		{"8.8.8.8:5", "1.2.3.4", "8.8.8.8"},
		{"[::ffff:8.8.8.8]:5", "", "8.8.8.8"},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = test.remote
		r.Header.Set("X-Forwarded-For", test.forwarded)
		require.Equal(t, test.want, visitor(r).String(), "%+v", test)
	}
}

func TestSensitivity(t *testing.T) {
	for _, test := range []struct{ method, label, path, want string }{
		{http.MethodPost, "", "/api/member/login", "login"},
		{http.MethodPost, "", "/api/member/login/sms", "login/sms"},
		{http.MethodPost, "cart", "/api/member/register", "register"},
		{http.MethodPost, "", "/api/member/sms-codes", "sms-codes"},
		{http.MethodGet, "", "/api/member/login", ""},
		{http.MethodPost, "auth", "/login.html", "form"},
		{http.MethodGet, "auth", "/login.html", ""},
		{http.MethodPost, "auth", "/api/member/logout", ""},
		{http.MethodPost, "", "/api/member/form", ""},
		{http.MethodPost, "order", "/submitOrder", ""},
	} {
		require.Equal(t, test.want, sensitivity(test.method, test.label, test.path), "%+v", test)
	}
}

func TestTooManyRequests(t *testing.T) {
	now := time.Now() // stands still
	s := &shop{}
	g := newGateway(t, setup{config: Config{Limited: true}, deps: func(d *Deps) { d.Now = func() time.Time { return now } }}, s)
	s.Server = httptest.NewServer(g.Engine())
	t.Cleanup(s.Close)
	refused := 0
	for range burstPerAddress + 5 {
		resp, body := s.ask(t, http.MethodGet, domain, "/api/cart", "", "X-Forwarded-For", "1.2.3.4")
		if resp.StatusCode == http.StatusTooManyRequests {
			require.Equal(t, "too_many_requests", codeOf(t, body))
			require.Equal(t, "1", resp.Header.Get("Retry-After"))
			refused++
		}
	}
	require.Equal(t, 5, refused)
	resp, _ := s.ask(t, http.MethodGet, domain, "/api/cart", "", "X-Forwarded-For", "4.3.2.1")
	require.Equal(t, http.StatusOK, resp.StatusCode)
	require.Equal(t, []adminapi.Limited{{Limit: general, Service: "cart", Refused: 5, LastAt: now.UTC()}}, g.Limited())
}

func TestSensitiveCallsAreCountedInRedis(t *testing.T) {
	addr, prefix := testinfra.Redis(t)
	client := redis.NewClient(&redis.Options{Addr: addr})
	defer client.Close()
	// Two gateways count together.
	with := setup{config: Config{Limited: true, RedisPrefix: prefix}, deps: func(d *Deps) { d.Redis = client }}
	gateways := []*shop{open(t, with), open(t, with)}
	count := func(method, host, path, from string, n int) (passed int) {
		for i := range n {
			resp, body := gateways[i%2].ask(t, method, host, path, "{}", "X-Forwarded-For", from)
			switch resp.StatusCode {
			case http.StatusOK:
				passed++
			case http.StatusTooManyRequests:
				require.NotEmpty(t, resp.Header.Get("Retry-After"))
				if method == http.MethodPost && host == domain {
					require.Equal(t, "too_many_requests", codeOf(t, body))
				}
			default:
				t.Errorf("status %d", resp.StatusCode)
			}
		}
		return passed
	}
	// A token or two come back while the test runs.
	require.InDelta(t, 60, count(http.MethodPost, domain, "/api/member/login", "1.2.3.4", 80), 5)
	require.InDelta(t, 30, count(http.MethodPost, domain, "/api/member/sms-codes", "1.2.3.4", 40), 5)
	require.InDelta(t, 90, count(http.MethodPost, "auth."+domain, "/login.html", "1.2.3.4", 100), 5)
	require.Equal(t, 80, count(http.MethodPost, domain, "/api/cart/items", "1.2.3.4", 80))
	require.Equal(t, 40, count(http.MethodPost, domain, "/api/member/login", "4.3.2.1", 40))

	keys, err := client.Keys(t.Context(), "*"+prefix+"*").Result()
	require.NoError(t, err)
	for _, key := range keys {
		require.True(t, strings.HasPrefix(key, prefix), "%s lies outside of the shop's prefix", key)
		ttl, err := client.TTL(t.Context(), key).Result()
		require.NoError(t, err)
		require.Positive(t, ttl)
	}
	require.NotEmpty(t, keys)
}

func TestRedisAwayLetsPass(t *testing.T) {
	client := redis.NewClient(&redis.Options{Addr: "127.0.0.1:1", MaxRetries: -1})
	defer client.Close()
	s := open(t, setup{config: Config{Limited: true}, deps: func(d *Deps) { d.Redis = client }})
	for range 100 { // more than Redis would let pass
		resp, _ := s.ask(t, http.MethodPost, domain, "/api/member/login", "{}")
		require.Equal(t, http.StatusOK, resp.StatusCode)
	}
}
