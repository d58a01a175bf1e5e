package pages

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/csvfile"
	"gulimall/pkg/paging"
	"gulimall/pkg/staff"
	"gulimall/services/payment"
	"gulimall/web/frame"
	"gulimall/web/page"
)

func refundColumns() []frame.Column {
	return []frame.Column{
		{Key: "refund_sn"},
		{Key: "order_sn"},
		{Key: "pay_state"},
		{Key: "pay_amount", Sorts: true, Numbers: true},
		{Key: "pay_reason"},
		{Key: "pay_created", Sorts: true},
		{Key: "pay_next"},
	}
}

func refundsAsked(c *gin.Context) (payment.RefundQuery, error) {
	from, to, err := days(c)
	state, _ := payment.Named(c.Query("state"), payment.RefundStatuses())
	return payment.RefundQuery{
		State: state, RefundSn: strings.TrimSpace(c.Query("refundSn")), OrderSn: strings.TrimSpace(c.Query("orderSn")),
		TradeNo: strings.TrimSpace(c.Query("tradeNo")), Reason: c.Query("reason"), From: from, To: to, Sort: sorted(c, refundColumns()), Page: frame.Sheet(c),
	}, err
}

func refund(r payment.RefundEntry) page.PayReturn {
	return page.PayReturn{
		RefundSn: r.RefundSn, OrderSn: r.OrderSn, TradeNo: r.TradeNo, Reason: r.Reason, State: r.Status.Name(), LastFault: r.LastFault, Amount: r.Amount,
		Attempts: r.Attempts, CreatedAt: r.CreatedAt, NextAt: r.NextAt, ConfirmedAt: r.ConfirmedAt,
	}
}

func (o office) refunds(c *gin.Context) error {
	q, err := refundsAsked(c)
	if err != nil {
		return err
	}
	found, total, err := o.desk.Refunds(c.Request.Context(), q)
	if err != nil {
		return err
	}
	shown := page.PayRefunds{
		AdminBase: o.frame.Base(c, o.frame.Words(c).T("admin.page.refunds"), "refunds"), RefundSn: q.RefundSn, OrderSn: q.OrderSn, TradeNo: q.TradeNo, From: c.Query("from"), To: c.Query("to"),
		States:   o.frame.Options(c, "money.refund.", c.Query("state"), names(payment.RefundStatuses())...),
		Reasons:  o.frame.Options(c, "money.reason.", q.Reason, payment.RefundReasons()...),
		Filtered: filtered(c, "refundSn", "orderSn", "tradeNo", "state", "reason", "from", "to"), Pager: frame.Pager(c, q.Page, total), CSV: frame.File(c),
		MayWrite: o.frame.May(c, adminapi.PaymentWrite), Heads: heads(c, refundColumns()), Sort: c.Query("sort"), Now: frame.Address(c),
	}
	for _, r := range found {
		shown.Refunds = append(shown.Refunds, refund(r))
	}
	return o.frame.Show(c, http.StatusOK, "adminrefunds", shown)
}

// refundsCSV is the list with its filters and its order, all pages of it.
func (o office) refundsCSV(c *gin.Context) error {
	q, err := refundsAsked(c)
	if err != nil {
		return err
	}
	q.Page = paging.Whole(csvfile.MostRows)
	found, _, err := o.desk.Refunds(c.Request.Context(), q)
	if err != nil {
		return err
	}
	words, lines := o.frame.Words(c), make([][]string, len(found))
	for i, r := range found {
		lines[i] = []string{
			r.RefundSn, r.OrderSn, r.TradeNo, words.T("money.refund." + r.Status.Name()), r.Amount.String(), words.T("money.reason." + r.Reason),
			number(int64(r.Attempts)), r.LastFault, written(r.CreatedAt), written(r.ConfirmedAt),
		}
	}
	return frame.SendCSV(c, "refunds", []string{
		words.T("money.refund_sn"), words.T("admin.order_sn"), words.T("money.trade"), words.T("admin.state"), words.T("money.amount"),
		words.T("admin.field.reason"), words.T("money.attempts"), words.T("money.fault_head"), words.T("admin.created_at"), words.T("money.confirmed_at"),
	}, lines)
}

// retry has a refund tried now, and goes back to where it was asked for.
func (o office) retry(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	r, err := o.desk.RetryRefund(c.Request.Context(), c.PostForm("refundSn"), who)
	if err != nil {
		return err
	}
	o.frame.Flash(c, page.FlashSuccess, "money.retried")
	c.Redirect(http.StatusSeeOther, whence(c, "/payment/payment.html?orderSn="+r.OrderSn))
	return nil
}
