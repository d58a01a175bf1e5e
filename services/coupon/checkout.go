package coupon

import (
	"context"
	"errors"
	"fmt"
)

// Quote tells what lines cost a member, in at most two questions to the database: the rules, mostly remembered, and the coupons. Hints,
// which only the cart asks for, cost two more.
func (c *Coupons) Quote(ctx context.Context, q QuoteRequest) (Quote, error) {
	if err := q.check(); err != nil {
		return Quote{}, err
	}
	goods := make([]Goods, len(q.Lines))
	for i, l := range q.Lines {
		goods[i] = Goods{l.SkuID, l.SpuID}
	}
	rules, err := c.store.Rules(ctx, goods)
	if err != nil {
		return Quote{}, fmt.Errorf("quote for member %d: %w", q.MemberID, err)
	}
	wallet, err := c.wallet(ctx, q)
	if err != nil {
		return Quote{}, fmt.Errorf("quote for member %d: %w", q.MemberID, err)
	}
	now := c.now()
	quote, err := price(q, rules, wallet, now)
	if err != nil || !q.WithHints {
		return quote, err
	}
	offers, err := c.Claimable(ctx, q.MemberID)
	if err != nil {
		return Quote{}, fmt.Errorf("quote for member %d: %w", q.MemberID, err)
	}
	quote.Offers = fitting(offers, q.Lines, q.LevelID, now)
	return quote, nil
}

// wallet reads the coupons that a quote is about. A wished coupon that is not unused is looked up by itself, so that the reason can
// be told; it is not among the choices.
func (c *Coupons) wallet(ctx context.Context, q QuoteRequest) ([]MemberCoupon, error) {
	var wallet []MemberCoupon
	if q.WithCoupons {
		var err error
		if wallet, err = c.store.Unused(ctx, q.MemberID); err != nil {
			return nil, err
		}
		for _, m := range wallet {
			if m.ID == q.CouponID {
				return wallet, nil
			}
		}
	}
	if q.CouponID == 0 {
		return wallet, nil
	}
	m, err := c.store.Coupon(ctx, q.MemberID, q.CouponID)
	if errors.Is(err, ErrNotFound) {
		return wallet, nil
	}
	return append(wallet, m), err
}

// Lock keeps a coupon for an order.
func (c *Coupons) Lock(ctx context.Context, l Lock) error {
	if err := c.store.Lock(ctx, l); err != nil {
		return fmt.Errorf("lock coupon %d for order %s: %w", l.CouponID, l.OrderSn, err)
	}
	return nil
}

// Release gives back the coupon of an order that was closed. It says how the reservation stood before.
func (c *Coupons) Release(ctx context.Context, orderSn string) (Reservation, error) {
	was, err := c.store.Release(ctx, orderSn)
	if err != nil {
		return was, fmt.Errorf("release coupon of order %s: %w", orderSn, err)
	}
	return was, nil
}

// Use spends the coupon of an order that was paid.
func (c *Coupons) Use(ctx context.Context, orderSn string) error {
	if err := c.store.Use(ctx, orderSn); err != nil {
		return fmt.Errorf("use coupon of order %s: %w", orderSn, err)
	}
	return nil
}

// expireBatch bounds one round of Expire.
const expireBatch = 500

// Expire marks coupons whose time is over; it returns how many. What members see does not wait for it.
func (c *Coupons) Expire(ctx context.Context) (int64, error) {
	n, err := c.store.Expire(ctx, expireBatch)
	if err != nil {
		return 0, fmt.Errorf("expire coupons: %w", err)
	}
	return n, nil
}
