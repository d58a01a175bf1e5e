package order

import (
	"context"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"gulimall/pkg/apperr"
	"gulimall/pkg/money"
)

// ReturnStatus is where an application to send goods back stands, as the column oms_order_return_apply.status says it.
type ReturnStatus int8

// The states of a return.
const (
	ReturnPending  ReturnStatus = 0
	ReturnApproved ReturnStatus = 1
	ReturnDone     ReturnStatus = 2
	ReturnRejected ReturnStatus = 3
)

// Name is the status in the words of the public API.
func (s ReturnStatus) Name() string {
	switch s {
	case ReturnPending:
		return "pending"
	case ReturnApproved:
		return "approved"
	case ReturnDone:
		return "done"
	case ReturnRejected:
		return "rejected"
	}
	return ""
}

// Return is an application to send goods back.
type Return struct {
	ID        int64
	OrderSn   string
	MemberID  int64
	Items     []ReturnItem
	Reason    string
	Note      string
	Amount    money.Fen
	Status    ReturnStatus
	CreatedAt time.Time
}

// ReturnItem is what is sent back of one line.
type ReturnItem struct {
	SkuID  int64
	Count  int64
	Amount money.Fen // what of the line's payable comes back
}

const (
	maxReason     = 100
	maxReturnNote = 500
)

// ReturnWish is what a member wants to send back.
type ReturnWish struct {
	Items  []ReturnItem // SKU and count
	Reason string
	Note   string
}

func (w ReturnWish) check() error {
	refused := apperr.ErrInvalid
	if len(w.Items) == 0 {
		refused = refused.WithField("items", "required")
	}
	seen := map[int64]bool{}
	for i, item := range w.Items {
		if item.Count < 1 || item.Count > MaxCount {
			refused = refused.WithField(fmt.Sprintf("items[%d].count", i), "range")
		}
		if seen[item.SkuID] {
			refused = refused.WithField(fmt.Sprintf("items[%d].skuId", i), "invalid")
		}
		seen[item.SkuID] = true
	}
	switch n := utf8.RuneCountInString(w.Reason); {
	case n == 0:
		refused = refused.WithField("reason", "required")
	case n > maxReason:
		refused = refused.WithField("reason", "too_long")
	}
	if utf8.RuneCountInString(w.Note) > maxReturnNote {
		refused = refused.WithField("note", "too_long")
	}
	if len(refused.Fields) > 0 {
		return refused
	}
	return nil
}

// ApplyReturn applies for sending goods of a received or travelling order back.
func (o *Orders) ApplyReturn(ctx context.Context, who Member, sn string, w ReturnWish) (Return, error) {
	if !ValidSn(sn) {
		return Return{}, ErrNotFound
	}
	if err := w.check(); err != nil {
		return Return{}, err
	}
	return o.Store.ApplyReturn(ctx, who.ID, sn, func(of *Order, earlier []Return) (Return, error) {
		return NewReturn(of, earlier, w, o.clock())
	})
}

// Returns lists what of an order was applied for; the order must be the member's.
func (o *Orders) Returns(ctx context.Context, who Member, sn string) ([]Return, error) {
	if err := o.own(ctx, who, sn); err != nil {
		return nil, err
	}
	return o.Store.Returns(ctx, sn)
}

// NewReturn works an application out: of every line at most what was bought and is not part of an earlier living application, and of
// its payable the share of the pieces, so that the pieces of a line never bring back more or less than was paid for all of them.
func NewReturn(of *Order, earlier []Return, w ReturnWish, now time.Time) (Return, error) {
	if !slices.Contains(Sources(AfterSale), of.Status) {
		return Return{}, ErrState
	}
	r := Return{OrderSn: of.Sn, MemberID: of.MemberID, Reason: w.Reason, Note: w.Note, Status: ReturnPending, CreatedAt: now}
	refused := apperr.ErrInvalid
	for i, item := range w.Items {
		l := slices.IndexFunc(of.Lines, func(l Line) bool { return l.SkuID == item.SkuID })
		if l < 0 {
			refused = refused.WithField(fmt.Sprintf("items[%d].skuId", i), "invalid")
			continue
		}
		count, amount := Returnable(of.Lines[l], earlier)
		if item.Count > count {
			refused = refused.WithField(fmt.Sprintf("items[%d].count", i), "range")
			continue
		}
		item.Amount = money.Fen(int64(amount) * item.Count / count)
		r.Items = append(r.Items, item)
		r.Amount += item.Amount
	}
	if len(refused.Fields) > 0 {
		return Return{}, refused
	}
	return r, nil
}

// Returnable is how many pieces of a line can still be sent back, and what is left of its payable for them.
func Returnable(l Line, earlier []Return) (int64, money.Fen) {
	count, amount := l.Count, l.Payable
	for _, r := range earlier {
		if r.Status == ReturnRejected {
			continue
		}
		for _, item := range r.Items {
			if item.SkuID == l.SkuID {
				count -= item.Count
				amount -= item.Amount
			}
		}
	}
	return count, amount
}
