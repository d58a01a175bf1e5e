package ware

import (
	"context"
	"fmt"
	"time"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/paging"
)

// TakingState is where a stock-taking sheet stands.
type TakingState int

// A sheet is open, and then exactly one of the other two.
const (
	TakingOpen TakingState = iota
	TakingBooked
	TakingCancelled
)

// LineState is where a line of a sheet stands.
type LineState int

// A line is open until its difference is booked; refused, it waits to be counted or booked again.
const (
	LineOpen LineState = iota
	LineBooked
	LineRefused
)

// Taking is a stock-taking sheet (盘点单) of a warehouse, and how far it has come.
type Taking struct {
	ID        int64
	WareID    int64
	State     TakingState
	Note      string
	Account   string // who opened it
	CreatedAt time.Time
	UpdatedAt time.Time

	Lines     int64
	Counted   int64
	Differing int64 // of those counted
	Booked    int64
	Refused   int64
}

// TakingLine is one SKU on a sheet. Nobody stops selling while somebody counts: a line remembers what the books said at the moment of its
// count, and what is booked is the difference of these two. Whatever is sold or comes in later moves the shelf and the books alike, so the
// difference stays true until it is booked; compared with the books at the moment of booking, it would undo every sale in between.
type TakingLine struct {
	SkuID     int64
	SkuName   string
	State     LineState
	Counted   *int64 // nil: not yet
	Expected  *int64 // what the books said then
	CountedAt *time.Time
	Stock     int64 // what they say now
	Locked    int64
}

// Delta is what booking the line changes.
func (l TakingLine) Delta() int64 {
	if l.Counted == nil || l.Expected == nil {
		return 0
	}
	return *l.Counted - *l.Expected
}

// LineChoice chooses lines of a sheet.
type LineChoice string

// The choices.
const (
	LinesAll       LineChoice = ""
	LinesUncounted LineChoice = "uncounted"
	LinesDiffering LineChoice = "different"
	LinesRefused   LineChoice = "refused"
)

// Count is what lies on the shelf of one SKU; nil takes a count back. Where Checked, Seen is the count that is thereby replaced: another one
// was entered meanwhile, and stays.
type Count struct {
	SkuID   int64
	Counted *int64
	Checked bool
	Seen    *int64
}

// The codes of counts that were not taken.
const (
	CountNotOnSheet = "not_on_sheet"
	CountBooked     = "line_booked"
	CountMeanwhile  = "edited_meanwhile"
)

// The errors of stock-taking.
var (
	ErrNoTaking       = apperr.New(apperr.NotFound, "stocktaking_not_found")
	ErrTakingState    = apperr.New(apperr.Conflict, "stocktaking_state")
	ErrTakingOverlap  = apperr.New(apperr.Conflict, "stocktaking_overlap")
	ErrNothingCounted = apperr.New(apperr.Conflict, "stocktaking_empty")
)

// Takings is the desk for stock-taking.
type Takings struct{ store TakingStore }

// TakingQuery chooses sheets. What is zero chooses all, the newest first.
type TakingQuery struct {
	WareID int64
	State  *TakingState
	Oldest bool // the oldest first
	Page   paging.Page
}

// TakingStore is what stock-taking needs of the schema. Every method is one transaction; a change tells the audit log by whom.
type TakingStore interface {
	// AddTaking opens a sheet for some SKUs of a warehouse, for all without any; ErrNoWarehouse, ErrNoStock, ErrTakingOverlap.
	AddTaking(ctx context.Context, wareID int64, skuIDs []int64, note string, by adminapi.By) (Taking, error)
	Takings(ctx context.Context, q TakingQuery) ([]Taking, int64, error)
	// Taking reads one; ErrNoTaking.
	Taking(ctx context.Context, id int64) (Taking, error)
	TakingLines(ctx context.Context, id int64, choice LineChoice, skuID int64, page paging.Page) ([]TakingLine, int64, error)
	// CountLines notes counts, with what the books say at this moment, and tells by SKU which it did not take and why.
	CountLines(ctx context.Context, id int64, counts []Count, by adminapi.By) (map[int64]string, error)
	// BookSome books the differences of some lines; a line that would take the stock below its locks is refused and the others are booked.
	// It says whether there is more to do. A sheet with nothing left to book is booked, unless lines were refused. With again, refused lines
	// are tried once more.
	BookSome(ctx context.Context, id int64, again bool, by adminapi.By) (more bool, err error)
	// CancelTaking gives up a sheet of which nothing was booked.
	CancelTaking(ctx context.Context, id int64, by adminapi.By) error
}

// NewTakings makes the desk.
func NewTakings(store TakingStore) *Takings { return &Takings{store} }

// Open opens a sheet.
func (t *Takings) Open(ctx context.Context, wareID int64, skuIDs []int64, note string, by adminapi.By) (Taking, error) {
	return t.store.AddTaking(ctx, wareID, skuIDs, note, by)
}

// List lists sheets.
func (t *Takings) List(ctx context.Context, q TakingQuery) ([]Taking, int64, error) {
	return t.store.Takings(ctx, q)
}

// Find reads a sheet.
func (t *Takings) Find(ctx context.Context, id int64) (Taking, error) { return t.store.Taking(ctx, id) }

// Lines lists the lines of a sheet by SKU.
func (t *Takings) Lines(ctx context.Context, id int64, choice LineChoice, skuID int64, page paging.Page) ([]TakingLine, int64, error) {
	return t.store.TakingLines(ctx, id, choice, skuID, page)
}

// countBatch bounds the counts of one transaction.
const countBatch = 200

// Count notes what was counted; it tells by SKU which counts were not taken.
func (t *Takings) Count(ctx context.Context, id int64, counts []Count, by adminapi.By) (map[int64]string, error) {
	refused := map[int64]string{}
	for len(counts) > 0 {
		n := min(len(counts), countBatch)
		some, err := t.store.CountLines(ctx, id, counts[:n], by)
		if err != nil {
			return refused, fmt.Errorf("count stock-taking %d: %w", id, err)
		}
		for sku, code := range some {
			refused[sku] = code
		}
		counts = counts[n:]
	}
	return refused, nil
}

// Book books all differences, some at a time, so that nobody who buys waits long. However often it is said, and wherever it was
// interrupted, each line is booked once; saying it again goes on.
func (t *Takings) Book(ctx context.Context, id int64, by adminapi.By) (Taking, error) {
	for more, again := true, true; more; again = false {
		var err error
		if more, err = t.store.BookSome(ctx, id, again, by); err != nil {
			return Taking{}, fmt.Errorf("book stock-taking %d: %w", id, err)
		}
	}
	return t.store.Taking(ctx, id)
}

// Cancel gives up a sheet.
func (t *Takings) Cancel(ctx context.Context, id int64, by adminapi.By) (Taking, error) {
	if err := t.store.CancelTaking(ctx, id, by); err != nil {
		return Taking{}, err
	}
	return t.store.Taking(ctx, id)
}
