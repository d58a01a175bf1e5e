package outbox

import (
	"errors"

	"github.com/prometheus/client_golang/prometheus"
)

type metrics struct {
	pending   prometheus.Gauge
	oldest    prometheus.Gauge
	published prometheus.Counter
	failed    prometheus.Counter
}

func newMetrics(r prometheus.Registerer) *metrics {
	opts := func(name, help string) prometheus.Opts {
		return prometheus.Opts{Namespace: "mall", Subsystem: "outbox", Name: name, Help: help}
	}
	return &metrics{
		pending:   register(r, prometheus.NewGauge(prometheus.GaugeOpts(opts("pending", "Messages not confirmed yet.")))),
		oldest:    register(r, prometheus.NewGauge(prometheus.GaugeOpts(opts("oldest_seconds", "Age of the oldest message not confirmed.")))),
		published: register(r, prometheus.NewCounter(prometheus.CounterOpts(opts("published_total", "Messages confirmed by the broker.")))),
		failed:    register(r, prometheus.NewCounter(prometheus.CounterOpts(opts("failed_total", "Attempts that the broker refused.")))),
	}
}

// register adds a collector, or answers the one that is registered under its name already.
func register[C prometheus.Collector](r prometheus.Registerer, c C) C {
	if r == nil {
		return c
	}
	var already prometheus.AlreadyRegisteredError
	if err := r.Register(c); errors.As(err, &already) {
		if existing, ok := already.ExistingCollector.(C); ok {
			return existing
		}
	}
	return c
}
