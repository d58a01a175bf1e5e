package page

import (
	"time"

	"gulimall/pkg/money"
)

// Cashier is the page "cashier" (pay host, /pay.html?orderSn=). Form: POST /payOrder with orderSn and channel.
type Cashier struct {
	Base
	OrderSn string
	Amount  money.Fen
	// Status is unpaid, paid, closed, refunding or refunded.
	Status string
	// ExpiresAt is the order's deadline and Now the server's clock, so that the countdown does not trust the visitor's.
	ExpiresAt time.Time
	Now       time.Time
	Channels  []Channel
}

// Payable tells whether the order can still be paid.
func (p Cashier) Payable() bool { return p.Status == "unpaid" && p.Now.Before(p.ExpiresAt) }

// Minutes is how many whole minutes are left.
func (p Cashier) Minutes() int { return max(int(p.ExpiresAt.Sub(p.Now)/time.Minute), 0) }

// First is the id of the first channel that works, or nothing.
func (p Cashier) First() string {
	for _, c := range p.Channels {
		if c.Enabled {
			return c.ID
		}
	}
	return ""
}

// Channel is a way to pay.
type Channel struct {
	ID      string
	Name    string
	Enabled bool
}

// PayResult is the page "payresult" (pay host, /payed/return): it states what is known.
type PayResult struct {
	Base
	OrderSn string
	Amount  money.Fen
	// Status is paid, unpaid (not yet known), closed, refunding or refunded.
	Status  string
	TradeNo string
	PaidAt  time.Time
}
