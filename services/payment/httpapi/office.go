package httpapi

import (
	"context"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/money"
	"gulimall/pkg/paging"
	"gulimall/pkg/server"
	"gulimall/pkg/staff"
	"gulimall/services/payment"
)

// Desk is what the calls need of the payments desk.
type Desk interface {
	Payments(ctx context.Context, q payment.PaymentQuery) ([]payment.Entry, int64, error)
	File(ctx context.Context, orderSn string) (payment.File, error)
	Refunds(ctx context.Context, q payment.RefundQuery) ([]payment.RefundEntry, int64, error)
	RetryRefund(ctx context.Context, refundSn string, by adminapi.By) (payment.RefundEntry, error)
	Exceptions(ctx context.Context, q payment.ExceptionQuery) ([]payment.Exception, int64, error)
	Resolve(ctx context.Context, id, version int64, note string, by adminapi.By) (payment.Exception, error)
	Summary(ctx context.Context, days int) (payment.Summary, error)
}

var _ Desk = (*payment.Desk)(nil)

// OfficeRoutes adds the back office's calls, and the numbers for its dashboard.
func OfficeRoutes(r gin.IRouter, desk Desk, runs Runs, edge *server.Edge, decode *server.Decoder) {
	o := office{desk, runs, decode}
	read := func(h server.Handler) gin.HandlerFunc { return edge.JSON(staff.Guard(adminapi.PaymentRead, h)) }
	write := func(h server.Handler) gin.HandlerFunc { return edge.JSON(staff.Guard(adminapi.PaymentWrite, h)) }
	r.GET(paymentapi.PathPayments, read(o.payments))
	r.GET(paymentapi.PathPayments+"/:orderSn", read(o.file))
	r.GET(paymentapi.PathRefunds, read(o.refunds))
	r.POST(paymentapi.PathRefunds+"/:refundSn"+paymentapi.PartRetry, write(o.retry))
	r.GET(paymentapi.PathExceptions, read(o.exceptions))
	r.POST(paymentapi.PathExceptions+"/:id"+paymentapi.PartResolve, write(o.resolve))
	r.GET(paymentapi.PathReconciliations, read(o.reconciliations))
	r.POST(paymentapi.PathReconciliations, write(o.begin))
	r.GET(paymentapi.PathReconciliations+"/:id", read(o.reconciliation))
	r.GET(paymentapi.PathReconciliations+"/:id"+paymentapi.PartDifferences, read(o.differences))
	r.POST(paymentapi.PathReconciliations+"/:id"+paymentapi.PartDifferences+"/:n"+paymentapi.PartFollowUp, write(o.followUp))
	r.GET(paymentapi.PathSummary, edge.JSON(o.summary))
}

type office struct {
	desk   Desk
	runs   Runs
	decode *server.Decoder
}

// query is what the lists are asked by.
type query struct {
	OrderSn  string     `form:"orderSn"`
	TradeNo  string     `form:"tradeNo"`
	Status   string     `form:"status"`
	State    string     `form:"state"`
	Reason   string     `form:"reason"`
	Kind     string     `form:"kind"`
	MemberID int64      `form:"memberId"`
	Amount   *money.Fen `form:"amount"`
	From     string     `form:"from"`
	To       string     `form:"to"`
	RefundSn string     `form:"refundSn"`
	Sort     string     `form:"sort"`

	sort payment.Sorting
}

func asked(c *gin.Context) (q query, from, to time.Time, page paging.Page, err error) {
	if err := c.ShouldBindQuery(&q); err != nil {
		return q, from, to, page, apperr.ErrInvalid.Wrap(err)
	}
	if q.From != "" {
		day, ok := payment.ParseDay(q.From)
		if !ok {
			return q, from, to, page, apperr.ErrInvalid.WithField("from", "invalid")
		}
		from = day.From()
	}
	if q.To != "" {
		day, ok := payment.ParseDay(q.To)
		if !ok {
			return q, from, to, page, apperr.ErrInvalid.WithField("to", "invalid")
		}
		to = day.To()
	}
	var ok bool
	if q.sort, ok = payment.ReadSorting(q.Sort); !ok {
		return q, from, to, page, apperr.ErrInvalid.WithField("sort", "invalid")
	}
	page, err = server.Paging(c)
	return q, from, to, page, err
}

// optional is a moment that may not have come.
func optional(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	return &at
}

func (o office) payments(c *gin.Context) error {
	q, from, to, page, err := asked(c)
	if err != nil {
		return err
	}
	status, ok := payment.Named(q.Status, payment.Statuses())
	if !ok {
		return apperr.ErrInvalid.WithField("status", "unknown")
	}
	items, total, err := o.desk.Payments(c.Request.Context(), payment.PaymentQuery{
		OrderSn: q.OrderSn, TradeNo: q.TradeNo, Status: status, MemberID: q.MemberID, Amount: q.Amount, From: from, To: to, Sort: q.sort, Page: page,
	})
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, paging.Show(items, total, page, entry))
	return nil
}

func entry(e payment.Entry) paymentapi.OfficePayment {
	return paymentapi.OfficePayment{
		OrderSn: e.OrderSn, MemberID: e.MemberID, Amount: e.Amount, Status: e.Status.Name(), Channel: e.Channel, TradeNo: e.TradeNo, Offered: e.Offered,
		CreatedAt: e.CreatedAt, ExpiresAt: optional(e.ExpiresAt), PaidAt: optional(e.PaidAt),
	}
}

