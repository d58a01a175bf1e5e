package rabbit_test

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gulimall/pkg/rabbit"
	"gulimall/pkg/rabbit/rabbittest"
)

// Every message that was confirmed arrives, although all connections are cut again and again while they are published and handled.
func TestCutConnectionsLoseNothing(t *testing.T) {
	b, h := rabbittest.Open(t, shop())
	var seen heard
	rabbittest.Consume(t, b, rabbit.Consumer{Queue: "cart.created", Handle: func(_ context.Context, m rabbit.Message) error {
		time.Sleep(time.Millisecond)
		seen.add(m.ID)
		return nil
	}})
	confirmed := map[string]bool{}
	failed, cut := 0, 0
	deadline := time.Now().Add(10 * time.Second)
	stop := make(chan struct{})
	var cutter sync.WaitGroup
	cutter.Go(func() {
		for {
			select {
			case <-stop:
				return
			case <-time.After(300 * time.Millisecond):
				cut += h.CutConnections(t)
			}
		}
	})
	for i := 0; time.Now().Before(deadline); i++ {
		batch := make([]rabbit.Outgoing, 20)
		for j := range batch {
			batch[j] = outgoing(t, strconv.Itoa(20*i+j))
		}
		for j, err := range b.Publish(t.Context(), batch) {
			if err == nil {
				confirmed[batch[j].ID] = true
			} else {
				failed++
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
	close(stop)
	cutter.Wait()
	t.Logf("%d confirmed, %d not, %d connections cut", len(confirmed), failed, cut)
	require.Positive(t, cut)
	eventually(t, func() bool {
		arrived := map[string]bool{}
		for _, id := range seen.list() {
			arrived[id] = true
		}
		for id := range confirmed {
			if !arrived[id] {
				return false
			}
		}
		return true
	})
}

func TestBroadcastReachesEveryCopyAndComesBack(t *testing.T) {
	b, h := rabbittest.Open(t, shop())
	var first, second heard
	var connects atomic.Int32
	ctx, cancel := context.WithCancel(t.Context())
	var followers sync.WaitGroup
	for _, to := range []*heard{&first, &second} {
		followers.Go(func() {
			assert.NoError(t, b.ConsumeBroadcast(ctx, rabbit.Broadcast{
				Name: "index", Listen: []rabbit.Route{{Exchange: "orders", Key: "order.#"}},
				OnConnect: func(context.Context) error { connects.Add(1); return nil },
				Handle: func(_ context.Context, m rabbit.Message) error {
					to.add(m.ID)
					return errors.New("logged, not repeated")
				},
			}))
		})
	}
	defer followers.Wait()
	defer cancel()
	eventually(t, func() bool { return connects.Load() == 2 && b.Ready() == nil })
	say(t, b, "1")
	eventually(t, func() bool { return slices.Contains(first.list(), "1") && slices.Contains(second.list(), "1") })
	eventually(t, func() bool { h.CutConnections(t); return connects.Load() >= 4 })
	eventually(t, func() bool { return b.Ready() == nil })
	eventually(t, func() bool {
		_ = b.Publish(t.Context(), []rabbit.Outgoing{outgoing(t, "2")})
		return slices.Contains(first.list(), "2") && slices.Contains(second.list(), "2")
	})
}
