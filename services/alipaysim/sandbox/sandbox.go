// Package sandbox is the JSON API by which tests act as the buyer and say what goes wrong.
package sandbox

import (
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/money"
	"gulimall/pkg/server"
	"gulimall/services/alipaysim"
)

// The API's own refusals; what the platform refuses comes with Alipay's code as the member subCode.
var (
	ErrTradeNotFound = apperr.New(apperr.NotFound, "trade_not_found")
	ErrTradeState    = apperr.New(apperr.Conflict, "trade_state")
	ErrTradeExpired  = apperr.New(apperr.Conflict, "trade_expired")
	ErrBadPayURL     = apperr.New(apperr.Invalid, "bad_pay_url")
)

// API serves /sandbox/api.
type API struct {
	sim    *alipaysim.Sim
	edge   *server.Edge
	decode *server.Decoder
	log    *slog.Logger
}

// New makes the API.
func New(sim *alipaysim.Sim, edge *server.Edge, decode *server.Decoder, log *slog.Logger) *API {
	return &API{sim, edge, decode, log}
}

// Routes mounts the API.
func (a *API) Routes(r gin.IRouter) {
	r.GET("/sandbox/api/trades/:outTradeNo", a.edge.JSON(a.show))
	r.POST("/sandbox/api/trades/:outTradeNo/pay", a.edge.JSON(a.pay))
	r.POST("/sandbox/api/trades/:outTradeNo/finish", a.edge.JSON(a.finish))
	r.GET("/sandbox/api/faults", a.edge.JSON(a.faults))
	r.PUT("/sandbox/api/faults", a.edge.JSON(a.setFaults))
	r.DELETE("/sandbox/api/faults", a.edge.JSON(a.clearFaults))
}

// Trade is a trade in JSON.
type Trade struct {
	TradeNo       string             `json:"tradeNo"`
	OutTradeNo    string             `json:"outTradeNo"`
	Status        alipaysim.Status   `json:"status"`
	Amount        money.Fen          `json:"amount"`
	Refunded      money.Fen          `json:"refunded"`
	Subject       string             `json:"subject"`
	CreatedAt     time.Time          `json:"createdAt"`
	ExpiresAt     time.Time          `json:"expiresAt"`
	PaidAt        time.Time          `json:"paidAt,omitzero"`
	ClosedAt      time.Time          `json:"closedAt,omitzero"`
	Refunds       []alipaysim.Refund `json:"refunds"`
	ReturnURL     string             `json:"returnUrl,omitempty"`
	SecondTradeNo string             `json:"secondTradeNo,omitempty"`
}

// Notification is a notification in JSON, with every send and the answer to it.
type Notification struct {
	NotifyID    string              `json:"notifyId"`
	TradeNo     string              `json:"tradeNo"`
	TradeStatus string              `json:"tradeStatus"`
	RefundFee   string              `json:"refundFee,omitempty"`
	URL         string              `json:"url"`
	CreatedAt   time.Time           `json:"createdAt"`
	NextAt      time.Time           `json:"nextAt,omitzero"`
	Delivered   bool                `json:"delivered"`
	Attempts    []alipaysim.Attempt `json:"attempts"`
}

// View is all that is known of an order: its first trade in front, then all of them, then the notifications.
type View struct {
	Trade
	Trades        []Trade        `json:"trades"`
	Notifications []Notification `json:"notifications"`
}

func trade(t alipaysim.Trade) Trade {
	refunds := t.Refunds
	if refunds == nil {
		refunds = []alipaysim.Refund{}
	}
	return Trade{
		TradeNo: t.TradeNo, OutTradeNo: t.OutTradeNo, Status: t.Status, Amount: t.Amount, Refunded: t.Refunded(),
		Subject: t.Subject, CreatedAt: t.CreatedAt, ExpiresAt: t.ExpiresAt, PaidAt: t.PaidAt, ClosedAt: t.ClosedAt, Refunds: refunds,
	}
}

func notification(n alipaysim.Notice) Notification {
	attempts := n.Attempts
	if attempts == nil {
		attempts = []alipaysim.Attempt{}
	}
	return Notification{
		NotifyID: n.ID, TradeNo: n.TradeNo, TradeStatus: n.Fields["trade_status"], RefundFee: n.Fields["refund_fee"],
		URL: n.URL, CreatedAt: n.CreatedAt, NextAt: n.NextAt, Delivered: n.Delivered, Attempts: attempts,
	}
}

