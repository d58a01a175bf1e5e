package demodata

import (
	"slices"

	"gulimall/pkg/money"
)

// Ladder is a price for many (阶梯价): from Count pieces of the SKU each costs PerMille thousandths.
type Ladder struct {
	SKUID    int64
	Count    int64
	PerMille int64 // 950 = 9.5 折
	AddOther bool  // may be combined with other promotions
}

// FullReduction takes Reduce off when the line of the SKU comes to Full (满减).
type FullReduction struct {
	SKUID        int64
	Full, Reduce money.Fen
	AddOther     bool
}

// MemberPrice is what one piece of the SKU costs members of a level.
type MemberPrice struct {
	SKUID, LevelID int64
	LevelName      string
	Price          money.Fen
	AddOther       bool
}

// SPUBounds is what one piece of a product gives when its order is completed. Work holds the four bits of
// sms_spu_bounds.work; 15 gives both, with a promotion or without.
type SPUBounds struct {
	SPUID, Points, Growth int64
	Work                  int
}

// Ladders returns the prices for many, smallest count first per SKU.
func Ladders() []Ladder {
	steps := map[int64][]Ladder{
		106: {{Count: 3, PerMille: 900}, {Count: 5, PerMille: 850}},
		87:  {{Count: 2, PerMille: 950}, {Count: 4, PerMille: 900}},
		121: {{Count: 2, PerMille: 950, AddOther: true}},
		131: {{Count: 2, PerMille: 920}},
		26:  {{Count: 2, PerMille: 950, AddOther: true}},
		141: {{Count: 3, PerMille: 880}},
	}
	var all []Ladder
	for _, k := range SKUs() {
		for _, step := range steps[k.SPUID] {
			step.SKUID = k.ID
			all = append(all, step)
		}
	}
	return all
}

// FullReductions returns the full reductions.
func FullReductions() []FullReduction {
	rules := map[int64]FullReduction{
		16:  {Full: 250000, Reduce: 20000},
		31:  {Full: 500000, Reduce: 30000, AddOther: true},
		41:  {Full: 100000, Reduce: 10000},
		66:  {Full: 350000, Reduce: 30000},
		101: {Full: 70000, Reduce: 8000, AddOther: true},
		136: {Full: 29900, Reduce: 3000},
	}
	var all []FullReduction
	for _, k := range SKUs() {
		if rule, ok := rules[k.SPUID]; ok {
			rule.SKUID = k.ID
			all = append(all, rule)
		}
	}
	return all
}

// MemberPrices returns the member prices: for the SKUs of a few products, two, five and eight per cent off, to the yuan.
func MemberPrices() []MemberPrice {
	products := []int64{21, 36, 46, 76, 84, 126}
	perMille := map[int64]int64{LevelBronze: 980, LevelSilver: 950, LevelGold: 920}
	var all []MemberPrice
	for _, k := range SKUs() {
		if !slices.Contains(products, k.SPUID) {
			continue
		}
		for _, l := range Levels() {
			if l.MemberPrice {
				all = append(all, MemberPrice{SKUID: k.ID, LevelID: l.ID, LevelName: l.Name, Price: k.Price.PerMille(perMille[l.ID]) / 100 * 100})
			}
		}
	}
	return all
}

// Bounds returns what every product gives.
func Bounds() []SPUBounds {
	var all []SPUBounds
	for _, s := range SPUs() {
		all = append(all, SPUBounds{SPUID: s.ID, Points: s.Points, Growth: s.Growth, Work: 15})
	}
	return all
}
