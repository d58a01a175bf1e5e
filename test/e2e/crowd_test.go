package e2e

import (
	"encoding/json"
	"net/http"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"gulimall/test/shop"
)

// Tests of this file do not run beside others: they need the machine for themselves, and the pool of members.

// crowd lets everybody put one piece into the cart, open a settlement page, and then submit at the same moment.
func crowd(t *testing.T, buyers []*shop.Shopper, sku int64) []*shop.Answer {
	t.Helper()
	pages := make([]shop.Submission, len(buyers))
	getReady, ctx := errgroup.WithContext(t.Context())
	getReady.SetLimit(8)
	for i, s := range buyers {
		getReady.Go(func() error {
			_, err := s.Send(ctx, shop.Request{Method: "POST", Path: "/api/cart/items", JSON: map[string]int64{"skuId": sku, "count": 1}})
			if err != nil {
				return err
			}
			a, err := s.Send(ctx, shop.Request{Path: "/api/order/confirm"})
			if err != nil {
				return err
			}
			var c shop.Confirm
			if err := json.Unmarshal(a.Body, &c); err != nil {
				return err
			}
			pages[i] = c.Submission()
			return nil
		})
	}
	require.NoError(t, getReady.Wait())
	return atOnce(t, len(buyers), func(i int) (*shop.Answer, error) { return buyers[i].SendSubmit(t.Context(), pages[i]) })
}

// atOnce does something n times at the same moment.
func atOnce(t *testing.T, n int, do func(i int) (*shop.Answer, error)) []*shop.Answer {
	t.Helper()
	answers, errs := make([]*shop.Answer, n), make([]error, n)
	start := make(chan struct{})
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			<-start
			answers[i], errs[i] = do(i)
		})
	}
	close(start)
	all.Wait()
	for _, err := range errs {
		require.NoError(t, err)
	}
	return answers
}

// sold counts the orders, and demands that everybody else was told clearly that there is nothing left.
func sold(t *testing.T, answers []*shop.Answer, sku int64) int {
	t.Helper()
	n := 0
	for _, a := range answers {
		if a.Status == http.StatusCreated {
			n++
			continue
		}
		p := a.Refused(t, 409, "stock_short")
		require.Equal(t, []int64{sku}, p.SkuIDs)
	}
	return n
}

func TestCase04AHundredBuyersOfTheLastPiece(t *testing.T) {
	m := shop.Stack(t)
	sku := m.NewSKU(t, 1)
	require.Equal(t, 1, sold(t, crowd(t, m.Members(t, 100), sku), sku))
	require.Equal(t, shop.Stock{Stock: 1, Locked: 1}, m.StockOf(t, sku))
}

func TestTwoHundredBuyersOfTwentyPieces(t *testing.T) {
	m := shop.Stack(t)
	sku := m.NewSKU(t, 20)
	require.Equal(t, 20, sold(t, crowd(t, m.Members(t, 200), sku), sku))
	require.Equal(t, shop.Stock{Stock: 20, Locked: 20}, m.StockOf(t, sku))
	m.Audit(t)
	shop.Await(t, "the twenty have closed", shop.StatusTime+backTime, func() bool { return m.StockOf(t, sku) == shop.Stock{Stock: 20} })
	m.Audit(t)
}

func TestFiftySubmitsOfOneToken(t *testing.T) {
	m := shop.Stack(t)
	sku := m.NewSKU(t, 60)
	s := m.WithAddress(t)
	b := s.Settle(t, sku).Submission()
	fresh, sn := 0, ""
	for _, a := range atOnce(t, 50, func(int) (*shop.Answer, error) { return s.SendSubmit(t.Context(), b) }) {
		require.Contains(t, []int{http.StatusOK, http.StatusCreated}, a.Status, "%s", a.Body)
		var o shop.Order
		a.Into(t, a.Status, &o)
		if a.Status == http.StatusCreated {
			fresh++
		}
		if sn == "" {
			sn = o.OrderSn
		}
		require.Equal(t, sn, o.OrderSn)
	}
	require.Equal(t, 1, fresh, "one answer says that it was made, the others that it is there")
	require.Len(t, s.Orders(t).Items, 1)
	require.Equal(t, int64(1), m.StockOf(t, sku).Locked)
	giveUp(t, s, sn)
}

func TestOneCouponOnTwoOrdersAtOnce(t *testing.T) {
	m := shop.Stack(t)
	for range 5 {
		s := m.WithAddress(t)
		c := s.Claim(t, couponTwice)
		a := two(t, s, m.NewSKU(t, 5), func(b *shop.Submission) {
			b.CouponID = c.ID
			b.PayAmount -= c.Amount
		})
		one(t, a, "coupon_unusable")
		shop.Await(t, "the coupon is locked once", backTime, func() bool { return s.Coupon(t, c.ID).State == "locked" })
	}
}

