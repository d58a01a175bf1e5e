package demodata

import (
	"cmp"
	"slices"
	"testing"

	"gulimall/pkg/money"
)

func TestEverySKUHasStockRows(t *testing.T) {
	type place struct{ sku, ware int64 }
	stock, total := map[place]int64{}, map[int64]int64{}
	for _, s := range Stocks() {
		stock[place{s.SKUID, s.WareID}] = s.Count
		total[s.SKUID] += s.Count
		if s.Count < 0 {
			t.Errorf("stock %+v is negative", s)
		}
	}
	var soldOut, scarce int
	for _, k := range SKUs() {
		for _, w := range Warehouses() {
			if _, ok := stock[place{k.ID, w.ID}]; !ok {
				t.Errorf("SKU %d has no row in warehouse %d", k.ID, w.ID)
			}
		}
		switch n := total[k.ID]; {
		case n == 0:
			soldOut++
		case n <= 3:
			scarce++
		}
	}
	if soldOut < 5 || scarce < 5 || soldOut+scarce > len(total)/5 {
		t.Errorf("%d SKUs sold out, %d scarce of %d", soldOut, scarce, len(total))
	}

	keys := map[string]bool{}
	for _, m := range Moves() {
		stock[place{m.SKUID, m.WareID}] -= m.Delta
		if keys[m.Key] {
			t.Errorf("move %s comes twice", m.Key)
		}
		keys[m.Key] = true
	}
	for p, left := range stock {
		if left != 0 {
			t.Errorf("%+v: stock and ledger differ by %d", p, left)
		}
	}
}

func TestProvinces(t *testing.T) {
	regions := map[string]bool{}
	for _, r := range FreightRules() {
		regions[r.Region] = true
	}
	for _, p := range Provinces() {
		if len(p.Wares) != len(Warehouses()) || !regions[p.Region] {
			t.Errorf("province %+v", p)
		}
	}
	if n := len(Provinces()); n != 34 {
		t.Errorf("%d provinces", n)
	}
}

func TestFreight(t *testing.T) {
	rule := FreightRule{FirstGrams: 1000, FirstFee: 600, ExtraGrams: 500, ExtraFee: 100}
	for grams, want := range map[int64]money.Fen{1: 600, 1000: 600, 1001: 700, 1500: 700, 1501: 800, 3000: 1000} {
		if got := rule.Fee(grams); got != want {
			t.Errorf("%d g cost %s, want %s", grams, got, want)
		}
	}
}

func TestHistoryIsInOrderAndHasEveryStatus(t *testing.T) {
	statuses, last := map[OrderStatus]bool{}, Order{CreatedAgo: 10000 * day}
	for _, o := range Orders() {
		if o.OrderSn <= last.OrderSn || o.CreatedAgo >= last.CreatedAgo {
			t.Errorf("order %s comes after %s", o.OrderSn, last.OrderSn)
		}
		statuses[o.Status], last = true, o
	}
	for _, s := range []OrderStatus{OrderPaid, OrderShipped, OrderCompleted, OrderClosed, OrderAfterSale} {
		if !statuses[s] {
			t.Errorf("no order in status %d", s)
		}
	}
}

func TestLinesAreWhatTheCatalogueSays(t *testing.T) {
	skus := byID(t, SKUs(), func(k SKU) int64 { return k.ID })
	for _, o := range Orders() {
		for _, l := range o.Lines {
			if l.Payable() < 0 || l.Price != skus[l.SKUID].Price || l.GiftPoints <= 0 {
				t.Errorf("order %s line %+v", o.OrderSn, l)
			}
		}
	}
}

func TestHistoryFreight(t *testing.T) {
	addresses := byID(t, Addresses(), func(a Address) int64 { return a.ID })
	skus := byID(t, SKUs(), func(k SKU) int64 { return k.ID })
	provinces := map[string]Province{}
	for _, p := range Provinces() {
		provinces[p.Name] = p
	}
	for _, o := range Orders() {
		to := addresses[o.AddressID]
		if to.MemberID != o.MemberID || provinces[to.Province].Wares[0] != o.WareID {
			t.Errorf("order %s does not go to an address of its member from the nearest warehouse", o.OrderSn)
		}
		var grams int64
		for _, l := range o.Lines {
			grams += skus[l.SKUID].Weight * l.Count
		}
		a := o.Amounts()
		if want := freight(provinces[to.Province].Region, grams, a.Pay-a.Freight); a.Freight != want {
			t.Errorf("order %s: freight %s, want %s", o.OrderSn, a.Freight, want)
		}
	}
}