func (o office) file(c *gin.Context) error {
	f, err := o.desk.File(c.Request.Context(), c.Param("orderSn"))
	if err != nil {
		return err
	}
	shown := paymentapi.OfficeFile{
		OfficePayment: entry(f.Entry), Trades: []paymentapi.OfficeTrade{}, Notifications: []paymentapi.OfficeNotice{}, Refunds: []paymentapi.OfficeRefund{},
		Exceptions: []paymentapi.OfficeException{}, Calls: []paymentapi.OfficeCall{},
	}
	for _, t := range f.Trades {
		shown.Trades = append(shown.Trades, paymentapi.OfficeTrade{
			TradeNo: t.TradeNo, Amount: t.Amount, Verdict: t.Verdict(), Source: t.Source, PaidAt: t.PaidAt, CreatedAt: t.CreatedAt,
		})
	}
	for _, n := range f.Notices {
		shown.Notifications = append(shown.Notifications, paymentapi.OfficeNotice{
			NotifyID: n.NotifyID, TradeNo: n.TradeNo, TradeStatus: n.Status, Verdict: n.Verdict, Times: n.Times, ReceivedAt: n.ReceivedAt,
		})
	}
	for _, r := range f.Refunds {
		shown.Refunds = append(shown.Refunds, refund(r))
	}
	for _, e := range f.Exceptions {
		shown.Exceptions = append(shown.Exceptions, exception(e))
	}
	for _, call := range f.Calls {
		shown.Calls = append(shown.Calls, paymentapi.OfficeCall{
			Method: call.Method, TradeNo: call.TradeNo, Outcome: call.Outcome, Fault: call.Fault, At: call.At, TookMs: call.Took.Milliseconds(),
		})
	}
	c.JSON(http.StatusOK, shown)
	return nil
}

func (o office) refunds(c *gin.Context) error {
	q, from, to, page, err := asked(c)
	if err != nil {
		return err
	}
	state, ok := payment.Named(q.State, payment.RefundStatuses())
	if !ok {
		return apperr.ErrInvalid.WithField("state", "unknown")
	}
	items, total, err := o.desk.Refunds(c.Request.Context(), payment.RefundQuery{
		State: state, RefundSn: q.RefundSn, OrderSn: q.OrderSn, TradeNo: q.TradeNo, Reason: q.Reason, From: from, To: to, Sort: q.sort, Page: page,
	})
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, paging.Show(items, total, page, refund))
	return nil
}

func refund(r payment.RefundEntry) paymentapi.OfficeRefund {
	shown := paymentapi.OfficeRefund{
		RefundSn: r.RefundSn, OrderSn: r.OrderSn, TradeNo: r.TradeNo, Amount: r.Amount, Reason: r.Reason, State: r.Status.Name(), Attempts: r.Attempts,
		LastFault: r.LastFault, CreatedAt: r.CreatedAt, ConfirmedAt: optional(r.ConfirmedAt),
	}
	if r.Status != payment.Confirmed {
		shown.NextAt = &r.NextAt
	}
	return shown
}

func (o office) retry(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	r, err := o.desk.RetryRefund(c.Request.Context(), c.Param("refundSn"), who)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, refund(r))
	return nil
}

func (o office) exceptions(c *gin.Context) error {
	q, from, to, page, err := asked(c)
	if err != nil {
		return err
	}
	state := payment.ExceptionState(q.State)
	if !state.Known() {
		return apperr.ErrInvalid.WithField("state", "unknown")
	}
	items, total, err := o.desk.Exceptions(c.Request.Context(), payment.ExceptionQuery{
		State: state, Kind: q.Kind, OrderSn: q.OrderSn, TradeNo: q.TradeNo, From: from, To: to, Sort: q.sort, Page: page,
	})
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, paging.Show(items, total, page, exception))
	return nil
}

func exception(e payment.Exception) paymentapi.OfficeException {
	return paymentapi.OfficeException{
		ID: e.ID, OrderSn: e.OrderSn, TradeNo: e.TradeNo, RefundSn: e.RefundSn, Kind: e.Kind, Amount: e.Amount, State: string(e.State), Note: e.Note,
		ResolvedBy: e.ResolvedBy, ResolvedAt: optional(e.ResolvedAt), CreatedAt: e.CreatedAt, Version: e.Version,
	}
}

func (o office) resolve(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	id, err := server.ID(c, "id")
	if err != nil {
		return err
	}
	var in paymentapi.Resolve
	if err := o.decode.JSON(c, &in); err != nil {
		return err
	}
	e, err := o.desk.Resolve(c.Request.Context(), id, in.Version, in.Note, who)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, exception(e))
	return nil
}

func (o office) summary(c *gin.Context) error {
	days, err := server.Int(c, "days", 1, 1, 90)
	if err != nil {
		return err
	}
	s, err := o.desk.Summary(c.Request.Context(), int(days))
	if err != nil {
		return err
	}
	shown := paymentapi.Summary{At: s.At, Days: make([]paymentapi.Day, len(s.Days)), OpenRefunds: s.OpenRefunds, OpenExceptions: s.OpenExceptions}
	for i, d := range s.Days {
		shown.Days[i] = paymentapi.Day{From: d.Day.From(), Payments: d.Payments, Received: d.Received, Refunds: d.Refunds, Refunded: d.Refunded}
	}
	c.JSON(http.StatusOK, shown)
	return nil
}
