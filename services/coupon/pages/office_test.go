package pages

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/mariadb/dbtest"
	"gulimall/pkg/outbox"
	"gulimall/pkg/server"
	"gulimall/pkg/shopday"
	"gulimall/pkg/staff/stafftest"
	"gulimall/services/coupon"
	"gulimall/services/coupon/store"
	"gulimall/web"
	"gulimall/web/frame"
)

// shop is a catalogue with two SKUs, and members below a thousand.
type shop struct{}

func (shop) Goods(_ context.Context, ids []int64) (map[int64]coupon.Good, error) {
	there := map[int64]coupon.Good{}
	for _, id := range ids {
		if id == 71 || id == 72 {
			there[id] = coupon.Good{SkuID: id, SpuID: 7, Title: "Green tea", CategoryIDs: []int64{225}, Price: 10000}
		}
	}
	return there, nil
}

func (shop) Categories(context.Context) (map[int64]string, error) {
	return map[int64]string{225: "Tea"}, nil
}

func (shop) Levels(context.Context) ([]coupon.Level, error) {
	return []coupon.Level{{ID: 1, Name: "Plain"}, {ID: 2, Name: "Bronze", MemberPrice: true}}, nil
}

func (shop) Exist(_ context.Context, ids []int64) (map[int64]bool, error) {
	there := map[int64]bool{}
	for _, id := range ids {
		there[id] = id < 1000
	}
	return there, nil
}

// desk is the office's pages over a database; asking is who looks, nil for nobody.
type desk struct {
	*stafftest.Desk

	t *testing.T
	*coupon.Coupons
}

func openDesk(t *testing.T) *desk {
	t.Helper()
	now := func() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }
	db := dbtest.Open(t, outbox.Migrations, store.Migrations())
	kept := store.New(db, outbox.New(db), now)
	d := &desk{Desk: stafftest.New(t), t: t, Coupons: coupon.New(kept, now)}
	render, err := web.New(web.Options{Domain: "gulimall.localhost", Port: 8080})
	require.NoError(t, err)
	OfficeRoutes(d.Engine, coupon.NewOffice(kept, d.Coupons, shop{}, shop{}, now), coupon.NewRuleDesk(kept, shop{}, shop{}), frame.NewOffice(render, d.Edge), server.NewDecoder())
	return d
}

func (d *desk) as(permissions ...adminapi.Permission) *desk {
	d.As(permissions...)
	return d
}

// send asks for a page, wants a status, and gives the page and where it leads.
func (d *desk) send(method, path string, form url.Values, want int) (body, to string) {
	d.t.Helper()
	return d.Send(method, path, form, want)
}

func (d *desk) get(path string) string {
	d.t.Helper()
	body, _ := d.send(http.MethodGet, path, nil, http.StatusOK)
	return body
}

func (d *desk) post(path string, form url.Values, want int) (body, to string) {
	d.t.Helper()
	return d.send(http.MethodPost, path, form, want)
}

// TestEachPageAsksForItsPermission: the same as the calls of the API.
func TestEachPageAsksForItsPermission(t *testing.T) {
	d := openDesk(t)
	reads := map[string]bool{"coupons.html": true, "coupons.csv": true, "coupon.html": true, "claims.html": true, "claims.csv": true, "rules.html": true, "rules.csv": true}
	open := 0
	for _, route := range d.Engine.Routes() {
		path, ours := strings.CutPrefix(route.Path, "/coupon/")
		if !ours {
			continue
		}
		open++
		needs := adminapi.CouponWrite
		if reads[path] {
			needs = adminapi.CouponRead
		}
		d.PageAsks(route.Method, route.Path, needs)
	}
	require.Equal(t, 18, open, "a new page needs a line above")
}

func couponForm(kind string) url.Values {
	day := time.Now().In(shopday.Zone())
	return url.Values{
		"name": {"Ten off fifty"}, "kind": {kind}, "scope": {"categories"}, "scopeIds": {"225 Tea\n"}, "amount": {"10"}, "minPoint": {"50.00"}, "perLimit": {"1"}, "issued": {"5"},
		"claimFrom": {day.Add(-time.Hour).Format(moment)}, "claimUntil": {day.Add(time.Hour).Format(moment)},
		"validFrom": {day.Add(-time.Hour).Format(moment)}, "validUntil": {day.Add(2 * time.Hour).Format(moment)},
	}
}

