package payments_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/paymentapi"
	"gulimall/services/alipaysim"
	"gulimall/services/payment"
)

func TestPaidByNotification(t *testing.T) {
	s := open(t)
	sn := s.order()
	view, err := s.uc.Cashier(t.Context(), member, sn)
	require.NoError(t, err)
	require.Equal(t, "unpaid", view.Status)
	require.True(t, view.Payable)

	trade := s.pay(s.link(sn))
	s.becomes(sn, paid)
	s.settled()
	require.Equal(t, []string{"success"}, s.answers(sn))
	require.Equal(t, 1, s.count("pay_notify WHERE order_sn = ? AND verdict = 'paid' AND times = 1 AND raw LIKE '%sign%'", sn))
	p := s.find(sn)
	require.Equal(t, payment.Paid, p.Status)
	require.Equal(t, trade.TradeNo, p.TradeNo)
	require.WithinDuration(t, trade.PaidAt, p.PaidAt, time.Second)
	require.Equal(t, payment.ResultPaid, s.close(sn, payment.CauseTimeout), "a paid order cannot be closed")

	_, err = s.uc.Start(t.Context(), member, sn, payment.ChannelAlipay)
	require.ErrorIs(t, err, payment.ErrOrderState)
	view, err = s.uc.Cashier(t.Context(), member, sn)
	require.NoError(t, err)
	require.Equal(t, "paid", view.Status)
	require.Equal(t, trade.TradeNo, view.TradeNo())

	asked, err := s.uc.Poll(t.Context())
	require.NoError(t, err)
	require.Zero(t, asked, "nobody asks about what is paid")
}

func TestPaidByQueryWhenTheNotificationIsDropped(t *testing.T) {
	s := open(t)
	s.faults(alipaysim.Faults{Drop: true})
	sn := s.order()
	s.pay(s.link(sn))
	s.work()
	s.later(6 * time.Second) // the first question is asked five seconds after the link was handed out
	s.becomes(sn, paid)
	s.settled()
	require.Empty(t, s.answers(sn))
	require.Equal(t, 1, s.count("pay_trade WHERE order_sn = ? AND source = 'query'", sn))
}

func TestPaidByTheReturnOfTheBuyer(t *testing.T) {
	s := open(t)
	s.faults(alipaysim.Faults{Drop: true})
	sn := s.order()
	s.pay(s.link(sn))
	p, err := s.uc.Refresh(t.Context(), sn)
	require.NoError(t, err)
	require.Equal(t, payment.Paid, p.Status)
	s.becomes(sn, paid)
	s.settled()
}

// TestSpoiltNotifications: what is wrong with a notification is never believed, and the order is paid all the same, because Alipay is
// asked.
func TestSpoiltNotifications(t *testing.T) {
	for name, c := range map[string]struct {
		faults  alipaysim.Faults
		verdict string
	}{
		"wrong amount": {alipaysim.Faults{WrongAmount: true}, "wrong_amount"},
		"wrong app":    {alipaysim.Faults{WrongAppID: true}, "wrong_app_id"},
		"wrong seller": {alipaysim.Faults{WrongSeller: true}, "wrong_seller_id"},
		"bad sign":     {alipaysim.Faults{BadSign: true}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			s.faults(c.faults)
			sn := s.order()
			s.pay(s.link(sn))
			s.eventually(func() bool { return len(s.answers(sn)) > 0 })
			require.Equal(t, "fail", s.answers(sn)[0])
			require.Equal(t, pending, s.orders.find(sn).state)
			require.Equal(t, payment.Open, s.find(sn).Status)
			require.Zero(t, s.count("pay_trade"))
			if c.verdict != "" {
				require.Equal(t, 1, s.count("pay_notify WHERE order_sn = ? AND verdict = ?", sn, c.verdict))
			} else {
				require.Zero(t, s.count("pay_notify"), "what is not signed by Alipay is not kept")
			}
			s.work()
			if !c.faults.WrongAmount { // a wrong amount brings the question forward by itself
				s.later(6 * time.Second)
			}
			s.becomes(sn, paid)
			s.settled()
			require.NotContains(t, s.answers(sn), "success")
			s.healed()
			s.later(time.Hour)
			s.eventually(func() bool { a := s.answers(sn); return a[len(a)-1] == "success" })
			s.settled()
		})
	}
}

func TestANotificationManyTimesOver(t *testing.T) {
	s := open(t)
	s.faults(alipaysim.Faults{Duplicate: 60})
	sn := s.order()
	trade := s.pay(s.link(sn))
	s.eventually(func() bool { return len(s.answers(sn)) == 61 })
	for _, a := range s.answers(sn) {
		require.Equal(t, "success", a)
	}
	s.becomes(sn, paid)
	s.settled()
	require.Equal(t, 1, s.count("pay_trade"))
	require.Equal(t, 1, s.heard(paymentapi.KeySucceeded, trade.TradeNo))
	require.Equal(t, 1, s.count("pay_notify WHERE times = 61"))
}

