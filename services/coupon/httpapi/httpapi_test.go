package httpapi

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/i18n"
	"gulimall/pkg/server"
	"gulimall/pkg/session"
	"gulimall/services/coupon"
)

var noon = time.Date(2026, 11, 22, 4, 0, 0, 0, time.UTC)

// fake answers each call with what the test gives it.
type fake struct {
	offers []coupon.Offer
	mine   []coupon.MemberCoupon
	quote  coupon.Quote
	err    error
	asked  any
}

func (f *fake) Claimable(_ context.Context, memberID int64) ([]coupon.Offer, error) {
	f.asked = memberID
	return f.offers, f.err
}

func (f *fake) Claim(_ context.Context, couponID, memberID int64) (coupon.MemberCoupon, error) {
	f.asked = [2]int64{couponID, memberID}
	if f.err != nil {
		return coupon.MemberCoupon{}, f.err
	}
	return f.mine[0], nil
}

func (f *fake) Redeem(_ context.Context, code string, memberID int64) (coupon.MemberCoupon, error) {
	f.asked = []any{code, memberID}
	if f.err != nil {
		return coupon.MemberCoupon{}, f.err
	}
	return f.mine[0], nil
}

func (f *fake) Mine(_ context.Context, memberID int64, states []coupon.State) ([]coupon.MemberCoupon, error) {
	f.asked = append([]coupon.State{coupon.State(memberID)}, states...)
	return f.mine, f.err
}

func (f *fake) Quote(_ context.Context, q coupon.QuoteRequest) (coupon.Quote, error) {
	f.asked = q
	return f.quote, f.err
}

func (f *fake) Lock(_ context.Context, l coupon.Lock) error {
	f.asked = l
	return f.err
}

func (f *fake) Promotions(_ context.Context, p coupon.Product) (coupon.Promotions, error) {
	f.asked = p
	return coupon.Promotions{Rules: []couponapi.Rule{ladder()}, GiftPoints: 5, GiftGrowth: 6, Offers: f.offers}, f.err
}

// call sends a request through Routes; member 0 is nobody.
func call(t *testing.T, uc Coupons, member int64, method, target, body string) (status int, answer string) {
	t.Helper()
	words, err := i18n.Load()
	require.NoError(t, err)
	gin.SetMode(gin.TestMode)
	engine := gin.New()
	engine.Use(func(c *gin.Context) {
		if member != 0 {
			c.Request = c.Request.WithContext(session.With(c.Request.Context(), session.Member{ID: member}))
		}
	})
	Routes(engine, uc, &server.Edge{Log: slog.New(slog.DiscardHandler), Words: words}, server.NewDecoder())
	w := httptest.NewRecorder()
	engine.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body)))
	return w.Code, w.Body.String()
}

func ladder() couponapi.Rule {
	return couponapi.Rule{Code: couponapi.RuleLadder, Params: couponapi.Params{Count: 3, PerMille: 900}}
}

func template() coupon.Template {
	return coupon.Template{
		ID: 3, Scope: coupon.OnCategories, Name: "手机满 3000 减 200", Note: "限手机类商品", Amount: 20000, MinPoint: 300000, PerLimit: 1, Issued: 10, Claimed: 4, CategoryIDs: []int64{225}, ScopeNames: []string{"手机"},
		ValidFrom: noon, ValidUntil: noon.Add(time.Hour),
	}
}

func TestOffers(t *testing.T) {
	f := &fake{offers: []coupon.Offer{{Template: template(), Mine: 1}}}
	for target, member := range map[string]int64{"/api/coupon/coupons": 7, "/internal/coupon/claimable?memberId=7": 0} {
		status, body := call(t, f, member, http.MethodGet, target, "")
		require.Equal(t, http.StatusOK, status)
		require.JSONEq(t, `[{"id":3,"name":"手机满 3000 减 200","amount":20000,"minPoint":300000,"scope":"categories","scopeIds":[225],"scopeNames":["手机"],"note":"限手机类商品","validFrom":"2026-11-22T04:00:00Z",
			"validUntil":"2026-11-22T05:00:00Z","left":6,"issued":10,"perLimit":1,"claimed":1}]`, body)
		require.Equal(t, int64(7), f.asked)
	}
	status, body := call(t, &fake{}, 0, http.MethodGet, "/api/coupon/coupons", "")
	require.Equal(t, http.StatusOK, status, "signed out")
	require.JSONEq(t, "[]", body)
}

