package product

import (
	"context"
	"slices"
)

const (
	maxFloors   = 8
	floorGoods  = 10
	floorRow    = 5 // goods side by side
	floorLeaves = 6
)

// Floors answers the blocks of the home page: the categories of level 1 that have goods to sell, with the best-selling of them.
func (c *Catalogue) Floors(ctx context.Context) ([]Floor, error) {
	return c.floors.Get(ctx, struct{}{}, c.layFloors)
}

func (c *Catalogue) layFloors(ctx context.Context) ([]Floor, error) {
	tree, err := c.Categories(ctx)
	if err != nil {
		return nil, err
	}
	var all []Floor
	for _, top := range tree {
		if len(all) == maxFloors {
			break
		}
		hits, err := c.floor(top.ID)
		if err != nil {
			return nil, err
		}
		if len(hits) == 0 {
			continue
		}
		leaves := slices.DeleteFunc(c.index.Leaves(top.ID), func(leaf Named) bool { return !top.shows(leaf.ID) })
		all = append(all, Floor{Category: Named{top.ID, top.Name}, Links: leaves[:min(len(leaves), floorLeaves)], Hits: hits})
	}
	return all, nil
}

// floor answers the best-selling goods of a category, one SKU a product; a category of few products fills a row with further SKUs of them.
func (c *Catalogue) floor(category int64) ([]Hit, error) {
	hits := c.index.Best(category, floorGoods)
	if len(hits) == 0 || len(hits) >= floorRow {
		return hits, nil
	}
	yes := true
	more, err := c.index.Search(Query{CategoryID: category, HasStock: &yes, Sort: SortHot, PageNum: 1, PageSize: 2 * floorRow})
	if err != nil {
		return nil, err
	}
	for _, h := range more.Hits {
		if len(hits) < floorRow && !slices.ContainsFunc(hits, func(other Hit) bool { return other.SKU.ID == h.SKU.ID }) {
			hits = append(hits, h)
		}
	}
	return hits, nil
}

// freshPerSPU is how many SKUs a product has at most among which Fresh looks for n products.
const freshPerSPU = 12

// Fresh answers the n products that came last and are in stock, one SKU of each.
func (c *Catalogue) Fresh(n int) ([]Hit, error) {
	yes := true
	found, err := c.index.Search(Query{Sort: SortNew, HasStock: &yes, PageNum: 1, PageSize: n * freshPerSPU})
	if err != nil {
		return nil, err
	}
	var hits []Hit
	for _, h := range found.Hits {
		if len(hits) < n && !slices.ContainsFunc(hits, func(other Hit) bool { return other.SKU.SPUID == h.SKU.SPUID }) {
			hits = append(hits, h)
		}
	}
	return hits, nil
}

// ForSale lists the SKUs that are for sale, by id.
func (c *Catalogue) ForSale() []int64 {
	ids := c.index.SKUIDs()
	slices.Sort(ids)
	return ids
}
