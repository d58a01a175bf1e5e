package page

import (
	"time"

	"gulimall/pkg/money"
)

// Settle is the page "settle" (order host, /toTrade?token=…). It is one form with several buttons: POST /submitOrder places the order, POST /toTrade
// keeps what was typed and shows the page anew ("更新金额", "edit" opens an address, "allPoints", "setCount"), POST /toTrade/address.html
// saves the address in the form. Every one of them is answered by a redirect; what was typed is kept with the token, so that the page that
// comes back, reloading it and the way back to it lose nothing. The scripts send the same forms and exchange the parts that changed (data-part).
type Settle struct {
	Base
	// Token belongs to this page alone.
	Token          string
	TokenExpiresAt time.Time
	Steps          []Step
	// BuySKU and BuyCount are what is bought without the cart; zero otherwise.
	BuySKU   int64
	BuyCount int
	// Addresses: the one delivered to is Selected.
	Addresses []Address
	// Editing is the address in the form; nil when the form is closed.
	Editing *SettleAddress
	// Parcels are the goods as they will travel; one without a name while that is not known.
	Parcels []SettleParcel
	// LeftOut is what of the cart is no part of the order.
	LeftOut []SettleLeft
	Coupons []SettleCoupon
	Points  PointsOffer
	Invoice SettleInvoice
	Amounts Amounts
	// Explanations say which rule took what.
	Explanations []Explanation
	// Freight says why delivery costs what it costs; FreeMissing is what more goods would make it free, zero hides that.
	Freight     string
	FreeFrom    money.Fen
	FreeMissing money.Fen
	Note        string
	// NoteMost is how many characters a note may have.
	NoteMost int
	// PayType is the chosen channel; empty is alipay.
	PayType string
	// Notice says why the order was not placed, or what has changed; nil on the first visit.
	Notice *SettleNotice
}

// TotalCount is the number of pieces that are settled.
func (p Settle) TotalCount() int {
	n := 0
	for _, parcel := range p.Parcels {
		for _, l := range parcel.Lines {
			n += l.Count
		}
	}
	return n
}

// Enough tells whether there is enough of everything.
func (p Settle) Enough() bool {
	for _, parcel := range p.Parcels {
		for _, l := range parcel.Lines {
			if !l.HasStock {
				return false
			}
		}
	}
	return true
}

// Ready tells whether the order can be placed as the page stands.
func (p Settle) Ready() bool {
	return len(p.Addresses) > 0 && p.TotalCount() > 0 && p.Token != "" && p.Enough()
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

// nearAddresses is how many addresses are shown at once.
const nearAddresses = 4

// NearAddresses are those that are shown at once, the chosen one among them; FarAddresses are the others.
func (p Settle) NearAddresses() []Address {
	near, _ := p.split()
	return near
}

// FarAddresses are the addresses that are folded away.
func (p Settle) FarAddresses() []Address {
	_, far := p.split()
	return far
}

func (p Settle) split() (near, far []Address) {
	if len(p.Addresses) <= nearAddresses {
		return p.Addresses, nil
	}
	room := nearAddresses
	if p.Deliver() != nil {
		room--
	}
	for _, a := range p.Addresses {
		switch {
		case a.Selected:
			near = append(near, a)
		case room > 0:
			near, room = append(near, a), room-1
		default:
			far = append(far, a)
		}
	}
	return near, far
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

// UsableCoupons is how many coupons can be used.
func (p Settle) UsableCoupons() int {
	n := 0
	for _, c := range p.Coupons {
		if c.Usable {
			n++
		}
	}
	return n
}

// Saved is what all discounts take off together.
func (p Settle) Saved() money.Fen { return p.Amounts.Promotion + p.Amounts.Coupon + p.Amounts.Points }

// NoteCount is how many characters the note has.
func (p Settle) NoteCount() int { return len([]rune(p.Note)) }

// SettleAddress is the form for an address: of a new one when its ID is zero.
type SettleAddress struct {
	Form   Address
	Errors FormErrors
}

// SettleParcel is what one warehouse sends.
type SettleParcel struct {
	// Number counts the parcels from one; Of is how many there are.
	Number, Of int
	// From is the warehouse; empty while that is not known.
	From  string
	Lines []SettleLine
}

// SettleLine is one SKU on the settlement page, or what of it goes into a parcel.
type SettleLine struct {
	SKUID    int64
	Title    string
	Image    string
	Attrs    []string
	Price    money.Fen
	Count    int
	Subtotal money.Fen
	HasStock bool
	// Left is how many there are, where that is fewer than wanted; zero of a line that is sold out.
	Left int
	// Changed marks a line whose price is no longer what the shopper saw; OldPrice is what they saw.
	Changed  bool
	OldPrice money.Fen
	// OldCount is how many the shopper saw, where there are NowCount now, in all parcels; zero when that has not changed, less than zero
	// of a line that was not there.
	OldCount, NowCount int
}

// SettleLeft is a line that is no part of the order, and why.
type SettleLeft struct {
	SKUID int64
	Title string
	Image string
	Attrs []string
	Count int
	// Reason is off_shelf or sold_out.
	Reason string
}

// SettleCoupon is a coupon of the member as the settlement page offers it. ID is the MemberCoupon's.
type SettleCoupon struct {
	ID         int64
	Name       string
	Amount     money.Fen
	MinPoint   money.Fen
	Scope      string
	ValidUntil time.Time
	Usable     bool
	Selected   bool
	// Best marks the one that takes most off.
	Best bool
	// Reason says why it is not usable.
	Reason string
}

// SettleInvoice is what stands in the fields of the invoice. Type is empty, personal or company.
type SettleInvoice struct {
	Type  string
	Title string
	TaxNo string
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

// Explanation is one discount with the rule behind it, and the goods that it is for where it is not for all.
type Explanation struct {
	Text   string
	For    string
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

// Submitted is the page "submitted": a settlement page that was submitted before, and what became of it.
type Submitted struct {
	Base
	OrderSn string
	Status  string
	Pay     money.Fen
	// CanPay tells whether it still waits for its payment, until ExpiresAt.
	CanPay    bool
	ExpiresAt time.Time
}
