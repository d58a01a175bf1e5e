package admin

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/dashboardapi"
	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/money"
	"gulimall/pkg/shopday"
)

// Summaries are what the services have counted.
type Summaries interface {
	Orders(ctx context.Context, days int) (orderapi.Summary, error)
	Payments(ctx context.Context, days int) (paymentapi.Summary, error)
	Coupons(ctx context.Context) (couponapi.Summary, error)
	Stock(ctx context.Context) (wareapi.Summary, error)
	Members(ctx context.Context, days int) (memberapi.Summary, error)
	// Trouble is how many messages need somebody.
	Trouble(ctx context.Context) (int64, error)
}

// How fresh the dashboard is. The services' own counts may be a minute old.
const (
	boardFresh    = 15 * time.Second       // so long an answer is not asked for again
	boardKept     = time.Minute            // so long it is shown though no newer one comes
	boardRetry    = 3 * time.Second        // so long a service that failed is left alone
	boardPatience = 200 * time.Millisecond // so long the page waits for a service
	boardAsk      = 3 * time.Second        // so long a service may take in the background
)

// Spans are the days that the dashboard can show.
func Spans() []int { return []int{7, 30, 90} }

// Board is the dashboard. It asks each service on its own and remembers the answers for a moment; one that is slow or away only leaves its own
// place empty. It is safe for concurrent use.
type Board struct {
	ask     Summaries
	now     func() time.Time
	log     *slog.Logger
	asking  sync.WaitGroup
	orders  spanned[orderapi.Summary]
	money   spanned[paymentapi.Summary]
	members spanned[memberapi.Summary]
	coupons kept[couponapi.Summary]
	stock   kept[wareapi.Summary]
	trouble kept[int64]
}

// NewBoard makes the dashboard over the services' counts.
func NewBoard(ask Summaries, now func() time.Time, log *slog.Logger) *Board {
	return &Board{ask: ask, now: now, log: log}
}

// Wait returns when nobody is being asked any more.
func (b *Board) Wait() { b.asking.Wait() }

// Show gives the dashboard over so many days, one of Spans.
func (b *Board) Show(ctx context.Context, days int) dashboardapi.Dashboard {
	d := dashboardapi.Dashboard{Days: days}
	var all sync.WaitGroup
	all.Go(func() {
		d.Order = show(ctx, b, "order", b.orders.of(days), func(ctx context.Context) (orderapi.Summary, error) { return b.ask.Orders(ctx, days) })
	})
	all.Go(func() {
		d.Payment = show(ctx, b, "payment", b.money.of(days), func(ctx context.Context) (paymentapi.Summary, error) { return b.ask.Payments(ctx, days) })
	})
	all.Go(func() {
		d.Member = show(ctx, b, "member", b.members.of(days), func(ctx context.Context) (memberapi.Summary, error) { return b.ask.Members(ctx, days) })
	})
	all.Go(func() { d.Coupon = show(ctx, b, "coupon", &b.coupons, b.ask.Coupons) })
	all.Go(func() { d.Ware = show(ctx, b, "ware", &b.stock, b.ask.Stock) })
	all.Go(func() { d.Trouble = show(ctx, b, "messages", &b.trouble, b.ask.Trouble) })
	all.Wait()
	for name, missing := range map[string]bool{
		"order": d.Order == nil, "payment": d.Payment == nil, "member": d.Member == nil, "coupon": d.Coupon == nil, "ware": d.Ware == nil, "messages": d.Trouble == nil,
	} {
		if missing {
			d.Missing = append(d.Missing, name)
		}
	}
	slices.Sort(d.Missing)
	if d.Order != nil {
		d.Today = today(*d.Order)
	}
	return d
}

// spanned keeps an answer for each number of days.
type spanned[T any] struct {
	mu  sync.Mutex
	all map[int]*kept[T]
}

func (s *spanned[T]) of(days int) *kept[T] {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.all == nil {
		s.all = map[int]*kept[T]{}
	}
	if s.all[days] == nil {
		s.all[days] = &kept[T]{}
	}
	return s.all[days]
}

// kept is the last answer of a service, and the question that is on its way.
type kept[T any] struct {
	mu      sync.Mutex
	value   T
	at      time.Time     // of the answer
	failed  time.Time     // of the last failure
	pending chan struct{} // closed when the question that is on its way has ended; nil: none is
}

// show gives the answer that is kept, or asks, and waits for it but not for long: what comes later is there for the next who looks.
func show[T any](ctx context.Context, b *Board, name string, k *kept[T], ask func(context.Context) (T, error)) *T {
	k.mu.Lock()
	now := b.now()
	if now.Sub(k.at) >= boardFresh && now.Sub(k.failed) >= boardRetry && k.pending == nil {
		pending := make(chan struct{})
		k.pending = pending
		b.asking.Go(func() { k.fetch(ctx, b, name, pending, ask) })
	}
	pending := k.pending
	k.mu.Unlock()
	if pending != nil {
		select {
		case <-pending:
		case <-ctx.Done():
		case <-time.After(boardPatience):
		}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.at.IsZero() || b.now().Sub(k.at) > boardKept {
		return nil
	}
	value := k.value
	return &value
}

func (k *kept[T]) fetch(ctx context.Context, b *Board, name string, pending chan struct{}, ask func(context.Context) (T, error)) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), boardAsk)
	defer cancel()
	value, err := ask(ctx)
	k.mu.Lock()
	defer k.mu.Unlock()
	if err != nil {
		b.log.LogAttrs(ctx, slog.LevelWarn, "no summary", slog.String("of", name), slog.Any("error", err))
		k.failed = b.now()
	} else {
		k.value, k.at = value, b.now()
	}
	k.pending = nil
	close(pending)
}

const hoursADay = 24

// today sums up the present day, and yesterday until the same minute. nil where the hours do not reach back to yesterday's midnight.
func today(s orderapi.Summary) *dashboardapi.Today {
	last := len(s.Hours) - 1
	if last < 0 {
		return nil
	}
	hour := s.Hours[last].From.In(shopday.Zone()).Hour()
	first := last - hour
	if first < hoursADay {
		return nil
	}
	var t dashboardapi.Today
	for _, span := range s.Hours[first:] {
		t.Now = plus(t.Now, span, 1, 1)
	}
	for _, span := range s.Hours[first-hoursADay : last-hoursADay] {
		t.Yesterday = plus(t.Yesterday, span, 1, 1)
	}
	gone := min(max(s.At.Sub(s.Hours[last].From), 0), time.Hour)
	t.Yesterday = plus(t.Yesterday, s.Hours[last-hoursADay], int64(gone/time.Second), int64(time.Hour/time.Second))
	return &t
}

// plus adds a part of a span.
func plus(p dashboardapi.Part, s orderapi.Span, part, whole int64) dashboardapi.Part {
	share := func(n int64) int64 { return n * part / whole }
	return dashboardapi.Part{
		Settled: p.Settled + share(s.Settled), Submitted: p.Submitted + share(s.Submitted), Paid: p.Paid + share(s.Paid),
		Turnover: p.Turnover + money.Fen(share(int64(s.Turnover))),
	}
}
