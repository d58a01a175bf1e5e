// Package clients asks the other services what the catalogue shows of theirs.
package clients

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/rpc"
	"gulimall/services/product"
)

// timeout bounds a call; pages wait less.
const timeout = time.Second

// Ware is the ware service.
type Ware struct{ rpc *rpc.Client }

var _ product.Stock = (*Ware)(nil)

// NewWare makes the client.
func NewWare(c *rpc.Client) *Ware { return &Ware{c} }

// Available asks how many pieces of SKUs can be bought.
func (w *Ware) Available(ctx context.Context, ids []int64) (map[int64]int64, error) {
	var stock wareapi.Stock
	err := w.rpc.Do(ctx, rpc.Call{
		Method: http.MethodPost, Path: wareapi.PathStock, In: wareapi.StockQuery{SkuIDs: ids}, Out: &stock, Idempotent: true, Timeout: timeout,
	})
	if err != nil {
		return nil, err
	}
	available := make(map[int64]int64, len(stock.Stock))
	for _, s := range stock.Stock {
		available[s.SkuID] = s.Available
	}
	return available, nil
}

// Freight asks what sending goods costs.
func (w *Ware) Freight(ctx context.Context) ([]product.FreightRule, error) {
	var answer wareapi.Freight
	if err := w.rpc.Do(ctx, rpc.Call{Method: http.MethodGet, Path: wareapi.PathFreight, Out: &answer, Timeout: timeout}); err != nil {
		return nil, err
	}
	rules := make([]product.FreightRule, len(answer.Rules))
	for i, r := range answer.Rules {
		rules[i] = product.FreightRule(r)
	}
	return rules, nil
}

// Coupon is the coupon service.
type Coupon struct{ rpc *rpc.Client }

var _ product.Coupons = (*Coupon)(nil)

// NewCoupon makes the client.
func NewCoupon(c *rpc.Client) *Coupon { return &Coupon{c} }

// Promotions asks what is on for a SKU.
func (c *Coupon) Promotions(ctx context.Context, sku product.SKU) (couponapi.Promotions, error) {
	query := couponapi.PromotionQuery{SkuID: sku.ID, SpuID: sku.SPUID, CategoryIDs: make([]int64, len(sku.Path)), Price: sku.Price}
	for i, p := range sku.Path {
		query.CategoryIDs[i] = p.ID
	}
	var promotions couponapi.Promotions
	err := c.rpc.Do(ctx, rpc.Call{
		Method: http.MethodPost, Path: couponapi.PathPromotions, In: query, Out: &promotions, Idempotent: true, Timeout: timeout,
	})
	return promotions, err
}

// Claimable asks for coupons that a member can claim.
func (c *Coupon) Claimable(ctx context.Context, memberID int64) ([]couponapi.Claimable, error) {
	var list []couponapi.Claimable
	err := c.rpc.Do(ctx, rpc.Call{
		Method: http.MethodGet, Path: couponapi.PathClaimable + "?memberId=" + strconv.FormatInt(memberID, 10), Out: &list, Timeout: timeout,
	})
	return list, err
}

// Member is the member service.
type Member struct{ rpc *rpc.Client }

var _ product.Members = (*Member)(nil)

// NewMember makes the client.
func NewMember(c *rpc.Client) *Member { return &Member{c} }

// Levels asks what members get.
func (m *Member) Levels(ctx context.Context) ([]product.Level, error) {
	var answer memberapi.Levels
	if err := m.rpc.Do(ctx, rpc.Call{Method: http.MethodGet, Path: memberapi.PathLevels, Out: &answer, Timeout: timeout}); err != nil {
		return nil, err
	}
	levels := make([]product.Level, len(answer.Levels))
	for i, l := range answer.Levels {
		levels[i] = product.Level{ID: l.ID, Name: l.Name, GrowthFrom: l.GrowthFrom, FreeFrom: l.FreeFreightFrom, MemberPrice: l.MemberPrice}
	}
	return levels, nil
}
