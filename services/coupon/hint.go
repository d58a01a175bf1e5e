package coupon

import (
	"cmp"
	"slices"
	"time"

	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/money"
)

// nearPieces bounds how many more pieces of a SKU a hint asks for: nobody buys fifty more for a discount.
const nearPieces = 5

// maxHints bounds the hints of one quote.
const maxHints = 5

// Hint is a discount that is near: what more to buy, and what more would then come off.
type Hint struct {
	Rule   couponapi.Rule
	Reach  couponapi.Scope // of a coupon
	SkuID  int64           // of a line; 0 = the whole order
	Pieces int64
	Gap    money.Fen // missing to the threshold
	Save   money.Fen // what more comes off then
}

// near lists the discounts that are near, those of lines and those of coupons, the smallest gap first.
func (q *Quote) near(request QuoteRequest, rules map[int64]Rules, wallet []MemberCoupon, now time.Time) []Hint {
	var all []Hint
	for _, l := range q.Lines {
		if hint, found := rules[l.SkuID].near(l.Line, request.Buyer); found {
			all = append(all, hint)
		}
	}
	all = append(all, q.nearCoupons(request.LevelID, wallet, now)...)
	slices.SortStableFunc(all, func(a, b Hint) int { return cmp.Or(cmp.Compare(a.Gap, b.Gap), -cmp.Compare(a.Save, b.Save)) })
	return all[:min(len(all), maxHints)]
}

// near finds the fewest pieces more with which a line reaches a rule that it does not have yet, and that takes more off.
func (r Rules) near(l Line, buyer Buyer) (Hint, bool) {
	amount := l.Price * money.Fen(l.Count)
	cost, has := r.promote(l, buyer)
	for more := int64(1); more <= nearPieces && l.Count+more <= MaxCount; more++ {
		then := l
		then.Count += more
		thenCost, why := r.promote(then, buyer)
		save := then.Price*money.Fen(then.Count) - thenCost - (amount - cost)
		fresh := slices.IndexFunc(why, func(e Explanation) bool {
			return e.Rule.Code != couponapi.RuleMemberPrice && !slices.ContainsFunc(has, func(h Explanation) bool { return h.Rule == e.Rule })
		})
		if fresh < 0 || save <= 0 {
			continue
		}
		hint := Hint{Rule: why[fresh].Rule, SkuID: l.SkuID, Pieces: more, Gap: l.Price * money.Fen(more), Save: save}
		if hint.Rule.Code == couponapi.RuleFullReduction {
			hint.Gap = min(hint.Gap, max(1, hint.Rule.Params.Full-before(amount, has)))
		}
		return hint, true
	}
	return Hint{}, false
}

// before is what a line costs before its full reduction: what the threshold is held against.
func before(amount money.Fen, has []Explanation) money.Fen {
	for _, e := range has {
		if e.Rule.Code != couponapi.RuleFullReduction {
			amount -= e.Amount
		}
	}
	return amount
}

// nearCoupons lists the coupons that only lack amount, where they would take more off than the best that can be used now.
func (q *Quote) nearCoupons(levelID int64, wallet []MemberCoupon, now time.Time) []Hint {
	var best money.Fen
	var all []Hint
	for _, m := range wallet {
		amount, _, reason := m.worth(q.Lines, levelID, now)
		switch reason.Code {
		case "":
			best = max(best, amount)
		case couponapi.ReasonThreshold:
			rule := couponapi.Rule{Code: couponapi.RuleCoupon, Params: couponapi.Params{Name: m.Name, Full: reason.Params.Full}}
			all = append(all, Hint{Rule: rule, Reach: m.Reach(), Gap: reason.Params.Short, Save: min(m.Amount, reason.Params.Full)})
		}
	}
	return slices.DeleteFunc(all, func(h Hint) bool { return h.Save <= best })
}

// fitting lists the offers that the member may still claim and that are good for some of the lines.
func fitting(offers []Offer, lines []Line, levelID int64, now time.Time) []Offer {
	return slices.DeleteFunc(offers, func(o Offer) bool {
		return o.refusal(o.Mine, now) != nil || o.LevelID > levelID ||
			!slices.ContainsFunc(lines, func(l Line) bool { return o.Covers(l.SpuID, l.CategoryIDs) })
	})
}
