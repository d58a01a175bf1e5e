package payments_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/money"
	"gulimall/services/alipaysim"
	"gulimall/services/payment"
)

// paidOrder is an order that lives on its money.
func (s *shop) paidOrder() (sn string, trade alipaysim.Trade) {
	s.t.Helper()
	sn = s.order()
	trade = s.pay(s.link(sn))
	s.becomes(sn, paid)
	return sn, trade
}

// payBack asks for a refund as order does.
func (s *shop) payBack(sn string, trade alipaysim.Trade, n int, sum money.Fen) error {
	return s.uc.PayBack(s.t.Context(), payment.Refund{RefundSn: fmt.Sprintf("R%s_%d", sn, n), OrderSn: sn, TradeNo: trade.TradeNo, Amount: sum})
}

// wentBack is what Alipay says went back, and in how many refunds.
func (s *shop) wentBack(trade alipaysim.Trade) (sum money.Fen, refunds int) {
	s.t.Helper()
	at, err := s.st.Sim.Find(alipaysim.Ref{TradeNo: trade.TradeNo})
	require.NoError(s.t, err)
	return at.Refunded(), len(at.Refunds)
}

func (s *shop) confirmed(sn string, n int) bool {
	return s.count("pay_refund WHERE order_sn = ? AND status = 2", sn) == n
}

func TestThreePartialRefundsAddUpToTheFen(t *testing.T) {
	s := open(t)
	sn, trade := s.paidOrder()
	s.work()
	third := amount / 3
	for n, sum := range []money.Fen{third, third, amount - 2*third} {
		var clicks sync.WaitGroup
		for range 20 {
			clicks.Go(func() {
				if err := s.payBack(sn, trade, n, sum); err != nil {
					t.Error(err)
				}
			})
		}
		clicks.Wait()
		s.eventually(func() bool { return s.confirmed(sn, n+1) })
	}
	sum, refunds := s.wentBack(trade)
	require.Equal(t, amount, sum)
	require.Equal(t, 3, refunds)
	for n := range 3 {
		s.eventually(func() bool { return s.heard(paymentapi.KeyRefunded, fmt.Sprintf("R%s_%d", sn, n)) == 1 })
	}
	require.ErrorIs(t, s.payBack(sn, trade, 9, 1), payment.ErrRefund, "there is nothing left")
}

// The order lives on, and the money that goes back is its own: nothing asks whether the trade is a stray.
func TestAnAgreedRefundThroughAFailingGateway(t *testing.T) {
	for name, f := range map[string]alipaysim.GatewayFaults{
		"down":                   {Status502: true},
		"done, answer lost":      {LoseAnswer: true},
		"done, said to be wrong": {SystemErrorAfter: true, Methods: []string{"alipay.trade.refund"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			sn, trade := s.paidOrder()
			s.faults(alipaysim.Faults{Gateway: f})
			require.NoError(t, s.payBack(sn, trade, 1, 100))
			for range 5 {
				_, err := s.uc.Complete(t.Context())
				require.NoError(t, err)
				s.later(time.Minute)
			}
			require.Equal(t, 1, s.count("pay_refund WHERE order_sn = ?", sn), "kept")
			require.NotZero(t, s.count("pay_call WHERE order_sn = ? AND method LIKE 'alipay.trade.%refund%' AND outcome = 'unknown' AND fault <> ''", sn), "and told why not")
			s.healed()
			s.later(20 * time.Minute)
			s.work()
			s.eventually(func() bool { return s.confirmed(sn, 1) })
			sum, refunds := s.wentBack(trade)
			require.Equal(t, money.Fen(100), sum)
			require.Equal(t, 1, refunds)
			view, err := s.uc.Cashier(t.Context(), member, sn)
			require.NoError(t, err)
			require.Equal(t, "paid", view.Status, "the order lives on")
			require.Len(t, view.Refunds, 1)
			require.Empty(t, view.Strays())
			file, err := s.store.File(t.Context(), sn)
			require.NoError(t, err)
			require.Equal(t, payment.SaidConfirmed, file.Calls[0].Outcome, "the newest call to Alipay")
		})
	}
}
