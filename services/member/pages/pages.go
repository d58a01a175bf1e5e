// Package pages serves the login host and the member centre. Every form is a plain POST: done, it is answered by a redirect; refused, by
// its own page with what was typed, but never a password.
package pages

import (
	"context"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/server"
	"gulimall/pkg/session"
	"gulimall/services/member"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// Members is what the pages need of the use cases.
type Members interface {
	SendCode(ctx context.Context, phone, ip string) (again time.Duration, err error)
	LastCode(ctx context.Context, phone string) (string, error)
	Register(ctx context.Context, r member.Registration) (member.Member, error)
	Login(ctx context.Context, account, password, ip string) (member.Member, error)
	LoginByCode(ctx context.Context, phone, code, ip string) (member.Member, error)
	ChangePassword(ctx context.Context, memberID int64, old, fresh, ip string) (member.Member, error)
	SendOwnCode(ctx context.Context, memberID int64, ip string) (again time.Duration, err error)
	ResetPassword(ctx context.Context, memberID int64, code, fresh, ip string) (member.Member, error)
	Stands(ctx context.Context, who member.Member) error
	Arrive(ctx context.Context, memberID int64, userKey string)
	Find(ctx context.Context, memberID int64) (member.Member, error)
	Levels(ctx context.Context) ([]member.Level, error)
	Rename(ctx context.Context, memberID int64, nickname string) error
	Addresses(ctx context.Context, memberID int64) ([]member.Address, error)
	AddAddress(ctx context.Context, memberID int64, a member.Address) (member.Address, error)
	ChangeAddress(ctx context.Context, memberID int64, a member.Address) (member.Address, error)
	DeleteAddress(ctx context.Context, memberID, id int64) error
	DefaultAddress(ctx context.Context, memberID, id int64) (member.Address, error)
	AddFavourite(ctx context.Context, memberID, skuID int64) error
	RemoveFavourite(ctx context.Context, memberID, skuID int64) error
	Favourites(ctx context.Context, memberID int64, offset, limit int) ([]member.ShownFavourite, int, error)
	History(ctx context.Context, memberID int64, of member.Ledger, offset, limit int) ([]member.Entry, int, error)
}

var _ Members = (*member.Members)(nil)

// Coupons is the coupon service; pages do without it when it does not answer.
type Coupons interface {
	Mine(ctx context.Context, memberID int64, state couponapi.State) ([]couponapi.MemberCoupon, error)
}

// Orders is the order service, asked in the name of the visitor; pages do without it when it does not answer.
type Orders interface {
	Counts(ctx context.Context) (orderapi.Counts, error)
	Newest(ctx context.Context, n int) ([]orderapi.Order, error)
}

// Sessions signs people in and out, here and elsewhere.
type Sessions interface {
	SignInIf(w http.ResponseWriter, r *http.Request, who session.Member, address string, holds func(ctx context.Context) error) error
	SignInAlone(w http.ResponseWriter, r *http.Request, who session.Member, address string) error
	SignOut(w http.ResponseWriter, r *http.Request) error
	List(r *http.Request, memberID int64) ([]session.Session, error)
	End(ctx context.Context, memberID int64, id string) error
	EndOthers(r *http.Request, memberID int64) (int, error)
}

// Deps are what the pages work with; Dev shows sms codes on the register page.
type Deps struct {
	Members  Members
	Coupons  Coupons
	Orders   Orders
	Sessions Sessions
	Frame    *frame.Frame
	Now      func() time.Time
	Dev      bool
}

type pages struct{ Deps }

// Routes adds the pages of both hosts; their paths do not meet.
func Routes(r gin.IRouter, d Deps) {
	p := pages{d}
	open := func(h server.Handler) gin.HandlerFunc { return d.Frame.Page(h, nil) }
	r.GET("/login.html", open(p.loginPage))
	r.POST("/login.html", open(p.login))
	r.GET("/reg.html", open(p.registerPage))
	r.POST("/reg.html", open(p.register))
	r.GET("/sms-code", open(p.registerPage)) // a reload of the page that said that a code was sent
	r.POST("/sms-code", open(p.sendCode))
	r.POST("/logout", open(p.logout))
	r.POST("/preferences", open(p.preferences))

	r.GET("/", p.members("/", p.home))
	r.GET("/memberOrder.html", open(p.orders))
	r.GET("/address.html", p.members(addressPath, p.addresses))
	r.POST("/address.html", p.members(addressPath, p.saveAddress))
	r.POST("/address/:id", p.members(addressPath, p.saveAddress))
	r.POST("/address/:id/default", p.members(addressPath, p.defaultAddress))
	r.POST("/address/:id/delete", p.members(addressPath, p.deleteAddress))
	r.GET("/points.html", p.members(pointsPath, p.points))
	r.GET("/coupons.html", p.members("/coupons.html", p.coupons))
	r.GET("/profile.html", p.members(profilePath, p.profile))
	r.POST("/profile.html", p.members(profilePath, p.rename))
	r.GET("/favourites.html", p.members(favouritesPath, p.favourites))
	r.POST("/favourites", p.members(favouritesPath, p.favour))
	r.GET("/security.html", p.members(securityPath, p.security))
	r.POST("/security/password", p.members(securityPath, p.changePassword))
	r.GET("/security/code", p.members(securityPath, p.security)) // a reload of the page that said that a code was sent
	r.POST("/security/code", p.members(securityPath, p.sendOwnCode))
	r.POST("/security/end", p.members(securityPath, p.endSession))
	r.POST("/security/end-others", p.members(securityPath, p.endOthers))
}

// The pages that forms lead back to.
const (
	addressPath = "/address.html"
	pointsPath  = "/points.html"
	profilePath = "/profile.html"
)

// memberHandler is a page of somebody who is signed in.
type memberHandler func(c *gin.Context, memberID int64) error

// members adapts a page of the member centre. The login brings a visitor back to the page that he wanted; from a form, to where the form
// stood, or else to path.
func (p pages) members(path string, h memberHandler) gin.HandlerFunc {
	return p.Frame.Page(func(c *gin.Context) error {
		who, err := session.Of(c.Request.Context())
		if err != nil {
			return err
		}
		return h(c, who.ID)
	}, func(c *gin.Context) string {
		if c.Request.Method == http.MethodGet {
			return p.Frame.Hosts().Member(c.Request.URL.RequestURI())
		}
		return p.Frame.Hosts().Back(c.PostForm("originUrl"), p.Frame.Hosts().Member(path))
	})
}

// base is the frame of a page of the member centre. It greets by the user name, as on the hosts that know no other.
func (p pages) base(c *gin.Context, title, path string, m member.Member) page.Base {
	base := p.Frame.Base(c, title, p.Frame.Hosts().Member(path))
	base.Member = &page.Member{ID: m.ID, Username: m.Username}
	return base
}

// refuse is the status and the words for an error that a form shows.
func (p pages) refuse(c *gin.Context, err error) (int, page.FormErrors) {
	e := apperr.From(err)
	if e.RetryAfter > 0 {
		c.Header("Retry-After", strconv.Itoa(waitOf(err)))
	}
	form := p.Frame.Errors(c, err)
	if len(form.Fields) > 0 {
		form.Summary = "" // the fields say it
	}
	return e.Kind.Status(), form
}

// waitOf is how many seconds an error asks to wait.
func waitOf(err error) int { return int(math.Ceil(apperr.From(err).RetryAfter.Seconds())) }

// done leads to a page of the member centre, which says what was done.
func (p pages) done(c *gin.Context, kind page.FlashKind, key, path string) error {
	return p.backTo(c, kind, key, "", path)
}

// backTo leads to where the form came from, else to path; the page there says what was done.
func (p pages) backTo(c *gin.Context, kind page.FlashKind, key, origin, path string) error {
	p.Frame.Flash(c, kind, key)
	c.Redirect(http.StatusSeeOther, p.Frame.Hosts().Back(origin, p.Frame.Hosts().Member(path)))
	return nil
}

// orders leads to the order list, which the order service serves.
func (p pages) orders(c *gin.Context) error {
	c.Redirect(http.StatusSeeOther, p.Frame.Hosts().Order("/list.html"))
	return nil
}
