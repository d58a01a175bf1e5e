package store_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/paging"
	"gulimall/services/payment"
)

func finance() adminapi.By { return adminapi.By{StaffID: 5, Account: "finance", Address: "192.0.2.1"} }

func all() paging.Page { return paging.Page{Number: 1, Size: 50} }

func TestPaymentsAreFoundByEverything(t *testing.T) {
	f := open(t)
	paid, open := f.sn(), f.sn()
	require.NoError(t, f.offer(paid))
	require.NoError(t, f.Credit(t.Context(), f.trade(paid, "A"), &payment.Notice{NotifyID: "n1", OrderSn: paid, TradeNo: "A", Status: "TRADE_SUCCESS", Verdict: "paid", Raw: "x"}))
	require.NoError(t, f.Credit(t.Context(), f.trade(paid, "B"), nil))
	require.NoError(t, f.Refuse(t.Context(), f.trade(paid, "B"), payment.ReasonPaidTwice))
	f.now = f.now.Add(time.Second)
	require.NoError(t, f.offer(open))
	list := func(q payment.PaymentQuery) (sns []string) {
		t.Helper()
		q.Page = all()
		entries, total, err := f.Payments(t.Context(), q)
		require.NoError(t, err)
		require.EqualValues(t, len(entries), total)
		for _, e := range entries {
			sns = append(sns, e.OrderSn)
		}
		return sns
	}
	status, amount, other := payment.Paid, f.trade(paid, "").Amount, f.trade(paid, "").Amount+1
	require.Equal(t, []string{open, paid}, list(payment.PaymentQuery{}), "the newest first")
	for name, q := range map[string]payment.PaymentQuery{
		"order": {OrderSn: paid}, "trade": {TradeNo: "A"}, "the trade that went back": {TradeNo: "B"}, "status": {Status: &status}, "time": {To: f.now},
	} {
		require.Equal(t, []string{paid}, list(q), name)
	}
	require.Len(t, list(payment.PaymentQuery{MemberID: 7, Amount: &amount}), 2)
	require.Empty(t, list(payment.PaymentQuery{MemberID: 8}))
	require.Empty(t, list(payment.PaymentQuery{Amount: &other}))
	require.Equal(t, []string{open}, list(payment.PaymentQuery{From: f.now}))

	file, err := f.File(t.Context(), paid)
	require.NoError(t, err)
	require.Equal(t, payment.Paid, file.Status)
	require.Len(t, file.Trades, 2)
	require.Equal(t, "refused", file.Trades[1].Verdict())
	require.Equal(t, "paid", file.Notices[0].Verdict)
	require.Equal(t, "BACK_B", file.Refunds[0].RefundSn)
	require.Equal(t, payment.ExceptionOpen, file.Exceptions[0].State)
	_, err = f.File(t.Context(), "none")
	require.ErrorIs(t, err, payment.ErrNoRow)
	require.NoError(t, f.Refuse(t.Context(), f.trade("99", "S"), payment.ReasonUnknownOrder))
	file, err = f.File(t.Context(), "99")
	require.NoError(t, err, "money for an order that nobody knows has a file too")
	require.Len(t, file.Exceptions, 1)
}

func TestARefundIsTriedAtOnce(t *testing.T) {
	f := open(t)
	require.NoError(t, f.Refuse(t.Context(), f.trade("1", "A"), payment.ReasonUnknownOrder))
	require.NoError(t, f.RefundFailed(t.Context(), "BACK_A", "system error", f.now.Add(10*time.Minute)))
	due, err := f.DueRefunds(t.Context(), f.now, f.now, 20)
	require.NoError(t, err)
	require.Empty(t, due)
	_, err = f.RetryRefund(t.Context(), "BACK_A", finance())
	require.NoError(t, err)
	due, err = f.DueRefunds(t.Context(), f.now, f.now.Add(time.Minute), 20)
	require.NoError(t, err)
	require.Len(t, due, 1)
	require.Equal(t, 1, f.count("mq_message WHERE routing_key = 'staff.acted' AND payload LIKE '%refund.retried%'"))
	require.NoError(t, f.RefundConfirmed(t.Context(), due[0]))
	_, err = f.RetryRefund(t.Context(), "BACK_A", finance())
	require.ErrorIs(t, err, payment.ErrRefundState)
	_, err = f.RetryRefund(t.Context(), "BACK_B", finance())
	require.ErrorIs(t, err, payment.ErrNoRefund)
	confirmed := payment.Confirmed
	for name, q := range map[string]payment.RefundQuery{
		"all": {}, "state": {State: &confirmed}, "order": {OrderSn: "1"}, "reason": {Reason: payment.ReasonUnknownOrder}, "time": {From: f.now, To: f.now.Add(time.Second)},
	} {
		q.Page = all()
		found, total, err := f.RefundList(t.Context(), q)
		require.NoError(t, err, name)
		require.Len(t, found, 1, name)
		require.EqualValues(t, 1, total, name)
		require.Equal(t, f.now, found[0].ConfirmedAt)
	}
}

