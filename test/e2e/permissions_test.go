package e2e

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/server"
	"gulimall/test/shop"
)

// permit is a row of docs/permissions.md: a call or a page of the back office, and who may use it. Needs is a permission, or one of the words
// below.
type permit struct {
	method, path, needs string
	roles               []adminapi.RoleCode
}

const (
	anybody = "anybody" // without signing in
	signed  = "signed in"
)

// permits reads the table.
func permits(t *testing.T) []permit {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "permissions.md"))
	require.NoError(t, err)
	var all []permit
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		for i := range cells {
			cells[i] = strings.Trim(strings.TrimSpace(cells[i]), "`")
		}
		if len(cells) != 3+len(adminapi.RoleCodes()) || !strings.HasPrefix(cells[1], "/") {
			continue
		}
		p := permit{method: cells[0], path: cells[1], needs: cells[2]}
		for i, role := range adminapi.RoleCodes() {
			if cells[3+i] == "✓" {
				p.roles = append(p.roles, role)
			}
		}
		all = append(all, p)
	}
	return all
}

// desks are the services that have a part in the back office, and where their pages are; what begins with /api/admin/ is a call of it everywhere.
func desks() map[string]string {
	return map[string]string{
		"admin": "/", "ware": "/ware/", "order": "/order/", "coupon": "/coupon/", "payment": "/payment/", "product": "/product/", "member": "/member/",
	}
}

// ownBusiness are the paths of the service admin that are no part of the back office.
var ownBusiness = regexp.MustCompile(`^/(internal|debug)/|^/(healthz|readyz|metrics)$`)

// routed lists the calls and pages of the back office, as the services tell them themselves.
func routed(t *testing.T, m *shop.Mall) []string {
	t.Helper()
	var all []string
	for part, pages := range desks() {
		a, err := m.Internal(t.Context(), http.MethodGet, part, server.PathRoutes, nil)
		require.NoError(t, err)
		var routes []server.Route
		a.Into(t, http.StatusOK, &routes)
		for _, r := range routes {
			if !ownBusiness.MatchString(r.Path) && (strings.HasPrefix(r.Path, "/api/admin/") || strings.HasPrefix(r.Path, pages)) {
				all = append(all, r.Method+" "+r.Path)
			}
		}
	}
	return all
}

// TestEveryRouteOfTheBackOfficeHasItsRow: a new one without a row fails, and so does a row without its route.
func TestEveryRouteOfTheBackOfficeHasItsRow(t *testing.T) {
	m := shop.Stack(t)
	var told []string
	for _, p := range permits(t) {
		told = append(told, p.method+" "+p.path)
		if p.needs == anybody || p.needs == signed {
			require.Len(t, p.roles, len(adminapi.RoleCodes()), "%s %s", p.method, p.path)
			continue
		}
		require.True(t, adminapi.Permission(p.needs).Known(), "%s %s needs %q", p.method, p.path, p.needs)
		for _, role := range adminapi.RoleCodes() {
			require.Equal(t, slices.Contains(role.Grants(), adminapi.Permission(p.needs)), slices.Contains(p.roles, role), "%s %s of %s", p.method, p.path, role)
		}
	}
	require.ElementsMatch(t, told, routed(t, m), "docs/permissions.md and the routes of the services")
}

// TestPermissions asks for every call and page of the back office in every role, signed out and as a member, and on a host of the shop. What
// is allowed is asked for things that there are not, with nothing in the body: the answer is a refusal too, of another kind.
func TestPermissions(t *testing.T) {
	m := shop.Stack(t)
	all := permits(t)
	// Signing out comes last, or the session would be gone.
	slices.SortStableFunc(all, func(a, b permit) int { return last(a) - last(b) })
	for _, role := range adminapi.RoleCodes() {
		t.Run(string(role), func(t *testing.T) {
			t.Parallel()
			clerk := m.NewClerk(t, string(role), shop.StaffPassword)
			for _, p := range all {
				p.verdict(t, clerk.Shopper, slices.Contains(p.roles, role))
			}
		})
	}
	t.Run("nobody", func(t *testing.T) {
		t.Parallel()
		for _, p := range all {
			p.verdict(t, m.Guest(), p.needs == anybody)
		}
	})
	t.Run("member", func(t *testing.T) {
		t.Parallel()
		member := m.NewMember(t)
		for _, p := range all {
			p.verdict(t, member, p.needs == anybody)
		}
	})
	t.Run("on a host of the shop", func(t *testing.T) {
		t.Parallel()
		clerk := m.NewClerk(t, "admin", shop.StaffPassword)
		session := clerk.Cookies(t)[0]
		for _, p := range all {
			if _, page := strings.CutPrefix(p.path, "/api/admin/"); !page && slices.Contains([]string{"/", "/login.html", "/logout", "/preferences"}, p.path) {
				continue // the shop has pages of these names
			}
			for _, host := range []string{"", "order", "member"} {
				q := p.request()
				q.Host, q.Header = host, http.Header{"Cookie": {session.Name + "=" + session.Value}}
				require.Contains(t, []int{http.StatusNotFound}, m.Guest().Do(t, q).Status, "%s %s on %q", p.method, p.path, host)
			}
		}
	})
}

func last(p permit) int {
	if strings.HasSuffix(p.path, "logout") {
		return 1
	}
	return 0
}

var parameter = regexp.MustCompile(`:[A-Za-z]+`)

// request asks for things that there are not.
func (p permit) request() shop.Request {
	q := shop.Request{Method: p.method, Host: shop.OfficeHost, Path: parameter.ReplaceAllString(p.path, "999999999999")}
	switch {
	case p.method == http.MethodGet:
	case strings.HasPrefix(p.path, "/api/"):
		q.Body = []byte("{}")
	default:
		q.Form = map[string][]string{}
	}
	return q
}

// verdict asks, and compares whether it was allowed.
func (p permit) verdict(t *testing.T, who *shop.Shopper, allowed bool) {
	t.Helper()
	a := who.Do(t, p.request())
	toLogin := a.Status == http.StatusSeeOther && strings.HasPrefix(a.Header.Get("Location"), "/login.html?")
	refused := a.Status == http.StatusUnauthorized || a.Status == http.StatusForbidden || toLogin
	login := strings.HasSuffix(p.path, "/login") || strings.HasSuffix(p.path, "/login.html") // wrong there, by itself
	switch {
	case a.Status >= http.StatusInternalServerError:
		t.Errorf("%s %s: %d\n%s", p.method, p.path, a.Status, a.Body)
	case refused == allowed && (!allowed || !login):
		t.Errorf("%s %s: %d, allowed: %t", p.method, p.path, a.Status, allowed)
	}
}
