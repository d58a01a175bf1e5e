// Package order is the heart of the shop: what a member settles, submits, pays, receives and sends back. It holds the states of an
// order and the moves between them, the one-time token that makes submitting safe to repeat, the three clocks that close what is not
// paid, and the ports through which all of that reaches the database, Redis and the other services. It knows none of those itself.
package order

import (
	"time"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/money"
)

// The refusals of this room. Their words are in the catalogues.
var (
	ErrNotFound         = apperr.New(apperr.NotFound, orderapi.CodeNotFound)
	ErrAddressNotFound  = apperr.New(apperr.NotFound, "address_not_found")
	ErrAddressLimit     = apperr.New(apperr.Conflict, "address_limit")
	ErrSkuNotFound      = apperr.New(apperr.NotFound, "sku_not_found")
	ErrCartEmpty        = apperr.New(apperr.Conflict, "cart_empty")
	ErrNothingChecked   = apperr.New(apperr.Conflict, "nothing_checked")
	ErrPriceChanged     = apperr.New(apperr.Conflict, "price_changed")   // with amounts and changes
	ErrStockShort       = apperr.New(apperr.Conflict, "stock_short")     // with skuIds
	ErrCouponUnusable   = apperr.New(apperr.Conflict, "coupon_unusable") // with reason
	ErrPointsShort      = apperr.New(apperr.Conflict, "points_short")    //
	ErrSubmitInProgress = apperr.New(apperr.Conflict, "submit_in_progress").After(time.Second)
	ErrTokenExpired     = apperr.New(apperr.Gone, "token_expired")
	ErrTokenMismatch    = apperr.New(apperr.Invalid, "token_body_mismatch")
	ErrState            = apperr.New(apperr.Conflict, "order_state")
	// ErrReleased is how a peer refuses to reserve for an order that was released already.
	ErrReleased = apperr.New(apperr.Conflict, "reservation_released")
)

// Status is where an order stands, as the column oms_order.status says it.
type Status int8

// The states. Creating is not visible to anybody; Closing shows as Pending that can no longer be paid.
const (
	Pending   Status = 0
	Paid      Status = 1
	Shipped   Status = 2
	Completed Status = 3
	Closed    Status = 4
	AfterSale Status = 5
	Creating  Status = 6
	Closing   Status = 7
)

// Sources are the states from which an order may come into s: the whole table of moves. Every move is one conditional UPDATE whose
// condition is this list.
func Sources(s Status) []Status {
	switch s {
	case Creating:
		return nil
	case Pending:
		return []Status{Creating}
	case Closing:
		return []Status{Pending}
	case Paid:
		return []Status{Pending, Closing}
	case Shipped:
		return []Status{Paid, AfterSale} // back, when no application is left
	case Completed:
		return []Status{Shipped, AfterSale}
	case AfterSale:
		return []Status{Shipped, Completed, AfterSale}
	case Closed:
		return []Status{Creating, Closing, Paid, AfterSale} // the latter two: everything was paid back
	}
	return nil
}

// Name is the status as services know it.
func (s Status) Name() orderapi.Status {
	switch s {
	case Pending:
		return orderapi.StatusPending
	case Paid:
		return orderapi.StatusPaid
	case Shipped:
		return orderapi.StatusShipped
	case Completed:
		return orderapi.StatusCompleted
	case Closed:
		return orderapi.StatusClosed
	case AfterSale:
		return orderapi.StatusAfterSale
	case Creating:
		return orderapi.StatusCreating
	case Closing:
		return orderapi.StatusClosing
	}
	return ""
}

// Public is the status as shoppers see it.
func (s Status) Public() orderapi.Status {
	if s == Closing {
		return orderapi.StatusPending
	}
	return s.Name()
}

// Named lists the states that a shopper calls by a public name; none when there is no such name.
func Named(name string) []Status {
	switch orderapi.Status(name) {
	case orderapi.StatusPending:
		return []Status{Pending, Closing}
	case orderapi.StatusPaid:
		return []Status{Paid}
	case orderapi.StatusShipped:
		return []Status{Shipped}
	case orderapi.StatusCompleted:
		return []Status{Completed}
	case orderapi.StatusClosed:
		return []Status{Closed}
	case orderapi.StatusAfterSale:
		return []Status{AfterSale}
	case orderapi.StatusCreating, orderapi.StatusClosing:
		return nil
	}
	return nil
}

