package orderapi

import (
	"time"

	"gulimall/pkg/money"
)

// PathSummary is what the dashboard shows of orders: GET ?days=1…90 → Summary. It comes from what the service has counted, not from the
// orders themselves, and is at most a minute old.
const PathSummary = "/internal/summary"

// Summary is how the shop does. Days and hours are whole ones in Beijing time, the oldest first, without gaps.
type Summary struct {
	At      time.Time `json:"at"`    // when it was counted
	Days    []Span    `json:"days"`  // as many as were asked for, today the last
	Hours   []Span    `json:"hours"` // the last 48, the present one the last
	Waiting Waiting   `json:"waiting"`
	Top     []Sold    `json:"top"` // what was paid for most in these days, at most ten
}

// Span is what happened in a day or an hour. Turnover is what was paid, in fen.
type Span struct {
	From      time.Time `json:"from"`
	Settled   int64     `json:"settled"` // settlement pages shown
	Submitted int64     `json:"submitted"`
	Paid      int64     `json:"paid"`
	Closed    int64     `json:"closed"`
	Turnover  money.Fen `json:"turnover"`
}

// Waiting is how many orders and returns stand where somebody has to do something, or the buyer has.
type Waiting struct {
	Unpaid  int64 `json:"unpaid"`
	ToShip  int64 `json:"toShip"`
	Shipped int64 `json:"shipped"`
	Returns int64 `json:"returns"` // to be looked at, or to be received
}

// Sold is what one SKU has sold.
type Sold struct {
	SkuID    int64     `json:"skuId"`
	Name     string    `json:"name"`
	Count    int64     `json:"count"`
	Turnover money.Fen `json:"turnover"`
}
