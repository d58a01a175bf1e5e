package product

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// Prices are read by every cart, every settlement page and every order, so each instance remembers the SKUs that it was asked for. Three
// things keep what it says live. A change made here drops the SKU at once. A change made elsewhere drops it when product.sku.changed is
// heard. And whatever is older than snapshotTTL, counted from the moment before the query was sent, is never told, event or no event.
// What was loaded before a drop is not kept after it. Under load Refresh reads everything that was asked for lately in one query,
// before it gets too old, so that a thousand requests a second cost two queries.
const (
	snapshotTTL  = 1500 * time.Millisecond
	refreshEvery = 600 * time.Millisecond
	// dropMemory is how long a drop is remembered: longer than any load may take.
	dropMemory = 10 * time.Second
	// MaxSkus is how many SKUs may be asked for at once.
	MaxSkus = 500
)

// snapshots is the memory of SKUs.
type snapshots struct {
	load func(ctx context.Context, ids []int64) ([]SKU, error)
	now  func() time.Time

	mu      sync.RWMutex
	kept    map[int64]*snapshot
	dropped map[int64]time.Time
}

type snapshot struct {
	sku  *SKU // nil: there is none of this id
	at   time.Time
	used bool
}

func newSnapshots(load func(ctx context.Context, ids []int64) ([]SKU, error), now func() time.Time) *snapshots {
	return &snapshots{load: load, now: now, kept: map[int64]*snapshot{}, dropped: map[int64]time.Time{}}
}

// find answers the SKUs that exist, by id. What is not remembered is read with one query.
func (s *snapshots) find(ctx context.Context, ids []int64) (map[int64]*SKU, error) {
	found := make(map[int64]*SKU, len(ids))
	missing := s.remembered(ids, found)
	if len(missing) == 0 {
		return found, nil
	}
	loaded, err := s.read(ctx, missing)
	if err != nil {
		return nil, err
	}
	for id, sku := range loaded {
		found[id] = sku
	}
	return found, nil
}

// remembered fills found and answers the ids that must be read.
func (s *snapshots) remembered(ids []int64, found map[int64]*SKU) (missing []int64) {
	now := s.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range ids {
		k, ok := s.kept[id]
		if !ok || now.Sub(k.at) >= snapshotTTL {
			missing = append(missing, id)
			continue
		}
		k.used = true
		if k.sku != nil {
			found[id] = k.sku
		}
	}
	return missing
}

// read loads SKUs and remembers them, and that there are none of the other ids.
func (s *snapshots) read(ctx context.Context, ids []int64) (map[int64]*SKU, error) {
	start := s.now()
	skus, err := s.load(ctx, ids)
	if err != nil {
		return nil, unavailable(fmt.Errorf("load %d SKUs: %w", len(ids), err))
	}
	found := make(map[int64]*SKU, len(skus))
	for i := range skus {
		found[skus[i].ID] = &skus[i]
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range ids {
		if at, ok := s.dropped[id]; ok && !at.Before(start) {
			continue
		}
		s.kept[id] = &snapshot{sku: found[id], at: start}
	}
	return found, nil
}

// drop forgets SKUs, and what is being read of them at this moment.
func (s *snapshots) drop(ids []int64) {
	now := s.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range ids {
		delete(s.kept, id)
		s.dropped[id] = now
	}
}

// clear forgets everything.
func (s *snapshots) clear() {
	now := s.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	for id := range s.kept {
		s.dropped[id] = now
	}
	clear(s.kept)
}

// refresh reads again what was asked for since the last time, and forgets the rest.
func (s *snapshots) refresh(ctx context.Context) error {
	now := s.now()
	var wanted []int64
	s.mu.Lock()
	for id, k := range s.kept {
		switch {
		case k.used && k.sku != nil:
			wanted = append(wanted, id)
		case now.Sub(k.at) >= snapshotTTL:
			delete(s.kept, id)
		}
	}
	for id, at := range s.dropped {
		if now.Sub(at) > dropMemory {
			delete(s.dropped, id)
		}
	}
	s.mu.Unlock()
	for len(wanted) > 0 {
		n := min(len(wanted), MaxSkus)
		if _, err := s.read(ctx, wanted[:n]); err != nil {
			return err
		}
		wanted = wanted[n:]
	}
	return nil
}