// freight is what the demo shopper, who has the bronze level, pays.
func freight(region string, grams int64, goods money.Fen) money.Fen {
	rules := FreightRules()
	bronze := Levels()[1]
	if goods >= bronze.FreeFreightFrom {
		return 0
	}
	return rules[slices.IndexFunc(rules, func(r FreightRule) bool { return r.Region == region })].Fee(grams)
}

func TestHistoryCoupons(t *testing.T) {
	coupons := byID(t, Coupons(), func(c Coupon) int64 { return c.ID })
	wallet := byID(t, MemberCoupons(), func(m MemberCoupon) int64 { return m.ID })
	for _, o := range Orders() {
		m := wallet[o.MemberCouponID]
		c, a := coupons[m.CouponID], o.Amounts()
		if a.Coupon != c.Amount || a.Goods-a.Promotion < c.MinPoint {
			t.Errorf("order %s: coupon %+v does not fit %+v", o.OrderSn, c, a)
		}
		spent := ""
		if o.Deducted() && o.MemberCouponID > 0 {
			spent = o.OrderSn
		}
		if m.OrderSn != spent {
			t.Errorf("order %s: coupon %+v, want it spent on %q", o.OrderSn, m, spent)
		}
		var weights []money.Fen
		for _, l := range o.Lines {
			weights = append(weights, l.Amount()-l.Promotion)
		}
		for i, share := range money.Split(a.Coupon, weights) {
			if o.Lines[i].Coupon != share {
				t.Errorf("order %s line %d: coupon share %s, want %s", o.OrderSn, i, o.Lines[i].Coupon, share)
			}
		}
	}
}

func TestPromotionsOfTheHistoryFollowTheRules(t *testing.T) {
	for _, o := range Orders() {
		for _, l := range o.Lines {
			var want money.Fen
			for _, r := range Ladders() {
				if r.SKUID == l.SKUID && l.Count >= r.Count {
					want = l.Amount() - l.Amount().PerMille(r.PerMille)
				}
			}
			for _, r := range FullReductions() {
				if r.SKUID == l.SKUID && l.Amount() >= r.Full {
					want += r.Reduce
				}
			}
			if l.Promotion != want {
				t.Errorf("order %s SKU %d: promotion %s, want %s", o.OrderSn, l.SKUID, l.Promotion, want)
			}
		}
	}
}

func TestTimelinesRunForward(t *testing.T) {
	for _, o := range Orders() {
		before, last := 10000*day, OrderStatus(0)
		for _, e := range o.Timeline() {
			if e.Ago >= before || e.Ago <= 0 {
				t.Errorf("order %s: %s %s before the seeding, after an event %s before it", o.OrderSn, e.Event, e.Ago, before)
			}
			before, last = e.Ago, e.Status
		}
		if last != o.Status {
			t.Errorf("order %s ends in status %d, want %d", o.OrderSn, last, o.Status)
		}
	}
}

func TestPayments(t *testing.T) {
	trades := map[string]bool{}
	for _, p := range Payments() {
		if p.Amount <= 0 || len(p.TradeNo) != 28 || p.TradeNo[:4] != "2026" || trades[p.TradeNo] {
			t.Errorf("payment %+v", p)
		}
		trades[p.TradeNo] = true
	}
	if len(trades) != 6 {
		t.Errorf("%d payments", len(trades))
	}
	for _, r := range Returns() {
		ok := slices.ContainsFunc(Orders(), func(o Order) bool {
			return o.OrderSn == r.OrderSn && slices.ContainsFunc(o.Lines, func(l OrderLine) bool {
				return l.SKUID == r.SKUID && l.Count >= r.Count && l.Payable() == r.Amount
			})
		})
		if !ok {
			t.Errorf("return %+v names no line of an order", r)
		}
	}
}

