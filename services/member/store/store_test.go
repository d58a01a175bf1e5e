package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/demodata"
	"gulimall/pkg/mariadb/dbtest"
	"gulimall/pkg/outbox"
	"gulimall/pkg/rabbit"
	"gulimall/services/member"
)

func clock() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }

func open(t *testing.T) *Store {
	t.Helper()
	db := dbtest.Open(t, outbox.Migrations, Migrations())
	return New(db, outbox.New(db), clock)
}

// join adds a member with points.
func join(t *testing.T, s *Store, n int, points int64) int64 {
	t.Helper()
	id, err := s.Register(t.Context(), member.Registration{Username: fmt.Sprint("member", n), Phone: fmt.Sprint(13800000000 + n)}, "hash")
	require.NoError(t, err)
	if points > 0 {
		require.NoError(t, s.Credit(t.Context(), member.Gift{OrderSn: fmt.Sprint("first", n), MemberID: id, Points: points}))
	}
	return id
}

// requireBooks checks what the auditor checks of member alone.
func requireBooks(t *testing.T, s *Store) {
	t.Helper()
	var bad int64
	require.NoError(t, s.db.Raw(`SELECT COUNT(*) FROM ums_member m WHERE
		integration <> (SELECT COALESCE(SUM(change_count), 0) FROM ums_integration_change_history h WHERE h.member_id = m.id)
		OR growth <> (SELECT COALESCE(SUM(change_count), 0) FROM ums_growth_change_history h WHERE h.member_id = m.id)
		OR integration_frozen <> (SELECT COALESCE(SUM(points), 0) FROM ums_integration_freeze f WHERE f.member_id = m.id AND f.status = 1)`).Scan(&bad).Error)
	require.Zero(t, bad, "points = Σ ledger, growth = Σ ledger, frozen = Σ live freezes")
}

func standing(t *testing.T, s *Store, id int64) [3]int64 {
	t.Helper()
	m, err := s.Find(t.Context(), id)
	require.NoError(t, err)
	return [3]int64{m.Points, m.Frozen, m.Growth}
}

func freeze(s *Store, sn string, id, points int64) error {
	return s.Freeze(context.Background(), member.Freeze{OrderSn: sn, MemberID: id, Points: points})
}

func TestRegister(t *testing.T) {
	s := open(t)
	id, err := s.Register(t.Context(), member.Registration{Username: "XiaoMai", Phone: "13800001234"}, "hash")
	require.NoError(t, err)
	m, err := s.Find(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, member.Member{
		ID: id, Username: "XiaoMai", Nickname: "XiaoMai", Phone: "13800001234", Joined: m.Joined,
		Level: member.Level{ID: 1, Name: "普通会员", FreeFreightFrom: 29900},
	}, m)
	_, err = s.Register(t.Context(), member.Registration{Username: "xiaomai", Phone: "13800001235"}, "hash")
	require.ErrorIs(t, err, member.ErrUsernameTaken)
	_, err = s.Register(t.Context(), member.Registration{Username: "other", Phone: "13800001234"}, "hash")
	require.ErrorIs(t, err, member.ErrPhoneTaken)
	var told int64
	require.NoError(t, s.db.Raw("SELECT COUNT(*) FROM mq_message WHERE type = 'member.registered'").Scan(&told).Error)
	require.Equal(t, int64(1), told)
	for _, account := range []string{"xiaomai", "13800001234"} {
		c, err := s.Credentials(t.Context(), account)
		require.NoError(t, err)
		require.Equal(t, member.Credentials{MemberID: id, Username: "XiaoMai", Hash: "hash", Active: true}, c)
	}
	_, err = s.Credentials(t.Context(), "nobody")
	require.ErrorIs(t, err, member.ErrNoMember)
}

func TestTwentyWithOneNameAndOnePhone(t *testing.T) {
	s := open(t)
	var joined atomic.Int64
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			r := member.Registration{Username: "same", Phone: fmt.Sprint(13800000000 + i)}
			if i%2 == 0 {
				r = member.Registration{Username: fmt.Sprint("other", i), Phone: "13900000000"}
			}
			if _, err := s.Register(context.Background(), r, "hash"); err == nil {
				joined.Add(1)
			}
		})
	}
	wg.Wait()
	require.Equal(t, int64(2), joined.Load())
}

