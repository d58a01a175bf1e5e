package pages_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
	"github.com/gin-gonic/gin"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/demodata"
	"gulimall/pkg/i18n"
	"gulimall/pkg/mariadb/dbtest"
	"gulimall/pkg/outbox"
	"gulimall/pkg/password"
	"gulimall/pkg/rabbit"
	"gulimall/pkg/server"
	"gulimall/pkg/session"
	"gulimall/pkg/staff"
	"gulimall/pkg/telemetry"
	"gulimall/pkg/testinfra"
	"gulimall/services/admin"
	"gulimall/services/admin/pages"
	"gulimall/services/admin/store"
	"gulimall/web"
	"gulimall/web/frame"
)

// office is the back office's pages with everything behind them.
type office struct {
	t      *testing.T
	engine *gin.Engine
	desk   *admin.Desk

	machine *machine
}

func open(t *testing.T) *office {
	t.Helper()
	addr, prefix := testinfra.Redis(t)
	client := redis.NewUniversalClient(&redis.UniversalOptions{Addrs: []string{addr}})
	t.Cleanup(func() { require.NoError(t, client.Close()) })
	words, err := i18n.Load()
	require.NoError(t, err)
	edge := &server.Edge{Log: slog.New(slog.DiscardHandler), Words: words}
	o := &office{t: t}
	o.engine, err = server.NewEngine(edge, telemetry.NewRegistry(), time.Now)
	require.NoError(t, err)
	now := func() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }
	sessions := staff.New(client, prefix, false, now)
	o.engine.Use(session.New(client, prefix, "gulimall.localhost", false).Middleware(), sessions.Middleware())
	db := dbtest.Open(t, outbox.Migrations, store.Migrations())
	s := store.New(db, outbox.New(db), now)
	hasher, err := password.New(&argon2id.Params{Memory: 4 * 1024, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32})
	require.NoError(t, err)
	hash, err := hasher.Hash(demodata.StaffPassword)
	require.NoError(t, err)
	names := map[adminapi.RoleCode]string{}
	for _, code := range adminapi.RoleCodes() {
		names[code] = "role-" + string(code)
	}
	require.NoError(t, s.Begin(t.Context(), names))
	require.NoError(t, s.Seed(t.Context(), demodata.StaffMembers(), hash))
	uc := admin.New(admin.Deps{
		Store: s, Attempts: password.NewAttempts(client, prefix, "staff"), Passwords: hasher, Sessions: sessions, Log: edge.Log, Limited: true, Dev: true,
	})
	render, err := web.New(web.Options{Domain: "gulimall.localhost", Port: 8080})
	require.NoError(t, err)
	f := frame.NewOffice(render, edge)
	o.engine.NoRoute(f.NotFound())
	pages.Routes(o.engine, uc, sessions, f)
	o.operate(s, f, edge.Log)
	o.desk = uc
	return o
}

// visitor is a browser.
type visitor struct {
	*office
	cookies map[string]*http.Cookie
}

func (o *office) visitor() *visitor { return &visitor{o, map[string]*http.Cookie{}} }

// send asks for a page, wants a status, and gives the page and where it leads.
func (v *visitor) send(method, path string, form url.Values, want int) (body, to string) {
	v.t.Helper()
	var sent io.Reader
	if form != nil {
		sent = strings.NewReader(form.Encode())
	}
	r := httptest.NewRequest(method, "http://admin.gulimall.localhost:8080"+path, sent)
	r.Header.Set("Accept-Language", "en")
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for _, c := range v.cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	v.engine.ServeHTTP(w, r)
	require.Equal(v.t, want, w.Code, "%s %s: %s", method, path, w.Body)
	for _, c := range w.Result().Cookies() {
		v.cookies[c.Name] = c
	}
	return w.Body.String(), w.Header().Get("Location")
}

func (v *visitor) get(path string, want int) (body, to string) {
	v.t.Helper()
	return v.send(http.MethodGet, path, nil, want)
}

func (v *visitor) post(path string, form url.Values, want int) (body, to string) {
	v.t.Helper()
	return v.send(http.MethodPost, path, form, want)
}

func (o *office) enter(account string) *visitor {
	o.t.Helper()
	v := o.visitor()
	_, to := v.post("/login.html", url.Values{"account": {account}, "password": {demodata.StaffPassword}}, http.StatusSeeOther)
	require.Equal(o.t, "/", to)
	return v
}