func TestTheSamePointsOnTwoOrdersAtOnce(t *testing.T) {
	m := shop.Stack(t)
	for range 5 {
		s := m.WithAddress(t)
		const balance = int64(500)
		m.GivePoints(t, s, balance)
		a := two(t, s, m.NewSKU(t, 5), func(b *shop.Submission) {
			b.Points = balance
			b.PayAmount -= balance
		})
		one(t, a, "points_short")
		require.Equal(t, balance, s.Points(t).Frozen)
	}
}

func TestTwoTabsOverOneCartOrderTheGoodsOnce(t *testing.T) {
	m := shop.Stack(t)
	for range 5 {
		s := m.WithAddress(t)
		one(t, two(t, s, m.NewSKU(t, 5), func(*shop.Submission) {}), "price_changed")
	}
}

// two submits two pages of one cart at once.
func two(t *testing.T, s *shop.Shopper, sku int64, spend func(b *shop.Submission)) []*shop.Answer {
	t.Helper()
	s.AddToCart(t, sku, 1)
	pages := []shop.Submission{s.Confirm(t).Submission(), s.Confirm(t).Submission()}
	for i := range pages {
		spend(&pages[i])
	}
	return atOnce(t, 2, func(i int) (*shop.Answer, error) { return s.SendSubmit(t.Context(), pages[i]) })
}

// one demands that exactly one order was placed, and the other refused: because of the code, or because the cart had been bought already.
func one(t *testing.T, answers []*shop.Answer, code string) {
	t.Helper()
	placed := 0
	for _, a := range answers {
		if a.Status == http.StatusCreated {
			placed++
			continue
		}
		p, err := a.Problem()
		require.NoError(t, err)
		require.Contains(t, []string{code, "price_changed"}, p.Code, "%s", a.Body)
	}
	require.Equal(t, 1, placed)
}

func TestAHundredAndFiftyClaimantsOfTwentyCoupons(t *testing.T) {
	m := shop.Stack(t)
	members := m.Members(t, 150)
	_, err := m.DB.ExecContext(t.Context(), `INSERT INTO gulimall_sms.sms_coupon
		(coupon_type, coupon_name, num, amount, per_limit, min_point, start_time, end_time, use_type, publish_count, enable_start_time, enable_end_time,
		publish, created_at, updated_at)
		VALUES (0, '限量二十', 20, 100, 1, 0, UTC_TIMESTAMP(3) - INTERVAL 1 DAY, UTC_TIMESTAMP(3) + INTERVAL 1 DAY, 0, 20, UTC_TIMESTAMP(3) - INTERVAL 1 DAY,
		UTC_TIMESTAMP(3) + INTERVAL 1 DAY, 1, UTC_TIMESTAMP(3), UTC_TIMESTAMP(3))`)
	require.NoError(t, err)
	coupon := m.Count(t, "SELECT MAX(id) FROM gulimall_sms.sms_coupon")
	claimed := 0
	for _, a := range atOnce(t, len(members), func(i int) (*shop.Answer, error) {
		return members[i].Send(t.Context(), shop.Request{Method: "POST", Path: "/api/coupon/coupons/" + num(coupon) + "/claim"})
	}) {
		if a.Status == http.StatusCreated {
			claimed++
			continue
		}
		a.Refused(t, 409, "coupon_exhausted")
	}
	require.Equal(t, 20, claimed)
	require.Equal(t, int64(20), m.Count(t, "SELECT receive_count FROM gulimall_sms.sms_coupon WHERE id=?", coupon))
	require.Equal(t, int64(20), m.Count(t, "SELECT COUNT(*) FROM gulimall_sms.sms_coupon_history WHERE coupon_id=?", coupon))
}

// One member who claims many times at once gets no more than the limit.
func TestOneMemberClaimsManyTimesAtOnce(t *testing.T) {
	m := shop.Stack(t)
	s := m.NewMember(t)
	claimed := 0
	for _, a := range atOnce(t, 20, func(int) (*shop.Answer, error) {
		return s.Send(t.Context(), shop.Request{Method: "POST", Path: "/api/coupon/coupons/" + num(couponTwice) + "/claim"})
	}) {
		if a.Status == http.StatusCreated {
			claimed++
			continue
		}
		a.Refused(t, 409, "coupon_limit")
	}
	require.Equal(t, 2, claimed)
}
