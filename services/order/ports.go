package order

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"gulimall/pkg/contract/cartapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/money"
)

// Submissions is what submitting needs of the database. Every method is one transaction.
type Submissions interface {
	// Create stores an order in Creating with its lines and the token that it was submitted with. ErrTokenTaken when the member
	// has an order of that token, ErrCartTaken when he has one of that state of the cart.
	Create(ctx context.Context, o *Order, token, bodyHash string) error
	// ByToken finds the order that a member's token belongs to, and the hash of the body that it came with; ErrNotFound.
	ByToken(ctx context.Context, memberID int64, token string) (o *Order, bodyHash string, err error)
	// Activate moves the order from Creating to Pending, or to Paid where there is nothing to pay, says so to the other services, and
	// updates o; false when the order is not Creating any more.
	Activate(ctx context.Context, o *Order, at time.Time) (bool, error)
	// Abort moves an order from Creating to Closed, gives its token and its state of the cart free and tells everybody to release what they keep for it;
	// false when the order is not Creating any more.
	Abort(ctx context.Context, sn, reason string, at time.Time) (bool, error)
}

// Closings is what closing needs of the database.
type Closings interface {
	// StartClosing moves an order from Pending to Closing; for a timeout only if its deadline has come. Nobody else asks about it
	// before again. False when it did not move.
	StartClosing(ctx context.Context, c ClosingStart) (bool, error)
	// ClaimClosing takes a Closing order that is due to be asked about again, and puts the next time off: by first, doubling each
	// time up to longest. False when somebody else has it or it is not Closing any more.
	ClaimClosing(ctx context.Context, sn string, now time.Time, first, longest time.Duration) (bool, error)
	// FinishClosing moves an order from Closing to Closed and tells everybody to release; false when it did not move.
	FinishClosing(ctx context.Context, sn, reason string, at time.Time) (bool, error)
	// PastDeadline lists Pending orders whose deadline is not after a moment, the oldest first.
	PastDeadline(ctx context.Context, before time.Time, limit int) ([]string, error)
	// ClosingDue lists Closing orders that are due to be asked about.
	ClosingDue(ctx context.Context, now time.Time, limit int) ([]string, error)
	// LeftCreating lists orders in Creating that are older than a moment.
	LeftCreating(ctx context.Context, before time.Time, limit int) ([]string, error)
	// StillPending says which of the given orders are Pending.
	StillPending(ctx context.Context, sns []string) ([]string, error)
}

// Deliveries is what comes after the payment.
type Deliveries interface {
	// Pay takes a payment and says what became of it; an unknown order is an outcome too.
	Pay(ctx context.Context, p paymentapi.Succeeded, now time.Time) (PayOutcome, error)
	// Refund notes a refund in the timeline, once for every refund; ErrNotFound.
	Refund(ctx context.Context, r paymentapi.Refunded, now time.Time) error
	// Tell adds what another service has done for an order to its timeline, once for every event, and for every number of a refund;
	// ErrNotFound.
	Tell(ctx context.Context, sn string, e Event) error
	// Ship moves an order from Paid to Shipped; false when it did not move.
	Ship(ctx context.Context, s Shipment, at time.Time) (bool, error)
	// Receive moves an order from Shipped to Completed and says so; false when it did not move.
	Receive(ctx context.Context, sn, by string, at time.Time) (bool, error)
	// ShippedBefore lists Shipped orders that left before a moment.
	ShippedBefore(ctx context.Context, before time.Time, limit int) ([]string, error)
	AfterSales
}

// AfterSales is what sending goods back needs of the database.
type AfterSales interface {
	// ApplyReturn loads the order and its returns for update, lets f work out the application, and stores it. Where the member has an
	// application of that key, it answers that one, and false.
	ApplyReturn(ctx context.Context, memberID int64, sn, key string, f func(*Order, []Return) (Return, error)) (Return, bool, error)
	// CancelReturn withdraws a member's application that may still be withdrawn; when it was the last one, the order is again what it
	// was. ErrNotFound, ErrState.
	CancelReturn(ctx context.Context, memberID int64, sn string, id int64, at time.Time) error
	// ReturnPicture is the name of one of the pictures of a member's application, counted from 1; ErrNotFound.
	ReturnPicture(ctx context.Context, memberID, id int64, n int) (string, error)
}