func TestTheSecondWhoResolvesAnExceptionIsTold(t *testing.T) {
	f := open(t)
	require.NoError(t, f.Refuse(t.Context(), f.trade("1", "A"), payment.ReasonUnknownOrder))
	states := func(state payment.ExceptionState) int {
		t.Helper()
		_, total, err := f.Exceptions(t.Context(), payment.ExceptionQuery{State: state, Page: all()})
		require.NoError(t, err)
		return int(total)
	}
	require.Equal(t, 1, states(payment.ExceptionOpen))
	require.NoError(t, f.RefundSent(t.Context(), "BACK_A", f.now))
	require.NoError(t, f.RefundConfirmed(t.Context(), payment.Refund{RefundSn: "BACK_A", OrderSn: "1", TradeNo: "A", Amount: 1230}))
	require.Equal(t, 1, states(payment.ExceptionReturned), "dealt with by itself")
	require.Zero(t, states(payment.ExceptionOpen))
	for range 2 {
		e, err := f.Resolve(t.Context(), 1, 1, "called the buyer", finance())
		require.NoError(t, err, "the same form twice")
		require.EqualValues(t, 2, e.Version)
	}
	require.Equal(t, 1, f.count("mq_message WHERE payload LIKE '%exception.resolved%'"))
	other := adminapi.By{Account: "admin"}
	_, err := f.Resolve(t.Context(), 1, 1, "me too", other)
	require.ErrorIs(t, err, payment.ErrEditedMeantime)
	e, err := f.Resolve(t.Context(), 1, 2, "me too", other)
	require.NoError(t, err)
	require.Equal(t, "admin", e.ResolvedBy)
	require.Equal(t, 1, states(payment.ExceptionResolved))
	_, err = f.Resolve(t.Context(), 9, 1, "x", other)
	require.ErrorIs(t, err, payment.ErrNoException)
	_, err = f.Exception(t.Context(), 9)
	require.ErrorIs(t, err, payment.ErrNoException)
	found, _, err := f.Exceptions(t.Context(), payment.ExceptionQuery{Kind: payment.ReasonUnknownOrder, OrderSn: "1", Page: all()})
	require.NoError(t, err)
	require.Len(t, found, 1)
}

func TestDaySumsAreThoseOfTheBooks(t *testing.T) {
	f := open(t)
	desk := payment.NewDesk(f, func() time.Time { return f.now })
	sum := func(days int) payment.Summary {
		t.Helper()
		s, err := desk.Summary(t.Context(), days)
		require.NoError(t, err)
		return s
	}
	require.Len(t, sum(30).Days, 30, "days without a row are there all the same")
	today := payment.DayOf(f.now)
	old := f.trade("1", "A")
	old.PaidAt = today.Later(-40).From()
	require.NoError(t, f.Credit(t.Context(), old, nil))
	require.NoError(t, f.Credit(t.Context(), f.trade("2", "B"), nil))
	require.NoError(t, desk.Fold(t.Context()))
	s := sum(41)
	require.Equal(t, payment.Sum{Day: today.Later(-40), Payments: 1, Received: 1230}, s.Days[0], "the first fold looks back as far as a dashboard does")
	require.Equal(t, payment.Sum{Day: today, Payments: 1, Received: 1230}, s.Days[40])
	require.NoError(t, f.Refuse(t.Context(), f.trade("2", "B"), payment.ReasonUnknownOrder))
	require.EqualValues(t, 1, sum(1).OpenRefunds)
	require.EqualValues(t, 1, sum(1).OpenExceptions)
	require.NoError(t, f.RefundSent(t.Context(), "BACK_B", f.now))
	require.NoError(t, f.RefundConfirmed(t.Context(), payment.Refund{RefundSn: "BACK_B", OrderSn: "2", TradeNo: "B", Amount: 1230}))
	for range 2 {
		require.NoError(t, desk.Fold(t.Context()))
		require.NoError(t, desk.FoldAll(t.Context()))
	}
	require.Equal(t, payment.Summary{At: f.now, Days: []payment.Sum{{Day: today, Payments: 1, Received: 1230, Refunds: 1, Refunded: 1230}}}, sum(1))
}

