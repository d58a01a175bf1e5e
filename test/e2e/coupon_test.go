package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/test/shop"
)

// Coupons of the demo data: 2 can be claimed twice by everybody, 9 is not open yet, 10 is over, 11 is exhausted, 7 is for a higher level.
const (
	couponTwice     = 2
	couponNotOpen   = 9
	couponOver      = 10
	couponExhausted = 11
	couponDraft     = 14
)

func TestCoupons(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	claimable := object(shape{
		"id": identity, "name": filled, "amount": fen, "minPoint": fen, "scope": filled, "validFrom": moment, "validUntil": moment, "left": fen,
		"perLimit": fen, "claimed": fen, "+issued": fen, "+note": text, "+levelId": identity, "+scopeIds": list(identity), "+scopeNames": list(filled),
	})
	fits(t, m.Guest().API(t, "GET", "/api/coupon/coupons", nil), 200, some(claimable))
	s := m.NewMember(t)
	fits(t, s.API(t, "GET", "/api/coupon/coupons", nil), 200, some(claimable))
	fits(t, s.API(t, "GET", "/api/coupon/mine", nil), 200, list(memberCouponShape()))
	claim := func(id int64) *shop.Answer { return s.API(t, "POST", "/api/coupon/coupons/"+num(id)+"/claim", nil) }
	fits(t, claim(couponTwice), 201, memberCouponShape())
	claim(couponTwice).Want(t, 201)
	claim(couponTwice).Refused(t, 409, "coupon_limit")
	claim(couponNotOpen).Refused(t, 409, "coupon_not_open")
	claim(couponOver).Refused(t, 409, "coupon_not_open")
	claim(couponExhausted).Refused(t, 409, "coupon_exhausted")
	for _, id := range []string{"999999", "0", "-1", "abc"} {
		s.API(t, "POST", "/api/coupon/coupons/"+id+"/claim", nil).Want(t, 404)
	}
	claim(couponDraft).Want(t, 404) // nobody knows of it yet

	fits(t, s.API(t, "GET", "/api/coupon/mine?state=unused", nil), 200, some(memberCouponShape()))
	for _, state := range []string{"locked", "used", "expired"} {
		var none []shop.MemberCoupon
		a := s.API(t, "GET", "/api/coupon/mine?state="+state, nil)
		fits(t, a, 200, list(memberCouponShape()))
		a.Into(t, 200, &none)
		require.Empty(t, none, state)
	}
	s.API(t, "GET", "/api/coupon/mine?state=nonsense", nil).Refused(t, 422, "invalid")
	var all []shop.Claimable
	s.Get(t, "/api/coupon/coupons", &all)
	for _, c := range all {
		if c.ID == couponTwice {
			require.Equal(t, int64(2), c.Claimed)
			require.Equal(t, int64(2), c.PerLimit)
		}
	}
}

// A coupon and points make an order cheaper to the fen, are kept for it while it is open, and come back when it is cancelled.
func TestCouponAndPointsOfAnOrder(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 10)
	s := m.WithAddress(t)
	c := s.Claim(t, couponTwice)
	m.GivePoints(t, s, 300)
	s.AddToCart(t, sku, 1)
	page := s.Confirm(t)
	plain := s.Quote(t, shop.QuoteRequest{AddressID: page.Default()})
	require.Equal(t, int64(300), page.Points.Balance)
	require.Equal(t, int64(300), page.Points.Usable)
	const points = 100
	q := s.Quote(t, shop.QuoteRequest{AddressID: page.Default(), CouponID: c.ID, Points: points})
	require.True(t, q.Amounts.Add(), "%+v", q.Amounts)
	require.Equal(t, int64(500), q.Amounts.Coupon)
	require.Equal(t, int64(points), q.Amounts.Points, "one point pays one fen")
	require.Equal(t, plain.Amounts.Goods, q.Amounts.Goods)
	rules := map[string]int64{}
	for _, e := range q.Explanations {
		rules[e.Rule] += e.Amount
		require.NotEmpty(t, e.Text)
	}
	require.Equal(t, int64(500), rules["coupon"], "every discount says its rule")
	require.Equal(t, int64(points), rules["points"])

	before := s.Points(t)
	b := page.Submission()
	b.CouponID, b.Points, b.PayAmount = c.ID, points, q.Amounts.Pay
	o := s.Submit(t, b)
	require.Equal(t, q.Amounts, o.Amounts)
	require.Equal(t, "locked", s.Coupon(t, c.ID).State)
	require.Equal(t, int64(points), s.Points(t).Frozen)
	giveUp(t, s, o.OrderSn)
	s.WaitStatus(t, o.OrderSn, shop.Closed)
	shop.Await(t, "coupon, points and stock are back", shop.StatusTime, func() bool {
		return s.Coupon(t, c.ID).State == "unused" && s.Points(t).Frozen == 0 && m.StockOf(t, sku) == shop.Stock{Stock: 10}
	})
	require.Equal(t, before.Balance, s.Points(t).Balance)

	// And they are spent when it is paid.
	s.AddToCart(t, sku, 1)
	b = s.Confirm(t).Submission()
	b.CouponID, b.Points, b.PayAmount = c.ID, points, q.Amounts.Pay
	paid := s.Pay(t, s.Submit(t, b).OrderSn)
	shop.Await(t, "coupon and points are spent", shop.StatusTime, func() bool {
		now := s.Points(t)
		return s.Coupon(t, c.ID).State == "used" && now.Frozen == 0 && now.Balance == before.Balance-points
	})
	require.Equal(t, paid.OrderSn, s.Points(t).History[0].OrderSn)
}
