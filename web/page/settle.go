package page

import (
	"time"

	"gulimall/pkg/money"
)

// Settle is the page "settle" (order host, /toTrade). One form is both asked again ("更新金额": GET /toTrade with token,
// addressId, couponId, points, note, payType in the query) and sent (POST /submitOrder with the same fields and payAmount in fen).
// When submitting is refused because something moved, the same page comes back (409) with Notice set, the lines concerned
// marked, the new amounts, and everything that was typed.
type Settle struct {
	Base
	// Token belongs to this page alone.
	Token          string
	TokenExpiresAt time.Time
	// Addresses: the one delivered to is Selected. None at all opens the form for a new one.
	Addresses []Address
	Items     []SettleLine
	Coupons   []SettleCoupon
	Points    PointsOffer
	Amounts   Amounts
	// Explanations say which rule took what.
	Explanations []Explanation
	Note         string
	// NewAddress stands in the fields of the form for a new address.
	NewAddress Address
	// PayType is the chosen channel; empty is alipay.
	PayType string
	// Notice says why the order was not placed; nil on the first visit.
	Notice *SettleNotice
}

// TotalCount is the number of pieces that are settled.
func (p Settle) TotalCount() int {
	n := 0
	for _, l := range p.Items {
		n += l.Count
	}
	return n
}

// Ready tells whether the order can be placed as the page stands.
func (p Settle) Ready() bool {
	if len(p.Addresses) == 0 || len(p.Items) == 0 || p.Token == "" {
		return false
	}
	for _, l := range p.Items {
		if !l.HasStock {
			return false
		}
	}
	return true
}

// Deliver is the chosen address, or nil.
func (p Settle) Deliver() *Address {
	for i := range p.Addresses {
		if p.Addresses[i].Selected {
			return &p.Addresses[i]
		}
	}
	return nil
}

// NoCoupon tells whether no coupon is chosen.
func (p Settle) NoCoupon() bool {
	for _, c := range p.Coupons {
		if c.Selected {
			return false
		}
	}
	return true
}

// SettleLine is one SKU on the settlement page.
type SettleLine struct {
	SKUID    int64
	Title    string
	Image    string
	Attrs    []string
	Price    money.Fen
	Count    int
	Subtotal money.Fen
	HasStock bool
	// Changed marks a line whose price is no longer what the shopper saw; OldPrice is what they saw.
	Changed  bool
	OldPrice money.Fen
}

// SettleCoupon is a coupon of the member as the settlement page offers it. ID is the MemberCoupon's.
type SettleCoupon struct {
	ID       int64
	Name     string
	Amount   money.Fen
	Usable   bool
	Selected bool
	// Reason says why it is not usable.
	Reason string
}

// PointsOffer is what the member's points can do for this order.
type PointsOffer struct {
	Balance int64
	// Usable is how many may be used for this order, Worth what those are worth.
	Usable int64
	Worth  money.Fen
	// Used is what stands in the field.
	Used int64
}

// Amounts is the sum of an order: Pay = Goods − Promotion − Coupon − Points + Freight.
type Amounts struct {
	Goods     money.Fen
	Promotion money.Fen
	Coupon    money.Fen
	Points    money.Fen
	Freight   money.Fen
	Pay       money.Fen
}

// Explanation is one discount with the rule behind it.
type Explanation struct {
	Text   string
	Amount money.Fen
}

// SettleNotice says why an order was not placed and what changed.
type SettleNotice struct {
	// Code is the problem's code, such as price_changed or stock_short.
	Code string
	// Text says it in a sentence.
	Text string
	// OldPay is the amount that the shopper had seen; zero hides the comparison.
	OldPay money.Fen
}
