package consumer

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/contract/topology"
	"gulimall/pkg/mariadb/dbtest"
	"gulimall/pkg/outbox"
	"gulimall/pkg/rabbit"
	"gulimall/pkg/rabbit/rabbittest"
	"gulimall/services/coupon"
)

// fake notes what it is told.
type fake struct {
	told chan string
	err  error
}

func (f fake) Release(_ context.Context, orderSn string) (coupon.Reservation, error) {
	f.told <- "release " + orderSn
	return coupon.ReservationUsed, f.err
}

func (f fake) Use(_ context.Context, orderSn string) error {
	f.told <- "use " + orderSn
	return f.err
}

func (f fake) Welcome(context.Context, int64) error {
	f.told <- "welcome"
	return f.err
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// TestMessagesOfTheShopArrive sends each event through the outbox and the broker, as the others do.
func TestMessagesOfTheShopArrive(t *testing.T) {
	broker, _ := rabbittest.Open(t, topology.Table(30*time.Minute))
	db := dbtest.Open(t, outbox.Migrations)
	ob := outbox.New(db)
	ctx, stop := context.WithCancel(context.Background())
	relayed := make(chan error, 1)
	go func() { relayed <- ob.Relay(broker).Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-relayed; err != nil {
			t.Error(err)
		}
	})
	f := fake{told: make(chan string, 10)}
	for _, c := range Consumers(f, quiet()) {
		rabbittest.Consume(t, broker, c)
	}
	for want, e := range map[string]outbox.Event{
		"release o1": {Exchange: orderapi.Exchange, Key: orderapi.KeyReleaseOther, Type: orderapi.TypeClosed, Data: orderapi.Closed{OrderSn: "o1"}},
		"use o2":     {Exchange: orderapi.Exchange, Key: orderapi.KeyPaid, Type: orderapi.TypePaid, Data: orderapi.Paid{OrderSn: "o2", CouponID: 3}},
		"welcome":    {Exchange: memberapi.Exchange, Key: memberapi.KeyRegistered, Type: memberapi.TypeRegistered, Data: memberapi.Registered{MemberID: 7}},
	} {
		require.NoError(t, ob.Tx(context.Background(), func(tx *outbox.Tx) error { return tx.Put(e) }))
		select {
		case got := <-f.told:
			require.Equal(t, want, got)
		case <-time.After(20 * time.Second):
			t.Fatal("no message for", want)
		}
	}
}

func TestAPaidOrder(t *testing.T) {
	for name, c := range map[string]struct {
		couponID  int64
		err       error
		told      int
		permanent bool
	}{
		"without a coupon":        {0, nil, 0, false},
		"with its coupon":         {3, nil, 1, false},
		"whose coupon went back":  {3, coupon.ErrReleased, 1, true},
		"that never held any":     {3, coupon.ErrNoReservation, 1, true},
		"while the schema is off": {3, errors.New("connection refused"), 1, false},
		"told before":             {3, outbox.ErrDuplicate, 1, false},
	} {
		t.Run(name, func(t *testing.T) {
			f := fake{make(chan string, 1), c.err}
			m := rabbit.Message{Version: 1, Data: []byte(`{"orderSn":"o1"}`)}
			if c.couponID > 0 {
				m.Data = []byte(`{"orderSn":"o1","couponId":3}`)
			}
			err := hearing{f, quiet()}.paid(context.Background(), m)
			require.ErrorIs(t, err, c.err)
			require.Equal(t, c.permanent, rabbit.IsPermanent(err))
			require.Len(t, f.told, c.told)
		})
	}
}

func TestQueues(t *testing.T) {
	var queues []string
	for _, c := range Consumers(fake{}, quiet()) {
		queues = append(queues, c.Queue)
	}
	require.Equal(t, []string{couponapi.QueueOrderClose, couponapi.QueueOrderPaid, couponapi.QueueRegistered}, queues)
}
