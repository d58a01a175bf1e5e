package cart

import (
	"context"
	"slices"

	"gulimall/pkg/apperr"
)

// Checked is what a member has checked in the cart.
type Checked struct {
	Pieces []Piece
	Total  int    // lines, checked or not
	Rev    string // of the cart's state, see Store.Seen
}

// Checked lists what a member has checked. It asks nobody but Redis: the order prices it anyway.
func (c *Carts) Checked(ctx context.Context, o Owner) (Checked, error) {
	lines, rev, err := c.store.Seen(ctx, o)
	if err != nil {
		return Checked{}, err
	}
	newestFirst(lines)
	checked := Checked{Pieces: []Piece{}, Total: len(lines), Rev: rev}
	for _, l := range lines {
		if l.Checked {
			checked.Pieces = append(checked.Pieces, Piece{SkuID: l.SkuID, Count: l.Count})
		}
	}
	return checked, nil
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
