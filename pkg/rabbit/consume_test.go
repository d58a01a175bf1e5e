package rabbit_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"gulimall/pkg/rabbit"
	"gulimall/pkg/rabbit/rabbittest"
)

// heard collects the ids of the messages that a handler saw.
type heard struct {
	mu  sync.Mutex
	ids []string
}

func (h *heard) add(id string) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.ids = append(h.ids, id)
	n := 0
	for _, other := range h.ids {
		if other == id {
			n++
		}
	}
	return n
}

func (h *heard) list() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.ids)
}

func say(t *testing.T, b *rabbit.Broker, ids ...string) {
	t.Helper()
	for _, id := range ids {
		require.NoError(t, b.Publish(t.Context(), []rabbit.Outgoing{outgoing(t, id)})[0])
	}
}

func eventually(t *testing.T, what func() bool) {
	t.Helper()
	require.Eventually(t, what, 20*time.Second, 10*time.Millisecond)
}

func TestConsumeHandsOverMessageAndDeadline(t *testing.T) {
	b, h := rabbittest.Open(t, shop())
	got := make(chan rabbit.Message, 1)
	rabbittest.Consume(t, b, rabbit.Consumer{Queue: "cart.created", Handle: func(ctx context.Context, m rabbit.Message) error {
		_, queue, ok := rabbit.FromContext(ctx)
		assert.True(t, ok)
		assert.Equal(t, "cart.created", queue)
		_, ok = ctx.Deadline()
		assert.True(t, ok)
		got <- m
		return nil
	}})
	say(t, b, "1")
	m := <-got
	v, err := rabbit.Decode[paid](m)
	require.NoError(t, err)
	assert.Equal(t, "1", v.OrderSn)
	eventually(t, func() bool { return b.Ready() == nil })
	assert.Zero(t, h.Depth(t, "cart.created"))
}

func TestDelayQueuePassesOnAfterItsTime(t *testing.T) {
	b, _ := rabbittest.Open(t, shop())
	got := make(chan time.Time, 1)
	rabbittest.Consume(t, b, rabbit.Consumer{Queue: "order.release", Handle: func(context.Context, rabbit.Message) error {
		got <- time.Now()
		return nil
	}})
	began := time.Now()
	say(t, b, "1")
	assert.GreaterOrEqual(t, (<-got).Sub(began), 190*time.Millisecond)
}

func TestTransientErrorIsTriedAgainLater(t *testing.T) {
	b, _ := rabbittest.Open(t, shop())
	var h heard
	began := time.Now()
	rabbittest.Consume(t, b, rabbit.Consumer{Queue: "cart.created", Handle: func(_ context.Context, m rabbit.Message) error {
		switch n := h.add(m.ID); {
		case m.ID == "panics" && n == 1:
			panic("nil map")
		case n == 1:
			return errors.New("no connection to the database")
		}
		return nil
	}})
	say(t, b, "fails", "panics")
	eventually(t, func() bool { return len(h.list()) == 4 })
	assert.GreaterOrEqual(t, time.Since(began), 900*time.Millisecond)
	time.Sleep(100 * time.Millisecond)
	assert.Len(t, h.list(), 4, "a message that succeeded does not come again")
}

func TestWhatCannotSucceedIsParkedAndReplayed(t *testing.T) {
	b, h := rabbittest.Open(t, shop())
	var seen heard
	var mended atomic.Bool
	rabbittest.Consume(t, b, rabbit.Consumer{Queue: "cart.created", MaxAttempts: 2, Handle: func(_ context.Context, m rabbit.Message) error {
		seen.add(m.ID)
		switch {
		case mended.Load():
			return nil
		case m.ID == "permanent":
			return fmt.Errorf("clear cart: %w", rabbit.Permanent(errors.New("no such currency")))
		default:
			return errors.New("still no database")
		}
	}})
	say(t, b, "permanent", "transient")
	garbage := rabbit.Outgoing{Exchange: "orders", Key: "order.created", ID: "garbage", Body: []byte("{")}
	require.NoError(t, b.Publish(t.Context(), []rabbit.Outgoing{garbage})[0])
	eventually(t, func() bool { return h.Depth(t, rabbit.ParkingQueue) == 3 })

	all, err := b.Parked(t.Context(), 10)
	require.NoError(t, err)
	require.Len(t, all, 3)
	byID := map[string]rabbit.Parked{}
	for _, p := range all {
		byID[p.ID] = p
		assert.Equal(t, "cart.created", p.Queue)
		assert.Equal(t, "orders", p.Exchange)
		assert.Equal(t, "order.created", p.Key)
		assert.WithinDuration(t, time.Now(), p.LastAt, time.Minute)
	}
	assert.Equal(t, 1, byID["permanent"].Attempts)
	assert.Equal(t, "clear cart: no such currency", byID["permanent"].Reason)
	assert.Equal(t, 2, byID["transient"].Attempts)
	assert.Greater(t, byID["transient"].LastAt.Sub(byID["transient"].FirstAt), 900*time.Millisecond)
	assert.Contains(t, byID["garbage"].Reason, "read envelope")
	assert.Equal(t, "{", string(byID["garbage"].Body))

	few, err := b.Parked(t.Context(), 1)
	require.NoError(t, err)
	assert.Len(t, few, 1)

	count, err := b.ParkedCount(t.Context())
	require.NoError(t, err)
	assert.Equal(t, 3, count)

	mended.Store(true)
	permanent, garbled := byID["permanent"].Ref, byID["garbage"].Ref
	outcome, err := b.Replay(t.Context(), permanent, "unheard")
	require.NoError(t, err)
	assert.Equal(t, map[string]error{permanent: nil}, outcome)
	eventually(t, func() bool { return len(seen.list()) == 4 })
	outcome, err = b.Discard(t.Context(), garbled)
	require.NoError(t, err)
	assert.Equal(t, map[string]error{garbled: nil}, outcome)
	outcome, err = b.Discard(t.Context(), garbled, permanent)
	require.NoError(t, err)
	assert.Empty(t, outcome, "both are gone")
	outcome, err = b.Replay(t.Context(), byID["transient"].Ref)
	require.NoError(t, err)
	assert.Len(t, outcome, 1)
	eventually(t, func() bool { return len(seen.list()) == 5 })
	eventually(t, func() bool { return h.Depth(t, rabbit.ParkingQueue) == 0 })
}

