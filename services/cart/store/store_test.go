package store

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"gulimall/pkg/testinfra"
	"gulimall/services/cart"
)

func open(t *testing.T) *Store {
	t.Helper()
	addr, prefix := testinfra.Redis(t)
	client := redis.NewUniversalClient(&redis.UniversalOptions{Addrs: []string{addr}, PoolSize: 32})
	t.Cleanup(func() {
		keys, err := client.Keys(context.Background(), prefix+"*").Result()
		require.NoError(t, err)
		if len(keys) > 0 {
			require.NoError(t, client.Del(context.Background(), keys...).Err())
		}
		require.NoError(t, client.Close())
	})
	return New(client, prefix)
}

func browser(t *testing.T) cart.Owner {
	t.Helper()
	key, err := cart.NewUserKey()
	require.NoError(t, err)
	return cart.Owner{UserKey: key}
}

func put(t *testing.T, s *Store, o cart.Owner, sku, count int64) {
	t.Helper()
	require.NoError(t, s.Add(t.Context(), o, line(sku, count)))
}

func line(sku, count int64) cart.Line {
	return cart.Line{SkuID: sku, Count: count, Checked: true, Price: 1990, AddedAt: time.UnixMilli(1764000000000 + sku).UTC()}
}

// counts reads a cart as sku → count.
func counts(t *testing.T, s *Store, o cart.Owner) map[int64]int64 {
	t.Helper()
	lines, err := s.Lines(t.Context(), o)
	require.NoError(t, err)
	all := map[int64]int64{}
	for _, l := range lines {
		all[l.SkuID] = l.Count
	}
	return all
}

func TestALineComesBackAsItWasPutIn(t *testing.T) {
	s, me := open(t), cart.Owner{MemberID: 1}
	put(t, s, me, 7, 3)
	lines, err := s.Lines(t.Context(), me)
	require.NoError(t, err)
	require.Equal(t, []cart.Line{line(7, 3)}, lines)
	no := false
	two := int64(2)
	require.NoError(t, s.Change(t.Context(), me, 7, nil, &no))
	require.NoError(t, s.Change(t.Context(), me, 7, &two, nil))
	lines, err = s.Lines(t.Context(), me)
	require.NoError(t, err)
	want := line(7, 2)
	want.Checked = false
	require.Equal(t, []cart.Line{want}, lines)
	require.NoError(t, s.CheckAll(t.Context(), me, true))
	for _, there := range []int{1, 0} {
		n, err := s.Remove(t.Context(), me, []int64{7}, "word")
		require.NoError(t, err)
		require.Equal(t, there, n)
	}
	require.ErrorIs(t, s.Change(t.Context(), me, 7, &two, nil), cart.ErrSkuNotFound)
	require.Empty(t, counts(t, s, me))
}

func TestManyTabsLoseNothing(t *testing.T) {
	s, me := open(t), browser(t)
	var wg sync.WaitGroup
	for i := range 100 {
		wg.Go(func() {
			if err := s.Add(t.Context(), me, line(int64(i%2), 1)); err != nil {
				t.Error(err)
			}
		})
		wg.Go(func() {
			if err := s.CheckAll(t.Context(), me, i%2 == 0); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	require.Equal(t, map[int64]int64{0: 50, 1: 50}, counts(t, s, me))
}

func TestLimits(t *testing.T) {
	s, me := open(t), cart.Owner{MemberID: 1}
	put(t, s, me, 1, cart.MaxCount)
	require.ErrorIs(t, s.Add(t.Context(), me, line(1, 1)), cart.ErrLineLimit)
	for sku := int64(2); sku <= cart.MaxLines; sku++ {
		put(t, s, me, sku, 1)
	}
	require.ErrorIs(t, s.Add(t.Context(), me, line(1000, 1)), cart.ErrFull)
	put(t, s, me, 2, 1) // more of what is there
	require.Len(t, counts(t, s, me), cart.MaxLines)

	// The last places of a line and of a cart are given away once.
	var fits atomic.Int64
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			if s.Add(t.Context(), me, line(3, 10)) == nil {
				fits.Add(1)
			}
		})
	}
	wg.Wait()
	require.Equal(t, int64(19), fits.Load(), "1 + 19 × 10 ≤ 200")
}