// hidden reads a hidden field of a page.
func hidden(t *testing.T, body, name string) string {
	t.Helper()
	found := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(body)
	require.NotNil(t, found, name)
	return found[1]
}

// What shoppers see of a coupon: a button where they claim it, otherwise the card that stands among their own.
func TestACouponLooksAsItsShoppersSeeIt(t *testing.T) {
	d := openDesk(t).as(adminapi.Marketing.Grants()...)
	for kind, claimed := range map[string]bool{"everybody": true, "level": true, "gift": false, "registration": false, "code": false} {
		form := couponForm(kind)
		form.Set("levelId", "1")
		_, to := d.post("/coupon/edit.html", form, http.StatusSeeOther)
		body := d.get(to)
		require.Equal(t, claimed, strings.Contains(body, "data-claim="), kind)
		require.Equal(t, claimed, strings.Contains(body, "The same card as in the coupon centre"), kind)
		require.Equal(t, !claimed, strings.Contains(body, ">Use it<"), kind)
	}
}

func TestACouponIsMadeTriedPublishedAndGiven(t *testing.T) {
	d := openDesk(t).as(adminapi.Marketing.Grants()...)
	require.Contains(t, d.get("/coupon/coupons.html"), "No coupons yet")
	require.Contains(t, d.get("/coupon/edit.html"), `name="amount"`)
	bad := couponForm("everybody")
	bad.Set("amount", "ten")
	bad.Set("scopeIds", "")
	body, _ := d.post("/coupon/edit.html", bad, http.StatusUnprocessableEntity)
	require.Contains(t, body, `value="ten"`, "what was typed stays")
	require.Contains(t, body, `id="f-amount-error"`)
	_, to := d.post("/coupon/edit.html", couponForm("everybody"), http.StatusSeeOther)
	require.Equal(t, "/coupon/coupon.html?id=1", to)

	body = d.get(to + "&lines=71+1&levelId=1")
	require.Contains(t, body, "Draft")
	require.Contains(t, body, "The coupon takes off ¥10.00.")
	require.Contains(t, body, "Green tea")
	require.Contains(t, body, "inert", "the card cannot be claimed here")
	d.send(http.MethodGet, to+"&lines=99+1", nil, http.StatusUnprocessableEntity)
	require.Contains(t, d.get("/coupon/coupon.html?id=1&lines=72+200"), "Green tea")
	d.send(http.MethodGet, to+"&lines=tea", nil, http.StatusUnprocessableEntity)

	d.post("/coupon/publish?id=1", url.Values{}, http.StatusSeeOther)
	d.post("/coupon/publish?id=1", url.Values{}, http.StatusSeeOther)
	body = d.get(to)
	require.Contains(t, body, "/coupon/withdraw.html?id=1")
	give := url.Values{"memberIds": {"7, 8\n5000"}, "key": {hidden(t, body, "key")}}
	body, _ = d.post("/coupon/grant?id=1", give, http.StatusOK)
	require.Contains(t, body, "2 can get it; nothing has been given yet")
	require.Contains(t, body, "No such member")
	require.Contains(t, d.get("/coupon/claims.html?couponId=1"), "Nothing matches", "looking gives nothing")
	give.Set("step", "do")
	for _, part := range []string{"7", "7", "8\n8", "8"} {
		give.Set("memberIds", part)
		body, _ = d.post("/coupon/grant?id=1", give, http.StatusOK)
		require.Equal(t, 1, strings.Count(body, ">Given</span>"), "a part that comes again gives no more, and says the same")
	}
	d.post("/coupon/grant?id=1", url.Values{"memberIds": {"x"}}, http.StatusUnprocessableEntity)
	claims := d.get("/coupon/claims.html?couponId=1&state=unused")
	require.Equal(t, 2, strings.Count(claims, "Ten off fifty</a>"))
	require.Contains(t, d.get("/coupon/claims.csv?memberId=7"), "Ten off fifty")
	require.Contains(t, d.get("/coupon/coupons.csv?state=published"), "Ten off fifty")
	require.NotContains(t, d.get("/coupon/coupons.html?state=draft"), "Ten off fifty")

	ask := d.get("/coupon/withdraw.html?id=1")
	require.Contains(t, ask, "The 2 that members have not used stay good")
	d.post("/coupon/withdraw.html?id=1", url.Values{}, http.StatusSeeOther)
	mine, err := d.Mine(t.Context(), 7, []coupon.State{coupon.Unused})
	require.NoError(t, err)
	require.Len(t, mine, 1, "what members have stays good")
	d.post("/coupon/withdraw.html?id=1", url.Values{"void": {"yes"}}, http.StatusSeeOther)
	mine, err = d.Mine(t.Context(), 7, []coupon.State{coupon.Unused})
	require.NoError(t, err)
	require.Empty(t, mine)

	d.as(adminapi.CouponRead)
	body = d.get(to)
	for _, action := range []string{"/coupon/edit.html", "/coupon/publish", "/coupon/withdraw", "/coupon/grant"} {
		require.NotContains(t, body, action, "who may only read gets no buttons")
	}
}