// Why an order ended without goods.
const (
	ReasonTimeout     = "timeout"
	ReasonCancelled   = "cancelled"
	ReasonStock       = "stock_short"
	ReasonCoupon      = "coupon_unusable"
	ReasonPoints      = "points_short"
	ReasonInterrupted = "interrupted" // the process died while it was being assembled
	ReasonUnavailable = "unavailable" // a service that it needed did not answer
	ReasonRefunded    = "refunded"    // it was paid, and everything went back
)

// ChannelNone is the payment channel of an order that costs nothing.
const ChannelNone = "none"

// Address is where an order goes: a copy of the member's address at the moment of ordering.
type Address = memberapi.Address

// Order is an order with its lines. Times that are zero have not come.
type Order struct {
	Sn         string
	MemberID   int64
	Username   string
	Status     Status
	FromCart   bool
	CartRev    string // the state of the cart that it was made of, at most one order's
	Address    Address
	Lines      []Line
	Amounts    Amounts
	CouponID   int64
	PointsUsed int64
	PayType    int
	Note       string
	Invoice    Invoice

	CreatedAt  time.Time
	ExpiresAt  time.Time // whole seconds
	PlacedAt   time.Time // when it became visible; zero for one that never did
	PaidAt     time.Time
	ShippedAt  time.Time
	ReceivedAt time.Time
	ClosedAt   time.Time

	CloseCause  string
	CloseReason string
	Channel     string
	TradeNo     string
	Refunded    money.Fen
	RefundAsked money.Fen // refunds that were agreed to, confirmed or not
	Company     string
	TrackingNo  string
	Adjusted    money.Fen // what staff took off: a part of the promotion
	PriceLocked bool      // its price is being changed: nobody may pay it

	Discounts []couponapi.Explanation // as they were explained; only of one that is being placed
	Parcels   []wareapi.Parcel        // where its goods are kept; only of one that was just reserved
	Timeline  []Event                 // only where asked for
}

// Line is one SKU of an order with its share of every discount.
type Line struct {
	SkuID, SpuID, CategoryID int64
	SpuName, BrandName       string
	Title, Image             string
	Attrs                    []string
	Price                    money.Fen
	Count                    int64
	Weight                   int64 // grams of one piece
	Amount                   money.Fen
	Promotion, Coupon        money.Fen
	Adjusted                 money.Fen // a part of Promotion
	Points                   money.Fen
	Payable                  money.Fen
	GiftPoints, GiftGrowth   int64
}

// Amounts is the sum of an order; Pay = Goods − Promotion − Coupon − Points + Freight ≥ 0.
type Amounts struct {
	Goods, Promotion, Coupon, Points, Freight, Pay money.Fen
}

// Visible says whether the order ever became one that its member can see.
func (o *Order) Visible() bool { return !o.PlacedAt.IsZero() }

// Gifts is what the order gives when it is received.
func (o *Order) Gifts() (points, growth int64) {
	for _, l := range o.Lines {
		points += l.GiftPoints
		growth += l.GiftGrowth
	}
	return points, growth
}

// PaymentStatus says how the money stands, as far as the order knows.
func (o *Order) PaymentStatus() string {
	switch {
	case !o.PaidAt.IsZero() && o.Refunded > 0 && o.Refunded >= o.Amounts.Pay:
		return "refunded"
	case !o.PaidAt.IsZero():
		return "paid"
	case o.Status == Closed:
		return "closed"
	}
	return "unpaid"
}

// Payable says whether the order can be paid now.
func (o *Order) Payable(now time.Time) bool {
	return o.Status == Pending && !o.PriceLocked && now.Before(o.ExpiresAt)
}

// Told is the status as the other services hear it. An order whose price is being changed says what one says whose payment is being asked
// about: nobody may pay it just now.
func (o *Order) Told() orderapi.Status {
	if o.Status == Pending && o.PriceLocked {
		return Closing.Name()
	}
	return o.Status.Name()
}

// deadline is when an order created at a moment has to be paid: whole seconds, rounded up.
func deadline(created time.Time, ttl time.Duration) time.Time {
	return created.Add(ttl + time.Second - 1).Truncate(time.Second)
}

// ValidSn says whether a text can be an order number at all.
func ValidSn(sn string) bool {
	if sn == "" || len(sn) > 20 {
		return false
	}
	for _, r := range sn {
		if r < '0' || r > '9' {
			return false
		}
	}
	return true
}
