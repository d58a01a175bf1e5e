package order

import (
	"slices"
	"strings"
	"time"

	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/money"
)

// What happened to an order: the events of its timeline.
const (
	EventCreated   = "created"
	EventPlaced    = "placed"
	EventClosing   = "closing"
	EventClosed    = "closed"
	EventPaid      = "paid"
	EventShipped   = "shipped"
	EventCompleted = "completed"

	EventReturn          = "return_applied"
	EventReturnCancelled = "return_cancelled"
	EventReturnApproved  = "return_approved"
	EventReturnRejected  = "return_rejected"
	EventReturnReceived  = "return_received"
	EventRefundAgreed    = "refund_agreed" // staff pay back without an application
	EventReturnDone      = "return_done"   // the money is back: where the order stands then

	EventPriceChanged = "price_changed"
	EventStaffNote    = "staff_note" // for staff alone

	// These tell what the other services have done for the order; they do not move it.
	EventStockLocked     = "stock_locked"
	EventCouponLocked    = "coupon_locked"
	EventPointsFrozen    = "points_frozen"
	EventPayStarted      = "pay_started"
	EventStockDeducted   = "stock_deducted"
	EventStockUnlocked   = "stock_unlocked"
	EventPointsGiven     = "points_given"
	EventLatePayment     = "payment_refused"
	EventRefundRequested = "refund_requested"
	EventRefunded        = "refunded"
)

// Who made it happen.
const (
	ByMember  = "member"
	BySystem  = "system"
	ByStaff   = "staff"
	ByPayment = "payment"
	ByWare    = "ware"
)

// Event is one line of an order's timeline.
type Event struct {
	At      time.Time
	Event   string
	By      string
	Facts   Facts
	TraceID string
}

// Private says whether an event is for staff alone.
func (e Event) Private() bool { return e.Event == EventStaffNote }

// Facts are what a line of the timeline knows besides its event. They are numbers, names and codes; words are made of them where
// they are read, in the reader's language.
type Facts struct {
	Reason     string           `json:"reason,omitempty"` // a code, or what a member has chosen
	Text       string           `json:"text,omitempty"`   // what somebody has written
	TradeNo    string           `json:"tradeNo,omitempty"`
	Amount     money.Fen        `json:"amount,omitempty"`
	RefundSn   string           `json:"refundSn,omitempty"`
	Points     int64            `json:"points,omitempty"`
	Growth     int64            `json:"growth,omitempty"`
	Company    string           `json:"company,omitempty"`
	TrackingNo string           `json:"trackingNo,omitempty"`
	Parcels    []wareapi.Parcel `json:"parcels,omitempty"`
	ReturnID   int64            `json:"returnId,omitempty"`
	Was        money.Fen        `json:"was,omitempty"`   // an amount before it became Amount
	Staff      string           `json:"staff,omitempty"` // the account of whoever did it; shoppers are not told

	Discounts []couponapi.Explanation `json:"discounts,omitempty"` // what came off when the order was made, and by which rules
}

// Words looks words up in a catalogue, by key and with pairs of name and value; Count also chooses the plural.
type Words interface {
	T(key string, pairs ...any) string
}

// Say words an event: what happened, and what there is to add. An event that shoppers need not know has no words. first is the first
// line of a timeline: an order that was taken over from elsewhere has nothing before its placing.
func (e Event) Say(w Words, first bool) (text, note string) {
	key := e.key(first)
	if key == "" {
		return "", ""
	}
	return w.T("order.event." + key), e.note(w)
}

// key is the end of the key of what happened.
func (e Event) key(first bool) string {
	switch e.Event {
	case EventCreated, EventStockLocked, EventCouponLocked, EventPointsFrozen, EventPayStarted, EventStockDeducted, EventStockUnlocked, EventClosed,
		EventShipped, EventPointsGiven, EventReturn, EventReturnCancelled, EventReturnApproved, EventReturnRejected, EventReturnReceived,
		EventRefundAgreed, EventPriceChanged, EventLatePayment, EventRefundRequested, EventRefunded:
		return e.Event
	case EventPlaced:
		if first {
			return EventCreated
		}
		return e.Event
	case EventClosing:
		return closingKey(e.By)
	case EventPaid:
		if e.By != ByPayment {
			return "paid_free"
		}
		return e.Event
	case EventCompleted:
		if e.By == BySystem {
			return "completed_alone"
		}
		return e.Event
	}
	return ""
}