func TestLoginLeadsBackWithinTheBackOffice(t *testing.T) {
	o := open(t)
	v := o.visitor()
	_, to := v.get("/audit.html?area=ware", http.StatusSeeOther)
	require.Equal(t, "/login.html?origin=%2Faudit.html%3Farea%3Dware", to)
	body, _ := v.get(to, http.StatusOK)
	require.Contains(t, body, `name="origin" value="/audit.html?area=ware"`)
	body, _ = v.post("/login.html", url.Values{"account": {"admin"}, "password": {"wrong"}, "origin": {"/audit.html"}}, http.StatusUnauthorized)
	require.Contains(t, body, `value="admin"`)
	require.NotContains(t, body, `value="wrong"`)
	for origin, back := range map[string]string{
		"/audit.html?area=ware": "/audit.html?area=ware", "https://evil.example/": "/", "//evil.example/": "/", `/\evil.example`: "/", "/login.html": "/", "": "/",
	} {
		_, to := o.visitor().post("/login.html", url.Values{"account": {"admin"}, "password": {demodata.StaffPassword}, "origin": {origin}}, http.StatusSeeOther)
		require.Equal(t, back, to, origin)
	}
	boss := o.enter("admin")
	_, to = boss.get("/login.html?origin=/staff.html", http.StatusSeeOther)
	require.Equal(t, "/staff.html", to, "who is signed in needs no login")
	_, to = boss.post("/logout", url.Values{}, http.StatusSeeOther)
	require.Equal(t, "/login.html", to)
	body, _ = boss.get("/login.html", http.StatusOK)
	require.Contains(t, body, "You have signed out.")
	boss.get("/", http.StatusSeeOther)
}

func TestWhoMaySeeWhat(t *testing.T) {
	o := open(t)
	boss := o.enter("admin")
	for _, path := range []string{"/staff.html", "/staffedit.html", "/roles.html", "/roleedit.html", "/audit.html"} {
		boss.get(path, http.StatusOK)
		o.visitor().get(path, http.StatusSeeOther)
		member := o.visitor()
		member.cookies[session.Cookie] = &http.Cookie{Name: session.Cookie, Value: boss.cookies[staff.Cookie].Value}
		_, to := member.get(path, http.StatusSeeOther)
		require.Contains(t, to, "/login.html", "a member's session counts for nothing")
		for _, role := range []string{"keeper", "finance"} {
			body, _ := o.enter(role).get(path, http.StatusForbidden)
			require.Contains(t, body, "ask an administrator", "%s as %s", path, role)
		}
	}
	body, _ := boss.get("/", http.StatusOK)
	require.Contains(t, body, `href="/staff.html"`)
	require.Contains(t, body, `href="/ware/stock.html"`)
	body, _ = o.enter("keeper").get("/", http.StatusOK)
	require.NotContains(t, body, `href="/staff.html"`, "the menu leaves out what one may not do")
	require.Contains(t, body, `href="/ware/stock.html"`)
	body, _ = boss.get("/nothing.html", http.StatusNotFound)
	require.Contains(t, body, "not_found")
	boss.get("/staffedit.html?id=999", http.StatusNotFound)
	boss.get("/roleedit.html?id=x", http.StatusNotFound)
}

func version(t *testing.T, body string) string {
	t.Helper()
	found := regexp.MustCompile(`name="version" value="(\d+)"`).FindStringSubmatch(body)
	require.NotNil(t, found)
	return found[1]
}

func TestStaffAreAddedAndChanged(t *testing.T) {
	o := open(t)
	boss := o.enter("admin")
	body, _ := boss.post("/staffedit.html", url.Values{"account": {"1"}, "name": {""}, "password": {"short"}}, http.StatusUnprocessableEntity)
	require.Contains(t, body, "Name: This is required")
	require.Contains(t, body, "Use at least 10 characters")
	_, to := boss.post("/staffedit.html", url.Values{"account": {"lin"}, "name": {"Lin"}, "password": {"a long password"}, "roleIds": {"2"}}, http.StatusSeeOther)
	require.Equal(t, "/staff.html", to)
	body, _ = boss.get("/staff.html", http.StatusOK)
	require.Contains(t, body, "The account has been added.")
	id := regexp.MustCompile(`staffedit\.html\?id=(\d+)">[^<]*<span class="sr"> lin<`).FindStringSubmatch(body)
	require.NotNil(t, id)
	body, _ = boss.post("/staffedit.html", url.Values{"account": {"lin"}, "name": {"Lin"}, "password": {"a long password"}}, http.StatusConflict)
	require.Contains(t, body, "This account name is taken")

	path := "/staffedit.html?id=" + id[1]
	body, _ = boss.get(path, http.StatusOK)
	seen := version(t, body)
	boss.post(path, url.Values{"name": {"Lin A"}, "active": {"1"}, "roleIds": {"2"}, "version": {seen}}, http.StatusSeeOther)
	body, _ = boss.post(path, url.Values{"name": {"Lin B"}, "active": {"1"}, "version": {seen}}, http.StatusConflict)
	require.Contains(t, body, "What somebody else has saved")
	require.Contains(t, body, "Lin A")
	require.Contains(t, body, `value="Lin B"`, "what was typed stays")
	boss.post(path, url.Values{"name": {"Lin B"}, "version": {version(t, body)}}, http.StatusSeeOther)

	body, _ = boss.get("/audit.html?area=admin&object=lin", http.StatusOK)
	require.Contains(t, body, "changed staff")
	require.Contains(t, body, "Lin A")
	body, _ = boss.get("/audit.html?area=order", http.StatusOK)
	require.Contains(t, body, "Nothing matches")
	boss.get("/audit.html?from=2026-02-30", http.StatusUnprocessableEntity)
}

