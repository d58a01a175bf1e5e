package coupon

import (
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/money"
)

// Rung is one step of the price for many of a SKU (阶梯价): from Count pieces all of them cost PerMille thousandths.
type Rung struct {
	Count    int64
	PerMille int64 // 950 = 9.5 折
	AddOther bool  // may be combined with the SKU's other promotions
}

func (r Rung) rule() couponapi.Rule {
	return couponapi.Rule{Code: couponapi.RuleLadder, Params: couponapi.Params{Count: r.Count, PerMille: r.PerMille}}
}

// FullReduction takes Reduce off, once, a line that comes to Full (满减).
type FullReduction struct {
	Full, Reduce money.Fen
	AddOther     bool
}

func (r FullReduction) rule() couponapi.Rule {
	return couponapi.Rule{Code: couponapi.RuleFullReduction, Params: couponapi.Params{Full: r.Full, Reduce: r.Reduce}}
}

// MemberPrice is what a piece costs members of one level.
type MemberPrice struct {
	LevelID   int64
	LevelName string
	Price     money.Fen
	AddOther  bool
}

func (r MemberPrice) rule() couponapi.Rule {
	return couponapi.Rule{Code: couponapi.RuleMemberPrice, Params: couponapi.Params{Level: r.LevelName, Price: r.Price}}
}

// Bounds is what one piece of a product gives when its order is completed.
type Bounds struct {
	Points, Growth int64
	Work           int // the bits below
}

// The bits of Bounds.Work, after the original (sms_spu_bounds.work): what is given without and with a discount on the line.
const (
	GrowthPlain      = 1 << 0
	PointsPlain      = 1 << 1
	GrowthDiscounted = 1 << 2
	PointsDiscounted = 1 << 3
)

// gifts tells what count pieces give.
func (b Bounds) gifts(count int64, discounted bool) (points, growth int64) {
	pointsBit, growthBit := PointsPlain, GrowthPlain
	if discounted {
		pointsBit, growthBit = PointsDiscounted, GrowthDiscounted
	}
	if b.Work&pointsBit != 0 {
		points = b.Points * count
	}
	if b.Work&growthBit != 0 {
		growth = b.Growth * count
	}
	return points, growth
}

// Rules are the promotions of one SKU, and what its product gives.
type Rules struct {
	Ladder       []Rung
	Reductions   []FullReduction
	MemberPrices []MemberPrice
	Bounds       Bounds
}

// step is one rule that a line can have: it turns what the line costs so far into what it costs then.
type step struct {
	rule     couponapi.Rule
	addOther bool
	price    func(before money.Fen) money.Fen
}

// steps lists the rules that a line has reached, in the order in which they are applied.
func (r Rules) steps(l Line, buyer Buyer) []step {
	var all []step
	for _, m := range r.MemberPrices {
		if buyer.MemberPrice && m.LevelID == buyer.LevelID && m.Price < l.Price {
			all = append(all, step{m.rule(), m.AddOther, func(money.Fen) money.Fen { return m.Price * money.Fen(l.Count) }})
		}
	}
	for _, rung := range r.Ladder {
		if l.Count >= rung.Count {
			all = append(all, step{rung.rule(), rung.AddOther, func(before money.Fen) money.Fen { return before.PerMille(rung.PerMille) }})
		}
	}
	for _, f := range r.Reductions {
		all = append(all, step{f.rule(), f.AddOther, func(before money.Fen) money.Fen {
			if before < f.Full {
				return before
			}
			return max(0, before-f.Reduce)
		}})
	}
	return all
}

// promote finds the cheapest price of a line and the rules that make it. Either one rule alone applies, or several of different kinds
// that may all be combined (AddOther); those follow one another in the order member price, ladder, full reduction, whose threshold
// is held against what the others leave. Of equally cheap ways the one with fewer rules wins.
func (r Rules) promote(l Line, buyer Buyer) (money.Fen, []Explanation) {
	amount := l.Price * money.Fen(l.Count)
	best, why := amount, []Explanation(nil)
	steps := r.steps(l, buyer)
	var combine func(from int, cost money.Fen, path []Explanation)
	combine = func(from int, cost money.Fen, path []Explanation) {
		if cost < best || (cost == best && len(path) < len(why)) {
			best, why = cost, append([]Explanation(nil), path...)
		}
		for i := from; i < len(steps); i++ {
			s := steps[i]
			if len(path) > 0 && (!s.addOther || path[len(path)-1].Rule.Code == s.rule.Code) {
				continue
			}
			next := s.price(cost)
			if next >= cost {
				continue
			}
			then := append(path[:len(path):len(path)], Explanation{Rule: s.rule, SkuID: l.SkuID, Amount: cost - next})
			if s.addOther {
				combine(i+1, next, then)
				continue
			}
			if next < best {
				best, why = next, then
			}
		}
	}
	combine(0, amount, nil)
	return best, why
}

// all tells all promotions of a SKU for its page.
func (r Rules) all() []couponapi.Rule {
	rules := []couponapi.Rule{}
	for _, m := range r.MemberPrices {
		rules = append(rules, m.rule())
	}
	for _, rung := range r.Ladder {
		rules = append(rules, rung.rule())
	}
	for _, f := range r.Reductions {
		rules = append(rules, f.rule())
	}
	return rules
}
