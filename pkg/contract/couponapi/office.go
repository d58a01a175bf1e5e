package couponapi

import (
	"time"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/money"
)

// PathRules is a product's promotions as whoever publishes the product writes them. PUT SpuRules → the same: all promotions of the product's
// SKUs are as told from then on, in one transaction; the same again changes nothing. GET ?spuId= → SpuRules.
const PathRules = "/internal/rules"

// SpuRules are the promotions of a product and of its SKUs. A SKU that is left out has none.
type SpuRules struct {
	SpuID  int64       `json:"spuId" validate:"gt=0"`
	Bounds *Bounds     `json:"bounds,omitempty"` // what a piece gives; nil = nothing
	Skus   []SkuRules  `json:"skus" validate:"max=500,dive"`
	By     adminapi.By `json:"by,omitzero"` // PUT: who did it, for the audit log
}

// SkuRules are the promotions of one SKU.
type SkuRules struct {
	SkuID         int64           `json:"skuId" validate:"gt=0"`
	Ladder        []Rung          `json:"ladder,omitempty" validate:"max=20,dive"`
	FullReduction []FullReduction `json:"fullReduction,omitempty" validate:"max=20,dive"`
	MemberPrices  []MemberPrice   `json:"memberPrices,omitempty" validate:"max=50,dive"`
}

// Rung is a step of the price for many: from Count pieces all of them cost PerMille thousandths, 950 = 9.5 折.
type Rung struct {
	Count    int64 `json:"count" validate:"gt=0,max=200"`
	PerMille int64 `json:"perMille" validate:"gt=0,lt=1000"`
	AddOther bool  `json:"addOther"` // may be combined with other promotions of the SKU
}

// FullReduction takes Reduce off a line that comes to Full.
type FullReduction struct {
	Full     money.Fen `json:"full" validate:"gt=0,max=99999999999"`
	Reduce   money.Fen `json:"reduce" validate:"gt=0,ltefield=Full"`
	AddOther bool      `json:"addOther"`
}

// MemberPrice is what a piece costs members of a level.
type MemberPrice struct {
	LevelID   int64     `json:"levelId" validate:"gt=0"`
	LevelName string    `json:"levelName" validate:"max=100,line"`
	Price     money.Fen `json:"price" validate:"gt=0,max=99999999999"`
	AddOther  bool      `json:"addOther"`
}

// Bounds is what a piece of a product gives when its order is completed. Work is four bits: 1 growth, 2 points for a line without a
// discount; 4 growth, 8 points for one with a discount.
type Bounds struct {
	Points int64 `json:"points" validate:"min=0,max=10000000"`
	Growth int64 `json:"growth" validate:"min=0,max=10000000"`
	Work   int   `json:"work" validate:"min=0,max=15"`
}

// Back-office paths. Lists are pages: ?page&pageSize, answered as {items, total, page, pageSize}.
const (
	PathOfficeCoupons = "/api/admin/coupon/coupons" // GET ?state&kind&name&sort (number name claimUntil used, with - the greatest first) → page of Coupon; POST NewCoupon → 201 Coupon
	// PathOfficeCoupons/{id}: GET → Coupon; PUT NewCoupon → 200 Coupon; 409 edited_meanwhile, coupon_fixed
	PartPublish  = "/publish"  // POST → 200 Coupon, the same again for the same again; 409 coupon_over
	PartWithdraw = "/withdraw" // POST Withdrawal → 200 Withdrawn, the same again for the same again; 409 coupon_draft
	PartGrant    = "/grant"    // POST Grant → 200 Granted, the same again for the same key; 409 coupon_not_published, coupon_by_code
	PartCodes    = "/codes"    // GET ?state=free,used → page of Code; POST NewCodes → 201 MadeCodes, the same again for the same key; 409 coupon_exhausted, coupon_no_codes
	PartPreview  = "/preview"  // PathOfficeCoupons + PartPreview: POST Preview → Previewed, what a coupon would do; nothing is written

	PathClaims         = "/api/admin/coupon/claims"          // GET ?couponId&memberId&state&orderSn → page of Claim, the newest first
	PathLadders        = "/api/admin/coupon/ladders"         // GET ?skuId&spuId → page of Ladder; PUT Ladder → 200 Ladder (id 0 adds one); DELETE {id}?version → 204
	PathFullReductions = "/api/admin/coupon/full-reductions" // the same with Reduction
	PathMemberPrices   = "/api/admin/coupon/member-prices"   // the same with LevelPrice
	PathSpuBounds      = "/api/admin/coupon/spu-bounds"      // the same with SpuBounds
	PathWarnings       = "/api/admin/coupon/warnings"        // GET → []SkuWarning: rules that give away more than they should

	PathRedeem = "/api/coupon/codes/" // + code + PartRedeem: a shopper's POST → 201 MemberCoupon; 404 code_not_found, 409 code_used and those of a claim, 429
	PartRedeem = "/redeem"
)

