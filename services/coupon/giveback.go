package coupon

import (
	"context"
	"fmt"

	"gulimall/pkg/apperr"
)

// ErrNotUsed says that an order's coupon is still locked: the word that the order was paid is on its way.
var ErrNotUsed = apperr.New(apperr.Unavailable, "not_used_yet")

// GiveBackStore is what giving back needs of the schema.
type GiveBackStore interface {
	// GiveBack makes the coupon of an order that was paid back usable again, or expired where its time is over, once. ErrNotUsed,
	// ErrNoReservation.
	GiveBack(ctx context.Context, orderSn string) error
}

// Givebacks gives coupons back.
type Givebacks struct{ store GiveBackStore }

// NewGivebacks makes it.
func NewGivebacks(store GiveBackStore) *Givebacks { return &Givebacks{store} }

// GiveBack gives the coupon of an order back of which nothing is left.
func (g *Givebacks) GiveBack(ctx context.Context, orderSn string) error {
	if err := g.store.GiveBack(ctx, orderSn); err != nil {
		return fmt.Errorf("give back coupon of order %s: %w", orderSn, err)
	}
	return nil
}