func TestWhatIsDoubtfulIsToldBeforeItIsSaved(t *testing.T) {
	d := openDesk(t).as(adminapi.Marketing.Grants()...)
	form := couponForm("everybody")
	form.Set("minPoint", "0")
	body, _ := d.post("/coupon/edit.html", form, http.StatusOK)
	require.Contains(t, body, "an order may cost nothing")
	require.Contains(t, body, "Save anyway")
	require.Contains(t, d.get("/coupon/coupons.html"), "No coupons yet", "nothing is saved by the first click")
	form.Set("sure", hidden(t, body, "sure"))
	form.Set("perLimit", "0")
	body, _ = d.post("/coupon/edit.html", form, http.StatusOK)
	require.Contains(t, body, "any number", "what is new is asked about again")
	form.Set("sure", hidden(t, body, "sure"))
	d.post("/coupon/edit.html", form, http.StatusSeeOther)

	form.Set("version", "1")
	form.Set("name", "Other")
	d.post("/coupon/edit.html?id=1", form, http.StatusSeeOther)
	body, _ = d.post("/coupon/edit.html?id=1", form, http.StatusConflict)
	require.Contains(t, body, "What somebody else has saved", "the second is told, with what there is now")
	require.Equal(t, "2", hidden(t, body, "version"))
	d.post("/coupon/publish?id=1", url.Values{}, http.StatusSeeOther)
	form.Set("version", "3")
	form.Set("amount", "9.99")
	body, _ = d.post("/coupon/edit.html?id=1", form, http.StatusConflict)
	require.Contains(t, body, `href="#f-amount"`, "a coupon that is out does not promise less")
	form.Set("amount", "10")
	form.Set("issued", "50")
	d.post("/coupon/edit.html?id=1", form, http.StatusSeeOther)
}

func TestCodesAreMadeOnceAndExported(t *testing.T) {
	d := openDesk(t).as(adminapi.Marketing.Grants()...)
	d.post("/coupon/edit.html", couponForm("code"), http.StatusSeeOther)
	d.post("/coupon/publish?id=1", url.Values{}, http.StatusSeeOther)
	body := d.get("/coupon/coupon.html?id=1")
	form := url.Values{"count": {"3"}, "key": {hidden(t, body, "key")}}
	for range 2 {
		d.post("/coupon/codes?id=1", form, http.StatusSeeOther)
	}
	require.Equal(t, 3, strings.Count(d.get("/coupon/coupon.html?id=1"), ">Not redeemed</span>"))
	csv := d.get("/coupon/codes.csv?id=1")
	require.Equal(t, 4, strings.Count(csv, "\n"))
	require.Equal(t, 1, strings.Count(d.get("/coupon/codes.csv?id=1&redeemed=yes"), "\n"), "a file shows what the list shows")
	require.Contains(t, d.get("/coupon/coupon.html?id=1&redeemed=no"), "/coupon/codes.csv?id=1&amp;redeemed=no")
	d.post("/coupon/codes?id=1", url.Values{"count": {"3"}, "key": {"other"}}, http.StatusConflict)
	d.post("/coupon/codes?id=1", url.Values{"count": {"x"}}, http.StatusUnprocessableEntity)
}

