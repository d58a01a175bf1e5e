package order_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/services/order"
	"gulimall/services/order/ordertest"
)

func stockLock(sn string) wareapi.Lock {
	return wareapi.Lock{OrderSn: sn, Lines: []wareapi.Line{{SkuID: ordertest.Phone, Count: 1}}}
}

// strike lets one clock do its round.
func (s *shop) strike(t *testing.T, clock order.Clock, o *order.Order) {
	t.Helper()
	switch clock {
	case order.ClockQueue:
		require.NoError(t, s.Expire(t.Context(), o.Sn, o.ExpiresAt, order.ClockQueue))
	case order.ClockIndex:
		require.NoError(t, s.CheckIndex(t.Context()))
	case order.ClockSweep:
		require.NoError(t, s.Sweep(t.Context()))
	case order.ClockCancel:
	}
}

func clocks() []order.Clock {
	return []order.Clock{order.ClockQueue, order.ClockIndex, order.ClockSweep}
}

func TestEachClockAloneClosesAnOrderOnTime(t *testing.T) {
	for _, clock := range clocks() {
		t.Run(string(clock), func(t *testing.T) {
			s := open(t)
			o := s.place(t, alice(), ordertest.Phone, 1)
			s.Wait()
			s.later(29 * time.Minute)
			s.strike(t, clock, o)
			require.Equal(t, order.Pending, s.find(t, o.Sn).Status, "too early")
			s.later(time.Minute + 5*time.Second)
			s.strike(t, clock, o)
			s.strike(t, clock, o)
			s.Wait()
			stored := s.find(t, o.Sn)
			require.Equal(t, order.Closed, stored.Status)
			require.Equal(t, order.ReasonTimeout, stored.CloseReason)
			require.Equal(t, 1, s.by(clock))
			require.Len(t, s.said(t, orderapi.TypeClosed, o.Sn), 1)
			require.Equal(t, []string{order.EventCreated, order.EventStockLocked, order.EventPlaced, order.EventClosing, order.EventClosed}, events(stored))
			left, err := s.redis.ZCard(t.Context(), s.prefix+"order:deadline").Result()
			require.NoError(t, err)
			require.Zero(t, left)
		})
	}
}

func TestAllClocksAtOnceCloseAnOrderOnce(t *testing.T) {
	s := open(t)
	o := s.place(t, alice(), ordertest.Phone, 1)
	s.Wait()
	s.later(31 * time.Minute)
	var all sync.WaitGroup
	for range 5 {
		for _, clock := range clocks() {
			all.Go(func() { s.strike(t, clock, o) })
		}
	}
	all.Wait()
	require.Equal(t, order.Closed, s.find(t, o.Sn).Status)
	require.Len(t, s.said(t, orderapi.TypeClosed, o.Sn), 1)
	s.peers.Look(func(p *ordertest.Peers) { require.Len(t, p.Handshakes, 1) })
}

func TestAClockThatStrikesAMomentEarlyWaits(t *testing.T) {
	t.Parallel() // it waits most of the time
	s := open(t, func(l *order.Limits) { l.OrderTTL = time.Second })
	o := s.place(t, alice(), ordertest.Phone, 1)
	require.NoError(t, s.Expire(t.Context(), o.Sn, o.ExpiresAt, order.ClockQueue))
	require.False(t, time.Now().Before(o.ExpiresAt))
	require.Equal(t, order.Closed, s.find(t, o.Sn).Status)
}

func TestNothingIsReleasedWhilePaymentDoesNotKnow(t *testing.T) {
	for name, silence := range map[string]func(p *ordertest.Peers){
		"unknown": func(p *ordertest.Peers) { p.Payment = func(string) string { return paymentapi.ResultUnknown } },
		"away": func(p *ordertest.Peers) {
			p.Fail = func(call, _ string) error {
				if call == "payment.close" {
					return ordertest.Away()
				}
				return nil
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			o := s.place(t, alice(), ordertest.Phone, 1)
			s.peers.Look(silence)
			s.later(31 * time.Minute)
			s.strike(t, order.ClockQueue, o)
			for range 5 {
				s.later(time.Minute)
				require.NoError(t, s.Sweep(t.Context()))
				require.NoError(t, s.Sweep(t.Context()), "not due again at once")
			}
			require.Equal(t, order.Closing, s.find(t, o.Sn).Status)
			require.Empty(t, s.said(t, orderapi.TypeClosed, o.Sn))
			require.Equal(t, int64(5), s.count(t, "SELECT close_attempts FROM oms_order"))
			s.peers.Look(func(p *ordertest.Peers) { p.Payment, p.Fail = nil, nil })
			s.later(time.Minute)
			require.NoError(t, s.Sweep(t.Context()))
			require.Equal(t, order.Closed, s.find(t, o.Sn).Status)
		})
	}
}

