package store_test

import (
	"slices"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/demodata"
	"gulimall/pkg/mariadb/dbtest"
	"gulimall/pkg/outbox"
	"gulimall/pkg/testinfra"
	"gulimall/services/order"
	"gulimall/services/order/store"
)

func open(t *testing.T) *store.Store {
	t.Helper()
	db := dbtest.Open(t, outbox.Migrations, store.Migrations())
	require.NoError(t, store.Seed(t.Context(), db, time.Now()))
	require.NoError(t, store.Seed(t.Context(), db, time.Now().Add(time.Hour)), "seeding again changes nothing")
	return store.New(db, outbox.New(db), 30*time.Minute)
}

func TestSeedTellsTheDemoHistory(t *testing.T) {
	s := open(t)
	want := demodata.Orders()
	orders, total, err := s.List(t.Context(), order.ListQuery{MemberID: demodata.Demo, Page: 1, PageSize: 50})
	require.NoError(t, err)
	require.Len(t, orders, len(want))
	require.Equal(t, int64(len(want)), total)
	for i, o := range orders {
		past := want[len(want)-1-i]
		require.Equal(t, past.OrderSn, o.Sn, "the newest first")
		require.Equal(t, order.Status(past.Status), o.Status)
		require.Equal(t, order.Amounts(past.Amounts()), o.Amounts)
		require.Len(t, o.Lines, len(past.Lines))
		require.Equal(t, past.TradeNo, o.TradeNo)
		detail, err := s.Detail(t.Context(), o.Sn)
		require.NoError(t, err)
		require.Len(t, detail.Timeline, len(past.Timeline()))
		returns, err := s.Returns(t.Context(), o.Sn)
		require.NoError(t, err)
		of := slices.DeleteFunc(demodata.Returns(), func(r demodata.Return) bool { return r.OrderSn != o.Sn })
		require.Len(t, returns, len(of))
	}
}

func create(t *testing.T, s *store.Store, sn, token string, at time.Time) *order.Order {
	t.Helper()
	o := &order.Order{
		Sn: sn, MemberID: 9, Status: order.Creating, PayType: order.PayAlipay, CreatedAt: at, ExpiresAt: at.Add(time.Minute).Truncate(time.Second),
		Lines:   []order.Line{{SkuID: 1, Title: "货", Price: 10, Count: 1, Amount: 10, Payable: 10}},
		Amounts: order.Amounts{Goods: 10, Pay: 10},
	}
	require.NoError(t, s.Create(t.Context(), o, token, "hash"))
	return o
}

func TestATokenIsOneOrder(t *testing.T) {
	s := open(t)
	now := time.Now().UTC().Truncate(time.Millisecond)
	first := create(t, s, "101", "ot_a", now)
	again := *first
	again.Sn = "102"
	require.ErrorIs(t, s.Create(t.Context(), &again, "ot_a", "hash"), order.ErrTokenTaken)
	_, err := s.Find(t.Context(), "102")
	require.ErrorIs(t, err, order.ErrNotFound, "nothing of it was kept")
	found, hash, err := s.ByToken(t.Context(), 9, "ot_a")
	require.NoError(t, err)
	require.Equal(t, "101", found.Sn)
	require.Equal(t, "hash", hash)
	_, _, err = s.ByToken(t.Context(), 8, "ot_a")
	require.ErrorIs(t, err, order.ErrNotFound)

	aborted, err := s.Abort(t.Context(), "101", order.ReasonStock, now)
	require.NoError(t, err)
	require.True(t, aborted)
	require.NoError(t, s.Create(t.Context(), &again, "ot_a", "hash"), "an aborted order gives its token free")
	active, err := s.Activate(t.Context(), first, now)
	require.NoError(t, err)
	require.False(t, active)
}

