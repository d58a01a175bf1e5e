// Package staff is the back office's login: sessions of its own in Redis, under a cookie that only its own host gets. The admin service
// signs people in and out; every other service asks who is calling and what he may do, and refuses the rest. A member's session counts
// for nothing here, nor this one in the shop.
package staff

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/redis/go-redis/v9"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/server"
	"gulimall/pkg/telemetry"
)

// Cookie is the name of the back office's cookie (api.md). It is host-only.
const Cookie = "GULISTAFF"

// How long somebody stays signed in: without doing anything, and at all (OWASP ASVS 5.0 V7.3, for administrators).
const (
	idle     = 30 * time.Minute
	lifetime = 8 * time.Hour
	seenStep = time.Minute // how exactly the idle time is kept
)

// Staff is who is calling. Address is where the request came from.
type Staff struct {
	ID          int64
	Account     string
	Name        string
	Permissions []adminapi.Permission
	Address     string
}

// May says whether somebody may do something.
func (s Staff) May(p adminapi.Permission) bool { return slices.Contains(s.Permissions, p) }

// By is who is calling, as the audit log names him.
func (s Staff) By(ctx context.Context) adminapi.By {
	return adminapi.By{StaffID: s.ID, Account: s.Account, Address: s.Address, TraceID: telemetry.TraceID(ctx)}
}

// Manager reads and writes the back office's sessions.
type Manager struct {
	store  store
	secure bool
	now    func() time.Time
}

// New makes a manager. Secure cookies are for https.
func New(client redis.UniversalClient, prefix string, secure bool, now func() time.Time) *Manager {
	return &Manager{store{client, prefix}, secure, now}
}

// SignIn begins a new session under a new token and sets the cookie; the caller's old session ends. Once EndAll can find the new one it asks
// whether the login still holds, for what somebody may do may have changed meanwhile; an error ends the session and is the answer.
func (m *Manager) SignIn(w http.ResponseWriter, r *http.Request, who Staff, holds func(ctx context.Context) error) error {
	if err := m.store.end(r.Context(), token(r)); err != nil {
		return apperr.ErrUnavailable.Wrap(err)
	}
	fresh, err := m.store.begin(r.Context(), record{Staff: who, Until: m.now().Add(lifetime), Seen: m.now()})
	if err != nil {
		return apperr.ErrUnavailable.Wrap(err)
	}
	if err := holds(r.Context()); err != nil {
		return errors.Join(err, m.store.end(r.Context(), fresh))
	}
	m.cookie(w, fresh, int(lifetime.Seconds()))
	return nil
}

// SignOut ends the caller's session and takes the cookie back.
func (m *Manager) SignOut(w http.ResponseWriter, r *http.Request) error {
	if err := m.store.end(r.Context(), token(r)); err != nil {
		return apperr.ErrUnavailable.Wrap(err)
	}
	m.cookie(w, "", -1)
	return nil
}

// EndAll ends the sessions of an account: what it may do has changed, or it may not sign in any more.
func (m *Manager) EndAll(ctx context.Context, staffIDs ...int64) error {
	for _, id := range staffIDs {
		if err := m.store.endAll(ctx, id); err != nil {
			return apperr.ErrUnavailable.Wrap(err)
		}
	}
	return nil
}

func (m *Manager) cookie(w http.ResponseWriter, value string, age int) {
	http.SetCookie(w, &http.Cookie{ //nolint:gosec // Secure follows the scheme
		Name: Cookie, Value: value, Path: "/", MaxAge: age, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: m.secure,
	})
}

// find looks a token up, and keeps a session alive that is used.
func (m *Manager) find(ctx context.Context, token, address string) (Staff, error) {
	r, found, err := m.store.get(ctx, token)
	if err != nil {
		return Staff{}, apperr.ErrUnavailable.Wrap(err)
	}
	now := m.now()
	if !found || !now.Before(r.Until) {
		return Staff{}, apperr.ErrNotSignedIn
	}
	if now.Sub(r.Seen) > seenStep {
		r.Seen = now
		// What cannot be noted now is noted next time.
		_ = m.store.touch(ctx, token, r)
	}
	r.Staff.Address = address
	return r.Staff, nil
}

type contextKey struct{}

// Middleware lets Of find the caller of a request.
func (m *Manager) Middleware() gin.HandlerFunc {
	return func(c *gin.Context) {
		cookie := token(c.Request)
		if cookie == "" {
			return
		}
		ctx, address := c.Request.Context(), c.ClientIP()
		who := sync.OnceValues(func() (Staff, error) { return m.find(ctx, cookie, address) })
		c.Request = c.Request.WithContext(context.WithValue(ctx, contextKey{}, who))
	}
}

// Of says who is calling: apperr.ErrNotSignedIn when nobody is signed in, apperr.ErrUnavailable when Redis does not answer.
func Of(ctx context.Context) (Staff, error) {
	who, ok := ctx.Value(contextKey{}).(func() (Staff, error))
	if !ok {
		return Staff{}, apperr.ErrNotSignedIn
	}
	return who()
}

// By is who asks, as the audit log names him; the errors are those of Of.
func By(c *gin.Context) (adminapi.By, error) {
	who, err := Of(c.Request.Context())
	return who.By(c.Request.Context()), err
}

// With puts a known caller into a context, for tests.
func With(ctx context.Context, who Staff) context.Context {
	return context.WithValue(ctx, contextKey{}, func() (Staff, error) { return who, nil })
}

// Guard lets a handler run only for somebody who may: 401 for visitors and members, 403 for other staff.
func Guard(permission adminapi.Permission, h server.Handler) server.Handler {
	return func(c *gin.Context) error {
		who, err := Of(c.Request.Context())
		if err != nil {
			return err
		}
		if !who.May(permission) {
			return apperr.ErrForbidden
		}
		return h(c)
	}
}

func token(r *http.Request) string {
	cookie, err := r.Cookie(Cookie)
	if err != nil {
		return ""
	}
	return cookie.Value
}
