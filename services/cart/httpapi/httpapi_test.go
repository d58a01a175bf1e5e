package httpapi_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/cartapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/i18n"
	"gulimall/pkg/money"
	"gulimall/pkg/server"
	"gulimall/pkg/session"
	"gulimall/pkg/telemetry"
	"gulimall/pkg/testinfra"
	"gulimall/services/cart"
	"gulimall/services/cart/httpapi"
	"gulimall/services/cart/pages"
	"gulimall/services/cart/store"
	"gulimall/services/cart/visitor"
	"gulimall/web"
	"gulimall/web/frame"
)

// peers is catalogue and ware.
type peers struct {
	goods    map[int64]cart.Goods
	stock    map[int64]int64
	noSkus   bool
	noStocks bool
	noPrices bool
	asked    couponapi.QuoteQuery
	favours  []int64
}

func (p *peers) Popular(context.Context, int) ([]cart.Goods, error) {
	return []cart.Goods{{SkuID: 8, Title: "热销", Price: 9}}, nil
}

func (p *peers) Quote(_ context.Context, q couponapi.QuoteQuery) (couponapi.Quote, error) {
	if p.noPrices {
		return couponapi.Quote{}, apperr.ErrUnavailable.Wrap(errAway)
	}
	p.asked = q
	quote := couponapi.Quote{
		Promotion: 10,
		Explanations: []couponapi.Explanation{{
			Rule: couponapi.Rule{Code: couponapi.RuleLadder, Params: couponapi.Params{Count: 2, PerMille: 950}}, SkuID: q.Lines[0].SkuID, Amount: 10,
		}},
		Hints: []couponapi.Hint{{
			Rule:  couponapi.Rule{Code: couponapi.RuleCoupon, Params: couponapi.Params{Name: "图书券"}},
			Scope: couponapi.Scope{Kind: couponapi.ScopeCategories, IDs: []int64{1}, Names: []string{"图书"}}, Gap: 3800, Save: 2000,
		}},
		Offers: []couponapi.Claimable{{ID: 4, Name: "可领券", Amount: 100, Left: 3, PerLimit: 1, ValidFrom: "2026-01-01T00:00:00Z", ValidUntil: "2027-01-01T00:00:00Z"}},
	}
	if q.MemberID != 0 {
		quote.Coupons = []couponapi.Choice{{ID: 9, Name: "全场券", Amount: 30, Usable: true}}
	}
	for _, l := range q.Lines {
		quote.Goods += l.Price * money.Fen(l.Count)
	}
	quote.Lines = []couponapi.QuotedLine{{SkuID: q.Lines[0].SkuID, Promotion: 10}}
	return quote, nil
}

func (p *peers) Level(context.Context) (memberapi.Level, error) {
	return memberapi.Level{ID: 2, MemberPrice: true}, nil
}

func (p *peers) Favour(_ context.Context, skuID int64) error {
	p.favours = append(p.favours, skuID)
	return nil
}

var errAway = errors.New("away")

func (p *peers) Skus(_ context.Context, ids []int64) (map[int64]cart.Goods, error) {
	if p.noSkus {
		return nil, apperr.ErrUnavailable.Wrap(errAway)
	}
	found := map[int64]cart.Goods{}
	for _, id := range ids {
		if g, ok := p.goods[id]; ok {
			found[id] = g
		}
	}
	return found, nil
}

func (p *peers) Available(context.Context, []int64) (map[int64]int64, error) {
	if p.noStocks {
		return nil, apperr.ErrUnavailable.Wrap(errAway)
	}
	return p.stock, nil
}

type shop struct {
	t        *testing.T
	engine   *gin.Engine
	sessions *session.Manager
	peers    *peers
	cookies  map[string]string
}