func TestAnOrderThatPaymentKnowsToBePaidWaitsForTheMessage(t *testing.T) {
	s := open(t)
	o := s.place(t, alice(), ordertest.Phone, 1)
	s.peers.Look(func(p *ordertest.Peers) { p.Payment = func(string) string { return paymentapi.ResultPaid } })
	s.later(31 * time.Minute)
	s.strike(t, order.ClockSweep, o)
	require.Equal(t, order.Closing, s.find(t, o.Sn).Status)
	require.NoError(t, s.Pay(t.Context(), paid(o, "T1")))
	require.Equal(t, order.Paid, s.find(t, o.Sn).Status)
	require.NoError(t, s.Sweep(t.Context()))
	require.Equal(t, order.Paid, s.find(t, o.Sn).Status)
}

func TestCancel(t *testing.T) {
	s := open(t)
	o := s.place(t, alice(), ordertest.Phone, 1)
	_, err := s.Cancel(s.ctx(t, bob()), bob(), o.Sn, "")
	require.ErrorIs(t, err, order.ErrNotFound, "somebody else's")
	after, err := s.Cancel(s.ctx(t, alice()), alice(), o.Sn, "地址填错了")
	require.NoError(t, err)
	require.Equal(t, order.Closed, after.Status)
	require.Equal(t, order.ReasonCancelled, after.CloseReason)
	require.Equal(t, "地址填错了", after.Timeline[3].Facts.Text)
	_, err = s.Cancel(s.ctx(t, alice()), alice(), o.Sn, "")
	require.ErrorIs(t, err, order.ErrState)

	for result, want := range map[string]error{paymentapi.ResultUnknown: nil, paymentapi.ResultPaid: order.ErrState} {
		o := s.place(t, alice(), ordertest.Phone, 1)
		s.peers.Look(func(p *ordertest.Peers) { p.Payment = func(string) string { return result } })
		after, err := s.Cancel(s.ctx(t, alice()), alice(), o.Sn, "")
		require.ErrorIs(t, err, want)
		if want == nil {
			require.Equal(t, order.Closing, after.Status)
		}
		s.peers.Look(func(p *ordertest.Peers) { p.Payment = nil })
	}
}

func paid(o *order.Order, trade string) paymentapi.Succeeded {
	return paymentapi.Succeeded{OrderSn: o.Sn, TradeNo: trade, Channel: "alipay", Amount: o.Amounts.Pay, PaidAt: time.Now().UTC().Truncate(time.Millisecond)}
}

// A cancel, the three clocks and two payments of one order meet. Whatever happens, the order ends paid by one trade or closed; every
// other trade is sent back, and exactly one of order.paid and order.closed was said.
func TestPayCancelAndCloseAtTheSameInstant(t *testing.T) {
	s := open(t)
	for i := range 40 {
		o := s.place(t, alice(), ordertest.Phone, 1)
		s.Wait()
		s.later(31 * time.Minute)
		var all sync.WaitGroup
		all.Go(func() {
			if _, err := s.Cancel(s.ctx(t, alice()), alice(), o.Sn, ""); err != nil && !errors.Is(err, order.ErrState) {
				t.Errorf("cancel: %v", err)
			}
		})
		for _, clock := range clocks() {
			all.Go(func() { s.strike(t, clock, o) })
		}
		for trade := range 2 {
			all.Go(func() {
				if err := s.Pay(t.Context(), paid(o, fmt.Sprintf("T%d-%d", i, trade))); err != nil {
					t.Errorf("pay: %v", err)
				}
			})
		}
		all.Wait()
		stored := s.find(t, o.Sn)
		paidSaid, closedSaid := len(s.said(t, orderapi.TypePaid, o.Sn)), len(s.said(t, orderapi.TypeClosed, o.Sn))
		refused := len(s.said(t, orderapi.TypePaymentRefused, o.Sn))
		switch stored.Status {
		case order.Paid:
			require.Equal(t, []int{1, 0, 1}, []int{paidSaid, closedSaid, refused})
			require.NotEmpty(t, stored.TradeNo)
		case order.Closed:
			require.Equal(t, []int{0, 1, 2}, []int{paidSaid, closedSaid, refused})
			s.peers.Release(o.Sn)
		default:
			t.Fatalf("order ended %s", stored.Status.Name())
		}
		s.peers.Look(func(p *ordertest.Peers) { p.Stocks[ordertest.Phone] = 10 })
	}
}
