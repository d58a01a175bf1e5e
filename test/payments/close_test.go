package payments_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/services/alipaysim"
	"gulimall/services/payment"
)

func TestACashierNeverOpenedClosesAtOnce(t *testing.T) {
	s := open(t)
	s.faults(alipaysim.Faults{Gateway: alipaysim.GatewayFaults{Status502: true}}) // nobody needs to be asked
	sn := s.order()
	require.Equal(t, payment.ResultClosed, s.close(sn, payment.CauseTimeout))
	_, err := s.uc.Start(t.Context(), member, sn, payment.ChannelAlipay)
	require.ErrorIs(t, err, payment.ErrOrderState, "a link that is asked for at the same moment is not handed out any more")
	view, err := s.uc.Cashier(t.Context(), member, sn)
	require.NoError(t, err)
	require.Equal(t, "closed", view.Status)
	require.False(t, view.Payable)
}

func TestACashierOpenedAndLeftClosesAfterTimeExpire(t *testing.T) {
	s := open(t)
	sn := s.order()
	s.link(sn)
	require.Equal(t, payment.ResultUnknown, s.close(sn, payment.CauseTimeout), "somebody may still be looking at it")
	require.Equal(t, payment.Closing, s.find(sn).Status)
	_, err := s.uc.Start(t.Context(), member, sn, payment.ChannelAlipay)
	require.ErrorIs(t, err, payment.ErrOrderState)
	s.later(ttl + 2*time.Second)
	require.Equal(t, payment.ResultClosed, s.close(sn, payment.CauseTimeout))
	require.Equal(t, payment.ResultClosed, s.close(sn, payment.CauseTimeout), "safe to repeat")
}

func TestADeadlineThatHasJustComeIsWaitedFor(t *testing.T) {
	s := open(t)
	sn := s.order()
	s.link(sn)
	s.later(s.orders.find(sn).expires.Sub(s.now()) + 300*time.Millisecond)
	require.Equal(t, payment.ResultClosed, s.close(sn, payment.CauseTimeout))
}

func TestTheCallerKnowsNoBetterDeadlineThanThePayLink(t *testing.T) {
	s := open(t)
	sn := s.order()
	s.link(sn)
	result, err := s.uc.Close(t.Context(), sn, time.Time{}, payment.CauseTimeout)
	require.NoError(t, err)
	require.Equal(t, payment.ResultUnknown, result)
}

func TestThePollerFinishesAClose(t *testing.T) {
	s := open(t)
	sn := s.order()
	s.link(sn)
	require.Equal(t, payment.ResultUnknown, s.close(sn, payment.CauseTimeout))
	s.later(ttl + 2*time.Second)
	_, err := s.uc.Poll(t.Context())
	require.NoError(t, err)
	require.Equal(t, payment.Closed, s.find(sn).Status)
}

func TestAWaitingTradeIsClosedAtAlipay(t *testing.T) {
	for _, cause := range []payment.CloseCause{payment.CauseCancel, payment.CauseTimeout} {
		s := open(t)
		sn := s.order()
		link := s.link(sn)
		trade := s.login(link)
		require.Equal(t, payment.ResultClosed, s.close(sn, cause))
		at, err := s.st.Sim.Find(alipaysim.Ref{TradeNo: trade.TradeNo})
		require.NoError(t, err)
		require.Equal(t, alipaysim.TradeClosed, at.Status)
		_, err = s.st.Sim.Pay(trade.TradeNo, false)
		require.Error(t, err, "nobody can pay it any more")
	}
}

func TestCancelClosesAtOnceAndLateMoneyGoesBack(t *testing.T) {
	s := open(t)
	s.work()
	sn := s.order()
	link := s.link(sn)
	require.NoError(t, s.orders.end(t.Context(), sn, payment.CauseCancel))
	require.Equal(t, closed, s.orders.find(sn).state)
	trade := s.pay(link) // the cashier stood open somewhere
	s.eventually(func() bool { return s.count("pay_refund WHERE status = 2") == 1 })
	s.settled()
	require.Equal(t, closed, s.orders.find(sn).state)
	view, err := s.uc.Cashier(t.Context(), member, sn)
	require.NoError(t, err)
	require.Equal(t, "refunded", view.Status)
	require.Equal(t, trade.TradeNo, view.TradeNo())
	require.Equal(t, payment.ResultClosed, s.close(sn, payment.CauseCancel), "closed stays closed")
	require.Equal(t, 1, s.count("pay_exception WHERE kind = 'order_closed'"))
}

func TestMoneyThatCrossesACloseGoesBackOnce(t *testing.T) {
	for name, told := range map[string]bool{"told by the notification": true, "found by the poller": false} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			s.work()
			s.faults(alipaysim.Faults{PayAfterClose: true, Drop: !told, Duplicate: 5})
			sn := s.order()
			trade := s.login(s.link(sn))
			require.NoError(t, s.orders.end(t.Context(), sn, payment.CauseCancel))
			_, err := s.st.Sim.Pay(trade.TradeNo, false)
			require.NoError(t, err)
			if !told {
				s.later(time.Minute)
			}
			s.eventually(func() bool { return s.count("pay_refund WHERE status = 2") == 1 })
			s.settled()
			require.Equal(t, closed, s.orders.find(sn).state)
		})
	}
}

