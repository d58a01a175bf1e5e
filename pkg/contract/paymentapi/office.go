package paymentapi

import (
	"time"

	"gulimall/pkg/money"
)

// Back-office paths. Lists are pages: ?page&pageSize, answered as {items, total, page, pageSize}. Days are whole ones in Beijing, such as
// 2026-11-21; from and to are days, both included. Lists can be sorted by ?sort=created or amount (reconciliations: created or day), with - before
// it the greatest first; usually the newest are first, and differences as they were found.
const (
	PathPayments        = "/api/admin/payment/payments"        // GET ?orderSn&tradeNo&status&memberId&amount&from&to → page of OfficePayment; GET {orderSn} → OfficeFile
	PathRefunds         = "/api/admin/payment/refunds"         // GET ?state&refundSn&orderSn&tradeNo&reason&from&to → page of OfficeRefund
	PathExceptions      = "/api/admin/payment/exceptions"      // GET ?state&kind&orderSn&tradeNo&from&to → page of OfficeException
	PathReconciliations = "/api/admin/payment/reconciliations" // GET ?from&to&open → page of Reconciliation; POST NewReconciliation → 202 Reconciliation; GET {id}

	PartRetry       = "/retry"       // PathRefunds/{refundSn}: POST → 200 OfficeRefund; 409 refund_state
	PartResolve     = "/resolve"     // PathExceptions/{id}: POST Resolve → 200 OfficeException; 409 edited_meanwhile
	PartDifferences = "/differences" // PathReconciliations/{id}: GET ?state&kind → page of Difference
	PartFollowUp    = "/follow-up"   // …/differences/{n}: POST FollowUp → 200 Difference; 409 difference_handled, alipay_denies, trade_owned, order_state
)

// OfficePayment is the payment of an order. Status is open, paid, closing or closed.
type OfficePayment struct {
	OrderSn   string     `json:"orderSn"`
	MemberID  int64      `json:"memberId"`
	Amount    money.Fen  `json:"amount"`
	Status    string     `json:"status"`
	Channel   string     `json:"channel,omitempty"`
	TradeNo   string     `json:"tradeNo,omitempty"`
	Offered   bool       `json:"offered"` // a link to Alipay was handed out
	CreatedAt time.Time  `json:"createdAt"`
	ExpiresAt *time.Time `json:"expiresAt,omitempty"`
	PaidAt    *time.Time `json:"paidAt,omitempty"`
}

// OfficeFile is all that is known of the payment of an order.
type OfficeFile struct {
	OfficePayment
	Trades        []OfficeTrade     `json:"trades"`
	Notifications []OfficeNotice    `json:"notifications"`
	Refunds       []OfficeRefund    `json:"refunds"`
	Exceptions    []OfficeException `json:"exceptions"`
	Calls         []OfficeCall      `json:"calls"`
}

// OfficeCall is a call to Alipay about the order, the newest first. Outcome is not_exist, waiting, paid or closed (a trade that was asked about),
// done (a close or a refund that was taken), confirmed or not_yet (a refund that was asked about), or unknown, with the fault.
type OfficeCall struct {
	Method  string    `json:"method"`
	TradeNo string    `json:"tradeNo,omitempty"`
	Outcome string    `json:"outcome"`
	Fault   string    `json:"fault,omitempty"`
	At      time.Time `json:"at"`
	TookMs  int64     `json:"tookMs"`
}

// OfficeTrade is money that arrived. Verdict is credited or refused, Source notify, query, return or refused.
type OfficeTrade struct {
	TradeNo   string    `json:"tradeNo"`
	Amount    money.Fen `json:"amount"`
	Verdict   string    `json:"verdict"`
	Source    string    `json:"source"`
	PaidAt    time.Time `json:"paidAt"`
	CreatedAt time.Time `json:"createdAt"`
}

// OfficeNotice is a notification of Alipay's and what was made of it.
type OfficeNotice struct {
	NotifyID    string    `json:"notifyId"`
	TradeNo     string    `json:"tradeNo"`
	TradeStatus string    `json:"tradeStatus"`
	Verdict     string    `json:"verdict"`
	Times       int       `json:"times"`
	ReceivedAt  time.Time `json:"receivedAt"` // for the first time
}