func TestOfflineCartsExpireAndMembersDoNot(t *testing.T) {
	s, guest, me := open(t), browser(t), cart.Owner{MemberID: 1}
	put(t, s, guest, 1, 1)
	put(t, s, me, 1, 1)
	left := func(o cart.Owner) time.Duration {
		d, err := s.client.PTTL(t.Context(), s.key(o)).Result()
		require.NoError(t, err)
		return d
	}
	require.InDelta(t, cart.OfflineTTL.Seconds(), left(guest).Seconds(), 10)
	require.Negative(t, left(me))
	require.NoError(t, s.client.Expire(t.Context(), s.key(guest), time.Minute).Err())
	counts(t, s, guest)
	require.InDelta(t, cart.OfflineTTL.Seconds(), left(guest).Seconds(), 10, "looking renews")
}

func TestMergeAddsUpAndCaps(t *testing.T) {
	s, guest := open(t), browser(t)
	me := cart.Owner{MemberID: 1, UserKey: guest.UserKey}
	put(t, s, cart.Owner{MemberID: 1}, 1, 150)
	put(t, s, cart.Owner{MemberID: 1}, 2, 5)
	put(t, s, guest, 1, 100)
	put(t, s, guest, 3, 4)
	require.Equal(t, map[int64]int64{1: 200, 2: 5, 3: 4}, counts(t, s, me), "any look at the cart merges")
	require.Empty(t, counts(t, s, guest))
	require.NoError(t, s.Merge(t.Context(), me))
	require.Equal(t, map[int64]int64{1: 200, 2: 5, 3: 4}, counts(t, s, me))

	put(t, s, guest, 3, 1) // signed out again, and in once more
	require.NoError(t, s.Merge(t.Context(), me))
	require.Equal(t, int64(5), counts(t, s, me)[3])
}

func TestMergesRaceAndNothingIsLostOrDoubled(t *testing.T) {
	for round := range 20 {
		s, guest := open(t), browser(t)
		me := cart.Owner{MemberID: 1, UserKey: guest.UserKey}
		put(t, s, cart.Owner{MemberID: 1}, 1, 10)
		var wg sync.WaitGroup
		for range 10 {
			wg.Go(func() {
				if err := s.Add(t.Context(), guest, line(1, 1)); err != nil {
					t.Error(err)
				}
			})
			wg.Go(func() {
				if err := s.Merge(t.Context(), me); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		require.Equal(t, int64(20), counts(t, s, me)[1], "round %d", round)
	}
}

func TestAMergeThatDiedHalfwayIsFinished(t *testing.T) {
	for _, merged := range []bool{false, true} {
		t.Run(fmt.Sprint("merged ", merged), func(t *testing.T) {
			s, guest := open(t), browser(t)
			me := cart.Owner{MemberID: 1, UserKey: guest.UserKey}
			put(t, s, guest, 1, 2)
			offline := s.key(guest)
			taken, err := s.moves.take.Run(t.Context(), s.client, []string{offline, moving(offline)}, 60000, 1, "batch").StringSlice()
			require.NoError(t, err)
			if merged {
				_, _, err = s.mergeBatch(t.Context(), taken)
				require.NoError(t, err)
			}
			put(t, s, guest, 2, 1) // and went on shopping
			other := cart.Owner{MemberID: 2, UserKey: guest.UserKey}
			require.Equal(t, map[int64]int64{2: 1}, counts(t, s, other), "the batch is not for who came later")
			require.Equal(t, map[int64]int64{1: 2}, counts(t, s, me))
		})
	}
}

func TestAnOrderIsTakenOutOnce(t *testing.T) {
	s, me := open(t), cart.Owner{MemberID: 1}
	put(t, s, me, 1, 5)
	put(t, s, me, 2, 1)
	put(t, s, me, 3, 1)
	bought := []cart.Piece{{SkuID: 1, Count: 2}, {SkuID: 2, Count: 9}, {SkuID: 4, Count: 1}}
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if err := s.Bought(t.Context(), 1, "order-1", bought); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	require.Equal(t, map[int64]int64{1: 3, 3: 1}, counts(t, s, me))
	left, err := s.client.PTTL(t.Context(), s.key(me)+":bought:order-1").Result()
	require.NoError(t, err)
	require.Positive(t, left)
	require.NoError(t, s.Bought(t.Context(), 1, "order-2", bought[:1]))
	require.Equal(t, map[int64]int64{1: 1, 3: 1}, counts(t, s, me))
}