func TestCloseWhenOnlyTheCloseItselfFails(t *testing.T) {
	method := []string{"alipay.trade.close"}
	for name, c := range map[string]struct {
		fault alipaysim.GatewayFaults
		want  payment.CloseResult
	}{
		"done, the answer is lost":         {alipaysim.GatewayFaults{LoseAnswer: true, Methods: method}, payment.ResultClosed},
		"done, the answer is an error":     {alipaysim.GatewayFaults{SystemErrorAfter: true, Methods: method}, payment.ResultClosed},
		"done, the answer is not signed":   {alipaysim.GatewayFaults{Unsigned: true, Methods: method}, payment.ResultClosed},
		"done, signed with another key":    {alipaysim.GatewayFaults{WrongKey: true, Methods: method}, payment.ResultClosed},
		"not done, the answer is an error": {alipaysim.GatewayFaults{SystemError: true, Methods: method}, payment.ResultUnknown},
		"not done, a page of HTML":         {alipaysim.GatewayFaults{Status502: true, Methods: method}, payment.ResultUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			sn := s.order()
			s.login(s.link(sn))
			s.faults(alipaysim.Faults{Gateway: c.fault})
			require.Equal(t, c.want, s.close(sn, payment.CauseCancel))
			s.healed()
			require.Equal(t, payment.ResultClosed, s.close(sn, payment.CauseCancel))
		})
	}
}

func TestARealWrongAmountGoesBackAndTheOrderCloses(t *testing.T) {
	s := open(t)
	s.work()
	sn := s.order()
	s.link(sn)
	link, err := s.alipay.PayURL(sn, "谷粒商城订单 "+sn, amount+1, s.orders.find(sn).expires)
	require.NoError(t, err)
	trade := s.pay(link)
	s.eventually(func() bool { return s.count("pay_refund WHERE status = 2 AND reason = 'wrong_amount'") == 1 })
	require.Equal(t, pending, s.orders.find(sn).state, "the order is not paid by it")
	require.Zero(t, s.heard("payment.succeeded", trade.TradeNo))
	require.NoError(t, s.orders.end(t.Context(), sn, payment.CauseCancel))
	s.settled()
}

func TestManyClosesAndLinksAtOnce(t *testing.T) {
	s := open(t)
	for range 10 {
		sn := s.order()
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				if i%2 == 0 {
					_, _ = s.uc.Start(context.Background(), member, sn, payment.ChannelAlipay)
					return
				}
				_, err := s.uc.Close(context.Background(), sn, s.orders.find(sn).expires, payment.CauseCancel)
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		require.Equal(t, payment.Closed, s.find(sn).Status)
	}
}

// TestPayAndCloseAtTheSameInstant: whatever wins, an order is paid, or closed with its money back.
func TestPayAndCloseAtTheSameInstant(t *testing.T) {
	const rounds, sideBySide = 200, 8
	s := open(t)
	s.work()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	var outcomes sync.Map
	gate := make(chan struct{}, sideBySide)
	var all sync.WaitGroup
	for i := range rounds {
		gate <- struct{}{}
		sn := s.order()
		offer := s.offer(s.link(sn))
		if i%2 == 0 {
			_, err := s.st.Sim.Login(offer)
			require.NoError(t, err)
		}
		all.Go(func() {
			defer func() { <-gate }()
			var both sync.WaitGroup
			both.Go(func() {
				time.Sleep(time.Duration(i*7%150) * time.Millisecond) // to meet the handshake at each of its steps
				_, err := s.st.Sim.PayByHand(sn, &offer, nil)
				outcomes.Store(sn, err == nil)
			})
			both.Go(func() {
				if err := s.orders.end(ctx, sn, payment.CauseCancel); err != nil {
					t.Errorf("%s: %v", sn, err)
				}
			})
			both.Wait()
		})
	}
	all.Wait()
	s.settled()
	kinds := map[string]int{}
	outcomes.Range(func(sn, payed any) bool {
		row := s.orders.find(sn.(string))
		back := s.count("pay_refund WHERE order_sn = ? AND status = 2", sn)
		switch {
		case row.state == paid && payed.(bool) && back == 0:
			kinds["paid"]++
		case row.state == closed && payed.(bool) && back == 1:
			kinds["closed, money back"]++
		case row.state == closed && !payed.(bool) && back == 0:
			kinds["closed, unpaid"]++
		default:
			t.Errorf("order %s is %s, buyer paid: %v, refunds: %d", sn, row.state, payed, back)
		}
		return true
	})
	t.Log(kinds)
	require.Equal(t, rounds, kinds["paid"]+kinds["closed, money back"]+kinds["closed, unpaid"])
}

// TestPayAtTheDeadline: the buyer pays around time_expire, the order closes by its deadline.
func TestPayAtTheDeadline(t *testing.T) {
	const rounds = 24
	s := open(t)
	s.work()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	expires := s.now().Add(6 * time.Second).Truncate(time.Second)
	var all sync.WaitGroup
	for i := range rounds {
		sn := s.order()
		s.orders.place(sn, expires)
		offer := s.offer(s.link(sn))
		if i%3 > 0 {
			_, err := s.st.Sim.Login(offer)
			require.NoError(t, err)
		}
		all.Go(func() {
			time.Sleep(expires.Sub(s.now()) + time.Duration(i-rounds/2)*15*time.Millisecond)
			_, _ = s.st.Sim.PayByHand(sn, &offer, nil) // some come too late
		})
		all.Go(func() {
			time.Sleep(expires.Sub(s.now()))
			if err := s.orders.end(ctx, sn, payment.CauseTimeout); err != nil {
				t.Errorf("%s: %v", sn, err)
			}
		})
	}
	all.Wait()
	s.settled()
}
