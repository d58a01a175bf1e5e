package store_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/money"
	"gulimall/services/payment"
)

func TestRefundsThatOrderHasAgreedTo(t *testing.T) {
	f := open(t)
	sn := f.sn()
	trade := f.trade(sn, "A")
	refund := func(n int, amount money.Fen) payment.Refund {
		return payment.Refund{RefundSn: fmt.Sprintf("R%s_%d", sn, n), OrderSn: sn, TradeNo: "A", Amount: amount, Reason: payment.ReasonAfterSale, CreatedAt: f.now}
	}
	require.ErrorIs(t, f.RequestRefund(t.Context(), refund(1, 1)), payment.ErrNoTrade)
	require.NoError(t, f.Credit(t.Context(), trade, nil))

	third := trade.Amount / 3
	var all sync.WaitGroup
	for range 20 { // the same refund, however often
		all.Go(func() {
			if err := f.RequestRefund(t.Context(), refund(1, third)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	require.Equal(t, 1, f.count("pay_refund"))
	require.Equal(t, 1, f.count("mq_message WHERE routing_key = 'payment.refunding'"))
	require.ErrorIs(t, f.RequestRefund(t.Context(), refund(1, third+1)), payment.ErrRefund, "a number has one amount")

	var taken atomic.Int64
	for n := range 10 { // ten others at once: two more thirds are left
		all.Go(func() {
			if f.RequestRefund(t.Context(), refund(n+2, third)) == nil {
				taken.Add(1)
			}
		})
	}
	all.Wait()
	require.Equal(t, int64(2), taken.Load())
	rest := trade.Amount - 3*third
	require.ErrorIs(t, f.RequestRefund(t.Context(), refund(20, rest+1)), payment.ErrRefund)
	if rest > 0 {
		require.NoError(t, f.RequestRefund(t.Context(), refund(21, rest)))
	}

	require.NoError(t, f.Refuse(t.Context(), f.trade(sn, "B"), payment.ReasonPaidTwice))
	stray := refund(30, 1)
	stray.TradeNo = "B"
	require.ErrorIs(t, f.RequestRefund(t.Context(), stray), payment.ErrNoTrade, "what goes back by itself is nobody's to give")
}