func TestIgnoredAndDuplicateAreAcknowledged(t *testing.T) {
	b, h := rabbittest.Open(t, shop())
	var seen heard
	rabbittest.Consume(t, b, rabbit.Consumer{Queue: "cart.created", Handle: func(_ context.Context, m rabbit.Message) error {
		seen.add(m.ID)
		if m.ID == "ghost" {
			return rabbit.Ignore("order %s does not exist", m.Subject)
		}
		return fmt.Errorf("clear cart: %w", rabbit.ErrDuplicate)
	}})
	say(t, b, "ghost", "again")
	eventually(t, func() bool { return len(seen.list()) == 2 })
	time.Sleep(1200 * time.Millisecond)
	assert.Len(t, seen.list(), 2)
	assert.Zero(t, h.Depth(t, rabbit.ParkingQueue))
	assert.Zero(t, h.Depth(t, "cart.created"))
}

func TestStopFinishesWhatRunsAndLeavesTheRest(t *testing.T) {
	b, h := rabbittest.Open(t, shop())
	began, proceed := make(chan struct{}, 10), make(chan struct{})
	var finished atomic.Int32
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- b.Consume(ctx, rabbit.Consumer{Queue: "cart.created", Workers: 1, Handle: func(ctx context.Context, _ rabbit.Message) error {
			began <- struct{}{}
			<-proceed
			finished.Add(1)
			return ctx.Err()
		}})
	}()
	say(t, b, "1", "2", "3")
	<-began
	cancel()
	time.Sleep(50 * time.Millisecond)
	close(proceed)
	require.NoError(t, <-done)
	assert.EqualValues(t, 1, finished.Load())
	eventually(t, func() bool { return h.Depth(t, "cart.created") == 2 })
}

func TestStopDoesNotWaitForEver(t *testing.T) {
	h := rabbittest.New(t)
	h.Declare(t, shop())
	b, err := rabbit.Open(t.Context(), rabbit.Config{URLs: []string{h.URL}, DrainTimeout: 200 * time.Millisecond}, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	t.Cleanup(b.Close)
	eventually(t, func() bool { return b.Ready() == nil })
	began := make(chan struct{})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- b.Consume(ctx, rabbit.Consumer{Queue: "cart.created", Handle: func(ctx context.Context, _ rabbit.Message) error {
			close(began)
			<-ctx.Done()
			return ctx.Err()
		}})
	}()
	say(t, b, "1")
	<-began
	cancel()
	select {
	case err := <-done:
		require.NoError(t, err)
	case <-time.After(5 * time.Second):
		t.Fatal("consumer did not stop")
	}
	eventually(t, func() bool { return h.Depth(t, "cart.created") == 1 }) // stopped is not failed: back in its queue at once
}

func TestConsumeWaitsForItsQueue(t *testing.T) {
	h := rabbittest.New(t)
	b := h.Broker(t)
	got := make(chan struct{}, 1)
	rabbittest.Consume(t, b, rabbit.Consumer{Queue: "cart.created", Handle: func(context.Context, rabbit.Message) error {
		got <- struct{}{}
		return nil
	}})
	time.Sleep(100 * time.Millisecond)
	require.ErrorContains(t, b.Ready(), "cart.created")
	h.Declare(t, shop())
	say(t, b, "1")
	<-got
}

func TestNothingIsLeftBehind(t *testing.T) {
	h := rabbittest.New(t)
	h.Declare(t, shop())
	before := goleak.IgnoreCurrent()
	b, err := rabbit.Open(t.Context(), rabbit.Config{URLs: []string{h.URL}}, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	eventually(t, func() bool { return b.Ready() == nil })
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- b.Consume(ctx, rabbit.Consumer{Queue: "cart.created", Handle: func(context.Context, rabbit.Message) error { return nil }})
	}()
	say(t, b, "1")
	cancel()
	require.NoError(t, <-done)
	b.Close()
	goleak.VerifyNone(t, before)
}
