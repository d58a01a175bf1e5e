package pages

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/staff"
	"gulimall/services/order"
	"gulimall/web/frame"
	"gulimall/web/page"
)

func (d desk) order(c *gin.Context) error {
	return d.showOrder(c, http.StatusOK, c.Query("orderSn"), page.SalesForm{Key: uuid.NewString()}, page.FormErrors{})
}

// showOrder shows an order with what was typed into its forms and what was wrong with it.
func (d desk) showOrder(c *gin.Context, status int, sn string, typed page.SalesForm, wrong page.FormErrors) error {
	ctx, words := c.Request.Context(), d.frame.Words(c)
	o, err := d.uc.Look(ctx, sn)
	if err != nil {
		return err
	}
	behind, err := d.uc.Behind(ctx, o)
	if err != nil {
		return err
	}
	shown := page.SalesOrder{
		AdminBase: d.frame.Base(c, words.T("sales.title", "Sn", o.Sn), "orders"), SalesRow: salesRow(o), Steps: orderSteps(words, o), Delivery: address(o.Address, false),
		Amounts: page.Amounts(o.Amounts), Adjusted: o.Adjusted, Refunded: o.Refunded, ExpiresAt: o.ExpiresAt, Channel: channel(words, o.Channel), TradeNo: o.TradeNo,
		PayState: o.PaymentStatus(), CouponID: o.CouponID, Company: o.Company, TrackingNo: o.TrackingNo, CloseReason: order.CloseReason(words, o.CloseReason),
		Moments: salesMoments(words, o.Timeline), Tasks: salesTasks(o, behind), Payment: salesPayment(behind.Payment), Away: behind.Away, Denied: behind.Denied,
		TasksKnown: behind.Knows(wareapi.Service), PaymentKnown: behind.Knows(paymentapi.Service),
		MayShip: o.Status == order.Paid && d.frame.May(c, adminapi.OrderShip), MayNote: d.frame.May(c, adminapi.OrderWrite),
		SeeMember: d.frame.May(c, adminapi.MemberRead), SeePayment: d.frame.May(c, adminapi.PaymentRead), SeeStock: d.frame.May(c, adminapi.WareRead),
		SeeReturns: slices.ContainsFunc(o.Timeline, returned), Form: typed,
	}
	shown.Here = orderURL(o.Sn)
	shown.Errors = wrong
	shown.MayClose = o.Status == order.Pending && shown.MayNote
	shown.MayPrice = shown.MayClose && !o.PriceLocked
	shown.MayRefund = !o.PaidAt.IsZero() && o.Status != order.Closed && d.frame.May(c, adminapi.OrderReturn)
	if o.Invoice.Type != order.NoInvoice {
		shown.Invoice = &page.Invoice{Type: o.Invoice.Kind(), Title: o.Invoice.Title, TaxNo: o.Invoice.TaxNo}
	}
	for _, l := range o.Lines {
		shown.Items = append(shown.Items, page.OrderLine{
			SKUID: l.SkuID, Title: l.Title, Image: l.Image, Attrs: l.Attrs, Price: l.Price, Count: int(l.Count), Amount: l.Amount,
			Promotion: l.Promotion, Coupon: l.Coupon, Points: l.Points, Payable: l.Payable,
		})
	}
	for _, m := range behind.Messages {
		shown.Messages = append(shown.Messages, page.SalesMessage(m))
	}
	return d.frame.Show(c, status, "adminorder", shown)
}

// salesMoments are the timeline with what shoppers are not told, the newest first.
func salesMoments(words order.Words, events []order.Event) []page.SalesMoment {
	out := make([]page.SalesMoment, 0, len(events))
	for i, e := range events {
		text, note := e.Say(words, i == 0)
		switch {
		case e.Private():
			text, note = words.T("sales.note"), e.Facts.Text
		case e.Event == order.EventReturnDone:
			text = words.T("sales.return_done")
		case text == "":
			text = e.Event
		}
		out = append(out, page.SalesMoment{
			Moment: page.Moment{At: e.At, Text: text, Note: note}, By: e.By, Staff: e.Facts.Staff, TraceID: e.TraceID, Private: e.Private(),
		})
	}
	slices.Reverse(out)
	if len(out) > 0 {
		out[0].Now = true
	}
	return out
}

// returned says whether an event tells of an after-sale.
func returned(e order.Event) bool { return e.Facts.ReturnID > 0 || e.Event == order.EventReturn }

// acted leads back to the order and says what was done, or shows the order with the refusal beside what was typed.
func (d desk) acted(c *gin.Context, sn, done string, typed page.SalesForm, err error) error {
	if err == nil {
		d.frame.Flash(c, page.FlashSuccess, done)
		c.Redirect(http.StatusSeeOther, orderURL(sn))
		return nil
	}
	if !frame.Expected(err) || errors.Is(err, order.ErrNotFound) {
		return err
	}
	if typed.Key == "" {
		typed.Key = uuid.NewString()
	}
	return d.showOrder(c, apperr.From(err).Kind.Status(), sn, typed, d.frame.Wrong(c, err))
}

func (d desk) shipOne(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	s := order.Shipment{
		Sn: c.PostForm("orderSn"), Company: strings.TrimSpace(c.PostForm("company")), TrackingNo: strings.TrimSpace(c.PostForm("trackingNo")), By: who,
	}
	_, err = d.uc.Ship(c.Request.Context(), s)
	if err == nil && c.PostForm("from") == "ship" {
		d.frame.Flash(c, page.FlashSuccess, "sales.shipped")
		back := url.URL{Path: "/order/ship.html"}
		if query, bad := url.ParseQuery(c.PostForm("query")); bad == nil {
			back.RawQuery = query.Encode()
		}
		c.Redirect(http.StatusSeeOther, back.String())
		return nil
	}
	return d.acted(c, s.Sn, "sales.shipped", page.SalesForm{Company: s.Company, TrackingNo: s.TrackingNo}, err)
}

func (d desk) close(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	sn, reason := c.PostForm("orderSn"), strings.TrimSpace(c.PostForm("reason"))
	after, err := d.uc.Close(c.Request.Context(), sn, reason, who)
	done := "sales.closed"
	if err == nil && after.Status == order.Closing {
		done = "sales.close_asked"
	}
	return d.acted(c, sn, done, page.SalesForm{Reason: reason}, err)
}

func (d desk) note(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	n := order.StaffNote{Sn: c.PostForm("orderSn"), Text: strings.TrimSpace(c.PostForm("note")), Key: c.PostForm("key"), By: who}
	if n.Key == "" || len(n.Key) > maxKey {
		n.Key = uuid.NewString()
	}
	_, err = d.uc.Note(c.Request.Context(), n)
	return d.acted(c, n.Sn, "sales.noted", page.SalesForm{Note: n.Text, Key: n.Key}, err)
}

// maxKey is how long the key of a form may be.
const maxKey = 60
