package consumer_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/rabbit"
	"gulimall/services/payment"
	"gulimall/services/payment/consumer"
)

type payments struct {
	got    payment.Trade
	reason string
	err    error
}

func (p *payments) SendBack(_ context.Context, t payment.Trade, reason string) error {
	p.got, p.reason = t, reason
	return p.err
}

func TestPaymentRefused(t *testing.T) {
	uc := &payments{}
	list := consumer.Consumers(uc)
	require.Len(t, list, 1)
	require.Equal(t, paymentapi.QueuePaymentRefused, list[0].Queue)
	handle := func(data string) error {
		return list[0].Handle(t.Context(), rabbit.Message{ID: "1", Type: "order.payment.refused", Version: 1, Data: json.RawMessage(data)})
	}
	good := `{"orderSn":"1","tradeNo":"2","amount":1230,"reason":"order_closed"}`
	require.NoError(t, handle(good))
	require.Equal(t, payment.Trade{OrderSn: "1", TradeNo: "2", Amount: 1230, Source: "refused"}, uc.got)
	require.Equal(t, payment.ReasonOrderClosed, uc.reason)

	uc.err = errors.New("the database is away")
	require.False(t, rabbit.IsPermanent(handle(good)), "tried again")
	uc.err = payment.ErrOwned
	require.True(t, rabbit.IsPermanent(handle(good)), "parked for people to see")
	for _, bad := range []string{``, `null`, `{}`, `[]`, `{"orderSn":"1","amount":1,"reason":"x"}`, `{"orderSn":"1","tradeNo":"2","amount":0}`} {
		require.True(t, rabbit.IsPermanent(handle(bad)), bad)
	}
}
