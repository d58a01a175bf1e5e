package httpapi_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/mariadb/dbtest"
	"gulimall/pkg/outbox"
	"gulimall/pkg/paging"
	"gulimall/pkg/server"
	"gulimall/pkg/staff/stafftest"
	"gulimall/services/member"
	"gulimall/services/member/httpapi"
	"gulimall/services/member/pages"
	"gulimall/services/member/store"
	"gulimall/web/frame"
)

// desk is the members desk, for programs and for people; asking is who looks, nil for nobody.
type desk struct {
	*stafftest.Desk

	t     *testing.T
	store *store.Store
	ended []int64
	next  neighbours
}

func (d *desk) EndAll(_ context.Context, memberID int64) (int, error) {
	d.ended = append(d.ended, memberID)
	return 1, nil
}

// neighbours stands in for the services beside; away, none of them answers.
type neighbours struct {
	away    bool
	orders  []orderapi.OfficeOrder
	coupons []couponapi.MemberCoupon
}

func (n *neighbours) Of(_ context.Context, memberID int64, status orderapi.Status, most int) (paging.Rows[orderapi.OfficeOrder], error) {
	if n.away {
		return paging.Rows[orderapi.OfficeOrder]{}, apperr.ErrUnavailable
	}
	var found paging.Rows[orderapi.OfficeOrder]
	for _, o := range n.orders {
		if o.Member.ID == memberID && (status == "" || o.Status == status) {
			if found.Total++; len(found.Items) < most {
				found.Items = append(found.Items, o)
			}
		}
	}
	return found, nil
}

func (n *neighbours) Mine(context.Context, int64, couponapi.State) ([]couponapi.MemberCoupon, error) {
	if n.away {
		return nil, apperr.ErrUnavailable
	}
	return n.coupons, nil
}

func openDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{Desk: stafftest.New(t), t: t}
	db := dbtest.Open(t, outbox.Migrations, store.Migrations())
	d.store = store.New(db, outbox.New(db), func() time.Time { return time.Now().UTC().Truncate(time.Millisecond) })
	office := member.NewOffice(d.store, d)
	httpapi.OfficeRoutes(d.Engine, office, d.Edge, server.NewDecoder(), time.Now)
	renderer, err := templates()
	require.NoError(t, err)
	pages.OfficeRoutes(d.Engine, office, pages.Beside{Orders: &d.next, Coupons: &d.next}, frame.NewOffice(renderer, d.Edge), server.NewDecoder())
	_, err = d.store.Register(t.Context(), member.Registration{Username: "xiaomai", Phone: phone}, "hash")
	require.NoError(t, err)
	return d
}

func (d *desk) as(permissions ...adminapi.Permission) *desk {
	d.As(permissions...)
	return d
}

// call makes a call and gives its answer, or the code of its problem.
func (d *desk) call(want int, method, path string, in, out any) (code string) {
	d.t.Helper()
	status, code := d.Call(method, path, in, out)
	require.Equal(d.t, want, status, "%s %s: %s", method, path, code)
	return code
}

// page asks for a page, or sends a form of one.
func (d *desk) page(want int, method, path string, form url.Values) (body, to string) {
	d.t.Helper()
	r := httptest.NewRequest(method, "http://admin.gulimall.localhost:8080"+path, strings.NewReader(form.Encode()))
	r.Header.Set("Accept-Language", "en")
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	d.Engine.ServeHTTP(w, r)
	require.Equal(d.t, want, w.Code, "%s %s: %s", method, path, w.Body)
	return w.Body.String(), w.Header().Get("Location")
}

// TestTheMembersDeskAsksForPermissions: whoever may read may change nothing, and others get nowhere.
func TestTheMembersDeskAsksForPermissions(t *testing.T) {
	d := openDesk(t)
	guarded := 0
	for _, route := range d.Engine.Routes() {
		path := strings.Replace(route.Path, ":id", "1", 1)
		office := strings.HasPrefix(path, "/member/")
		if !office && !strings.HasPrefix(path, "/api/admin/") {
			continue
		}
		guarded++
		needs := adminapi.MemberRead
		if route.Method != http.MethodGet || office && !strings.Contains(path, "members.") && !strings.HasPrefix(path, "/member/member.") && !strings.HasPrefix(path, "/member/levels.") {
			needs = adminapi.MemberWrite
		}
		ask := func() int {
			w := httptest.NewRecorder()
			d.Engine.ServeHTTP(w, httptest.NewRequest(route.Method, path, nil))
			return w.Code
		}
		d.Asking = nil
		require.Contains(t, []int{http.StatusUnauthorized, http.StatusSeeOther}, ask(), path)
		var others []adminapi.Permission
		for _, p := range adminapi.Permissions() {
			if p != needs {
				others = append(others, p)
			}
		}
		d.as(others...)
		require.Equal(t, http.StatusForbidden, ask(), path)
		d.as(needs)
		require.NotContains(t, []int{http.StatusForbidden, http.StatusInternalServerError}, ask(), path)
	}
	require.Equal(t, 21, guarded, "a new route is guarded as well")
}

