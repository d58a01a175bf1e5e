package httpapi

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/mariadb/dbtest"
	"gulimall/pkg/outbox"
	"gulimall/pkg/paging"
	"gulimall/pkg/server"
	"gulimall/pkg/staff/stafftest"
	"gulimall/services/coupon"
	"gulimall/services/coupon/store"
)

// shop is a catalogue with two SKUs, and members below a thousand.
type shop struct{}

func (shop) Goods(_ context.Context, ids []int64) (map[int64]coupon.Good, error) {
	there := map[int64]coupon.Good{}
	for _, id := range ids {
		if id == 71 || id == 72 {
			there[id] = coupon.Good{SkuID: id, SpuID: 7, Title: "茶", CategoryIDs: []int64{225}, Price: 10000}
		}
	}
	return there, nil
}

func (shop) Categories(context.Context) (map[int64]string, error) {
	return map[int64]string{225: "茶"}, nil
}

func (shop) Levels(context.Context) ([]coupon.Level, error) {
	return []coupon.Level{{ID: 1, Name: "普通会员"}, {ID: 2, Name: "铜牌会员", MemberPrice: true}}, nil
}

func (shop) Exist(_ context.Context, ids []int64) (map[int64]bool, error) {
	there := map[int64]bool{}
	for _, id := range ids {
		there[id] = id < 1000
	}
	return there, nil
}

type asker func(permissions []adminapi.Permission, method, path string, in, out any) (status int, code string)

// desk serves the back office's calls; permissions are those of whoever asks, nil for nobody.
func desk(t *testing.T) (asker, *gin.Engine) {
	t.Helper()
	d := stafftest.New(t)
	now := func() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }
	db := dbtest.Open(t, outbox.Migrations, store.Migrations())
	kept := store.New(db, outbox.New(db), now)
	uc := coupon.New(kept, now)
	OfficeRoutes(d.Engine, coupon.NewOffice(kept, uc, shop{}, shop{}, now), d.Edge, server.NewDecoder())
	RuleRoutes(d.Engine, coupon.NewRuleDesk(kept, shop{}, shop{}), d.Edge, server.NewDecoder())
	return func(permissions []adminapi.Permission, method, path string, in, out any) (int, string) {
		d.As(permissions...)
		return d.Call(method, path, in, out)
	}, d.Engine
}

func TestEachCallAsksForItsPermission(t *testing.T) {
	ask, engine := desk(t)
	one := couponapi.PathOfficeCoupons + "/9"
	calls := []struct {
		method, path string
		needs        adminapi.Permission
	}{
		{http.MethodGet, couponapi.PathOfficeCoupons, adminapi.CouponRead},
		{http.MethodPost, couponapi.PathOfficeCoupons, adminapi.CouponWrite},
		{http.MethodPost, couponapi.PathOfficeCoupons + couponapi.PartPreview, adminapi.CouponRead},
		{http.MethodGet, one, adminapi.CouponRead},
		{http.MethodPut, one, adminapi.CouponWrite},
		{http.MethodPost, one + couponapi.PartPublish, adminapi.CouponWrite},
		{http.MethodPost, one + couponapi.PartWithdraw, adminapi.CouponWrite},
		{http.MethodPost, one + couponapi.PartGrant, adminapi.CouponWrite},
		{http.MethodGet, one + couponapi.PartCodes, adminapi.CouponWrite},
		{http.MethodPost, one + couponapi.PartCodes, adminapi.CouponWrite},
		{http.MethodGet, couponapi.PathClaims, adminapi.CouponRead},
		{http.MethodGet, couponapi.PathWarnings, adminapi.CouponRead},
	}
	for _, path := range []string{couponapi.PathLadders, couponapi.PathFullReductions, couponapi.PathMemberPrices, couponapi.PathSpuBounds} {
		calls = append(calls, []struct {
			method, path string
			needs        adminapi.Permission
		}{{http.MethodGet, path, adminapi.CouponRead}, {http.MethodPut, path, adminapi.CouponWrite}, {http.MethodDelete, path + "/9?version=1", adminapi.CouponWrite}}...)
	}
	for _, e := range calls {
		status, _ := ask(nil, e.method, e.path, nil, nil)
		require.Equal(t, http.StatusUnauthorized, status, "%s %s of nobody", e.method, e.path)
		for _, p := range adminapi.Permissions() {
			status, _ := ask([]adminapi.Permission{p}, e.method, e.path, nil, nil)
			if p == e.needs {
				require.NotContains(t, []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusInternalServerError}, status, "%s %s with %s", e.method, e.path, p)
			} else {
				require.Equal(t, http.StatusForbidden, status, "%s %s with %s", e.method, e.path, p)
			}
		}
	}
	office := 0
	for _, route := range engine.Routes() {
		if len(route.Path) > 10 && route.Path[:11] == "/api/admin/" {
			office++
		}
	}
	require.Equal(t, len(calls), office, "a new call needs a line above")
}

