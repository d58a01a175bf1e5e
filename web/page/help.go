package page

import (
	"time"

	"gulimall/pkg/money"
)

// Help is the page "help" (bare domain, /help/{topic}.html).
type Help struct {
	Base
	// Topic is guide, delivery, contact or after-sale.
	Topic string
	// PayWithin is how long an order waits for its payment.
	PayWithin time.Duration
	// Freight is the table of freight; empty shows the rule in words only.
	Freight []FreightRule
}

// PayMinutes is PayWithin in minutes, half an hour when it is not set.
func (p Help) PayMinutes() int {
	if p.PayWithin <= 0 {
		return 30
	}
	return max(int(p.PayWithin/time.Minute), 1)
}

// FreightRule is one row of the freight table.
type FreightRule struct {
	Region string
	// First is for the first kilogram, More for each further one.
	First money.Fen
	More  money.Fen
	// Days is how long it takes, in words.
	Days string
}
