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
	back := map[[2]int64]int64{}
	var places [][2]int64
	put := func(skuID, wareID, count int64) {
		place := [2]int64{skuID, wareID}
		if back[place] == 0 {
			places = append(places, place)
		}
		back[place] += count
	}
	for _, s := range c.Shares {
		if left[s.SkuID] -= s.Count; s.Count < 1 || left[s.SkuID] < 0 {
			return nil, false
		}
		if s.WareID != 0 && exists(s.WareID) {
			put(s.SkuID, s.WareID, s.Count)
			continue
		}
		rest := s.Count
		for i := range out {
			if out[i].SkuID == s.SkuID && rest > 0 && out[i].Count > 0 {
				n := min(rest, out[i].Count)
				put(s.SkuID, out[i].WareID, n)
				out[i].Count -= n
				rest -= n
			}
		}
		if rest > 0 { // more went to other warehouses than came from them: the first one that sent any takes the rest
			for _, o := range out {
				if o.SkuID == s.SkuID {
					put(s.SkuID, o.WareID, rest)
					break
				}
			}
		}
	}
	shares := make([]Share, len(places))
	for i, p := range places {
		shares[i] = Share{SkuID: p[0], WareID: p[1], Count: back[p]}
	}
	return shares, true
}