func (a *API) show(c *gin.Context) error {
	trades, err := a.sim.Trades(c.Param("outTradeNo"))
	if err != nil {
		return err
	}
	if len(trades) == 0 {
		return ErrTradeNotFound
	}
	v := View{Trade: trade(trades[0]), Notifications: []Notification{}}
	for _, t := range trades {
		v.Trades = append(v.Trades, trade(t))
	}
	for _, n := range a.sim.Notices(c.Param("outTradeNo")) {
		v.Notifications = append(v.Notifications, notification(n))
	}
	c.JSON(http.StatusOK, v)
	return nil
}

type payBody struct {
	URL    string            `json:"url"`
	Faults *alipaysim.Faults `json:"faults"`
}

// pay does by itself what the buyer does by hand: open the address, log in, pay.
func (a *API) pay(c *gin.Context) error {
	var body payBody
	if c.Request.ContentLength != 0 {
		if err := a.decode.JSON(c, &body); err != nil {
			return err
		}
	}
	if body.Faults != nil {
		if field := body.Faults.Validate(); field != "" {
			return apperr.ErrInvalid.WithField("faults."+field, "range")
		}
	}
	var offer *alipaysim.Offer
	if body.URL != "" {
		o, err := a.open(body.URL)
		if err != nil {
			return refusal(ErrBadPayURL, err)
		}
		if o.OutTradeNo != c.Param("outTradeNo") {
			return refusal(ErrBadPayURL, alipaysim.ErrInconsistent)
		}
		offer = &o
	}
	p, err := a.sim.PayByHand(c.Param("outTradeNo"), offer, body.Faults)
	if err != nil {
		return payRefusal(err)
	}
	t := trade(p.Trade)
	t.ReturnURL = p.ReturnURL
	if p.Second != nil {
		t.SecondTradeNo = p.Second.TradeNo
	}
	c.JSON(http.StatusOK, t)
	return nil
}

// open reads a pay URL exactly as the gateway would.
func (a *API) open(raw string) (alipaysim.Offer, error) {
	u, err := url.Parse(raw)
	if err != nil {
		return alipaysim.Offer{}, alipaysim.ErrInvalidParameter
	}
	form, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return alipaysim.Offer{}, alipaysim.ErrInvalidParameter
	}
	req, err := a.sim.Open(form)
	if err != nil {
		return alipaysim.Offer{}, err
	}
	return req.Offer()
}

// finish ends the time in which the first trade of the order can be refunded.
func (a *API) finish(c *gin.Context) error {
	t, err := a.sim.Finish(alipaysim.Ref{OutTradeNo: c.Param("outTradeNo")})
	if err != nil {
		return payRefusal(err)
	}
	c.JSON(http.StatusOK, trade(t))
	return nil
}

func payRefusal(err error) error {
	switch {
	case errors.Is(err, alipaysim.ErrTradeNotExist):
		return refusal(ErrTradeNotFound, err)
	case errors.Is(err, alipaysim.ErrPaymentTimeout):
		return refusal(ErrTradeExpired, err)
	}
	return refusal(ErrTradeState, err)
}

// refusal words a refusal of the platform; anything else stays the fault that it is.
func refusal(as *apperr.Error, err error) error {
	var e *alipaysim.Error
	if !errors.As(err, &e) {
		return err
	}
	refused := as.With("subCode", e.SubCode)
	refused.Detail = e.SubMsg
	return refused.Wrap(err)
}

func (a *API) faults(c *gin.Context) error {
	c.JSON(http.StatusOK, a.sim.Faults())
	return nil
}

// setFaults replaces all faults: what the body does not name is off.
func (a *API) setFaults(c *gin.Context) error {
	var f alipaysim.Faults
	if err := a.decode.JSON(c, &f); err != nil {
		return err
	}
	if field := f.Validate(); field != "" {
		return apperr.ErrInvalid.WithField(field, "range")
	}
	a.sim.SetFaults(f)
	a.log.LogAttrs(c.Request.Context(), slog.LevelInfo, "faults set", slog.Any("faults", f))
	c.JSON(http.StatusOK, f)
	return nil
}

func (a *API) clearFaults(c *gin.Context) error {
	if err := a.sim.ClearFaults(); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	c.Writer.WriteHeaderNow()
	return nil
}
