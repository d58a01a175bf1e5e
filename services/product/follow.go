package product

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"
)

// The index follows the catalogue by reading again what an event names: events may come twice or late, and the row is right anyway.
// Stock is not ours to read, so an event's number is noted at once and asked for again a moment later, which mends two events that came
// in the wrong order. After a lost connection everything is read again.

// dirty is a set of SKUs to look at again.
type dirty struct {
	mu  sync.Mutex
	ids map[int64]struct{}
}

func (d *dirty) add(ids []int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.ids == nil {
		d.ids = map[int64]struct{}{}
	}
	for _, id := range ids {
		d.ids[id] = struct{}{}
	}
}

func (d *dirty) take() []int64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	ids := make([]int64, 0, len(d.ids))
	for id := range d.ids {
		ids = append(ids, id)
	}
	clear(d.ids)
	return ids
}

// errNotBuilt says that the index is not there yet.
var errNotBuilt = errors.New("the search index is being built")

// Built says, for readiness, whether the index is there.
func (c *Catalogue) Built(context.Context) error {
	if !c.built.Load() {
		return errNotBuilt
	}
	return nil
}

// Epoch is another number after every rebuild; what is drawn from the index may be kept while it stays.
func (c *Catalogue) Epoch() uint64 { return c.epoch.Load() }

// Rebuild builds the index anew from the database, and asks ware for all stock. Without ware it goes on with what is known; Tick asks
// again.
func (c *Catalogue) Rebuild(ctx context.Context) error {
	c.snapshots.clear()
	c.spus.Clear()
	c.tree.Clear()
	docs, err := c.store.Documents(ctx, nil)
	if err != nil {
		return fmt.Errorf("rebuild index: %w", err)
	}
	if err := c.index.Replace(docs); err != nil {
		return fmt.Errorf("rebuild index: %w", err)
	}
	ids := c.index.SKUIDs()
	c.available.Clear()
	if err := c.askStock(ctx, ids); err != nil {
		c.doubtful.add(ids)
		c.log.LogAttrs(ctx, slog.LevelWarn, "index built without stock, asking again", slog.Any("error", err))
	}
	c.built.Store(true)
	c.epoch.Add(1)
	c.log.LogAttrs(ctx, slog.LevelInfo, "search index built", slog.Int("skus", len(docs)))
	return nil
}

// manySkus is more than a product has: who changes so many at once has changed a category or an attribute, and often goes on with the next.
const manySkus = 500

// SkusChanged follows a change of SKUs; none named means any. A change of the sale counts only, or of very many SKUs, may wait a moment and be
// read together with others; prices never wait.
func (c *Catalogue) SkusChanged(ctx context.Context, ids []int64, onlySales bool) error {
	ids = distinct(ids)
	switch {
	case len(ids) == 0:
		return c.Rebuild(ctx)
	case onlySales:
		c.sold.add(ids)
		return nil
	case len(ids) > manySkus:
		c.snapshots.drop(ids)
		c.changed.add(ids)
		return nil
	}
	if err := c.read(ctx, ids); err != nil {
		c.changed.add(ids)
		return err
	}
	return nil
}

// MenuChanged forgets the categories as menus show them: their order, or whether they are shown, has changed.
func (c *Catalogue) MenuChanged(context.Context) {
	c.tree.Clear()
	c.floors.Clear()
	c.epoch.Add(1)
}

// read reads SKUs again, for search and for prices.
func (c *Catalogue) read(ctx context.Context, ids []int64) error {
	c.snapshots.drop(ids)
	if err := c.reindex(ctx, ids); err != nil {
		return err
	}
	c.spus.Clear()
	c.epoch.Add(1)
	return nil
}

// reindex brings what search knows of SKUs up to date.
func (c *Catalogue) reindex(ctx context.Context, ids []int64) error {
	docs, err := c.store.Documents(ctx, ids)
	if err != nil {
		return fmt.Errorf("read %d changed SKUs: %w", len(ids), err)
	}
	forSale := make(map[int64]bool, len(docs))
	for _, d := range docs {
		forSale[d.ID] = true
	}
	if err := c.index.Put(docs); err != nil {
		return fmt.Errorf("index %d changed SKUs: %w", len(ids), err)
	}
	gone := slices.DeleteFunc(slices.Clone(ids), func(id int64) bool { return forSale[id] })
	if len(gone) == 0 {
		return nil
	}
	return c.index.Remove(gone)
}

// StockChanged notes what ware says has sold out or has come in.
func (c *Catalogue) StockChanged(_ context.Context, available map[int64]int64) error {
	if len(available) == 0 {
		return nil
	}
	ids := make([]int64, 0, len(available))
	for id := range available {
		ids = append(ids, id)
	}
	c.index.SetStock(available, c.index.Mark())
	c.available.Clear()
	c.doubtful.add(ids)
	c.epoch.Add(1)
	return nil
}

// stockBatch is how many SKUs are asked for at once.
const stockBatch = 500

func (c *Catalogue) askStock(ctx context.Context, ids []int64) error {
	for start := 0; start < len(ids); start += stockBatch {
		mark := c.index.Mark()
		available, err := c.stock.Available(ctx, ids[start:min(start+stockBatch, len(ids))])
		if err != nil {
			return err
		}
		c.index.SetStock(available, mark)
	}
	return nil
}

// Pauses of the workers.
const (
	tickEvery    = time.Second
	rebuildRetry = time.Second
)

// Follow builds the index and then keeps it true until ctx ends: it reads again what waits, and asks for stock that is in doubt.
func (c *Catalogue) Follow(ctx context.Context) error {
	for !c.built.Load() {
		if err := c.Rebuild(ctx); err != nil && ctx.Err() == nil {
			c.log.LogAttrs(ctx, slog.LevelWarn, "search index not built, trying again", slog.Any("error", err))
		}
		if !c.built.Load() && !pause(ctx, rebuildRetry) {
			return nil
		}
	}
	lagging := false
	for pause(ctx, tickEvery) {
		err := c.Tick(ctx)
		switch {
		case ctx.Err() != nil:
		case err != nil && !lagging:
			c.log.LogAttrs(ctx, slog.LevelWarn, "index lags behind, trying on", slog.Any("error", err))
		case err == nil && lagging:
			c.log.LogAttrs(ctx, slog.LevelInfo, "index has caught up")
		}
		lagging = err != nil
	}
	return nil
}

// Tick does once what Follow does again and again.
func (c *Catalogue) Tick(ctx context.Context) error {
	var failed error
	if ids := c.changed.take(); len(ids) > 0 {
		if err := c.read(ctx, distinct(ids)); err != nil {
			c.changed.add(ids)
			failed = err
		}
	}
	if ids := c.sold.take(); len(ids) > 0 {
		if err := c.reindex(ctx, distinct(ids)); err != nil {
			c.sold.add(ids)
			failed = errors.Join(failed, err)
		}
	}
	c.doubtful.add(c.index.UnknownStock())
	if ids := c.doubtful.take(); len(ids) > 0 {
		if err := c.askStock(ctx, distinct(ids)); err != nil {
			c.doubtful.add(ids)
			failed = errors.Join(failed, err)
		}
	}
	return failed
}

// Refresh keeps the prices that are asked for in memory, until ctx ends.
func (c *Catalogue) Refresh(ctx context.Context) error {
	for pause(ctx, refreshEvery) {
		if err := c.snapshots.refresh(ctx); err != nil && ctx.Err() == nil {
			c.log.LogAttrs(ctx, slog.LevelWarn, "prices not refreshed", slog.Any("error", err))
		}
	}
	return nil
}

// pause answers false when ctx has ended.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
