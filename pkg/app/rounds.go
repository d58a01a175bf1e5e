package app

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/telemetry"
)

// rounds keeps what the repeated work of a process has found, for the back office and for the metrics.
type rounds struct {
	now func() time.Time

	mu  sync.Mutex
	all []*adminapi.Round

	runs, found, failures *prometheus.CounterVec
}

func newRounds(reg prometheus.Registerer, now func() time.Time) *rounds {
	counter := func(name, help string) *prometheus.CounterVec {
		opts := prometheus.CounterOpts{Namespace: "mall", Subsystem: "round", Name: name, Help: help}
		return telemetry.Register(reg, prometheus.NewCounterVec(opts, []string{"round"}))
	}
	return &rounds{
		now:      now,
		runs:     counter("runs_total", "Rounds of repeated work."),
		found:    counter("found_total", "What rounds of repeated work came upon."),
		failures: counter("failures_total", "Rounds of repeated work that went wrong."),
	}
}

// add makes the book of one kind of round.
func (r *rounds) add(name string, pause time.Duration) *adminapi.Round {
	r.mu.Lock()
	defer r.mu.Unlock()
	book := &adminapi.Round{Name: name, Every: pause.Milliseconds()}
	r.all = append(r.all, book)
	return book
}

// note writes down a round that began at a time.
func (r *rounds) note(book *adminapi.Round, began time.Time, found int, err error) {
	r.runs.WithLabelValues(book.Name).Inc()
	r.found.WithLabelValues(book.Name).Add(float64(found))
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.now()
	book.Runs++
	book.Found += int64(found)
	book.LastAt, book.LastTook, book.LastFound = &began, now.Sub(began).Milliseconds(), int64(found)
	if err == nil {
		return
	}
	r.failures.WithLabelValues(book.Name).Inc()
	book.Failures++
	book.Error, book.ErrorAt = err.Error(), &now
}

func (r *rounds) list() []adminapi.Round {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := make([]adminapi.Round, len(r.all))
	for i, book := range r.all {
		all[i] = *book
	}
	return all
}

// Every adds a worker that runs do at once and then every so often, logging what goes wrong. Rounds do not overlap.
func (k *Kit) Every(name string, pause time.Duration, do func(ctx context.Context) error) {
	k.Sweep(name, pause, func(ctx context.Context) (int, error) { return 0, do(ctx) })
}

// Sweep is Every for work that says how much it has found; the back office shows it.
func (k *Kit) Sweep(name string, pause time.Duration, do func(ctx context.Context) (found int, err error)) {
	book := k.rounds.add(name, pause)
	k.Go(name, func(ctx context.Context) error {
		ticker := time.NewTicker(pause)
		defer ticker.Stop()
		for {
			began := k.Now()
			found, err := do(ctx)
			if ctx.Err() != nil {
				return nil
			}
			k.rounds.note(book, began, found, err)
			if err != nil {
				k.Log.LogAttrs(ctx, slog.LevelWarn, "round failed", slog.String("worker", name), slog.Any("error", err))
			}
			select {
			case <-ctx.Done():
				return nil
			case <-ticker.C:
			}
		}
	})
}
