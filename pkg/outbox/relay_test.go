package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"gulimall/pkg/outbox"
	"gulimall/pkg/rabbit"
	"gulimall/pkg/rabbit/rabbittest"
)

func shop() rabbit.Topology {
	return rabbit.Topology{
		Exchanges: []string{"orders"},
		Queues:    []rabbit.Queue{{Name: "cart.created", Consumer: "cart"}},
		Bindings:  []rabbit.Binding{{Queue: "cart.created", Exchange: "orders", Key: "order.created"}},
		Publishes: []rabbit.Route{{Exchange: "orders", Key: "order.created", By: "order"}},
	}
}

// publisher is a broker made of a function.
type publisher func(ctx context.Context, batch []rabbit.Outgoing) []error

func (p publisher) Publish(ctx context.Context, batch []rabbit.Outgoing) []error {
	return p(ctx, batch)
}

// recorder confirms everything and remembers the ids.
type recorder struct {
	mu  sync.Mutex
	ids []string
}

func (r *recorder) Publish(_ context.Context, batch []rabbit.Outgoing) []error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, o := range batch {
		r.ids = append(r.ids, o.ID)
	}
	return make([]error, len(batch))
}

func (r *recorder) list() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.ids)
}

// run keeps a relay going until the test is over or stop is called.
func run(t *testing.T, ob *outbox.Outbox, to outbox.Publisher) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- ob.Relay(to).Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		require.NoError(t, <-done)
	})
	t.Cleanup(stop)
	return stop
}

func eventually(t *testing.T, what func() bool) {
	t.Helper()
	require.Eventually(t, what, 20*time.Second, 5*time.Millisecond)
}

func TestRelayPublishesAtOnceAndLeavesNothing(t *testing.T) {
	ob, db := open(t)
	b, h := rabbittest.Open(t, shop())
	run(t, ob, b)
	time.Sleep(50 * time.Millisecond) // the relay has found nothing and sleeps
	began := time.Now()
	put(t, ob, "1", "2", "3")
	eventually(t, func() bool { return count(t, db, "mq_message") == 0 })
	assert.Less(t, time.Since(began), 700*time.Millisecond, "woken by the commit, not by the clock")
	assert.Equal(t, 3, h.Depth(t, "cart.created"))
}

func TestRelayKeepsWhatReachesNoQueue(t *testing.T) {
	ob, db := open(t)
	b, h := rabbittest.Open(t, shop())
	require.NoError(t, ob.Tx(t.Context(), func(tx *outbox.Tx) error {
		lost := event("1")
		lost.Key = "order.unheard"
		return errors.Join(tx.Put(lost), tx.Put(event("2")))
	}))
	run(t, ob, b)
	eventually(t, func() bool { return h.Depth(t, "cart.created") == 1 })
	var attempts int
	var reason string
	eventually(t, func() bool {
		require.NoError(t, db.Raw("SELECT attempts, last_error FROM mq_message").Row().Scan(&attempts, &reason))
		return attempts == 2
	})
	assert.Contains(t, reason, `message reaches no queue: exchange "orders", key "order.unheard"`)
}

func TestRelaysShareTheWork(t *testing.T) {
	ob, db := open(t)
	var r recorder
	for i := range 20 {
		subjects := make([]string, 50)
		for j := range subjects {
			subjects[j] = fmt.Sprintf("%d-%d", i, j)
		}
		put(t, ob, subjects...)
	}
	for range 3 {
		run(t, outbox.New(db), &r)
	}
	eventually(t, func() bool { return count(t, db, "mq_message") == 0 })
	ids := r.list()
	assert.Equal(t, 1000, len(ids), "each row once") //nolint:testifylint // the ids say nothing
	slices.Sort(ids)
	assert.Len(t, slices.Compact(ids), 1000)
}

func TestRelayDrainsWhenItStops(t *testing.T) {
	ob, db := open(t)
	var r recorder
	slow := publisher(func(ctx context.Context, batch []rabbit.Outgoing) []error {
		time.Sleep(200 * time.Millisecond)
		return r.Publish(ctx, batch)
	})
	stop := run(t, ob, slow)
	put(t, ob, "1")
	time.Sleep(100 * time.Millisecond)
	put(t, ob, "2")
	stop()
	assert.Zero(t, count(t, db, "mq_message"))
	assert.Len(t, r.list(), 2)
}

func TestRelayWaitsOutABrokerThatIsAway(t *testing.T) {
	ob, db := open(t)
	var r recorder
	var back atomic.Bool
	var asked atomic.Int32
	run(t, ob, publisher(func(ctx context.Context, batch []rabbit.Outgoing) []error {
		asked.Add(1)
		if back.Load() {
			return r.Publish(ctx, batch)
		}
		errs := make([]error, len(batch))
		for i := range errs {
			errs[i] = fmt.Errorf("publish: %w", rabbit.ErrUnavailable)
		}
		return errs
	}))
	subjects := make([]string, 450)
	for i := range subjects {
		subjects[i] = "x"
	}
	put(t, ob, subjects...)
	time.Sleep(1500 * time.Millisecond)
	assert.LessOrEqual(t, asked.Load(), int32(4), "no hot loop")
	var attempts int
	require.NoError(t, db.Raw("SELECT SUM(attempts) FROM mq_message").Row().Scan(&attempts))
	assert.Zero(t, attempts, "it is nobody's fault")
	back.Store(true)
	eventually(t, func() bool { return count(t, db, "mq_message") == 0 })
	assert.Len(t, r.list(), 450)
}

