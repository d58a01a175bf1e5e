// Package clients asks other services what the back office of coupons needs to know.
package clients

import (
	"context"
	"slices"

	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/rpc"
	"gulimall/services/coupon"
)

// Catalogue asks the product service.
type Catalogue struct{ Peer *rpc.Client }

var _ coupon.Catalogue = Catalogue{}

// mostSkus is how many SKUs one question may be about.
const mostSkus = 500

// Goods gives the SKUs that there are among those asked for.
func (c Catalogue) Goods(ctx context.Context, skuIDs []int64) (map[int64]coupon.Good, error) {
	goods := make(map[int64]coupon.Good, len(skuIDs))
	for some := range slices.Chunk(skuIDs, mostSkus) {
		var answer productapi.Skus
		if err := c.Peer.PostIdempotent(ctx, productapi.PathSkus, productapi.Query{SkuIDs: some}, &answer); err != nil {
			return nil, err
		}
		for _, k := range answer.Skus {
			goods[k.SkuID] = coupon.Good{SkuID: k.SkuID, SpuID: k.SpuID, Title: k.Title, CategoryIDs: k.CategoryIDs, Price: k.Price}
		}
	}
	return goods, nil
}

// Categories gives the names of all categories.
func (c Catalogue) Categories(ctx context.Context) (map[int64]string, error) {
	var tree []productapi.CategoryNode
	if err := c.Peer.Get(ctx, productapi.PathCategories, &tree); err != nil {
		return nil, err
	}
	names := map[int64]string{}
	var walk func(nodes []productapi.CategoryNode)
	walk = func(nodes []productapi.CategoryNode) {
		for _, n := range nodes {
			names[n.ID] = n.Name
			walk(n.Children)
		}
	}
	walk(tree)
	return names, nil
}

// Members asks the member service.
type Members struct{ Peer *rpc.Client }

var _ coupon.Members = Members{}

// Levels lists the levels of members.
func (m Members) Levels(ctx context.Context) ([]coupon.Level, error) {
	var answer memberapi.Levels
	if err := m.Peer.Get(ctx, memberapi.PathLevels, &answer); err != nil {
		return nil, err
	}
	levels := make([]coupon.Level, len(answer.Levels))
	for i, l := range answer.Levels {
		levels[i] = coupon.Level{ID: l.ID, Name: l.Name, MemberPrice: l.MemberPrice}
	}
	return levels, nil
}

// Exist tells which of the members there are.
func (m Members) Exist(ctx context.Context, ids []int64) (map[int64]bool, error) {
	var answer memberapi.Existing
	if err := m.Peer.PostIdempotent(ctx, memberapi.PathExist, memberapi.Exist{IDs: ids}, &answer); err != nil {
		return nil, err
	}
	there := make(map[int64]bool, len(answer.Members))
	for _, known := range answer.Members {
		there[known.ID] = true
	}
	return there, nil
}
