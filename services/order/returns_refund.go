package order

import (
	"slices"
	"time"
	"unicode/utf8"

	"gulimall/pkg/apperr"
	"gulimall/pkg/money"
)

// RefundWish is a refund that staff begin without an application: of pieces, of an amount, or of a whole order that has not left yet.
type RefundWish struct {
	Items   []ReturnItem // SKU and count
	Amount  *money.Fen
	Reason  string
	Restock bool      // the pieces can be sold again; those of an order that has not left always can
	Shelf   []Restock // which of them can, and where they go; those of an order that has not left go back where they came from
	Seen    string    // the status of the order that staff saw; another one now is refused. Empty: any
	Key     string    // made once for a form: the same again is the same refund
}

func (w RefundWish) check() error {
	refused := apperr.ErrInvalid
	switch n := utf8.RuneCountInString(w.Reason); {
	case n == 0:
		refused = refused.WithField("reason", "required")
	case n > maxReturnReason:
		refused = refused.WithField("reason", "too_long")
	}
	if len(w.Key) > maxReturnKey-len(staffKey) {
		refused = refused.WithField("key", "too_long")
	}
	seen := map[int64]bool{}
	for _, item := range w.Items {
		if item.Count < 1 || item.Count > MaxCount || seen[item.SkuID] {
			refused = refused.WithField("items", "range")
			break
		}
		seen[item.SkuID] = true
	}
	if w.Amount != nil && *w.Amount < 1 {
		refused = refused.WithField("amount", "range")
	}
	if len(refused.Fields) > 0 {
		return refused
	}
	return nil
}

// NewRefund works out a refund that staff begin. Without items and without an amount it is all of an order that has not left yet: once a
// parcel is on its way, staff have to say what goes back.
func NewRefund(of *Order, all []Return, w RefundWish, now time.Time) (Return, error) {
	if !slices.Contains([]Status{Paid, Shipped, Completed, AfterSale}, of.Status) || w.Seen != "" && w.Seen != string(of.Status.Name()) {
		return Return{}, ErrState
	}
	r := Return{
		OrderSn: of.Sn, MemberID: of.MemberID, Username: of.Username, Reason: w.Reason, Status: ReturnApproved, OnlyRefund: true,
		CreatedAt: now, HandledAt: now,
	}
	if err := r.fill(of, all, w); err != nil {
		return Return{}, err
	}
	switch {
	case of.Status == Paid || w.Restock:
		r.Restock = r.Pieces()
	case len(w.Shelf) > 0:
		if err := r.checkRestock(w.Shelf); err != nil {
			return Return{}, err
		}
		r.Restock = w.Shelf
	}
	return r, r.Agree(of, all, now)
}

// fill works out what goes back: pieces, an amount, or everything that is left.
func (r *Return) fill(of *Order, all []Return, w RefundWish) error {
	left := whatIsLeft(of, all)
	switch {
	case len(w.Items) > 0:
		return r.pieces(of, all, w)
	case w.Amount == nil && of.Status != Paid:
		return ErrState
	case w.Amount != nil && *w.Amount > left.Amount, len(left.Items) == 0 && left.Amount == 0:
		return tooMuch(left.Amount)
	case w.Amount != nil && *w.Amount < left.Amount:
		r.spread(left, *w.Amount)
	default:
		r.Items, r.Amount, r.Freight = left.Items, left.Amount, left.Freight
	}
	return nil
}

// pieces fills in what some pieces are worth. The last pieces of an order that has not left take the freight with them.
func (r *Return) pieces(of *Order, all []Return, w RefundWish) error {
	items, err := take(of, all, w.Items)
	if err != nil {
		return err
	}
	if err := r.settle(of, all, items, w.Amount); err != nil {
		return err
	}
	with := append(slices.Clone(all), *r)
	last := !slices.ContainsFunc(of.Lines, func(l Line) bool { return leftOf(l, with).Count > 0 })
	if w.Amount == nil && of.Status == Paid && last {
		r.Freight = freightLeft(of, all)
		r.Amount += r.Freight
	}
	return nil
}

// whatIsLeft is all that has not gone back and that nobody has applied for.
func whatIsLeft(of *Order, all []Return) Return {
	r := Return{Freight: freightLeft(of, all)}
	r.Amount = r.Freight
	for _, l := range of.Lines {
		if left := leftOf(l, all); left.Count > 0 || left.Amount > 0 {
			r.Items = append(r.Items, left)
			r.Amount += left.Amount
		}
	}
	return r
}

// spread takes an amount from what is left of the lines, in proportion and to the fen, and from the freight what is more. No piece and no
// point goes back.
func (r *Return) spread(left Return, amount money.Fen) {
	goods := min(amount, left.Amount-left.Freight)
	weights := make([]money.Fen, len(left.Items))
	for i, item := range left.Items {
		weights[i] = item.Amount
	}
	for i, part := range money.Split(goods, weights) {
		if part > 0 {
			r.Items = append(r.Items, ReturnItem{SkuID: left.Items[i].SkuID, Title: left.Items[i].Title, Amount: part})
		}
	}
	r.Amount, r.Freight = amount, amount-goods
}