// The relay dies after the broker has confirmed and before the rows are deleted. The message is said twice and has one effect.
func TestCrashBetweenPublishAndDelete(t *testing.T) {
	ob, db := open(t)
	b, _ := rabbittest.Open(t, shop())
	put(t, ob, "42")
	ctx, crash := context.WithCancel(t.Context())
	require.NoError(t, ob.Relay(publisher(func(_ context.Context, batch []rabbit.Outgoing) []error {
		assert.NoError(t, errors.Join(b.Publish(context.WithoutCancel(ctx), batch)...))
		crash()
		return []error{rabbit.ErrUnavailable} // what was confirmed is not recorded
	})).Run(ctx))
	require.Equal(t, 1, count(t, db, "mq_message"), "published, not deleted")

	deliveries := consumeOnce(t, ob, b)
	eventually(t, func() bool { return deliveries.Load() >= 1 })
	run(t, ob, b)
	eventually(t, func() bool { return deliveries.Load() >= 2 })
	eventually(t, func() bool { return count(t, db, "mq_message") == 0 })
	assert.Equal(t, 1, count(t, db, "done"))
}

// consumeOnce runs a consumer that writes one row of done for every message, once.
func consumeOnce(t *testing.T, ob *outbox.Outbox, b *rabbit.Broker) *atomic.Int32 {
	t.Helper()
	var deliveries atomic.Int32
	rabbittest.Consume(t, b, rabbit.Consumer{Queue: "cart.created", Handle: func(ctx context.Context, m rabbit.Message) error {
		defer deliveries.Add(1)
		return ob.Tx(ctx, func(tx *outbox.Tx) error {
			if err := tx.Once(); err != nil {
				return err
			}
			return tx.DB.Exec("INSERT INTO done VALUES (?, ?)", m.Subject, m.OccurredAt).Error
		})
	}})
	return &deliveries
}

// Two relays and a consumer work while all connections to the broker are cut again and again: every committed event has its
// effect exactly once.
func TestEveryEventHasOneEffectOverLostConnections(t *testing.T) {
	ob, db := open(t)
	b, h := rabbittest.Open(t, shop())
	run(t, ob, b)
	run(t, outbox.New(db), h.Broker(t))
	consumeOnce(t, ob, b)
	cut, said := 0, 0
	for deadline := time.Now().Add(8 * time.Second); time.Now().Before(deadline); {
		for range 10 {
			said++
			put(t, ob, fmt.Sprint(said))
			time.Sleep(5 * time.Millisecond)
		}
		cut += h.CutConnections(t)
	}
	require.Positive(t, cut)
	eventually(t, func() bool { return count(t, db, "done") >= said && count(t, db, "mq_message") == 0 })
	time.Sleep(300 * time.Millisecond)
	t.Logf("%d events, %d connections cut", said, cut)
	var distinct int
	require.NoError(t, db.Raw("SELECT COUNT(DISTINCT subject) FROM done").Row().Scan(&distinct))
	assert.Equal(t, said, distinct)
	assert.Equal(t, said, count(t, db, "done"))
}

func TestUpkeepPrunesTheInboxAndSamplesGauges(t *testing.T) {
	metrics := prometheus.NewRegistry()
	now := time.Now()
	ob, db := open(t, outbox.WithMetrics(metrics), outbox.WithNow(func() time.Time { return now }))
	note(t, db, "cart.created", "01890000-0000-7000-8000-000000000001", now.AddDate(0, 0, -8))     // old
	note(t, db, "cart.created", "01890000-0000-7000-8000-000000000002", now.AddDate(0, 0, -1))     // parked for long, handled lately
	note(t, db, "points.created", "01890000-0000-7000-8000-000000000001", now.AddDate(0, 0, -100)) // old, of somebody else
	require.NoError(t, ob.Tx(rabbit.WithMessage(t.Context(), rabbit.Message{ID: "ffffffff-0000-7000-8000-000000000001"}, "cart.created"),
		func(tx *outbox.Tx) error { return tx.Once() }))
	put(t, ob, "1")
	away := publisher(func(_ context.Context, batch []rabbit.Outgoing) []error {
		return slices.Repeat([]error{rabbit.ErrUnavailable}, len(batch))
	})
	run(t, ob, away)
	eventually(t, func() bool { return count(t, db, "mq_inbox") == 2 })
	eventually(t, func() bool {
		families, err := metrics.Gather()
		require.NoError(t, err)
		for _, f := range families {
			if f.GetName() == "mall_outbox_pending" && f.GetMetric()[0].GetGauge().GetValue() == 1 {
				return true
			}
		}
		return false
	})
}

func note(t *testing.T, db *gorm.DB, consumer, id string, at time.Time) {
	t.Helper()
	require.NoError(t, db.Exec("INSERT INTO mq_inbox (consumer, message_id, at) VALUES (?, ?, ?)", consumer, id, at.UTC()).Error)
}
