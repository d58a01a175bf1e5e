package alipaysim

import (
	"cmp"
	"slices"
	"time"

	"gulimall/pkg/money"
)

// Bill is what a merchant can download of a day or a month.
type Bill struct {
	SellerID string
	From, To time.Time
	Lines    []BillLine
}

// BillLine is one movement of money: a payment, or a refund, whose amount is negative.
type BillLine struct {
	Trade     Trade
	Amount    money.Fen
	RequestNo string // of a refund
	At        time.Time
}

// Bill lists what moved on a day (2006-01-02) or in a month (2006-01), in Alipay's zone. Unlike Alipay, which makes it
// overnight, it can be had on the same day. Without any movement there is no bill.
func (s *Sim) Bill(date string) (Bill, error) {
	from, to, err := period(date)
	if err != nil {
		return Bill{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	b := Bill{SellerID: s.sellerID, From: from, To: to}
	within := func(t time.Time) bool { return !t.Before(from) && t.Before(to) }
	for _, t := range s.trades {
		if within(t.PaidAt) {
			b.Lines = append(b.Lines, BillLine{Trade: *t.clone(), Amount: t.Amount, At: t.PaidAt})
		}
		for _, r := range t.Refunds {
			if within(r.At) {
				b.Lines = append(b.Lines, BillLine{Trade: *t.clone(), Amount: -r.Amount, RequestNo: r.RequestNo, At: r.At})
			}
		}
	}
	if len(b.Lines) == 0 {
		return Bill{}, ErrBillNotExist
	}
	slices.SortFunc(b.Lines, func(a, b BillLine) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Trade.TradeNo, b.Trade.TradeNo), cmp.Compare(a.RequestNo, b.RequestNo))
	})
	return b, nil
}

func period(date string) (from, to time.Time, err error) {
	if day, err := time.ParseInLocation(time.DateOnly, date, zone()); err == nil {
		return day, day.AddDate(0, 0, 1), nil
	}
	month, err := time.ParseInLocation("2006-01", date, zone())
	if err != nil {
		return from, to, ErrInvalidParameter.with("bill_date 格式须为 yyyy-MM-dd 或 yyyy-MM")
	}
	return month, month.AddDate(0, 1, 0), nil
}
