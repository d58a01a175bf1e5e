package store

import (
	"slices"

	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/outbox"
	"gulimall/services/ware"
)

// announce tells the catalogue about SKUs that have become available or have sold out; it is silent about every other change, or
// a sale would be a message for every shopper.
func (s *Store) announce(tx *outbox.Tx, changed []wareapi.Available) error {
	if len(changed) == 0 {
		return nil
	}
	return tx.Put(outbox.Event{
		Exchange: wareapi.Exchange, Key: wareapi.KeyChanged, Type: wareapi.TypeChanged, Optional: true,
		Data: wareapi.StockChanged{Skus: changed},
	})
}

// soldOut lists the SKUs of which shares take the last piece.
func soldOut(rows []stockRow, shares []ware.Share) []wareapi.Available {
	left := total(rows)
	for _, sh := range shares {
		left[sh.SkuID] -= sh.Count
	}
	var gone []wareapi.Available
	for sku, n := range left {
		if n == 0 {
			gone = append(gone, wareapi.Available{SkuID: sku})
		}
	}
	return gone
}

// returned lists the SKUs that were sold out until shares came back.
func returned(before []stockRow, shares []ware.Share) []wareapi.Available {
	back := map[int64]int64{}
	for _, sh := range shares {
		if !shut(before, sh.SkuID, sh.WareID) {
			back[sh.SkuID] += sh.Count
		}
	}
	was := total(before)
	var all []wareapi.Available
	for sku, n := range back {
		if was[sku] == 0 {
			all = append(all, wareapi.Available{SkuID: sku, Available: n})
		}
	}
	return all
}

// announceTurns tells about goods that have become available or have sold out since their rows were locked. The rows are read again: only
// then is it known of one that is new whether its warehouse is closed.
func (s *Store) announceTurns(tx *outbox.Tx, goods []ware.Line, before []stockRow) error {
	after, err := lockRows(tx, goods)
	if err != nil {
		return err
	}
	was, is := total(before), total(after)
	var turned []wareapi.Available
	for _, l := range goods {
		if (was[l.SkuID] == 0) != (is[l.SkuID] == 0) {
			turned = append(turned, wareapi.Available{SkuID: l.SkuID, Available: is[l.SkuID]})
		}
	}
	return s.announce(tx, turned)
}

// flipped tells whether an adjustment makes a SKU available or sells it out.
func flipped(before []stockRow, a ware.Adjustment) []wareapi.Available {
	if shut(before, a.SkuID, a.WareID) {
		return nil
	}
	was := total(before)[a.SkuID]
	is := was + a.Delta
	if (was == 0) == (is == 0) {
		return nil
	}
	return []wareapi.Available{{SkuID: a.SkuID, Available: is}}
}

// total is what can be sent.
func total(rows []stockRow) map[int64]int64 {
	sum := map[int64]int64{}
	for _, p := range places(rows) {
		sum[p.SkuID] += p.Available
	}
	return sum
}

// shut tells whether a stock lies in a warehouse that is closed.
func shut(rows []stockRow, skuID, wareID int64) bool {
	return slices.ContainsFunc(rows, func(r stockRow) bool { return r.SkuID == skuID && r.WareID == wareID && r.Closed })
}
