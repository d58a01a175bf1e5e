package pages

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/money"
	"gulimall/pkg/staff"
	"gulimall/services/order"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// priceForm is the form of a change of price as it was typed; the amount is in yuan. was is the price that it was made for, in fen.
type priceForm struct {
	sn, pay, reason string
	was             money.Fen
}

func (d desk) pricePage(c *gin.Context) error {
	return d.showPrice(c, http.StatusOK, priceForm{sn: c.Query("orderSn"), was: -1}, nil, page.FormErrors{})
}

// showPrice draws the form, or with the order as it would be, the question whether it is meant.
func (d desk) showPrice(c *gin.Context, status int, typed priceForm, after *order.Order, wrong page.FormErrors) error {
	o, err := d.uc.Look(c.Request.Context(), typed.sn)
	if err != nil {
		return err
	}
	if typed.was < 0 || wrong.Any() {
		typed.was = o.Amounts.Pay // what is seen now
	}
	least, most := o.PriceRange()
	shown := page.SalesPrice{
		AdminBase: d.frame.Base(c, d.frame.Words(c).T("sales.price_title", "Sn", o.Sn), "orders"), Sn: o.Sn, Now: o.Amounts.Pay, Was: typed.was, Least: least, Most: most,
		Pay: typed.pay, Reason: typed.reason,
	}
	shown.Here = "/order/price.html?orderSn=" + o.Sn
	shown.Errors = wrong
	if after != nil {
		shown.Asking, shown.After = true, after.Amounts.Pay
		for i, l := range after.Lines {
			shown.Lines = append(shown.Lines, page.SalesPriceLine{Title: l.Title, Count: l.Count, Before: o.Lines[i].Payable, After: l.Payable})
		}
	}
	return d.frame.Show(c, status, "adminorderprice", shown)
}

// price checks and asks first, and changes the price when it is told to.
func (d desk) price(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	typed := priceForm{
		sn: c.PostForm("orderSn"), pay: strings.TrimSpace(c.PostForm("payAmount")), reason: strings.TrimSpace(c.PostForm("reason")), was: money.Fen(frame.Number(c.PostForm("was"))),
	}
	if c.PostForm("step") == "edit" {
		return d.showPrice(c, http.StatusOK, typed, nil, page.FormErrors{})
	}
	pay, err := money.ReadYuan(typed.pay)
	if typed.pay == "" {
		return d.refusePrice(c, typed, apperr.ErrInvalid.WithField("payAmount", "required"))
	}
	if err != nil {
		return d.refusePrice(c, typed, apperr.ErrInvalid.WithField("payAmount", "invalid"))
	}
	if typed.reason == "" {
		return d.refusePrice(c, typed, apperr.ErrInvalid.WithField("reason", "required"))
	}
	if c.PostForm("step") != "do" {
		return d.askPrice(c, typed, pay)
	}
	_, err = d.uc.ChangePrice(c.Request.Context(), order.PriceWish{Sn: typed.sn, Reason: typed.reason, Pay: &pay, Was: &typed.was, By: who})
	if err != nil {
		return d.refusePrice(c, typed, err)
	}
	d.frame.Flash(c, page.FlashSuccess, "sales.repriced")
	c.Redirect(http.StatusSeeOther, orderURL(typed.sn))
	return nil
}

// askPrice shows what a price would do, line by line.
func (d desk) askPrice(c *gin.Context, typed priceForm, pay money.Fen) error {
	o, err := d.uc.Look(c.Request.Context(), typed.sn)
	if err != nil {
		return err
	}
	if o.Status != order.Pending {
		return d.refusePrice(c, typed, order.ErrState)
	}
	if o.Amounts.Pay != typed.was {
		return d.refusePrice(c, typed, order.ErrEditedMeanwhile)
	}
	after := *o
	after.Lines = slices.Clone(o.Lines)
	if err := after.Reprice(pay); err != nil {
		return d.refusePrice(c, typed, err)
	}
	return d.showPrice(c, http.StatusOK, typed, &after, page.FormErrors{})
}

func (d desk) refusePrice(c *gin.Context, typed priceForm, err error) error {
	if !frame.Expected(err) || errors.Is(err, order.ErrNotFound) {
		return err
	}
	return d.showPrice(c, apperr.From(err).Kind.Status(), typed, nil, d.frame.Wrong(c, err))
}
