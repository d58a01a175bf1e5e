package cart

import (
	"context"
	"fmt"
	"log/slog"

	"golang.org/x/sync/errgroup"

	"gulimall/pkg/apperr"
)

// View shows a cart at live prices. Without the catalogue there is nothing to show; without ware it is shown without stock.
func (c *Carts) View(ctx context.Context, o Owner) (View, error) {
	if o.None() {
		return View{Items: []Item{}}, nil
	}
	lines, err := c.store.Lines(ctx, o)
	if err != nil || len(lines) == 0 {
		return View{Items: []Item{}}, err
	}
	ids := make([]int64, len(lines))
	for i, l := range lines {
		ids[i] = l.SkuID
	}
	var goods map[int64]Goods
	var stock map[int64]int64
	group, groupCtx := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		goods, err = c.peers.Skus(groupCtx, ids)
		return err
	})
	group.Go(func() error {
		found, err := c.peers.Available(groupCtx, ids)
		if err != nil && groupCtx.Err() == nil {
			c.log.LogAttrs(ctx, slog.LevelWarn, "cart shown without stock", slog.Any("error", err))
		}
		if err == nil {
			stock = found
		}
		return nil
	})
	if err := group.Wait(); err != nil {
		return View{}, fmt.Errorf("look at cart: %w", err)
	}
	v, err := view(lines, goods, stock)
	if err == nil {
		c.uncheck(ctx, o, v.stale)
	}
	return v, err
}

// uncheck takes the check off what cannot be bought, so that an order never asks for it: the cart that was shown is the cart that is
// settled. When the goods come back, it is for the shopper to check them again.
func (c *Carts) uncheck(ctx context.Context, o Owner, skuIDs []int64) {
	if len(skuIDs) == 0 {
		return
	}
	if err := c.store.Uncheck(ctx, o, skuIDs); err != nil {
		c.log.LogAttrs(ctx, slog.LevelWarn, "what cannot be bought stays checked", slog.Any("error", err))
	}
}

// Add puts pieces of a SKU into the cart. It remembers the price of this moment, which is what the shopper saw.
func (c *Carts) Add(ctx context.Context, o Owner, skuID, count int64) error {
	if count < 1 || count > MaxCount {
		return apperr.ErrInvalid.WithField("count", "range")
	}
	goods, err := c.peers.Skus(ctx, []int64{skuID})
	if err != nil {
		return fmt.Errorf("add to cart: %w", err)
	}
	sku, exists := goods[skuID]
	if !exists || !sku.OnShelf {
		return ErrSkuNotFound
	}
	return c.store.Add(ctx, o, Line{SkuID: skuID, Count: count, Checked: true, Price: sku.Price, AddedAt: c.now()})
}

// Change sets count, checked or both of a line.
func (c *Carts) Change(ctx context.Context, o Owner, skuID int64, count *int64, checked *bool) error {
	switch {
	case count == nil && checked == nil:
		return apperr.ErrInvalid.WithField("count", "required")
	case count != nil && (*count < 1 || *count > MaxCount):
		return apperr.ErrInvalid.WithField("count", "range")
	}
	return c.store.Change(ctx, o, skuID, count, checked)
}

// CheckAll checks or unchecks every line.
func (c *Carts) CheckAll(ctx context.Context, o Owner, checked bool) error {
	return c.store.CheckAll(ctx, o, checked)
}