func TestRolesAreAddedAndChanged(t *testing.T) {
	o := open(t)
	boss, keeper := o.enter("admin"), o.enter("keeper")
	boss.post("/roleedit.html", url.Values{"name": {"Trainee"}, "permissions": {"ware.read"}}, http.StatusSeeOther)
	body, _ := boss.get("/roles.html", http.StatusOK)
	require.Contains(t, body, "Trainee")
	body, _ = boss.post("/roleedit.html", url.Values{"name": {"Trainee"}}, http.StatusConflict)
	require.Contains(t, body, "There is a role of that name already")
	boss.get("/roleedit.html?id=1", http.StatusConflict)

	body, _ = boss.get("/roleedit.html?id=2", http.StatusOK)
	require.Contains(t, body, `value="ware.write" checked`)
	seen := version(t, body)
	boss.post("/roleedit.html?id=2", url.Values{"name": {"Keeper"}, "permissions": {"ware.read"}, "version": {seen}}, http.StatusSeeOther)
	keeper.get("/", http.StatusSeeOther) // has to sign in anew
	body, _ = boss.post("/roleedit.html?id=2", url.Values{"name": {"Stock"}, "permissions": {"ware.write"}, "version": {seen}}, http.StatusConflict)
	require.Contains(t, body, "What somebody else has saved")
	require.Contains(t, body, `value="ware.write" checked`)
	boss.post("/roleedit.html?id=2", url.Values{"name": {"Stock"}, "version": {version(t, body)}}, http.StatusSeeOther)
}

func TestOwnPasswordAndPreferences(t *testing.T) {
	o := open(t)
	keeper := o.enter("keeper")
	body, _ := keeper.post("/password.html", url.Values{"oldPassword": {"no"}, "newPassword": {"another long one"}}, http.StatusUnprocessableEntity)
	require.Contains(t, body, "The present password is wrong")
	_, to := keeper.post("/password.html", url.Values{"oldPassword": {demodata.StaffPassword}, "newPassword": {"another long one"}}, http.StatusSeeOther)
	require.Equal(t, "/login.html", to)
	keeper.get("/", http.StatusSeeOther)

	v := o.visitor()
	_, to = v.post("/preferences", url.Values{"lang": {"zh-CN"}, "origin": {"/login.html"}}, http.StatusSeeOther)
	require.Equal(t, "/login.html", to)
	_, to = v.post("/preferences", url.Values{"theme": {"dark"}, "origin": {"//evil.example/"}}, http.StatusSeeOther)
	require.Equal(t, "/", to)
	body, _ = v.get("/login.html", http.StatusOK)
	require.Contains(t, body, `lang="zh-CN" data-theme="dark"`)
	v.post("/preferences", url.Values{"theme": {"pink"}}, http.StatusUnprocessableEntity)
}

func TestTheLogIsReadable(t *testing.T) {
	o := open(t)
	by := adminapi.By{StaffID: 2, Account: "keeper", Address: "192.0.2.1"}
	acted, err := by.Acted(time.Now().UTC().Truncate(time.Millisecond), "ware", "purchase.done", "7",
		map[string]any{"state": "received", "needs": map[string]string{"31": "buying"}, "assignee": "Wang"},
		map[string]any{"state": "failed", "needs": map[string]string{"31": "failed"}, "assignee": "Wang", "ids": []int{1, 2}, "big": true})
	require.NoError(t, err)
	require.NoError(t, o.desk.Record(rabbit.WithMessage(t.Context(), rabbit.Message{ID: "0190a000-0000-7000-8000-000000000001"}, adminapi.QueueActed), acted))
	body, _ := o.enter("admin").get("/audit.html?area=ware", http.StatusOK)
	for _, said := range []string{"finished a purchase", "<s class=\"code\" translate=\"no\">taken on</s> → <span class=\"code\" translate=\"no\">partly failed", "Needs · 31</span> <s class=\"code\" translate=\"no\">being bought</s> → <span class=\"code\" translate=\"no\">not bought", "1, 2", ">yes<"} {
		require.Contains(t, body, said)
	}
	require.NotContains(t, body, "Wang", "what stayed the same is left out")

	boss := o.enter("admin")
	body, _ = boss.get("/audit.html?action=purchase.done&object=7", http.StatusOK)
	require.Contains(t, body, `href="/audit.csv?action=purchase.done&amp;object=7"`)
	require.Contains(t, body, `<option value="purchase.done" selected>finished a purchase`)
	require.Contains(t, body, `<a href="/ware/purchase.html?id=7">7</a>`)
	body, _ = boss.get("/audit.html?action=signed_in", http.StatusOK)
	require.NotContains(t, body, "keeper</span>")
	file, _ := boss.get("/audit.csv?action=purchase.done", http.StatusOK)
	require.Contains(t, file, "finished a purchase,7,")
	require.Contains(t, file, "Needs · 31: being bought → not bought")
	require.NotContains(t, file, "signed in")
	file, _ = boss.get("/staff.csv", http.StatusOK)
	require.Contains(t, file, "keeper,")
	file, _ = boss.get("/roles.csv", http.StatusOK)
	require.Contains(t, file, "ware.write")
}