// note is what there is to add.
func (e Event) note(w Words) string {
	f := e.Facts
	switch e.Event {
	case EventStockLocked:
		if wares := f.wares(); len(wares) > 0 {
			return w.T("order.fact.wares", "Wares", strings.Join(wares, w.T("order.comma")))
		}
	case EventPointsFrozen:
		return w.T("order.fact.points", "Count", f.Points)
	case EventClosing:
		return cancelReason(w, f.Text)
	case EventClosed:
		return CloseReason(w, f.Reason)
	case EventPaid:
		if f.TradeNo != "" {
			return w.T("order.fact.trade", "TradeNo", f.TradeNo)
		}
	case EventShipped:
		return strings.TrimSpace(f.Company + " " + f.TrackingNo)
	case EventPointsGiven:
		return w.T("order.fact.gifts", "Points", f.Points, "Growth", f.Growth)
	case EventReturn, EventReturnCancelled:
		return ReturnReason(w, f.Reason)
	case EventReturnRejected:
		return f.Text
	case EventReturnApproved, EventRefundAgreed:
		return f.refund(w)
	case EventPriceChanged:
		return "¥" + f.Was.String() + " → ¥" + f.Amount.String()
	case EventLatePayment, EventRefundRequested, EventRefunded:
		return f.refund(w)
	}
	return ""
}

func closingKey(by string) string {
	switch by {
	case ByMember:
		return "closing_member"
	case ByStaff:
		return "closing_staff"
	}
	return EventClosing
}

// wares names the warehouses that the goods come from.
func (f Facts) wares() []string {
	var names []string
	for _, p := range f.Parcels {
		if !slices.Contains(names, p.WareName) {
			names = append(names, p.WareName)
		}
	}
	return names
}

// refund says how much goes back and, where the shop sends back what it could not keep, why.
func (f Facts) refund(w Words) string {
	var parts []string
	if f.Amount > 0 {
		parts = append(parts, "¥"+f.Amount.String())
	}
	if why := RefundReason(w, f.Reason); why != "" {
		parts = append(parts, why)
	}
	return strings.Join(parts, w.T("order.comma"))
}

// CloseReason words why an order ended without goods.
func CloseReason(w Words, reason string) string {
	switch reason {
	case "":
		return ""
	case ReasonTimeout, ReasonCancelled, ReasonRefunded:
		return w.T("order.close_reason." + reason)
	}
	return w.T("order.close_reason.unplaced")
}

// RefundReason words why money goes back; nothing where there is nothing to explain.
func RefundReason(w Words, reason string) string {
	switch reason {
	case "order_closed", "paid_twice", "wrong_amount", "unknown_order", "after_sale":
		return w.T("order.refund_reason." + reason)
	}
	return ""
}

// CancelReasons are the reasons that a shopper may choose from; words of his own are taken as well.
func CancelReasons() []string { return []string{"changed", "address", "goods", "price", "elsewise"} }

func cancelReason(w Words, reason string) string {
	if slices.Contains(CancelReasons(), reason) {
		return w.T("order.cancel_reason." + reason)
	}
	return reason
}

// ReturnReasons are the reasons that a shopper may choose from; words of his own are taken as well.
func ReturnReasons() []string {
	return []string{"unwanted", "described", "faulty", "damaged", "mistaken", "elsewise"}
}

// ReturnReason words why goods are sent back.
func ReturnReason(w Words, reason string) string {
	if slices.Contains(ReturnReasons(), reason) {
		return w.T("order.return_reason." + reason)
	}
	return reason
}