// Kind says how a coupon comes to people.
type Kind string

// The kinds of coupons. Everybody and level are claimed in the coupon centre; a level's is usable from that level.
const (
	KindEverybody    Kind = "everybody"
	KindLevel        Kind = "level"
	KindGift         Kind = "gift"         // given by staff
	KindRegistration Kind = "registration" // given to new members
	KindCode         Kind = "code"         // for those who have a code
)

// The states of a coupon in the back office.
const (
	CouponDraft     = "draft"
	CouponPublished = "published"
	CouponWithdrawn = "withdrawn"
	CouponEnded     = "ended" // published, and its claiming is over
)

// Coupon is a coupon as the back office sees it. Its counts are Stats.
type Coupon struct {
	ID          int64     `json:"id"`
	State       string    `json:"state"`
	Version     int64     `json:"version"`
	CreatedAt   time.Time `json:"createdAt"`
	CodesMade   int64     `json:"codesMade"`
	Terms                 // what it promises
	Stats       `json:"stats"`
	Warnings    []Rule     `json:"warnings"`
	WithdrawnAt *time.Time `json:"withdrawnAt,omitempty"`
}

// Terms are what a coupon promises. Once it was published only more may be promised: a new note or name, more of them, a higher limit, a
// longer time to claim, a later end.
type Terms struct {
	Name       string    `json:"name" validate:"required,max=100,line"`
	Note       string    `json:"note" validate:"max=200"`
	Kind       Kind      `json:"kind" validate:"oneof=everybody level gift registration code"`
	Scope      string    `json:"scope" validate:"oneof=all categories products"`
	ScopeIDs   []int64   `json:"scopeIds,omitempty" validate:"max=200,dive,gt=0"`
	ScopeNames []string  `json:"scopeNames,omitempty" validate:"max=200,dive,max=100"`
	Amount     money.Fen `json:"amount" validate:"gt=0,max=99999999999"`
	MinPoint   money.Fen `json:"minPoint" validate:"min=0,max=99999999999"`
	LevelID    int64     `json:"levelId" validate:"min=0"`
	PerLimit   int64     `json:"perLimit" validate:"min=0,max=1000"` // 0 = any number
	Issued     int64     `json:"issued" validate:"min=1,max=100000000"`
	ClaimFrom  time.Time `json:"claimFrom" validate:"required"`
	ClaimUntil time.Time `json:"claimUntil" validate:"required"`
	ValidFrom  time.Time `json:"validFrom" validate:"required"`
	ValidUntil time.Time `json:"validUntil" validate:"required"`
}

// NewCoupon makes or changes a coupon; a change names the version that it saw (409 edited_meanwhile).
type NewCoupon struct {
	Terms
	Version int64 `json:"version,omitempty"`
}

// Stats is what has become of a coupon.
type Stats struct {
	Claimed  int64     `json:"claimed"`
	Used     int64     `json:"used"`
	Locked   int64     `json:"locked"` // orders that are not paid yet hold them
	Expired  int64     `json:"expired"`
	Voided   int64     `json:"voided"`
	Discount money.Fen `json:"discount"` // what it has taken off paid orders
}

// Withdrawal ends the claiming of a coupon. What members have stays good, unless it is to be voided: then whatever nobody has used and no
// order holds.
type Withdrawal struct {
	Void bool `json:"void,omitempty"`
}

// Withdrawn is the coupon after its withdrawal, and how many were voided.
type Withdrawn struct {
	Coupon
	VoidedNow int64 `json:"voidedNow"`
}

// Grant gives a coupon to members. The same key again gives nothing and answers the same; without one, every call counts.
type Grant struct {
	MemberIDs []int64 `json:"memberIds" validate:"min=1,max=500,dive,gt=0"`
	Key       string  `json:"key,omitempty" validate:"omitempty,max=60,printascii"`
}

