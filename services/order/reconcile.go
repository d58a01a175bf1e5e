package order

import (
	"context"
	"time"

	"gulimall/pkg/money"
)

// PaidRow is a paid order as the comparison with the books of money sees it.
type PaidRow struct {
	ID               int64
	OrderSn, TradeNo string
	Amount           money.Fen
	PaidAt           time.Time
}

// PaidMark is where a slice of paid orders ended.
type PaidMark struct {
	At time.Time
	ID int64
}

// PaidReading lists orders that were paid in a time, from to before to, in the order of their payments, after a mark. Orders that cost
// nothing are left out.
type PaidReading interface {
	PaidBetween(ctx context.Context, from, to time.Time, after PaidMark, limit int) ([]PaidRow, error)
}
