package ordertest

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"gulimall/pkg/contract/cartapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/money"
	"gulimall/services/order"
)

type cart struct{ *Peers }

// Checked implements order.Cart.
func (p cart) Checked(ctx context.Context) (cartapi.Checked, error) {
	done, err := p.call("cart.checked", "")
	if err != nil {
		return cartapi.Checked{}, err
	}
	member, _ := ctx.Value(memberKey{}).(int64)
	lines := slices.Clone(p.Carts[member])
	checked := cartapi.Checked{Lines: lines, Total: len(lines)}
	if len(lines) > 0 {
		checked.Rev = strconv.Itoa(p.Revs[member])
	}
	return checked, done(nil)
}

// Bought implements order.Cart.
func (p cart) Bought(_ context.Context, b cartapi.Bought) error {
	done, err := p.call("cart.bought", b.OrderSn)
	if err != nil {
		return err
	}
	p.Peers.Bought = append(p.Peers.Bought, b)
	p.Revs[b.MemberID]++
	p.Carts[b.MemberID] = slices.DeleteFunc(p.Carts[b.MemberID], func(l cartapi.Line) bool { return slices.Contains(b.Lines, l) })
	return done(nil)
}

// Items implements order.Cart.
func (p cart) Items(ctx context.Context) (cartapi.Cart, error) {
	done, err := p.call("cart.items", "")
	if err != nil {
		return cartapi.Cart{}, err
	}
	member, _ := ctx.Value(memberKey{}).(int64)
	var all cartapi.Cart
	for _, l := range p.Carts[member] {
		all.Items = append(all.Items, cartapi.Item{SkuID: l.SkuID, Count: l.Count})
	}
	return all, done(nil)
}

// Add implements order.Cart.
func (p cart) Add(ctx context.Context, sku, count int64) error {
	done, err := p.call("cart.add", "")
	if err != nil {
		return err
	}
	member, _ := ctx.Value(memberKey{}).(int64)
	lines := p.Carts[member]
	i := slices.IndexFunc(lines, func(l cartapi.Line) bool { return l.SkuID == sku })
	if i < 0 {
		lines, i = append(lines, cartapi.Line{SkuID: sku}), len(lines)
	}
	lines[i].Count += count
	p.Carts[member] = lines
	p.Revs[member]++
	return done(nil)
}

type members struct{ *Peers }

// Checkout implements order.Members.
func (p members) Checkout(ctx context.Context) (memberapi.Checkout, error) {
	done, err := p.call("member.checkout", "")
	if err != nil {
		return memberapi.Checkout{}, err
	}
	member, _ := ctx.Value(memberKey{}).(int64)
	return memberapi.Checkout{
		MemberID: member, Level: memberapi.Level{ID: 1, FreeFreightFrom: p.FreeFrom}, Points: p.Peers.Points[member], Addresses: p.Addresses[member],
	}, done(nil)
}

// Freeze implements order.Members.
func (p members) Freeze(_ context.Context, f memberapi.Freeze) error {
	done, err := p.call("member.freeze", f.OrderSn)
	if err != nil {
		return err
	}
	_, again := p.Frozen[f.OrderSn]
	switch {
	case p.Released[f.OrderSn]:
		return done(order.ErrReleased)
	case again:
		return done(nil)
	case p.Peers.Points[f.MemberID] < f.Points:
		return done(order.ErrPointsShort)
	}
	p.Peers.Points[f.MemberID] -= f.Points
	p.Frozen[f.OrderSn] = f
	return done(nil)
}

type products struct{ *Peers }

// Skus implements order.Products.
func (p products) Skus(_ context.Context, ids []int64) ([]productapi.Sku, error) {
	done, err := p.call("product.skus", "")
	if err != nil {
		return nil, err
	}
	var found []productapi.Sku
	for _, id := range ids {
		if s, ok := p.Peers.Skus[id]; ok {
			found = append(found, s)
		}
	}
	return found, done(nil)
}

type coupons struct{ *Peers }

