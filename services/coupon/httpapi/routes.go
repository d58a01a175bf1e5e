// Package httpapi is the coupon service's JSON API for shoppers, and its calls for other services.
package httpapi

import (
	"context"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/server"
	"gulimall/services/coupon"
)

// Coupons is what the calls need of the use cases.
type Coupons interface {
	Claimable(ctx context.Context, memberID int64) ([]coupon.Offer, error)
	Claim(ctx context.Context, couponID, memberID int64) (coupon.MemberCoupon, error)
	Redeem(ctx context.Context, code string, memberID int64) (coupon.MemberCoupon, error)
	Mine(ctx context.Context, memberID int64, states []coupon.State) ([]coupon.MemberCoupon, error)
	Quote(ctx context.Context, q coupon.QuoteRequest) (coupon.Quote, error)
	Lock(ctx context.Context, l coupon.Lock) error
	Promotions(ctx context.Context, p coupon.Product) (coupon.Promotions, error)
}

// Routes adds the calls.
func Routes(r gin.IRouter, uc Coupons, edge *server.Edge, decode *server.Decoder) {
	a := api{uc, decode}
	r.GET(couponapi.PathCoupons, edge.JSON(a.offers))
	r.POST(couponapi.PathCoupons+"/:id"+couponapi.PathClaim, edge.JSON(a.claim))
	r.POST(couponapi.PathRedeem+":code"+couponapi.PartRedeem, edge.JSON(a.redeem))
	r.GET(couponapi.PathMyOwn, edge.JSON(a.myOwn))

	r.GET(couponapi.PathClaimable, edge.JSON(a.claimable))
	r.GET(couponapi.PathMine, edge.JSON(a.mine))
	r.POST(couponapi.PathPromotions, edge.JSON(a.promotions))
	r.POST(couponapi.PathQuote, edge.JSON(a.quote))
	r.POST(couponapi.PathLock, edge.JSON(a.lock))
}

type api struct {
	uc     Coupons
	decode *server.Decoder
}
