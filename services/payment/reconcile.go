package payment

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/failpoint"
	"gulimall/pkg/money"
	"gulimall/pkg/paging"
)

// RunState is how far a reconciliation has come (pay_reconciliation.state).
type RunState int

// A run waits for a worker or is at work until it is done, or has failed.
const (
	RunRunning RunState = 0
	RunDone    RunState = 1
	RunFailed  RunState = 2
)

// Step is what a run is doing.
type Step string

// The steps of a run, in their order.
const (
	StepBooks   Step = "books"
	StepBill    Step = "bill"
	StepOrders  Step = "orders"
	StepCompare Step = "compare"
)

// Steps lists the steps.
func Steps() []Step { return []Step{StepBooks, StepBill, StepOrders, StepCompare} }

// Side is what moved on a day by one of the sides.
type Side struct {
	Payments int64
	Received money.Fen
	Refunds  int64
	Refunded money.Fen
}

// Totals are the sums of the three sides. Orders have no refunds here: what goes back is between us and Alipay.
type Totals struct {
	Books, Bill Side
	Orders      int64
	Ordered     money.Fen
}

// Run is a comparison of a day's books, bill and orders.
type Run struct {
	ID      int64
	Day     Day
	Attempt int
	State   RunState
	Step    Step
	Looked  int64  // lines of the step that are done
	BegunBy string // empty: by itself
	Tries   int
	Fault   string // a code
	NoBill  bool   // Alipay has no bill of the day: nothing moved there
	Strange int    // lines of the bill that are neither payment nor refund
	Totals
	Differences int // found
	Open        int // left to be dealt with
	CreatedAt   time.Time
	FinishedAt  time.Time
}

// Handled says how far a difference is dealt with (pay_difference.state).
type Handled int

// A difference is open until somebody has followed it up, or explained it.
const (
	DifferenceOpen      Handled = 0
	DifferenceFollowed  Handled = 1
	DifferenceExplained Handled = 2
)

// Found is a difference of a run, and what was done about it.
type Found struct {
	RunID int64
	N     int // from 1
	Difference
	State     Handled
	Action    Action
	Outcome   Outcome
	Note      string
	HandledBy string
	HandledAt time.Time
}

// RunQuery chooses runs. What is zero chooses all.
type RunQuery struct {
	From, To Day  // the days that were compared, both included
	Open     bool // those that have left something to do
	Sort     Sorting
	Page     paging.Page
}

// DifferenceQuery chooses differences of a run: those of a kind, or in a state, or all. Without ByAmount they are in the order in which they
// were found.
type DifferenceQuery struct {
	RunID int64
	State *Handled
	Kind  Kind
	Sort  Sorting
	Page  paging.Page
}

// KindCount is how many differences of a kind a run has found, and how many of them are left.
type KindCount struct {
	Kind        Kind
	Count, Open int64
}

// Result is what a run ends with.
type Result struct {
	Totals
	NoBill  bool
	Strange int
	Found   []Difference
}

// MostDifferences is how many differences of a run are kept; a day with more has another trouble than its single lines.
const MostDifferences = 5000

// The errors of reconciling.
var (
	ErrBillNotReady      = apperr.New(apperr.Conflict, "bill_not_ready")
	ErrNoRun             = apperr.New(apperr.NotFound, "reconciliation_not_found")
	ErrNoDifference      = apperr.New(apperr.NotFound, "difference_not_found")
	ErrDifferenceHandled = apperr.New(apperr.Conflict, "difference_handled")
	ErrDenied            = apperr.New(apperr.Conflict, "alipay_denies")
	// ErrNoBill says that Alipay has no bill of a day.
	ErrNoBill = apperr.New(apperr.NotFound, "bill_missing")
	// ErrBillUnread says that a bill came that cannot be understood; none of it is believed.
	ErrBillUnread = apperr.New(apperr.Unavailable, "bill_unreadable")
	// errTaken says that another worker has the run now.
	errTaken = errors.New("the run is another worker's")
)