// Reading is what the lists and pages need.
type Reading interface {
	// Find gives an order with its lines, whatever its state; ErrNotFound.
	Find(ctx context.Context, sn string) (*Order, error)
	// Detail is Find with the timeline.
	Detail(ctx context.Context, sn string) (*Order, error)
	// State gives an order without lines and timeline; ErrNotFound.
	State(ctx context.Context, sn string) (*Order, error)
	// List gives a page of a member's visible orders, the newest first, and how many there are.
	List(ctx context.Context, q ListQuery) ([]*Order, int64, error)
	// Counts gives how many visible orders of a member stand where.
	Counts(ctx context.Context, memberID int64) (map[Status]int64, error)
	// Version says how far an order has come; ErrNotFound.
	Version(ctx context.Context, sn string) (Version, error)
	// Returns lists an order's applications, the oldest first.
	Returns(ctx context.Context, sn string) ([]Return, error)
}

// Store is the database.
type Store interface {
	Submissions
	Closings
	Deliveries
	Reading
}

// Tokens keeps the one-time tokens of settlement pages. It is a fast filter: the database has the last word.
type Tokens interface {
	// Issue stores a new token with what its page showed.
	Issue(ctx context.Context, token string, t Ticket, ttl time.Duration) error
	// Peek reads a member's token; ErrTokenExpired.
	Peek(ctx context.Context, memberID int64, token string) (Ticket, error)
	// Keep keeps the draft of a member's page with its token; ErrTokenExpired.
	Keep(ctx context.Context, memberID int64, token string, draft []byte) error
	// Refresh replaces what the page of a token showed, unless it is being submitted or was.
	Refresh(ctx context.Context, token string, t Ticket) error
	// Claim takes a token for one submission of one body.
	Claim(ctx context.Context, memberID int64, token, bodyHash string, lease time.Duration) (Claim, error)
	// PutBack makes a claimed token ready again, with what its page shows now.
	PutBack(ctx context.Context, token, owner string, t Ticket) error
	// Done says which order a token has become.
	Done(ctx context.Context, token, owner, sn string) error
}

// Deadlines is the second clock: an index of deadlines outside of database and broker.
type Deadlines interface {
	// Add notes a deadline.
	Add(ctx context.Context, sn string, at time.Time) error
	// Remove forgets orders.
	Remove(ctx context.Context, sns ...string) error
	// Due takes what is due; unless it is removed, it is due again after the lease.
	Due(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]string, error)
}

// Cart is the cart service.
type Cart interface {
	Checked(ctx context.Context) (cartapi.Checked, error)
	Bought(ctx context.Context, b cartapi.Bought) error
	Items(ctx context.Context) (cartapi.Cart, error)
	Add(ctx context.Context, sku, count int64) error // ErrSkuNotFound
}

// Members is the member service.
type Members interface {
	Checkout(ctx context.Context) (memberapi.Checkout, error)
	Freeze(ctx context.Context, f memberapi.Freeze) error // ErrPointsShort, ErrReleased
	// SaveAddress adds an address, or changes the one with its id; ErrAddressNotFound, or what is wrong with its fields.
	SaveAddress(ctx context.Context, a Address) (Address, error)
}

// Products is the catalogue.
type Products interface {
	Skus(ctx context.Context, ids []int64) ([]productapi.Sku, error)
}

// Coupons is the coupon service.
type Coupons interface {
	Quote(ctx context.Context, q couponapi.QuoteQuery) (couponapi.Quote, error) // ErrCouponUnusable, ErrPointsShort
	Lock(ctx context.Context, l couponapi.Lock) error                           // ErrCouponUnusable, ErrReleased
}

// Stock is the ware service.
type Stock interface {
	Quote(ctx context.Context, q wareapi.QuoteQuery) (wareapi.Quote, error)
	Lock(ctx context.Context, l wareapi.Lock) (wareapi.Locked, error) // ErrStockShort with skuIds, ErrReleased
}

// Payments is the payment service.
type Payments interface {
	Close(ctx context.Context, sn string, c paymentapi.Close) (result string, err error)
	Offered(ctx context.Context, sn string) (bool, error)              // a link to pay an order was handed out, or may be any moment
	Record(ctx context.Context, sn string) (paymentapi.Cashier, error) // of the member who asks
}

// Pictures keeps the pictures that members send in. They are nobody else's business: they are not public files.
type Pictures interface {
	// Keep checks a picture, takes out of it what is not to be seen (place, camera) and stores it; ErrPictureType, ErrPictureSize.
	Keep(ctx context.Context, data []byte) (name string, err error)
	// Open gives a picture that was kept, always as JPEG; ErrNotFound.
	Open(ctx context.Context, name string) ([]byte, error)
	// Remove forgets pictures that are not needed after all.
	Remove(ctx context.Context, names ...string)
}

// Numbers makes order numbers.
type Numbers interface {
	Next(ctx context.Context) (string, error)
}

