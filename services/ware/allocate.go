package ware

import (
	"slices"
)

// allocate decides which warehouses give what, from the places as they stand and the warehouses in order of nearness. The nearest
// warehouse that has everything sends one parcel; where none has, every SKU comes from the nearest that has all of it, and a SKU that
// no single warehouse can give is split. It returns the SKUs of which there is not enough; then nothing is allocated.
func allocate(lines []Line, places []Place, nearest []int64) (shares []Share, short []int64) {
	have := map[int64]map[int64]int64{} // warehouse → SKU → available
	for _, p := range places {
		if have[p.WareID] == nil {
			have[p.WareID] = map[int64]int64{}
		}
		have[p.WareID][p.SkuID] = p.Available
	}
	order := ranked(nearest, have)
	for _, w := range order {
		if hasAll(have[w], lines) {
			for _, l := range lines {
				shares = append(shares, Share{SkuID: l.SkuID, WareID: w, Count: l.Count})
			}
			return shares, nil
		}
	}
	for _, l := range lines {
		part, missing := allocateLine(l, order, have)
		if missing > 0 {
			short = append(short, l.SkuID)
		}
		shares = append(shares, part...)
	}
	if len(short) > 0 {
		return nil, short
	}
	return shares, nil
}

// ranked lists the warehouses that have anything: those of nearest in its order, then the others by id.
func ranked(nearest []int64, have map[int64]map[int64]int64) []int64 {
	var order, rest []int64
	for _, w := range nearest {
		if have[w] != nil && !slices.Contains(order, w) {
			order = append(order, w)
		}
	}
	for w := range have {
		if !slices.Contains(order, w) {
			rest = append(rest, w)
		}
	}
	slices.Sort(rest)
	return append(order, rest...)
}

func hasAll(stock map[int64]int64, lines []Line) bool {
	for _, l := range lines {
		if stock[l.SkuID] < l.Count {
			return false
		}
	}
	return true
}

// allocateLine takes one SKU from the nearest warehouse that has all of it, else from the nearest ones in turn.
func allocateLine(l Line, order []int64, have map[int64]map[int64]int64) (shares []Share, missing int64) {
	for _, w := range order {
		if have[w][l.SkuID] >= l.Count {
			return []Share{{SkuID: l.SkuID, WareID: w, Count: l.Count}}, 0
		}
	}
	missing = l.Count
	for _, w := range order {
		if n := min(missing, have[w][l.SkuID]); n > 0 {
			shares = append(shares, Share{SkuID: l.SkuID, WareID: w, Count: n})
			missing -= n
		}
	}
	return shares, missing
}
