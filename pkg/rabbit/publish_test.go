package rabbit_test

import (
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"gulimall/pkg/rabbit"
	"gulimall/pkg/rabbit/rabbittest"
)

// outgoing is a well-formed message about an order.
func outgoing(t *testing.T, id string) rabbit.Outgoing {
	t.Helper()
	body, err := rabbit.Encode(rabbit.Message{ID: id, Type: "order.created", Version: 1, Subject: id}, paid{OrderSn: id})
	require.NoError(t, err)
	return rabbit.Outgoing{Exchange: "orders", Key: "order.created", ID: id, Type: "order.created", Body: body}
}

func TestPublishConfirmsEveryMessage(t *testing.T) {
	b, h := rabbittest.Open(t, shop())
	batch := make([]rabbit.Outgoing, 600)
	for i := range batch {
		batch[i] = outgoing(t, strconv.Itoa(i))
	}
	for i, err := range b.Publish(t.Context(), batch) {
		require.NoError(t, err, "message %d", i)
	}
	assert.Equal(t, 600, h.Depth(t, "cart.created"))
}

func TestPublishFailsOnlyWhatReachesNoQueue(t *testing.T) {
	b, h := rabbittest.Open(t, shop())
	batch := []rabbit.Outgoing{outgoing(t, "1"), outgoing(t, "2"), outgoing(t, "3"), outgoing(t, "4")}
	batch[1].Key = "order.unheard"
	batch[2].Key, batch[2].Optional = "order.unheard", true
	errs := b.Publish(t.Context(), batch)
	require.NoError(t, errs[0])
	require.ErrorIs(t, errs[1], rabbit.ErrUnroutable)
	require.ErrorContains(t, errs[1], `key "order.unheard"`)
	require.NoError(t, errs[2])
	require.NoError(t, errs[3])
	assert.Equal(t, 2, h.Depth(t, "cart.created"))
}

func TestPublishToAMissingExchangeDoesNotTakeTheOthersDown(t *testing.T) {
	b, _ := rabbittest.Open(t, shop())
	batch := []rabbit.Outgoing{outgoing(t, "1"), outgoing(t, "2"), outgoing(t, "3")}
	batch[1].Exchange = "missing"
	errs := b.Publish(t.Context(), batch)
	require.NoError(t, errs[0])
	require.ErrorIs(t, errs[1], rabbit.ErrUnroutable)
	require.ErrorContains(t, errs[1], "missing")
	require.NoError(t, errs[2])
}

func TestPublishFromManyGoroutines(t *testing.T) {
	b, h := rabbittest.Open(t, shop())
	var all sync.WaitGroup
	for i := range 20 {
		batch := make([]rabbit.Outgoing, 50)
		for j := range batch {
			batch[j] = outgoing(t, fmt.Sprintf("%d-%d", i, j))
		}
		all.Go(func() { assert.NoError(t, errors.Join(b.Publish(t.Context(), batch)...)) })
	}
	all.Wait()
	assert.Equal(t, 1000, h.Depth(t, "cart.created"))
}

func TestPublishWhileTheBrokerIsAway(t *testing.T) {
	b, err := rabbit.Open(t.Context(), rabbit.Config{URLs: []string{"amqp://x:secret@127.0.0.1:1/"}}, slog.New(slog.DiscardHandler))
	require.NoError(t, err, "a service starts without its broker")
	t.Cleanup(b.Close)
	require.ErrorIs(t, b.Ready(), rabbit.ErrUnavailable)
	began := time.Now()
	require.ErrorIs(t, b.Publish(t.Context(), []rabbit.Outgoing{outgoing(t, "1")})[0], rabbit.ErrUnavailable)
	assert.Less(t, time.Since(began), time.Second)
	assert.NotContains(t, b.Ready().Error(), "secret")
}

func TestOpenTriesEachAddress(t *testing.T) {
	h := rabbittest.New(t)
	h.Declare(t, shop())
	metrics := prometheus.NewRegistry()
	b, err := rabbit.Open(t.Context(), rabbit.Config{
		URLs: []string{"amqp://127.0.0.1:1/", h.URL}, ReconnectDelay: time.Millisecond, Registerer: metrics,
	}, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	t.Cleanup(b.Close)
	require.Eventually(t, func() bool { return b.Ready() == nil }, 10*time.Second, 5*time.Millisecond)
	require.NoError(t, b.Publish(t.Context(), []rabbit.Outgoing{outgoing(t, "1")})[0])
	families, err := metrics.Gather()
	require.NoError(t, err)
	counts := map[string]float64{}
	for _, f := range families {
		counts[f.GetName()] = f.GetMetric()[0].GetCounter().GetValue()
	}
	assert.InDelta(t, 1, counts["mall_rabbit_published_total"], 0)
	assert.InDelta(t, 1, counts["mall_rabbit_confirmed_total"], 0)
}

func TestOpenRefusesWhatIsNoAddress(t *testing.T) {
	for _, urls := range [][]string{nil, {"http://:secret@x"}} {
		_, err := rabbit.Open(t.Context(), rabbit.Config{URLs: urls}, slog.New(slog.DiscardHandler))
		require.Error(t, err)
		assert.NotContains(t, err.Error(), "secret")
	}
}
