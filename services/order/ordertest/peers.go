// Package ordertest is a small shop round the order service: fake peers in memory that keep the promises of their contracts
// (reservations idempotent by order, tombstones, all lines or none), and can be told to fail.
package ordertest

import (
	"context"
	"maps"
	"slices"
	"sync"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/cartapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/money"
	"gulimall/services/order"
)

type memberKey struct{}

// As is a context in which a member asks; the real peers know it by the cookie.
func As(ctx context.Context, member int64) context.Context {
	return context.WithValue(ctx, memberKey{}, member)
}

// Coupon is a coupon of a member.
type Coupon struct {
	Member  int64
	Amount  money.Fen
	OrderSn string // of the order that has it
}

// Peers is the other services. Its maps may be set before use and read under Look.
type Peers struct {
	mu         sync.Mutex
	Carts      map[int64][]cartapi.Line
	Skus       map[int64]productapi.Sku
	Stocks     map[int64]int64           // pieces not locked
	Locks      map[string][]wareapi.Line // living, by order
	Coupons    map[int64]*Coupon
	Points     map[int64]int64
	Frozen     map[string]memberapi.Freeze
	Addresses  map[int64][]memberapi.Address
	FreeFrom   money.Fen
	Freight    money.Fen
	Released   map[string]bool // tombstones
	Bought     []cartapi.Bought
	Handshakes []string
	Calls      int

	// Fail, if set, is asked before every call ("stock.lock", "payment.close", …); an error is the answer.
	Fail func(call, sn string) error
	// After, if set, is asked after a call that has had its effect; an error loses the answer.
	After func(call, sn string) error
	// Payment says what the close handshake answers; nil means closed.
	Payment func(sn string) string
}

// The goods, people and prices of a new shop.
const (
	Phone   int64 = 1101 // 100.00, 10 pieces
	Book    int64 = 2201 // 30.00, 10 pieces
	Rare    int64 = 3301 // 50.00, 1 piece
	Old     int64 = 4401 // off the shelf
	Alice   int64 = 1    // has coupons 11 and 12, 5,000 points, address 101
	Bob     int64 = 2    // has coupon 21, address 201
	Freight       = money.Fen(600)
)

// New is a shop with something in it; the carts are empty.
func New() *Peers {
	sku := func(id int64, name string, price money.Fen) productapi.Sku {
		return productapi.Sku{
			SkuID: id, SpuID: id / 100, SpuName: name, Title: name, Image: "/media/x.svg", Attrs: []string{"颜色: 黑"}, Price: price,
			BrandName: "牌", CategoryIDs: []int64{1, 10, 100}, Weight: 500, OnShelf: id != Old,
		}
	}
	address := func(id int64) memberapi.Address {
		return memberapi.Address{
			ID: id, Name: "谷小粒", Phone: "13800000001", Province: "上海市", City: "上海市", Region: "浦东新区", Detail: "张江路 1 号", IsDefault: true,
		}
	}
	return &Peers{
		Carts:     map[int64][]cartapi.Line{},
		Skus:      map[int64]productapi.Sku{Phone: sku(Phone, "手机", 10000), Book: sku(Book, "书", 3000), Rare: sku(Rare, "孤品", 5000), Old: sku(Old, "旧货", 100)},
		Stocks:    map[int64]int64{Phone: 10, Book: 10, Rare: 1, Old: 5},
		Locks:     map[string][]wareapi.Line{},
		Coupons:   map[int64]*Coupon{11: {Member: Alice, Amount: 1000}, 12: {Member: Alice, Amount: 100_000_000}, 21: {Member: Bob, Amount: 500}},
		Points:    map[int64]int64{Alice: 5000},
		Frozen:    map[string]memberapi.Freeze{},
		Addresses: map[int64][]memberapi.Address{Alice: {address(101)}, Bob: {address(201)}},
		Freight:   Freight,
		Released:  map[string]bool{},
	}
}

// Look reads or changes the shop while it is in use.
func (p *Peers) Look(f func(p *Peers)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	f(p)
}

// call begins one call to a peer; done ends it.
func (p *Peers) call(name, sn string) (done func(err error) error, err error) {
	p.mu.Lock()
	fail, after := p.Fail, p.After
	p.mu.Unlock()
	if fail != nil {
		if err := fail(name, sn); err != nil {
			return nil, err
		}
	}
	p.mu.Lock()
	p.Calls++
	return func(err error) error {
		p.mu.Unlock()
		if err == nil && after != nil {
			return after(name, sn)
		}
		return err
	}, nil
}

// Release is what the peers do when they hear order.closed.
func (p *Peers) Release(sn string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.Released[sn] = true
	for _, l := range p.Locks[sn] {
		p.Stocks[l.SkuID] += l.Count
	}
	delete(p.Locks, sn)
	if f, ok := p.Frozen[sn]; ok {
		p.Points[f.MemberID] += f.Points
		delete(p.Frozen, sn)
	}
	for _, c := range p.Coupons {
		if c.OrderSn == sn {
			c.OrderSn = ""
		}
	}
}

// Ports hands out the peers as the order service sees them.
func (p *Peers) Ports() order.Ports {
	return order.Ports{Cart: cart{p}, Members: members{p}, Products: products{p}, Coupons: coupons{p}, Stock: stock{p}, Payments: payments{p}}
}

type cart struct{ *Peers }

// Checked implements order.Cart.
func (p cart) Checked(ctx context.Context) (cartapi.Checked, error) {
	done, err := p.call("cart.checked", "")
	if err != nil {
		return cartapi.Checked{}, err
	}
	member, _ := ctx.Value(memberKey{}).(int64)
	lines := slices.Clone(p.Carts[member])
	return cartapi.Checked{Lines: lines, Total: len(lines)}, done(nil)
}

// Bought implements order.Cart.
func (p cart) Bought(_ context.Context, b cartapi.Bought) error {
	done, err := p.call("cart.bought", b.OrderSn)
	if err != nil {
		return err
	}
	p.Peers.Bought = append(p.Peers.Bought, b)
	p.Carts[b.MemberID] = slices.DeleteFunc(p.Carts[b.MemberID], func(l cartapi.Line) bool { return slices.Contains(b.Lines, l) })
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
	for _, l := range q.Lines {
		out.Stock = append(out.Stock, wareapi.Available{SkuID: l.SkuID, Available: p.Stocks[l.SkuID]})
	}
	if q.Province != "" && (q.FreeFreightFrom == 0 || q.Goods < q.FreeFreightFrom) {
		out.Freight = p.Freight
	}
	return out, done(nil)
}

// Lock implements order.Stock.
func (p stock) Lock(_ context.Context, l wareapi.Lock) error {
	done, err := p.call("stock.lock", l.OrderSn)
	if err != nil {
		return err
	}
	if p.Released[l.OrderSn] {
		return done(order.ErrReleased)
	}
	if _, again := p.Locks[l.OrderSn]; again {
		return done(nil)
	}
	var short []int64
	for _, line := range l.Lines {
		if p.Stocks[line.SkuID] < line.Count {
			short = append(short, line.SkuID)
		}
	}
	if len(short) > 0 {
		return done(order.ErrStockShort.With("skuIds", short))
	}
	for _, line := range l.Lines {
		p.Stocks[line.SkuID] -= line.Count
	}
	p.Locks[l.OrderSn] = l.Lines
	return done(nil)
}

type payments struct{ *Peers }

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

// Away is how an unreachable peer fails.
func Away() error { return apperr.ErrUnavailable }
