// Package pages is the cashier, its live status and its QR code, and the page that a buyer comes back to.
package pages

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/server"
	"gulimall/pkg/session"
	"gulimall/services/payment"
	"gulimall/web/frame"
)

// Payments is what the pages need of the use cases.
type Payments interface {
	Cashier(ctx context.Context, memberID int64, orderSn string) (payment.View, error)
	Start(ctx context.Context, memberID int64, orderSn, channel string) (string, error)
	Shown(ctx context.Context, orderSn string) (payment.View, error)
	StartShown(ctx context.Context, orderSn string) (string, error)
	Refresh(ctx context.Context, orderSn string) (payment.Payment, error)
}

// Deps are what the pages work with beside the use cases.
type Deps struct {
	Signed payment.Signed
	Passes payment.Passes
	Watch  *payment.Watch
	Frame  *frame.Frame
	Edge   *server.Edge
	Now    func() time.Time
	// Heartbeat is the pause after which a stream says that it is still there; shorter than what any proxy in between waits.
	Heartbeat time.Duration
}

// Routes adds the pages.
func Routes(r gin.IRouter, uc Payments, d Deps) {
	p := pages{uc, d}
	r.GET("/pay.html", d.Frame.Page(p.cashier, p.here))
	r.POST("/payOrder", d.Frame.Page(p.pay, p.here))
	r.GET("/payQr.png", d.Edge.JSON(p.code))
	r.GET("/payEvents", d.Edge.JSON(p.events))
	r.GET("/payResult.html", d.Frame.Page(p.result, p.here))
	r.GET("/payed/return", d.Frame.Page(p.returned, p.here))
	r.GET("/scan", d.Frame.Page(p.scanned, nil))
	r.POST("/scan", d.Frame.Page(p.payScanned, nil))
}

type pages struct {
	uc Payments
	Deps
}

// here is where a visitor comes back to after the login: the page that he wanted, or the cashier of the order in a form.
func (p pages) here(c *gin.Context) string {
	if c.Request.Method == http.MethodGet {
		return p.Frame.Hosts().Pay(c.Request.URL.RequestURI())
	}
	return p.Frame.Hosts().Pay("/pay.html?orderSn=" + url.QueryEscape(orderSn(c)))
}

// orderSn is the order that a request is about: in the query of a page, in the body of a form.
func orderSn(c *gin.Context) string {
	if c.Request.Method == http.MethodPost {
		return c.PostForm("orderSn")
	}
	return c.Query("orderSn")
}

func (p pages) view(c *gin.Context, orderSn string) (payment.View, error) {
	ctx := c.Request.Context()
	who, err := session.Of(ctx)
	if err != nil {
		return payment.View{}, err
	}
	return p.uc.Cashier(ctx, who.ID, orderSn)
}
