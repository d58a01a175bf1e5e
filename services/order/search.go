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
	CouponID               int64 // the member's coupon that was used
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
	r := reading{param: param, refused: apperr.ErrInvalid}
	q := Search{
		Sn: r.text("orderSn", 20), Phone: r.text("phone", 32), Receiver: r.text("receiver", 100), TrackingNo: r.text("trackingNo", 64), TradeNo: r.text("tradeNo", 64),
		CreatedFrom: r.day("createdFrom", 0), CreatedTo: r.day("createdTo", 1), PaidFrom: r.day("paidFrom", 0), PaidTo: r.day("paidTo", 1),
		AmountFrom: (*money.Fen)(r.number("amountFrom")), AmountTo: (*money.Fen)(r.number("amountTo")), Status: r.status("status"),
	}
	if id, err := strconv.ParseInt(param("member"), 10, 64); err == nil && id > 0 {
		q.MemberID = id
	} else {
		q.Username = r.text("member", 64)
	}
	if n := r.number("skuId"); n != nil {
		q.SkuID = max(*n, 1)
	}
	if n := r.number("couponId"); n != nil {
		q.CouponID = max(*n, 1)
	}
	var known bool
	if q.Order, q.Down, known = sortedBy(param("sort")); !known {
		r.wrong("sort", "invalid")
	}
	if len(r.refused.Fields) > 0 {
		return Search{}, r.refused
	}
	return q, nil
}

// reading reads parameters and gathers what is wrong with them.
type reading struct {
	param   func(name string) string
	refused *apperr.Error
}

func (r *reading) wrong(name, code string) { r.refused = r.refused.WithField(name, code) }

func (r *reading) text(name string, most int) string {
	value := r.param(name)
	if utf8.RuneCountInString(value) > most {
		r.wrong(name, "too_long")
	}
	return value
}

// number is nil where there is none.
func (r *reading) number(name string) *int64 {
	text := r.param(name)
	if text == "" {
		return nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		r.wrong(name, "invalid")
		return nil
	}
	return &n
}

// day is a moment, or the midnight some days after that of a day.
func (r *reading) day(name string, days int) time.Time {
	at, ok := moment(r.param(name), days)
	if !ok {
		r.wrong(name, "invalid")
	}
	return at
}

// status is nil where none is wanted.
func (r *reading) status(name string) *Status {
	wanted := r.param(name)
	if wanted == "" {
		return nil
	}
	for _, s := range Statuses() {
		if string(s.Name()) == wanted {
			return &s
		}
	}
	r.wrong(name, "invalid")
	return nil
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
