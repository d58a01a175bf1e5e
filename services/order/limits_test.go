package order_test

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/services/order"
	"gulimall/services/order/ordertest"
)

// Staff change the lifetime of unpaid orders while the shop is at work: the next order has the new one, the ones before keep theirs, and each
// closes at its own deadline, though the delay queue goes on counting the half hour that it was made for.
func TestTheLifetimeOfUnpaidOrdersIsChangedAtWork(t *testing.T) {
	var set atomic.Int64
	s := open(t, func(l *order.Limits) {
		l.Now = func(l order.Limits) order.Limits {
			if ttl := time.Duration(set.Load()); ttl > 0 {
				l.OrderTTL = ttl
			}
			return l
		}
	})
	lives := func(ttl time.Duration) *order.Order {
		t.Helper()
		o := s.place(t, alice(), ordertest.Phone, 1)
		require.WithinDuration(t, o.CreatedAt.Add(ttl), o.ExpiresAt, time.Second)
		return o
	}
	usual := lives(30 * time.Minute)
	set.Store(int64(time.Minute))
	short := lives(time.Minute)
	set.Store(int64(time.Hour))
	long := lives(time.Hour)
	s.Wait()
	is := func(o *order.Order, want order.Status) {
		t.Helper()
		require.Equal(t, want, s.find(t, o.Sn).Status)
	}

	s.later(time.Minute + 5*time.Second)
	require.NoError(t, s.CheckIndex(t.Context()))
	is(short, order.Closed)
	is(usual, order.Pending)

	s.later(29 * time.Minute) // the delay queue gives all three back
	for _, o := range []*order.Order{usual, short, long} {
		require.NoError(t, s.Expire(t.Context(), o.Sn, o.ExpiresAt, order.ClockQueue))
	}
	is(usual, order.Closed)
	is(long, order.Pending)
	require.NoError(t, s.CheckIndex(t.Context()))
	require.NoError(t, s.Sweep(t.Context()))
	is(long, order.Pending)

	s.later(30 * time.Minute)
	require.NoError(t, s.CheckIndex(t.Context()))
	is(long, order.Closed)
	require.Equal(t, 1, s.by(order.ClockQueue))
	require.Equal(t, 2, s.by(order.ClockIndex))
}

// The same for settlement pages and for parcels that nobody confirms.
func TestOtherLifetimesAreChangedAtWork(t *testing.T) {
	var changed atomic.Bool
	s := open(t, func(l *order.Limits) {
		l.Now = func(l order.Limits) order.Limits {
			if changed.Load() {
				l.TokenTTL, l.AutoReceive = time.Hour, 24*time.Hour
			}
			return l
		}
	})
	require.Equal(t, 7*24*time.Hour, s.ReceiveBy(&order.Order{}).Sub(time.Time{}))
	changed.Store(true)
	require.Equal(t, 24*time.Hour, s.ReceiveBy(&order.Order{}).Sub(time.Time{}))
	late := &order.Order{ReceivedAt: s.now().Add(-15*24*time.Hour - time.Minute)}
	require.True(t, s.TooLate(late))
	require.False(t, s.TooLate(&order.Order{ReceivedAt: s.now().Add(-15*24*time.Hour + time.Minute)}))
	require.False(t, s.TooLate(&order.Order{}), "what has not come can be sent back")
	s.fill(alice(), ordertest.Phone, 1)
	page, err := s.Settle(s.ctx(t, alice()), alice(), order.Settle{})
	require.NoError(t, err)
	require.WithinDuration(t, s.now().Add(time.Hour), page.TokenExpiresAt, 5*time.Second)
}