// Quote implements order.Coupons: no promotions; the discounts are split by amount.
func (p coupons) Quote(_ context.Context, q couponapi.QuoteQuery) (couponapi.Quote, error) {
	var out couponapi.Quote
	done, err := p.call("coupon.quote", "")
	if err != nil {
		return out, err
	}
	var weights []money.Fen
	for _, l := range q.Lines {
		amount := l.Price * money.Fen(l.Count)
		out.Goods += amount
		weights = append(weights, amount)
	}
	if q.CouponID != 0 {
		c := p.Peers.Coupons[q.CouponID]
		if c == nil || c.Member != q.MemberID || c.OrderSn != "" {
			return out, done(order.ErrCouponUnusable.With("reason", "used"))
		}
		out.Coupon = min(c.Amount, out.Goods)
		out.Explanations = append(out.Explanations, couponapi.Explanation{Rule: couponapi.Rule{Code: "coupon", Params: couponapi.Params{Name: "券"}}, Amount: out.Coupon})
	}
	out.PointsUsable = min(q.Balance, int64(out.Goods-out.Coupon)/2)
	if q.Points > out.PointsUsable {
		return out, done(order.ErrPointsShort)
	}
	out.PointsUsed, out.Points = q.Points, money.Fen(q.Points)
	couponShares := money.Split(out.Coupon, weights)
	for i := range weights {
		weights[i] -= couponShares[i]
	}
	pointShares := money.Split(out.Points, weights)
	for i, l := range q.Lines {
		amount := l.Price * money.Fen(l.Count)
		out.Lines = append(out.Lines, couponapi.QuotedLine{
			SkuID: l.SkuID, Price: l.Price, Count: l.Count, Amount: amount, Coupon: couponShares[i], Points: pointShares[i],
			Payable: amount - couponShares[i] - pointShares[i], GiftPoints: l.Count, GiftGrowth: l.Count,
		})
	}
	if q.WithCoupons {
		for _, id := range slices.Sorted(maps.Keys(p.Peers.Coupons)) {
			if c := p.Peers.Coupons[id]; c.Member == q.MemberID {
				out.Coupons = append(out.Coupons, couponapi.Choice{ID: id, Name: "券", Amount: c.Amount, Usable: c.OrderSn == ""})
			}
		}
	}
	return out, done(nil)
}

// Lock implements order.Coupons.
func (p coupons) Lock(_ context.Context, l couponapi.Lock) error {
	done, err := p.call("coupon.lock", l.OrderSn)
	if err != nil {
		return err
	}
	c := p.Peers.Coupons[l.CouponID]
	switch {
	case p.Released[l.OrderSn]:
		return done(order.ErrReleased)
	case c == nil || (c.OrderSn != "" && c.OrderSn != l.OrderSn):
		return done(order.ErrCouponUnusable)
	}
	c.OrderSn = l.OrderSn
	return done(nil)
}

type stock struct{ *Peers }

// Quote implements order.Stock.
func (p stock) Quote(_ context.Context, q wareapi.QuoteQuery) (wareapi.Quote, error) {
	var out wareapi.Quote
	done, err := p.call("stock.quote", "")
	if err != nil {
		return out, err
	}
	enough := true
	for _, l := range q.Lines {
		out.Stock = append(out.Stock, wareapi.Available{SkuID: l.SkuID, Available: p.Stocks[l.SkuID]})
		enough = enough && p.Stocks[l.SkuID] >= l.Count
	}
	if q.Province != "" && enough {
		out.Parcels = []wareapi.Parcel{{WareID: 1, WareName: Ware, Lines: q.Lines}}
	}
	if q.Province != "" && (q.FreeFreightFrom == 0 || q.Goods < q.FreeFreightFrom) {
		out.Freight = p.Freight
	}
	return out, done(nil)
}

// Lock implements order.Stock.
func (p stock) Lock(_ context.Context, l wareapi.Lock) (wareapi.Locked, error) {
	done, err := p.call("stock.lock", l.OrderSn)
	if err != nil {
		return wareapi.Locked{}, err
	}
	if p.Released[l.OrderSn] {
		return wareapi.Locked{}, done(order.ErrReleased)
	}
	if _, again := p.Locks[l.OrderSn]; again {
		return wareapi.Locked{Parcels: []wareapi.Parcel{{WareID: 1, WareName: Ware, Lines: l.Lines}}}, done(nil)
	}
	var short []int64
	for _, line := range l.Lines {
		if p.Stocks[line.SkuID] < line.Count {
			short = append(short, line.SkuID)
		}
	}
	if len(short) > 0 {
		return wareapi.Locked{}, done(order.ErrStockShort.With("skuIds", short))
	}
	for _, line := range l.Lines {
		p.Stocks[line.SkuID] -= line.Count
	}
	p.Locks[l.OrderSn] = l.Lines
	return wareapi.Locked{Parcels: []wareapi.Parcel{{WareID: 1, WareName: Ware, Lines: l.Lines}}}, done(nil)
}

type payments struct{ *Peers }

// Record implements order.Payments.
func (p payments) Record(_ context.Context, sn string) (paymentapi.Cashier, error) {
	done, err := p.call("payment.record", sn)
	if err != nil {
		return paymentapi.Cashier{}, err
	}
	return paymentapi.Cashier{Status: "unpaid"}, done(nil)
}

// Offered implements order.Payments.
func (p payments) Offered(_ context.Context, sn string) (bool, error) {
	done, err := p.call("payment.offered", sn)
	if err != nil {
		return false, err
	}
	return p.Peers.Offered[sn], done(nil)
}

// Close implements order.Payments.
func (p payments) Close(_ context.Context, sn string, _ paymentapi.Close) (string, error) {
	done, err := p.call("payment.close", sn)
	if err != nil {
		return "", err
	}
	p.Handshakes = append(p.Handshakes, sn)
	ask := p.Payment
	if err := done(nil); err != nil {
		return "", err
	}
	if ask != nil {
		return ask(sn), nil
	}
	return paymentapi.ResultClosed, nil
}
