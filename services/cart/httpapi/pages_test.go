package httpapi_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/couponapi"
	"gulimall/services/cart"
)

func TestPages(t *testing.T) {
	s := open(t)
	w := s.ask(http.MethodPost, "/addToCart", "skuId=1&count=2")
	require.Equal(t, http.StatusSeeOther, w.Code)
	require.Equal(t, "http://cart.gulimall.localhost:8080/addToCartSuccess.html?skuId=1", w.Header().Get("Location"))
	require.Contains(t, s.ask(http.MethodGet, "/addToCartSuccess.html?skuId=1", "").Body.String(), "购物车里有 2 件这个商品")
	require.Equal(t, http.StatusSeeOther, s.ask(http.MethodGet, "/addToCartSuccess.html?skuId=9", "").Code)
	require.Equal(t, http.StatusSeeOther, s.ask(http.MethodPost, "/cart/items/1/count", "count=3").Code)
	require.Equal(t, http.StatusSeeOther, s.ask(http.MethodPost, "/cart/items/1/checked", "checked=0").Code)
	require.Equal(t, http.StatusSeeOther, s.ask(http.MethodPost, "/cart/checked", "checked=1").Code)
	require.Contains(t, s.ask(http.MethodGet, "/cart.html", "").Body.String(), `value="3"`)
	for path, body := range map[string]string{"/cart/items/1/count": "count=0", "/addToCart": "skuId=1&count=-1"} {
		w = s.ask(http.MethodPost, path, body)
		require.Equal(t, http.StatusUnprocessableEntity, w.Code)
		require.Contains(t, w.Body.String(), `id="errors"`)
	}
	require.Equal(t, http.StatusNotFound, s.ask(http.MethodPost, "/addToCart", "skuId=99&count=1").Code)
	require.Equal(t, http.StatusSeeOther, s.ask(http.MethodPost, "/cart/items/1/delete", "").Code)
	require.Contains(t, s.ask(http.MethodGet, "/cart.html", "").Body.String(), "购物车还是空的")
}

// page asks for the cart.
func (s *shop) page() string {
	s.t.Helper()
	w := s.ask(http.MethodGet, "/cart.html", "")
	require.Equal(s.t, http.StatusOK, w.Code)
	return w.Body.String()
}

func TestUndoOnThePage(t *testing.T) {
	s := open(t)
	s.ask(http.MethodPost, "/addToCart", "skuId=1&count=2")
	s.ask(http.MethodPost, "/addToCart", "skuId=2&count=4")
	s.ask(http.MethodPost, "/cart/items/2/checked", "checked=0")
	for path, body := range map[string]string{"/cart/items/2/delete": "", "/cart/delete": "skuId=2&skuId=1"} {
		w := s.ask(http.MethodPost, path, body)
		require.Equal(t, http.StatusSeeOther, w.Code)
		to, err := url.Parse(w.Header().Get("Location"))
		require.NoError(t, err)
		undo := to.Query().Get("undo")
		require.Contains(t, s.ask(http.MethodGet, to.RequestURI(), "").Body.String(), undo, "the page offers to put it back")
		require.Equal(t, http.StatusSeeOther, s.ask(http.MethodPost, "/cart/undo", "undo="+undo).Code)
		c := s.cart(s.ask(http.MethodGet, "/api/cart", ""))
		require.Equal(t, int64(6), c.TotalCount)
		require.Equal(t, int64(2), c.CheckedCount, "the check comes back as it was")
		require.Equal(t, http.StatusConflict, s.ask(http.MethodPost, "/cart/undo", "undo="+undo).Code)
	}
	require.Equal(t, http.StatusNotFound, s.ask(http.MethodPost, "/cart/delete", "skuId=x").Code)
	require.Equal(t, http.StatusSeeOther, s.ask(http.MethodPost, "/cart/delete", "").Code)
}

func TestWhatPromotionsMakeOfTheCart(t *testing.T) {
	s := open(t)
	s.ask(http.MethodPost, "/addToCart", "skuId=1&count=2")
	for _, words := range []string{"¥1.90", "满 2 件 9.5 折", "再买 ¥38.00 可用“图书券”，减 ¥20.00", "catalog3Id=1", "可领券", "登录后"} {
		require.Contains(t, s.page(), words)
	}
	require.Equal(t, couponapi.QuoteQuery{WithHints: true, Lines: []couponapi.Line{{SkuID: 1, Price: 100, Count: 2}}}, s.peers.asked)
	s.signIn(7)
	require.Contains(t, s.page(), "结算时可再用“全场券”减 ¥0.30")
	require.Equal(t, []any{int64(7), int64(2), true, true}, []any{s.peers.asked.MemberID, s.peers.asked.LevelID, s.peers.asked.MemberPrice, s.peers.asked.WithCoupons})
	s.peers.noPrices = true
	require.Contains(t, s.page(), "¥2.00", "without coupon the cart is shown without")
}

func TestWhatCannotBeBoughtStandsApart(t *testing.T) {
	s := open(t)
	s.ask(http.MethodPost, "/addToCart", "skuId=1&count=2")
	s.ask(http.MethodPost, "/addToCart", "skuId=2&count=1")
	s.peers.stock[1] = 0
	s.peers.goods[2] = cart.Goods{SkuID: 2, Title: "书", Price: 5}
	for _, words := range []string{"失效商品", "已售罄", "已下架", "清空失效商品"} {
		require.Contains(t, s.page(), words)
	}
	require.NotContains(t, s.page(), `id="settle"`)
}

func TestMovedPricesAndLowStock(t *testing.T) {
	s := open(t)
	s.ask(http.MethodPost, "/addToCart", "skuId=1&count=2")
	s.ask(http.MethodPost, "/addToCart", "skuId=2&count=1")
	s.peers.goods[1] = cart.Goods{SkuID: 1, Title: "手机", Price: 80, OnShelf: true}
	s.peers.goods[2] = cart.Goods{SkuID: 2, Title: "书", Price: 8, OnShelf: true}
	s.peers.stock[1], s.peers.stock[2] = 1, 3
	for _, words := range []string{"比加入时降价 ¥0.20", "比加入时涨价 ¥0.03", "库存不足，仅剩 1 件", "改为 1 件", "仅剩 3 件", `max="3"`} {
		require.Contains(t, s.page(), words)
	}
	s.cookies["lang"] = "en"
	require.Contains(t, s.page(), "¥0.20 cheaper than when you added it")
}

func TestToTheFavourites(t *testing.T) {
	s := open(t)
	s.ask(http.MethodPost, "/addToCart", "skuId=1&count=2")
	w := s.ask(http.MethodPost, "/cart/items/1/favourite", "")
	require.Equal(t, http.StatusSeeOther, w.Code)
	require.Contains(t, w.Header().Get("Location"), "/login.html?originUrl=")
	require.Empty(t, s.peers.favours)
	s.signIn(7)
	w = s.ask(http.MethodPost, "/cart/items/1/favourite", "")
	require.Equal(t, http.StatusSeeOther, w.Code)
	require.Equal(t, []int64{1}, s.peers.favours)
	require.Empty(t, s.cart(s.ask(http.MethodGet, "/api/cart", "")).Items)
	require.Contains(t, s.ask(http.MethodGet, w.Header().Get("Location"), "").Body.String(), "已移入收藏夹")
}

func TestAnEmptyCartHasSomethingToLookAt(t *testing.T) {
	s := open(t)
	s.cookies["recent"] = "2.99.1.x.2"
	body := s.page()
	for _, words := range []string{"购物车还是空的", "最近看过", "手机", "大家都在买", "热销"} {
		require.Contains(t, body, words)
	}
}