func TestMembersAreListedAndMasked(t *testing.T) {
	d := openDesk(t)
	var list paging.Rows[memberapi.OfficeMember]
	d.as(adminapi.MemberRead).call(200, "GET", memberapi.PathOfficeMembers+"?keyword=XIAO&state=active", nil, &list)
	require.EqualValues(t, 1, list.Total)
	require.Equal(t, member.MaskPhone(phone), list.Items[0].Phone)
	d.as(adminapi.MemberRead, adminapi.MemberWrite).call(200, "GET", memberapi.PathOfficeMembers+"?from=2020-01-01T00:00:00Z&to=2120-01-01T00:00:00Z", nil, &list)
	require.Equal(t, phone, list.Items[0].Phone)
	require.Equal(t, "invalid", d.call(422, "GET", memberapi.PathOfficeMembers+"?state=gone", nil, nil))
	var profile memberapi.OfficeProfile
	d.call(200, "GET", memberapi.PathOfficeMembers+"/1", nil, &profile)
	require.Nil(t, profile.LoginAt)
	require.Equal(t, "member_not_found", d.call(404, "GET", memberapi.PathOfficeMembers+"/9", nil, nil))
}

func TestFreezingEndsTheSessions(t *testing.T) {
	d := openDesk(t)
	d.as(adminapi.MemberRead, adminapi.MemberWrite)
	require.Equal(t, "invalid", d.call(422, "POST", memberapi.PathOfficeMembers+"/1/freeze", memberapi.Freezing{}, nil))
	var now memberapi.OfficeMember
	for range 2 {
		d.call(200, "POST", memberapi.PathOfficeMembers+"/1/freeze", memberapi.Freezing{Reason: "刷单"}, &now)
		require.Equal(t, "frozen", now.State)
	}
	require.Equal(t, []int64{1, 1}, d.ended)
	d.call(200, "POST", memberapi.PathOfficeMembers+"/1/unfreeze", memberapi.Freezing{Reason: "已核实"}, &now)
	require.Equal(t, "active", now.State)
	require.Equal(t, "member_not_found", d.call(404, "POST", memberapi.PathOfficeMembers+"/9/freeze", memberapi.Freezing{Reason: "x"}, nil))
}

func TestPointsAndLevelsByCall(t *testing.T) {
	d := openDesk(t)
	d.as(adminapi.MemberRead, adminapi.MemberWrite)
	adjust := memberapi.PointsAdjustment{MemberID: 1, Change: 50, Kind: memberapi.KindPoints, Reason: "补偿", Key: "k"}
	var now memberapi.OfficeMember
	for range 2 {
		d.call(200, "POST", memberapi.PathPointsAdjust, adjust, &now)
		require.EqualValues(t, 50, now.Points)
	}
	adjust.Key, adjust.Change = "k2", -51
	require.Equal(t, "points_short", d.call(409, "POST", memberapi.PathPointsAdjust, adjust, nil))
	adjust.Kind = "money"
	require.Equal(t, "invalid", d.call(422, "POST", memberapi.PathPointsAdjust, adjust, nil))
	var entries paging.Rows[memberapi.OfficeEntry]
	d.call(200, "GET", memberapi.PathOfficeMembers+"/1/ledger?kind=points", nil, &entries)
	require.Equal(t, "补偿", entries.Items[0].Note)

	var silver memberapi.OfficeLevel
	d.call(201, "POST", memberapi.PathOfficeLevels, memberapi.NewLevel{Name: "银牌", GrowthFrom: 100, FreeFreightFrom: 9900}, &silver)
	change := memberapi.NewLevel{ID: silver.ID, Version: silver.Version, Name: "银", GrowthFrom: 200}
	d.call(200, "PUT", memberapi.PathOfficeLevels, change, &silver)
	require.EqualValues(t, 2, silver.Version)
	require.Equal(t, "edited_meanwhile", d.call(409, "PUT", memberapi.PathOfficeLevels, change, nil))
	require.Equal(t, "invalid", d.call(422, "PUT", memberapi.PathOfficeLevels, memberapi.NewLevel{Name: "x"}, nil))
	var all []memberapi.OfficeLevel
	d.call(200, "GET", memberapi.PathOfficeLevels, nil, &all)
	require.Len(t, all, 2)

	var known memberapi.Existing
	d.call(200, "POST", memberapi.PathExist, memberapi.Exist{IDs: []int64{7, 1}}, &known)
	require.Equal(t, []memberapi.Known{{ID: 1, Username: "xiaomai", LevelID: 1}}, known.Members)
	var sum memberapi.Summary
	d.call(200, "GET", memberapi.PathSummary+"?days=2", nil, &sum)
	require.EqualValues(t, 1, sum.Members)
	require.EqualValues(t, []int64{0, 1}, []int64{sum.Days[0].Registered, sum.Days[1].Registered})
}

