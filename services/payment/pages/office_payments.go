package pages

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/csvfile"
	"gulimall/pkg/paging"
	"gulimall/services/payment"
	"gulimall/web/frame"
	"gulimall/web/page"
)

func paymentColumns() []frame.Column {
	return []frame.Column{
		{Key: "order_sn"},
		{Key: "pay_state"},
		{Key: "pay_amount", Sorts: true, Numbers: true},
		{Key: "trade_no"},
		{Key: "pay_member", Numbers: true},
		{Key: "pay_created", Sorts: true},
		{Key: "paid"},
	}
}

// paymentsAsked reads which payments are wanted. What names no state chooses all, as an empty filter does.
func paymentsAsked(c *gin.Context) (payment.PaymentQuery, error) {
	from, to, err := days(c)
	status, _ := payment.Named(c.Query("status"), payment.Statuses())
	return payment.PaymentQuery{
		OrderSn: strings.TrimSpace(c.Query("orderSn")), TradeNo: strings.TrimSpace(c.Query("tradeNo")), Status: status,
		MemberID: frame.Number(c.Query("memberId")), Amount: sum(strings.TrimSpace(c.Query("amount"))), From: from, To: to,
		Sort: sorted(c, paymentColumns()), Page: frame.Sheet(c),
	}, err
}

func entry(e payment.Entry) page.PayEntry {
	return page.PayEntry{
		OrderSn: e.OrderSn, TradeNo: e.TradeNo, Channel: e.Channel, MemberID: e.MemberID, Amount: e.Amount, Status: e.Status.Name(), Offered: e.Offered,
		CreatedAt: e.CreatedAt, ExpiresAt: e.ExpiresAt, PaidAt: e.PaidAt,
	}
}

func (o office) payments(c *gin.Context) error {
	q, err := paymentsAsked(c)
	if err != nil {
		return err
	}
	found, total, err := o.desk.Payments(c.Request.Context(), q)
	if err != nil {
		return err
	}
	shown := page.PayList{
		AdminBase: o.frame.Base(c, o.frame.Words(c).T("admin.page.payments"), "payments"), OrderSn: q.OrderSn, TradeNo: q.TradeNo, Member: c.Query("memberId"),
		Amount: c.Query("amount"), From: c.Query("from"), To: c.Query("to"), Pager: frame.Pager(c, q.Page, total), CSV: frame.File(c),
		Statuses: o.frame.Options(c, "money.status.", c.Query("status"), names(payment.Statuses())...),
		Filtered: filtered(c, "orderSn", "tradeNo", "status", "memberId", "amount", "from", "to"), Heads: heads(c, paymentColumns()),
		Sort: c.Query("sort"), MayMembers: o.frame.May(c, adminapi.MemberRead),
	}
	for _, e := range found {
		shown.Payments = append(shown.Payments, entry(e))
	}
	return o.frame.Show(c, http.StatusOK, "adminpayments", shown)
}

// paymentsCSV is the list with its filters and its order, all pages of it.
func (o office) paymentsCSV(c *gin.Context) error {
	q, err := paymentsAsked(c)
	if err != nil {
		return err
	}
	q.Page = paging.Whole(csvfile.MostRows)
	found, _, err := o.desk.Payments(c.Request.Context(), q)
	if err != nil {
		return err
	}
	words, lines := o.frame.Words(c), make([][]string, len(found))
	for i, e := range found {
		lines[i] = []string{
			e.OrderSn, words.T("money.status." + e.Status.Name()), e.Amount.String(), e.TradeNo, number(e.MemberID), written(e.CreatedAt), written(e.PaidAt),
		}
	}
	return frame.SendCSV(c, "payments", []string{
		words.T("admin.order_sn"), words.T("admin.state"), words.T("money.amount"), words.T("money.trade"), words.T("money.member"),
		words.T("admin.created_at"), words.T("money.paid_at"),
	}, lines)
}

func (o office) file(c *gin.Context) error {
	f, err := o.desk.File(c.Request.Context(), c.Query("orderSn"))
	if err != nil {
		return err
	}
	shown := page.PayFile{
		AdminBase: o.frame.Base(c, o.frame.Words(c).T("money.payment_of", "OrderSn", f.OrderSn), "payments"), PayEntry: entry(f.Entry),
		MayOrders: o.frame.May(c, adminapi.OrderRead), MayMembers: o.frame.May(c, adminapi.MemberRead), MayWrite: o.frame.May(c, adminapi.PaymentWrite),
	}
	for _, t := range f.Trades {
		shown.Trades = append(shown.Trades, page.PayTrade{
			TradeNo: t.TradeNo, Verdict: t.Verdict(), Source: t.Source, Amount: t.Amount, PaidAt: t.PaidAt, CreatedAt: t.CreatedAt,
		})
	}
	for _, n := range f.Notices {
		shown.Notices = append(shown.Notices, page.PayNotice{
			NotifyID: n.NotifyID, TradeNo: n.TradeNo, TradeStatus: n.Status, Verdict: n.Verdict, Raw: n.Raw, Times: n.Times, ReceivedAt: n.ReceivedAt,
		})
	}
	for _, r := range f.Refunds {
		shown.Refunds = append(shown.Refunds, refund(r))
	}
	for _, e := range f.Exceptions {
		shown.Exceptions = append(shown.Exceptions, exception(e))
	}
	for _, call := range f.Calls {
		shown.Calls = append(shown.Calls, page.PayCall{
			Method: call.Method, Outcome: call.Outcome, Fault: call.Fault, At: call.At, TookMs: call.Took.Milliseconds(),
		})
	}
	return o.frame.Show(c, http.StatusOK, "adminpayment", shown)
}
