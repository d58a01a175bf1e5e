package order_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/contract/topology"
	"gulimall/pkg/outbox"
	"gulimall/pkg/rabbit/rabbittest"
	"gulimall/services/order"
	"gulimall/services/order/consumer"
	"gulimall/services/order/ordertest"
)

// The whole way through a real broker: order.created waits in the delay queue of its lifetime and comes back as the deadline; payments
// come in; what cannot be kept goes out again.
func TestTheWayThroughTheBroker(t *testing.T) {
	t.Parallel() // it waits most of the time
	const ttl = 3 * time.Second
	s := open(t, func(l *order.Limits) { l.OrderTTL = ttl })
	broker, host := rabbittest.Open(t, topology.Table(ttl))
	for _, c := range consumer.Bindings(s.Orders) {
		rabbittest.Consume(t, broker, c)
	}
	run(t, outbox.New(s.db).Relay(broker).Run)

	unpaid, bought := s.place(t, alice(), ordertest.Phone, 1), s.place(t, alice(), ordertest.Book, 1)
	payments := outbox.New(s.db)
	say := func(p paymentapi.Succeeded) {
		require.NoError(t, payments.Tx(t.Context(), func(tx *outbox.Tx) error {
			return tx.Put(outbox.Event{Exchange: paymentapi.Exchange, Key: paymentapi.KeySucceeded, Type: paymentapi.TypeSucceeded, Subject: p.OrderSn, Data: p})
		}))
	}
	say(paid(bought, "T1"))
	reaches := func(sn string, want order.Status) {
		t.Helper()
		require.Eventually(t, func() bool { return s.find(t, sn).Status == want }, 20*time.Second, 20*time.Millisecond, want.Name())
	}
	reaches(bought.Sn, order.Paid)
	reaches(unpaid.Sn, order.Closed)
	require.False(t, s.find(t, unpaid.Sn).ClosedAt.Before(unpaid.ExpiresAt))
	require.Equal(t, 1, s.by(order.ClockQueue))

	say(paid(unpaid, "T2"))
	say(paymentapi.Succeeded{OrderSn: "42", TradeNo: "T3", Amount: 1, PaidAt: time.Now()})
	require.Eventually(t, func() bool { return host.Depth(t, paymentapi.QueuePaymentRefused) == 2 }, 20*time.Second, 50*time.Millisecond)
	require.Equal(t, order.Paid, s.find(t, bought.Sn).Status, "its own deadline has come and gone")
	require.Eventually(t, func() bool { return host.Depth(t, "cart.order.created.queue") == 2 }, 20*time.Second, 50*time.Millisecond)
	require.Eventually(t, func() bool {
		return host.Depth(t, orderapi.QueueRelease) == 0 && s.count(t, "SELECT COUNT(*) FROM mq_message") == 0
	}, 20*time.Second, 50*time.Millisecond)
}

// The two backstops, without any broker.
func TestTheBackstopsRunByThemselves(t *testing.T) {
	t.Parallel() // it waits most of the time
	s := open(t, func(l *order.Limits) { l.OrderTTL = time.Second })
	for _, round := range s.Rounds() {
		run(t, func(ctx context.Context) error {
			for ctx.Err() == nil {
				if _, err := round.Do(ctx); err != nil && ctx.Err() == nil {
					return err
				}
				select {
				case <-time.After(round.Every):
				case <-ctx.Done():
				}
			}
			return nil
		})
	}
	o, forgotten := s.place(t, alice(), ordertest.Phone, 1), s.place(t, alice(), ordertest.Book, 1)
	require.NoError(t, s.redis.ZRem(t.Context(), s.prefix+"order:deadline", forgotten.Sn).Err())
	s.later(10 * time.Second) // the deadline and what the clocks give each other besides
	for _, sn := range []string{o.Sn, forgotten.Sn} {
		require.Eventually(t, func() bool { return s.find(t, sn).Status == order.Closed }, 20*time.Second, 50*time.Millisecond)
	}
	require.Equal(t, 2, s.by(order.ClockIndex)+s.by(order.ClockSweep))
	require.Positive(t, s.by(order.ClockSweep))
}

// run runs a worker until the test is over; it must end with its context.
func run(t *testing.T, work func(context.Context) error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- work(ctx) }()
	t.Cleanup(func() {
		cancel()
		require.NoError(t, <-done)
	})
}
