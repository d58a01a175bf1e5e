package orderapi

import (
	"encoding/json"
	"time"

	"gulimall/pkg/money"
)

// Back-office paths of the after-sale desk. Lists are pages: ?page&pageSize, answered as {items, total, page, pageSize}.
const (
	PathOfficeReturns = "/api/admin/order/returns"            // GET ?state&orderSn&member&username&from&to → page of OfficeReturn, the newest first
	PathOfficeRefunds = "/api/admin/order/orders/:sn/refunds" // POST NewRefund → 201 OfficeReturn; 409 order_state, refund_too_much (left)

	PartApprove  = "/approve"     // PathOfficeReturns/{id}: POST ApproveReturn → 200 OfficeReturn; 409 return_state, refund_too_much (left)
	PartReject   = "/reject"      // POST RejectReturn → 200 OfficeReturn; 409 return_state
	PartReceive  = "/receive"     // POST ReceiveReturn → 200 OfficeReturn; 409 return_state
	PartRefund   = "/refund"      // POST → 200 OfficeReturn, the same again for the same again; 409 return_state, refund_too_much (left)
	PartPictures = "/pictures/:n" // GET → image/jpeg, from 1
)

// OfficeReturn is a return, or a refund that staff began, as the after-sale desk sees it.
type OfficeReturn struct {
	ID          int64              `json:"id"`
	OrderSn     string             `json:"orderSn"`
	MemberID    int64              `json:"memberId"`
	Username    string             `json:"username"`
	Status      string             `json:"status"` // pending, approved, received, refunding, done, rejected, cancelled
	OnlyRefund  bool               `json:"onlyRefund"`
	Items       []OfficeReturnItem `json:"items"`
	Reason      string             `json:"reason"`
	Note        string             `json:"note,omitempty"`
	Amount      money.Fen          `json:"amount"`
	Freight     money.Fen          `json:"freight"`
	Pictures    int                `json:"pictures"`
	CreatedAt   time.Time          `json:"createdAt"`
	CreatedBy   string             `json:"createdBy,omitempty"` // account of the staff who began it
	HandledAt   *time.Time         `json:"handledAt,omitempty"`
	HandledBy   string             `json:"handledBy,omitempty"`
	HandleNote  string             `json:"handleNote,omitempty"`
	ReceivedAt  *time.Time         `json:"receivedAt,omitempty"`
	Restock     []RestockLine      `json:"restock"`
	RefundSn    string             `json:"refundSn,omitempty"`
	AgreedAt    *time.Time         `json:"agreedAt,omitempty"`
	DoneAt      *time.Time         `json:"doneAt,omitempty"`
	CancelledAt *time.Time         `json:"cancelledAt,omitempty"`
}

// OfficeReturnItem is what of a line comes back: pieces, money, the points that paid for them, and the gifts that they gave.
type OfficeReturnItem struct {
	SkuID      int64     `json:"skuId"`
	Title      string    `json:"title"`
	Count      int64     `json:"count"`
	Amount     money.Fen `json:"amount"`
	Points     int64     `json:"points"`
	GiftPoints int64     `json:"giftPoints"`
	GiftGrowth int64     `json:"giftGrowth"`
}

// ApproveReturn agrees to an application: to all of it, to some of its pieces, or to another amount.
type ApproveReturn struct {
	Items      []ReturnLine `json:"items,omitempty" validate:"max=200"`
	Amount     *money.Fen   `json:"amount,omitempty"`
	OnlyRefund bool         `json:"onlyRefund,omitempty"` // nothing has to come back
	Note       string       `json:"note,omitempty" validate:"max=500"`
}

// RejectReturn refuses an application; the member reads the reason.
type RejectReturn struct {
	Reason string `json:"reason" validate:"required,max=500"`
}

// ReceiveReturn takes the goods in. Restock is true (all of it can be sold again), false (nothing), or a list of RestockLine.
type ReceiveReturn struct {
	Restock json.RawMessage `json:"restock"`
}

// RestockLine is pieces that go back on the shelf; warehouse 0, or none, is where they came from.
type RestockLine struct {
	SkuID  int64 `json:"skuId"`
	Count  int64 `json:"count"`
	WareID int64 `json:"ware,omitempty"`
}

// NewRefund pays back without an application: pieces, or an amount, or with neither all of an order that has not left yet.
type NewRefund struct {
	Items   []ReturnLine `json:"items,omitempty" validate:"max=200"`
	Amount  *money.Fen   `json:"amount,omitempty"`
	Reason  string       `json:"reason" validate:"required,max=100"`
	Restock bool         `json:"restock,omitempty"`                          // pieces of an order that has not left go back on the shelf anyway
	Status  string       `json:"status,omitempty" validate:"max=20"`         // the status of the order that was seen; another one now is order_state
	Key     string       `json:"key,omitempty" validate:"max=50,printascii"` // the same again is the same refund
}

// Events of after-sales. They go to Exchange.
const (
	KeyRefundRequested  = "order.refund.requested"
	KeyRestock          = "order.restock"
	KeyReturned         = "order.returned"
	TypeRefundRequested = "order.refund.requested"
	TypeRestock         = "order.restock"
	TypeReturned        = "order.returned"
)

// ReasonAfterSale is why money of an order goes back that the order could have kept.
const ReasonAfterSale = "after_sale"

// RefundRequested asks payment to pay back some of the money that an order lives on, once for the number.
type RefundRequested struct {
	OrderSn  string    `json:"orderSn"`
	TradeNo  string    `json:"tradeNo"`
	RefundSn string    `json:"refundSn"`
	Amount   money.Fen `json:"amount"`
}

// Restock says that goods are back that can be sold again, once for the return.
type Restock struct {
	OrderSn  string        `json:"orderSn"`
	ReturnID int64         `json:"returnId"`
	Lines    []RestockLine `json:"lines"`
}

// Returned says that the money of a return is back. The points that paid for its pieces go back, the gifts that the order had given for
// them are taken back, and so is the coupon given back of an order of which nothing is left.
type Returned struct {
	OrderSn    string `json:"orderSn"`
	MemberID   int64  `json:"memberId"`
	ReturnID   int64  `json:"returnId"`
	Points     int64  `json:"points,omitempty"`
	TakePoints int64  `json:"takePoints,omitempty"`
	TakeGrowth int64  `json:"takeGrowth,omitempty"`
	CouponID   int64  `json:"couponId,omitempty"`
}
