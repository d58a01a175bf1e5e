package orderapi

import (
	"time"

	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/money"
)

// Back-office paths. The list is a page: ?page&pageSize, answered as {items, total, page, pageSize}; ?sort=created, paid or amount, with a
// minus the greatest first.
const (
	// GET ?orderSn&member&phone&receiver&status&createdFrom&createdTo&paidFrom&paidTo&skuId&trackingNo&tradeNo&couponId&amountFrom&amountTo →
	// page of OfficeOrder, the newest first; GET {orderSn} → OfficeOrder with timeline and technical layer.
	PathOfficeOrders = "/api/admin/order/orders"
	PathShipments    = "/api/admin/order/shipments" // POST Shipments → 200 Shipped, line by line

	PartShip  = "/ship"  // PathOfficeOrders/{orderSn}: POST Ship → 200 OfficeOrder, the same again for the same again; 409 order_state
	PartClose = "/close" // POST CloseRequest → 200 OfficeOrder; 409 order_state
	PartNotes = "/notes" // POST StaffNote → 200 OfficeOrder, once for its key
	PartPrice = "/price" // POST PriceChange → 200 OfficeOrder; 409 order_state, payment_started, edited_meanwhile; 503 when payment is away
)

// OfficeOrder is an order as staff see it. Timeline and Technical are there only where one order is asked for.
type OfficeOrder struct {
	Order
	Member    OrderMember  `json:"member"`
	Adjusted  money.Fen    `json:"adjusted"` // what staff took off, a part of the promotion
	Events    []StaffEvent `json:"events,omitempty"`
	Technical *Technical   `json:"technical,omitempty"`
}

// OrderMember is whose order it is.
type OrderMember struct {
	ID       int64  `json:"id"`
	Username string `json:"username"`
}

// StaffEvent is a line of the timeline with what shoppers are not told.
type StaffEvent struct {
	At      time.Time `json:"at"`
	Event   string    `json:"event"`
	By      string    `json:"by"`
	Staff   string    `json:"staff,omitempty"`
	Text    string    `json:"text,omitempty"`
	TraceID string    `json:"traceId,omitempty"`
}

// Technical is what lies behind an order. Status is the state that shoppers see simplified.
type Technical struct {
	Status   Status         `json:"status"`
	Messages []OrderMessage `json:"messages"`
	// Reservations and Payment are what ware and payment know, as their own calls say it; both are missing where whoever asks may not see
	// them, and where the service is among those that did not answer.
	Reservations []wareapi.Task         `json:"reservations"`
	Payment      *paymentapi.OfficeFile `json:"payment,omitempty"`
	Away         []string               `json:"away"`
}

// OrderMessage is something that the order service has said, or is about to say, about an order.
type OrderMessage struct {
	Type     string    `json:"type"`
	At       time.Time `json:"at"`
	Sent     bool      `json:"sent"`            // the broker has confirmed it
	Heard    bool      `json:"heard,omitempty"` // another service has said it, and order has dealt with it
	Attempts int       `json:"attempts,omitempty"`
	Error    string    `json:"error,omitempty"`
	TraceID  string    `json:"traceId,omitempty"`
}

// CloseRequest closes an unpaid order; its buyer reads the reason.
type CloseRequest struct {
	Reason string `json:"reason" validate:"required,max=200"`
}

// StaffNote is for staff alone. The same key again adds nothing; without one, every call counts.
type StaffNote struct {
	Note string `json:"note" validate:"required,max=500"`
	Key  string `json:"key,omitempty" validate:"omitempty,max=60,printascii"`
}

// PriceChange changes what is to be paid for an order: to PayAmount, or by taking Discount off the price that it was ordered at. Was, if
// given, is the price that was seen: of two who change it, the second is told.
type PriceChange struct {
	PayAmount *money.Fen `json:"payAmount,omitempty" validate:"omitempty,min=0"`
	Discount  *money.Fen `json:"discount,omitempty" validate:"omitempty,min=0"`
	Was       *money.Fen `json:"was,omitempty"`
	Reason    string     `json:"reason" validate:"required,max=200"`
}

// Shipments sends many orders on their way.
type Shipments struct {
	Items []Shipment `json:"items" validate:"required,min=1,max=2000"`
}

// Shipment is one of them.
type Shipment struct {
	OrderSn    string `json:"orderSn"`
	Company    string `json:"company"`
	TrackingNo string `json:"trackingNo"`
}

// Shipped says how it went, line by line, in the order of the request.
type Shipped struct {
	Items  []ShippedLine `json:"items"`
	OK     int           `json:"ok"`
	Failed int           `json:"failed"`
}

// ShippedLine is one of them. Code is why not: required, too_long, duplicate_line, order_not_found, order_state, unavailable.
type ShippedLine struct {
	OrderSn string `json:"orderSn"`
	OK      bool   `json:"ok"`
	Again   bool   `json:"again,omitempty"` // it had been shipped so before
	Code    string `json:"code,omitempty"`
}
