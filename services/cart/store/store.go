// Package store keeps carts in Redis. Each change is one script; nothing is read, changed here and written back.
package store

import (
	"context"
	"crypto/rand"
	"fmt"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"gulimall/pkg/apperr"
	"gulimall/pkg/money"
	"gulimall/services/cart"
)

// Store implements cart.Store over Redis.
type Store struct {
	client  redis.UniversalClient
	prefix  string
	changes changes
	moves   moves
	seen    *redis.Script
}

var _ cart.Store = (*Store)(nil)

// New makes a store; prefix stands in front of every key.
func New(client redis.UniversalClient, prefix string) *Store {
	return &Store{client: client, prefix: prefix, changes: newChanges(), moves: newMoves(), seen: redis.NewScript(seenScript)}
}

// key names an owner's cart.
func (s *Store) key(o cart.Owner) string {
	if o.SignedIn() {
		return s.prefix + "cart:{" + strconv.FormatInt(o.MemberID, 10) + "}"
	}
	return s.prefix + "cart:offline:{" + o.UserKey + "}"
}

// revision names where the revision of a member's cart lies.
func revision(cartKey string) string { return cartKey + ":rev" }

// removed names where lies what was taken out last.
func removed(cartKey string) string { return cartKey + ":removed" }

// newRevision draws a revision that no cart has had: it must never come again, even if Redis forgets everything.
func newRevision() string { return rand.Text() }

// ttl is the lifetime of an owner's cart after a change, in milliseconds; members keep theirs.
func ttl(o cart.Owner) int64 {
	if o.SignedIn() {
		return 0
	}
	return cart.OfflineTTL.Milliseconds()
}

// Lines reads a cart, in one round trip where there is nothing to merge. Reading the cart of a browser renews its lifetime.
func (s *Store) Lines(ctx context.Context, o cart.Owner) ([]cart.Line, error) {
	var read *redis.MapStringStringCmd
	var waiting *redis.IntCmd
	offline := s.key(cart.Owner{UserKey: o.UserKey})
	_, err := s.client.Pipelined(ctx, func(p redis.Pipeliner) error {
		read = p.HGetAll(ctx, s.key(o))
		switch {
		case !o.SignedIn():
			p.PExpire(ctx, s.key(o), cart.OfflineTTL)
		case o.UserKey != "":
			waiting = p.Exists(ctx, offline, moving(offline))
		}
		return nil
	})
	if err != nil {
		return nil, away("read cart", err)
	}
	if waiting == nil || waiting.Val() == 0 {
		return parse(read.Val())
	}
	if err := s.Merge(ctx, o); err != nil {
		return nil, err
	}
	all, err := s.client.HGetAll(ctx, s.key(o)).Result()
	if err != nil {
		return nil, away("read cart", err)
	}
	return parse(all)
}

// Seen reads a member's cart with the revision of the state that was read; an empty cart has none.
func (s *Store) Seen(ctx context.Context, o cart.Owner) (lines []cart.Line, rev string, err error) {
	if o.UserKey != "" {
		offline := s.key(cart.Owner{UserKey: o.UserKey})
		waiting, err := s.client.Exists(ctx, offline, moving(offline)).Result()
		if err == nil && waiting > 0 {
			err = s.Merge(ctx, o)
		}
		if err != nil {
			return nil, "", away("read cart", err)
		}
	}
	key := s.key(cart.Owner{MemberID: o.MemberID})
	answer, err := s.seen.Run(ctx, s.client, []string{key, revision(key)}, newRevision()).StringSlice()
	if err != nil {
		return nil, "", away("read cart", err)
	}
	all := make(map[string]string, len(answer)/2)
	for i := 1; i+1 < len(answer); i += 2 {
		all[answer[i]] = answer[i+1]
	}
	lines, err = parse(all)
	return lines, answer[0], err
}

// Add puts a line in, or its pieces on top of those that are there.
func (s *Store) Add(ctx context.Context, o cart.Owner, line cart.Line) error {
	result, err := s.run(ctx, s.changes.add, o,
		line.SkuID, line.Count, int64(line.Price), line.AddedAt.UnixMilli(), cart.MaxCount, cart.MaxLines)
	switch {
	case err != nil:
		return away("add to cart", err)
	case result == 1:
		return cart.ErrLineLimit
	case result == 2:
		return cart.ErrFull
	}
	return nil
}

