// Package ordertest is a small shop round the order service: fake peers in memory that keep the promises of their contracts
// (reservations idempotent by order, tombstones, all lines or none), and can be told to fail.
package ordertest

import (
	"context"
	"sync"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/cartapi"
	"gulimall/pkg/contract/memberapi"
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
	Revs       map[int64]int // of the carts: to be raised by whoever changes one
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
	Offered    map[string]bool   // orders that somebody has a link to pay by
	Kept       map[string][]byte // pictures
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
	Ware          = "一号仓"
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
		Revs:      map[int64]int{},
		Skus:      map[int64]productapi.Sku{Phone: sku(Phone, "手机", 10000), Book: sku(Book, "书", 3000), Rare: sku(Rare, "孤品", 5000), Old: sku(Old, "旧货", 100)},
		Stocks:    map[int64]int64{Phone: 10, Book: 10, Rare: 1, Old: 5},
		Locks:     map[string][]wareapi.Line{},
		Coupons:   map[int64]*Coupon{11: {Member: Alice, Amount: 1000}, 12: {Member: Alice, Amount: 100_000_000}, 21: {Member: Bob, Amount: 500}},
		Points:    map[int64]int64{Alice: 5000},
		Frozen:    map[string]memberapi.Freeze{},
		Addresses: map[int64][]memberapi.Address{Alice: {address(101)}, Bob: {address(201)}},
		Freight:   Freight,
		Released:  map[string]bool{},
		Offered:   map[string]bool{},
		Kept:      map[string][]byte{},
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
	return order.Ports{Cart: cart{p}, Members: members{p}, Products: products{p}, Coupons: coupons{p}, Stock: stock{p}, Payments: payments{p}, Pictures: pictures{p}}
}

// Away is how an unreachable peer fails.
func Away() error { return apperr.ErrUnavailable }