// Ports is everything that the use cases reach out to.
type Ports struct {
	Store     Store
	Tokens    Tokens
	Deadlines Deadlines
	Cart      Cart
	Members   Members
	Products  Products
	Coupons   Coupons
	Stock     Stock
	Payments  Payments
	Numbers   Numbers
	Pictures  Pictures
}

// Limits are the lifetimes that the use cases keep to. Zero values mean the defaults.
type Limits struct {
	OrderTTL    time.Duration // unpaid orders; 30 min
	TokenTTL    time.Duration // settlement pages; 30 min
	Lease       time.Duration // how long a submission owns its token; 15 s
	SubmitWait  time.Duration // how long a repeated submission waits for the first; 5 s
	CreatingFor time.Duration // how long an order may be assembled before it is given up; 30 s
	AutoReceive time.Duration // shipped orders complete by themselves; 7 days
	ReturnFor   time.Duration // goods can be sent back so long after they were received; 15 days

	// Now gives the limits as staff have changed them meanwhile; nil leaves them as they are.
	Now func(Limits) Limits
}

func (l Limits) withDefaults() Limits {
	for _, d := range []struct {
		field *time.Duration
		value time.Duration
	}{
		{&l.OrderTTL, 30 * time.Minute},
		{&l.TokenTTL, 30 * time.Minute},
		{&l.Lease, 15 * time.Second},
		{&l.SubmitWait, 5 * time.Second},
		{&l.CreatingFor, 30 * time.Second},
		{&l.AutoReceive, 7 * 24 * time.Hour},
		{&l.ReturnFor, 15 * 24 * time.Hour},
	} {
		if *d.field == 0 {
			*d.field = d.value
		}
	}
	return l
}

// Member is who is asking.
type Member struct {
	ID       int64
	Username string
}

// Orders is the use cases.
type Orders struct {
	Ports
	fixed  Limits
	now    func() time.Time
	log    *slog.Logger
	closed func(Clock) // counts closings by the clock that began them

	settlements Tally

	errands sync.WaitGroup
	slots   chan struct{}
}

// New joins the use cases to their ports. closed is told which clock closed an order; it may be nil.
func New(p Ports, limits Limits, now func() time.Time, log *slog.Logger, closed func(Clock)) *Orders {
	if closed == nil {
		closed = func(Clock) {}
	}
	return &Orders{Ports: p, fixed: limits.withDefaults(), now: now, log: log, closed: closed, slots: make(chan struct{}, maxErrands)}
}

// maxErrands bounds the work that is done after an answer; above it, it is left to the messages that guarantee it.
const maxErrands = 64

// errandTime is how long one errand may take.
const errandTime = 3 * time.Second

// limits are those that count now.
func (o *Orders) limits() Limits {
	if o.fixed.Now == nil {
		return o.fixed
	}
	return o.fixed.Now(o.fixed)
}

// clock is now, in UTC and to the millisecond that the database keeps.
func (o *Orders) clock() time.Time { return o.now().UTC().Truncate(time.Millisecond) }

// errand does something after the answer that is good to have soon and guaranteed otherwise.
func (o *Orders) errand(ctx context.Context, name, sn string, f func(ctx context.Context) error) {
	select {
	case o.slots <- struct{}{}:
	default:
		return
	}
	o.errands.Go(func() {
		defer func() { <-o.slots }()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), errandTime)
		defer cancel()
		if err := f(ctx); err != nil {
			o.log.LogAttrs(ctx, slog.LevelInfo, "errand not done", slog.String("errand", name), slog.String("order_sn", sn), slog.Any("error", err))
		}
	})
}

// Wait returns when every errand is done.
func (o *Orders) Wait() { o.errands.Wait() }

// Ticket is what a settlement page showed.
type Ticket struct {
	MemberID int64      `json:"m"`
	BuyNow   bool       `json:"b,omitempty"`
	Blank    bool       `json:"n,omitempty"` // nothing was shown yet
	Lines    []SeenLine `json:"l"`
	LeftOut  []int64    `json:"x,omitempty"` // SKUs that it has told to be sold out and left out
	Pay      money.Fen  `json:"p"`
	Expires  int64      `json:"e"` // Unix seconds

	// OrderSn is the order that the token has become, Draft what Keep has kept with it; both only from Peek.
	OrderSn string `json:"-"`
	Draft   []byte `json:"-"`
}

// SeenLine is one line as it was shown.
type SeenLine struct {
	SkuID int64     `json:"s"`
	Count int64     `json:"c"`
	Price money.Fen `json:"p"`
}
