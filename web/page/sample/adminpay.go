package sample

import (
	"fmt"
	"slices"
	"time"

	"gulimall/pkg/money"
	"gulimall/web/page"
)

func paymentDesk() []Sample {
	return slices.Concat(payments(), reconciliations(), followUps())
}

// payHeads are the heads of a list that is sorted by its amounts.
func payHeads(path string, keys ...string) []page.AdminHead {
	heads := make([]page.AdminHead, len(keys))
	for i, key := range keys {
		heads[i] = page.AdminHead{Key: key, Number: key == "pay_amount"}
		switch key {
		case "pay_amount":
			heads[i].URL, heads[i].Sorted = "/payment/"+path+"?sort=pay_amount", "descending"
		case "pay_created", "pay_day", "pay_kind":
			heads[i].URL = "/payment/" + path + "?sort=" + key
		}
	}
	return heads
}

func payPager(path string) page.Pager {
	return page.NewPager(1, 50, 120, func(n int) string { return fmt.Sprintf("/payment/%s?page=%d", path, n) })
}

func payBacks() []page.PayReturn {
	return []page.PayReturn{
		{RefundSn: "BACK_20261121220000000000000002", OrderSn: "2026112100000000002", TradeNo: "20261121220000000000000002", Reason: "order_closed", State: "confirmed", Amount: 5990, Attempts: 2, CreatedAt: noon(), ConfirmedAt: noon()},
		{RefundSn: "BACK_20261121220000000000000003", OrderSn: "2026112100000000003", TradeNo: "20261121220000000000000003", Reason: "paid_twice", State: "sent", Amount: 1230, Attempts: 3, LastFault: "ACQ.SYSTEM_ERROR", CreatedAt: noon(), NextAt: noon()},
		{RefundSn: "AS_17", OrderSn: "2026112100000000004", TradeNo: "20261121220000000000000004", Reason: "after_sale", State: "requested", Amount: 119900, CreatedAt: noon(), NextAt: noon()},
	}
}

func payOdd() []page.PayException {
	return []page.PayException{
		{ID: 3, OrderSn: "2026112100000000003", TradeNo: "20261121220000000000000003", RefundSn: "BACK_20261121220000000000000003", Kind: "paid_twice", Amount: 1230, State: "open", CreatedAt: noon()},
		{ID: 2, OrderSn: "2026112100000000002", TradeNo: "20261121220000000000000002", RefundSn: "BACK_20261121220000000000000002", Kind: "order_closed", Amount: 5990, State: "returned", CreatedAt: noon()},
		{ID: 1, OrderSn: "2026112000000000001", TradeNo: "20261120220000000000000001", RefundSn: "BACK_20261120220000000000000001", Kind: "wrong_amount", Amount: 100, State: "resolved", Note: "已联系买家", By: "finance", CreatedAt: noon(), At: noon()},
	}
}

func payKinds() []page.PayKind {
	return []page.PayKind{
		{Kind: "missing_at_alipay", URL: "/payment/reconciliation.html?id=7&kind=missing_at_alipay", Count: 4321, Open: 4310, Chosen: true, Actions: []string{"ask", "explain"}},
		{Kind: "missing_in_books", URL: "/payment/reconciliation.html?id=7&kind=missing_in_books", Count: 1, Open: 1},
	}
}

func payEntries() []page.PayEntry {
	return []page.PayEntry{
		{OrderSn: "2026112100000000001", TradeNo: "20261121220000000000000001", Channel: "alipay", MemberID: 1, Amount: 899900, Status: "paid", Offered: true, CreatedAt: noon(), ExpiresAt: noon().Add(30 * time.Minute), PaidAt: noon()},
		{OrderSn: "2026112100000000002", Channel: "alipay", MemberID: 1, Amount: 5990, Status: "open", CreatedAt: noon()},
		{OrderSn: "2026112100000000003", MemberID: 2, Amount: 1230, Status: "closing", CreatedAt: noon()},
		{OrderSn: "2026112100000000004", Status: "closed", CreatedAt: noon()},
	}
}

