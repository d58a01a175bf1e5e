package paymentapi

import (
	"time"

	"gulimall/pkg/money"
)

// Cashier is the answer to GET /api/payment/orders/{orderSn}.
type Cashier struct {
	Status    string    `json:"status"` // unpaid, paid, closed, refunding, refunded
	Amount    money.Fen `json:"amount"`
	Channels  []Channel `json:"channels"`
	TradeNo   string    `json:"tradeNo,omitempty"`
	Refunds   []Refund  `json:"refunds"`
	ExpiresAt time.Time `json:"expiresAt"`
}

// Channel is a way to pay.
type Channel struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Enabled bool   `json:"enabled"`
}

// Refund is money on its way back, or back.
type Refund struct {
	RefundSn string    `json:"refundSn"`
	Amount   money.Fen `json:"amount"`
	Status   string    `json:"status"` // processing, refunded
	Reason   string    `json:"reason"`
	At       time.Time `json:"at"`
}

// Pay is the body of POST /api/payment/orders/{orderSn}/pay.
type Pay struct {
	Channel string `json:"channel" validate:"required"`
}

// PayLink is its answer: where the browser goes.
type PayLink struct {
	URL string `json:"url"`
}
