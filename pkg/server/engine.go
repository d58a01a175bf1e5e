package server

import (
	"context"
	"net/http"
	"net/http/pprof"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"

	"gulimall/pkg/apperr"
	"gulimall/pkg/rpc"
	"gulimall/pkg/telemetry"
)

// Check asks one dependency whether it answers. A soft one is reported, but the service works without it for a while and stays
// ready: an outbox outlives a broker that is away.
type Check struct {
	Name string
	Soft bool
	Ask  func(ctx context.Context) error
}

// checkTimeout bounds one round of readiness checks.
const checkTimeout = 2 * time.Second

// NewEngine makes an engine with what every service has: recovery, trace and request id, the caller's cookie and deadline,
// measurements, /healthz and /metrics. Unknown paths and methods are 404 problems.
func NewEngine(edge *Edge, registry *prometheus.Registry, now func() time.Time) (*gin.Engine, error) {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.HandleMethodNotAllowed = false
	engine.RedirectTrailingSlash = false
	if err := engine.SetTrustedProxies([]string{"127.0.0.1", "::1"}); err != nil {
		return nil, err
	}
	engine.Use(telemetry.Middleware(), edge.recovery(), telemetry.Metrics(registry, now), rpc.Inbound())
	engine.NoRoute(edge.JSON(func(*gin.Context) error { return apperr.ErrNotFound }))
	engine.GET("/healthz", func(c *gin.Context) { c.String(http.StatusOK, "alive") })
	engine.GET("/metrics", gin.WrapH(telemetry.MetricsHandler(registry)))
	engine.GET(PathRoutes, func(c *gin.Context) { c.JSON(http.StatusOK, routes(engine)) })
	return engine, nil
}

// PathRoutes is where a service lists the calls and pages that it answers.
const PathRoutes = "/internal/routes"

// Route is a call or a page; Path has its parameters by name, such as :id.
type Route struct {
	Method string `json:"method"`
	Path   string `json:"path"`
}

func routes(engine *gin.Engine) []Route {
	var all []Route
	for _, r := range engine.Routes() {
		all = append(all, Route{Method: r.Method, Path: r.Path})
	}
	return all
}

// Readiness answers /readyz: 200 when every dependency that the service cannot do without answers, else 503; with the faults of all.
func Readiness(checks func() []Check) gin.HandlerFunc {
	return func(c *gin.Context) {
		type result struct {
			Ready  bool              `json:"ready"`
			Faults map[string]string `json:"faults,omitempty"`
		}
		ready, faults := Ask(c.Request.Context(), checks())
		status := http.StatusOK
		if !ready {
			status = http.StatusServiceUnavailable
		}
		c.JSON(status, result{ready, faults})
	}
}

// Ask asks all dependencies: whether every one that is not soft answers, and what is wrong with each that does not.
func Ask(ctx context.Context, checks []Check) (ready bool, faults map[string]string) {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	ready, faults = true, map[string]string{}
	for _, check := range checks {
		if err := check.Ask(ctx); err != nil {
			ready = ready && check.Soft
			faults[check.Name] = err.Error()
		}
	}
	return ready, faults
}

// Profiles answers /debug/pprof, for development: the runtime's own view of where time and memory go. Like all operations it is on the
// service's own port only.
func Profiles(r gin.IRouter) {
	r.GET("/debug/pprof/profile", gin.WrapF(pprof.Profile))
	r.GET("/debug/pprof/trace", gin.WrapF(pprof.Trace))
	for _, name := range []string{"heap", "allocs", "goroutine", "mutex", "block"} {
		r.GET("/debug/pprof/"+name, gin.WrapH(pprof.Handler(name)))
	}
}