func TestMovesHappenOnce(t *testing.T) {
	s := open(t)
	now := time.Now().UTC().Truncate(time.Millisecond)
	o := create(t, s, "103", "ot_b", now)
	twice := func(want bool, move func() (bool, error)) {
		t.Helper()
		for _, first := range []bool{want, false} {
			moved, err := move()
			require.NoError(t, err)
			require.Equal(t, first, moved)
		}
	}
	start := order.ClosingStart{Sn: "103", Cause: paymentapi.CauseTimeout, By: order.BySystem, Now: now, Again: now.Add(time.Second)}
	twice(false, func() (bool, error) { return s.StartClosing(t.Context(), start) })
	twice(true, func() (bool, error) { return s.Activate(t.Context(), o, now) })
	twice(false, func() (bool, error) { return s.StartClosing(t.Context(), start) })
	start.Now, start.Again = o.ExpiresAt, o.ExpiresAt.Add(time.Second)
	twice(true, func() (bool, error) { return s.StartClosing(t.Context(), start) })
	twice(false, func() (bool, error) {
		return s.ClaimClosing(t.Context(), "103", o.ExpiresAt, time.Second, time.Minute)
	})
	later := o.ExpiresAt.Add(2 * time.Second)
	twice(true, func() (bool, error) { return s.ClaimClosing(t.Context(), "103", later, time.Second, time.Minute) })
	twice(true, func() (bool, error) { return s.FinishClosing(t.Context(), "103", order.ReasonTimeout, later) })
	twice(false, func() (bool, error) { return s.Abort(t.Context(), "103", order.ReasonTimeout, later) })
	twice(false, func() (bool, error) { return s.Receive(t.Context(), "103", order.BySystem, later) })
}

func TestTheClosingOfAnOrderIsAskedForWithPauses(t *testing.T) {
	s := open(t)
	now := time.Now().UTC().Truncate(time.Millisecond)
	o := create(t, s, "104", "ot_c", now)
	_, err := s.Activate(t.Context(), o, now)
	require.NoError(t, err)
	_, err = s.StartClosing(t.Context(), order.ClosingStart{Sn: "104", Cause: paymentapi.CauseCancel, By: order.ByMember, Now: now, Again: now})
	require.NoError(t, err)
	at := now
	for _, pause := range []time.Duration{time.Second, 2 * time.Second, 4 * time.Second, 5 * time.Second, 5 * time.Second} {
		mine, err := s.ClaimClosing(t.Context(), "104", at, time.Second, 5*time.Second)
		require.NoError(t, err)
		require.True(t, mine)
		due, err := s.ClosingDue(t.Context(), at.Add(pause-time.Millisecond), 10)
		require.NoError(t, err)
		require.Empty(t, due)
		at = at.Add(pause)
		due, err = s.ClosingDue(t.Context(), at, 10)
		require.NoError(t, err)
		require.Equal(t, []string{"104"}, due)
	}
}

func TestNumbersOfManyProcessesDiffer(t *testing.T) {
	db := dbtest.Open(t, store.Migrations())
	seen := map[string]bool{}
	for range 5 {
		n := store.NewNumbers(db)
		for range 200 {
			sn, err := n.Next(t.Context())
			require.NoError(t, err)
			require.False(t, seen[sn], sn)
			require.True(t, order.ValidSn(sn))
			seen[sn] = true
		}
	}
}

func redisOf(t *testing.T) (redis.UniversalClient, string) {
	t.Helper()
	addr, prefix := testinfra.Redis(t)
	client := redis.NewClient(&redis.Options{Addr: addr})
	t.Cleanup(func() { require.NoError(t, client.Close()) })
	return client, prefix
}