func TestADayIsComparedOnceAtATime(t *testing.T) {
	f := open(t)
	var ids sync.Map
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			run, err := f.Begin(context.Background(), "2026-11-21", false, finance())
			if err != nil {
				t.Error(err)
			}
			ids.Store(run.ID, true)
		})
	}
	group.Wait()
	require.Equal(t, 1, f.count("pay_reconciliation"), "whoever else asks gets the one that runs")
	ids.Range(func(id, _ any) bool { require.EqualValues(t, f.only(), id); return true })
	require.Equal(t, 1, f.count("mq_message WHERE payload LIKE '%reconciliation.begun%'"))

	run, err := f.Claim(t.Context(), f.now, f.now.Add(time.Minute))
	require.NoError(t, err)
	_, err = f.Claim(t.Context(), f.now, f.now.Add(time.Minute))
	require.ErrorIs(t, err, payment.ErrNoRun, "claimed")
	run.Step, run.Looked = payment.StepBill, 12
	mine, err := f.Progress(t.Context(), run, f.now.Add(time.Minute))
	require.NoError(t, err)
	require.True(t, mine)

	later := f.now.Add(2 * time.Minute) // the worker is gone
	second, err := f.Claim(t.Context(), later, later.Add(time.Minute))
	require.NoError(t, err)
	require.Equal(t, run.ID, second.ID)
	require.Equal(t, payment.StepBill, second.Step)
	mine, err = f.Progress(t.Context(), run, later)
	require.NoError(t, err)
	require.False(t, mine, "the first one is told")
	require.NoError(t, f.Finish(t.Context(), run, payment.Result{Found: []payment.Difference{{Kind: payment.MissingInBooks}}}))
	require.Zero(t, f.count("pay_difference"), "and its result does not count")

	amount := f.trade("", "").Amount
	differences := []payment.Difference{
		{Kind: payment.MissingInBooks, OrderSn: "1", TradeNo: "A", Bill: &amount}, {Kind: payment.PaidWithoutPayment, OrderSn: "2", TradeNo: "B", Order: &amount},
	}
	for range 2 {
		require.NoError(t, f.Finish(t.Context(), second, payment.Result{Found: differences, Totals: payment.Totals{Orders: 3}}))
	}
	done, err := f.Run(t.Context(), second.ID)
	require.NoError(t, err)
	require.Equal(t, payment.RunDone, done.State)
	require.EqualValues(t, 3, done.Orders)
	require.Equal(t, 2, done.Open)
	found, err := f.Difference(t.Context(), done.ID, 2)
	require.NoError(t, err)
	require.Equal(t, differences[1], found.Difference)

	// What was explained stays explained in the next run, where it is the same.
	found.State, found.Action, found.Outcome, found.Note, found.HandledBy, found.HandledAt = payment.DifferenceExplained, payment.Explain, payment.OutcomeExplained, "by hand", "finance", f.now
	for want := range 2 {
		handled, err := f.Handle(t.Context(), found, finance())
		require.NoError(t, err)
		require.Equal(t, want == 0, handled, "once")
	}
	require.Equal(t, 1, f.count("mq_message WHERE payload LIKE '%difference.handled%'"))
	again, err := f.Begin(t.Context(), "2026-11-21", false, finance())
	require.NoError(t, err)
	require.Equal(t, 2, again.Attempt)
	third, err := f.Claim(t.Context(), later, later)
	require.NoError(t, err)
	require.NoError(t, f.Finish(t.Context(), third, payment.Result{Found: differences}))
	runs, total, err := f.Runs(t.Context(), payment.RunQuery{Page: all()})
	require.NoError(t, err)
	require.EqualValues(t, 2, total, "the history is kept")
	require.Equal(t, []int{1, 1}, []int{runs[0].Open, runs[1].Open})
	open := payment.DifferenceOpen
	left, _, err := f.Differences(t.Context(), payment.DifferenceQuery{RunID: third.ID, State: &open, Page: all()})
	require.NoError(t, err)
	require.Len(t, left, 1)
	require.Equal(t, payment.MissingInBooks, left[0].Kind)
}

// only is the number of the one run that there is.
func (f *fixture) only() (id int64) {
	f.t.Helper()
	require.NoError(f.t, f.db.Raw("SELECT id FROM pay_reconciliation").Scan(&id).Error)
	return id
}

func TestANightHasOneComparison(t *testing.T) {
	f := open(t)
	var group sync.WaitGroup
	for range 6 {
		group.Go(func() {
			if _, err := f.Begin(context.Background(), "2026-11-21", true, adminapi.By{}); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	run, err := f.Claim(t.Context(), f.now, f.now.Add(time.Minute))
	require.NoError(t, err)
	require.NoError(t, f.PutOff(t.Context(), run, "unavailable", f.now))
	run, err = f.Claim(t.Context(), f.now, f.now.Add(time.Minute))
	require.NoError(t, err)
	require.Equal(t, "unavailable", run.Fault)
	require.Equal(t, 2, run.Tries)
	require.NoError(t, f.Fail(t.Context(), run, "bill_unreadable"))
	_, err = f.Begin(t.Context(), "2026-11-21", true, adminapi.By{})
	require.NoError(t, err)
	require.Equal(t, 1, f.count("pay_reconciliation WHERE state = 2 AND fault = 'bill_unreadable' AND busy_day IS NULL"), "it does not begin by itself again")
	require.Equal(t, 1, f.count("pay_reconciliation"))
	_, err = f.Begin(t.Context(), "2026-11-21", false, finance())
	require.NoError(t, err)
	require.Equal(t, 2, f.count("pay_reconciliation"), "but by hand")
	_, err = f.Run(t.Context(), 99)
	require.ErrorIs(t, err, payment.ErrNoRun)
}
