package gateway

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/telemetry"
)

// general names the limit that every address has.
const general = "address"

// refusals counts whom the limits have held back, by limit and by where they wanted to go. Both are names of ours, so that there are few.
type refusals struct {
	now   func() time.Time
	total *prometheus.CounterVec

	mu  sync.Mutex
	all map[refusal]*adminapi.Limited
}

type refusal struct{ limit, service string }

func newRefusals(registry prometheus.Registerer, now func() time.Time) *refusals {
	return &refusals{
		now: now, all: map[refusal]*adminapi.Limited{},
		total: telemetry.Register(registry, prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "gateway_limited_total", Help: "Requests that a rate limit has refused.",
		}, []string{"limit", "service"})),
	}
}

func (r *refusals) note(limit, service string) {
	r.total.WithLabelValues(limit, service).Inc()
	r.mu.Lock()
	defer r.mu.Unlock()
	one, known := r.all[refusal{limit, service}]
	if !known {
		one = &adminapi.Limited{Limit: limit, Service: service}
		r.all[refusal{limit, service}] = one
	}
	one.Refused++
	one.LastAt = r.now().UTC()
}

// Limited lists how often each rate limit has held somebody back since the gateway began.
func (g *Gateway) Limited() []adminapi.Limited {
	all := []adminapi.Limited{}
	if g.limits == nil {
		return all
	}
	r := g.limits.refused
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, one := range r.all {
		all = append(all, *one)
	}
	slices.SortFunc(all, func(a, b adminapi.Limited) int {
		return cmp.Or(cmp.Compare(a.Limit, b.Limit), cmp.Compare(a.Service, b.Service))
	})
	return all
}