// RunStore is what reconciling needs of the schema. Every method is one transaction.
type RunStore interface {
	// Begin writes down a run of a day; the one that runs already where there is one. Nightly runs begin once for their day.
	Begin(ctx context.Context, day Day, nightly bool, by adminapi.By) (Run, error)
	// Claim takes a run up whose time has come, until lease; ErrNoRun.
	Claim(ctx context.Context, now, lease time.Time) (Run, error)
	// Progress tells how far a claimed run is, and keeps it until lease; false where another worker has it.
	Progress(ctx context.Context, r Run, lease time.Time) (bool, error)
	// PutOff lets a run rest until again, with what was in its way.
	PutOff(ctx context.Context, r Run, fault string, again time.Time) error
	// Fail ends a run without result.
	Fail(ctx context.Context, r Run, fault string) error
	// Finish ends a claimed run with its result, once. A difference that was explained in an earlier run of the day is explained.
	Finish(ctx context.Context, r Run, result Result) error

	Runs(ctx context.Context, q RunQuery) ([]Run, int64, error)
	Run(ctx context.Context, id int64) (Run, error)
	Differences(ctx context.Context, q DifferenceQuery) ([]Found, int64, error)
	// Kinds counts the differences of a run by their kinds.
	Kinds(ctx context.Context, runID int64) ([]KindCount, error)
	Difference(ctx context.Context, runID int64, n int) (Found, error)
	// Handle notes what was done about an open difference, and does the part of it that is a change of our books (Publish, Resend) in the
	// same transaction; false where it is not open any more.
	Handle(ctx context.Context, f Found, by adminapi.By) (bool, error)

	// TradesOn reads our trades of a time, RefundsOn our refunds that were confirmed in it.
	TradesOn(ctx context.Context, from, to time.Time) ([]Booked, error)
	RefundsOn(ctx context.Context, from, to time.Time) ([]Refund, error)
	TradesBy(ctx context.Context, tradeNos []string) ([]Booked, error)
	RefundsBy(ctx context.Context, refundSns []string) ([]Refund, error)
	// Correct puts right what our books say a trade brought; false where they say something else than was.
	Correct(ctx context.Context, tradeNo string, was, is money.Fen, by adminapi.By) (bool, error)
	Find(ctx context.Context, orderSn string) (Payment, error)
}

// Bills is Alipay's accounting.
type Bills interface {
	// Bill downloads what moved on a day; ErrNoBill, ErrBillUnread.
	Bill(ctx context.Context, day Day) (Bill, error)
	// Query and QueryTrade tell how a trade stands, by the order's number and by its own.
	Query(ctx context.Context, orderSn string) (TradeState, Trade, error)
	QueryTrade(ctx context.Context, tradeNo string) (TradeState, Trade, error)
}

// PaidOrders are the orders' side.
type PaidOrders interface {
	Orders
	// Paid lists orders that were paid on a day, a slice at a time; next is empty after the last.
	Paid(ctx context.Context, day Day, after string) (orders []PaidOrder, next string, err error)
}

// Reconciler compares the books of the three sides day by day, and follows up what it finds.
type Reconciler struct {
	store    RunStore
	bills    Bills
	orders   PaidOrders
	payments *Payments
	sameDay  bool
	now      func() time.Time
	log      *slog.Logger
}

// NewReconciler makes a Reconciler. With sameDay, today can be compared as well: the stand-in has a bill of it, Alipay does not.
func NewReconciler(store RunStore, bills Bills, orders PaidOrders, payments *Payments, sameDay bool, now func() time.Time, log *slog.Logger) *Reconciler {
	return &Reconciler{store: store, bills: bills, orders: orders, payments: payments, sameDay: sameDay, now: now, log: log}
}

// firstBill is the first day that Alipay has a bill of.
const firstBill Day = "2016-01-01"

// Begin starts the comparison of a day, or gives the one that runs.
func (r *Reconciler) Begin(ctx context.Context, day Day, by adminapi.By) (Run, error) {
	now := r.now()
	switch {
	case day < firstBill || day > DayOf(now):
		return Run{}, apperr.ErrInvalid.WithField("date", "range")
	case !r.sameDay && now.Before(day.To().Add(billReady)):
		return Run{}, ErrBillNotReady
	}
	return r.store.Begin(ctx, day, false, by)
}

