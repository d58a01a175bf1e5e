package cart

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"

	"gulimall/pkg/apperr"
)

// Remove takes lines out. The word that it answers puts them back by Restore; it is empty where there was nothing to take out.
func (c *Carts) Remove(ctx context.Context, o Owner, skuIDs ...int64) (undo string, err error) {
	skuIDs = slices.DeleteFunc(slices.Clone(skuIDs), func(id int64) bool { return id < 1 })
	if len(skuIDs) == 0 || len(skuIDs) > MaxMerged {
		return "", apperr.ErrInvalid.WithField("skuIds", "range")
	}
	undo = rand.Text()
	n, err := c.store.Remove(ctx, o, skuIDs, undo)
	if err != nil || n == 0 {
		return "", err
	}
	return undo, nil
}

// Restore puts back what the last Remove took out: the same counts, the same checks.
func (c *Carts) Restore(ctx context.Context, o Owner, undo string) error {
	if undo == "" {
		return ErrUndoGone
	}
	return c.store.Restore(ctx, o, undo)
}

// Favour moves lines of a member's cart to the favourites.
func (c *Carts) Favour(ctx context.Context, o Owner, skuIDs ...int64) (undo string, err error) {
	if !o.SignedIn() {
		return "", apperr.ErrNotSignedIn
	}
	for _, id := range skuIDs {
		if err := c.peers.Favour(ctx, id); err != nil {
			return "", fmt.Errorf("sku %d to the favourites: %w", id, err)
		}
	}
	return c.Remove(ctx, o, skuIDs...)
}
