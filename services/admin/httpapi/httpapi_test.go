package httpapi_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
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
	"gulimall/pkg/paging"
	"gulimall/pkg/password"
	"gulimall/pkg/server"
	"gulimall/pkg/session"
	"gulimall/pkg/staff"
	"gulimall/pkg/telemetry"
	"gulimall/pkg/testinfra"
	"gulimall/services/admin"
	"gulimall/services/admin/httpapi"
	"gulimall/services/admin/store"
)

// office is the back office with everything behind it.
type office struct {
	t      *testing.T
	engine *gin.Engine
	store  *store.Store
	edge   *server.Edge
}

func open(t *testing.T, dev bool) *office {
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
		names[code] = string(code)
	}
	require.NoError(t, s.Begin(t.Context(), names))
	require.NoError(t, s.Seed(t.Context(), demodata.StaffMembers(), hash))
	uc := admin.New(admin.Deps{
		Store: s, Attempts: password.NewAttempts(client, prefix, "staff"), Passwords: hasher, Sessions: sessions, Log: edge.Log, Limited: true, Dev: dev,
	})
	httpapi.Routes(o.engine, uc, sessions, edge, server.NewDecoder())
	o.store, o.edge = s, edge
	return o
}

// visitor is a browser: it keeps its cookie.
type visitor struct {
	*office
	cookie *http.Cookie
}