func open(t *testing.T) *shop {
	t.Helper()
	addr, prefix := testinfra.Redis(t)
	client := redis.NewUniversalClient(&redis.UniversalOptions{Addrs: []string{addr}})
	t.Cleanup(func() { require.NoError(t, client.Close()) })
	words, err := i18n.Load()
	require.NoError(t, err)
	edge := &server.Edge{Log: slog.New(slog.DiscardHandler), Words: words}
	engine, err := server.NewEngine(edge, telemetry.NewRegistry(), time.Now)
	require.NoError(t, err)
	s := &shop{t: t, engine: engine, cookies: map[string]string{}, sessions: session.New(client, prefix, "gulimall.localhost", false)}
	s.peers = &peers{
		goods: map[int64]cart.Goods{1: {SkuID: 1, Title: "手机", Price: 100, OnShelf: true}, 2: {SkuID: 2, Title: "书", Price: 5, OnShelf: true}, 3: {SkuID: 3}},
		stock: map[int64]int64{1: 10, 2: 10},
	}
	engine.Use(s.sessions.Middleware())
	uc := cart.New(store.New(client, prefix), cart.Peers{Catalogue: s.peers, Stock: s.peers, Prices: s.peers, Members: s.peers}, func() time.Time { return time.Now().UTC() }, edge.Log)
	visitors := visitor.Middleware(visitor.Options{Domain: "gulimall.localhost"}, edge)
	httpapi.Routes(engine, uc, edge, server.NewDecoder(), visitors, visitor.Members(edge))
	renderer, err := web.New(web.Options{Domain: "gulimall.localhost", Port: 8080})
	require.NoError(t, err)
	pages.Routes(engine, uc, frame.New(renderer, edge), visitors)
	return s
}

// ask sends a request with the cookies got so far.
func (s *shop) ask(method, path, body string) *httptest.ResponseRecorder {
	s.t.Helper()
	r := httptest.NewRequestWithContext(s.t.Context(), method, path, strings.NewReader(body))
	if strings.HasPrefix(body, "{") {
		r.Header.Set("Content-Type", "application/json")
	} else {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for name, value := range s.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	s.engine.ServeHTTP(w, r)
	answer := w.Result()
	require.NoError(s.t, answer.Body.Close())
	for _, cookie := range answer.Cookies() {
		s.cookies[cookie.Name] = cookie.Value
	}
	return w
}

func (s *shop) signIn(id int64) {
	s.t.Helper()
	w := httptest.NewRecorder()
	require.NoError(s.t, s.sessions.SignIn(w, httptest.NewRequest(http.MethodPost, "/", nil), session.Member{ID: id, Username: "demo"}, "192.0.2.1"))
	answer := w.Result()
	require.NoError(s.t, answer.Body.Close())
	s.cookies[session.Cookie] = answer.Cookies()[0].Value
}

func (s *shop) cart(w *httptest.ResponseRecorder) cartapi.Cart {
	s.t.Helper()
	require.Equal(s.t, http.StatusOK, w.Code, w.Body.String())
	var c cartapi.Cart
	require.NoError(s.t, json.Unmarshal(w.Body.Bytes(), &c))
	return c
}

func code(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	var p apperr.Problem
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &p), w.Body.String())
	return p.Code
}

