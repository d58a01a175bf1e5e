// Package httpapi is the JSON API of member, and its calls for other services.
package httpapi

import (
	"context"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/i18n"
	"gulimall/pkg/server"
	"gulimall/pkg/session"
	"gulimall/services/member"
)

// Members is what the calls need of the use cases.
type Members interface {
	SendCode(ctx context.Context, phone, ip string) (again time.Duration, err error)
	LastCode(ctx context.Context, phone string) (string, error)
	Register(ctx context.Context, r member.Registration) (member.Member, error)
	Login(ctx context.Context, account, password, ip string) (member.Member, error)
	LoginByCode(ctx context.Context, phone, code, ip string) (member.Member, error)
	ChangePassword(ctx context.Context, memberID int64, old, fresh, ip string) (member.Member, error)
	ResetPassword(ctx context.Context, memberID int64, code, fresh, ip string) (member.Member, error)
	Stands(ctx context.Context, who member.Member) error
	Arrive(ctx context.Context, memberID int64, userKey string)
	Find(ctx context.Context, memberID int64) (member.Member, error)
	Checkout(ctx context.Context, memberID int64) (member.Member, []member.Address, error)
	Addresses(ctx context.Context, memberID int64) ([]member.Address, error)
	AddAddress(ctx context.Context, memberID int64, a member.Address) (member.Address, error)
	ChangeAddress(ctx context.Context, memberID int64, a member.Address) (member.Address, error)
	DeleteAddress(ctx context.Context, memberID, id int64) error
	DefaultAddress(ctx context.Context, memberID, id int64) (member.Address, error)
	AddFavourite(ctx context.Context, memberID, skuID int64) error
	RemoveFavourite(ctx context.Context, memberID, skuID int64) error
	Favourites(ctx context.Context, memberID int64, offset, limit int) ([]member.ShownFavourite, int, error)
	FavouriteIDs(ctx context.Context, memberID int64) ([]int64, error)
	History(ctx context.Context, memberID int64, of member.Ledger, offset, limit int) ([]member.Entry, int, error)
	Freeze(ctx context.Context, f member.Freeze) error
	Levels(ctx context.Context) ([]member.Level, error)
}

var _ Members = (*member.Members)(nil)

// Sessions signs people in and out, here and elsewhere.
type Sessions interface {
	SignInIf(w http.ResponseWriter, r *http.Request, who session.Member, address string, holds func(ctx context.Context) error) error
	SignInAlone(w http.ResponseWriter, r *http.Request, who session.Member, address string) error
	SignOut(w http.ResponseWriter, r *http.Request) error
	List(r *http.Request, memberID int64) ([]session.Session, error)
	End(ctx context.Context, memberID int64, id string) error
	EndOthers(r *http.Request, memberID int64) (int, error)
}

var _ Sessions = (*session.Manager)(nil)

// Routes adds the calls; dev adds the one that shows sms codes.
func Routes(r gin.IRouter, uc Members, sessions Sessions, edge *server.Edge, decode *server.Decoder, dev bool) {
	a := api{uc, sessions, decode, edge.Words}
	r.POST(memberapi.PathSMSCodes, edge.JSON(a.sendCode))
	r.POST(memberapi.PathRegister, edge.JSON(a.register))
	r.POST(memberapi.PathLogin, edge.JSON(a.login))
	r.POST(memberapi.PathCodeLogin, edge.JSON(a.loginByCode))
	r.POST(memberapi.PathLogout, edge.JSON(a.logout))
	r.GET(memberapi.PathMe, edge.JSON(a.me))
	r.GET(memberapi.PathAddresses, edge.JSON(a.addresses))
	r.POST(memberapi.PathAddresses, edge.JSON(a.addAddress))
	r.PUT(memberapi.PathAddresses+"/:id", edge.JSON(a.changeAddress))
	r.DELETE(memberapi.PathAddresses+"/:id", edge.JSON(a.deleteAddress))
	r.POST(memberapi.PathAddresses+"/:id/default", edge.JSON(a.defaultAddress))
	r.GET(memberapi.PathPoints, edge.JSON(a.points))
	r.PUT(memberapi.PathPassword, edge.JSON(a.changePassword))
	r.GET(memberapi.PathSessions, edge.JSON(a.listSessions))
	r.DELETE(memberapi.PathSessions, edge.JSON(a.endOthers))
	r.DELETE(memberapi.PathSessions+"/:id", edge.JSON(a.endSession))
	r.GET(memberapi.PathFavourites, edge.JSON(a.favourites))
	r.GET(memberapi.PathFavouriteIDs, edge.JSON(a.favouriteIDs))
	r.PUT(memberapi.PathFavourites+"/:skuId", edge.JSON(a.addFavourite))
	r.DELETE(memberapi.PathFavourites+"/:skuId", edge.JSON(a.removeFavourite))
	if dev {
		r.GET(memberapi.PathDevCode+"/:phone", edge.JSON(a.devCode))
	}
	r.GET(memberapi.PathLevels, edge.JSON(a.levels))
	r.GET(memberapi.PathCheckout, edge.JSON(a.checkout))
	r.POST(memberapi.PathFreeze, edge.JSON(a.freeze))
}

type api struct {
	uc       Members
	sessions Sessions
	decode   *server.Decoder
	words    *i18n.Catalogue
}