func terms(kind couponapi.Kind) couponapi.Terms {
	day := time.Now().UTC().Truncate(time.Second)
	return couponapi.Terms{
		Name: "满 50 减 10", Kind: kind, Scope: couponapi.ScopeCategories, ScopeIDs: []int64{225}, ScopeNames: []string{"茶"}, Amount: 1000, MinPoint: 5000, PerLimit: 1, Issued: 5,
		ClaimFrom: day.Add(-time.Hour), ClaimUntil: day.Add(time.Hour), ValidFrom: day.Add(-time.Hour), ValidUntil: day.Add(time.Hour),
	}
}

func TestACouponFromDraftToCodes(t *testing.T) {
	ask, _ := desk(t)
	marketing := adminapi.Marketing.Grants()
	want := func(status int, method, path string, in, out any) string {
		t.Helper()
		got, code := ask(marketing, method, path, in, out)
		require.Equal(t, status, got, "%s %s: %s", method, path, code)
		return code
	}
	var made couponapi.Coupon
	want(http.StatusCreated, http.MethodPost, couponapi.PathOfficeCoupons, couponapi.NewCoupon{Terms: terms(couponapi.KindCode)}, &made)
	require.Equal(t, couponapi.CouponDraft, made.State)
	require.Equal(t, []couponapi.Rule{}, made.Warnings)
	at := couponapi.PathOfficeCoupons + "/1"
	require.Equal(t, "coupon_draft", want(http.StatusConflict, http.MethodPost, at+couponapi.PartWithdraw, couponapi.Withdrawal{}, nil))
	require.Equal(t, "coupon_draft", want(http.StatusConflict, http.MethodPost, at+couponapi.PartCodes, couponapi.NewCodes{Count: 1}, nil))
	changed := couponapi.NewCoupon{Terms: made.Terms, Version: made.Version}
	changed.MinPoint = 1000
	want(http.StatusOK, http.MethodPut, at, changed, &made)
	require.Equal(t, couponapi.WarnNoThreshold, made.Warnings[0].Code)
	require.Equal(t, "edited_meanwhile", want(http.StatusConflict, http.MethodPut, at, changed, nil))
	for range 2 {
		want(http.StatusOK, http.MethodPost, at+couponapi.PartPublish, nil, &made)
		require.Equal(t, couponapi.CouponPublished, made.State)
	}
	changed.Version, changed.Amount = made.Version, 500
	require.Equal(t, "coupon_fixed", want(http.StatusConflict, http.MethodPut, at, changed, nil))
	var codes couponapi.MadeCodes
	want(http.StatusCreated, http.MethodPost, at+couponapi.PartCodes, couponapi.NewCodes{Count: 2, Key: "k"}, &codes)
	require.Len(t, codes.Codes, 2)
	var rows paging.Rows[couponapi.Code]
	want(http.StatusOK, http.MethodGet, at+couponapi.PartCodes+"?state=free", nil, &rows)
	require.EqualValues(t, 2, rows.Total)
	require.Equal(t, "coupon_by_code", want(http.StatusConflict, http.MethodPost, at+couponapi.PartGrant, couponapi.Grant{MemberIDs: []int64{7}}, nil))

	want(http.StatusCreated, http.MethodPost, couponapi.PathOfficeCoupons, couponapi.NewCoupon{Terms: terms(couponapi.KindGift)}, &made)
	gift := couponapi.PathOfficeCoupons + "/2"
	require.Equal(t, "coupon_not_published", want(http.StatusConflict, http.MethodPost, gift+couponapi.PartGrant, couponapi.Grant{MemberIDs: []int64{7}}, nil))
	want(http.StatusOK, http.MethodPost, gift+couponapi.PartPublish, nil, nil)
	var granted couponapi.Granted
	want(http.StatusOK, http.MethodPost, gift+couponapi.PartGrant, couponapi.Grant{MemberIDs: []int64{7, 5000}}, &granted)
	require.Equal(t, []couponapi.GrantResult{{MemberID: 7, Result: "ok"}, {MemberID: 5000, Result: "unknown"}}, granted.Results)
	var claims paging.Rows[couponapi.Claim]
	want(http.StatusOK, http.MethodGet, couponapi.PathClaims+"?memberId=7&state=unused", nil, &claims)
	require.True(t, claims.Items[0].Given)
	var gone couponapi.Withdrawn
	want(http.StatusOK, http.MethodPost, gift+couponapi.PartWithdraw, couponapi.Withdrawal{Void: true}, &gone)
	require.EqualValues(t, 1, gone.VoidedNow)
	require.Equal(t, couponapi.CouponWithdrawn, gone.State)
	want(http.StatusUnprocessableEntity, http.MethodGet, couponapi.PathOfficeCoupons+"?state=lost", nil, nil)
	var list paging.Rows[couponapi.Coupon]
	want(http.StatusOK, http.MethodGet, couponapi.PathOfficeCoupons+"?kind=gift&state=withdrawn", nil, &list)
	require.EqualValues(t, 1, list.Total)
	bad := terms(couponapi.KindLevel)
	want(http.StatusUnprocessableEntity, http.MethodPost, couponapi.PathOfficeCoupons, couponapi.NewCoupon{Terms: bad}, nil)

	var shown couponapi.Previewed
	want(http.StatusOK, http.MethodPost, couponapi.PathOfficeCoupons+couponapi.PartPreview, couponapi.Preview{Coupon: terms(couponapi.KindEverybody), LevelID: 1, Lines: []couponapi.PreviewLine{{SkuID: 71, Count: 1}}}, &shown)
	require.EqualValues(t, 1000, shown.Quote.Coupon)
	var summary couponapi.Summary
	want(http.StatusOK, http.MethodGet, couponapi.PathSummary, nil, &summary)
	require.Len(t, summary.Coupons, 2)
}

