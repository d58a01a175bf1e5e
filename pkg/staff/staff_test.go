package staff

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/session"
	"gulimall/pkg/testinfra"
)

// desk is a manager with a clock that the test turns.
type desk struct {
	*Manager
	at time.Time
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	addr, prefix := testinfra.Redis(t)
	client := redis.NewUniversalClient(&redis.UniversalOptions{Addrs: []string{addr}})
	t.Cleanup(func() { require.NoError(t, client.Close()) })
	d := &desk{at: time.Now()}
	d.Manager = New(client, prefix, false, func() time.Time { return d.at })
	return d
}

func (d *desk) visit(t *testing.T, cookie *http.Cookie, handler func(c *gin.Context)) *http.Cookie {
	t.Helper()
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.Use(d.Middleware())
	engine.GET("/", handler)
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	if cookie != nil {
		r.AddCookie(cookie)
	}
	w := httptest.NewRecorder()
	engine.ServeHTTP(w, r)
	set := w.Result().Cookies()
	if len(set) == 0 {
		return nil
	}
	return set[0]
}

func (d *desk) who(t *testing.T, cookie *http.Cookie) (who Staff, err error) {
	t.Helper()
	d.visit(t, cookie, func(c *gin.Context) { who, err = Of(c.Request.Context()) })
	return who, err
}

func (d *desk) enter(t *testing.T, who Staff) *http.Cookie {
	t.Helper()
	return d.visit(t, nil, func(c *gin.Context) {
		require.NoError(t, d.SignIn(c.Writer, c.Request, who, func(context.Context) error { return nil }))
	})
}

func keeper() Staff {
	return Staff{ID: 3, Account: "keeper", Name: "仓管", Permissions: adminapi.Keeper.Grants()}
}

func TestSignInAndOut(t *testing.T) {
	d := newDesk(t)
	cookie := d.enter(t, keeper())
	require.Equal(t, Cookie, cookie.Name)
	require.Empty(t, cookie.Domain, "the back office's host alone gets it")
	require.True(t, cookie.HttpOnly)
	who, err := d.who(t, cookie)
	require.NoError(t, err)
	require.Equal(t, "keeper", who.Account)
	require.NotEmpty(t, who.Address)

	gone := d.visit(t, cookie, func(c *gin.Context) { require.NoError(t, d.SignOut(c.Writer, c.Request)) })
	require.Negative(t, gone.MaxAge)
	_, err = d.who(t, cookie)
	require.ErrorIs(t, err, apperr.ErrNotSignedIn)
	_, err = d.who(t, &http.Cookie{Name: Cookie, Value: "made up"})
	require.ErrorIs(t, err, apperr.ErrNotSignedIn)
}

func TestASessionEndsWithItsTimeOrItsRights(t *testing.T) {
	d := newDesk(t)
	cookie, other, colleague := d.enter(t, keeper()), d.enter(t, keeper()), d.enter(t, Staff{ID: 4})
	require.NoError(t, d.EndAll(t.Context(), 3))
	for _, ended := range []*http.Cookie{cookie, other} {
		_, err := d.who(t, ended)
		require.ErrorIs(t, err, apperr.ErrNotSignedIn)
	}
	_, err := d.who(t, colleague)
	require.NoError(t, err)
	d.at = d.at.Add(lifetime)
	_, err = d.who(t, colleague)
	require.ErrorIs(t, err, apperr.ErrNotSignedIn, "however busy, somebody signs in anew after so long")
}

func TestALoginThatWasOvertakenBeginsNothing(t *testing.T) {
	d := newDesk(t)
	cookie := d.visit(t, nil, func(c *gin.Context) {
		err := d.SignIn(c.Writer, c.Request, keeper(), func(context.Context) error { return apperr.ErrNotSignedIn })
		require.ErrorIs(t, err, apperr.ErrNotSignedIn)
	})
	require.Nil(t, cookie)
}

func TestIdleTimeBeginsAnewWithUse(t *testing.T) {
	d := newDesk(t)
	cookie := d.enter(t, keeper())
	key := d.store.key(cookie.Value)
	require.NoError(t, d.store.client.Expire(t.Context(), key, time.Minute).Err())
	d.at = d.at.Add(2 * seenStep)
	_, err := d.who(t, cookie)
	require.NoError(t, err)
	left, err := d.store.client.TTL(t.Context(), key).Result()
	require.NoError(t, err)
	require.InDelta(t, idle.Seconds(), left.Seconds(), 10)
}

func TestGuard(t *testing.T) {
	d := newDesk(t)
	cookie := d.enter(t, keeper())
	ask := func(permission adminapi.Permission, cookie *http.Cookie) (err error, ran bool) {
		d.visit(t, cookie, func(c *gin.Context) {
			err = Guard(permission, func(*gin.Context) error { ran = true; return nil })(c)
		})
		return err, ran
	}
	err, ran := ask(adminapi.WareWrite, cookie)
	require.NoError(t, err)
	require.True(t, ran)
	err, ran = ask(adminapi.PaymentWrite, cookie)
	require.ErrorIs(t, err, apperr.ErrForbidden)
	require.False(t, ran)
	err, ran = ask(adminapi.WareWrite, &http.Cookie{Name: session.Cookie, Value: cookie.Value})
	require.ErrorIs(t, err, apperr.ErrNotSignedIn, "a member's session counts for nothing")
	require.False(t, ran)
}
