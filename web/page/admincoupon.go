package page

import (
	"time"

	"gulimall/pkg/money"
)

// AdminCoupons is the page "admincoupons": the coupons of a shop, by where they stand.
type AdminCoupons struct {
	AdminBase
	Tabs     []Tab
	State    string
	Name     string
	Kinds    []Option
	Filtered bool
	Heads    []AdminHead
	Sort     string // as the query has it
	Rows     []AdminCouponRow
	Pager    Pager
	CSV      string
	MayWrite bool
}

// AdminCouponRow is a coupon in a list. State and Kind name themselves (promo.state.…, promo.kind.…).
type AdminCouponRow struct {
	ID                    int64
	Name, State, Kind     string
	Scope                 string
	Amount, MinPoint      money.Fen
	Issued, Claimed, Used int64
	Discount              money.Fen
	ClaimUntil            time.Time
}

// AdminCoupon is the page "admincoupon": one coupon, what has become of it, what it would do, and what can be done with it.
type AdminCoupon struct {
	AdminBase
	AdminCouponRow
	Note                          string
	Level                         string // from which it can be used; empty is any
	PerLimit                      int64
	ClaimFrom                     time.Time
	ValidFrom, ValidUntil         time.Time
	Locked, Expired, Voided, Left int64
	Doubts                        []string
	Card                          CouponCard
	Mine                          *MyCoupon // as those see it who have one, where nobody claims it
	Cart                          AdminCart
	MayWrite                      bool
	Publish, Withdraw, Void       bool // what its state and one's rights allow
	Grant, Code                   bool
	Key                           string // makes a form happen once
	Members                       string // as the form has them
	Count                         string
	Codes                         []AdminCode
	CodesMade                     int64
	CodesTabs                     []Tab
	CodesCSV                      string
	CodesPager                    Pager
}

// AdminCart is a cart that a coupon is tried on: the form as it was typed, and what comes of it.
type AdminCart struct {
	Lines  string
	Levels []Option
	// Priced tells that there is a price. Reason says why the coupon cannot be used.
	Priced                      bool
	Reason                      string
	Rows                        []AdminCartRow
	Explanations                []AdminCartReason
	Goods, Promotion, Off, Left money.Fen
}

// AdminCartRow is a line of such a cart with its shares.
type AdminCartRow struct {
	SkuID                            int64
	Title                            string
	Price                            money.Fen
	Count                            int64
	Amount, Promotion, Coupon, Costs money.Fen
}

// AdminCartReason is a discount and the rule that it follows.
type AdminCartReason struct {
	Text   string
	Amount money.Fen
}

// AdminCouponGrant is the page "admincoupongrant": to whom a coupon would be given and to whom not, and, Done, how it went. Sent is the
// members of the form that gives it, one a line.
type AdminCouponGrant struct {
	AdminBase
	AdminCouponRow
	Key, Sent   string
	Done        bool
	OK, Refused int
	Results     []AdminGrant
}

// AdminGrant is how giving a coupon went for a member. Result names itself (promo.grant.…).
type AdminGrant struct {
	MemberID int64
	Result   string
}

// AdminCode is a code and who redeemed it; 0 is nobody yet.
type AdminCode struct {
	Code       string
	MemberID   int64
	CreatedAt  time.Time
	RedeemedAt time.Time
}

// AdminCouponEdit is the page "admincouponedit"; ID 0 adds one. Asking is the second step, where there is something to think over.
type AdminCouponEdit struct {
	AdminBase
	ID, Version           int64
	Form                  AdminCouponForm
	Kinds, Scopes, Levels []Option
	Fixed                 bool // it was published: only more may be promised
	Doubts                []string
	Sure                  string
	Present               *AdminCouponForm
}

// AdminCouponForm is the form of a coupon as it was typed, and as it is now where somebody else changed it meanwhile.
type AdminCouponForm struct {
	Name, Note, Kind, Scope, ScopeIDs, Amount, MinPoint, LevelID string
	PerLimit, Issued                                             string
	ClaimFrom, ClaimUntil, ValidFrom, ValidUntil                 string
}

// AdminCouponWithdraw is the page "admincouponwithdraw": what withdrawing a coupon does, before it does it.
type AdminCouponWithdraw struct {
	AdminBase
	AdminCouponRow
	Unused int64 // in members' hands: neither used nor held nor over
	Locked int64
	Done   bool // it was withdrawn: what is left is to void
}

// AdminClaims is the page "admincouponclaims": coupons in members' hands.
type AdminClaims struct {
	AdminBase
	CouponID, MemberID, OrderSn string
	States                      []Option
	Filtered                    bool
	Heads                       []AdminHead
	Sort                        string // as the query has it
	Rows                        []AdminClaim
	Pager                       Pager
	CSV                         string
	MayOrders                   bool // may look at orders
}

// AdminClaim is a coupon in a member's hands. State names itself (promo.claim.…).
type AdminClaim struct {
	CouponID, MemberID int64
	Name, State        string
	Given              bool
	OrderSn            string
	ClaimedAt          time.Time
	ValidUntil         time.Time
	UsedAt             time.Time
}

// AdminRules is the page "admincouponrules": the promotions of SKUs and products. Kind names itself (promo.rules.…).
type AdminRules struct {
	AdminBase
	Tabs     []Tab
	Kind     string
	SKU, SPU string
	Filtered bool
	Rows     []AdminRuleRow
	Pager    Pager
	CSV      string
	MayWrite bool
}

// AdminRuleRow is a rule, or with Doubts alone a SKU whose rules are doubtful. Price 0 is not known.
type AdminRuleRow struct {
	ID, SkuID, SpuID int64
	Title            string
	Price            money.Fen
	Rule             string
	AddOther         bool
	Doubts           []string
}

// AdminRuleEdit is the page "admincouponrule"; ID 0 adds one.
type AdminRuleEdit struct {
	AdminBase
	Kind        string
	ID, Version int64
	Form        AdminRuleForm
	Levels      []Option
	Good        *AdminRuleRow // the SKU, where it is known
	Doubts      []string
	Sure        string
	Present     *AdminRuleForm
}

// AdminRuleForm is the form of a rule as it was typed: of its fields those of its kind count.
type AdminRuleForm struct {
	SKU, SPU                           string
	Count, Discount                    string // percent of the price that are left
	Full, Reduce                       string
	LevelID, Price                     string
	Points, Growth                     string
	AddOther                           bool
	GrowthPlain, PointsPlain           bool
	GrowthDiscounted, PointsDiscounted bool
}
