// Package session is the shop's login, shared by every host and every service: scs sessions in Redis under the cookie GULISESSION.
// The member service signs people in and out; everybody else only asks who is calling, and pays for the look-up only when asking.
package session

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/gin-gonic/gin"
	"github.com/redis/go-redis/v9"

	"gulimall/pkg/apperr"
)

// Cookie is the name of the member session's cookie (api.md).
const Cookie = "GULISESSION"

const (
	lifetime   = 24 * time.Hour  // how long somebody stays signed in, counted from the login
	touchEvery = 5 * time.Minute // how exactly it is known when a session was last seen
)

// Member is who is calling. Nothing about a member that can change is kept in the session.
type Member struct {
	ID       int64
	Username string
}

// Manager reads and writes sessions. Only a hash of the cookie's token is kept in Redis.
type Manager struct {
	scs   *scs.SessionManager
	store store
}

// New makes a manager for the cookie domain of the shop. Secure cookies are for https.
func New(client redis.UniversalClient, prefix, domain string, secure bool) *Manager {
	m := scs.New()
	kept := store{client, prefix}
	m.Store = kept
	m.Codec = codec{}
	m.Lifetime = lifetime
	m.Cookie.Name, m.Cookie.Domain, m.Cookie.Path = Cookie, domain, "/"
	m.Cookie.HttpOnly, m.Cookie.SameSite, m.Cookie.Secure = true, http.SameSiteLaxMode, secure
	return &Manager{m, kept}
}

// SignIn gives the caller a new session under a new token, so that a token planted before the login is worth nothing, and sets the
// cookie. The old session ends. The address is where the caller sits, for the member to see.
func (m *Manager) SignIn(w http.ResponseWriter, r *http.Request, who Member, address string) error {
	return m.SignInIf(w, r, who, address, func(context.Context) error { return nil })
}

// SignInIf is SignIn for a login that may have been overtaken, as by a change of the password. It asks whether the login holds once the
// new session can be found, and ended, by whoever overtakes it; an error ends the session, sets no cookie and is the answer.
func (m *Manager) SignInIf(w http.ResponseWriter, r *http.Request, who Member, address string, holds func(ctx context.Context) error) error {
	_, err := m.signIn(w, r, who, address, holds)
	return err
}

// SignInAlone is SignIn, and ends all other sessions of the member.
func (m *Manager) SignInAlone(w http.ResponseWriter, r *http.Request, who Member, address string) error {
	fresh, err := m.signIn(w, r, who, address, func(context.Context) error { return nil })
	if err != nil {
		return err
	}
	_, err = m.endAllBut(r.Context(), who.ID, hash(fresh))
	return err
}

func (m *Manager) signIn(w http.ResponseWriter, r *http.Request, who Member, address string, holds func(ctx context.Context) error) (fresh string, err error) {
	ctx, err := m.scs.Load(r.Context(), token(r))
	if err != nil {
		return "", apperr.ErrUnavailable.Wrap(err)
	}
	if err := m.scs.RenewToken(ctx); err != nil {
		return "", apperr.ErrUnavailable.Wrap(err)
	}
	if err := m.scs.Clear(ctx); err != nil {
		return "", apperr.ErrUnavailable.Wrap(err)
	}
	m.scs.Put(ctx, whole, record{ID: who.ID, Username: who.Username, Device: device(r.UserAgent()), Address: address})
	fresh, expiry, err := m.scs.Commit(ctx)
	if err != nil {
		return "", apperr.ErrUnavailable.Wrap(err)
	}
	if err := holds(r.Context()); err != nil {
		if _, endErr := m.store.end(r.Context(), hash(fresh)); endErr != nil {
			err = errors.Join(err, endErr)
		}
		return "", err
	}
	m.scs.WriteSessionCookie(ctx, w, fresh, expiry)
	return fresh, nil
}

// SignOut ends the caller's session on the server and takes the cookie back.
func (m *Manager) SignOut(w http.ResponseWriter, r *http.Request) error {
	ctx, err := m.scs.Load(r.Context(), token(r))
	if err != nil {
		return apperr.ErrUnavailable.Wrap(err)
	}
	if err := m.scs.Destroy(ctx); err != nil {
		return apperr.ErrUnavailable.Wrap(err)
	}
	m.scs.WriteSessionCookie(ctx, w, "", time.Time{})
	return nil
}

// find looks a token up, and notes now and then that it was used.
func (m *Manager) find(ctx context.Context, token string) (Member, error) {
	id := hash(token)
	r, found, err := m.store.get(ctx, id)
	if err != nil {
		return Member{}, apperr.ErrUnavailable.Wrap(err)
	}
	if !found || r.ID == 0 {
		return Member{}, apperr.ErrNotSignedIn
	}
	if time.Since(r.Seen) > touchEvery {
		// What cannot be noted now is noted next time; it keeps nobody from shopping.
		_ = m.store.touch(ctx, id, r)
	}
	return Member{ID: r.ID, Username: r.Username}, nil
}

type contextKey struct{}

// Middleware lets Of find the caller of a request.
func (m *Manager) Middleware() gin.HandlerFunc {
	return func(c *gin.Context) {
		cookie := token(c.Request)
		if cookie == "" {
			return
		}
		ctx := c.Request.Context()
		who := sync.OnceValues(func() (Member, error) { return m.find(ctx, cookie) })
		c.Request = c.Request.WithContext(context.WithValue(ctx, contextKey{}, who))
	}
}

// Of says who is calling: apperr.ErrNotSignedIn when nobody is signed in, apperr.ErrUnavailable when Redis does not answer.
func Of(ctx context.Context) (Member, error) {
	who, ok := ctx.Value(contextKey{}).(func() (Member, error))
	if !ok {
		return Member{}, apperr.ErrNotSignedIn
	}
	return who()
}

// With puts a known caller into a context, for tests.
func With(ctx context.Context, who Member) context.Context {
	return context.WithValue(ctx, contextKey{}, func() (Member, error) { return who, nil })
}

func token(r *http.Request) string {
	cookie, err := r.Cookie(Cookie)
	if err != nil {
		return ""
	}
	return cookie.Value
}
