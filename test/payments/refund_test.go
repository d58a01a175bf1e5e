package payments_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/services/alipaysim"
	"gulimall/services/payment"
)

// late is a closed order whose money came all the same.
func (s *shop) late() (sn string, trade alipaysim.Trade) {
	s.t.Helper()
	sn = s.order()
	link := s.link(sn)
	s.orders.move(sn, closing, "", pending)
	require.Equal(s.t, payment.ResultClosed, s.close(sn, payment.CauseCancel))
	s.orders.move(sn, closed, "", closing)
	trade = s.pay(link)
	s.eventually(func() bool { return s.count("pay_refund WHERE order_sn = ?", sn) == 1 })
	return sn, trade
}

func (s *shop) refunded(trade alipaysim.Trade) bool {
	s.t.Helper()
	at, err := s.st.Sim.Find(alipaysim.Ref{TradeNo: trade.TradeNo})
	require.NoError(s.t, err)
	return at.Refunded() == at.Amount && len(at.Refunds) == 1
}

// TestRefundsThroughAFailingGateway: the refund is tried until it is done, and done once, whether the failing calls moved money or not.
func TestRefundsThroughAFailingGateway(t *testing.T) {
	refund, query := []string{"alipay.trade.refund"}, []string{"alipay.trade.fastpay.refund.query"}
	for name, f := range map[string]alipaysim.GatewayFaults{
		"down":                       {Status502: true},
		"system error":               {SystemError: true},
		"done, the answer is lost":   {LoseAnswer: true, Methods: refund},
		"done, answered as an error": {SystemErrorAfter: true, Methods: refund},
		"done, not signed":           {Unsigned: true, Methods: refund},
		"done, wrong key":            {WrongKey: true, Methods: refund},
		"not confirmed":              {Status502: true, Methods: query},
		"everything lost":            {LoseAnswer: true},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			sn, trade := s.late()
			view, err := s.uc.Cashier(t.Context(), member, sn)
			require.NoError(t, err)
			require.Equal(t, "refunding", view.Status)
			s.faults(alipaysim.Faults{Gateway: f})
			for range 6 {
				_, err := s.uc.Complete(t.Context())
				require.NoError(t, err)
				s.later(time.Minute)
			}
			if len(f.Methods) == 0 {
				require.Equal(t, 1, s.count("pay_refund WHERE status < 2 AND last_fault <> '' AND attempts > 3"))
			}
			s.healed()
			s.later(20 * time.Minute)
			s.work()
			s.settled()
			require.True(t, s.refunded(trade))
		})
	}
}

func TestARefundWaitsForTheWordOfTheOrderService(t *testing.T) {
	s := open(t)
	_, trade := s.late()
	s.orders.mu.Lock()
	s.orders.away = true
	s.orders.mu.Unlock()
	_, err := s.uc.Complete(t.Context())
	require.NoError(t, err)
	require.False(t, s.refunded(trade))
	s.orders.mu.Lock()
	s.orders.away = false
	s.orders.mu.Unlock()
	s.later(time.Minute)
	s.work()
	s.settled()
	require.True(t, s.refunded(trade))
}

func TestTheMoneyOfALivingOrderNeverGoesBackAsAStray(t *testing.T) {
	s := open(t)
	sn := s.order()
	trade := s.pay(s.link(sn))
	s.becomes(sn, paid)
	err := s.uc.SendBack(t.Context(), payment.Trade{TradeNo: trade.TradeNo, OrderSn: sn, Amount: amount}, payment.ReasonOrderClosed)
	require.ErrorIs(t, err, payment.ErrOwned)
	require.Zero(t, s.count("pay_refund"))
	s.settled()

	// Should a refund get into the table by any other way, it stays there for people to see.
	require.NoError(t, s.store.Refuse(t.Context(), payment.Trade{TradeNo: trade.TradeNo, OrderSn: sn, Amount: amount}, payment.ReasonOrderClosed))
	for range 4 {
		_, err := s.uc.Complete(t.Context())
		require.NoError(t, err)
		s.later(20 * time.Minute)
	}
	require.False(t, s.refunded(trade))
	require.Equal(t, 1, s.count("pay_refund WHERE status < 2 AND last_fault LIKE '%trade_owned%'"))
}

func TestMoneyOfAnOrderThatThereIsNotGoesBack(t *testing.T) {
	s := open(t)
	sn := s.order()
	link := s.link(sn)
	s.orders.mu.Lock()
	delete(s.orders.all, sn)
	s.orders.mu.Unlock()
	trade := s.pay(link)
	s.work()
	s.eventually(func() bool { return s.refunded(trade) })
	s.settled()
	require.Equal(t, 1, s.count("pay_exception WHERE kind = 'unknown_order'"))
}
