package telemetry

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// NewRegistry returns the metrics registry of a process; it already knows the Go runtime and the process itself.
func NewRegistry() *prometheus.Registry {
	reg := prometheus.NewRegistry()
	reg.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return reg
}

// MetricsHandler serves a registry in Prometheus' text format.
func MetricsHandler(reg *prometheus.Registry) http.Handler {
	return promhttp.HandlerFor(reg, promhttp.HandlerOpts{})
}

// Buckets are the latency buckets of all our histograms, in seconds.
func Buckets() []float64 {
	return []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}
}

// Metrics measures every request by method, route template and status: http_server_seconds.
func Metrics(reg prometheus.Registerer, now func() time.Time) gin.HandlerFunc {
	seconds := Register(reg, prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "http_server_seconds", Help: "Time to answer a request.", Buckets: Buckets(),
	}, []string{"method", "route", "status"}))
	inFlight := Register(reg, prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "http_server_in_flight", Help: "Requests being answered right now.",
	}))
	return func(c *gin.Context) {
		inFlight.Inc()
		defer inFlight.Dec()
		start := now()
		c.Next()
		seconds.WithLabelValues(method(c.Request.Method), route(c), strconv.Itoa(c.Writer.Status())).
			Observe(now().Sub(start).Seconds())
	}
}

// Register adds c to reg and returns it, or the equal collector that is already there: two clients of one process may
// share a metric. A nil reg keeps the collector to itself.
func Register[C prometheus.Collector](reg prometheus.Registerer, c C) C {
	if reg == nil {
		return c
	}
	var already prometheus.AlreadyRegisteredError
	if err := reg.Register(c); errors.As(err, &already) {
		if known, ok := already.ExistingCollector.(C); ok {
			return known
		}
	}
	return c
}

// method keeps invented methods out of the labels.
func method(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return m
	default:
		return "other"
	}
}