func TestFiftyFreezesOverTheBalance(t *testing.T) {
	s := open(t)
	id := join(t, s, 1, 100)
	var kept, short atomic.Int64
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Go(func() {
			switch err := freeze(s, fmt.Sprint("o", i), id, 30); {
			case err == nil:
				kept.Add(1)
			case errors.Is(err, member.ErrPointsShort):
				short.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	require.Equal(t, []int64{3, 47}, []int64{kept.Load(), short.Load()})
	require.Equal(t, [3]int64{100, 90, 0}, standing(t, s, id))
	requireBooks(t, s)
}

func TestTheSameOrderFreezesOnce(t *testing.T) {
	s := open(t)
	id := join(t, s, 1, 100)
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if err := freeze(s, "o1", id, 30); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	require.Equal(t, [3]int64{100, 30, 0}, standing(t, s, id))
	require.ErrorIs(t, freeze(s, "o1", id, 31), member.ErrOtherFreeze)
}

func TestSpendAndRelease(t *testing.T) {
	s := open(t)
	ctx := t.Context()
	id := join(t, s, 1, 100)
	require.NoError(t, freeze(s, "o1", id, 30))
	require.NoError(t, freeze(s, "o2", id, 40))
	require.NoError(t, s.Spend(ctx, "o1"))
	require.NoError(t, s.Spend(ctx, "o1"))
	require.NoError(t, s.Release(ctx, "o1"), "spent: nothing to give back")
	require.NoError(t, s.Release(ctx, "o2"))
	require.NoError(t, s.Release(ctx, "o2"))
	require.ErrorIs(t, s.Spend(ctx, "o2"), member.ErrReleased)
	require.ErrorIs(t, s.Spend(ctx, "nobody"), member.ErrNoFreeze)
	require.ErrorIs(t, freeze(s, "o2", id, 40), member.ErrReleased)
	require.NoError(t, freeze(s, "o1", id, 30), "the same answer again")
	require.Equal(t, [3]int64{70, 0, 0}, standing(t, s, id))
	entries, total, err := s.History(ctx, id, member.LedgerPoints, 0, 10)
	require.NoError(t, err)
	require.Equal(t, 2, total)
	require.Equal(t, member.Entry{At: entries[0].At, Change: -30, Reason: member.ReasonSpent, OrderSn: "o1"}, entries[0])
	requireBooks(t, s)
}

func TestReleaseBeforeFreezeLeavesATombstone(t *testing.T) {
	s := open(t)
	id := join(t, s, 1, 100)
	require.NoError(t, s.Release(t.Context(), "o1"))
	require.ErrorIs(t, freeze(s, "o1", id, 30), member.ErrReleased)
	require.Equal(t, [3]int64{100, 0, 0}, standing(t, s, id))
}

func TestFreezeSpendAndReleaseTogetherEndInOne(t *testing.T) {
	s := open(t)
	id := join(t, s, 1, 10_000)
	ctx := context.Background()
	for i := range 30 {
		sn := fmt.Sprint("o", i)
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() { _ = freeze(s, sn, id, 10) })
			wg.Go(func() { _ = s.Release(ctx, sn) })
			wg.Go(func() { _ = s.Spend(ctx, sn) })
		}
		wg.Wait()
	}
	require.Zero(t, standing(t, s, id)[1], "nothing stays frozen after a release")
	requireBooks(t, s)
}

func TestACompletedOrderIsCreditedOnceAndLevelsUp(t *testing.T) {
	s := open(t)
	require.NoError(t, seedLevels(s.db, demodata.Levels()))
	id := join(t, s, 1, 0)
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() {
			if err := s.Credit(context.Background(), member.Gift{OrderSn: "o1", MemberID: id, Points: 50, Growth: 3000}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	require.Equal(t, [3]int64{50, 0, 3000}, standing(t, s, id))
	m, err := s.Find(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, demodata.LevelBronze, m.Level.ID)
	require.True(t, m.Level.MemberPrice)
	require.NoError(t, s.Credit(t.Context(), member.Gift{OrderSn: "o2", MemberID: id, Growth: 17_000}))
	m, err = s.Find(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, demodata.LevelGold, m.Level.ID)
	require.ErrorIs(t, s.Credit(t.Context(), member.Gift{OrderSn: "o3", MemberID: 999, Points: 1}), member.ErrNoMember)
	requireBooks(t, s)
}

func TestARedeliveredMessageActsOnce(t *testing.T) {
	s := open(t)
	id := join(t, s, 1, 100)
	require.NoError(t, freeze(s, "o1", id, 30))
	ctx := rabbit.WithMessage(t.Context(), rabbit.Message{ID: "0197a000-0000-7000-8000-000000000001", Type: "order.paid"}, "member.order.paid.queue")
	require.NoError(t, s.Spend(ctx, "o1"))
	require.ErrorIs(t, s.Spend(ctx, "o1"), outbox.ErrDuplicate)
	require.Equal(t, [3]int64{70, 0, 0}, standing(t, s, id))
}

func TestSeed(t *testing.T) {
	s := open(t)
	demo := Demo{
		Levels: demodata.Levels(), Members: demodata.Members(), Addresses: demodata.Addresses(), Points: demodata.PointsEntries(), Growth: demodata.GrowthEntries(),
	}
	hash := func(string) (string, error) { return "hash", nil }
	require.NoError(t, s.Seed(t.Context(), demo, hash))
	require.NoError(t, s.Seed(t.Context(), demo, hash))
	requireBooks(t, s)
	m, addresses, err := s.Checkout(t.Context(), demodata.Demo)
	require.NoError(t, err)
	require.Equal(t, "demo", m.Username)
	require.Len(t, addresses, 3)
	require.True(t, addresses[0].IsDefault)
	c, err := s.Credentials(t.Context(), "demo")
	require.NoError(t, err)
	require.True(t, c.Demo)
	require.Positive(t, join(t, s, 77, 0))
}
