package rabbit

import (
	"errors"

	"github.com/prometheus/client_golang/prometheus"
)

type metrics struct {
	published *prometheus.CounterVec // by exchange
	confirmed *prometheus.CounterVec // by exchange
	returned  *prometheus.CounterVec // by exchange
	consumed  *prometheus.CounterVec // by queue and result
	retried   *prometheus.CounterVec // by queue
	parked    *prometheus.CounterVec // by queue
	seconds   *prometheus.HistogramVec
}

func newMetrics(r prometheus.Registerer) (*metrics, error) {
	var problem error
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		c := prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "mall", Subsystem: "rabbit", Name: name, Help: help}, labels)
		return register(r, c, &problem)
	}
	m := &metrics{
		published: counter("published_total", "Messages handed to the broker.", "exchange"),
		confirmed: counter("confirmed_total", "Messages that the broker confirmed and could route.", "exchange"),
		returned:  counter("returned_total", "Messages that reached no queue.", "exchange"),
		consumed:  counter("consumed_total", "Deliveries settled.", "queue", "result"),
		retried:   counter("retried_total", "Deliveries put off for another attempt.", "queue"),
		parked:    counter("parked_total", "Deliveries given up and parked.", "queue"),
	}
	m.seconds = register(r, prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Namespace: "mall", Subsystem: "rabbit", Name: "handler_seconds",
		Help:    "Time that handlers took.",
		Buckets: []float64{.001, .002, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30},
	}, []string{"queue"}), &problem)
	return m, problem
}

// register adds a collector, or answers the one that is registered under its name already.
func register[C prometheus.Collector](r prometheus.Registerer, c C, problem *error) C {
	if r == nil {
		return c
	}
	err := r.Register(c)
	var already prometheus.AlreadyRegisteredError
	if errors.As(err, &already) {
		if existing, ok := already.ExistingCollector.(C); ok {
			return existing
		}
	}
	*problem = errors.Join(*problem, err)
	return c
}
