package order

import (
	"fmt"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/money"
)

// The refusals of the after-sale desk.
var (
	ErrReturnNotFound = apperr.New(apperr.NotFound, "return_not_found")
	ErrReturnState    = apperr.New(apperr.Conflict, "return_state")
	ErrRefundTooMuch  = apperr.New(apperr.Conflict, "refund_too_much") // with left
)

// tooMuch refuses a refund and says how much could go back.
func tooMuch(left money.Fen) error { return ErrRefundTooMuch.With("left", left) }

// Approval is what staff agree to of an application.
type Approval struct {
	Items      []ReturnItem // SKU and count; none: all that was applied for
	Amount     *money.Fen   // nil: what the pieces are worth
	OnlyRefund bool         // the goods need not come back
	Note       string
}

// Approve agrees to an application, or to a part of it. What the pieces are worth is worked out anew, of what is left of the order; staff
// may agree to less, or to more as far as freight is left. The points that paid for pieces go back with them, whatever the amount is.
func (r *Return) Approve(of *Order, all []Return, a Approval, now time.Time) error {
	if r.Status != ReturnPending {
		return ErrReturnState
	}
	if err := checkNote("note", a.Note); err != nil {
		return err
	}
	others := slices.DeleteFunc(slices.Clone(all), func(o Return) bool { return o.ID == r.ID })
	pieces, err := r.agreed(a.Items)
	if err != nil {
		return err
	}
	items, err := take(of, others, pieces)
	if err != nil {
		return err
	}
	if err := r.settle(of, others, items, a.Amount); err != nil {
		return err
	}
	r.Status, r.OnlyRefund, r.HandledAt, r.HandleNote = ReturnApproved, a.OnlyRefund, now, a.Note
	return nil
}

// agreed are the pieces that staff agree to: no more of a line than was applied for.
func (r *Return) agreed(wanted []ReturnItem) ([]ReturnItem, error) {
	if len(wanted) == 0 {
		return r.Items, nil
	}
	refused := apperr.ErrInvalid
	seen := map[int64]bool{}
	for i, w := range wanted {
		at := slices.IndexFunc(r.Items, func(item ReturnItem) bool { return item.SkuID == w.SkuID })
		switch {
		case at < 0 || seen[w.SkuID]:
			refused = refused.WithField(fmt.Sprintf("items[%d].skuId", i), "invalid")
		case w.Count < 1 || w.Count > r.Items[at].Count:
			refused = refused.WithField(fmt.Sprintf("items[%d].count", i), "range")
		}
		seen[w.SkuID] = true
	}
	if len(refused.Fields) > 0 {
		return nil, refused
	}
	return wanted, nil
}

// take works out the shares of pieces of an order.
func take(of *Order, others []Return, pieces []ReturnItem) ([]ReturnItem, error) {
	var items []ReturnItem
	for i, p := range pieces {
		l := slices.IndexFunc(of.Lines, func(l Line) bool { return l.SkuID == p.SkuID })
		if l < 0 {
			return nil, apperr.ErrInvalid.WithField(fmt.Sprintf("items[%d].skuId", i), "invalid")
		}
		left := leftOf(of.Lines[l], others)
		if p.Count > left.Count {
			return nil, tooMuch(left.Amount)
		}
		items = append(items, left.take(p.Count))
	}
	return items, nil
}

// settle sets what goes back: what the items are worth, or another amount. Less is spread over them by their worth, to the fen; more is
// freight, as far as there is any left.
func (r *Return) settle(of *Order, others []Return, items []ReturnItem, amount *money.Fen) error {
	var worth money.Fen
	weights := make([]money.Fen, len(items))
	for i, item := range items {
		worth += item.Amount
		weights[i] = item.Amount
	}
	r.Items, r.Amount, r.Freight = items, worth, 0
	if amount == nil {
		return nil
	}
	switch {
	case *amount < 0:
		return apperr.ErrInvalid.WithField("amount", "range")
	case *amount <= worth:
		for i, part := range money.Split(*amount, weights) {
			items[i].Amount = part
		}
	case *amount-worth <= freightLeft(of, others):
		r.Freight = *amount - worth
	default:
		return tooMuch(worth + freightLeft(of, others))
	}
	r.Amount = *amount
	return nil
}

// freightLeft is how much of the freight has not gone back.
func freightLeft(of *Order, all []Return) money.Fen {
	left := of.Amounts.Freight
	for _, r := range all {
		if r.Status.Counts() {
			left -= r.Freight
		}
	}
	return left
}

// Reject refuses an application. The member reads why.
func (r *Return) Reject(reason string, now time.Time) error {
	if r.Status != ReturnPending {
		return ErrReturnState
	}
	if reason == "" {
		return apperr.ErrInvalid.WithField("reason", "required")
	}
	if err := checkNote("reason", reason); err != nil {
		return err
	}
	r.Status, r.HandledAt, r.HandleNote = ReturnRejected, now, reason
	return nil
}