func TestTokens(t *testing.T) {
	client, prefix := redisOf(t)
	s := store.NewTokens(client, prefix)
	ctx := t.Context()
	ticket := order.Ticket{MemberID: 1, Lines: []order.SeenLine{{SkuID: 5, Count: 1, Price: 10}}, Pay: 10, Expires: 7}
	claim := func(member int64, hash string) order.Claim {
		t.Helper()
		c, err := s.Claim(ctx, member, "ot_x", hash, 200*time.Millisecond)
		require.NoError(t, err)
		return c
	}
	require.Equal(t, order.TokenGone, claim(1, "a").State)
	require.NoError(t, s.Issue(ctx, "ot_x", ticket, time.Minute))
	left, err := client.PTTL(ctx, prefix+"order:token:ot_x").Result()
	require.NoError(t, err)
	require.Greater(t, left, 59*time.Second)
	require.Equal(t, order.TokenGone, claim(2, "a").State, "another member's")

	first := claim(1, "a")
	require.Equal(t, order.Claim{State: order.TokenClaimed, Owner: first.Owner, Ticket: ticket}, first)
	require.Equal(t, order.TokenBusy, claim(1, "a").State)
	require.Equal(t, order.TokenMismatch, claim(1, "b").State)
	changed := ticket
	changed.Pay = 20
	require.NoError(t, s.Refresh(ctx, "ot_x", changed))
	require.NoError(t, s.PutBack(ctx, "ot_x", "somebody", changed))
	require.Equal(t, order.TokenBusy, claim(1, "a").State, "only its owner puts it back")
	require.NoError(t, s.PutBack(ctx, "ot_x", first.Owner, changed))
	peeked, err := s.Peek(ctx, 1, "ot_x")
	require.NoError(t, err)
	require.Equal(t, changed, peeked)
	_, err = s.Peek(ctx, 2, "ot_x")
	require.ErrorIs(t, err, order.ErrTokenExpired)
	require.ErrorIs(t, s.Keep(ctx, 2, "ot_x", []byte("{}")), order.ErrTokenExpired)
	require.ErrorIs(t, s.Keep(ctx, 1, "ot_y", []byte("{}")), order.ErrTokenExpired)
	require.NoError(t, s.Keep(ctx, 1, "ot_x", []byte(`{"a":1}`)))

	dead := claim(1, "b")
	require.Equal(t, order.TokenClaimed, dead.State)
	require.False(t, dead.Retaken)
	time.Sleep(250 * time.Millisecond)
	second := claim(1, "c")
	require.Equal(t, order.TokenClaimed, second.State)
	require.True(t, second.Retaken)
	require.NoError(t, s.Done(ctx, "ot_x", dead.Owner, "1"), "the lease of the first is over")
	require.Equal(t, order.TokenBusy, claim(1, "c").State)
	require.NoError(t, s.Done(ctx, "ot_x", second.Owner, "2"))
	require.Equal(t, order.Claim{State: order.TokenDone, OrderSn: "2"}, claim(1, "c"))
	require.Equal(t, order.TokenMismatch, claim(1, "a").State)
	require.NoError(t, s.Refresh(ctx, "ot_x", ticket))
	require.Equal(t, order.TokenDone, claim(1, "c").State)
	peeked, err = s.Peek(ctx, 1, "ot_x")
	require.NoError(t, err)
	require.Equal(t, "2", peeked.OrderSn)
	require.JSONEq(t, `{"a":1}`, string(peeked.Draft))
}

func TestDeadlines(t *testing.T) {
	client, prefix := redisOf(t)
	s := store.NewDeadlines(client, prefix)
	ctx, now := t.Context(), time.Now()
	for sn, at := range map[string]time.Duration{"1": -time.Minute, "2": -time.Second, "3": time.Second} {
		require.NoError(t, s.Add(ctx, sn, now.Add(at)))
	}
	due := func(at time.Time, limit int) []string {
		t.Helper()
		sns, err := s.Due(ctx, at, time.Minute, limit)
		require.NoError(t, err)
		return sns
	}
	require.Equal(t, []string{"1"}, due(now, 1))
	require.Equal(t, []string{"2"}, due(now, 10))
	require.Empty(t, due(now, 10), "leased")
	require.NoError(t, s.Remove(ctx, "1"))
	require.ElementsMatch(t, []string{"2", "3"}, due(now.Add(time.Minute), 10))
}