// Change sets count, checked or both of a line.
func (s *Store) Change(ctx context.Context, o cart.Owner, skuID int64, count *int64, checked *bool) error {
	var newCount, newChecked string
	if count != nil {
		newCount = strconv.FormatInt(*count, 10)
	}
	if checked != nil {
		newChecked = flag(*checked)
	}
	result, err := s.run(ctx, s.changes.change, o, skuID, newCount, newChecked)
	if err != nil {
		return away("change cart", err)
	}
	if result == 1 {
		return cart.ErrSkuNotFound
	}
	return nil
}

// CheckAll checks or unchecks every line.
func (s *Store) CheckAll(ctx context.Context, o cart.Owner, checked bool) error {
	_, err := s.run(ctx, s.changes.checkAll, o, flag(checked))
	return away("check cart", err)
}

// Uncheck takes the check off lines.
func (s *Store) Uncheck(ctx context.Context, o cart.Owner, skuIDs []int64) error {
	_, err := s.run(ctx, s.changes.uncheck, o, anys(skuIDs)...)
	return away("uncheck lines", err)
}

// Remove takes lines out and keeps them under a word for a while.
func (s *Store) Remove(ctx context.Context, o cart.Owner, skuIDs []int64, undo string) (int, error) {
	n, err := s.run(ctx, s.changes.remove, o, append([]any{undo, cart.UndoTTL.Milliseconds()}, anys(skuIDs)...)...)
	return n, away("remove from cart", err)
}

// Restore puts back what was taken out under a word.
func (s *Store) Restore(ctx context.Context, o cart.Owner, undo string) error {
	result, err := s.run(ctx, s.changes.restore, o, undo, cart.MaxMerged)
	if err == nil && result < 0 {
		return cart.ErrUndoGone
	}
	return away("put back into cart", err)
}

func anys(ids []int64) []any {
	all := make([]any, len(ids))
	for i, id := range ids {
		all[i] = id
	}
	return all
}

// run runs a script on an owner's cart, merging first what waits to be merged, so that a change meets the cart that the shopper sees.
func (s *Store) run(ctx context.Context, script *redis.Script, o cart.Owner, args ...any) (int, error) {
	if o.SignedIn() && o.UserKey != "" {
		if err := s.Merge(ctx, o); err != nil {
			return 0, err
		}
	}
	rev := ""
	if o.SignedIn() {
		rev = newRevision()
	}
	key := s.key(o)
	return script.Run(ctx, s.client, []string{key, revision(key), removed(key)}, append([]any{ttl(o), rev}, args...)...).Int()
}

// Bought takes pieces out, once an order.
func (s *Store) Bought(ctx context.Context, memberID int64, orderSn string, pieces []cart.Piece) error {
	key := s.key(cart.Owner{MemberID: memberID})
	args := []any{cart.BoughtTTL.Milliseconds(), newRevision()}
	for _, p := range pieces {
		args = append(args, p.SkuID, p.Count)
	}
	return away("take out what was bought", s.moves.bought.Run(ctx, s.client, []string{key, key + ":bought:" + orderSn, revision(key)}, args...).Err())
}

func flag(on bool) string {
	if on {
		return "1"
	}
	return "0"
}

// away says that Redis did not do what was asked.
func away(what string, err error) error {
	if err == nil {
		return nil
	}
	return apperr.ErrUnavailable.Wrap(fmt.Errorf("%s: %w", what, err))
}

// parse reads the values of a cart.
func parse(all map[string]string) ([]cart.Line, error) {
	lines := make([]cart.Line, 0, len(all))
	for field, value := range all {
		var l cart.Line
		var price, added int64
		var checked int
		n, err := fmt.Sscanf(field+":"+value, "%d:%d:%d:%d:%d", &l.SkuID, &l.Count, &checked, &price, &added)
		if err != nil || n != 5 {
			return nil, fmt.Errorf("cart holds %q = %q: %w", field, value, err)
		}
		l.Checked, l.Price, l.AddedAt = checked == 1, money.Fen(price), time.UnixMilli(added).UTC()
		lines = append(lines, l)
	}
	return lines, nil
}
