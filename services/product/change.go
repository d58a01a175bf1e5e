package product

import (
	"context"
	"slices"

	"gulimall/pkg/apperr"
	"gulimall/pkg/money"
)

// maxPrice bounds a price, in fen: a hundred million yuan.
const maxPrice money.Fen = 1e10

// Change changes the price of a SKU or whether it is for sale. This instance tells the new state from now on; the others as soon as they
// hear of it, and after snapshotTTL at the latest.
func (c *Catalogue) Change(ctx context.Context, id int64, change Change) (SKU, error) {
	if change.Price != nil && (*change.Price <= 0 || *change.Price > maxPrice) {
		return SKU{}, apperr.ErrInvalid.WithField("price", "range")
	}
	if err := c.store.Change(ctx, id, change); err != nil {
		return SKU{}, err
	}
	if err := c.read(ctx, []int64{id}); err != nil {
		return SKU{}, err
	}
	found, err := c.Skus(ctx, []int64{id})
	if err != nil {
		return SKU{}, err
	}
	if len(found) == 0 {
		return SKU{}, ErrSkuNotFound
	}
	return *found[0], nil
}

// Sold counts what an order sold. It takes effect once for every message.
func (c *Catalogue) Sold(ctx context.Context, counts map[int64]int64) error {
	for id, n := range counts {
		if id <= 0 || n <= 0 {
			delete(counts, id)
		}
	}
	if len(counts) == 0 {
		return nil
	}
	return c.store.Sold(ctx, counts)
}

// Reindex makes every instance build its index anew, this one too.
func (c *Catalogue) Reindex(ctx context.Context) error { return c.store.Announce(ctx) }

// distinct answers positive ids, each once, sorted.
func distinct(ids []int64) []int64 {
	ids = slices.DeleteFunc(slices.Clone(ids), func(id int64) bool { return id <= 0 })
	slices.Sort(ids)
	return slices.Compact(ids)
}