func TestPagesOfTheMembersDesk(t *testing.T) {
	d := openDesk(t)
	d.as(adminapi.MemberRead)
	body, _ := d.page(200, "GET", "/member/members.html?keyword=xiao", nil)
	require.Contains(t, body, "xiaomai")
	require.NotContains(t, body, phone)
	body, _ = d.page(200, "GET", "/member/member.html?id=1", nil)
	require.NotContains(t, body, "/member/freeze.html", "what one may not is not shown")
	body, _ = d.page(200, "GET", "/member/members.csv", nil)
	require.Contains(t, body, "xiaomai")
	d.page(422, "GET", "/member/members.html?from=2026-02-30", nil)
	d.page(404, "GET", "/member/member.html?id=9", nil)

	d.as(adminapi.MemberRead, adminapi.MemberWrite)
	form := url.Values{"kind": {"points"}, "change": {"-5"}, "reason": {"x"}, "key": {"k"}, "step": {"ask"}}
	body, _ = d.page(409, "POST", "/member/points.html?id=1", form)
	require.Contains(t, body, "not enough points")
	form.Set("change", "5")
	body, _ = d.page(200, "POST", "/member/points.html?id=1", form)
	require.Contains(t, body, "Adjust the Points of xiaomai by &#43;5?")
	form.Set("step", "do")
	for range 2 {
		_, to := d.page(303, "POST", "/member/points.html?id=1", form)
		require.Equal(t, "/member/member.html?id=1", to)
	}
	body, _ = d.page(200, "GET", "/member/member.html?id=1", nil)
	require.Equal(t, 1, strings.Count(body, "<b>&#43;5</b>"), "twice is once")

	body, _ = d.page(422, "POST", "/member/freeze.html?id=1", url.Values{"do": {"freeze"}})
	require.Contains(t, body, "Freeze xiaomai?")
	for range 2 {
		d.page(303, "POST", "/member/freeze.html?id=1", url.Values{"do": {"freeze"}, "reason": {"fraud"}})
	}
	body, _ = d.page(200, "GET", "/member/member.html?id=1", nil)
	require.Contains(t, body, "fraud")
	d.page(303, "POST", "/member/freeze.html?id=1", url.Values{"do": {"unfreeze"}, "reason": {"checked"}})
}

func TestPagesOfLevels(t *testing.T) {
	d := openDesk(t)
	d.as(adminapi.MemberRead, adminapi.MemberWrite)
	form := url.Values{"name": {"Silver"}, "growthFrom": {"0"}, "freeFreightFrom": {"99.5"}, "memberPrice": {"1"}}
	body, _ := d.page(422, "POST", "/member/level.html", form)
	require.Contains(t, body, "Stay between the neighbouring levels")
	require.Contains(t, body, `value="99.5"`)
	form.Set("growthFrom", "100")
	d.page(303, "POST", "/member/level.html", form)
	body, _ = d.page(200, "GET", "/member/levels.html", nil)
	require.Contains(t, body, "¥99.50")
	body, _ = d.page(200, "GET", "/member/level.html?id=2", nil)
	require.Contains(t, body, `value="99.50"`)
	form.Set("version", "1")
	d.page(303, "POST", "/member/level.html?id=2", form)
	body, _ = d.page(409, "POST", "/member/level.html?id=2", form)
	require.Contains(t, body, "What somebody else has saved:")
	d.page(404, "GET", "/member/level.html?id=9", nil)
}