// OfficeRefund is money on its way back. State is requested, sent (it may have happened) or confirmed.
type OfficeRefund struct {
	RefundSn    string     `json:"refundSn"`
	OrderSn     string     `json:"orderSn"`
	TradeNo     string     `json:"tradeNo"`
	Amount      money.Fen  `json:"amount"`
	Reason      string     `json:"reason"`
	State       string     `json:"state"`
	Attempts    int        `json:"attempts"`
	LastFault   string     `json:"lastFault,omitempty"`
	NextAt      *time.Time `json:"nextAt,omitempty"` // the next try
	CreatedAt   time.Time  `json:"createdAt"`
	ConfirmedAt *time.Time `json:"confirmedAt,omitempty"`
}

// OfficeException is money that fits no order. State is open, returned (Alipay has confirmed that it went back) or resolved.
type OfficeException struct {
	ID         int64      `json:"id"`
	OrderSn    string     `json:"orderSn"`
	TradeNo    string     `json:"tradeNo"`
	RefundSn   string     `json:"refundSn"`
	Kind       string     `json:"kind"`
	Amount     money.Fen  `json:"amount"`
	State      string     `json:"state"`
	Note       string     `json:"note,omitempty"`
	ResolvedBy string     `json:"resolvedBy,omitempty"`
	ResolvedAt *time.Time `json:"resolvedAt,omitempty"`
	CreatedAt  time.Time  `json:"createdAt"`
	Version    int64      `json:"version"`
}

// Resolve says what was done about an exception of the version that was seen.
type Resolve struct {
	Note    string `json:"note" validate:"required,max=500"`
	Version int64  `json:"version" validate:"gt=0"`
}

// NewReconciliation starts the comparison of a day; the one that runs already is answered where there is one. 409 bill_not_ready.
type NewReconciliation struct {
	Date string `json:"date" validate:"required,datetime=2006-01-02"`
}

// Reconciliation is a comparison of a day's books, bill and orders. State is running, done or failed; Step is books, bill, orders or
// compare while it runs. BegunBy is empty for one that began by itself.
type Reconciliation struct {
	ID          int64      `json:"id"`
	Date        string     `json:"date"`
	Attempt     int        `json:"attempt"`
	State       string     `json:"state"`
	Step        string     `json:"step,omitempty"`
	Looked      int64      `json:"looked"`
	BegunBy     string     `json:"begunBy,omitempty"`
	Fault       string     `json:"fault,omitempty"`
	NoBill      bool       `json:"noBill"`  // Alipay has no bill of the day: nothing moved there
	Strange     int        `json:"strange"` // lines of the bill that are neither payment nor refund
	Books       BookSide   `json:"books"`
	Bill        BookSide   `json:"bill"`
	Orders      int64      `json:"orders"`
	Ordered     money.Fen  `json:"ordered"`
	Differences int        `json:"differences"`
	Open        int        `json:"open"`
	CreatedAt   time.Time  `json:"createdAt"`
	FinishedAt  *time.Time `json:"finishedAt,omitempty"`
}

// BookSide is what moved on a day by one of the sides.
type BookSide struct {
	Payments int64     `json:"payments"`
	Received money.Fen `json:"received"`
	Refunds  int64     `json:"refunds"`
	Refunded money.Fen `json:"refunded"`
}

// Difference is something that does not fit together. Amounts that one side does not have are left out. State is open, followed or
// explained; Actions are what can be done, the proposed one first.
type Difference struct {
	N           int        `json:"n"`
	Kind        string     `json:"kind"`
	OrderSn     string     `json:"orderSn,omitempty"`
	TradeNo     string     `json:"tradeNo,omitempty"`
	RefundSn    string     `json:"refundSn,omitempty"`
	BookAmount  *money.Fen `json:"bookAmount,omitempty"`
	BillAmount  *money.Fen `json:"billAmount,omitempty"`
	OrderAmount *money.Fen `json:"orderAmount,omitempty"`
	State       string     `json:"state"`
	Actions     []string   `json:"actions"`
	Action      string     `json:"action,omitempty"`
	Outcome     string     `json:"outcome,omitempty"`
	Note        string     `json:"note,omitempty"`
	HandledBy   string     `json:"handledBy,omitempty"`
	HandledAt   *time.Time `json:"handledAt,omitempty"`
}

// FollowUp does something about a difference: ask, publish, refund, resend or explain (with a note).
type FollowUp struct {
	Action string `json:"action" validate:"required,max=16"`
	Note   string `json:"note,omitempty" validate:"max=500"`
}
