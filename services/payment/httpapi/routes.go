// Package httpapi is the payment service's JSON API, its notify address for Alipay, and its calls for other services.
package httpapi

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/i18n"
	"gulimall/pkg/server"
	"gulimall/pkg/session"
	"gulimall/services/payment"
)

// Payments is what the calls need of the use cases.
type Payments interface {
	Cashier(ctx context.Context, memberID int64, orderSn string) (payment.View, error)
	Start(ctx context.Context, memberID int64, orderSn, channel string) (string, error)
	Close(ctx context.Context, orderSn string, expires time.Time, cause payment.CloseCause) (payment.CloseResult, error)
	Offered(ctx context.Context, orderSn string) (bool, error)
	Notify(ctx context.Context, form url.Values, who payment.Merchant, signed payment.Signed) error
}

// Alipay tells this room who we are and whether a form is signed.
type Alipay struct {
	Who    payment.Merchant
	Signed payment.Signed
}

// Routes adds the calls.
func Routes(r gin.IRouter, uc Payments, alipay Alipay, edge *server.Edge, decode *server.Decoder) {
	a := api{uc, alipay, decode, edge.Words}
	r.GET("/api/payment/orders/:orderSn", edge.JSON(a.cashier))
	r.POST("/api/payment/orders/:orderSn/pay", edge.JSON(a.pay))
	r.POST("/payed/notify", a.notify(edge))
	r.POST(paymentapi.PathClose+":orderSn", edge.JSON(a.close))
	r.GET(paymentapi.PathOffered+":orderSn", edge.JSON(a.offered))
}

type api struct {
	uc     Payments
	alipay Alipay
	decode *server.Decoder
	words  *i18n.Catalogue
}

func (a api) cashier(c *gin.Context) error {
	ctx := c.Request.Context()
	who, err := session.Of(ctx)
	if err != nil {
		return err
	}
	view, err := a.uc.Cashier(ctx, who.ID, c.Param("orderSn"))
	if err != nil {
		return err
	}
	name, _ := a.words.Text(a.words.Language(c.Request), "channel_alipay")
	answer := paymentapi.Cashier{
		Status: view.Status, Amount: view.Order.Amount, TradeNo: view.TradeNo(), ExpiresAt: view.Order.ExpiresAt,
		Channels: []paymentapi.Channel{{ID: payment.ChannelAlipay, Name: name, Enabled: view.Payable}},
		Refunds:  make([]paymentapi.Refund, len(view.Refunds)),
	}
	for i, r := range view.Refunds {
		answer.Refunds[i] = paymentapi.Refund{RefundSn: r.RefundSn, Amount: r.Amount, Status: refundStatus(r.Status), Reason: r.Reason, At: r.CreatedAt}
	}
	c.JSON(http.StatusOK, answer)
	return nil
}

func refundStatus(s payment.RefundStatus) string {
	if s == payment.Confirmed {
		return "refunded"
	}
	return "processing"
}

func (a api) pay(c *gin.Context) error {
	ctx := c.Request.Context()
	who, err := session.Of(ctx)
	if err != nil {
		return err
	}
	var body paymentapi.Pay
	if err := a.decode.JSON(c, &body); err != nil {
		return err
	}
	link, err := a.uc.Start(ctx, who.ID, c.Param("orderSn"), body.Channel)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, paymentapi.PayLink{URL: link})
	return nil
}

func (a api) close(c *gin.Context) error {
	var body paymentapi.Close
	if err := a.decode.JSON(c, &body); err != nil {
		return err
	}
	if body.Cause != paymentapi.CauseTimeout && body.Cause != paymentapi.CauseCancel {
		return apperr.ErrInvalid.WithField("cause", "invalid")
	}
	result, err := a.uc.Close(c.Request.Context(), c.Param("orderSn"), body.ExpiresAt, payment.CloseCause(body.Cause))
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, paymentapi.Closed{Result: string(result)})
	return nil
}

func (a api) offered(c *gin.Context) error {
	offered, err := a.uc.Offered(c.Request.Context(), c.Param("orderSn"))
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, paymentapi.Offered{Offered: offered})
	return nil
}
