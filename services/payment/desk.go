package payment

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/money"
	"gulimall/pkg/paging"
)

// Entry is a payment as the desk lists it.
type Entry struct {
	Payment
	CreatedAt time.Time
}

// PaymentQuery chooses payments. What is zero chooses all.
type PaymentQuery struct {
	OrderSn, TradeNo string
	Status           *Status
	MemberID         int64
	Amount           *money.Fen
	From, To         time.Time // when the cashier was first opened: from From on, before To
	Sort             Sorting
	Page             paging.Page
}

// Booked is a trade as our books have it.
type Booked struct {
	Trade
	Credited  bool // else it is refused, and on its way back
	CreatedAt time.Time
}

// Heard is a notification as it came in.
type Heard struct {
	Notice
	Times      int
	ReceivedAt time.Time
}

// Verdict says in a word what became of the trade.
func (b Booked) Verdict() string {
	if b.Credited {
		return "credited"
	}
	return "refused"
}

// RefundEntry is a refund as the desk lists it.
type RefundEntry struct {
	Refund
	LastFault   string
	NextAt      time.Time
	ConfirmedAt time.Time
}

// RefundQuery chooses refunds. What is zero chooses all.
type RefundQuery struct {
	State                              *RefundStatus
	RefundSn, OrderSn, TradeNo, Reason string
	From, To                           time.Time // when it was written down
	Sort                               Sorting
	Page                               paging.Page
}

// ExceptionState says whether something is left to do about an exception.
type ExceptionState string

// An exception is open until Alipay has confirmed that its money went back, or somebody has noted what was done about it.
const (
	ExceptionOpen     ExceptionState = "open"
	ExceptionReturned ExceptionState = "returned"
	ExceptionResolved ExceptionState = "resolved"
)

// ExceptionStates lists the states in their order.
func ExceptionStates() []ExceptionState {
	return []ExceptionState{ExceptionOpen, ExceptionReturned, ExceptionResolved}
}

// Known says whether there is such a state, or none is named.
func (s ExceptionState) Known() bool { return s == "" || slices.Contains(ExceptionStates(), s) }

// Exception is money that fits no order.
type Exception struct {
	ID                               int64
	TradeNo, OrderSn, Kind, RefundSn string
	Amount                           money.Fen
	CreatedAt                        time.Time
	State                            ExceptionState
	Note, ResolvedBy                 string
	ResolvedAt                       time.Time
	Version                          int64
}

// ExceptionQuery chooses exceptions. What is empty chooses all.
type ExceptionQuery struct {
	State            ExceptionState
	Kind             string
	OrderSn, TradeNo string
	From, To         time.Time // when it was noticed
	Sort             Sorting
	Page             paging.Page
}

// File is all that is known of the payment of an order.
type File struct {
	Entry
	Trades     []Booked
	Notices    []Heard
	Refunds    []RefundEntry
	Exceptions []Exception
	Calls      []Call // the newest first
}

// Summary is the money of some days, and what is not finished.
type Summary struct {
	At                          time.Time
	Days                        []Sum // without gaps, the oldest first
	OpenRefunds, OpenExceptions int64
}

// The errors of the desk.
var (
	ErrNoRefund       = apperr.New(apperr.NotFound, "refund_not_found")
	ErrRefundState    = apperr.New(apperr.Conflict, "refund_state")
	ErrNoException    = apperr.New(apperr.NotFound, "exception_not_found")
	ErrEditedMeantime = apperr.New(apperr.Conflict, "edited_meanwhile")
)

