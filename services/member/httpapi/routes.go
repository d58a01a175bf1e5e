// Package httpapi is the JSON API of member, and its calls for other services.
package httpapi

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/server"
	"gulimall/pkg/session"
	"gulimall/services/member"
)

// Members is what the calls need of the use cases.
type Members interface {
	SendCode(ctx context.Context, phone, ip string) error
	LastCode(ctx context.Context, phone string) (string, error)
	Register(ctx context.Context, r member.Registration) (member.Member, error)
	Login(ctx context.Context, account, password, ip string) (member.Member, error)
	Arrive(ctx context.Context, memberID int64, userKey string)
	Find(ctx context.Context, memberID int64) (member.Member, error)
	Checkout(ctx context.Context, memberID int64) (member.Member, []member.Address, error)
	Addresses(ctx context.Context, memberID int64) ([]member.Address, error)
	AddAddress(ctx context.Context, memberID int64, a member.Address) (member.Address, error)
	ChangeAddress(ctx context.Context, memberID int64, a member.Address) (member.Address, error)
	DeleteAddress(ctx context.Context, memberID, id int64) error
	DefaultAddress(ctx context.Context, memberID, id int64) (member.Address, error)
	History(ctx context.Context, memberID int64, offset, limit int) ([]member.Entry, int, error)
	Freeze(ctx context.Context, f member.Freeze) error
}

var _ Members = (*member.Members)(nil)

// Sessions signs people in and out.
type Sessions interface {
	SignIn(w http.ResponseWriter, r *http.Request, who session.Member, address string) error
	SignOut(w http.ResponseWriter, r *http.Request) error
}

// Routes adds the calls; dev adds the one that shows sms codes.
func Routes(r gin.IRouter, uc Members, sessions Sessions, edge *server.Edge, decode *server.Decoder, dev bool) {
	a := api{uc, sessions, decode}
	r.POST(memberapi.PathSMSCodes, edge.JSON(a.sendCode))
	r.POST(memberapi.PathRegister, edge.JSON(a.register))
	r.POST(memberapi.PathLogin, edge.JSON(a.login))
	r.POST(memberapi.PathLogout, edge.JSON(a.logout))
	r.GET(memberapi.PathMe, edge.JSON(a.me))
	r.GET(memberapi.PathAddresses, edge.JSON(a.addresses))
	r.POST(memberapi.PathAddresses, edge.JSON(a.addAddress))
	r.PUT(memberapi.PathAddresses+"/:id", edge.JSON(a.changeAddress))
	r.DELETE(memberapi.PathAddresses+"/:id", edge.JSON(a.deleteAddress))
	r.POST(memberapi.PathAddresses+"/:id/default", edge.JSON(a.defaultAddress))
	r.GET(memberapi.PathPoints, edge.JSON(a.points))
	if dev {
		r.GET(memberapi.PathDevCode+"/:phone", edge.JSON(a.devCode))
	}
	r.GET(memberapi.PathCheckout, edge.JSON(a.checkout))
	r.POST(memberapi.PathFreeze, edge.JSON(a.freeze))
}

type api struct {
	uc       Members
	sessions Sessions
	decode   *server.Decoder
}
