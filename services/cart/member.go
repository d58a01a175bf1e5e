package cart

import (
	"context"
	"slices"

	"gulimall/pkg/apperr"
)

// Checked lists what a member has checked, and how many lines there are in all. It asks nobody but Redis: the order prices it anyway.
func (c *Carts) Checked(ctx context.Context, o Owner) (checked []Piece, total int, err error) {
	lines, err := c.store.Lines(ctx, o)
	if err != nil {
		return nil, 0, err
	}
	newestFirst(lines)
	checked = []Piece{}
	for _, l := range lines {
		if l.Checked {
			checked = append(checked, Piece{SkuID: l.SkuID, Count: l.Count})
		}
	}
	return checked, len(lines), nil
}

// Merge moves the cart from before the login into the member's. A key that cannot be one of ours has no cart.
func (c *Carts) Merge(ctx context.Context, memberID int64, userKey string) error {
	if memberID < 1 {
		return apperr.ErrInvalid.WithField("memberId", "range")
	}
	if !ValidUserKey(userKey) {
		return nil
	}
	return c.store.Merge(ctx, Owner{MemberID: memberID, UserKey: userKey})
}

// Bought takes out of a member's cart exactly what an order has bought: what was put in meanwhile stays.
func (c *Carts) Bought(ctx context.Context, memberID int64, orderSn string, pieces []Piece) error {
	if memberID < 1 || orderSn == "" || slices.ContainsFunc(pieces, func(p Piece) bool { return p.Count < 1 }) {
		return apperr.ErrInvalid.WithField("lines", "range")
	}
	if len(pieces) == 0 {
		return nil
	}
	return c.store.Bought(ctx, memberID, orderSn, pieces)
}