func TestClaim(t *testing.T) {
	f := &fake{mine: []coupon.MemberCoupon{{Template: template(), ID: 55}}}
	status, body := call(t, f, 7, http.MethodPost, "/api/coupon/coupons/3/claim", "")
	require.Equal(t, http.StatusCreated, status)
	require.JSONEq(t, `{"id":55,"couponId":3,"name":"手机满 3000 减 200","note":"限手机类商品","amount":20000,"minPoint":300000,"scope":"categories","scopeIds":[225],"scopeNames":["手机"],"state":"unused",
		"validFrom":"2026-11-22T04:00:00Z","validUntil":"2026-11-22T05:00:00Z"}`, body)
	require.Equal(t, [2]int64{3, 7}, f.asked)

	for name, c := range map[string]struct {
		member int64
		id     string
		err    error
		status int
		code   string
	}{
		"nobody":       {0, "3", nil, 401, "not_signed_in"},
		"not a number": {7, "x", nil, 404, "coupon_not_found"},
		"below one":    {7, "-3", nil, 404, "coupon_not_found"},
		"unknown":      {7, "404", coupon.ErrNotFound, 404, "coupon_not_found"},
		"gone":         {7, "3", coupon.ErrExhausted, 409, "coupon_exhausted"},
		"the limit":    {7, "3", coupon.ErrLimit, 409, "coupon_limit"},
		"not open":     {7, "3", coupon.ErrNotOpen, 409, "coupon_not_open"},
	} {
		t.Run(name, func(t *testing.T) {
			status, body := call(t, &fake{err: c.err}, c.member, http.MethodPost, "/api/coupon/coupons/"+c.id+"/claim", "")
			require.Equal(t, c.status, status)
			require.Contains(t, body, `"code":"`+c.code+`"`)
			require.NotContains(t, body, `"title":"Conflict"`, "the catalogue has words for it")
		})
	}
}

func TestMine(t *testing.T) {
	f := &fake{mine: []coupon.MemberCoupon{{Template: template(), ID: 55, State: coupon.Locked, OrderSn: "123"}}}
	for target, want := range map[string][]coupon.State{
		"/api/coupon/mine":                                  {7},
		"/api/coupon/mine?state=unused":                     {7, coupon.Unused},
		"/api/coupon/mine?state=unused,locked,used,expired": {7, coupon.Unused, coupon.Locked, coupon.Used, coupon.Expired},
		"/internal/coupon/mine?memberId=7&state=used":       {7, coupon.Used},
	} {
		status, body := call(t, f, 7, http.MethodGet, target, "")
		require.Equal(t, http.StatusOK, status, target)
		require.Contains(t, body, `"state":"locked"`)
		require.Contains(t, body, `"orderSn":"123"`)
		require.Equal(t, want, f.asked)
	}
	for target, want := range map[string]int{"/api/coupon/mine?state=new": 422, "/internal/coupon/mine": 422, "/internal/coupon/mine?memberId=-1": 422} {
		status, _ := call(t, f, 7, http.MethodGet, target, "")
		require.Equal(t, want, status, target)
	}
	status, _ := call(t, f, 0, http.MethodGet, "/api/coupon/mine", "")
	require.Equal(t, http.StatusUnauthorized, status)
	_, body := call(t, &fake{}, 7, http.MethodGet, "/api/coupon/mine", "")
	require.JSONEq(t, "[]", body)
}

