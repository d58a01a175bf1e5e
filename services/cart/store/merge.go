package store

import (
	"context"
	"strconv"

	"github.com/google/uuid"

	"gulimall/services/cart"
)

// moving is where an offline cart lies while it is being merged.
func moving(offline string) string { return offline + ":moving" }

// Merge moves the cart of a user key into the member's. The two may lie on different nodes, so it takes three steps, each atomic and
// safe to repeat: the offline cart becomes a batch that nobody adds to, the batch is merged (its marker lies beside the member's
// cart), the batch is deleted. Whoever dies in between leaves a batch that the next look at the cart finishes.
func (s *Store) Merge(ctx context.Context, o cart.Owner) error {
	offline := s.key(cart.Owner{UserKey: o.UserKey})
	batch, err := uuid.NewRandom()
	if err != nil {
		return away("merge carts", err)
	}
	// At most twice: what somebody left behind, and then what is there now.
	for range 2 {
		taken, err := s.moves.take.Run(ctx, s.client, []string{offline, moving(offline)},
			cart.OfflineTTL.Milliseconds(), o.MemberID, batch.String()).StringSlice()
		if err != nil {
			return away("merge carts", err)
		}
		if len(taken) == 0 {
			return nil
		}
		member, id, err := s.mergeBatch(ctx, taken)
		if err != nil {
			return away("merge carts", err)
		}
		if err := s.moves.drop.Run(ctx, s.client, []string{moving(offline)}, id).Err(); err != nil {
			return away("merge carts", err)
		}
		if id == batch.String() && member == o.MemberID {
			return nil
		}
	}
	return nil
}

// mergeBatch adds a batch to the cart of the member whom it names.
func (s *Store) mergeBatch(ctx context.Context, taken []string) (member int64, batch string, err error) {
	args := []any{cart.BoughtTTL.Milliseconds(), newRevision(), cart.MaxCount, cart.MaxMerged}
	for i := 0; i+1 < len(taken); i += 2 {
		switch taken[i] {
		case "member":
			if member, err = strconv.ParseInt(taken[i+1], 10, 64); err != nil {
				return 0, "", err
			}
		case "batch":
			batch = taken[i+1]
		default:
			args = append(args, taken[i], taken[i+1])
		}
	}
	key := s.key(cart.Owner{MemberID: member})
	return member, batch, s.moves.merge.Run(ctx, s.client, []string{key, key + ":merged:" + batch, revision(key)}, args...).Err()
}
