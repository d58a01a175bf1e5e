package ware

import (
	"context"
	"strconv"

	"gulimall/pkg/apperr"
)

// The refusals of restocking.
var (
	// ErrNotDeducted says that the goods have not left yet: the word that they were sold is still on its way.
	ErrNotDeducted = apperr.New(apperr.Unavailable, "not_deducted")
	// ErrNotSold says that more would come back than was sold.
	ErrNotSold = apperr.New(apperr.Conflict, "restock_too_much")
)

// Comeback is goods of an order that are back and can be sold again. Warehouse 0 is where they came from.
type Comeback struct {
	OrderSn  string
	ReturnID int64
	Shares   []Share
}

// ReturnStore is what restocking needs of the schema.
type ReturnStore interface {
	// PutBack puts goods back on the shelf, once for the return. ErrNoTask, ErrNotDeducted, ErrNotSold.
	PutBack(ctx context.Context, c Comeback) error
}

// Returns puts goods back that members have sent back.
type Returns struct{ store ReturnStore }

// NewReturns makes it.
func NewReturns(store ReturnStore) *Returns { return &Returns{store} }

// PutBack puts goods back on the shelf, once for the return.
func (r *Returns) PutBack(ctx context.Context, c Comeback) error {
	return wrap("restock return", strconv.FormatInt(c.ReturnID, 10), r.store.PutBack(ctx, c))
}

// Where says which warehouses pieces go back to: the one that was named, as long as it exists; otherwise those that they came from, as far
// as anything of theirs is still out. False when more would come back than is out.
func Where(c Comeback, out []Share, exists func(wareID int64) bool) ([]Share, bool) {
	left := map[int64]int64{}
	for _, o := range out {
		left[o.SkuID] += o.Count
	}
	var back []Share
	for _, s := range c.Shares {
		if left[s.SkuID] -= s.Count; s.Count < 1 || left[s.SkuID] < 0 {
			return nil, false
		}
		if s.WareID != 0 && exists(s.WareID) {
			back = put(back, s)
			continue
		}
		back = homeward(back, s, out)
	}
	return back, true
}

// put adds pieces to what goes back to a warehouse.
func put(back []Share, s Share) []Share {
	for i := range back {
		if back[i].SkuID == s.SkuID && back[i].WareID == s.WareID {
			back[i].Count += s.Count
			return back
		}
	}
	return append(back, s)
}

// homeward puts pieces back where they came from. Where more went to other warehouses than came from them, the last one that sent any
// takes the rest.
func homeward(back []Share, s Share, out []Share) []Share {
	last, rest := int64(0), s.Count
	for i := range out {
		if out[i].SkuID != s.SkuID {
			continue
		}
		last = out[i].WareID
		if n := min(rest, max(out[i].Count, 0)); n > 0 {
			back = put(back, Share{SkuID: s.SkuID, WareID: last, Count: n})
			out[i].Count -= n
			rest -= n
		}
	}
	if rest > 0 {
		back = put(back, Share{SkuID: s.SkuID, WareID: last, Count: rest})
	}
	return back
}