func TestRulesAreListedEditedAndRemoved(t *testing.T) {
	d := openDesk(t).as(adminapi.Marketing.Grants()...)
	forms := map[string]url.Values{
		"ladders":    {"skuId": {"71"}, "count": {"2"}, "perMille": {"95.5"}},
		"reductions": {"skuId": {"72"}, "full": {"200"}, "reduce": {"20"}, "addOther": {"yes"}},
		"prices":     {"skuId": {"72"}, "levelId": {"2"}, "price": {"95"}, "addOther": {"yes"}},
		"bounds":     {"spuId": {"7"}, "points": {"10"}, "growth": {"5"}, "pointsPlain": {"yes"}},
	}
	for _, kind := range ruleKinds() {
		path := "/coupon/rule.html?kind=" + kind
		require.Contains(t, d.get("/coupon/rules.html?kind="+kind), "No such rules yet")
		require.Contains(t, d.get(path), "<form")
		d.post(path, url.Values{}, http.StatusUnprocessableEntity)
		if kind == "prices" {
			body, _ := d.post(path, forms[kind], http.StatusOK)
			require.Contains(t, body, "follow one another", "two that add up")
			forms[kind].Set("sure", hidden(t, body, "sure"))
		}
		_, to := d.post(path, forms[kind], http.StatusSeeOther)
		require.Contains(t, d.get(to), path+"&amp;id=1")
		require.Contains(t, d.get(strings.Replace(to, ".html", ".csv", 1)), "7")
		d.post(path, forms[kind], http.StatusConflict)
		change := url.Values{"version": {"1"}}
		for name, values := range forms[kind] {
			change[name] = values
		}
		d.post(path+"&id=1", change, http.StatusSeeOther)
		body, _ := d.post(path+"&id=1", change, http.StatusConflict)
		require.Equal(t, "2", hidden(t, body, "version"))
		require.Contains(t, body, "What somebody else has saved")
		d.post("/coupon/rule/remove?kind="+kind+"&id=1", url.Values{"version": {"1"}}, http.StatusConflict)
		if kind != "reductions" {
			d.post("/coupon/rule/remove?kind="+kind+"&id=1", url.Values{"version": {"2"}}, http.StatusSeeOther)
		}
	}
	require.Contains(t, d.get("/coupon/rules.html?kind=warnings"), "Nothing to look at")
}

// A price for many is typed as a percentage of the price, kept in thousandths, and told as what comes off; what was meant as tenths is asked about.
func TestAPriceForManyIsAPercentage(t *testing.T) {
	d := openDesk(t).as(adminapi.Marketing.Grants()...)
	path := "/coupon/rule.html?kind=ladders"
	for _, typed := range []string{"", "0", "100", "900", "95.55", "ten"} {
		body, _ := d.post(path, url.Values{"skuId": {"71"}, "count": {"2"}, "perMille": {typed}}, http.StatusUnprocessableEntity)
		require.Contains(t, body, `id="f-perMille-error"`, typed)
	}
	body, _ := d.post(path, url.Values{"skuId": {"71"}, "count": {"2"}, "perMille": {"9.5"}}, http.StatusOK)
	require.Contains(t, body, "More than half comes off")
	_, to := d.post(path, url.Values{"skuId": {"71"}, "count": {"2"}, "perMille": {"95.5"}}, http.StatusSeeOther)
	require.Contains(t, d.get(to), "4.5% off from 2 pieces")
	require.Contains(t, d.get(strings.Replace(to, ".html", ".csv", 1)), "4.5% off from 2 pieces")
	require.Contains(t, d.get(path+"&id=1"), `name="perMille" type="text" value="95.5"`)
}
