package cart

import (
	"context"
	"log/slog"

	"golang.org/x/sync/errgroup"

	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/money"
)

// Look is a cart with what its checked lines cost after promotions.
type Look struct {
	View
	Deal Deal
}

// Deal is what the checked lines would cost, before freight. The settlement page asks again: this is to help choosing.
type Deal struct {
	Known        bool // false where nothing is checked, or nobody could tell
	Goods        money.Fen
	Promotion    money.Fen
	Explanations []couponapi.Explanation
	Hints        []couponapi.Hint
	Coupons      []couponapi.Choice    // the member's, the best first
	Offers       []couponapi.Claimable // which the shopper may still claim
	Saved        map[int64]money.Fen   // by SKU
}

// Payable is what promotions leave.
func (d Deal) Payable() money.Fen { return d.Goods - d.Promotion }

// Best is the coupon that would take most off; nil is none.
func (d Deal) Best() *couponapi.Choice {
	if len(d.Coupons) == 0 || !d.Coupons[0].Usable {
		return nil
	}
	return &d.Coupons[0]
}

// Look shows a cart with its deal. Without coupon or member it is shown without.
func (c *Carts) Look(ctx context.Context, o Owner) (Look, error) {
	var look Look
	var level memberapi.Level
	group, groupCtx := errgroup.WithContext(ctx)
	group.Go(func() (err error) {
		look.View, err = c.View(groupCtx, o)
		return err
	})
	group.Go(func() error {
		if !o.SignedIn() {
			return nil
		}
		var err error
		if level, err = c.peers.Level(groupCtx); err != nil && groupCtx.Err() == nil {
			c.log.LogAttrs(ctx, slog.LevelWarn, "cart shown without the member's level", slog.Any("error", err))
		}
		return nil
	})
	if err := group.Wait(); err != nil {
		return Look{}, err
	}
	look.Deal = c.deal(ctx, o, level, look.View)
	return look, nil
}

func (c *Carts) deal(ctx context.Context, o Owner, level memberapi.Level, v View) Deal {
	query := couponapi.QuoteQuery{
		MemberID: o.MemberID, LevelID: level.ID, MemberPrice: level.MemberPrice, WithCoupons: o.SignedIn(), WithHints: true,
	}
	for _, item := range v.Items {
		if item.Checked {
			query.Lines = append(query.Lines, couponapi.Line{
				SkuID: item.SkuID, SpuID: item.Goods.SpuID, CategoryIDs: item.Goods.CategoryIDs, Price: item.LivePrice, Count: item.Count,
			})
		}
	}
	if len(query.Lines) == 0 {
		return Deal{}
	}
	quote, err := c.peers.Quote(ctx, query)
	if err != nil {
		c.log.LogAttrs(ctx, slog.LevelWarn, "cart shown without its deal", slog.Any("error", err))
		return Deal{}
	}
	deal := Deal{
		Known: true, Goods: quote.Goods, Promotion: quote.Promotion, Explanations: quote.Explanations, Hints: quote.Hints,
		Coupons: quote.Coupons, Offers: quote.Offers, Saved: make(map[int64]money.Fen, len(quote.Lines)),
	}
	for _, l := range quote.Lines {
		deal.Saved[l.SkuID] = l.Promotion
	}
	return deal
}

// Popular gives goods for a cart that is empty; none where the catalogue does not answer.
func (c *Carts) Popular(ctx context.Context, n int) []Goods {
	goods, err := c.peers.Popular(ctx, n)
	if err != nil {
		c.log.LogAttrs(ctx, slog.LevelDebug, "no popular goods", slog.Any("error", err))
	}
	return goods
}

// Goods gives the SKUs that can be bought, in the order asked for; none where the catalogue does not answer.
func (c *Carts) Goods(ctx context.Context, ids []int64) []Goods {
	if len(ids) == 0 {
		return nil
	}
	found, err := c.peers.Skus(ctx, ids)
	if err != nil {
		c.log.LogAttrs(ctx, slog.LevelDebug, "no goods", slog.Any("error", err))
	}
	var goods []Goods
	for _, id := range ids {
		if g, exists := found[id]; exists && g.OnShelf {
			goods = append(goods, g)
		}
	}
	return goods
}