// ask sends a call, wants a status, and reads the answer into out.
func (v *visitor) ask(method, path string, in any, want int, out any) string {
	v.t.Helper()
	body, err := json.Marshal(in)
	require.NoError(v.t, err)
	r := httptest.NewRequest(method, path, bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	if v.cookie != nil {
		r.AddCookie(v.cookie)
	}
	w := httptest.NewRecorder()
	v.engine.ServeHTTP(w, r)
	require.Equal(v.t, want, w.Code, "%s %s: %s", method, path, w.Body)
	for _, c := range w.Result().Cookies() {
		if c.Name == staff.Cookie {
			v.cookie = c
		}
	}
	if out != nil {
		require.NoError(v.t, json.Unmarshal(w.Body.Bytes(), out))
	}
	var problem struct{ Code string }
	if w.Code >= http.StatusBadRequest {
		require.NoError(v.t, json.Unmarshal(w.Body.Bytes(), &problem))
	}
	return problem.Code
}

func (o *office) enter(account string) *visitor {
	o.t.Helper()
	v := &visitor{office: o}
	v.ask(http.MethodPost, adminapi.PathLogin, adminapi.Login{Account: account, Password: demodata.StaffPassword}, http.StatusOK, nil)
	return v
}

func TestLoginLogoutMe(t *testing.T) {
	o := open(t, true)
	v := &visitor{office: o}
	require.Equal(t, "not_signed_in", v.ask(http.MethodGet, adminapi.PathMe, nil, http.StatusUnauthorized, nil))
	var me adminapi.Me
	v.ask(http.MethodPost, adminapi.PathLogin, adminapi.Login{Account: " Keeper ", Password: demodata.StaffPassword}, http.StatusOK, &me)
	require.Equal(t, "keeper", me.Account)
	require.Contains(t, me.Permissions, adminapi.WareWrite)
	require.Empty(t, v.cookie.Domain)
	v.ask(http.MethodGet, adminapi.PathMe, nil, http.StatusOK, &me)
	v.ask(http.MethodPost, adminapi.PathLogout, nil, http.StatusNoContent, nil)
	v.ask(http.MethodGet, adminapi.PathMe, nil, http.StatusUnauthorized, nil)
}

func TestLoginIsRefusedAndSlowedDown(t *testing.T) {
	o := open(t, true)
	v := &visitor{office: o}
	for range 5 {
		require.Equal(t, "bad_credentials", v.ask(http.MethodPost, adminapi.PathLogin, adminapi.Login{Account: "admin", Password: "wrong"}, http.StatusUnauthorized, nil))
	}
	require.Equal(t, "login_locked", v.ask(http.MethodPost, adminapi.PathLogin,
		adminapi.Login{Account: "admin", Password: demodata.StaffPassword}, http.StatusTooManyRequests, nil))
	v.ask(http.MethodPost, adminapi.PathLogin, adminapi.Login{Account: "keeper", Password: demodata.StaffPassword}, http.StatusOK, nil)
	v.ask(http.MethodPost, adminapi.PathLogin, adminapi.Login{Account: "' OR 1=1 --", Password: "x"}, http.StatusUnauthorized, nil)
}

func TestDemoAccountsAreForDevelopmentAlone(t *testing.T) {
	v := &visitor{office: open(t, false)}
	require.Equal(t, "bad_credentials", v.ask(http.MethodPost, adminapi.PathLogin,
		adminapi.Login{Account: "admin", Password: demodata.StaffPassword}, http.StatusUnauthorized, nil))
}

// TestWhoMayWhat asks every call as nobody, as a member and as each role.
func TestWhoMayWhat(t *testing.T) {
	o := open(t, true)
	guarded := []struct{ method, path string }{
		{http.MethodGet, adminapi.PathStaff},
		{http.MethodPost, adminapi.PathStaff},
		{http.MethodPut, adminapi.PathStaff + "/1"},
		{http.MethodGet, adminapi.PathRoles},
		{http.MethodPost, adminapi.PathRoles},
		{http.MethodPut, adminapi.PathRoles + "/1"},
		{http.MethodGet, adminapi.PathAudit},
	}
	admin := o.enter("admin")
	for _, call := range guarded {
		nobody := &visitor{office: o}
		require.Equal(t, "not_signed_in", nobody.ask(call.method, call.path, nil, http.StatusUnauthorized, nil))
		member := &visitor{office: o, cookie: &http.Cookie{Name: session.Cookie, Value: admin.cookie.Value}}
		require.Equal(t, "not_signed_in", member.ask(call.method, call.path, nil, http.StatusUnauthorized, nil))
		for _, role := range []string{"keeper", "marketing", "support", "finance"} {
			require.Equal(t, "forbidden", o.enter(role).ask(call.method, call.path, nil, http.StatusForbidden, nil), "%s %s as %s", call.method, call.path, role)
		}
	}
	admin.ask(http.MethodGet, adminapi.PathAudit+"?area=admin&pageSize=5", nil, http.StatusOK, nil)
}

func TestAChangedAccountSignsInAnew(t *testing.T) {
	o := open(t, true)
	boss, keeper := o.enter("admin"), o.enter("keeper")
	var listed paging.Rows[adminapi.Role]
	boss.ask(http.MethodGet, adminapi.PathRoles, nil, http.StatusOK, &listed)
	roles := listed.Items
	require.Equal(t, string(adminapi.Keeper), roles[1].Code)

	role := adminapi.NewRole{Name: "仓管", Permissions: []adminapi.Permission{adminapi.WareRead}, Version: roles[1].Version}
	path := adminapi.PathRoles + "/" + strconv.FormatInt(roles[1].ID, 10)
	boss.ask(http.MethodPut, path, role, http.StatusOK, nil)
	require.Equal(t, "edited_meanwhile", boss.ask(http.MethodPut, path, role, http.StatusConflict, nil))
	require.Equal(t, "not_signed_in", keeper.ask(http.MethodGet, adminapi.PathMe, nil, http.StatusUnauthorized, nil))
	var me adminapi.Me
	o.enter("keeper").ask(http.MethodGet, adminapi.PathMe, nil, http.StatusOK, &me)
	require.Equal(t, []adminapi.Permission{adminapi.WareRead}, me.Permissions)

	var added adminapi.Staff
	boss.ask(http.MethodPost, adminapi.PathStaff, adminapi.NewStaff{Account: "lin", Name: "林", Password: "a long password", RoleIDs: []int64{roles[1].ID}}, http.StatusCreated, &added)
	require.Equal(t, "account_taken", boss.ask(http.MethodPost, adminapi.PathStaff,
		adminapi.NewStaff{Account: "LIN", Name: "林", Password: "a long password"}, http.StatusConflict, nil))
	require.Equal(t, "invalid", boss.ask(http.MethodPost, adminapi.PathStaff, adminapi.NewStaff{Account: "1", Password: "short"}, http.StatusUnprocessableEntity, nil))
	require.Equal(t, "not_found", boss.ask(http.MethodPut, adminapi.PathStaff+"/x", adminapi.ChangedStaff{}, http.StatusNotFound, nil))

	lin := &visitor{office: o}
	lin.ask(http.MethodPost, adminapi.PathLogin, adminapi.Login{Account: "lin", Password: "a long password"}, http.StatusOK, nil)
	require.Equal(t, "invalid", lin.ask(http.MethodPut, adminapi.PathPassword, adminapi.Password{Old: "not this", New: "another long one"}, http.StatusUnprocessableEntity, nil))
	lin.ask(http.MethodPut, adminapi.PathPassword, adminapi.Password{Old: "a long password", New: "another long one"}, http.StatusNoContent, nil)
	lin.ask(http.MethodGet, adminapi.PathMe, nil, http.StatusUnauthorized, nil)
	lin.ask(http.MethodPost, adminapi.PathLogin, adminapi.Login{Account: "lin", Password: "another long one"}, http.StatusOK, nil)

	boss.ask(http.MethodPut, adminapi.PathStaff+"/"+strconv.FormatInt(added.ID, 10),
		adminapi.ChangedStaff{Name: "林", Active: false, Version: added.Version + 1}, http.StatusOK, &added)
	lin.ask(http.MethodGet, adminapi.PathMe, nil, http.StatusUnauthorized, nil)
	require.Equal(t, "bad_credentials", lin.ask(http.MethodPost, adminapi.PathLogin,
		adminapi.Login{Account: "lin", Password: "another long one"}, http.StatusUnauthorized, nil))
	boss.ask(http.MethodPost, adminapi.PathLogin, map[string]string{"account": "admin", "passwort": "x"}, http.StatusUnprocessableEntity, nil)
}