func TestACartBeforeAndAfterTheLogin(t *testing.T) {
	s := open(t)
	w := s.ask(http.MethodGet, "/api/cart", "")
	require.JSONEq(t, `{"items":[],"totalCount":0,"checkedCount":0,"checkedAmount":0}`, w.Body.String())
	require.Contains(t, w.Header().Get("Set-Cookie"), "Max-Age=2592000; HttpOnly; SameSite=Lax")
	key := s.cookies["user-key"]
	require.True(t, cart.ValidUserKey(key))

	c := s.cart(s.ask(http.MethodPost, "/api/cart/items", `{"skuId":1,"count":2}`))
	require.Equal(t, []cartapi.Item{{SkuID: 1, Title: "手机", Attrs: []string{}, Price: 100, Count: 2, Checked: true, Subtotal: 200, Problems: []string{}}}, c.Items)
	require.Equal(t, key, s.cookies["user-key"])
	require.Equal(t, http.StatusUnauthorized, s.ask(http.MethodGet, "/internal/cart/checked", "").Code)

	s.signIn(7)
	s.cart(s.ask(http.MethodPost, "/api/cart/items", `{"skuId":1,"count":1}`))
	c = s.cart(s.ask(http.MethodPatch, "/api/cart/items/1", `{"checked":false}`))
	require.Equal(t, int64(3), c.Items[0].Count)
	require.Zero(t, c.CheckedAmount)
	w = s.ask(http.MethodGet, "/internal/cart/checked", "")
	var before, after cartapi.Checked
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &before))
	require.NotEmpty(t, before.Rev)
	require.Equal(t, cartapi.Checked{Lines: []cartapi.Line{}, Total: 1, Rev: before.Rev}, before)
	s.cart(s.ask(http.MethodPatch, "/api/cart/checked", `{"checked":true}`))
	w = s.ask(http.MethodGet, "/internal/cart/checked", "")
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &after))
	require.NotEqual(t, before.Rev, after.Rev)
	require.Equal(t, cartapi.Checked{Lines: []cartapi.Line{{SkuID: 1, Count: 3}}, Total: 1, Rev: after.Rev}, after)

	bought := `{"orderSn":"77","memberId":7,"lines":[{"skuId":1,"count":2}]}`
	require.Equal(t, http.StatusNoContent, s.ask(http.MethodPost, "/internal/cart/bought", bought).Code)
	require.Equal(t, http.StatusNoContent, s.ask(http.MethodPost, "/internal/cart/bought", bought).Code)
	c = s.cart(s.ask(http.MethodPatch, "/api/cart/items/1", `{"count":200}`))
	require.Equal(t, []string{"stock_short"}, c.Items[0].Problems)
	c = s.cart(s.ask(http.MethodDelete, "/api/cart/items/1", ""))
	require.Empty(t, c.Items)
	require.NotEmpty(t, c.Undo)
	undo := c.Undo
	require.Empty(t, s.cart(s.ask(http.MethodDelete, "/api/cart/items/1", "")).Undo, "there was nothing to take out")
	c = s.cart(s.ask(http.MethodPost, "/api/cart/removed/"+undo, ""))
	require.Equal(t, int64(200), c.Items[0].Count)
	require.Equal(t, "cart_undo_gone", code(t, s.ask(http.MethodPost, "/api/cart/removed/"+undo, "")))
	require.Empty(t, s.cart(s.ask(http.MethodPost, "/api/cart/removed", `{"skuIds":[1,2]}`)).Items)
}

func TestRefusedRequests(t *testing.T) {
	s := open(t)
	s.cart(s.ask(http.MethodPost, "/api/cart/items", `{"skuId":1,"count":200}`))
	for _, c := range []struct {
		method, path, body string
		status             int
		code               string
	}{
		{"POST", "/api/cart/items", `{"skuId":1,"count":0}`, 422, "invalid"},
		{"POST", "/api/cart/items", `{"skuId":1,"count":-5}`, 422, "invalid"},
		{"POST", "/api/cart/items", `{"skuId":1,"count":201}`, 422, "invalid"},
		{"POST", "/api/cart/items", `{"skuId":1,"count":99999999999999999999}`, 422, "invalid"},
		{"POST", "/api/cart/items", `{"skuId":1,"count":1.5}`, 422, "invalid"},
		{"POST", "/api/cart/items", `{"skuId":1,"count":"1"}`, 422, "invalid"},
		{"POST", "/api/cart/items", `{"skuId":1}`, 422, "invalid"},
		{"POST", "/api/cart/items", `{"skuId":1,"count":1,"price":1}`, 422, "unknown_field"},
		{"POST", "/api/cart/items", `{"skuId":1,"count":1}`, 422, "cart_line_limit"},
		{"POST", "/api/cart/items", `{"skuId":99,"count":1}`, 404, "sku_not_found"},
		{"POST", "/api/cart/items", `{"skuId":3,"count":1}`, 404, "sku_not_found"},
		{"PATCH", "/api/cart/items/1", `{}`, 422, "invalid"},
		{"PATCH", "/api/cart/items/1", `{"count":0}`, 422, "invalid"},
		{"PATCH", "/api/cart/items/1", `{"count":201}`, 422, "invalid"},
		{"PATCH", "/api/cart/items/2", `{"count":1}`, 404, "sku_not_found"},
		{"PATCH", "/api/cart/items/x", `{"count":1}`, 404, "not_found"},
		{"PATCH", "/api/cart/items/-1", `{"count":1}`, 404, "not_found"},
		{"PATCH", "/api/cart/checked", `{}`, 422, "invalid"},
		{"POST", "/api/cart/items", `{`, 400, "malformed"},
		{"POST", "/api/cart/removed", `{"skuIds":[]}`, 422, "invalid"},
		{"POST", "/api/cart/removed", `{"skuIds":[0]}`, 422, "invalid"},
		{"POST", "/api/cart/removed/x", "", 409, "cart_undo_gone"},
		{"POST", "/internal/cart/bought", `{"orderSn":"1","memberId":1,"lines":[{"skuId":1,"count":-2}]}`, 422, "invalid"},
	} {
		w := s.ask(c.method, c.path, c.body)
		require.Equal(t, c.status, w.Code, "%s %s %s: %s", c.method, c.path, c.body, w.Body)
		require.Equal(t, c.code, code(t, w), "%s %s", c.path, c.body)
	}
}

