package outbox_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/outbox"
	"gulimall/pkg/rabbit"
)

// refusing is a broker that refuses until it is told not to.
type refusing struct{ cured atomic.Bool }

func (r *refusing) Publish(_ context.Context, batch []rabbit.Outgoing) []error {
	errs := make([]error, len(batch))
	if !r.cured.Load() {
		for i := range errs {
			errs[i] = errors.New("no queue for it")
		}
	}
	return errs
}

func TestAWaitingMessageIsSeenAndSentNow(t *testing.T) {
	ob, _ := open(t)
	put(t, ob, "42", "43")
	broker := &refusing{}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- ob.Relay(broker).Run(ctx) }()
	defer func() { stop(); require.NoError(t, <-done) }()

	var count outbox.Backlog
	require.Eventually(t, func() bool {
		var err error
		count, err = ob.Backlog(t.Context())
		return err == nil && count.Failed == 2
	}, 5*time.Second, 10*time.Millisecond)
	require.Equal(t, int64(2), count.Total)
	found, err := ob.Waiting(t.Context(), true, 1)
	require.NoError(t, err)
	require.Len(t, found, 1)
	m := found[0]
	require.Equal(t, "42", m.Subject)
	require.Equal(t, "orders", m.Exchange)
	require.Equal(t, "order.created", m.RoutingKey)
	require.Equal(t, "no queue for it", m.LastError)
	require.Contains(t, string(m.Payload), `"orderSn":"42"`)

	sent, cause, err := ob.Retry(t.Context(), m.ID)
	require.NoError(t, err)
	require.False(t, sent)
	require.Equal(t, "no queue for it", cause)

	broker.cured.Store(true)
	for range 2 { // what is gone has been sent
		sent, _, err = ob.Retry(t.Context(), m.ID)
		require.NoError(t, err)
		require.True(t, sent)
	}
}