// Latest is the last day that can be compared now.
func (r *Reconciler) Latest() Day {
	if r.sameDay {
		return DayOf(r.now())
	}
	return DayOf(r.now().Add(-billReady)).Later(-1)
}

// Nightly starts the comparison of yesterday when its bill is there, once, whoever asks.
func (r *Reconciler) Nightly(ctx context.Context) error {
	yesterday := DayOf(r.now().Add(-billReady)).Later(-1)
	_, err := r.store.Begin(ctx, yesterday, true, adminapi.By{})
	return err
}

// Runs lists the runs.
func (r *Reconciler) Runs(ctx context.Context, q RunQuery) ([]Run, int64, error) {
	return r.store.Runs(ctx, q)
}

// Run reads one; ErrNoRun.
func (r *Reconciler) Run(ctx context.Context, id int64) (Run, error) { return r.store.Run(ctx, id) }

// Differences lists what a run has found.
func (r *Reconciler) Differences(ctx context.Context, q DifferenceQuery) ([]Found, int64, error) {
	return r.store.Differences(ctx, q)
}

// Kinds counts what a run has found by its kinds.
func (r *Reconciler) Kinds(ctx context.Context, runID int64) ([]KindCount, error) {
	return r.store.Kinds(ctx, runID)
}

// Difference reads one; ErrNoDifference.
func (r *Reconciler) Difference(ctx context.Context, runID int64, n int) (Found, error) {
	return r.store.Difference(ctx, runID, n)
}

// How a worker holds a run, and what it does when something is in the way: another try after a pause, a few times; then it has failed.
// For a bill that is not there although our books say that something moved, it waits longer. Workers that are gone count too, up to
// mostTries.
const (
	lease     = time.Minute
	runTries  = 5
	mostTries = 10
	runPause  = 10 * time.Second
	billPause = 30 * time.Minute
)

// Work takes one run up and brings it to its end; false where there is none.
func (r *Reconciler) Work(ctx context.Context) (bool, error) {
	now := r.now()
	run, err := r.store.Claim(ctx, now, now.Add(lease))
	if errors.Is(err, ErrNoRun) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("claim reconciliation: %w", err)
	}
	if run.Tries > mostTries {
		return true, r.store.Fail(ctx, run, apperr.ErrUnavailable.Code)
	}
	result, err := r.compare(ctx, &run)
	failpoint.Hit("pay.reconcile.before_finish")
	switch {
	case err == nil:
		err = r.store.Finish(ctx, run, result)
	case errors.Is(err, errTaken):
		return true, nil
	case ctx.Err() != nil: // the process stops: another worker takes the run up
		return true, ctx.Err()
	default:
		err = r.setback(ctx, run, err)
	}
	return true, err
}

// setback puts a run off, or lets it fail.
func (r *Reconciler) setback(ctx context.Context, run Run, cause error) error {
	r.log.LogAttrs(ctx, slog.LevelWarn, "reconciliation did not get through", slog.String("day", string(run.Day)), slog.Int("try", run.Tries), slog.Any("error", cause))
	fault := faultOf(cause)
	pause := runPause << min(max(run.Tries-1, 0), 4)
	if errors.Is(cause, ErrNoBill) {
		pause = billPause
	}
	if run.Tries >= runTries {
		return r.store.Fail(ctx, run, fault)
	}
	return r.store.PutOff(ctx, run, fault, r.now().Add(pause))
}

// step tells how far the run is.
func (r *Reconciler) step(ctx context.Context, run *Run, step Step, looked int) error {
	run.Step, run.Looked = step, int64(looked)
	mine, err := r.store.Progress(ctx, *run, r.now().Add(lease))
	if err == nil && !mine {
		err = errTaken
	}
	return err
}

// faultOf is what was in the way of a run, in a word.
func faultOf(cause error) string {
	for _, known := range []*apperr.Error{ErrNoBill, ErrBillUnread} {
		if errors.Is(cause, known) {
			return known.Code
		}
	}
	if apperr.From(cause).Kind == apperr.Unavailable {
		return apperr.ErrUnavailable.Code
	}
	return apperr.ErrInternal.Code
}