func payments() []Sample {
	one := payEntries()[0]
	statuses := []page.Option{{Value: "paid", Label: "已支付", Selected: true}}
	list := page.PayList{AdminBase: keeper("支付单"), OrderSn: "", Amount: "", Statuses: statuses, Filtered: true, Payments: payEntries(), Pager: payPager("payments.html"), CSV: "/payment/payments.csv", Sort: "-pay_amount", MayMembers: true, Heads: payHeads("payments.html", "order_sn", "pay_state", "pay_amount", "trade_no", "pay_member", "pay_created", "paid")}
	none, read := list, list
	none.Payments, read.MayMembers = nil, false
	file := page.PayFile{
		AdminBase: keeper("订单的支付"), PayEntry: one, MayOrders: true, MayMembers: true, MayWrite: true, Refunds: payBacks(), Exceptions: payOdd(),
		Trades: []page.PayTrade{
			{TradeNo: one.TradeNo, Verdict: "credited", Source: "notify", Amount: one.Amount, PaidAt: noon(), CreatedAt: noon()},
			{TradeNo: "20261121220000000000000009", Verdict: "refused", Source: "query", Amount: one.Amount, PaidAt: noon(), CreatedAt: noon()},
		},
		Notices: []page.PayNotice{
			{NotifyID: "2026112200222120000000000001", TradeNo: one.TradeNo, TradeStatus: "TRADE_SUCCESS", Verdict: "paid", Raw: "trade_status=TRADE_SUCCESS", Times: 2, ReceivedAt: noon()},
			{NotifyID: "2026112200222120000000000002", TradeNo: one.TradeNo, TradeStatus: "TRADE_CLOSED", Verdict: "noted", Raw: "trade_status=TRADE_CLOSED", Times: 1, ReceivedAt: noon()},
			{NotifyID: "2026112200222120000000000003", TradeNo: one.TradeNo, TradeStatus: "TRADE_SUCCESS", Verdict: "wrong_amount", Raw: "total_amount=0.01", Times: 1, ReceivedAt: noon()},
		},
		Calls: payCalls(),
	}
	refunds := page.PayRefunds{AdminBase: keeper("退款"), States: statuses, Filtered: true, Refunds: payBacks(), Pager: payPager("refunds.html"), CSV: "/payment/refunds.csv", MayWrite: true, Now: "/payment/refunds.html?page=2", Sort: "-pay_amount", Heads: payHeads("refunds.html", "refund_sn", "order_sn", "pay_state", "pay_amount", "pay_reason", "pay_created", "pay_next")}
	noRefunds := refunds
	noRefunds.Refunds = nil
	tabs := []page.Tab{{Label: "全部", URL: "/payment/exceptions.html", Selected: true}, {Label: "待处理", URL: "/payment/exceptions.html?state=open"}}
	odd := page.PayExceptions{AdminBase: keeper("异常"), Tabs: tabs, State: "open", Kinds: statuses, Filtered: true, Exceptions: payOdd(), Pager: payPager("exceptions.html"), CSV: "/payment/exceptions.csv", MayWrite: true, Now: "/payment/exceptions.html?state=open", Sort: "-pay_amount", Heads: payHeads("exceptions.html", "pay_kind", "order_sn", "trade_no", "pay_amount", "pay_created", "pay_state", "pay_done")}
	noOdd, readOdd := odd, odd
	noOdd.Exceptions, readOdd.MayWrite, readOdd.State = nil, false, ""
	return []Sample{
		{"adminpayments", "full", 200, list},
		{"adminpayments", "read", 200, read},
		{"adminpayments", "none", 200, none},
		{"adminpayments", "empty", 200, page.PayList{AdminBase: keeper("支付单")}},
		{"adminpayment", "full", 200, file},
		{"adminpayment", "read", 200, page.PayFile{AdminBase: keeper("订单的支付"), PayEntry: payEntries()[2], Exceptions: payOdd()[:1]}},
		{"adminpayment", "bare", 200, page.PayFile{AdminBase: keeper("订单的支付"), PayEntry: payEntries()[1]}},
		{"adminrefunds", "full", 200, refunds},
		{"adminrefunds", "none", 200, noRefunds},
		{"adminrefunds", "empty", 200, page.PayRefunds{AdminBase: keeper("退款")}},
		{"adminexceptions", "full", 200, odd},
		{"adminexceptions", "read", 200, readOdd},
		{"adminexceptions", "none", 200, noOdd},
		{"adminexceptions", "empty", 200, page.PayExceptions{AdminBase: keeper("异常"), Tabs: tabs}},
		{"adminexception", "open", 422, page.PayExceptionEdit{AdminBase: refused(keeper("异常 3"), "", "note", "处理说明：必填"), PayException: payOdd()[0], Version: 1}},
		{"adminexception", "done", 200, page.PayExceptionEdit{AdminBase: keeper("异常 1"), PayException: payOdd()[2], Typed: "已联系买家", Version: 2}},
		{"adminexception", "meanwhile", 409, page.PayExceptionEdit{AdminBase: refused(keeper("异常 1"), "别人刚刚改过"), PayException: payOdd()[2], Typed: "我也联系了", Version: 2, Meanwhile: true}},
	}
}

