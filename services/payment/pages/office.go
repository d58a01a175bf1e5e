package pages

import (
	"context"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/money"
	"gulimall/pkg/server"
	"gulimall/pkg/shopday"
	"gulimall/services/payment"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// Desk is what the pages need of the payments desk.
type Desk interface {
	Payments(ctx context.Context, q payment.PaymentQuery) ([]payment.Entry, int64, error)
	File(ctx context.Context, orderSn string) (payment.File, error)
	Refunds(ctx context.Context, q payment.RefundQuery) ([]payment.RefundEntry, int64, error)
	RetryRefund(ctx context.Context, refundSn string, by adminapi.By) (payment.RefundEntry, error)
	Exceptions(ctx context.Context, q payment.ExceptionQuery) ([]payment.Exception, int64, error)
	Exception(ctx context.Context, id int64) (payment.Exception, error)
	Resolve(ctx context.Context, id, version int64, note string, by adminapi.By) (payment.Exception, error)
}

var _ Desk = (*payment.Desk)(nil)

// Runs is what the pages need of reconciling.
type Runs interface {
	Begin(ctx context.Context, day payment.Day, by adminapi.By) (payment.Run, error)
	Latest() payment.Day
	Runs(ctx context.Context, q payment.RunQuery) ([]payment.Run, int64, error)
	Run(ctx context.Context, id int64) (payment.Run, error)
	Differences(ctx context.Context, q payment.DifferenceQuery) ([]payment.Found, int64, error)
	Kinds(ctx context.Context, runID int64) ([]payment.KindCount, error)
	Difference(ctx context.Context, runID int64, n int) (payment.Found, error)
	FollowUp(ctx context.Context, runID int64, n int, action payment.Action, note string, by adminapi.By) (payment.Found, error)
}

var _ Runs = (*payment.Reconciler)(nil)

// OfficeRoutes adds the pages of the payments desk, each by the permission that the same call of the API asks for.
func OfficeRoutes(r gin.IRouter, desk Desk, runs Runs, f *frame.Office, decode *server.Decoder) {
	o := office{desk, runs, f, decode}
	read := func(path string, h server.Handler) { r.GET("/payment/"+path, f.Page(adminapi.PaymentRead, h)) }
	write := func(path string, h server.Handler) { r.POST("/payment/"+path, f.Page(adminapi.PaymentWrite, h)) }
	read("payments.html", o.payments)
	read("payments.csv", o.paymentsCSV)
	read("payment.html", o.file)
	read("refunds.html", o.refunds)
	read("refunds.csv", o.refundsCSV)
	write("refund/retry", o.retry)
	read("exceptions.html", o.exceptions)
	read("exceptions.csv", o.exceptionsCSV)
	r.GET("/payment/exception.html", f.Page(adminapi.PaymentWrite, o.exception))
	write("exception.html", o.resolve)
	read("reconciliations.html", o.reconciliations)
	read("reconciliations.csv", o.reconciliationsCSV)
	write("reconciliations.html", o.begin)
	read("reconciliation.html", o.reconciliation)
	read("reconciliation.csv", o.reconciliationCSV)
	r.GET("/payment/followup.html", f.Page(adminapi.PaymentWrite, o.asking))
	write("followup.html", o.followUp)
	r.GET("/payment/followups.html", f.Page(adminapi.PaymentWrite, o.askingAll))
	write("followups.html", o.followUpAll)
}

type office struct {
	desk   Desk
	runs   Runs
	frame  *frame.Office
	decode *server.Decoder
}

// days reads the days of a filter, both included.
func days(c *gin.Context) (from, to time.Time, err error) {
	if text := c.Query("from"); text != "" {
		day, ok := payment.ParseDay(text)
		if !ok {
			return from, to, apperr.ErrInvalid.WithField("from", "invalid")
		}
		from = day.From()
	}
	if text := c.Query("to"); text != "" {
		day, ok := payment.ParseDay(text)
		if !ok {
			return from, to, apperr.ErrInvalid.WithField("to", "invalid")
		}
		to = day.To()
	}
	return from, to, nil
}

// sorted reads the order of a list out of its heads; the usual one is the newest first.
func sorted(c *gin.Context, columns []frame.Column) payment.Sorting {
	key, down := frame.Sorting(c, columns, "-pay_created")
	by := payment.Sorting{Up: !down}
	if key == "pay_amount" {
		by.By = payment.ByAmount
	}
	return by
}

// heads are the heads of a list's columns, as it is sorted.
func heads(c *gin.Context, columns []frame.Column) []page.AdminHead {
	key, down := frame.Sorting(c, columns, "-pay_created")
	return frame.Heads(c, columns, key, down)
}

// whence is the page that a form was sent from or led to by, for going back there; otherwise is it where none is named.
func whence(c *gin.Context, otherwise string) string {
	if back := frame.Local(c.PostForm("back")); back != "/" {
		return back
	}
	if back := frame.Local(c.Query("back")); back != "/" {
		return back
	}
	return otherwise
}

// sum reads an amount in yuan; nothing is none, and what is no amount is one that nothing has.
func sum(text string) *money.Fen {
	if text == "" {
		return nil
	}
	amount, err := money.Parse(text)
	if err != nil {
		amount = -1
	}
	return &amount
}

// names are the names of all states, for a choice.
func names[T interface{ Name() string }](all []T) []string {
	named := make([]string, len(all))
	for i, one := range all {
		named[i] = one.Name()
	}
	return named
}

// filtered says whether the query chooses something.
func filtered(c *gin.Context, names ...string) bool {
	for _, name := range names {
		if c.Query(name) != "" {
			return true
		}
	}
	return false
}

// written is a moment in a file, in the shop's zone; none is nothing.
func written(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.In(shopday.Zone()).Format(time.DateTime)
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

// plain is an amount in a file; one that is not there is nothing.
func plain(amount *money.Fen) string {
	if amount == nil {
		return ""
	}
	return amount.String()
}
