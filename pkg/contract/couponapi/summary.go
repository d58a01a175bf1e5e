package couponapi

import (
	"time"

	"gulimall/pkg/money"
)

// PathSummary is what the dashboard shows of coupons: GET → Summary, at most a minute old.
const PathSummary = "/internal/summary"

// Summary is what coupons bring about, those that were used most first; at most ten.
type Summary struct {
	At      time.Time `json:"at"`
	Coupons []Effect  `json:"coupons"`
}

// Effect is what one coupon has brought about. Discount is what it has taken off, in fen.
type Effect struct {
	ID       int64     `json:"id"`
	Name     string    `json:"name"`
	Claimed  int64     `json:"claimed"`
	Used     int64     `json:"used"`
	Discount money.Fen `json:"discount"`
}