func TestMembers(t *testing.T) {
	names := map[string]bool{}
	for _, m := range byID(t, Members(), func(m Member) int64 { return m.ID }) {
		if m.Points < 0 || names[m.Username] || names[m.Phone] || m.LevelID == 0 {
			t.Errorf("member %+v", m)
		}
		names[m.Username], names[m.Phone] = true, true
	}
	demo := Members()[0]
	if demo.Username != "demo" || demo.LevelID != LevelBronze || demo.Points < 1000 {
		t.Errorf("demo shopper %+v", demo)
	}
}

func TestPointsNeverFallBelowZero(t *testing.T) {
	entries := PointsEntries()
	slices.SortStableFunc(entries, func(a, b Entry) int { return cmp.Compare(b.Ago, a.Ago) })
	balance := map[int64]int64{}
	for _, e := range entries {
		if balance[e.MemberID] += e.Change; balance[e.MemberID] < 0 {
			t.Errorf("points of member %d fall to %d at %s", e.MemberID, balance[e.MemberID], e.Key)
		}
	}
}

func TestCouponsOfEveryKind(t *testing.T) {
	for what, is := range map[string]func(Coupon) bool{
		"for everybody":   func(c Coupon) bool { return c.Type == CouponEverybody },
		"for a level":     func(c Coupon) bool { return c.Type == CouponMember },
		"for a purchase":  func(c Coupon) bool { return c.Type == CouponPurchase },
		"on registration": func(c Coupon) bool { return c.Type == CouponRegistration },
		"for all goods":   func(c Coupon) bool { return c.Scope == ScopeAll },
		"for categories":  func(c Coupon) bool { return c.Scope == ScopeCategories },
		"for products":    func(c Coupon) bool { return c.Scope == ScopeProducts },
		"no threshold":    func(c Coupon) bool { return c.MinPoint == 0 },
		"threshold":       func(c Coupon) bool { return c.MinPoint > 0 },
		"draft":           func(c Coupon) bool { return !c.Published },
		"not yet open":    func(c Coupon) bool { return c.ClaimFrom > 0 },
		"over":            func(c Coupon) bool { return c.ClaimUntil < 0 },
		"exhausted":       func(c Coupon) bool { return c.Claimed == c.Num },
	} {
		if !slices.ContainsFunc(Coupons(), is) {
			t.Errorf("no coupon: %s", what)
		}
	}
}

func TestCouponsAreSound(t *testing.T) {
	categories := byID(t, Categories(), func(c Category) int64 { return c.ID })
	spus := byID(t, SPUs(), func(s SPU) int64 { return s.ID })
	for _, c := range byID(t, Coupons(), func(c Coupon) int64 { return c.ID }) {
		if c.Amount <= 0 || c.Claimed > c.Num || c.ValidFrom > c.ValidUntil || c.ClaimFrom > c.ClaimUntil {
			t.Errorf("coupon %+v", c)
		}
		scoped := [3]bool{ScopeAll: len(c.CategoryIDs)+len(c.SPUIDs) == 0, ScopeCategories: len(c.CategoryIDs) > 0, ScopeProducts: len(c.SPUIDs) > 0}
		if !scoped[c.Scope] || (c.Type == CouponMember) != (c.LevelID > 0) {
			t.Errorf("coupon %+v: scope or level is missing", c)
		}
		for _, id := range c.CategoryIDs {
			if categories[id].ID == 0 {
				t.Errorf("coupon %d: no category %d", c.ID, id)
			}
		}
		for _, id := range c.SPUIDs {
			if spus[id].ID == 0 {
				t.Errorf("coupon %d: no SPU %d", c.ID, id)
			}
		}
	}
}

func TestPromotionsAreCheaper(t *testing.T) {
	skus := byID(t, SKUs(), func(k SKU) int64 { return k.ID })
	for _, r := range Ladders() {
		if r.PerMille <= 0 || r.PerMille >= 1000 || r.Count < 2 || skus[r.SKUID].ID == 0 {
			t.Errorf("ladder %+v", r)
		}
	}
	for _, r := range FullReductions() {
		if r.Reduce <= 0 || r.Reduce >= r.Full || skus[r.SKUID].ID == 0 {
			t.Errorf("full reduction %+v", r)
		}
	}
	for _, r := range MemberPrices() {
		if r.Price <= 0 || r.Price >= skus[r.SKUID].Price {
			t.Errorf("member price %+v", r)
		}
	}
	if len(Bounds()) != len(SPUs()) {
		t.Error("not every product gives points")
	}
}
