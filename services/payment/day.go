package payment

import (
	"time"

	"gulimall/pkg/money"
	"gulimall/pkg/shopday"
)

// Day is a whole day as Alipay counts them, in Beijing: 2006-01-02.
type Day string

// billReady is how long after the end of a day its bill is there, and the day is compared by itself.
const billReady = 10 * time.Hour

// DayOf is the day that a moment lies in.
func DayOf(at time.Time) Day { return Day(shopday.Name(at)) }

// ParseDay reads a day; false where the text is none.
func ParseDay(text string) (Day, bool) {
	at, err := shopday.Parse(text)
	if err != nil {
		return "", false
	}
	return DayOf(at), true
}

// From is the first moment of the day, in UTC. A day that is none begins at no moment.
func (d Day) From() time.Time {
	at, err := shopday.Parse(string(d))
	if err != nil {
		return time.Time{}
	}
	return at
}

// To is the first moment after the day.
func (d Day) To() time.Time { return d.Later(1).From() }

// Later is the day so many days later.
func (d Day) Later(days int) Day { return DayOf(d.From().AddDate(0, 0, days)) }

// Sum is what was received and paid back on a day.
type Sum struct {
	Day                Day
	Payments, Refunds  int64
	Received, Refunded money.Fen
}
