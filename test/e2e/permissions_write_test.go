package e2e

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/staff"
	"gulimall/test/shop"
)

// write writes docs/permissions.md as the services behave; what has changed in it is then to be read, and meant.
var write = flag.Bool("write-permissions", false, "write docs/permissions.md as the running services behave") //nolint:gochecknoglobals // a flag

const permissionsHead = `# Who may do what in the back office

Every call and every page of the back office, the permission that it asks for, and the roles that have it at first (roles can be changed under
*Staff and roles*; 管理员 has all). The service that owns the data refuses the rest: 401 or the login page for who is not signed in, 403 for who
may not. ` + "`anybody`" + ` is open, ` + "`signed in`" + ` is for every member of staff. A member's session counts for nothing here, and no host of the shop leads
here. ` + "`test/e2e`" + ` asks for each row in every role, signed out and as a member; a route without a row fails.

After a new route: ` + "`make e2e ARGS='-run TestWritePermissions -write-permissions'`" + `, and read what has changed.
`

// TestWritePermissions writes the table when it is told to.
func TestWritePermissions(t *testing.T) {
	if !*write {
		t.Skip("only with -write-permissions")
	}
	m := shop.Stack(t)
	client := redis.NewClient(&redis.Options{Addr: m.RedisAddr, Password: m.RedisPass})
	sessions := staff.New(client, "gulimall:", false, time.Now)
	clerks := map[adminapi.Permission]*http.Cookie{}
	for _, p := range append(adminapi.Permissions(), "none") {
		w := httptest.NewRecorder()
		who := staff.Staff{ID: 1 << 40, Account: "probe", Permissions: []adminapi.Permission{p}}
		require.NoError(t, sessions.SignIn(w, httptest.NewRequest(http.MethodPost, "/", nil), who, func(context.Context) error { return nil }))
		clerks[p] = w.Result().Cookies()[0]
	}
	routes := routed(t, m)
	slices.SortFunc(routes, func(a, b string) int { return strings.Compare(place(a), place(b)) })
	text, area := &strings.Builder{}, ""
	text.WriteString(permissionsHead)
	for _, route := range routes {
		method, path, _ := strings.Cut(route, " ")
		p := permit{method: method, path: path}
		p.needs = needed(t, m, p, clerks)
		if now := areaOf(path); now != area {
			area = now
			head(text, area)
		}
		fmt.Fprintf(text, "| %s | `%s` | %s |", method, path, p.needs)
		for _, role := range adminapi.RoleCodes() {
			mark := " "
			if p.needs == anybody || p.needs == signed || slices.Contains(role.Grants(), adminapi.Permission(p.needs)) {
				mark = " ✓ "
			}
			text.WriteString(mark + "|")
		}
		text.WriteString("\n")
	}
	require.NoError(t, os.WriteFile(filepath.Join("..", "..", "docs", "permissions.md"), []byte(text.String()), 0o644)) //nolint:gosec // a document
}

func head(text *strings.Builder, area string) {
	fmt.Fprintf(text, "\n## %s\n\n| | call or page | needs |", area)
	for _, role := range adminapi.RoleCodes() {
		fmt.Fprintf(text, " %s |", role)
	}
	text.WriteString("\n|---|---|---|" + strings.Repeat("---|", len(adminapi.RoleCodes())) + "\n")
}

// areaOf is the part of the back office that a path belongs to.
func areaOf(path string) string {
	first, _, below := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(path, "/api/admin"), "/"), "/")
	switch {
	case first == "warehouses":
		return "ware"
	case desks()[first] != "" && below:
		return first
	}
	return "admin"
}

// place sorts routes by area; calls before pages.
func place(route string) string {
	method, path, _ := strings.Cut(route, " ")
	kind := "2"
	if strings.HasPrefix(path, "/api/") {
		kind = "1"
	}
	return areaOf(path) + kind + path + method
}

// needed finds out which permission a route asks for.
func needed(t *testing.T, m *shop.Mall, p permit, clerks map[adminapi.Permission]*http.Cookie) string {
	t.Helper()
	if strings.HasSuffix(p.path, "/login") || strings.HasSuffix(p.path, "/login.html") || strings.HasSuffix(p.path, "/logout") {
		return anybody
	}
	asks := func(cookie *http.Cookie) bool {
		q := p.request()
		if cookie != nil {
			q.Header = http.Header{"Cookie": {cookie.Name + "=" + cookie.Value}}
		}
		a := m.Guest().Do(t, q)
		return a.Status != http.StatusUnauthorized && a.Status != http.StatusForbidden && !strings.HasPrefix(a.Header.Get("Location"), "/login.html?")
	}
	if asks(nil) {
		return anybody
	}
	if asks(clerks["none"]) {
		return signed
	}
	for _, permission := range adminapi.Permissions() {
		if asks(clerks[permission]) {
			return string(permission)
		}
	}
	t.Errorf("%s %s asks for no permission that there is", p.method, p.path)
	return "?"
}
