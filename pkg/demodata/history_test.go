package demodata

import (
	"slices"
	"testing"
	"time"

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

func TestHistoryAddsUp(t *testing.T) {
	addresses := byID(t, Addresses(), func(a Address) int64 { return a.ID })
	coupons := byID(t, Coupons(), func(c Coupon) int64 { return c.ID })
	wallet := byID(t, MemberCoupons(), func(m MemberCoupon) int64 { return m.ID })
	skus := byID(t, SKUs(), func(k SKU) int64 { return k.ID })
	provinces := map[string]Province{}
	for _, p := range Provinces() {
		provinces[p.Name] = p
	}
	statuses, numbers, last := map[OrderStatus]bool{}, map[string]bool{}, 10000*day
	for _, o := range Orders() {
		statuses[o.Status] = true
		if numbers[o.OrderSn] || o.CreatedAgo > last {
			t.Errorf("order %s comes twice or out of order", o.OrderSn)
		}
		numbers[o.OrderSn], last = true, o.CreatedAgo
		a := o.Amounts()
		to := addresses[o.AddressID]
		if to.MemberID != o.MemberID || provinces[to.Province].Wares[0] != o.WareID {
			t.Errorf("order %s does not go to an address of its member from the nearest warehouse", o.OrderSn)
		}
		var grams int64
		var weights []money.Fen
		for _, l := range o.Lines {
			grams += skus[l.SKUID].Weight * l.Count
			weights = append(weights, l.Amount()-l.Promotion)
			if l.Payable() < 0 || l.Price != skus[l.SKUID].Price {
				t.Errorf("order %s line %+v", o.OrderSn, l)
			}
		}
		if want := freight(provinces[to.Province].Region, grams, a.Pay-a.Freight); a.Freight != want {
			t.Errorf("order %s: freight %s, want %s", o.OrderSn, a.Freight, want)
		}
		m := wallet[o.MemberCouponID]
		c := coupons[m.CouponID]
		if a.Coupon != c.Amount || m.MemberID != 0 && m.MemberID != o.MemberID || a.Goods-a.Promotion < c.MinPoint || (m.OrderSn != "" && m.OrderSn != o.OrderSn) {
			t.Errorf("order %s: coupon %+v does not fit %+v", o.OrderSn, m, a)
		}
		for i, share := range money.Split(a.Coupon, weights) {
			if o.Lines[i].Coupon != share {
				t.Errorf("order %s line %d: coupon share %s, want %s", o.OrderSn, i, o.Lines[i].Coupon, share)
			}
		}
	}
	for _, s := range []OrderStatus{OrderPaid, OrderShipped, OrderCompleted, OrderClosed, OrderAfterSale} {
		if !statuses[s] {
			t.Errorf("no order in status %d", s)
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
	var balance int64
	entries := PointsEntries()
	slices.SortStableFunc(entries, func(a, b Entry) int { return int((b.Ago - a.Ago) / time.Minute) })
	for _, e := range entries {
		if e.MemberID == Demo {
			if balance += e.Change; balance < 0 {
				t.Errorf("points fall to %d at %s", balance, e.Key)
			}
		}
	}
}

func TestCouponsOfEveryKind(t *testing.T) {
	categories := byID(t, Categories(), func(c Category) int64 { return c.ID })
	spus := byID(t, SPUs(), func(s SPU) int64 { return s.ID })
	kinds := map[string]bool{}
	for _, c := range Coupons() {
		kinds[[]string{"everybody", "member", "purchase", "registration"}[c.Type]] = true
		kinds[[]string{"all", "categories", "products"}[c.Scope]] = true
		kinds["no threshold"] = kinds["no threshold"] || c.MinPoint == 0
		kinds["threshold"] = kinds["threshold"] || c.MinPoint > 0
		kinds["draft"] = kinds["draft"] || !c.Published
		kinds["not yet open"] = kinds["not yet open"] || c.ClaimFrom > 0
		kinds["over"] = kinds["over"] || c.ClaimUntil < 0
		kinds["exhausted"] = kinds["exhausted"] || c.Claimed == c.Num
		if c.Amount <= 0 || c.Claimed > c.Num || c.ValidFrom > c.ValidUntil || c.ClaimFrom > c.ClaimUntil ||
			(c.Scope == ScopeCategories) != (len(c.CategoryIDs) > 0) || (c.Scope == ScopeProducts) != (len(c.SPUIDs) > 0) || (c.Type == CouponMember) != (c.LevelID > 0) {
			t.Errorf("coupon %+v", c)
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
	present := 0
	for _, ok := range kinds {
		if ok {
			present++
		}
	}
	if present != 13 {
		t.Errorf("kinds of coupons: %v", kinds)
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
