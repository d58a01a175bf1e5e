// Package couponapi is what the coupon service promises the other services: price quotes, coupon locks, and what a product page tells
// about promotions.
package couponapi

import (
	"time"

	"gulimall/pkg/money"
)

// Service is the name in Consul.
const Service = "coupon"

// Internal paths.
const (
	PathQuote      = "/internal/coupon/quote"      // POST QuoteQuery → Quote; 409 coupon_unusable (reason), 409 points_short
	PathLock       = "/internal/coupon/locks"      // POST Lock → 204, idempotent by order; 409 coupon_unusable, reservation_released
	PathPromotions = "/internal/coupon/promotions" // POST PromotionQuery → Promotions
	PathClaimable  = "/internal/coupon/claimable"  // GET ?memberId= → Claimable, for home and item pages
)

// Line is a line of goods as the catalogue prices it.
type Line struct {
	SkuID       int64     `json:"skuId"`
	SpuID       int64     `json:"spuId"`
	CategoryIDs []int64   `json:"categoryIds"`
	Price       money.Fen `json:"price"`
	Count       int64     `json:"count"`
}

// QuoteQuery asks what lines cost a member.
type QuoteQuery struct {
	MemberID    int64  `json:"memberId"`
	LevelID     int64  `json:"levelId"`
	MemberPrice bool   `json:"memberPrice"` // the level has member prices
	Lines       []Line `json:"lines"`
	CouponID    int64  `json:"couponId,omitempty"` // a MemberCoupon; 0 = none
	Points      int64  `json:"points,omitempty"`   // wished for; one point pays one fen
	Balance     int64  `json:"balance"`            // points free to use
	WithCoupons bool   `json:"withCoupons,omitempty"`
	WithHints   bool   `json:"withHints,omitempty"`
}

// Quote is the price, exact to the fen: for every line amount = price × count and
// payable = amount − promotion − coupon − points ≥ 0, and the sums over the lines are the totals.
type Quote struct {
	Goods        money.Fen     `json:"goods"`
	Promotion    money.Fen     `json:"promotion"`
	Coupon       money.Fen     `json:"coupon"`
	Points       money.Fen     `json:"points"` // what the points are worth
	PointsUsed   int64         `json:"pointsUsed"`
	PointsUsable int64         `json:"pointsUsable"` // the most that this order may use
	Lines        []QuotedLine  `json:"lines"`
	Explanations []Explanation `json:"explanations"`
	Coupons      []Choice      `json:"coupons"`          // only when asked for
	Hints        []Hint        `json:"hints,omitempty"`  // only when asked for: what is nearest first
	Offers       []Claimable   `json:"offers,omitempty"` // with hints: what may be claimed and is good for some of the lines
}

// QuotedLine is one line with its share of every discount, and what it gives.
type QuotedLine struct {
	SkuID      int64     `json:"skuId"`
	Price      money.Fen `json:"price"`
	Count      int64     `json:"count"`
	Amount     money.Fen `json:"amount"`
	Promotion  money.Fen `json:"promotion"`
	Coupon     money.Fen `json:"coupon"`
	Points     money.Fen `json:"points"`
	Payable    money.Fen `json:"payable"`
	GiftPoints int64     `json:"giftPoints"`
	GiftGrowth int64     `json:"giftGrowth"`
}

// Explanation is one discount and the rule that it follows.
type Explanation struct {
	Rule
	SkuID  int64     `json:"skuId,omitempty"` // 0 = the whole order
	Amount money.Fen `json:"amount"`          // taken off
}

// Choice is one of the member's coupons, and whether this order can use it.
type Choice struct {
	Scope
	ID         int64     `json:"id"`
	Name       string    `json:"name"`
	Amount     money.Fen `json:"amount"`   // what it would take off this order; its face value where unusable
	MinPoint   money.Fen `json:"minPoint"` // usable from this amount of goods in its scope
	ValidUntil time.Time `json:"validUntil"`
	Usable     bool      `json:"usable"`
	Reason     Rule      `json:"reason,omitzero"` // why it is not usable, one of the reasons
}

// Hint is a discount that is near: what more to buy, and what more would then come off. Its codes are those of rules: a ladder, a full
// reduction, a coupon of the member's.
type Hint struct {
	Rule
	Scope            // of a coupon: which goods count
	SkuID  int64     `json:"skuId,omitempty"`  // of a ladder or full reduction: 0 = the whole order
	Pieces int64     `json:"pieces,omitempty"` // how many more, of a SKU
	Gap    money.Fen `json:"gap"`              // what is missing to the threshold
	Save   money.Fen `json:"save"`             // what more comes off then
}

// Lock asks to keep a member's coupon for an order. It is used up by order.paid and given back by order.release.other; a release that
// comes first leaves a tombstone that refuses the lock.
type Lock struct {
	OrderSn  string    `json:"orderSn"`
	MemberID int64     `json:"memberId"`
	CouponID int64     `json:"couponId"`         // a MemberCoupon
	Amount   money.Fen `json:"amount,omitempty"` // what it takes off the order; left out, its face value counts as given
}

// PromotionQuery asks what is on for a product.
type PromotionQuery struct {
	SkuID       int64     `json:"skuId"`
	SpuID       int64     `json:"spuId"`
	CategoryIDs []int64   `json:"categoryIds"`
	Price       money.Fen `json:"price"`
	MemberID    int64     `json:"memberId,omitempty"` // whose claims count; 0 = a visitor
}

// Promotions is what a product page says.
type Promotions struct {
	Promotions []Rule      `json:"promotions"`
	GiftPoints int64       `json:"giftPoints"`
	GiftGrowth int64       `json:"giftGrowth"`
	Coupons    []Claimable `json:"coupons"` // claimable now and usable on this product
}

// Claimable is a coupon that can be claimed, as the public API shows it.
type Claimable struct {
	ID       int64     `json:"id"`
	Name     string    `json:"name"`
	Amount   money.Fen `json:"amount"`
	MinPoint money.Fen `json:"minPoint"` // usable from this amount of goods
	Scope
	Note       string `json:"note,omitempty"`    // what the shop says of it besides
	LevelID    int64  `json:"levelId,omitempty"` // the lowest member level that can use it; 0 = any
	ValidFrom  string `json:"validFrom"`
	ValidUntil string `json:"validUntil"`
	Left       int64  `json:"left"`
	Issued     int64  `json:"issued"` // how many there were
	PerLimit   int64  `json:"perLimit"`
	Claimed    int64  `json:"claimed"` // by the caller
}

// Queues of the coupon service.
const (
	QueueOrderPaid  = "coupon.order.paid.queue"
	QueueOrderClose = "coupon.order.closed.queue"
	QueueRegistered = "coupon.member.registered.queue"
)
