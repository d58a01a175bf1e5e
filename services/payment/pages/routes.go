// Package pages is the cashier and the page that a buyer comes back to.
package pages

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/session"
	"gulimall/services/payment"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// Payments is what the pages need of the use cases.
type Payments interface {
	Cashier(ctx context.Context, memberID int64, orderSn string) (payment.View, error)
	Start(ctx context.Context, memberID int64, orderSn, channel string) (string, error)
	Refresh(ctx context.Context, orderSn string) (payment.Payment, error)
}

// Routes adds the pages.
func Routes(r gin.IRouter, uc Payments, signed payment.Signed, f *frame.Frame, now func() time.Time) {
	p := pages{uc, signed, f, now}
	r.GET("/pay.html", f.Page(p.cashier, p.here))
	r.POST("/payOrder", f.Page(p.pay, p.here))
	r.GET("/payed/return", f.Page(p.returned, p.here))
}

type pages struct {
	uc     Payments
	signed payment.Signed
	frame  *frame.Frame
	now    func() time.Time
}

// here is where a visitor comes back to after the login: the cashier of the order in hand, or the page that Alipay sent him to.
func (p pages) here(c *gin.Context) string {
	if c.Request.URL.Path == "/payed/return" {
		return p.frame.Hosts().Pay(c.Request.URL.RequestURI())
	}
	return p.frame.Hosts().Pay("/pay.html?orderSn=" + url.QueryEscape(orderSn(c)))
}

// orderSn is the order that a request is about: in the query of a page, in the body of a form.
func orderSn(c *gin.Context) string {
	if c.Request.Method == http.MethodPost {
		return c.PostForm("orderSn")
	}
	return c.Query("orderSn")
}

func (p pages) cashier(c *gin.Context) error {
	view, err := p.view(c, orderSn(c))
	if err != nil {
		return err
	}
	return p.frame.Show(c, http.StatusOK, "cashier", p.cashierPage(c, view))
}

func (p pages) cashierPage(c *gin.Context, view payment.View) page.Cashier {
	return page.Cashier{
		Base: p.frame.Base(c, "收银台", p.here(c)), OrderSn: view.Order.OrderSn, Amount: view.Order.Amount, Status: view.Status,
		ExpiresAt: view.Order.ExpiresAt, Now: p.now(),
		Channels: []page.Channel{{ID: payment.ChannelAlipay, Name: "支付宝", Enabled: view.Payable}},
	}
}

// pay sends the buyer to Alipay; an order that cannot be paid any more shows the cashier as it stands.
func (p pages) pay(c *gin.Context) error {
	ctx := c.Request.Context()
	who, err := session.Of(ctx)
	if err != nil {
		return err
	}
	link, err := p.uc.Start(ctx, who.ID, orderSn(c), c.PostForm("channel"))
	if err == nil {
		c.Redirect(http.StatusSeeOther, link)
		return nil
	}
	if !errors.Is(err, payment.ErrOrderState) && !errors.Is(err, payment.ErrChannel) {
		return err
	}
	view, viewErr := p.view(c, orderSn(c))
	if viewErr != nil {
		return viewErr
	}
	shown := p.cashierPage(c, view)
	shown.Errors = p.frame.Errors(c, err)
	return p.frame.Show(c, apperr.From(err).Kind.Status(), "cashier", shown)
}

// returned tells the truth to somebody whom Alipay sends back. What the query says is not believed, even when it is signed: when the
// notification has not come, Alipay is asked.
func (p pages) returned(c *gin.Context) error {
	ctx := c.Request.Context()
	query := c.Request.URL.Query()
	if err := errors.Join(payment.Unambiguous(query), p.signed(ctx, query)); err != nil {
		return apperr.ErrNotFound.Wrap(err)
	}
	sn := query.Get("out_trade_no")
	view, err := p.view(c, sn)
	if err != nil {
		return err
	}
	if view.Status == "unpaid" || view.Status == "closed" { // a closed order may have been paid a moment too late
		if _, err := p.uc.Refresh(ctx, sn); err == nil {
			if view, err = p.view(c, sn); err != nil {
				return err
			}
		}
	}
	return p.frame.Show(c, http.StatusOK, "payresult", page.PayResult{
		Base: p.frame.Base(c, "支付结果", p.here(c)), OrderSn: sn, Amount: view.Order.Amount, Status: view.Status,
		TradeNo: view.TradeNo(), PaidAt: view.Payment.PaidAt,
	})
}

func (p pages) view(c *gin.Context, orderSn string) (payment.View, error) {
	ctx := c.Request.Context()
	who, err := session.Of(ctx)
	if err != nil {
		return payment.View{}, err
	}
	return p.uc.Cashier(ctx, who.ID, orderSn)
}
