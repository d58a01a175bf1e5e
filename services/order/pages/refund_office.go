package pages

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/staff"
	"gulimall/services/order"
	"gulimall/web/frame"
	"gulimall/web/page"
)

func (a afterSales) refundPage(c *gin.Context) error {
	return a.showRefund(c, http.StatusOK, c.Query("orderSn"), page.FormErrors{}, nil)
}

// showRefund draws the form of a refund without an application, or the question whether it is meant.
func (a afterSales) showRefund(c *gin.Context, status int, sn string, wrong page.FormErrors, asking *page.AfterSaleAsk) error {
	o, all, err := a.uc.Of(c.Request.Context(), sn)
	if err != nil {
		return err
	}
	items, freight, left := order.Refundable(o, all)
	shown := page.AfterSaleRefund{
		AdminBase: a.frame.Base(c, a.frame.Words(c).T("aftersales.refund_title", "Sn", o.Sn), "orders"), Sn: o.Sn, OrderState: string(o.Status.Name()),
		Username: o.Username, Unshipped: o.Status == order.Paid, Freight: freight, Left: left, Kind: c.PostForm("kind"), Amount: strings.TrimSpace(c.PostForm("amount")),
		Reason: c.PostForm("reason"), Key: c.PostForm("key"), Asking: asking,
	}
	shown.Here = refundURL(o.Sn)
	shown.Errors = wrong
	if shown.Key == "" {
		shown.Key = uuid.NewString()
	}
	if shown.Kind == "" {
		shown.Kind = "pieces"
		if shown.Unshipped {
			shown.Kind = "whole"
		}
	}
	var houses []wareapi.Warehouse
	if !shown.Unshipped {
		houses = a.uc.Houses(c.Request.Context())
	}
	for _, item := range items {
		l := page.AfterSaleLine{
			SkuID: item.SkuID, Title: item.Title, Count: item.Count, Most: item.Count, Amount: item.Amount, Points: item.Points, Typed: c.PostForm(countField(item.SkuID)),
		}
		if !shown.Unshipped {
			l.Places = places(a.frame.Words(c), houses, c.PostForm(placeField(item.SkuID)), true)
		}
		shown.Lines = append(shown.Lines, l)
	}
	return a.frame.Show(c, status, "adminrefund", shown)
}

func refundURL(sn string) string { return "/order/refund.html?orderSn=" + url.QueryEscape(sn) }

// refund checks what was typed and asks first, and pays back when it is told to. The form's key makes it happen once.
func (a afterSales) refund(c *gin.Context) error {
	by, err := staff.By(c)
	if err != nil {
		return err
	}
	sn := c.Query("orderSn")
	if c.PostForm("step") == "edit" {
		return a.showRefund(c, http.StatusOK, sn, page.FormErrors{}, nil)
	}
	o, all, err := a.uc.Of(c.Request.Context(), sn)
	if err != nil {
		return err
	}
	var houses []wareapi.Warehouse
	if o.Status != order.Paid {
		houses = a.uc.Houses(c.Request.Context())
	}
	w, err := refundTyped(c, o, houses)
	if err == nil && c.PostForm("step") != "do" {
		var would order.Return
		if would, err = order.NewRefund(o, all, w, a.now()); err == nil {
			ask := &page.AfterSaleAsk{Act: "refund_order", Facts: refundFacts(a.frame.Words(c), o, houses, would), Hidden: typedFields(c)}
			ask.Hidden = append(ask.Hidden, page.Field{Name: "seen", Value: string(o.Status.Name())})
			return a.showRefund(c, http.StatusOK, sn, page.FormErrors{}, ask)
		}
	}
	if err == nil {
		var r order.Return
		if r, err = a.uc.RefundOrder(c.Request.Context(), sn, w, by); err == nil {
			a.frame.Flash(c, page.FlashSuccess, "aftersales.did.refund_order")
			c.Redirect(http.StatusSeeOther, returnURL(r.ID))
			return nil
		}
	}
	if !frame.Expected(err) || errors.Is(err, order.ErrNotFound) {
		return err
	}
	return a.showRefund(c, apperr.From(err).Kind.Status(), sn, a.frame.Wrong(c, fieldsOf(err)), nil)
}

// refundTyped reads what is to be paid back.
func refundTyped(c *gin.Context, o *order.Order, houses []wareapi.Warehouse) (order.RefundWish, error) {
	w := order.RefundWish{
		Reason: strings.TrimSpace(c.PostForm("reason")), Seen: c.PostForm("seen"), Key: c.PostForm("key"),
	}
	if w.Reason == "" {
		return w, apperr.ErrInvalid.WithField("reason", "required")
	}
	if c.PostForm("kind") == "whole" {
		return w, nil
	}
	var err error
	if c.PostForm("kind") == "amount" {
		if w.Amount, err = amountTyped(c); err == nil && (w.Amount == nil || *w.Amount < 1) {
			err = apperr.ErrInvalid.WithField("amount", "required")
		}
		return w, err
	}
	lines := make([]order.ReturnItem, len(o.Lines)) // a form that comes again is known by its key, whatever is left by then
	for i, l := range o.Lines {
		lines[i] = order.ReturnItem{SkuID: l.SkuID, Title: l.Title, Count: l.Count}
	}
	if w.Items, err = piecesTyped(c, lines); err == nil && len(w.Items) == 0 {
		err = apperr.ErrInvalid.WithField("items", "nothing")
	}
	if err == nil && o.Status != order.Paid {
		w.Shelf, err = refundShelfTyped(c, houses, w.Items)
	}
	return w, err
}
