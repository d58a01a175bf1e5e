package httpapi

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/paging"
	"gulimall/pkg/server"
	"gulimall/pkg/staff"
	"gulimall/services/payment"
)

// Runs is what the calls need of reconciling.
type Runs interface {
	Begin(ctx context.Context, day payment.Day, by adminapi.By) (payment.Run, error)
	Runs(ctx context.Context, q payment.RunQuery) ([]payment.Run, int64, error)
	Run(ctx context.Context, id int64) (payment.Run, error)
	Differences(ctx context.Context, q payment.DifferenceQuery) ([]payment.Found, int64, error)
	FollowUp(ctx context.Context, runID int64, n int, action payment.Action, note string, by adminapi.By) (payment.Found, error)
}

var _ Runs = (*payment.Reconciler)(nil)

func side(s payment.Side) paymentapi.BookSide { return paymentapi.BookSide(s) }

func run(r payment.Run) paymentapi.Reconciliation {
	shown := paymentapi.Reconciliation{
		ID: r.ID, Date: string(r.Day), Attempt: r.Attempt, State: r.State.Name(), BegunBy: r.BegunBy, Fault: r.Fault, NoBill: r.NoBill, Strange: r.Strange,
		Books: side(r.Books), Bill: side(r.Bill), Orders: r.Orders, Ordered: r.Ordered, Differences: r.Differences, Open: r.Open,
		CreatedAt: r.CreatedAt, FinishedAt: optional(r.FinishedAt),
	}
	if r.State == payment.RunRunning {
		shown.Step, shown.Looked = string(r.Step), r.Looked
	}
	return shown
}

func (o office) reconciliations(c *gin.Context) error {
	q, err := runsAsked(c)
	if err != nil {
		return err
	}
	items, total, err := o.runs.Runs(c.Request.Context(), q)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, paging.Show(items, total, q.Page, run))
	return nil
}

func runsAsked(c *gin.Context) (q payment.RunQuery, err error) {
	for name, day := range map[string]*payment.Day{"from": &q.From, "to": &q.To} {
		text := c.Query(name)
		if text == "" {
			continue
		}
		var ok bool
		if *day, ok = payment.ParseDay(text); !ok {
			return q, apperr.ErrInvalid.WithField(name, "invalid")
		}
	}
	var ok bool
	if q.Sort, ok = payment.ReadRunSorting(c.Query("sort")); !ok {
		return q, apperr.ErrInvalid.WithField("sort", "invalid")
	}
	q.Open = c.Query("open") != ""
	q.Page, err = server.Paging(c)
	return q, err
}

func (o office) begin(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	var in paymentapi.NewReconciliation
	if err := o.decode.JSON(c, &in); err != nil {
		return err
	}
	day, ok := payment.ParseDay(in.Date)
	if !ok {
		return apperr.ErrInvalid.WithField("date", "invalid")
	}
	begun, err := o.runs.Begin(c.Request.Context(), day, who)
	if err != nil {
		return err
	}
	c.JSON(http.StatusAccepted, run(begun))
	return nil
}

func (o office) reconciliation(c *gin.Context) error {
	id, err := server.ID(c, "id")
	if err != nil {
		return err
	}
	r, err := o.runs.Run(c.Request.Context(), id)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, run(r))
	return nil
}

func difference(f payment.Found) paymentapi.Difference {
	shown := paymentapi.Difference{
		N: f.N, Kind: string(f.Kind), OrderSn: f.OrderSn, TradeNo: f.TradeNo, RefundSn: f.RefundSn, BookAmount: f.Books, BillAmount: f.Bill,
		OrderAmount: f.Order, State: f.State.Name(), Actions: []string{}, Action: string(f.Action), Outcome: string(f.Outcome), Note: f.Note,
		HandledBy: f.HandledBy, HandledAt: optional(f.HandledAt),
	}
	if f.State == payment.DifferenceOpen {
		for _, a := range f.Actions() {
			shown.Actions = append(shown.Actions, string(a))
		}
	}
	return shown
}

func (o office) differences(c *gin.Context) error {
	id, err := server.ID(c, "id")
	if err != nil {
		return err
	}
	page, err := server.Paging(c)
	if err != nil {
		return err
	}
	state, ok := payment.Named(c.Query("state"), payment.HandledStates())
	if !ok {
		return apperr.ErrInvalid.WithField("state", "unknown")
	}
	q := payment.DifferenceQuery{RunID: id, State: state, Kind: payment.Kind(c.Query("kind")), Page: page}
	if q.Sort, ok = payment.ReadSorting(c.Query("sort")); !ok {
		return apperr.ErrInvalid.WithField("sort", "invalid")
	}
	if _, err := o.runs.Run(c.Request.Context(), id); err != nil {
		return err
	}
	items, total, err := o.runs.Differences(c.Request.Context(), q)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, paging.Show(items, total, page, difference))
	return nil
}

func (o office) followUp(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	id, err := server.ID(c, "id")
	if err != nil {
		return err
	}
	n, err := server.ID(c, "n")
	if err != nil {
		return err
	}
	var in paymentapi.FollowUp
	if err := o.decode.JSON(c, &in); err != nil {
		return err
	}
	f, err := o.runs.FollowUp(c.Request.Context(), id, int(n), payment.Action(in.Action), in.Note, who)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, difference(f))
	return nil
}
