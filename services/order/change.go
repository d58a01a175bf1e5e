package order

import "gulimall/pkg/money"

// Change is one difference between what a page showed and what is so now. Was and Now are counts for count and stock, fen for price.
type Change struct {
	SkuID int64  `json:"skuId"`
	Field string `json:"field"`
	Was   int64  `json:"was"`
	Now   int64  `json:"now"`
}

// What may have changed.
const (
	ChangedPrice    = "price"
	ChangedCount    = "count"
	ChangedStock    = "stock"
	ChangedOffShelf = "off_shelf"
)

// ShownAmounts is Amounts as a refusal carries it.
type ShownAmounts struct {
	Goods     money.Fen `json:"goods"`
	Promotion money.Fen `json:"promotion"`
	Coupon    money.Fen `json:"coupon"`
	Points    money.Fen `json:"points"`
	Freight   money.Fen `json:"freight"`
	Pay       money.Fen `json:"pay"`
}

// diff compares a page with the basket, line by line. q is nil for a basket without lines.
func (t Ticket) diff(b *basket, q *Quoted) []Change {
	changes := []Change{}
	now := map[int64]item{}
	for _, l := range b.lines {
		now[l.SkuID] = l
	}
	out := map[int64]string{}
	for _, l := range b.out {
		out[l.SkuID] = l.Reason
	}
	was := map[int64]bool{}
	for _, l := range t.Lines {
		was[l.SkuID] = true
		is, here := now[l.SkuID]
		switch {
		case out[l.SkuID] != "":
			changes = append(changes, Change{l.SkuID, out[l.SkuID], l.Count, 0})
			continue
		case is.count != l.Count:
			changes = append(changes, Change{l.SkuID, ChangedCount, l.Count, is.count})
		}
		if here && is.Price != l.Price {
			changes = append(changes, Change{l.SkuID, ChangedPrice, int64(l.Price), int64(is.Price)})
		}
	}
	for _, l := range b.lines {
		if !was[l.SkuID] {
			changes = append(changes, Change{l.SkuID, ChangedCount, 0, l.count})
		}
		if q != nil && q.Available[l.SkuID] < l.count {
			changes = append(changes, Change{l.SkuID, ChangedStock, l.count, q.Available[l.SkuID]})
		}
	}
	return changes
}

// bought is how a page has changed whose goods another tab has just ordered: nothing of them is left to buy. The cart may not know yet.
func (b *basket) bought() []Change {
	changes := make([]Change, len(b.lines))
	for i, l := range b.lines {
		changes[i] = Change{l.SkuID, ChangedCount, l.count, 0}
	}
	return changes
}

// moved says whether anything but the stock has changed; missing stock is a refusal of its own.
func moved(changes []Change) bool {
	for _, c := range changes {
		if c.Field != ChangedStock {
			return true
		}
	}
	return false
}

func priceChanged(changes []Change, now Amounts) error {
	return ErrPriceChanged.With("amounts", ShownAmounts(now)).With("changes", changes)
}
