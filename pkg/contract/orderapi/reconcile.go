package orderapi

import (
	"time"

	"gulimall/pkg/money"
)

// PathPaidOrders is what was paid on a day: GET ?day=2006-01-02&after= → PaidOrders. Days are whole ones in Beijing; orders that cost
// nothing are left out.
const PathPaidOrders = "/internal/orders/paid"

// PaidOrders is a slice of the orders of a day, in the order of their payments. Next is where the next one begins, empty after the last.
type PaidOrders struct {
	Orders []PaidOrder `json:"orders"`
	Next   string      `json:"next,omitempty"`
}

// PaidOrder is an order and the trade that paid it, whatever has become of the order since.
type PaidOrder struct {
	OrderSn string    `json:"orderSn"`
	TradeNo string    `json:"tradeNo"`
	Amount  money.Fen `json:"amount"`
	PaidAt  time.Time `json:"paidAt"`
}
