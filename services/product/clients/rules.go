package clients

import (
	"context"
	"net/http"
	"strconv"

	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/rpc"
	"gulimall/services/product"
)

var _ product.Promoter = (*Coupon)(nil)

// Rules asks for all that makes a product cheaper.
func (c *Coupon) Rules(ctx context.Context, spuID int64) (couponapi.SpuRules, error) {
	var rules couponapi.SpuRules
	err := c.rpc.Do(ctx, rpc.Call{Method: http.MethodGet, Path: couponapi.PathRules + "?spuId=" + strconv.FormatInt(spuID, 10), Out: &rules, Timeout: timeout})
	return rules, err
}

// SetRules tells all that makes a product cheaper.
func (c *Coupon) SetRules(ctx context.Context, rules couponapi.SpuRules) error {
	return c.rpc.Do(ctx, rpc.Call{Method: http.MethodPut, Path: couponapi.PathRules, In: rules, Idempotent: true, Timeout: timeout})
}
