package payments_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/services/payment"
)

// Two copies of the service each have a cashier open; Alipay tells one of them, and both know it at once.
func TestBothCopiesSeeThePayment(t *testing.T) {
	s := open(t)
	sn := s.order()
	link := s.link(sn)
	var streams []*payment.Stream
	for range 2 {
		watch := payment.NewWatch(s.store)
		stream, err := watch.Open(member, sn)
		require.NoError(t, err)
		defer stream.Close()
		looking(t, watch)
		streams = append(streams, stream)
	}
	for _, stream := range streams {
		<-stream.Changed // the first look
	}
	s.pay(link)
	paid := time.Now()
	for _, stream := range streams {
		select {
		case <-stream.Changed:
			require.Less(t, time.Since(paid), 2*time.Second)
		case <-time.After(10 * time.Second):
			t.Fatal("nobody told it")
		}
		view, err := s.uc.Cashier(t.Context(), member, sn)
		require.NoError(t, err)
		require.Equal(t, payment.StatePaid, view.State())
	}
}

// looking does what the process of a copy does.
func looking(t *testing.T, watch *payment.Watch) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		for ctx.Err() == nil {
			_ = watch.Look(ctx)
			select {
			case <-ctx.Done():
			case <-time.After(payment.WatchEvery):
			}
		}
	}()
	t.Cleanup(func() { cancel(); <-done })
}