func checkNote(field, text string) error {
	if utf8.RuneCountInString(text) > maxReturnNote {
		return apperr.ErrInvalid.WithField(field, "too_long")
	}
	return nil
}

// Receive takes the goods of an application in. What can be sold again goes back on the shelf, at most what was sent back.
func (r *Return) Receive(restock []Restock, now time.Time) error {
	if r.Status != ReturnApproved || r.OnlyRefund {
		return ErrReturnState
	}
	if err := r.checkRestock(restock); err != nil {
		return err
	}
	r.Status, r.ReceivedAt, r.Restock = ReturnReceived, now, restock
	return nil
}

// checkRestock refuses to put more on the shelf than comes back.
func (r *Return) checkRestock(restock []Restock) error {
	came := map[int64]int64{}
	for _, item := range r.Items {
		came[item.SkuID] = item.Count
	}
	refused := apperr.ErrInvalid
	seen := map[[2]int64]bool{}
	for i, p := range restock {
		came[p.SkuID] -= p.Count
		place := [2]int64{p.SkuID, p.WareID}
		if p.Count < 1 || p.WareID < 0 || came[p.SkuID] < 0 || seen[place] {
			refused = refused.WithField(fmt.Sprintf("restock[%d].count", i), "range")
		}
		seen[place] = true
	}
	if len(refused.Fields) > 0 {
		return refused
	}
	return nil
}

// Pieces are all pieces of a return, to be put back where they came from.
func (r *Return) Pieces() []Restock {
	var all []Restock
	for _, item := range r.Items {
		if item.Count > 0 {
			all = append(all, Restock{SkuID: item.SkuID, Count: item.Count})
		}
	}
	return all
}

// Back is what goes back with the money of a return: points that paid, gifts, and the coupon of an order of which nothing is left. False when
// there is nothing of it.
func (r *Return) Back(of *Order) (orderapi.Returned, bool) {
	back := orderapi.Returned{OrderSn: of.Sn, MemberID: of.MemberID, ReturnID: r.ID}
	for _, item := range r.Items {
		back.Points += item.Points
	}
	if r.GiftsGiven {
		back.TakePoints, back.TakeGrowth = Gifts([]Return{*r})
	}
	if r.Whole {
		back.CouponID = of.CouponID
	}
	return back, back.Points+back.TakePoints+back.TakeGrowth+back.CouponID > 0
}

// Agree asks for the refund: from here on the money goes back, whatever happens. Asked for again, it is the same refund.
func (r *Return) Agree(of *Order, all []Return, now time.Time) error {
	switch {
	case r.Status == ReturnRefunding || r.Status == ReturnDone:
		return nil
	case r.Status == ReturnReceived, r.Status == ReturnApproved && r.OnlyRefund:
	default:
		return ErrReturnState
	}
	if of.RefundAsked+r.Amount > of.Amounts.Pay {
		return tooMuch(of.Amounts.Pay - of.RefundAsked)
	}
	r.Status, r.AgreedAt, r.GiftsGiven = ReturnRefunding, now, !of.ReceivedAt.IsZero()
	agreed := slices.DeleteFunc(slices.Clone(all), func(o Return) bool { return o.ID == r.ID })
	r.Whole = NothingLeft(of, append(agreed, *r))
	return nil
}

// NothingLeft says whether returns whose refunds were asked for leave nothing of an order: no piece, or none of its money.
func NothingLeft(of *Order, all []Return) bool {
	asked := slices.DeleteFunc(slices.Clone(all), func(r Return) bool { return r.Status != ReturnRefunding && r.Status != ReturnDone })
	var money money.Fen
	for _, r := range asked {
		money += r.Amount
	}
	if of.Amounts.Pay > 0 && money == of.Amounts.Pay {
		return true
	}
	return !slices.ContainsFunc(of.Lines, func(l Line) bool { return leftOf(l, asked).Count > 0 })
}

// StandsAfter is where an order in after-sale stands: it stays there while anything is open, ends when nothing is left of it, and is
// what it was before otherwise.
func StandsAfter(of *Order, all []Return) Status {
	switch {
	case of.Status != AfterSale || slices.ContainsFunc(all, func(r Return) bool { return r.Status.Open() }):
		return of.Status
	case NothingLeft(of, all):
		return Closed
	case !of.ReceivedAt.IsZero():
		return Completed
	}
	return Shipped
}

// Gifts is what returns take of an order's gifts.
func Gifts(all []Return) (points, growth int64) {
	for _, r := range all {
		for _, item := range r.Items {
			points += item.GiftPoints
			growth += item.GiftGrowth
		}
	}
	return points, growth
}

// RefundSnOf is the number of a return's refund: one for the return.
func RefundSnOf(orderSn string, id int64) string {
	return "R" + orderSn + "_" + strconv.FormatInt(id, 10)
}

// By is the member of staff who acts.
type By = adminapi.By