func TestQuote(t *testing.T) {
	line := coupon.Line{SkuID: 1, SpuID: 2, CategoryIDs: []int64{3}, Price: 1000, Count: 2}
	f := &fake{quote: coupon.Quote{
		Goods: 2000, Promotion: 200, Coupon: 100, Points: 50, PointsUsable: 850,
		Lines:        []coupon.QuotedLine{{Line: line, Amount: 2000, Promotion: 200, Coupon: 100, Points: 50, GiftPoints: 4, GiftGrowth: 6}},
		Explanations: []coupon.Explanation{{Rule: ladder(), SkuID: 1, Amount: 200}},
		Choices:      []coupon.Choice{{Coupon: coupon.MemberCoupon{ID: 9, Template: template()}, Amount: 100, Reason: couponapi.Rule{Code: couponapi.ReasonGoods}}},
		Hints:        []coupon.Hint{{Rule: ladder(), SkuID: 1, Pieces: 1, Gap: 1000, Save: 100}},
	}}
	status, body := call(t, f, 0, http.MethodPost, "/internal/coupon/quote", `{"memberId":7,"levelId":2,"memberPrice":true,"couponId":9,"points":50,"balance":900,
		"withCoupons":true,"lines":[{"skuId":1,"spuId":2,"categoryIds":[3],"price":1000,"count":2}]}`)
	require.Equal(t, http.StatusOK, status, body)
	require.Equal(t, coupon.QuoteRequest{
		Buyer: coupon.Buyer{MemberID: 7, LevelID: 2, MemberPrice: true}, Lines: []coupon.Line{line}, CouponID: 9, Points: 50, Balance: 900, WithCoupons: true,
	}, f.asked)
	require.JSONEq(t, `{"goods":2000,"promotion":200,"coupon":100,"points":50,"pointsUsed":50,"pointsUsable":850,
		"lines":[{"skuId":1,"price":1000,"count":2,"amount":2000,"promotion":200,"coupon":100,"points":50,"payable":1650,"giftPoints":4,"giftGrowth":6}],
		"explanations":[{"code":"ladder","params":{"count":3,"perMille":900},"skuId":1,"amount":200}],
		"coupons":[{"id":9,"name":"手机满 3000 减 200","amount":100,"minPoint":300000,"scope":"categories","scopeIds":[225],"scopeNames":["手机"],
			"validUntil":"2026-11-22T05:00:00Z","usable":false,"reason":{"code":"wrong_goods","params":{}}}],
		"hints":[{"code":"ladder","params":{"count":3,"perMille":900},"skuId":1,"pieces":1,"gap":1000,"save":100}]}`, body)

	for code, err := range map[string]error{`"reason":"used"`: coupon.Unusable(couponapi.Rule{Code: couponapi.ReasonUsed}), `"usable":3`: coupon.ErrPointsShort.With("usable", 3)} {
		status, body := call(t, &fake{err: err}, 0, http.MethodPost, "/internal/coupon/quote", `{"lines":[]}`)
		require.Equal(t, http.StatusConflict, status)
		require.Contains(t, body, code)
	}
	status, _ = call(t, f, 0, http.MethodPost, "/internal/coupon/quote", `{"no":1}`)
	require.Equal(t, http.StatusUnprocessableEntity, status)
}

func TestLock(t *testing.T) {
	f := &fake{}
	status, body := call(t, f, 0, http.MethodPost, "/internal/coupon/locks", `{"orderSn":"123","memberId":7,"couponId":9}`)
	require.Equal(t, http.StatusNoContent, status, body)
	require.Equal(t, coupon.Lock{OrderSn: "123", MemberID: 7, CouponID: 9}, f.asked)
	for _, bad := range []string{`{"memberId":7,"couponId":9}`, `{"orderSn":"1","couponId":9}`, `{"orderSn":"1","memberId":7}`, `{"orderSn":"` + strings.Repeat("1", 33) + `","memberId":7,"couponId":9}`} {
		status, _ := call(t, f, 0, http.MethodPost, "/internal/coupon/locks", bad)
		require.Equal(t, http.StatusUnprocessableEntity, status, bad)
	}
	status, body = call(t, &fake{err: coupon.ErrReleased}, 0, http.MethodPost, "/internal/coupon/locks", `{"orderSn":"123","memberId":7,"couponId":9}`)
	require.Equal(t, http.StatusConflict, status)
	require.Contains(t, body, `"code":"reservation_released"`)
}

func TestPromotions(t *testing.T) {
	status, body := call(t, &fake{}, 0, http.MethodPost, "/internal/coupon/promotions", `{"skuId":1,"spuId":2,"categoryIds":[3],"price":100}`)
	require.Equal(t, http.StatusOK, status)
	require.JSONEq(t, `{"promotions":[{"code":"ladder","params":{"count":3,"perMille":900}}],"giftPoints":5,"giftGrowth":6,"coupons":[]}`, body)
}
