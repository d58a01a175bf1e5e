package order

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"gulimall/pkg/apperr"
	"gulimall/pkg/money"
	"gulimall/pkg/paging"
)

// SearchOrder is what found orders are sorted by.
type SearchOrder int

// The orders of a search.
const (
	ByCreated SearchOrder = iota
	ByPaid
	ByAmount
)

// Search chooses orders for staff, in any state. What is zero chooses all.
type Search struct {
	Sn                     string
	MemberID               int64
	Username               string // the beginning
	Phone, Receiver        string // the beginning
	Status                 *Status
	CreatedFrom, CreatedTo time.Time
	PaidFrom, PaidTo       time.Time
	SkuID                  int64
	TrackingNo             string // the beginning
	TradeNo                string
	AmountFrom, AmountTo   *money.Fen
	Order                  SearchOrder
	Down                   bool // the greatest, or newest, first
	Page                   paging.Page
}

// Narrow says whether the search leaves anything out.
func (q Search) Narrow() bool {
	q.Order, q.Down, q.Page = 0, false, paging.Page{}
	return q != Search{}
}

// Statuses are all states that staff may look for, as they name them.
func Statuses() []Status {
	return []Status{Pending, Closing, Paid, Shipped, Completed, AfterSale, Closed, Creating}
}

// ReadSearch reads a search out of the parameters of an address; amounts are in fen. What cannot be meant is refused, field by field.
func ReadSearch(param func(name string) string) (Search, error) {
	refused := apperr.ErrInvalid
	text := func(name string, most int) string {
		value := param(name)
		if utf8.RuneCountInString(value) > most {
			refused = refused.WithField(name, "too_long")
		}
		return value
	}
	q := Search{
		Sn: text("orderSn", 20), Phone: text("phone", 32), Receiver: text("receiver", 100), TrackingNo: text("trackingNo", 64), TradeNo: text("tradeNo", 64),
	}
	number := func(name string) *int64 {
		if param(name) == "" {
			return nil
		}
		n, err := strconv.ParseInt(param(name), 10, 64)
		if err != nil || n < 0 {
			refused = refused.WithField(name, "invalid")
			return nil
		}
		return &n
	}
	if id, err := strconv.ParseInt(param("member"), 10, 64); err == nil && id > 0 {
		q.MemberID = id
	} else {
		q.Username = text("member", 64)
	}
	if n := number("skuId"); n != nil {
		q.SkuID = max(*n, 1)
	}
	q.AmountFrom, q.AmountTo = (*money.Fen)(number("amountFrom")), (*money.Fen)(number("amountTo"))
	for _, m := range []struct {
		name string
		days int
		to   *time.Time
	}{{"createdFrom", 0, &q.CreatedFrom}, {"createdTo", 1, &q.CreatedTo}, {"paidFrom", 0, &q.PaidFrom}, {"paidTo", 1, &q.PaidTo}} {
		at, ok := moment(param(m.name), m.days)
		if !ok {
			refused = refused.WithField(m.name, "invalid")
		}
		*m.to = at
	}
	if name := param("status"); name != "" {
		for _, s := range Statuses() {
			if string(s.Name()) == name {
				q.Status = &s
			}
		}
		if q.Status == nil {
			refused = refused.WithField("status", "invalid")
		}
	}
	var known bool
	if q.Order, q.Down, known = sortedBy(param("sort")); !known {
		refused = refused.WithField("sort", "invalid")
	}
	if len(refused.Fields) > 0 {
		return Search{}, refused
	}
	return q, nil
}

// sortedBy reads what a search is sorted by; a minus before it is the greatest first. Nothing is the newest first.
func sortedBy(name string) (by SearchOrder, down, known bool) {
	key, down := strings.CutPrefix(name, "-")
	switch key {
	case "":
		return ByCreated, true, true
	case "created":
		return ByCreated, down, true
	case "paid":
		return ByPaid, down, true
	case "amount":
		return ByAmount, down, true
	}
	return 0, false, false
}
