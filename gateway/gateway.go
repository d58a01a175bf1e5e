// Package gateway is the shop's front door behind nginx: it knows which service serves which host and path, refuses what no visitor
// may reach, holds back visitors who ask too much and other sites that act in a visitor's name, and passes the rest to a living
// instance.
package gateway

import (
	"errors"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/redis/go-redis/v9"

	"gulimall/pkg/apperr"
	"gulimall/pkg/rpc"
	"gulimall/pkg/server"
	"gulimall/pkg/telemetry"
)

// Config says under which names the shop is reached and what is held back.
type Config struct {
	Scheme      string // http or https: how browsers reach the shop
	Domain      string // the bare domain
	Port        int    // the public port
	Dev         bool   // the Alipay stand-in has a host
	Limited     bool   // rate limits are on
	RedisPrefix string
	Timeout     time.Duration // for an answer, or the beginning of a stream of events; zero means 15 s
}

// Deps are what the gateway works with.
type Deps struct {
	Resolver rpc.Resolver
	Redis    redis.UniversalClient // counts logins and the like; nil counts them nowhere
	Edge     *server.Edge
	Registry prometheus.Registerer
	Ops      http.Handler // answers /healthz, /readyz and /metrics on the gateway's own port
	Now      func() time.Time
}

// Gateway answers requests. It is made by New.
type Gateway struct {
	table    *table
	headers  *headers
	sites    *crossSite
	limits   *limits
	services map[string]http.Handler
	edge     *server.Edge
	log      *slog.Logger
	ops      http.Handler
	timeout  time.Duration
	seconds  *prometheus.HistogramVec
	now      func() time.Time
	page     *errorPage
}

// New makes a gateway.
func New(config Config, deps Deps) (*Gateway, error) {
	if config.Timeout == 0 {
		config.Timeout = 15 * time.Second
	}
	t := newTable(config.Domain, config.Dev)
	sites, err := newCrossSite(config, t)
	if err != nil {
		return nil, err
	}
	page, err := newErrorPage(config, deps.Edge.Words)
	if err != nil {
		return nil, err
	}
	g := &Gateway{
		table: t, headers: newHeaders(config), sites: sites, edge: deps.Edge, log: deps.Edge.Log, ops: deps.Ops,
		timeout: config.Timeout, now: deps.Now, page: page, services: map[string]http.Handler{},
		seconds: telemetry.Register(deps.Registry, prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "gateway_seconds", Help: "Time to answer a visitor's request.", Buckets: telemetry.Buckets(),
		}, []string{"service", "status"})),
	}
	if config.Limited {
		g.limits = newLimits(deps.Redis, config.RedisPrefix, deps.Registry, deps.Edge.Log, deps.Now)
	}
	pool := rpc.NewHTTPTransport()
	pool.MaxResponseHeaderBytes = 64 << 10
	for service := range t.services() {
		g.services[service] = newProxy(rpc.NewTransport(deps.Resolver, service, pool, deps.Now), g.headers, g.log)
	}
	return g, nil
}

// Engine is the gateway as a gin engine. It has no routes of its own: every request runs down the chain, whose order is the order
// of the questions. Who is it from? Is it too much? Where does it go? Is it from elsewhere? Is it too big? Then it goes through.
func (g *Gateway) Engine() *gin.Engine {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.NoRoute(
		g.operations,
		telemetry.Middleware(),
		g.measure,
		g.recover,
		g.limit,
		g.route,
		g.sameSite,
		g.body,
		g.pass,
	)
	return engine
}

// operations answers what is not for the shop: health and measurements, to those who reach this port directly.
func (g *Gateway) operations(c *gin.Context) {
	if _, ok := g.table.ours(c.Request.Host); ok {
		c.Next()
		c.Writer.WriteHeaderNow() // or gin appends its own text to a 404 without a body
		return
	}
	c.Abort()
	// Through nginx nobody gets here, whatever Host he invents.
	if c.GetHeader("X-Forwarded-For") != "" || c.GetHeader("X-Real-Ip") != "" {
		http.NotFound(c.Writer, c.Request)
		return
	}
	g.ops.ServeHTTP(c.Writer, c.Request)
}

// recover answers a fault of ours as one. A broken-off answer stays broken off: if its connection were not closed, the visitor
// would take the part for the whole.
func (g *Gateway) recover(c *gin.Context) {
	defer func() {
		cause := recover()
		if cause == nil {
			return
		}
		if err, ok := cause.(error); ok && errors.Is(err, http.ErrAbortHandler) || c.Writer.Written() {
			panic(http.ErrAbortHandler) //nolint:forbidigo // how net/http is told to cut the connection
		}
		g.log.LogAttrs(c.Request.Context(), slog.LevelError, "gateway panicked",
			slog.Any("cause", cause), slog.String("stack", string(debug.Stack())))
		g.refuse(c, apperr.ErrInternal)
	}()
	c.Next()
}

// serviceKey is where route leaves the name of the service in gin's context.
const serviceKey = "service"

// largestKey is where route leaves how large a body may be.
const largestKey = "largest"

// lastingKey marks an answer that lasts as long as the visitor stays; how long that is says nothing about the shop.
const lastingKey = "lasting"

// measure notes how long the answer took, by service. What may have changed something is a line of the log: by its trace one finds what an
// order's timeline and the audit log tell of.
func (g *Gateway) measure(c *gin.Context) {
	start := g.now()
	defer func() {
		if c.GetBool(lastingKey) {
			return
		}
		service := c.GetString(serviceKey)
		if service == "" {
			service = "none"
		}
		took := g.now().Sub(start)
		g.seconds.WithLabelValues(service, strconv.Itoa(c.Writer.Status())).Observe(took.Seconds())
		if c.Request.Method != http.MethodGet && c.Request.Method != http.MethodHead {
			g.log.LogAttrs(c.Request.Context(), slog.LevelInfo, "request answered", slog.String("method", c.Request.Method), slog.String("host", c.Request.Host),
				slog.String("path", c.Request.URL.Path), slog.String("service", service), slog.Int("status", c.Writer.Status()), slog.Duration("took", took))
		}
	}()
	c.Next()
}

// route finds the service, or answers 404.
func (g *Gateway) route(c *gin.Context) {
	url := c.Request.URL
	if plain(url.Path, url.EscapedPath()) {
		label, _ := g.table.ours(c.Request.Host)
		if service, ok := g.table.service(label, url.Path); ok {
			c.Set(serviceKey, service)
			c.Set(largestKey, g.table.largest(label, url.Path))
			c.Next()
			return
		}
	}
	g.refuse(c, apperr.ErrNotFound)
}