// DeskStore is what the desk needs of the schema. Every method is one transaction; a change tells the audit log by whom.
type DeskStore interface {
	Payments(ctx context.Context, q PaymentQuery) ([]Entry, int64, error)
	// File reads all about the payment of an order; ErrNoRow.
	File(ctx context.Context, orderSn string) (File, error)
	RefundList(ctx context.Context, q RefundQuery) ([]RefundEntry, int64, error)
	// RetryRefund brings the next try of a refund forward to now; ErrNoRefund, ErrRefundState where it is confirmed.
	RetryRefund(ctx context.Context, refundSn string, by adminapi.By) (RefundEntry, error)
	Exceptions(ctx context.Context, q ExceptionQuery) ([]Exception, int64, error)
	Exception(ctx context.Context, id int64) (Exception, error)
	// Resolve notes what was done about an exception of the version that was seen; ErrNoException, ErrEditedMeantime.
	Resolve(ctx context.Context, id, version int64, note string, by adminapi.By) (Exception, error)
	// Fold adds up the days from one to another, and keeps the sums.
	Fold(ctx context.Context, from, to Day) error
	// Folded is the last day that sums are kept of; empty where there is none.
	Folded(ctx context.Context) (Day, error)
	// Sums reads the kept sums of the days from one to another; days without a row have none.
	Sums(ctx context.Context, from, to Day) ([]Sum, error)
	// Unfinished counts refunds that are not confirmed and exceptions that are open.
	Unfinished(ctx context.Context) (refunds, exceptions int64, err error)
}

// Desk is the payments desk of the back office.
type Desk struct {
	store DeskStore
	now   func() time.Time
}

// NewDesk makes the desk.
func NewDesk(store DeskStore, now func() time.Time) *Desk { return &Desk{store, now} }

// Payments lists payments.
func (d *Desk) Payments(ctx context.Context, q PaymentQuery) ([]Entry, int64, error) {
	return d.store.Payments(ctx, q)
}

// File is all that is known of the payment of an order; ErrNoRow.
func (d *Desk) File(ctx context.Context, orderSn string) (File, error) {
	return d.store.File(ctx, orderSn)
}

// Refunds lists refunds.
func (d *Desk) Refunds(ctx context.Context, q RefundQuery) ([]RefundEntry, int64, error) {
	return d.store.RefundList(ctx, q)
}

// RetryRefund has a refund tried at once that waits for its next try.
func (d *Desk) RetryRefund(ctx context.Context, refundSn string, by adminapi.By) (RefundEntry, error) {
	return d.store.RetryRefund(ctx, refundSn, by)
}

// Exceptions lists exceptions.
func (d *Desk) Exceptions(ctx context.Context, q ExceptionQuery) ([]Exception, int64, error) {
	return d.store.Exceptions(ctx, q)
}

// Exception reads one; ErrNoException.
func (d *Desk) Exception(ctx context.Context, id int64) (Exception, error) {
	return d.store.Exception(ctx, id)
}

// Resolve notes what was done about an exception.
func (d *Desk) Resolve(ctx context.Context, id, version int64, note string, by adminapi.By) (Exception, error) {
	return d.store.Resolve(ctx, id, version, note, by)
}

// How far back sums are made again: what Alipay is still asked about for a day (QueryPause) all the time, and from time to time all
// days that a dashboard shows, because a follow-up may book what is older.
const (
	recentDays  = 3
	summaryDays = 90
)

// Fold keeps the sums of the latest days fresh.
func (d *Desk) Fold(ctx context.Context) error {
	today := DayOf(d.now())
	last, err := d.store.Folded(ctx)
	if err != nil {
		return fmt.Errorf("fold days: %w", err)
	}
	from := today.Later(1 - recentDays)
	if last < from {
		from = today.Later(1 - summaryDays)
	}
	return d.store.Fold(ctx, from, today)
}

// FoldAll makes the sums of all days that a dashboard shows again.
func (d *Desk) FoldAll(ctx context.Context) error {
	today := DayOf(d.now())
	return d.store.Fold(ctx, today.Later(1-summaryDays), today)
}

// Summary is the money of the last days, and what is not finished.
func (d *Desk) Summary(ctx context.Context, days int) (Summary, error) {
	now := d.now()
	today := DayOf(now)
	from := today.Later(1 - days)
	kept, err := d.store.Sums(ctx, from, today)
	if err != nil {
		return Summary{}, fmt.Errorf("summary: %w", err)
	}
	s := Summary{At: now}
	for day := from; day <= today; day = day.Later(1) {
		sum := Sum{Day: day}
		if at := slices.IndexFunc(kept, func(s Sum) bool { return s.Day == day }); at >= 0 {
			sum = kept[at]
		}
		s.Days = append(s.Days, sum)
	}
	if s.OpenRefunds, s.OpenExceptions, err = d.store.Unfinished(ctx); err != nil {
		return Summary{}, fmt.Errorf("summary: %w", err)
	}
	return s, nil
}
