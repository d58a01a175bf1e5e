// Package visitor finds out whose cart a request is about: a member's by the session, anybody else's by the cookie user-key, which it
// hands out and renews.
package visitor

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/cartapi"
	"gulimall/pkg/server"
	"gulimall/pkg/session"
	"gulimall/services/cart"
)

// Options describe the cookie.
type Options struct {
	Domain string
	Secure bool
}

// Middleware notes the owner of the cart in the request's context, and gives a visitor who is not signed in the cookie anew: it lives
// 30 days from the last use. A session that cannot be read is an error: taking a member for a visitor would show him another cart.
func Middleware(o Options, edge *server.Edge) gin.HandlerFunc {
	return func(c *gin.Context) {
		owner, err := Identify(c.Request)
		if err == nil && !owner.SignedIn() {
			owner.UserKey, err = o.renew(c.Writer, owner.UserKey)
		}
		if err != nil {
			edge.Problem(c, err)
			c.Abort()
			return
		}
		c.Request = c.Request.WithContext(cart.WithOwner(c.Request.Context(), owner))
	}
}

// Members is Middleware for calls that other services make for a member; nobody else is let through.
func Members(edge *server.Edge) gin.HandlerFunc {
	return func(c *gin.Context) {
		owner, err := Identify(c.Request)
		if err == nil && !owner.SignedIn() {
			err = apperr.ErrNotSignedIn
		}
		if err != nil {
			edge.Problem(c, err)
			c.Abort()
			return
		}
		c.Request = c.Request.WithContext(cart.WithOwner(c.Request.Context(), owner))
	}
}

// Identify reads the owner off a request; a user-key that is not one of ours counts as none.
func Identify(r *http.Request) (cart.Owner, error) {
	var owner cart.Owner
	if cookie, err := r.Cookie(cartapi.CookieUserKey); err == nil && cart.ValidUserKey(cookie.Value) {
		owner.UserKey = cookie.Value
	}
	who, err := session.Of(r.Context())
	if err != nil && !errors.Is(err, apperr.ErrNotSignedIn) {
		return cart.Owner{}, err
	}
	owner.MemberID = who.ID
	return owner, nil
}

func (o Options) renew(w http.ResponseWriter, key string) (string, error) {
	if key == "" {
		var err error
		if key, err = cart.NewUserKey(); err != nil {
			return "", err
		}
	}
	http.SetCookie(w, &http.Cookie{ //nolint:gosec // Secure follows the scheme by which the shop is reached
		Name: cartapi.CookieUserKey, Value: key, Domain: o.Domain, Path: "/", MaxAge: int(cart.OfflineTTL.Seconds()),
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: o.Secure,
	})
	return key, nil
}
