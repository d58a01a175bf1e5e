package order

import (
	"context"
	"sync"
	"time"

	"gulimall/pkg/money"
	"gulimall/pkg/shopday"
)

// Span is what happened in a whole hour or day.
type Span struct {
	From                             time.Time
	Settled, Submitted, Paid, Closed int64
	Turnover                         money.Fen
}

func (s *Span) add(o Span) {
	s.Settled += o.Settled
	s.Submitted += o.Submitted
	s.Paid += o.Paid
	s.Closed += o.Closed
	s.Turnover += o.Turnover
}

// Sold is what one SKU has sold.
type Sold struct {
	SkuID    int64
	Name     string
	Count    int64
	Turnover money.Fen
}

// Waiting is how many orders and returns wait for somebody.
type Waiting struct{ Unpaid, ToShip, Shipped, Returns int64 }

// Summary is how the shop does.
type Summary struct {
	At      time.Time
	Days    []Span
	Hours   []Span
	Waiting Waiting
	Top     []Sold
}

// SummaryStore keeps what was counted.
type SummaryStore interface {
	// Fold counts the orders of the hours since a moment again, and what was sold since then where the flag says so; unless another
	// process has just done so, or does.
	Fold(ctx context.Context, f Fold) error
	// FoldAll counts everything anew.
	FoldAll(ctx context.Context, now time.Time) error
	// AddSettled adds settlement pages to their hours.
	AddSettled(ctx context.Context, byHour map[time.Time]int64) error
	// Hours gives the hours from one moment up to another, those without anything left out.
	Hours(ctx context.Context, from, to time.Time) ([]Span, error)
	// Top gives what was sold for most since a day.
	Top(ctx context.Context, since time.Time, limit int) ([]Sold, error)
	// Waiting counts what waits.
	Waiting(ctx context.Context) (Waiting, error)
}

// Fold says how far back is counted again: what changes late (a payment that was heard of after an hour) is found by the wider rounds.
type Fold struct {
	Now          time.Time
	Every        time.Duration // nothing is done that was done so shortly before
	Narrow, Wide time.Duration
	WideEvery    time.Duration
	SoldEvery    time.Duration
	WholeEvery   time.Duration
}

const (
	foldEvery  = 15 * time.Second
	foldNarrow = 2 * time.Hour
	foldWide   = 72 * time.Hour
	wideEvery  = 10 * time.Minute
	soldEvery  = 45 * time.Second
	wholeEvery = 24 * time.Hour

	hoursShown = 48
	topShown   = 10
	// MostDays is how many days a summary may have.
	MostDays = 90
)

// Tally counts settlement pages in memory until they are written down.
type Tally struct {
	mu     sync.Mutex
	byHour map[time.Time]int64
}

// Count counts one page.
func (t *Tally) Count(at time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.byHour == nil {
		t.byHour = map[time.Time]int64{}
	}
	t.byHour[at.UTC().Truncate(time.Hour)]++
}

// take empties the tally.
func (t *Tally) take() map[time.Time]int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	taken := t.byHour
	t.byHour = nil
	return taken
}

// put gives back what could not be written down.
func (t *Tally) put(back map[time.Time]int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.byHour == nil {
		t.byHour = map[time.Time]int64{}
	}
	for hour, n := range back {
		t.byHour[hour] += n
	}
}

// Summaries is what the dashboard asks.
type Summaries struct {
	store SummaryStore
	tally *Tally
	now   func() time.Time
}

// NewSummaries makes them; tally is that of the settlement pages.
func NewSummaries(store SummaryStore, tally *Tally, now func() time.Time) *Summaries {
	return &Summaries{store, tally, now}
}

// clock is now to the millisecond that the database keeps: a finer moment would keep it from using its indexes.
func (s *Summaries) clock() time.Time { return s.now().UTC().Truncate(time.Millisecond) }

// Fold brings what was counted up to date.
func (s *Summaries) Fold(ctx context.Context) error {
	return s.store.Fold(ctx, Fold{
		Now: s.clock(), Every: foldEvery - time.Second, Narrow: foldNarrow, Wide: foldWide, WideEvery: wideEvery, SoldEvery: soldEvery, WholeEvery: wholeEvery,
	})
}

// FoldAll counts everything anew.
func (s *Summaries) FoldAll(ctx context.Context) error { return s.store.FoldAll(ctx, s.clock()) }

// Flush writes down how many settlement pages were shown.
func (s *Summaries) Flush(ctx context.Context) error {
	taken := s.tally.take()
	if len(taken) == 0 {
		return nil
	}
	if err := s.store.AddSettled(ctx, taken); err != nil {
		s.tally.put(taken)
		return err
	}
	return nil
}

// Summary gives so many days, today the last, and the last two days by the hour.
func (s *Summaries) Summary(ctx context.Context, days int) (Summary, error) {
	now := s.clock()
	today := shopday.Midnight(now)
	firstDay, lastHour := today.AddDate(0, 0, 1-days), now.Truncate(time.Hour)
	firstHour := lastHour.Add(-(hoursShown - 1) * time.Hour)
	from := firstDay
	if firstHour.Before(from) {
		from = firstHour
	}
	spans, err := s.store.Hours(ctx, from, lastHour.Add(time.Hour))
	if err != nil {
		return Summary{}, err
	}
	out := Summary{At: now, Days: row(firstDay, days, 24*time.Hour), Hours: row(firstHour, hoursShown, time.Hour)}
	for _, span := range spans {
		fill(out.Days, span, 24*time.Hour)
		fill(out.Hours, span, time.Hour)
	}
	if out.Waiting, err = s.store.Waiting(ctx); err != nil {
		return Summary{}, err
	}
	out.Top, err = s.store.Top(ctx, firstDay, topShown)
	return out, err
}

// row is spans without gaps.
func row(from time.Time, n int, each time.Duration) []Span {
	spans := make([]Span, n)
	for i := range spans {
		spans[i].From = from.Add(time.Duration(i) * each)
	}
	return spans
}

// fill adds an hour to the span that it lies in, if it lies in any.
func fill(spans []Span, hour Span, each time.Duration) {
	if i := int(hour.From.Sub(spans[0].From) / each); !hour.From.Before(spans[0].From) && i < len(spans) {
		spans[i].add(hour)
	}
}
