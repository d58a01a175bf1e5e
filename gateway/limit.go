package gateway

import (
	"context"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/go-redis/redis_rate/v10"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"

	"gulimall/pkg/apperr"
)

// What one address may do. The general limit is kept in this process, where it costs nothing; the sensitive ones in Redis, where all
// copies of the gateway share them. They are walls against floods: what a phone or an account may do is for the services to say.
const (
	perAddress      = 300  // requests a second
	burstPerAddress = 2000 // at once
)

// sensitive are the calls by which passwords are guessed and messages cost money.
func sensitive() map[string]redis_rate.Limit {
	return map[string]redis_rate.Limit{
		"login":     {Rate: 60, Burst: 60, Period: time.Minute},
		"login/sms": {Rate: 60, Burst: 60, Period: time.Minute},
		"register":  {Rate: 30, Burst: 30, Period: time.Minute},
		"sms-codes": {Rate: 30, Burst: 30, Period: time.Minute},
		"form":      {Rate: 90, Burst: 90, Period: time.Minute}, // any form of the login host
	}
}

// limits holds visitors back by their address.
type limits struct {
	general   *buckets
	shared    *redis_rate.Limiter // nil without Redis
	sensitive map[string]redis_rate.Limit
	refused   *refusals
	log       *slog.Logger
}

func newLimits(client redis.UniversalClient, prefix string, registry prometheus.Registerer, log *slog.Logger, now func() time.Time) *limits {
	l := &limits{
		general: newBuckets(perAddress, burstPerAddress, now), sensitive: sensitive(), refused: newRefusals(registry, now), log: log,
	}
	if client != nil {
		l.shared = redis_rate.NewLimiter(prefixed{client, prefix + "gateway:"})
	}
	return l
}

// limit refuses what is too much with 429 and the time to wait.
func (g *Gateway) limit(c *gin.Context) {
	if g.limits == nil {
		c.Next()
		return
	}
	from := network(visitor(c.Request))
	label, _ := g.table.ours(c.Request.Host)
	kind, wait := general, g.limits.general.take(from)
	if wait == 0 {
		if kind = sensitivity(c.Request.Method, label, c.Request.URL.Path); kind != "" {
			wait = g.limits.takeShared(c.Request.Context(), kind, from)
		}
	}
	if wait > 0 {
		service, _ := g.table.service(label, c.Request.URL.Path)
		g.limits.refused.note(kind, service)
		g.refuse(c, apperr.ErrTooMany.After(wait))
		return
	}
	c.Next()
}

// sensitivity names the limit that a request counts against, or "".
func sensitivity(method, label, path string) string {
	if method != http.MethodPost {
		return ""
	}
	if call, ok := strings.CutPrefix(path, "/api/member/"); ok {
		if _, known := sensitive()[call]; known && call != "form" {
			return call
		}
		return ""
	}
	if label == "auth" {
		return "form"
	}
	return ""
}

// takeShared counts in Redis. If Redis does not answer at once the request passes: the services have limits of their own.
func (l *limits) takeShared(ctx context.Context, kind string, from netip.Prefix) time.Duration {
	if l.shared == nil {
		return 0
	}
	ctx, cancel := context.WithTimeout(ctx, 200*time.Millisecond)
	defer cancel()
	result, err := l.shared.Allow(ctx, kind+":"+from.String(), l.sensitive[kind])
	if err != nil {
		l.log.LogAttrs(ctx, slog.LevelWarn, "redis does not answer; rate limit not applied", slog.String("limit", kind), slog.Any("error", err))
		return 0
	}
	if result.Allowed > 0 {
		return 0
	}
	return max(result.RetryAfter, time.Millisecond)
}

// prefixed puts our prefix in front of the keys of redis_rate's scripts.
type prefixed struct {
	redis.UniversalClient
	prefix string
}

// EvalSha runs a script that Redis knows.
func (p prefixed) EvalSha(ctx context.Context, sha string, keys []string, args ...any) *redis.Cmd {
	return p.UniversalClient.EvalSha(ctx, sha, p.put(keys), args...)
}

// Eval runs a script.
func (p prefixed) Eval(ctx context.Context, script string, keys []string, args ...any) *redis.Cmd {
	return p.UniversalClient.Eval(ctx, script, p.put(keys), args...)
}

func (p prefixed) put(keys []string) []string {
	out := make([]string, len(keys))
	for i, key := range keys {
		out[i] = p.prefix + key
	}
	return out
}

// network is what counts as one visitor: an IPv4 address, or the /64 that an IPv6 household has to itself.
func network(addr netip.Addr) netip.Prefix {
	bits := addr.BitLen()
	if addr.Is6() {
		bits = 64
	}
	prefix, err := addr.Prefix(bits)
	if err != nil {
		return netip.Prefix{}
	}
	return prefix
}

// buckets is a token bucket per visitor, kept as the one moment at which it will be full again.
type buckets struct {
	interval time.Duration // between two requests in the long run
	burst    time.Duration // how far ahead a visitor may get
	now      func() time.Time
	shards   [64]shard
}

type shard struct {
	mu     sync.Mutex
	full   map[netip.Prefix]time.Time
	sweepN int
}

// sweepAt is the size at which a shard is first searched for visitors who have long left.
const sweepAt = 1024

func newBuckets(perSecond, burst int, now func() time.Time) *buckets {
	interval := time.Second / time.Duration(perSecond)
	b := &buckets{interval: interval, burst: time.Duration(burst) * interval, now: now}
	for i := range b.shards {
		b.shards[i] = shard{full: map[netip.Prefix]time.Time{}, sweepN: sweepAt}
	}
	return b
}

// take takes a token and returns zero, or how long to wait for one.
func (b *buckets) take(who netip.Prefix) time.Duration {
	raw := who.Addr().As16()
	s := &b.shards[(raw[15]^raw[14]^raw[13]^raw[7]^raw[6]^raw[5])%64]
	now := b.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	full := s.full[who]
	if full.Before(now) {
		full = now
	}
	full = full.Add(b.interval)
	if wait := full.Sub(now) - b.burst; wait > 0 {
		return wait
	}
	s.full[who] = full
	if len(s.full) >= s.sweepN {
		s.sweep(now)
	}
	return 0
}

// sweep forgets full buckets, and next time looks again when the shard has doubled.
func (s *shard) sweep(now time.Time) {
	for who, full := range s.full {
		if full.Before(now) {
			delete(s.full, who)
		}
	}
	s.sweepN = max(sweepAt, 2*len(s.full))
}