// Granted says how it went, member by member.
type Granted struct {
	Results []GrantResult `json:"results"`
}

// GrantResult is how it went for one member: ok, limit, exhausted or unknown.
type GrantResult struct {
	MemberID int64  `json:"memberId"`
	Result   string `json:"result"`
}

// The results of a grant.
const (
	GrantOK        = "ok"
	GrantLimit     = "limit"
	GrantExhausted = "exhausted"
	GrantUnknown   = "unknown"
)

// NewCodes asks for codes that can each be redeemed once.
type NewCodes struct {
	Count int64  `json:"count" validate:"min=1,max=5000"`
	Key   string `json:"key,omitempty" validate:"omitempty,max=60,printascii"`
}

// MadeCodes are codes that were made.
type MadeCodes struct {
	Codes []string `json:"codes"`
}

// Code is a code of a coupon, and who redeemed it.
type Code struct {
	ID         int64      `json:"id"`
	Code       string     `json:"code"`
	CreatedAt  time.Time  `json:"createdAt"`
	MemberID   int64      `json:"memberId,omitempty"`
	RedeemedAt *time.Time `json:"redeemedAt,omitempty"`
}

// Claim is a coupon in a member's hands as the back office sees it. State is one of the States, or voided.
type Claim struct {
	ID         int64      `json:"id"`
	CouponID   int64      `json:"couponId"`
	Name       string     `json:"name"`
	MemberID   int64      `json:"memberId"`
	State      string     `json:"state"`
	Given      bool       `json:"given"` // by staff or for registration, not claimed
	ClaimedAt  time.Time  `json:"claimedAt"`
	UsedAt     *time.Time `json:"usedAt,omitempty"`
	ValidUntil time.Time  `json:"validUntil"`
	OrderSn    string     `json:"orderSn,omitempty"`
}

// StateVoided is the state of a Claim that the shop has taken back; shoppers see it as expired.
const StateVoided = "voided"

// Ladder is a rung of a SKU's price for many.
type Ladder struct {
	ID      int64 `json:"id"`
	SkuID   int64 `json:"skuId" validate:"gt=0"`
	SpuID   int64 `json:"spuId"`
	Version int64 `json:"version"`
	Rung
	Warnings []Rule `json:"warnings,omitempty"`
}

// Reduction is a full reduction of a SKU.
type Reduction struct {
	ID      int64 `json:"id"`
	SkuID   int64 `json:"skuId" validate:"gt=0"`
	SpuID   int64 `json:"spuId"`
	Version int64 `json:"version"`
	FullReduction
	Warnings []Rule `json:"warnings,omitempty"`
}

// LevelPrice is a SKU's price for a level of members.
type LevelPrice struct {
	ID      int64 `json:"id"`
	SkuID   int64 `json:"skuId" validate:"gt=0"`
	SpuID   int64 `json:"spuId"`
	Version int64 `json:"version"`
	MemberPrice
	Warnings []Rule `json:"warnings,omitempty"`
}

// SpuBounds is what a piece of a product gives.
type SpuBounds struct {
	ID      int64 `json:"id"`
	SpuID   int64 `json:"spuId" validate:"gt=0"`
	Version int64 `json:"version"`
	Bounds
	Warnings []Rule `json:"warnings,omitempty"`
}

// SkuWarning is what is doubtful about the rules of a SKU. Warnings are codes as those of rules; nothing is refused for them.
type SkuWarning struct {
	SkuID    int64     `json:"skuId"`
	SpuID    int64     `json:"spuId"`
	Title    string    `json:"title"`
	Price    money.Fen `json:"price"`
	Warnings []Rule    `json:"warnings"`
}

// Preview asks what a coupon that is not there yet would do to a cart of a member of a level.
type Preview struct {
	Coupon  Terms         `json:"coupon"`
	LevelID int64         `json:"levelId" validate:"min=0"`
	Lines   []PreviewLine `json:"lines" validate:"min=1,max=20,dive"`
}

// PreviewLine is a line of the cart.
type PreviewLine struct {
	SkuID int64 `json:"skuId" validate:"gt=0"`
	Count int64 `json:"count" validate:"min=1,max=200"`
}

// Previewed is the price of the cart with the coupon. Reason says why it cannot be used, and then it is the price without it.
type Previewed struct {
	Quote  Quote `json:"quote"`
	Reason Rule  `json:"reason,omitzero"`
}
