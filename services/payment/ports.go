package payment

import (
	"context"
	"log/slog"
	"time"

	"gulimall/pkg/money"
)

// Store is what the use cases need of the schema. Every method is one transaction.
type Store interface {
	Find(ctx context.Context, orderSn string) (Payment, error) // ErrNoRow where nobody ever opened the cashier
	// Offer notes that a pay URL is about to be handed out; ErrOrderState once the payment is closing, closed or paid.
	Offer(ctx context.Context, p Payment, nextQuery time.Time) error
	// Credit records a trade of the right amount, once for its number, and says payment.succeeded. It marks the payment as paid by it
	// unless another trade has. The notification that told of it, if one did, is kept in the same transaction.
	Credit(ctx context.Context, t Trade, heard *Notice) error
	// Refuse records a trade that no order can keep, once, with its refund. A payment that it had paid is paid by another credited
	// trade of the order, or closed.
	Refuse(ctx context.Context, t Trade, reason string) error
	// BeginClose moves open → closing; a payment that was never offered, or does not exist, becomes closed at once.
	BeginClose(ctx context.Context, orderSn string) (Payment, error)
	// FinishClose moves closing → closed, and says how the payment stands then.
	FinishClose(ctx context.Context, orderSn string) (Status, error)
	// Notified keeps a notification that paid nothing.
	Notified(ctx context.Context, n Notice) error
	// Due claims payments about which Alipay should be asked, and puts the next question off by the schedule.
	Due(ctx context.Context, now time.Time, limit int) ([]Payment, error)
	// AskSoon brings the next question about a payment that is not paid yet forward.
	AskSoon(ctx context.Context, orderSn string, at time.Time) error
	// DueRefunds claims refunds that are not confirmed and whose time has come; their next time is next, unless something happens.
	DueRefunds(ctx context.Context, now, next time.Time, limit int) ([]Refund, error)
	// RefundSent notes that Alipay took a refund; it is asked about at confirmAt.
	RefundSent(ctx context.Context, refundSn string, confirmAt time.Time) error
	// RefundFailed notes why a refund got no further, and when its turn comes again.
	RefundFailed(ctx context.Context, refundSn, fault string, again time.Time) error
	// RequestRefund writes a refund down that order has agreed to, once for its number, and says payment.refunding. ErrNoTrade while the
	// trade is not there; ErrRefund when the trade's refunds would be more than it brought.
	RequestRefund(ctx context.Context, r Refund) error
	// RefundConfirmed ends a refund, once, and says payment.refunded.
	RefundConfirmed(ctx context.Context, r Refund) error
	Refunds(ctx context.Context, orderSn string) ([]Refund, error)
}

// Notice is a notification as it came in, kept with what was made of it.
type Notice struct {
	NotifyID string
	OrderSn  string
	TradeNo  string
	Status   string
	Verdict  string // paid, noted, or why it was refused
	Raw      string
}

// Provider is Alipay.
type Provider interface {
	// PayURL signs a link to Alipay's cashier; it asks nobody. The trade can be paid until expires.
	PayURL(orderSn, subject string, amount money.Fen, expires time.Time) (string, error)
	// Query tells how the trade of an order stands. An error means that nobody knows.
	Query(ctx context.Context, orderSn string) (TradeState, Trade, error)
	// Close closes a waiting trade. An error means that it may or may not be closed: query again.
	Close(ctx context.Context, orderSn string) error
	// Refund sends money back; the same refund again changes nothing. An error means unknown.
	Refund(ctx context.Context, r Refund) error
	// Refunded says whether Alipay confirms a refund.
	Refunded(ctx context.Context, r Refund) (bool, error)
}

// Orders tells how orders stand. ErrNotFound for orders that there are not.
type Orders interface {
	Order(ctx context.Context, orderSn string) (Order, error)
}

// Settings are what the shop decides.
type Settings struct {
	Subject string // what a buyer reads at Alipay, before the number of the order
	// ConfirmAfter is how long after a refund was sent Alipay is asked whether it happened (Alipay asks for ten seconds or more).
	ConfirmAfter time.Duration
}

// Payments is the use cases.
type Payments struct {
	store    Store
	alipay   Provider
	orders   Orders
	settings Settings
	now      func() time.Time
	log      *slog.Logger
}

// New makes the use cases.
func New(store Store, alipay Provider, orders Orders, settings Settings, now func() time.Time, log *slog.Logger) *Payments {
	return &Payments{store: store, alipay: alipay, orders: orders, settings: settings, now: now, log: log}
}
