package product

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"gulimall/pkg/contract/couponapi"
)

// Item is everything that the page of a SKU tells.
type Item struct {
	SKU       SKU
	Images    []string
	SaleAttrs []SaleAttr
	Siblings  []*SKU // all SKUs of the SPU that are for sale, and this one
	Stock     map[int64]int64
	// StockGuessed tells that ware did not answer: Stock says only whether there is any.
	StockGuessed bool
	Specs        []SpecGroup
	Description  string
	About        []string // pictures under the description
	Promotions   couponapi.Promotions
}

// HasStock says whether the SKU can be bought now.
func (i Item) HasStock() bool { return i.Stock[i.SKU.ID] > 0 }

// SaleAttr is an attribute that tells the SKUs of an SPU apart.
type SaleAttr struct {
	Named
	Values []SaleValue
}

// SaleValue is one of its values and the SKUs that have it.
type SaleValue struct {
	Value  string
	SkuIDs []int64
}

// askTimeout bounds what an item page waits for others: without their answers it is poorer, not away.
const askTimeout = 400 * time.Millisecond

// restFor is how long a neighbour that did not answer is left alone, so that no page after the first waits for it.
const restFor = time.Second

// neighbour is another service, as pages depend on it.
type neighbour struct {
	now       func() time.Time
	restUntil atomic.Int64 // Unix time in nanoseconds
}

var errResting = errors.New("did not answer a moment ago")

// ask asks a neighbour, unless it did not answer a moment ago.
func ask[V any](ctx context.Context, n *neighbour, call func(ctx context.Context) (V, error)) (V, error) {
	if n.now().UnixNano() < n.restUntil.Load() {
		var none V
		return none, errResting
	}
	ctx, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	v, err := call(ctx)
	if err != nil {
		n.restUntil.Store(n.now().Add(restFor).UnixNano())
	}
	return v, err
}

// Item answers what there is to tell about a SKU. Stock that ware does not tell is what the index heard last; promotions that coupon
// does not tell are left out.
func (c *Catalogue) Item(ctx context.Context, id int64) (Item, error) {
	own, err := c.Skus(ctx, []int64{id})
	if err != nil {
		return Item{}, err
	}
	if len(own) == 0 {
		return Item{}, ErrSkuNotFound
	}
	item := Item{SKU: *own[0]}
	spu, err := c.spus.Get(ctx, item.SKU.SPUID, func(ctx context.Context) (SPU, error) { return c.store.SPU(ctx, item.SKU.SPUID) })
	err = unavailable(err)
	if err != nil {
		return Item{}, err
	}
	item.Images, item.Specs, item.Description, item.About = spu.Gallery[id], spu.Specs, spu.Description, spu.About
	if len(item.Images) == 0 {
		item.Images = []string{item.SKU.Image}
	}
	group, groupCtx := errgroup.WithContext(ctx)
	group.Go(func() error {
		all, err := c.Skus(groupCtx, spu.SkuIDs)
		item.Siblings = slices.DeleteFunc(all, func(s *SKU) bool { return !s.OnShelf && s.ID != id })
		return err
	})
	group.Go(func() error {
		item.Stock, item.StockGuessed = c.stockOf(groupCtx, spu)
		return nil
	})
	group.Go(func() error {
		item.Promotions = c.promotionsFor(groupCtx, item.SKU)
		return nil
	})
	if err := group.Wait(); err != nil {
		return Item{}, err
	}
	item.SaleAttrs = Matrix(item.Siblings)
	return item, nil
}

// stockOf tells how many pieces of the SKUs of an SPU there are, or guesses which there are.
func (c *Catalogue) stockOf(ctx context.Context, spu SPU) (pieces map[int64]int64, guessed bool) {
	available, err := c.available.Get(ctx, spu.ID, func(ctx context.Context) (map[int64]int64, error) {
		return ask(ctx, &c.ware, func(ctx context.Context) (map[int64]int64, error) { return c.stock.Available(ctx, spu.SkuIDs) })
	})
	if err == nil {
		return available, false
	}
	c.log.LogAttrs(ctx, slog.LevelDebug, "stock unknown, telling what the index knows", slog.Int64("spu_id", spu.ID), slog.Any("error", err))
	known := make(map[int64]int64, len(spu.SkuIDs))
	for _, id := range spu.SkuIDs {
		if c.index.HasStock(id) {
			known[id] = 1
		}
	}
	return known, true
}

func (c *Catalogue) promotionsFor(ctx context.Context, sku SKU) couponapi.Promotions {
	promotions, err := c.promotions.Get(ctx, promotionKey{sku.ID, sku.Price}, func(ctx context.Context) (couponapi.Promotions, error) {
		return ask(ctx, &c.coupon, func(ctx context.Context) (couponapi.Promotions, error) { return c.coupons.Promotions(ctx, sku) })
	})
	if err != nil {
		c.log.LogAttrs(ctx, slog.LevelDebug, "promotions unknown, left out", slog.Int64("sku_id", sku.ID), slog.Any("error", err))
		return couponapi.Promotions{}
	}
	return promotions
}

// Claimable lists the coupons that a member (0: a visitor) can claim; none when coupon does not answer.
func (c *Catalogue) Claimable(ctx context.Context, memberID int64) []couponapi.Claimable {
	list, err := c.claimable.Get(ctx, memberID, func(ctx context.Context) ([]couponapi.Claimable, error) {
		return ask(ctx, &c.coupon, func(ctx context.Context) ([]couponapi.Claimable, error) { return c.coupons.Claimable(ctx, memberID) })
	})
	if err != nil {
		c.log.LogAttrs(ctx, slog.LevelDebug, "coupons unknown, left out", slog.Any("error", err))
		return nil
	}
	return list
}

// Matrix lists the sale attributes of SKUs and which SKUs have which value, both in the order in which they occur.
func Matrix(skus []*SKU) []SaleAttr {
	attrs := []SaleAttr{}
	for _, sku := range skus {
		for _, a := range sku.Attrs {
			i := slices.IndexFunc(attrs, func(s SaleAttr) bool { return s.ID == a.AttrID })
			if i < 0 {
				attrs = append(attrs, SaleAttr{Named: Named{ID: a.AttrID, Name: a.Name}})
				i = len(attrs) - 1
			}
			v := slices.IndexFunc(attrs[i].Values, func(v SaleValue) bool { return v.Value == a.Value })
			if v < 0 {
				attrs[i].Values = append(attrs[i].Values, SaleValue{Value: a.Value})
				v = len(attrs[i].Values) - 1
			}
			attrs[i].Values[v].SkuIDs = append(attrs[i].Values[v].SkuIDs, sku.ID)
		}
	}
	return attrs
}
