package paymentapi

import (
	"time"

	"gulimall/pkg/money"
)

// PathSummary is what the dashboard shows of payments: GET ?days=1…90 → Summary, at most a minute old.
const PathSummary = "/internal/summary"

// Summary is the money that came and went. Days are whole ones in Beijing time, the oldest first, without gaps.
type Summary struct {
	At             time.Time `json:"at"`
	Days           []Day     `json:"days"`
	OpenRefunds    int64     `json:"openRefunds"`    // not confirmed yet
	OpenExceptions int64     `json:"openExceptions"` // nobody has dealt with
}

// Day is what was received and paid back in a day.
type Day struct {
	From     time.Time `json:"from"`
	Payments int64     `json:"payments"`
	Received money.Fen `json:"received"`
	Refunds  int64     `json:"refunds"`
	Refunded money.Fen `json:"refunded"`
}