func fen(n money.Fen) *money.Fen { return &n }

func reconciliations() []Sample {
	done := page.PayRun{
		ID: 7, Day: "2026-11-21", State: "done", Attempt: 2, Differences: 3, Open: 2, CreatedAt: noon(), FinishedAt: noon(), Orders: 41, Ordered: 4_120_000,
		Books: page.PaySide{Payments: 42, Received: 4_126_000, Refunds: 1, Refunded: 5990}, Bill: page.PaySide{Payments: 43, Received: 4_127_230, Refunds: 1, Refunded: 5990},
	}
	fits, settled, running, failed := done, done, done, done
	settled.Open = 0
	fits.Attempt, fits.Open, fits.Differences, fits.By = 1, 0, 0, "finance"
	running.State, running.Step, running.Looked = "running", "bill", 1200
	failed.State, failed.Fault = "failed", "bill_unreadable"
	off := running
	off.Fault = "bill_missing"
	steps := []page.Step{{Label: "本店账目", State: "done"}, {Label: "支付宝账单", State: "now"}, {Label: "订单", State: "todo"}, {Label: "核对", State: "todo"}}
	tabs := []page.Tab{{Label: "全部", URL: "/payment/reconciliation.html?id=7", Selected: true}, {Label: "待处理", URL: "/payment/reconciliation.html?id=7&state=open"}}
	open := page.PayFound{RunID: 7, N: 1, Kind: "missing_in_books", OrderSn: "2026112100000000009", TradeNo: "20261121220000000000000019", Bill: fen(1230), State: "open", Actions: []string{"ask", "explain"}}
	read := open
	read.Actions = nil
	handled := page.PayFound{RunID: 7, N: 2, Kind: "refund_missing_at_alipay", OrderSn: "2026112100000000002", TradeNo: "20261121220000000000000002", RefundSn: "BACK_20261121220000000000000002", Books: fen(5990), State: "followed", Action: "resend", Outcome: "resent", By: "finance", At: noon()}
	noted := page.PayFound{RunID: 7, N: 3, Kind: "paid_without_payment", OrderSn: "2026112100000000008", TradeNo: "20261121220000000000000018", Order: fen(990), State: "explained", Action: "explain", Outcome: "explained", Note: "线下收款", By: "finance", At: noon()}
	list := page.PayRuns{AdminBase: keeper("对账"), Date: "2026-11-21", Latest: "2026-11-21", Runs: []page.PayRun{running, done, settled, fits, failed}, Pager: payPager("reconciliations.html"), MayWrite: true, CSV: "/payment/reconciliations.csv", Heads: payHeads("reconciliations.html", "pay_day", "pay_state", "pay_books", "pay_bill", "pay_orders", "pay_differences", "pay_created")}
	narrow := list
	narrow.Runs, narrow.From, narrow.Open, narrow.Filtered, narrow.Sort = nil, "2026-11-01", true, true, "pay_day"
	desk := page.PayRunDesk{AdminBase: keeper("2026-11-21 的对账"), PayRun: done, NoBill: true, Strange: 2, Kept: 2, Tabs: tabs, Found: []page.PayFound{open, handled, noted}, Pager: payPager("reconciliation.html"), CSV: "/payment/reconciliation.csv?id=7", MayWrite: true, Now: "/payment/reconciliation.html?id=7&kind=missing_in_books", Kind: "missing_in_books", Kinds: payKinds(), Heads: payHeads("reconciliation.html", "pay_kind", "order_sn", "pay_numbers", "pay_books", "pay_bill", "pay_orders", "pay_follow")}
	readDesk, none := desk, desk
	readDesk.MayWrite, readDesk.Found, readDesk.NoBill, readDesk.Strange, readDesk.Kept = false, []page.PayFound{read, handled}, false, 0, 3
	none.Found, none.Filtered = nil, true
	return []Sample{
		{"adminreconciliations", "full", 200, list},
		{"adminreconciliations", "narrow", 200, narrow},
		{"adminreconciliations", "refused", 409, page.PayRuns{AdminBase: refused(keeper("对账"), "支付宝还没有这一天的账单", "date", "日期：超出允许的范围"), Date: "2026-11-22", Latest: "2026-11-21", MayWrite: true}},
		{"adminreconciliation", "done", 200, desk},
		{"adminreconciliation", "read", 200, readDesk},
		{"adminreconciliation", "none", 200, none},
		{"adminreconciliation", "fits", 200, page.PayRunDesk{AdminBase: keeper("2026-11-21 的对账"), PayRun: fits, Tabs: tabs, Beside: true}},
		{"adminreconciliation", "running", 200, page.PayRunDesk{AdminBase: keeper("2026-11-21 的对账"), PayRun: running, Steps: steps}},
		{"adminreconciliation", "put off", 200, page.PayRunDesk{AdminBase: keeper("2026-11-21 的对账"), PayRun: off, Steps: steps}},
		{"adminreconciliation", "failed", 200, page.PayRunDesk{AdminBase: keeper("2026-11-21 的对账"), PayRun: failed, MayWrite: true}},
		{"adminfollowup", "ask", 409, page.PayFollowUp{AdminBase: refused(keeper("后续处理"), "支付宝没有这样一笔已付款的交易"), PayFound: open, Day: "2026-11-21", Chosen: "ask"}},
		{"adminfollowup", "explain", 422, page.PayFollowUp{AdminBase: refused(keeper("后续处理"), "", "note", "说明：必填"), PayFound: open, Day: "2026-11-21", Chosen: "explain"}},
		{"adminfollowup", "done", 200, page.PayFollowUp{AdminBase: keeper("后续处理"), PayFound: noted, Day: "2026-11-21", Chosen: "explain"}},
		{"adminfollowup", "sent", 200, page.PayFollowUp{AdminBase: keeper("后续处理"), PayFound: handled, Day: "2026-11-21", Chosen: "resend"}},
	}
}