func TestADelayedNotificationFindsTheOrderPaid(t *testing.T) {
	s := open(t)
	s.faults(alipaysim.Faults{DelayMs: 1500})
	sn := s.order()
	s.pay(s.link(sn))
	_, err := s.uc.Refresh(t.Context(), sn)
	require.NoError(t, err)
	s.becomes(sn, paid)
	s.eventually(func() bool { return len(s.answers(sn)) == 1 })
	require.Equal(t, []string{"success"}, s.answers(sn))
	s.settled()
}

func TestAFinishedTradeIsNoSecondPayment(t *testing.T) {
	s := open(t)
	sn := s.order()
	trade := s.pay(s.link(sn))
	s.becomes(sn, paid)
	s.later(365 * 24 * time.Hour)
	_, err := s.st.Sim.Finish(alipaysim.Ref{TradeNo: trade.TradeNo})
	require.NoError(t, err)
	s.eventually(func() bool { return len(s.answers(sn)) == 2 })
	require.Equal(t, []string{"success", "success"}, s.answers(sn))
	s.settled()
}

func TestNotificationsInReversedOrder(t *testing.T) {
	s := open(t)
	s.faults(alipaysim.Faults{Reorder: true, PayTwice: true})
	sn := s.order()
	s.pay(s.link(sn))
	s.work()
	s.becomes(sn, paid)
	s.eventually(func() bool { return len(s.answers(sn)) >= 2 })
	s.healed()
	s.settled()
	require.Equal(t, 1, s.count("pay_exception WHERE kind = 'paid_twice'"))
	require.Equal(t, s.orders.find(sn).tradeNo, s.find(sn).TradeNo)
}

func TestTheSecondTradeOfAnOrderGoesBack(t *testing.T) {
	s := open(t)
	s.work()
	s.faults(alipaysim.Faults{PayTwice: true})
	sn := s.order()
	s.pay(s.link(sn))
	s.becomes(sn, paid)
	s.eventually(func() bool { return s.count("pay_refund WHERE status = 2") == 1 })
	s.settled()
	view, err := s.uc.Cashier(t.Context(), member, sn)
	require.NoError(t, err)
	require.Equal(t, "paid", view.Status, "the order keeps the first")
	require.Len(t, view.Refunds, 1)
	require.Equal(t, payment.ReasonPaidTwice, view.Refunds[0].Reason)
}

// TestAPaymentFollowsTheTradeThatItsOrderKept: the order hears of two trades in another order than payment did.
func TestAPaymentFollowsTheTradeThatItsOrderKept(t *testing.T) {
	s := open(t)
	sn := s.order()
	s.link(sn)
	first := payment.Trade{TradeNo: "A1", OrderSn: sn, Amount: amount, PaidAt: s.now(), Source: "notify"}
	second := first
	second.TradeNo = "B2"
	s.orders.move(sn, paid, "B2", pending)
	require.NoError(t, s.store.Credit(t.Context(), first, nil))
	require.NoError(t, s.store.Credit(t.Context(), second, nil))
	s.eventually(func() bool { return s.count("pay_exception WHERE trade_no = 'A1' AND kind = 'paid_twice'") == 1 })
	require.Equal(t, "B2", s.find(sn).TradeNo)
	require.Equal(t, payment.Paid, s.find(sn).Status)
}

// TestAGatewayThatDoesNotAnswer: every kind of bad answer leaves everything as it was.
func TestAGatewayThatDoesNotAnswer(t *testing.T) {
	s := open(t)
	for name, f := range map[string]alipaysim.GatewayFaults{
		"hang":         {HangMs: 60_000},
		"502":          {Status502: true},
		"unsigned":     {Unsigned: true},
		"wrong key":    {WrongKey: true},
		"system error": {SystemError: true},
		"after all":    {SystemErrorAfter: true},
		"lost":         {LoseAnswer: true},
	} {
		t.Run(name, func(t *testing.T) {
			s.faults(alipaysim.Faults{Drop: true})
			sn := s.order()
			s.pay(s.link(sn))
			s.faults(alipaysim.Faults{Drop: true, Gateway: f})
			patience := 5 * time.Second
			if f.HangMs > 0 {
				patience = 500 * time.Millisecond
			}
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			_, err := s.uc.Refresh(ctx, sn)
			require.Error(t, err)
			s.orders.move(sn, closing, "", pending)
			ctx, cancel = context.WithTimeout(t.Context(), patience)
			defer cancel()
			result, err := s.uc.Close(ctx, sn, s.orders.find(sn).expires, payment.CauseCancel)
			require.NoError(t, err)
			require.Equal(t, payment.ResultUnknown, result)
			require.Equal(t, payment.Closing, s.find(sn).Status)
			require.Zero(t, s.count("pay_trade WHERE order_sn = ?", sn))
			s.faults(alipaysim.Faults{Drop: true})
			require.Equal(t, payment.ResultPaid, s.close(sn, payment.CauseCancel))
			s.becomes(sn, paid)
		})
	}
	s.healed()
	s.settled()
}
