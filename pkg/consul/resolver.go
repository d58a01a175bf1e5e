package consul

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashicorp/consul/api"
)

// Resolver knows the living instances of services: those whose check passes, followed with blocking queries, so that
// a change arrives at once. It watches a service from the first time that somebody asks for it.
type Resolver struct {
	health  *api.Health
	log     *slog.Logger
	ctx     context.Context // the life of the watchers, ended by Close
	cancel  context.CancelFunc
	running sync.WaitGroup
	lists   sync.Map // service name -> *list
	mu      sync.Mutex
	settled time.Duration // how long a Consul that comes back empty is not believed
}

// list is what is known of one service.
type list struct {
	addrs   atomic.Pointer[[]string]
	changed chan struct{} // closed and replaced at every change; guarded by mu
	mu      sync.Mutex
}

// NewResolver returns a resolver on the agent at addr. Close ends it.
func NewResolver(addr string, log *slog.Logger) (*Resolver, error) {
	client, err := open(addr)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	return &Resolver{health: client.Health(), log: log, ctx: ctx, cancel: cancel, settled: 2 * lastRetry}, nil
}

// Close stops all watching and waits for it to have stopped. The lists stay readable.
func (r *Resolver) Close() {
	r.mu.Lock()
	r.cancel()
	r.mu.Unlock()
	r.running.Wait()
}

// Addrs returns host:port of the living instances, sorted. The caller must not change the slice. It never waits: a service
// asked for the first time may come back empty, see Wait.
func (r *Resolver) Addrs(service string) []string {
	return r.list(service).load()
}

// Wait returns when service has a living instance, or with the error of ctx.
func (r *Resolver) Wait(ctx context.Context, service string) error {
	l := r.list(service)
	for {
		changed := l.watch()
		if len(l.load()) > 0 {
			return nil
		}
		select {
		case <-changed:
		case <-r.ctx.Done():
			return errors.New("consul: resolver is closed")
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// list finds the list of service, and starts to follow it when nobody asked before.
func (r *Resolver) list(service string) *list {
	if l, ok := r.lists.Load(service); ok {
		return l.(*list) // the map holds nothing else
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	l, ok := r.lists.LoadOrStore(service, &list{changed: make(chan struct{})})
	known := l.(*list) // the map holds nothing else
	if !ok && r.ctx.Err() == nil {
		r.running.Go(func() { r.follow(service, known) })
	}
	return known
}

// follow keeps l up to date until Close.
func (r *Resolver) follow(service string, l *list) {
	index, failures := uint64(0), 0
	var doubt time.Time // until when an empty list is not believed
	for r.ctx.Err() == nil {
		addrs, next, err := r.query(service, index, patience(doubt))
		if err != nil {
			r.away(service, failures, err)
			failures++
			index = 0 // a restarted Consul counts from the beginning: ask for the whole list
			continue
		}
		if failures > 0 {
			// A Consul that has just come back may know nobody only because nobody has registered again yet.
			doubt = time.Now().Add(r.settled) //nolint:forbidigo // a wait, not a fact
			failures = 0
		}
		if next < index {
			next = 0
		}
		index = next
		if len(addrs) > 0 || len(l.load()) == 0 || time.Until(doubt) <= 0 {
			l.store(addrs)
		}
	}
}

// away waits before the next attempt, and says once that Consul does not answer.
func (r *Resolver) away(service string, failures int, err error) {
	if failures == 0 && r.ctx.Err() == nil {
		r.log.LogAttrs(r.ctx, slog.LevelWarn, "consul does not answer; keeping the last list",
			slog.String("service", service), slog.Any("error", err))
	}
	select {
	case <-r.ctx.Done():
	case <-time.After(backoff(failures)):
	}
}

// patience is how long one question may wait for a change: not beyond the moment at which an empty list is believed.
func patience(doubt time.Time) time.Duration {
	const long = 2 * time.Minute
	if left := time.Until(doubt); left > 0 {
		return min(long, left+50*time.Millisecond)
	}
	return long
}

// query asks for the passing instances, and waits for a change after index, but not longer than wait.
func (r *Resolver) query(service string, index uint64, wait time.Duration) ([]string, uint64, error) {
	opts := (&api.QueryOptions{WaitIndex: index, WaitTime: wait}).WithContext(r.ctx)
	entries, meta, err := r.health.Service(service, "", true, opts)
	if err != nil {
		return nil, 0, err
	}
	addrs := make([]string, 0, len(entries))
	for _, e := range entries {
		host := e.Service.Address
		if host == "" {
			host = e.Node.Address
		}
		addrs = append(addrs, net.JoinHostPort(host, strconv.Itoa(e.Service.Port)))
	}
	slices.Sort(addrs)
	return slices.Compact(addrs), meta.LastIndex, nil
}

func (l *list) load() []string {
	if addrs := l.addrs.Load(); addrs != nil {
		return *addrs
	}
	return nil
}

func (l *list) store(addrs []string) {
	l.addrs.Store(&addrs)
	l.mu.Lock()
	defer l.mu.Unlock()
	close(l.changed)
	l.changed = make(chan struct{})
}

func (l *list) watch() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.changed
}

// statusOf is the HTTP status that Consul answered with, if err is about that.
func statusOf(err error) (int, bool) {
	var status api.StatusError
	if errors.As(err, &status) {
		return status.Code, true
	}
	return http.StatusInternalServerError, false
}
