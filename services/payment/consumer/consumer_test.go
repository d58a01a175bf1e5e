package consumer_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/rabbit"
	"gulimall/services/payment"
	"gulimall/services/payment/consumer"
)

type payments struct {
	got    payment.Trade
	back   payment.Refund
	reason string
	err    error
}

func (p *payments) SendBack(_ context.Context, t payment.Trade, reason string) error {
	p.got, p.reason = t, reason
	return p.err
}

func (p *payments) PayBack(_ context.Context, r payment.Refund) error {
	p.back = r
	return p.err
}

func TestRefundRequested(t *testing.T) {
	uc := &payments{}
	at := slices.IndexFunc(consumer.Consumers(uc), func(c rabbit.Consumer) bool { return c.Queue == paymentapi.QueueRefundRequested })
	handle := func(data string) error {
		return consumer.Consumers(uc)[at].Handle(t.Context(), rabbit.Message{ID: "1", Type: "order.refund.requested", Version: 1, Data: json.RawMessage(data)})
	}
	good := `{"orderSn":"1","tradeNo":"2","refundSn":"R1_3","amount":1230}`
	require.NoError(t, handle(good))
	require.Equal(t, payment.Refund{OrderSn: "1", TradeNo: "2", RefundSn: "R1_3", Amount: 1230}, uc.back)

	uc.err = errors.New("the database is away")
	require.False(t, rabbit.IsPermanent(handle(good)), "tried again")
	for _, uc.err = range []error{payment.ErrRefund, payment.ErrNoTrade} {
		require.True(t, rabbit.IsPermanent(handle(good)), "parked for people to see")
	}
	for _, bad := range []string{``, `{}`, `{"orderSn":"1","tradeNo":"2","refundSn":"3","amount":0}`, `{"orderSn":"1","tradeNo":"2","amount":1}`} {
		require.True(t, rabbit.IsPermanent(handle(bad)), bad)
	}
}

func TestPaymentRefused(t *testing.T) {
	uc := &payments{}
	list := slices.DeleteFunc(consumer.Consumers(uc), func(c rabbit.Consumer) bool { return c.Queue != paymentapi.QueuePaymentRefused })
	require.Len(t, list, 1)
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
