package payments_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/paging"
	"gulimall/services/alipaysim"
	"gulimall/services/payment"
)

// Paid implements payment.PaidOrders: whatever was paid was paid today.
func (o *orders) Paid(_ context.Context, day payment.Day, _ string) ([]payment.PaidOrder, string, error) {
	if day != payment.DayOf(o.shop.now()) {
		return nil, "", nil
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	var all []payment.PaidOrder
	for sn, row := range o.all {
		if row.state == paid {
			all = append(all, payment.PaidOrder{OrderSn: sn, TradeNo: row.tradeNo, Amount: amount, PaidAt: o.shop.now()})
		}
	}
	return all, "", nil
}

// books compares the shop's books; by is who does it.
type books struct {
	*shop
	*payment.Reconciler
	by adminapi.By
}

func (s *shop) books(sameDay bool) *books {
	return &books{s, payment.NewReconciler(s.store, s.alipay, s.orders, s.uc, sameDay, s.now, slog.New(slog.DiscardHandler)), adminapi.By{StaffID: 5, Account: "finance"}}
}

// compare compares today, and gives what does not fit and nobody has dealt with, by its kind.
func (b *books) compare() map[payment.Kind]payment.Found {
	b.t.Helper()
	run, err := b.Begin(context.Background(), payment.DayOf(b.now()), b.by)
	require.NoError(b.t, err)
	_, err = b.Work(context.Background())
	require.NoError(b.t, err)
	run, err = b.Run(context.Background(), run.ID)
	require.NoError(b.t, err)
	require.Equal(b.t, payment.RunDone, run.State, run.Fault)
	open := payment.DifferenceOpen
	found, _, err := b.Differences(context.Background(), payment.DifferenceQuery{RunID: run.ID, State: &open, Page: paging.Whole(100)})
	require.NoError(b.t, err)
	kinds := map[payment.Kind]payment.Found{}
	for _, f := range found {
		require.NotContains(b.t, kinds, f.Kind)
		kinds[f.Kind] = f
	}
	return kinds
}

// follow follows a difference up, twice, and wants an outcome.
func (b *books) follow(f payment.Found, action payment.Action, want payment.Outcome) {
	b.t.Helper()
	for range 2 {
		done, err := b.FollowUp(context.Background(), f.RunID, f.N, action, "seen to", b.by)
		require.NoError(b.t, err)
		require.Equal(b.t, want, done.Outcome)
	}
}

func (s *shop) do(statement string, args ...any) {
	s.t.Helper()
	done := s.db.Exec(statement, args...)
	require.NoError(s.t, done.Error)
	require.Positive(s.t, done.RowsAffected, statement)
}

// away pays an order that has been closed, and gives the trade once the money is on its way back.
func (s *shop) away() alipaysim.Trade {
	s.t.Helper()
	sn := s.order()
	link := s.link(sn)
	require.NoError(s.t, s.orders.end(context.Background(), sn, payment.CauseCancel))
	trade := s.pay(link)
	s.eventually(func() bool { return s.count("pay_refund WHERE order_sn = ?", sn) == 1 })
	return trade
}

// TestADayOnWhichAllIsWell: whatever happens to buyers, the three sides say the same.
func TestADayOnWhichAllIsWell(t *testing.T) {
	s := open(t)
	s.work()
	for range 3 {
		s.paidOrder()
	}
	s.away()
	s.faults(alipaysim.Faults{PayTwice: true})
	s.paidOrder()
	s.healed()
	s.link(s.order())
	s.settled()
	require.Empty(t, s.books(true).compare())
}

// TestEveryDifferenceIsFoundAndMended breaks the books in every way there is; the comparison finds each and no other, one click mends it,
// and the next comparison finds nothing.
func TestEveryDifferenceIsFoundAndMended(t *testing.T) {
	s := open(t)
	b := s.books(true)
	for range 2 {
		s.paidOrder() // what is well stays out of it
	}

	unheard := s.order() // nobody told us, and nobody has asked yet
	offer := s.offer(s.link(unheard))
	_, err := s.st.Sim.PayByHand(unheard, &offer, &alipaysim.Faults{Drop: true})
	require.NoError(t, err)
	wrong, _ := s.paidOrder()
	s.do("UPDATE pay_trade SET amount = amount + 100 WHERE order_sn = ?", wrong)
	forgetful, _ := s.paidOrder()
	require.True(t, s.orders.move(forgetful, pending, "", paid), "order has lost what it was told")
	made := s.order()
	s.do("INSERT INTO pay_trade (trade_no, order_sn, amount, verdict, source, paid_at, created_at) VALUES ('MADE', ?, 1230, 'credited', 'notify', ?, ?)", made, s.now(), s.now())
	require.True(t, s.orders.move(made, paid, "MADE", pending))
	free := s.order()
	require.True(t, s.orders.move(free, paid, "FREE", pending))
	unsent := s.away() // written down as confirmed, and never sent
	s.do("UPDATE pay_refund SET status = 2, confirmed_at = ? WHERE trade_no = ?", s.now(), unsent.TradeNo)
	unconfirmed := s.away() // sent, and never confirmed
	_, _, err = s.st.Sim.Refund(alipaysim.RefundOrder{Ref: alipaysim.Ref{TradeNo: unconfirmed.TradeNo}, RequestNo: "BACK_" + unconfirmed.TradeNo, Amount: unconfirmed.Amount, Reason: "order_closed"})
	require.NoError(t, err)
	other := s.away() // another amount than what went back
	_, _, err = s.st.Sim.Refund(alipaysim.RefundOrder{Ref: alipaysim.Ref{TradeNo: other.TradeNo}, RequestNo: "BACK_" + other.TradeNo, Amount: other.Amount, Reason: "order_closed"})
	require.NoError(t, err)
	s.do("UPDATE pay_refund SET status = 2, confirmed_at = ?, amount = amount - 1 WHERE trade_no = ?", s.now(), other.TradeNo)

	found := b.compare()
	require.Equal(t, unheard, found[payment.MissingInBooks].OrderSn)
	require.Equal(t, wrong, found[payment.AmountDiffers].OrderSn)
	require.Equal(t, forgetful, found[payment.OrderNotPaid].OrderSn)
	require.Equal(t, made, found[payment.MissingAtAlipay].OrderSn)
	require.Equal(t, free, found[payment.PaidWithoutPayment].OrderSn)
	require.Equal(t, unsent.TradeNo, found[payment.RefundMissingAtAlipay].TradeNo)
	require.Equal(t, unconfirmed.TradeNo, found[payment.RefundMissingInBooks].TradeNo)
	require.Equal(t, other.TradeNo, found[payment.RefundAmountDiffers].TradeNo)
	require.Len(t, found, 8)

	b.follow(found[payment.MissingInBooks], payment.Ask, payment.OutcomeCredited)
	b.follow(found[payment.AmountDiffers], payment.Ask, payment.OutcomeCorrected)
	b.follow(found[payment.OrderNotPaid], payment.Publish, payment.OutcomePublished)
	b.follow(found[payment.RefundMissingAtAlipay], payment.Resend, payment.OutcomeResent)
	b.follow(found[payment.RefundMissingInBooks], payment.Resend, payment.OutcomeResent)
	for _, kind := range []payment.Kind{payment.MissingAtAlipay, payment.PaidWithoutPayment} {
		_, err := b.FollowUp(t.Context(), found[kind].RunID, found[kind].N, payment.Ask, "", b.by)
		require.ErrorIs(t, err, payment.ErrDenied)
		b.follow(found[kind], payment.Explain, payment.OutcomeExplained)
	}
	b.follow(found[payment.RefundAmountDiffers], payment.Explain, payment.OutcomeExplained)
	s.work()
	s.becomes(unheard, paid)
	s.becomes(forgetful, paid)
	s.eventually(func() bool { return s.count("pay_refund WHERE status < 2") == 0 })
	require.Zero(t, s.count("pay_trade WHERE order_sn = ? AND amount <> 1230", wrong))
	require.Empty(t, b.compare(), "what was followed up is gone, what was explained stays explained")
}

func TestMoneyThatNoOrderKeepsIsSentBackByHand(t *testing.T) {
	s := open(t)
	b := s.books(true)
	sn, money := s.paidOrder()
	trade := money.TradeNo
	require.True(t, s.orders.move(sn, pending, "", paid))
	f := b.compare()[payment.OrderNotPaid]
	_, err := b.FollowUp(t.Context(), f.RunID, f.N, payment.GiveBack, "", b.by)
	require.ErrorIs(t, err, payment.ErrOrderState, "the order waits for this very money")
	require.True(t, s.orders.move(sn, closed, "", pending))
	b.follow(f, payment.GiveBack, payment.OutcomeSentBack)
	s.work()
	s.eventually(func() bool { return s.count("pay_refund WHERE trade_no = ? AND status = 2", trade) == 1 })
	require.Empty(t, b.compare())
	s.settled()
}

func TestAStrangersTradeIsSentBack(t *testing.T) {
	s := open(t)
	b := s.books(true)
	s.faults(alipaysim.Faults{Drop: true})
	link, err := s.alipay.PayURL("4711", "another shop", amount, s.now().Add(ttl))
	require.NoError(t, err)
	trade := s.pay(link)
	b.follow(b.compare()[payment.MissingInBooks], payment.Ask, payment.OutcomeSentBack)
	s.work()
	s.eventually(func() bool { return s.count("pay_refund WHERE trade_no = ? AND status = 2", trade.TradeNo) == 1 })
	require.Empty(t, b.compare())
}

func TestAComparisonWaitsForWhoeverIsAway(t *testing.T) {
	s := open(t)
	b := s.books(true)
	s.paidOrder()
	run, err := b.Begin(t.Context(), payment.DayOf(s.now()), b.by)
	require.NoError(t, err)
	state := func() payment.Run {
		t.Helper()
		_, err := b.Work(t.Context())
		require.NoError(t, err)
		r, err := b.Run(t.Context(), run.ID)
		require.NoError(t, err)
		return r
	}
	s.faults(alipaysim.Faults{Gateway: alipaysim.GatewayFaults{Status502: true}})
	require.Equal(t, payment.RunRunning, state().State)
	s.healed()
	require.Equal(t, 1, state().Tries, "it rests")
	s.later(time.Minute)
	require.Equal(t, payment.RunDone, state().State)

	s.faults(alipaysim.Faults{Gateway: alipaysim.GatewayFaults{Status502: true}})
	run, err = b.Begin(t.Context(), payment.DayOf(s.now()), b.by)
	require.NoError(t, err)
	for range 5 {
		state()
		s.later(10 * time.Minute)
	}
	r, err := b.Run(t.Context(), run.ID)
	require.NoError(t, err)
	require.Equal(t, payment.RunFailed, r.State, "and gives up in the end")
}

func TestABillIsThereOnTheNextMorning(t *testing.T) {
	s := open(t)
	b := s.books(false)
	noon := payment.DayOf(s.now()).Later(1).From().Add(12 * time.Hour)
	s.later(noon.Sub(s.now()))
	today := payment.DayOf(s.now())
	_, err := b.Begin(t.Context(), today, b.by)
	require.ErrorIs(t, err, payment.ErrBillNotReady)
	_, err = b.Begin(t.Context(), today.Later(1), b.by)
	require.Equal(t, "date", apperr.From(err).Fields[0].Name)
	require.Equal(t, today.Later(-1), b.Latest())
	_, err = b.Begin(t.Context(), today.Later(-1), b.by)
	require.NoError(t, err)
	s.later(-3 * time.Hour) // nine in the morning
	require.Equal(t, today.Later(-2), b.Latest())
	_, err = b.Begin(t.Context(), today.Later(-1), b.by)
	require.ErrorIs(t, err, payment.ErrBillNotReady)
}

// TestANightlyComparisonWaitsForALateBill: a bill that is not there looks like a day on which nothing moved, but our books say otherwise.
func TestANightlyComparisonWaitsForALateBill(t *testing.T) {
	s := open(t)
	b := s.books(false)
	s.do("INSERT INTO pay_trade (trade_no, order_sn, amount, verdict, source, paid_at, created_at) VALUES ('T', '1', 1230, 'refused', 'notify', ?, ?)",
		payment.DayOf(s.now()).Later(-1).From(), s.now())
	noon := payment.DayOf(s.now()).From().Add(12 * time.Hour)
	s.later(noon.Sub(s.now()))
	for range 3 {
		require.NoError(t, b.Nightly(t.Context()))
	}
	require.Equal(t, 1, s.count("pay_reconciliation WHERE nightly_day = ?", string(payment.DayOf(s.now()).Later(-1))))
	_, err := b.Work(t.Context())
	require.NoError(t, err)
	require.Equal(t, 1, s.count("pay_reconciliation WHERE state = 0 AND fault = 'bill_missing'"))
	for range 4 {
		s.later(31 * time.Minute)
		_, err := b.Work(t.Context())
		require.NoError(t, err)
	}
	require.Equal(t, 1, s.count("pay_reconciliation WHERE state = 1 AND no_bill AND differences = 1"), "and says in the end what it sees")
}
