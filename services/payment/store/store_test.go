package store_test

import (
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"gulimall/pkg/demodata"
	"gulimall/pkg/mariadb/dbtest"
	"gulimall/pkg/outbox"
	"gulimall/services/payment"
	"gulimall/services/payment/store"
)

type fixture struct {
	*store.Store
	t    *testing.T
	db   *gorm.DB
	now  time.Time
	next int
}

func open(t *testing.T) *fixture {
	t.Helper()
	f := &fixture{t: t, now: time.Now().UTC().Truncate(time.Second)}
	f.db = dbtest.Open(t, store.Migrations(), outbox.Migrations)
	f.Store = store.New(f.db, outbox.New(f.db), func() time.Time { return f.now })
	return f
}

func (f *fixture) sn() string {
	f.next++
	return strconv.Itoa(1000 + f.next)
}

func (f *fixture) offer(sn string) error {
	return f.Offer(f.t.Context(), payment.Payment{
		OrderSn: sn, MemberID: 7, Amount: 1230, Channel: payment.ChannelAlipay, ExpiresAt: f.now.Add(30 * time.Minute),
	}, f.now.Add(5*time.Second))
}

func (f *fixture) trade(sn, no string) payment.Trade {
	return payment.Trade{TradeNo: no, OrderSn: sn, Amount: 1230, PaidAt: f.now, Source: "notify"}
}

func (f *fixture) status(sn string) payment.Status {
	f.t.Helper()
	p, err := f.Find(f.t.Context(), sn)
	require.NoError(f.t, err)
	return p.Status
}

func (f *fixture) count(query string, args ...any) int {
	f.t.Helper()
	var n int
	require.NoError(f.t, f.db.Raw("SELECT COUNT(*) FROM "+query, args...).Scan(&n).Error)
	return n
}

func TestOffer(t *testing.T) {
	f := open(t)
	sn := f.sn()
	_, err := f.Find(t.Context(), sn)
	require.ErrorIs(t, err, payment.ErrNoRow)
	require.NoError(t, f.offer(sn))
	p, err := f.Find(t.Context(), sn)
	require.NoError(t, err)
	require.Equal(t, payment.Payment{
		OrderSn: sn, MemberID: 7, Amount: 1230, Status: payment.Open, Channel: "alipay", ExpiresAt: f.now.Add(30 * time.Minute), Offered: true,
	}, p)
	require.NoError(t, f.offer(sn), "a second click")
	require.Error(t, f.offer(strings.Repeat("9", 40)), "a number that does not fit is refused, not cut")
	require.Equal(t, 1, f.count("pay_payment"))

	for _, c := range []struct {
		name string
		move func(sn string)
	}{
		{"closing", func(sn string) { _, err := f.BeginClose(t.Context(), sn); require.NoError(t, err) }},
		{"closed", func(sn string) {
			_, err := f.BeginClose(t.Context(), sn)
			require.NoError(t, err)
			_, err = f.FinishClose(t.Context(), sn)
			require.NoError(t, err)
		}},
		{"paid", func(sn string) { require.NoError(t, f.Credit(t.Context(), f.trade(sn, "T"+sn), nil)) }},
	} {
		sn := f.sn()
		require.NoError(t, f.offer(sn))
		c.move(sn)
		require.ErrorIs(t, f.offer(sn), payment.ErrOrderState, c.name)
	}
}

func TestManyOffersAtOnce(t *testing.T) {
	f := open(t)
	sn := f.sn()
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			if err := f.offer(sn); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	require.Equal(t, payment.Open, f.status(sn))
}