// TestAMembersPageShowsWhatOthersKnow: his newest orders and his coupons, each only to those who may see them, and without them while the
// services that have them are away.
func TestAMembersPageShowsWhatOthersKnow(t *testing.T) {
	d := openDesk(t)
	for i, status := range []orderapi.Status{orderapi.StatusPaid, orderapi.StatusPaid, orderapi.StatusPending, orderapi.StatusClosed, orderapi.StatusClosed, orderapi.StatusClosed} {
		o := orderapi.OfficeOrder{Member: orderapi.OrderMember{ID: 1}}
		o.OrderSn, o.Status, o.Items = "2026000000000000000"+strconv.Itoa(i), status, []orderapi.OrderItem{{Title: "Green tea", Count: 2}, {Title: "Cup", Count: 1}}
		d.next.orders = append(d.next.orders, o)
	}
	for i, state := range []couponapi.State{couponapi.StateUnused, couponapi.StateUnused, couponapi.StateUsed, couponapi.StateExpired, couponapi.StateUnused, couponapi.StateUnused} {
		d.next.coupons = append(d.next.coupons, couponapi.MemberCoupon{Name: "Gift " + strconv.Itoa(i), State: state, OrderSn: "20261"})
	}
	const his = "/member/member.html?id=1"
	shown, _ := d.as(adminapi.MemberRead, adminapi.OrderRead, adminapi.CouponRead).page(200, "GET", his, nil)
	require.Contains(t, shown, `href="/order/orders.html?member=1">All 6 orders`)
	require.Contains(t, shown, "Green tea <span class=\"quiet whole\">3 pieces")
	require.Contains(t, shown, "20260000000000000004")
	require.NotContains(t, shown, "20260000000000000005", "the newest five")
	require.Contains(t, shown, `href="/coupon/claims.html?memberId=1">All 6 coupons`)
	for _, part := range []string{"Unused 4", "Held 0", "Used 1", "Expired 1", "Gift 4", `/order/order.html?orderSn=20261"`} {
		require.Contains(t, shown, part)
	}
	require.NotContains(t, shown, "Gift 5")

	shown, _ = d.as(adminapi.MemberRead).page(200, "GET", his, nil)
	require.NotContains(t, shown, "Green tea")
	require.NotContains(t, shown, "Gift")
	shown, _ = d.as(adminapi.MemberRead, adminapi.CouponRead).page(200, "GET", his, nil)
	require.Contains(t, shown, "Gift 0")
	require.NotContains(t, shown, "/order/order.html", "who may not see orders is not led to them")

	const freeze = "/member/freeze.html?id=1"
	shown, _ = d.as(adminapi.MemberWrite, adminapi.OrderRead).page(200, "GET", freeze, nil)
	require.Contains(t, shown, "3 orders are under way")
	require.Contains(t, shown, "cannot be paid by signing in any more")

	d.next.away = true
	shown, _ = d.page(200, "GET", freeze, nil)
	require.Contains(t, shown, "The order service does not answer")
	shown, _ = d.as(adminapi.MemberRead, adminapi.OrderRead, adminapi.CouponRead).page(200, "GET", his, nil)
	require.Contains(t, shown, "so the orders are left out")
	require.Contains(t, shown, "so the coupons are left out")
	require.Contains(t, shown, "xiaomai", "the rest stands")
}

// TestMembersAreSorted: by points, growth and the last login, in the list and in its file.
func TestMembersAreSorted(t *testing.T) {
	d := openDesk(t).as(adminapi.MemberRead, adminapi.MemberWrite)
	second, err := d.store.Register(t.Context(), member.Registration{Username: "dami", Phone: "13900000002"}, "hash")
	require.NoError(t, err)
	require.NoError(t, d.store.NoteLogin(t.Context(), second, "192.0.2.1", member.ByPassword))
	d.call(200, "POST", memberapi.PathPointsAdjust, memberapi.PointsAdjustment{MemberID: 1, Change: 9, Kind: memberapi.KindGrowth, Reason: "r"}, nil)
	d.call(200, "POST", memberapi.PathPointsAdjust, memberapi.PointsAdjustment{MemberID: second, Change: 90, Kind: memberapi.KindPoints, Reason: "r"}, nil)
	for sort, first := range map[string]int64{
		"": second, "joined": 1, "-joined": second, "growth": second, "-growth": 1, "points": 1, "-points": second, "login": 1, "-login": second,
	} {
		var list paging.Rows[memberapi.OfficeMember]
		d.call(200, "GET", memberapi.PathOfficeMembers+"?sort="+sort, nil, &list)
		require.Equal(t, first, list.Items[0].ID, sort)
	}
	require.Equal(t, "invalid", d.call(422, "GET", memberapi.PathOfficeMembers+"?sort=phone", nil, nil))
	shown, _ := d.page(200, "GET", "/member/members.html?sort=-growth&keyword=d", nil)
	require.Contains(t, shown, `aria-sort="descending"><a href="/member/members.html?keyword=d&amp;sort=growth">Growth`)
	ledger, _ := d.page(200, "GET", "/member/member.csv?id=1&kind=growth", nil)
	require.Contains(t, ledger, "xiaomai,Growth,")
	require.Contains(t, ledger, ",r,,9")
	levels, _ := d.page(200, "GET", "/member/levels.csv", nil)
	require.Contains(t, levels, "普通会员,0,2,299.00,")
	file, _ := d.page(200, "GET", "/member/members.csv?sort=-growth", nil)
	require.Less(t, strings.Index(file, "xiaomai"), strings.Index(file, "dami"))
}
