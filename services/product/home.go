package product

import (
	"context"
	"slices"
)

const (
	maxFloors   = 8
	floorGoods  = 10
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
		hits := c.index.Best(top.ID, floorGoods)
		if len(hits) == 0 {
			continue
		}
		leaves := c.index.Leaves(top.ID)
		all = append(all, Floor{Category: Named{top.ID, top.Name}, Links: leaves[:min(len(leaves), floorLeaves)], Hits: hits})
	}
	return all, nil
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