func TestAForgedUserKeyIsReplaced(t *testing.T) {
	s := open(t)
	s.cookies["user-key"] = "1}:moving"
	s.cart(s.ask(http.MethodGet, "/api/cart", ""))
	require.True(t, cart.ValidUserKey(s.cookies["user-key"]))
}

func TestWithoutPeers(t *testing.T) {
	s := open(t)
	s.cart(s.ask(http.MethodPost, "/api/cart/items", `{"skuId":1,"count":20}`))
	s.peers.noStocks = true
	require.Empty(t, s.cart(s.ask(http.MethodGet, "/api/cart", "")).Items[0].Problems)
	s.peers.noSkus = true
	w := s.ask(http.MethodGet, "/api/cart", "")
	require.Equal(t, http.StatusServiceUnavailable, w.Code)
	require.NotEmpty(t, w.Header().Get("Retry-After"))
}

// What is sold out or off the shelf loses its check, for the order service too, and gets it back from nobody but the shopper.
func TestWhatCannotBeBoughtIsNotChecked(t *testing.T) {
	s := open(t)
	s.signIn(7)
	s.cart(s.ask(http.MethodPost, "/api/cart/items", `{"skuId":1,"count":2}`))
	s.cart(s.ask(http.MethodPost, "/api/cart/items", `{"skuId":2,"count":1}`))
	checked := func() (lines []cartapi.Line) {
		var answer cartapi.Checked
		require.NoError(t, json.Unmarshal(s.ask(http.MethodGet, "/internal/cart/checked", "").Body.Bytes(), &answer))
		return answer.Lines
	}
	require.Len(t, checked(), 2)
	s.peers.stock[1] = 0
	c := s.cart(s.ask(http.MethodGet, "/api/cart", ""))
	require.Equal(t, []string{"sold_out"}, item(t, c, 1).Problems)
	require.False(t, item(t, c, 1).Checked)
	require.Equal(t, int64(1), c.CheckedCount)
	require.Equal(t, []cartapi.Line{{SkuID: 2, Count: 1}}, checked())
	require.False(t, item(t, s.cart(s.ask(http.MethodPatch, "/api/cart/items/1", `{"checked":true}`)), 1).Checked)
	s.cart(s.ask(http.MethodPatch, "/api/cart/checked", `{"checked":true}`))
	require.Equal(t, []cartapi.Line{{SkuID: 2, Count: 1}}, checked())
	s.peers.stock[1] = 5
	require.False(t, item(t, s.cart(s.ask(http.MethodGet, "/api/cart", "")), 1).Checked)
	require.True(t, item(t, s.cart(s.ask(http.MethodPatch, "/api/cart/items/1", `{"checked":true}`)), 1).Checked)

	s.peers.noStocks = true
	require.Len(t, checked(), 2)
	s.cart(s.ask(http.MethodGet, "/api/cart", ""))
	require.Len(t, checked(), 2, "stock that nobody knows is not none")
}

func item(t *testing.T, c cartapi.Cart, skuID int64) cartapi.Item {
	t.Helper()
	i := slices.IndexFunc(c.Items, func(i cartapi.Item) bool { return i.SkuID == skuID })
	require.GreaterOrEqual(t, i, 0)
	return c.Items[i]
}