func TestClosing(t *testing.T) {
	f := open(t)
	unknown, offered := f.sn(), f.sn()
	p, err := f.BeginClose(t.Context(), unknown)
	require.NoError(t, err)
	require.Equal(t, payment.Closed, p.Status, "nobody has a link")
	require.ErrorIs(t, f.offer(unknown), payment.ErrOrderState)

	require.NoError(t, f.offer(offered))
	for range 2 {
		p, err = f.BeginClose(t.Context(), offered)
		require.NoError(t, err)
		require.Equal(t, payment.Closing, p.Status)
	}
	for range 2 {
		status, err := f.FinishClose(t.Context(), offered)
		require.NoError(t, err)
		require.Equal(t, payment.Closed, status)
	}
	p, err = f.BeginClose(t.Context(), offered)
	require.NoError(t, err)
	require.Equal(t, payment.Closed, p.Status)

	crossed := f.sn()
	require.NoError(t, f.offer(crossed))
	_, err = f.BeginClose(t.Context(), crossed)
	require.NoError(t, err)
	require.NoError(t, f.Credit(t.Context(), f.trade(crossed, "C1"), nil))
	status, err := f.FinishClose(t.Context(), crossed)
	require.NoError(t, err)
	require.Equal(t, payment.Paid, status, "the money came first")

	open := f.sn()
	require.NoError(t, f.offer(open))
	status, err = f.FinishClose(t.Context(), open)
	require.NoError(t, err)
	require.Equal(t, payment.Open, status, "what is not closing is not closed")
	_, err = f.FinishClose(t.Context(), "nothing")
	require.ErrorIs(t, err, payment.ErrNoRow)
}

func TestCreditOnce(t *testing.T) {
	f := open(t)
	sn := f.sn()
	require.NoError(t, f.offer(sn))
	notice := payment.Notice{NotifyID: "n1", OrderSn: sn, TradeNo: "T1", Status: "TRADE_SUCCESS", Verdict: "paid", Raw: "a=b"}
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			heard := &notice
			if i%4 == 0 { // the poller finds the same trade
				heard = nil
			}
			if err := f.Credit(t.Context(), f.trade(sn, "T1"), heard); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	require.Equal(t, 1, f.count("pay_trade WHERE verdict = 'credited'"))
	require.Equal(t, 1, f.count("mq_message WHERE routing_key = 'payment.succeeded'"))
	require.Equal(t, 1, f.count("pay_notify WHERE times = 15"))
	require.Equal(t, 1, f.count("pay_payment WHERE status = 1 AND trade_no = 'T1' AND next_query_at IS NULL"))

	require.NoError(t, f.Credit(t.Context(), f.trade(sn, "T2"), nil))
	require.Equal(t, 2, f.count("mq_message WHERE routing_key = 'payment.succeeded'"), "a second trade is told too: the order says what becomes of it")
	require.Equal(t, 1, f.count("pay_payment WHERE trade_no = 'T1'"), "and does not take the place of the first")
	require.Error(t, f.Credit(t.Context(), payment.Trade{TradeNo: "T3", OrderSn: sn, Amount: 0, PaidAt: f.now}, &payment.Notice{NotifyID: "n3"}))
	require.Zero(t, f.count("pay_notify WHERE notify_id = 'n3'"), "effect and notification are one transaction")
}

