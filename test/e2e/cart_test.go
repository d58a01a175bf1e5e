package e2e

import (
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/test/shop"
)

func TestCart(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	a, b := m.NewSKU(t, 10), m.NewSKU(t, 10)
	for name, s := range map[string]*shop.Shopper{"guest": m.Guest(), "member": m.NewMember(t)} {
		t.Run(name, func(t *testing.T) {
			fits(t, s.API(t, "GET", "/api/cart", nil), 200, cartShape())
			fits(t, s.API(t, "POST", "/api/cart/items", map[string]int64{"skuId": a, "count": 2}), 200, cartShape())
			s.AddToCart(t, a, 1)
			c := s.AddToCart(t, b, 1)
			require.Equal(t, int64(4), c.TotalCount)
			require.Equal(t, int64(4), c.CheckedCount)
			require.Equal(t, int64(4*shop.Price), c.CheckedAmount)
			fits(t, s.API(t, "PATCH", "/api/cart/items/"+num(a), map[string]any{"count": 5, "checked": false}), 200, cartShape())
			fits(t, s.API(t, "PATCH", "/api/cart/checked", map[string]bool{"checked": true}), 200, cartShape())
			c = s.Cart(t)
			require.Equal(t, []int64{6, 6, 6 * shop.Price}, []int64{c.TotalCount, c.CheckedCount, c.CheckedAmount})
			s.API(t, "PATCH", "/api/cart/items/"+num(b), map[string]any{"checked": false}).Want(t, 200)
			require.Equal(t, int64(5), s.Cart(t).CheckedCount)
			fits(t, s.API(t, "DELETE", "/api/cart/items/"+num(a), nil), 200, cartShape())
			s.API(t, "DELETE", "/api/cart/items/"+num(a), nil).Want(t, 200)
			require.Len(t, s.Cart(t).Items, 1)
			before := s.Cart(t)
			var out shop.Cart
			s.API(t, "POST", "/api/cart/removed", map[string][]int64{"skuIds": {b}}).Into(t, 200, &out)
			require.Empty(t, out.Items)
			fits(t, s.API(t, "POST", "/api/cart/removed/"+out.Undo, nil), 200, cartShape())
			require.Equal(t, before, s.Cart(t), "as it was, unchecked")
			s.API(t, "POST", "/api/cart/removed/"+out.Undo, nil).Refused(t, 409, "cart_undo_gone")
		})
	}
}

func TestCartRefusals(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 5)
	s := m.Guest()
	add := func(body any) *shop.Answer { return s.API(t, "POST", "/api/cart/items", body) }
	add(map[string]int64{"skuId": 999999999, "count": 1}).Refused(t, 404, "sku_not_found")
	for _, n := range []any{0, -1, 201, 1 << 40, 1.5} {
		p := add(map[string]any{"skuId": sku, "count": n}).Refused(t, 422, "invalid")
		require.Equal(t, "count", p.Errors[0].Field)
	}
	add(map[string]any{"skuId": sku, "count": "1"}).Refused(t, 422, "invalid")
	add(map[string]any{"skuId": sku}).Refused(t, 422, "invalid")
	add(map[string]any{"skuId": -1, "count": 1}).Want(t, 422)
	s.Do(t, shop.Request{Method: "POST", Path: "/api/cart/items", Body: []byte(`{"skuId":9223372036854775808,"count":1}`)}).Refused(t, 422, "invalid")
	s.AddToCart(t, sku, 200)
	add(map[string]int64{"skuId": sku, "count": 1}).Want(t, 422) // no more than 200 of one thing
	for _, n := range []any{0, -5, 201, 2.5} {
		s.API(t, "PATCH", "/api/cart/items/"+num(sku), map[string]any{"count": n}).Refused(t, 422, "invalid")
	}
	s.API(t, "PATCH", "/api/cart/items/"+num(sku), map[string]any{}).Want(t, 422)
	for _, id := range []string{"0", "-1", "abc"} {
		s.API(t, "PATCH", "/api/cart/items/"+id, map[string]any{"count": 1}).Want(t, 404)
		s.API(t, "DELETE", "/api/cart/items/"+id, nil).Want(t, 404)
	}
	require.Equal(t, int64(200), s.Cart(t).TotalCount, "what was refused has changed nothing")
}

func TestCartProblems(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 5)
	s := m.Guest()
	s.AddToCart(t, sku, 3)
	require.Empty(t, s.Cart(t).Items[0].Problems)
	m.SetPrice(t, sku, shop.Price+100)
	c := s.Cart(t)
	require.Contains(t, c.Items[0].Problems, "price_changed")
	require.Equal(t, int64(3*(shop.Price+100)), c.CheckedAmount, "prices are live")
	m.SetStock(t, sku, shop.Wares()[0], 2)
	shop.Await(t, "the cart says that there are too few", 20*time.Second, func() bool { return has(s.Cart(t).Items[0].Problems, "stock_short") })
	m.SetStock(t, sku, shop.Wares()[0], 0)
	shop.Await(t, "the cart says that it is sold out", 20*time.Second, func() bool { return has(s.Cart(t).Items[0].Problems, "sold_out") })
	require.Zero(t, s.Cart(t).CheckedAmount, "what cannot be bought counts in no sum")
	require.False(t, s.Cart(t).Items[0].Checked)
	s.API(t, "PATCH", "/api/cart/checked", map[string]bool{"checked": true}).Want(t, 200)
	require.False(t, s.Cart(t).Items[0].Checked, "nor can it be checked")
}

func has(all []string, one string) bool {
	for _, s := range all {
		if s == one {
			return true
		}
	}
	return false
}

func TestTheCartOfAGuestLivesThirtyDays(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 5)
	a := m.Guest().API(t, "POST", "/api/cart/items", map[string]int64{"skuId": sku, "count": 1}).Want(t, 200)
	c := cookieOf(t, a, "user-key")
	require.InDelta(t, 30*24*3600, c.MaxAge, 60)
	require.True(t, c.HttpOnly)
	require.Equal(t, http.SameSiteLaxMode, c.SameSite)
	require.Equal(t, m.Domain, c.Domain, "the cart is the same on every host")
	require.Equal(t, "/", c.Path)
	// A user-key that somebody made up opens nothing.
	got := m.Guest().Do(t, shop.Request{Path: "/api/cart", Header: http.Header{"Cookie": {"user-key=1"}}})
	var cart shop.Cart
	got.Into(t, 200, &cart)
	require.Empty(t, cart.Items)
}

// Two tabs that put something in at the same time lose nothing.
func TestTwoTabsOfOneCart(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 5)
	s := m.Guest()
	s.AddToCart(t, sku, 1)
	var tabs sync.WaitGroup
	for range 20 {
		tabs.Go(func() {
			a, err := s.Send(t.Context(), shop.Request{Method: "POST", Path: "/api/cart/items", JSON: map[string]int64{"skuId": sku, "count": 2}})
			if err != nil || a.Status != 200 {
				t.Errorf("%v %v", a, err)
			}
		})
	}
	tabs.Wait()
	require.Equal(t, int64(41), s.Cart(t).TotalCount)
}
