package rpc

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"gulimall/pkg/telemetry"
)

// outcome is how a call ended.
type outcome int

const (
	succeeded   outcome = iota
	rejected            // a 4xx: the service understood and said no
	failed              // a 5xx
	unreachable         // no answer
	timedOut
	canceled // the caller went away
	refused  // the breaker was open
	outcomes // how many there are
)

func (o outcome) String() string {
	return [...]string{"ok", "rejected", "failed", "unreachable", "timeout", "canceled", "refused"}[o]
}

// metrics holds the observers of one peer, looked up once.
type metrics struct {
	by [outcomes]prometheus.Observer
}

func newMetrics(reg prometheus.Registerer, peer string) *metrics {
	seconds := telemetry.Register(reg, prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "rpc_client_seconds", Help: "Time that a call to another service took.", Buckets: telemetry.Buckets(),
	}, []string{"peer", "result"}))
	m := &metrics{}
	for o := range outcomes {
		m.by[o] = seconds.WithLabelValues(peer, o.String())
	}
	return m
}

func (m *metrics) observe(o outcome, d time.Duration) { m.by[o].Observe(d.Seconds()) }
