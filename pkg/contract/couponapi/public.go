package couponapi

import (
	"time"

	"gulimall/pkg/money"
)

// Public paths.
const (
	PathCoupons = "/api/coupon/coupons"   // GET [?spuId=&categoryId=…] → []Claimable, open and not gone; for visitors claimed is 0; for one product, where named
	PathMyOwn   = "/api/coupon/mine"      // GET ?state=unused,locked,used,expired → []MemberCoupon, the newest first
	PathClaim   = "/claim"                // PathCoupons + / + id + PathClaim: POST → 201 MemberCoupon; 409 coupon_exhausted, coupon_limit, coupon_not_open
	PathMine    = "/internal/coupon/mine" // GET ?memberId=&state= → []MemberCoupon, as PathMyOwn
)

// State is where a member's coupon stands.
type State string

// A coupon is unused until an order locks it; the order then uses it or gives it back.
const (
	StateUnused  State = "unused"
	StateLocked  State = "locked"
	StateUsed    State = "used"
	StateExpired State = "expired"
)

// MemberCoupon is a coupon in a member's hands; its id is what an order calls couponId.
type MemberCoupon struct {
	ID       int64     `json:"id"`
	CouponID int64     `json:"couponId"` // the template
	Name     string    `json:"name"`
	Note     string    `json:"note,omitempty"` // what the shop says of it besides
	Amount   money.Fen `json:"amount"`
	MinPoint money.Fen `json:"minPoint"`
	Scope
	State      State     `json:"state"`
	ValidFrom  time.Time `json:"validFrom"`
	ValidUntil time.Time `json:"validUntil"`
	OrderSn    string    `json:"orderSn,omitempty"` // the order that holds or used it
}
