package shop

import (
	"net/http"
	"net/url"
	"testing"

	"gulimall/pkg/contract/adminapi"
)

// OfficeHost is the label of the back office's host.
const OfficeHost = "admin"

// StaffPassword is that of the demo staff (api.md).
const StaffPassword = "Admin-2026!"

// Clerk is the browser of a member of staff.
type Clerk struct{ *Shopper }

// Clerk is signed in at the back office: admin, keeper, marketing, support or finance. All tests of a process share one session an account.
func (m *Mall) Clerk(tb testing.TB, account string) *Clerk {
	tb.Helper()
	m.clerks.Lock()
	defer m.clerks.Unlock()
	if c, ok := m.clerks.byAccount[account]; ok {
		return c
	}
	c := m.NewClerk(tb, account, StaffPassword)
	if m.clerks.byAccount == nil {
		m.clerks.byAccount = map[string]*Clerk{}
	}
	m.clerks.byAccount[account] = c
	return c
}

// NewClerk signs somebody in with a session of its own.
func (m *Mall) NewClerk(tb testing.TB, account, password string) *Clerk {
	tb.Helper()
	c := &Clerk{m.Guest()}
	c.Call(tb, http.MethodPost, adminapi.PathLogin, adminapi.Login{Account: account, Password: password}).Want(tb, http.StatusOK)
	return c
}

// Call makes a call of the back office's JSON API.
func (c *Clerk) Call(tb testing.TB, method, path string, body any) *Answer {
	tb.Helper()
	return c.Do(tb, Request{Method: method, Host: OfficeHost, Path: path, JSON: body})
}

// Read reads a resource of the back office into out.
func (c *Clerk) Read(tb testing.TB, path string, out any) {
	tb.Helper()
	c.Call(tb, http.MethodGet, path, nil).Into(tb, http.StatusOK, out)
}

// Cookies are those of the session.
func (c *Clerk) Cookies(tb testing.TB) []*http.Cookie {
	tb.Helper()
	u, err := url.Parse(c.Mall.URL(OfficeHost))
	if err != nil {
		tb.Fatal(err)
	}
	return c.Jar.Cookies(u)
}
