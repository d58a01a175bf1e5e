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
	ctx     context.Context //nolint:containedctx // the life of the watchers, ended by Close
	cancel  context.CancelFunc
	running sync.WaitGroup
	lists   sync.Map // service name -> *list
	mu      sync.Mutex
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
	return &Resolver{health: client.Health(), log: log, ctx: ctx, cancel: cancel}, nil
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
		return l.(*list) //nolint:forcetypeassert // the map holds nothing else
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	l, ok := r.lists.LoadOrStore(service, &list{changed: make(chan struct{})})
	known := l.(*list) //nolint:forcetypeassert // the map holds nothing else
	if !ok && r.ctx.Err() == nil {
		r.running.Go(func() { r.follow(service, known) })
	}
	return known
}

// follow keeps l up to date until Close.
func (r *Resolver) follow(service string, l *list) {
	index, failures := uint64(0), 0
	for r.ctx.Err() == nil {
		addrs, next, err := r.query(service, index)
		if err != nil {
			if failures == 0 && r.ctx.Err() == nil {
				r.log.LogAttrs(r.ctx, slog.LevelWarn, "consul does not answer; keeping the last list",
					slog.String("service", service), slog.Any("error", err))
			}
			// A restarted Consul counts its index from the beginning: ask for the whole list.
			index = 0
			select {
			case <-r.ctx.Done():
			case <-time.After(backoff(failures)):
			}
			failures++
			continue
		}
		// The first answer of a Consul that has just come back may be empty only because nobody has registered again yet.
		if failures > 0 && len(addrs) == 0 && len(l.load()) > 0 {
			if !r.settle(service) {
				continue
			}
			addrs, next, err = r.query(service, 0)
			if err != nil {
				continue
			}
		}
		failures = 0
		if next < index {
			next = 0
		}
		index = next
		l.store(addrs)
	}
}

// settle gives instances the time to register again after Consul was away. It reports false when the resolver is closed.
func (r *Resolver) settle(service string) bool {
	r.log.LogAttrs(r.ctx, slog.LevelInfo, "consul is back without this service; waiting for it to register",
		slog.String("service", service))
	select {
	case <-r.ctx.Done():
		return false
	case <-time.After(2 * lastRetry):
		return true
	}
}

// query asks for the passing instances, and waits for a change after index.
func (r *Resolver) query(service string, index uint64) ([]string, uint64, error) {
	opts := (&api.QueryOptions{WaitIndex: index, WaitTime: 2 * time.Minute}).WithContext(r.ctx)
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
