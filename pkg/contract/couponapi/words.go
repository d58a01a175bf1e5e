package couponapi

import (
	"strconv"
	"strings"
	"time"

	"gulimall/pkg/money"
	"gulimall/pkg/shopday"
)

// The coupon service speaks in codes; whoever shows them to people words them by the catalogues pkg/i18n/locales/coupon.*.toml: keys
// explain_<code>, reason_<code>, hint_<code>, warn_<code> and scope_<kind>.

// Words are the words of a language; *i18n.Words is one.
type Words interface {
	T(key string, pairs ...any) string
}

// The rules that take something off, as codes.
const (
	RuleMemberPrice   = "member_price"   // Level, Price
	RuleLadder        = "ladder"         // Count, PerMille
	RuleFullReduction = "full_reduction" // Full, Reduce
	RuleCoupon        = "coupon"         // Name
	RulePoints        = "points"         // Count
)

// Why a coupon cannot be used for an order, as codes.
const (
	ReasonUnknown   = "unknown" // there is none, or it is somebody else's: which of the two is not told
	ReasonLocked    = "locked"  // another order holds it
	ReasonUsed      = "used"
	ReasonExpired   = "expired"         // At
	ReasonNotYet    = "not_yet"         // At
	ReasonLevel     = "wrong_level"     //
	ReasonGoods     = "wrong_goods"     //
	ReasonThreshold = "below_threshold" // Full, Short
	ReasonVoided    = "voided"          // the shop took it back
)

// What is doubtful about coupons and rules, as codes; their words are warn_<code>.
const (
	WarnLadderOrder   = "ladder_order"      // Count, PerMille: more pieces are not cheaper than fewer
	WarnAddUp         = "rules_add_up"      // several rules of a SKU are taken off one after the other
	WarnCompete       = "rules_compete"     // of several rules of a SKU only the cheapest is taken
	WarnHalf          = "over_half"         // Count, PerMille, Price: more than half is taken off
	WarnFree          = "free"              // Count: nothing is left to pay
	WarnMemberPrice   = "member_price_high" // Level, Price: it is no lower than the price
	WarnPoints        = "points_high"       // Count, Price: points are worth more than half the price
	WarnNoThreshold   = "no_threshold"      // Full, Reduce: the coupon may pay for everything
	WarnHalfThreshold = "half_threshold"    // Full, Reduce: it takes off more than half
	WarnLateClaim     = "late_claim"        // At: it can be claimed when it can no longer be used
	WarnNoLimit       = "no_limit"          // a member may claim any number
	WarnOverlap       = "coupon_overlap"    // Name: another coupon is good for the same goods at the same time
)

// Rule is a code and what it speaks of.
type Rule struct {
	Code   string `json:"code"`
	Params Params `json:"params"`
}

// Params are what codes speak of; which of them a code has stands beside it.
type Params struct {
	Count    int64     `json:"count,omitempty"`    // pieces, or points
	PerMille int64     `json:"perMille,omitempty"` // of the price: 950 is 9.5 折, or 5 % off
	Full     money.Fen `json:"full,omitempty"`     // from which amount
	Reduce   money.Fen `json:"reduce,omitempty"`   // how much comes off
	Price    money.Fen `json:"price,omitempty"`    // of a piece
	Short    money.Fen `json:"short,omitempty"`    // what is missing to Full
	Level    string    `json:"level,omitempty"`    // name of a member level
	Name     string    `json:"name,omitempty"`     // of a coupon
	At       time.Time `json:"at,omitzero"`
}

// Text words a rule: 满 3 件 9.5 折.
func (r Rule) Text(w Words) string { return r.word(w, "explain_") }

// Why words the reason for which a coupon cannot be used.
func (r Rule) Why(w Words) string {
	if r.Code == "" {
		return ""
	}
	return r.word(w, "reason_")
}

// Doubt words a warning.
func (r Rule) Doubt(w Words) string { return r.word(w, "warn_") }

func (r Rule) word(w Words, prefix string) string {
	p := r.Params
	return w.T(prefix+r.Code, "Count", p.Count, "Tenths", decimal(p.PerMille, 100), "Percent", decimal(1000-p.PerMille, 10),
		"Full", p.Full.Yuan(), "Reduce", p.Reduce.Yuan(), "Price", p.Price.Yuan(), "Short", p.Short.Yuan(),
		"Level", p.Level, "Name", p.Name, "At", day(p.At))
}

// decimal writes thousandths in units of 10 or 100, without zeros at the end: 950 in hundreds is 9.5, 900 is 9.
func decimal(perMille, unit int64) string {
	width := len(strconv.FormatInt(unit, 10)) - 1
	rest := strconv.FormatInt(unit+perMille%unit, 10)[1:]
	return strings.TrimSuffix(strings.TrimRight(strconv.FormatInt(perMille/unit, 10)+"."+rest[:width], "0"), ".")
}

// day is a date in the shop's zone, which has no daylight saving.
func day(t time.Time) string { return shopday.Name(t) }

// Text words a hint: 再买 ¥38.00 可减 ¥20.00.
func (h Hint) Text(w Words) string {
	return w.T("hint_"+h.Code, "Count", h.Pieces, "Gap", h.Gap.Yuan(), "Save", h.Save.Yuan(), "Name", h.Params.Name,
		"Tenths", decimal(h.Params.PerMille, 100), "Percent", decimal(1000-h.Params.PerMille, 10))
}

// Scope is what a coupon is good for.
type Scope struct {
	Kind  string   `json:"scope,omitempty"`      // all, categories, products
	IDs   []int64  `json:"scopeIds,omitempty"`   // of the categories or products (SPUs)
	Names []string `json:"scopeNames,omitempty"` // in the same order
}

// The kinds of scopes.
const (
	ScopeAll        = "all"
	ScopeCategories = "categories"
	ScopeProducts   = "products"
)

// namesShown bounds how many names a scope tells.
const namesShown = 3

// Text words a scope: 限手机、平板商品.
func (s Scope) Text(w Words) string {
	names := s.Names[:min(len(s.Names), namesShown)]
	text := strings.Join(names, w.T("scope_separator"))
	if more := len(s.Names) - len(names); more > 0 {
		text = w.T("scope_more", "Names", text, "More", more)
	}
	if text == "" && s.Kind != ScopeAll {
		return w.T("scope_some")
	}
	return w.T("scope_"+s.Kind, "Names", text)
}
