package session

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/gin-gonic/gin"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
	"gulimall/pkg/testinfra"
)

func newManager(t *testing.T) (*Manager, redis.UniversalClient) {
	t.Helper()
	addr, prefix := testinfra.Redis(t)
	client := redis.NewUniversalClient(&redis.UniversalOptions{Addrs: []string{addr}})
	t.Cleanup(func() { require.NoError(t, client.Close()) })
	return New(client, prefix, "gulimall.localhost", false), client
}

// visit runs a handler under the middleware with a cookie, and gives the cookie that it set.
func visit(t *testing.T, m *Manager, cookie *http.Cookie, handler func(c *gin.Context)) *http.Cookie {
	t.Helper()
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.Use(m.Middleware())
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

func who(t *testing.T, m *Manager, cookie *http.Cookie) (member Member, err error) {
	t.Helper()
	visit(t, m, cookie, func(c *gin.Context) { member, err = Of(c.Request.Context()) })
	return member, err
}

func TestSignInAndOut(t *testing.T) {
	m, _ := newManager(t)
	_, err := who(t, m, nil)
	require.ErrorIs(t, err, apperr.ErrNotSignedIn)

	cookie := visit(t, m, nil, func(c *gin.Context) {
		require.NoError(t, m.SignIn(c.Writer, c.Request, Member{ID: 7, Username: "demo"}, "192.0.2.1"))
	})
	require.Equal(t, Cookie, cookie.Name)
	require.Equal(t, "gulimall.localhost", cookie.Domain)
	require.True(t, cookie.HttpOnly)
	require.Equal(t, http.SameSiteLaxMode, cookie.SameSite)
	member, err := who(t, m, cookie)
	require.NoError(t, err)
	require.Equal(t, Member{ID: 7, Username: "demo"}, member)

	gone := visit(t, m, cookie, func(c *gin.Context) { require.NoError(t, m.SignOut(c.Writer, c.Request)) })
	require.Negative(t, gone.MaxAge)
	_, err = who(t, m, cookie)
	require.ErrorIs(t, err, apperr.ErrNotSignedIn, "the old cookie is worth nothing on the server")
}

func TestALoginRenewsTheToken(t *testing.T) {
	m, _ := newManager(t)
	planted := visit(t, m, nil, func(c *gin.Context) { require.NoError(t, m.SignIn(c.Writer, c.Request, Member{ID: 1}, "192.0.2.1")) })
	fresh := visit(t, m, planted, func(c *gin.Context) { require.NoError(t, m.SignIn(c.Writer, c.Request, Member{ID: 2}, "192.0.2.1")) })
	require.NotEqual(t, planted.Value, fresh.Value)
	_, err := who(t, m, planted)
	require.ErrorIs(t, err, apperr.ErrNotSignedIn)
}

func TestRedisKeepsNoToken(t *testing.T) {
	m, client := newManager(t)
	cookie := visit(t, m, nil, func(c *gin.Context) { require.NoError(t, m.SignIn(c.Writer, c.Request, Member{ID: 1}, "192.0.2.1")) })
	keys, err := client.Keys(context.Background(), "*"+cookie.Value+"*").Result()
	require.NoError(t, err)
	require.Empty(t, keys)
}

func TestARedisThatIsAwayIsNoVisitor(t *testing.T) {
	client := redis.NewUniversalClient(&redis.UniversalOptions{Addrs: []string{"127.0.0.1:1"}, MaxRetries: -1})
	defer client.Close()
	m := New(client, "x:", "gulimall.localhost", false)
	_, err := who(t, m, &http.Cookie{Name: Cookie, Value: "something"})
	require.ErrorIs(t, err, apperr.ErrUnavailable)
}