func followUps() []Sample {
	done := page.PayFound{N: 1, OrderSn: "2026112100000000009", TradeNo: "20261121220000000000000019", State: "followed", Outcome: "confirmed"}
	denied := page.PayFound{N: 2, OrderSn: "2026112100000000010", TradeNo: "20261121220000000000000020", RefundSn: "BACK_20261121220000000000000020"}
	ask := page.PayFollowUps{
		AdminBase: keeper("后续处理"), RunID: 7, Day: "2026-11-21", Back: "/payment/reconciliation.html?id=7", Kind: "missing_at_alipay", Chosen: "ask", Left: 3,
		Numbers: "1\n2\n3",
	}
	some, over, none, explain := ask, ask, ask, ask
	some.Left, some.Numbers, some.Lines = 1, "3", []page.PayFollowLine{{PayFound: done}, {PayFound: denied, Fault: "支付宝没有这样一笔已付款的交易"}}
	over.Left, over.Numbers, over.Lines = 0, "", some.Lines
	none.Left, none.Numbers = 0, ""
	explain.Chosen, explain.AdminBase = "explain", refused(keeper("后续处理"), "", "note", "说明：必填")
	return []Sample{
		{"adminfollowups", "ask", 200, ask},
		{"adminfollowups", "explain", 422, explain},
		{"adminfollowups", "some", 200, some},
		{"adminfollowups", "over", 200, over},
		{"adminfollowups", "none", 200, none},
	}
}

func payCalls() []page.PayCall {
	return []page.PayCall{
		{Method: "alipay.trade.fastpay.refund.query", Outcome: "not_yet", At: noon(), TookMs: 48},
		{Method: "alipay.trade.close", Outcome: "unknown", Fault: "Post \"https://openapi.alipay.com/gateway.do\": context deadline exceeded", At: noon(), TookMs: 5000},
		{Method: "alipay.trade.query", Outcome: "paid", At: noon(), TookMs: 31},
	}
}