func TestRulesByStaffAndByThePublisherOfProducts(t *testing.T) {
	ask, _ := desk(t)
	marketing := adminapi.Marketing.Grants()
	want := func(status int, method, path string, in, out any) string {
		t.Helper()
		got, code := ask(marketing, method, path, in, out)
		require.Equal(t, status, got, "%s %s: %s", method, path, code)
		return code
	}
	var ladder couponapi.Ladder
	want(http.StatusOK, http.MethodPut, couponapi.PathLadders, couponapi.Ladder{SkuID: 71, Rung: couponapi.Rung{Count: 2, PerMille: 400}}, &ladder)
	require.Equal(t, couponapi.WarnHalf, ladder.Warnings[0].Code)
	require.EqualValues(t, 7, ladder.SpuID)
	require.Equal(t, "rule_exists", want(http.StatusConflict, http.MethodPut, couponapi.PathLadders, couponapi.Ladder{SkuID: 71, Rung: couponapi.Rung{Count: 2, PerMille: 900}}, nil))
	want(http.StatusUnprocessableEntity, http.MethodPut, couponapi.PathLadders, couponapi.Ladder{SkuID: 99, Rung: couponapi.Rung{Count: 2, PerMille: 900}}, nil)
	want(http.StatusUnprocessableEntity, http.MethodPut, couponapi.PathFullReductions, couponapi.Reduction{SkuID: 71, FullReduction: couponapi.FullReduction{Full: 100, Reduce: 101}}, nil)
	want(http.StatusOK, http.MethodPut, couponapi.PathFullReductions, couponapi.Reduction{SkuID: 71, FullReduction: couponapi.FullReduction{Full: 20000, Reduce: 100}}, nil)
	var price couponapi.LevelPrice
	want(http.StatusOK, http.MethodPut, couponapi.PathMemberPrices, couponapi.LevelPrice{SkuID: 71, MemberPrice: couponapi.MemberPrice{LevelID: 2, Price: 9000}}, &price)
	require.Equal(t, "铜牌会员", price.LevelName)
	want(http.StatusOK, http.MethodPut, couponapi.PathSpuBounds, couponapi.SpuBounds{SpuID: 7, Bounds: couponapi.Bounds{Points: 5, Work: 15}}, nil)

	var all couponapi.SpuRules
	want(http.StatusOK, http.MethodGet, couponapi.PathRules+"?spuId=7", nil, &all)
	require.Len(t, all.Skus, 1)
	require.EqualValues(t, 5, all.Bounds.Points)
	all.By = adminapi.By{StaffID: 4, Account: "admin"}
	all.Skus = append(all.Skus, couponapi.SkuRules{SkuID: 72, Ladder: []couponapi.Rung{{Count: 3, PerMille: 900}}})
	want(http.StatusOK, http.MethodPut, couponapi.PathRules, all, nil)
	var rows paging.Rows[couponapi.Ladder]
	want(http.StatusOK, http.MethodGet, couponapi.PathLadders+"?spuId=7", nil, &rows)
	require.EqualValues(t, 2, rows.Total)
	require.EqualValues(t, 1, rows.Items[0].Version, "what stays as it was is not written again")
	require.Equal(t, "edited_meanwhile", want(http.StatusConflict, http.MethodDelete, couponapi.PathLadders+"/1?version=9", nil, nil))
	want(http.StatusNoContent, http.MethodDelete, couponapi.PathLadders+"/1?version=1", nil, nil)
	want(http.StatusUnprocessableEntity, http.MethodGet, couponapi.PathRules, nil, nil)
	var found []couponapi.SkuWarning
	want(http.StatusOK, http.MethodGet, couponapi.PathWarnings, nil, &found)
	require.Empty(t, found)
}

func TestRedeem(t *testing.T) {
	f := &fake{mine: []coupon.MemberCoupon{{Template: template(), ID: 55}}}
	status, body := call(t, f, 7, http.MethodPost, "/api/coupon/codes/7k2m-9qxa/redeem", "")
	require.Equal(t, http.StatusCreated, status, body)
	require.Equal(t, []any{"7k2m-9qxa", int64(7)}, f.asked)
	status, _ = call(t, f, 0, http.MethodPost, "/api/coupon/codes/x/redeem", "")
	require.Equal(t, http.StatusUnauthorized, status)
	status, body = call(t, &fake{err: coupon.ErrNoCode}, 7, http.MethodPost, "/api/coupon/codes/x/redeem", "")
	require.Equal(t, http.StatusNotFound, status)
	require.Contains(t, body, "code_not_found")
}
