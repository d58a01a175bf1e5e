package pages

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"

	"gulimall/pkg/i18n"
	"gulimall/pkg/server"
	"gulimall/pkg/session"
	"gulimall/services/coupon"
	"gulimall/web"
	"gulimall/web/frame"
)

const (
	centre = "http://coupon.gulimall.localhost:8080/"
	home   = "http://gulimall.localhost:8080/"
)

type fake struct {
	err   error
	asked [2]int64

	redeemed string
}

func (f *fake) Offers(_ context.Context, memberID int64) ([]coupon.Offer, error) {
	now := time.Now()
	open := coupon.Template{ID: 3, Scope: coupon.OnCategories, CategoryIDs: []int64{225}, ScopeNames: []string{"手机"}, Name: "手机券", Amount: 20000, Issued: 9, PerLimit: 1, ValidFrom: now, ValidUntil: now}
	soon := coupon.Template{ID: 4, Name: "盛典券", Amount: 8000, Issued: 9, ClaimFrom: now.Add(time.Hour), ValidFrom: now, ValidUntil: now}
	mine := min(memberID, 1)
	return []coupon.Offer{{Template: open, Mine: mine}, {Template: soon}}, nil
}

func (f *fake) Claim(_ context.Context, couponID, memberID int64) (coupon.MemberCoupon, error) {
	f.asked = [2]int64{couponID, memberID}
	return coupon.MemberCoupon{}, f.err
}

func (f *fake) Redeem(_ context.Context, code string, memberID int64) (coupon.MemberCoupon, error) {
	f.redeemed, f.asked = code, [2]int64{0, memberID}
	return coupon.MemberCoupon{}, f.err
}

// call sends a request through Routes; member 0 is nobody.
func call(t *testing.T, uc Coupons, member int64, method, target string, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	words, err := i18n.Load()
	require.NoError(t, err)
	render, err := web.New(web.Options{Domain: "gulimall.localhost", Port: 8080})
	require.NoError(t, err)
	gin.SetMode(gin.TestMode)
	engine := gin.New()
	engine.Use(func(c *gin.Context) {
		if member != 0 {
			c.Request = c.Request.WithContext(session.With(c.Request.Context(), session.Member{ID: member, Username: "demo"}))
		}
	})
	Routes(engine, uc, frame.New(render, &server.Edge{Log: slog.New(slog.DiscardHandler), Words: words}), time.Now)
	w := httptest.NewRecorder()
	r := httptest.NewRequestWithContext(t.Context(), method, target, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	engine.ServeHTTP(w, r)
	return w
}

func TestCentre(t *testing.T) {
	visitor := call(t, &fake{}, 0, http.MethodGet, "/", nil)
	require.Equal(t, http.StatusOK, visitor.Code)
	for _, words := range []string{"领券中心", "手机券", "限手机类商品", "全场商品可用", "剩余 100%", "每人限领 1 张", "开抢", `name="couponId" value="3"`} {
		require.Contains(t, visitor.Body.String(), words)
	}
	require.NotContains(t, visitor.Body.String(), `name="couponId" value="4"`)
	member := call(t, &fake{}, 7, http.MethodGet, "/?claimed=3", nil)
	require.Contains(t, member.Body.String(), "领取成功")
	require.Contains(t, member.Body.String(), "已达每人限领数量")
	require.Contains(t, member.Body.String(), "http://search.gulimall.localhost:8080/list.html?catalog3Id=225", "what was claimed leads to its goods")
}

func TestClaim(t *testing.T) {
	for name, c := range map[string]struct {
		member int64
		form   url.Values
		err    error
		status int
		to     string
		words  string
	}{
		"from the centre":      {7, url.Values{"couponId": {"3"}, "originUrl": {centre}}, nil, 303, centre + "?claimed=3", ""},
		"from home":            {7, url.Values{"couponId": {"3"}, "originUrl": {home}}, nil, 303, home + "?claimed=3", ""},
		"from elsewhere":       {7, url.Values{"couponId": {"3"}, "originUrl": {"http://evil.example/"}}, nil, 303, centre + "?claimed=3", ""},
		"from nowhere":         {7, url.Values{"couponId": {"3"}}, nil, 303, centre + "?claimed=3", ""},
		"nobody":               {0, url.Values{"couponId": {"3"}, "originUrl": {home}}, nil, 303, "http://auth.gulimall.localhost:8080/login.html?originUrl=" + url.QueryEscape(home), ""},
		"gone":                 {7, url.Values{"couponId": {"3"}, "originUrl": {home}}, coupon.ErrExhausted, 409, "", "优惠券已被领完"},
		"there is none":        {7, url.Values{"couponId": {"3"}}, coupon.ErrNotFound, 404, "", "优惠券不存在"},
		"not a number":         {7, url.Values{"couponId": {"x"}}, nil, 404, "", "优惠券不存在"},
		"the database is away": {7, url.Values{"couponId": {"3"}}, io.ErrUnexpectedEOF, 500, "", "系统开小差了"},
	} {
		t.Run(name, func(t *testing.T) {
			f := &fake{err: c.err}
			w := call(t, f, c.member, http.MethodPost, "/claim", c.form)
			require.Equal(t, c.status, w.Code)
			require.Equal(t, c.to, w.Header().Get("Location"))
			require.Contains(t, w.Body.String(), c.words)
			if c.status == http.StatusSeeOther && c.member != 0 {
				require.Equal(t, [2]int64{3, 7}, f.asked)
			}
		})
	}
}

func TestRedeem(t *testing.T) {
	f := &fake{}
	form := url.Values{"code": {" 7k2m-9qxa "}, "originUrl": {"http://member.gulimall.localhost:8080/coupons.html"}}
	w := call(t, f, 7, http.MethodPost, "/redeem", form)
	require.Equal(t, http.StatusSeeOther, w.Code)
	require.Equal(t, "http://member.gulimall.localhost:8080/coupons.html", w.Header().Get("Location"))
	require.Equal(t, "7k2m-9qxa", f.redeemed)
	for err, want := range map[error]int{coupon.ErrNoCode: 404, coupon.ErrCodeUsed: 409} {
		w := call(t, &fake{err: err}, 7, http.MethodPost, "/redeem", form)
		require.Equal(t, want, w.Code)
		require.Contains(t, w.Body.String(), "7k2m-9qxa", "what was typed stays")
		require.Contains(t, w.Body.String(), "兑换码")
	}
	w = call(t, f, 0, http.MethodPost, "/redeem", form)
	require.Contains(t, w.Header().Get("Location"), "/login.html")
}
