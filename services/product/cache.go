package product

import (
	"context"
	"sync"
	"time"

	"gulimall/pkg/apperr"
)

// loadTimeout bounds a load that several callers wait for: it belongs to none of them.
const loadTimeout = 3 * time.Second

// Cache keeps what is dear to load for a short while, loads it once for all who ask at the same time, and never keeps what was being
// loaded when it was dropped: whoever asks after Drop sees what was true after Drop.
type Cache[K comparable, V any] struct {
	ttl time.Duration
	max int
	now func() time.Time

	mu      sync.Mutex
	entries map[K]entry[V]
	loading map[K]*load[V]
}

type entry[V any] struct {
	value V
	at    time.Time // when the load began, so age never counts from a late answer
}

type load[V any] struct {
	done    chan struct{}
	value   V
	err     error
	dropped bool
}

// NewCache makes a cache that keeps at most max values for ttl.
func NewCache[K comparable, V any](ttl time.Duration, max int, now func() time.Time) *Cache[K, V] {
	return &Cache[K, V]{ttl: ttl, max: max, now: now, entries: map[K]entry[V]{}, loading: map[K]*load[V]{}}
}

// Get answers the value of key, and loads it when there is none that is young enough. Errors are not kept.
func (c *Cache[K, V]) Get(ctx context.Context, key K, fetch func(ctx context.Context) (V, error)) (V, error) {
	c.mu.Lock()
	now := c.now()
	if e, ok := c.entries[key]; ok && now.Sub(e.at) < c.ttl {
		c.mu.Unlock()
		return e.value, nil
	}
	if l, ok := c.loading[key]; ok && !l.dropped {
		c.mu.Unlock()
		select {
		case <-l.done:
			return l.value, l.err
		case <-ctx.Done():
			var none V
			return none, apperr.ErrUnavailable.Wrap(ctx.Err())
		}
	}
	l := &load[V]{done: make(chan struct{})}
	c.loading[key] = l
	c.mu.Unlock()
	defer close(l.done)

	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), loadTimeout)
	defer cancel()
	l.value, l.err = fetch(ctx)

	c.mu.Lock()
	defer c.mu.Unlock()
	if c.loading[key] == l {
		delete(c.loading, key)
	}
	if l.err == nil && !l.dropped {
		c.makeRoom(now)
		c.entries[key] = entry[V]{l.value, now}
	}
	return l.value, l.err
}

// makeRoom keeps the cache from growing past its bound: first what is too old goes, then everything.
func (c *Cache[K, V]) makeRoom(now time.Time) {
	if len(c.entries) < c.max {
		return
	}
	for key, e := range c.entries {
		if now.Sub(e.at) >= c.ttl {
			delete(c.entries, key)
		}
	}
	if len(c.entries) >= c.max {
		clear(c.entries)
	}
}

// Drop forgets keys.
func (c *Cache[K, V]) Drop(keys ...K) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, key := range keys {
		delete(c.entries, key)
		if l, ok := c.loading[key]; ok {
			l.dropped = true
		}
	}
}

// Clear forgets everything.
func (c *Cache[K, V]) Clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.entries)
	for _, l := range c.loading {
		l.dropped = true
	}
}