func TestRefuse(t *testing.T) {
	f := open(t)
	sn := f.sn()
	require.NoError(t, f.offer(sn))
	require.NoError(t, f.Credit(t.Context(), f.trade(sn, "A"), nil))
	for range 3 {
		require.NoError(t, f.Refuse(t.Context(), f.trade(sn, "A"), payment.ReasonOrderClosed))
	}
	require.Equal(t, payment.Closed, f.status(sn))
	require.Equal(t, 1, f.count("pay_payment WHERE trade_no = '' AND paid_at IS NULL"))
	require.Equal(t, 1, f.count("pay_trade WHERE verdict = 'refused'"))
	require.Equal(t, 1, f.count("pay_exception WHERE kind = 'order_closed' AND amount = 1230"))
	refunds, err := f.Refunds(t.Context(), sn)
	require.NoError(t, err)
	require.Len(t, refunds, 1)
	require.Equal(t, "BACK_A", refunds[0].RefundSn)

	require.NoError(t, f.Credit(t.Context(), f.trade(sn, "A"), nil), "told again")
	require.Equal(t, payment.Closed, f.status(sn))
	require.Equal(t, 1, f.count("mq_message WHERE routing_key = 'payment.succeeded'"))
	require.Equal(t, 1, f.count("mq_message WHERE routing_key = 'payment.refunding'"), "once for a refund")

	more := f.trade(sn, "A")
	more.Amount = 999_999
	require.NoError(t, f.Refuse(t.Context(), more, payment.ReasonOrderClosed))
	require.Equal(t, 1, f.count("pay_refund WHERE amount = 1230"), "never more goes back than came")

	stranger := f.trade("5", "S")
	require.NoError(t, f.Refuse(t.Context(), stranger, payment.ReasonWrongAmount))
	require.Equal(t, 1, f.count("pay_refund WHERE trade_no = 'S' AND order_sn = '5'"))
}

func TestRefuseLeavesThePaymentToTheOtherTrade(t *testing.T) {
	f := open(t)
	sn := f.sn()
	require.NoError(t, f.offer(sn))
	require.NoError(t, f.Credit(t.Context(), f.trade(sn, "A"), nil))
	require.NoError(t, f.Credit(t.Context(), f.trade(sn, "B"), nil))
	require.NoError(t, f.Refuse(t.Context(), f.trade(sn, "A"), payment.ReasonPaidTwice))
	require.Equal(t, 1, f.count("pay_payment WHERE status = 1 AND trade_no = 'B'"))
	require.NoError(t, f.Refuse(t.Context(), f.trade(sn, "A"), payment.ReasonPaidTwice))
	require.Equal(t, 1, f.count("pay_payment WHERE status = 1 AND trade_no = 'B'"))
}

func TestDueFollowsTheScheduleAndSurvivesARestart(t *testing.T) {
	f := open(t)
	sn := f.sn()
	require.NoError(t, f.offer(sn))
	due := func(now time.Time) int {
		t.Helper()
		all, err := f.Due(t.Context(), now, 20)
		require.NoError(t, err)
		return len(all)
	}
	start := f.now
	require.Zero(t, due(start.Add(4*time.Second)))
	require.Equal(t, 1, due(start.Add(5*time.Second)))
	require.Zero(t, due(start.Add(14*time.Second)), "claimed: another copy leaves it alone")
	require.Equal(t, 1, due(start.Add(15*time.Second)))
	require.Equal(t, 1, due(start.Add(10*time.Minute)), "after a long stop it is asked once")
	require.Zero(t, due(start.Add(10*time.Minute)))
	require.NoError(t, f.AskSoon(t.Context(), sn, start.Add(11*time.Minute)))
	require.Equal(t, 1, due(start.Add(11*time.Minute)))

	_, err := f.BeginClose(t.Context(), sn)
	require.NoError(t, err)
	_, err = f.FinishClose(t.Context(), sn)
	require.NoError(t, err)
	require.Equal(t, 1, due(start.Add(2*time.Hour)), "a closed one is asked about for a day")
	require.Equal(t, 1, due(start.Add(26*time.Hour)))
	require.Zero(t, due(start.Add(1000*time.Hour)), "and then no more")

	require.NoError(t, f.AskSoon(t.Context(), sn, f.now))
	require.NoError(t, f.Credit(t.Context(), f.trade(sn, "T"), nil))
	require.NoError(t, f.AskSoon(t.Context(), sn, f.now))
	require.Zero(t, due(start.Add(2000*time.Hour)), "what is paid is not asked about")
}

func TestTwoCopiesShareTheWork(t *testing.T) {
	f := open(t)
	for range 60 {
		require.NoError(t, f.offer(f.sn()))
		sn := f.sn()
		require.NoError(t, f.Refuse(t.Context(), f.trade(sn, "T"+sn), payment.ReasonUnknownOrder))
	}
	at := f.now.Add(time.Minute)
	var payments, refunds atomic.Int64
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			for {
				p, err := f.Due(t.Context(), at, 7)
				if err != nil {
					t.Error(err)
					return
				}
				r, err := f.DueRefunds(t.Context(), at, at.Add(time.Minute), 7)
				if err != nil {
					t.Error(err)
					return
				}
				payments.Add(int64(len(p)))
				refunds.Add(int64(len(r)))
				if len(p)+len(r) == 0 {
					return
				}
			}
		})
	}
	all.Wait()
	require.EqualValues(t, 60, payments.Load())
	require.EqualValues(t, 60, refunds.Load())
}

func TestTheLifeOfARefund(t *testing.T) {
	f := open(t)
	sn := f.sn()
	require.NoError(t, f.Refuse(t.Context(), f.trade(sn, "A"), payment.ReasonUnknownOrder))
	claim := func(now time.Time) []payment.Refund {
		t.Helper()
		all, err := f.DueRefunds(t.Context(), now, now.Add(30*time.Second), 20)
		require.NoError(t, err)
		return all
	}
	first := claim(f.now)
	require.Len(t, first, 1)
	require.Equal(t, payment.Requested, first[0].Status)
	require.Empty(t, claim(f.now), "claimed")
	require.NoError(t, f.RefundConfirmed(t.Context(), first[0]))
	require.Zero(t, f.count("mq_message WHERE routing_key = 'payment.refunded'"), "what was never sent is not confirmed")

	require.NoError(t, f.RefundFailed(t.Context(), "BACK_A", strings.Repeat("系统繁忙", 400)+"\xff", f.now.Add(time.Second)))
	require.Equal(t, 1, f.count("pay_refund WHERE CHAR_LENGTH(last_fault) = 500"))
	second := claim(f.now.Add(time.Second))
	require.Len(t, second, 1)
	require.Equal(t, payment.Sent, second[0].Status, "it may have happened: it is asked about first")
	require.Equal(t, 1, second[0].Attempts)
	require.NoError(t, f.RefundSent(t.Context(), "BACK_A", f.now.Add(10*time.Second)))
	require.Empty(t, claim(f.now.Add(9*time.Second)))
	third := claim(f.now.Add(10 * time.Second))
	require.Len(t, third, 1)

	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if err := f.RefundConfirmed(t.Context(), third[0]); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	require.Equal(t, 1, f.count("mq_message WHERE routing_key = 'payment.refunded'"))
	require.NoError(t, f.RefundSent(t.Context(), "BACK_A", f.now))
	require.NoError(t, f.RefundFailed(t.Context(), "BACK_A", "late", f.now))
	require.Equal(t, 1, f.count("pay_refund WHERE status = 2 AND last_fault = '' AND confirmed_at IS NOT NULL"), "done stays done")
}

func TestNotified(t *testing.T) {
	f := open(t)
	n := payment.Notice{NotifyID: "n1", OrderSn: "1", TradeNo: "2", Status: "TRADE_CLOSED", Verdict: "noted", Raw: "a=b"}
	for range 3 {
		require.NoError(t, f.Notified(t.Context(), n))
	}
	n.Verdict = "wrong_amount"
	require.NoError(t, f.Notified(t.Context(), n))
	require.Equal(t, 1, f.count("pay_notify WHERE verdict = 'noted' AND times = 3"))
	require.Equal(t, 2, f.count("pay_notify"))
}

func TestSeed(t *testing.T) {
	f := open(t)
	for range 2 {
		require.NoError(t, f.Seed(t.Context(), demodata.Payments()))
	}
	require.Equal(t, len(demodata.Payments()), f.count("pay_payment p JOIN pay_trade t ON t.trade_no = p.trade_no AND t.amount = p.amount WHERE p.status = 1"))
}
