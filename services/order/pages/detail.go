package pages

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"time"

	"gulimall/pkg/apperr"
	"gulimall/services/order"
	"gulimall/web/page"
)

func (s *site) detail(v visit) error {
	return s.showDetail(v, http.StatusOK, v.Query("orderSn"), nil)
}

// detailURL is the page of an order.
func (s *site) detailURL(sn string) string {
	return s.frame.Hosts().Order("/detail.html?orderSn=" + url.QueryEscape(sn))
}

// showDetail shows an order, with what was refused above it.
func (s *site) showDetail(v visit, status int, sn string, refused error) error {
	ctx, words := v.Request.Context(), s.frame.Words(v.Context)
	// The version comes first: what happens in between is then new to the page.
	version, _, err := s.uc.Watch(ctx, v.who, sn)
	if err != nil {
		return err
	}
	o, err := s.uc.Detail(ctx, v.who, sn)
	if err != nil {
		return err
	}
	returns, err := s.uc.Returns(ctx, v.who, sn)
	if err != nil {
		return err
	}
	out := page.OrderDetail{
		Base: s.base(v, words.T("order.title", "Sn", o.Sn)), Order: s.order(words, o, returns), Steps: orderSteps(words, o),
		Moments: moments(words, o.Timeline), Wares: wares(o.Timeline), Explanations: discounts(words, o), Version: version, Now: s.now(),
	}
	out.Here = s.detailURL(sn)
	if refused != nil {
		out.Errors = s.frame.Errors(v.Context, refused)
	}
	if o.Invoice.Type != order.NoInvoice {
		out.Invoice = &page.Invoice{Type: o.Invoice.Kind(), Title: o.Invoice.Title, TaxNo: o.Invoice.TaxNo}
	}
	s.record(v, o, &out)
	for _, r := range returns {
		out.Returns = append(out.Returns, s.shownReturn(words, o, r))
	}
	return s.frame.Show(v.Context, status, "orderdetail", out)
}

// record fills in what the payment service knows; the page is whole without it. Of an order that waits for its payment there is nothing
// to know.
func (s *site) record(v visit, o *order.Order, out *page.OrderDetail) {
	if o.Status == order.Pending || o.Channel == order.ChannelNone {
		return
	}
	known, err := s.uc.PaymentRecord(v.Request.Context(), o.Sn)
	if err != nil {
		out.RecordAway = true
		return
	}
	out.Order.Payment.Status = known.Status
	if known.TradeNo != "" {
		out.Order.Payment.TradeNo = known.TradeNo
	}
	for _, r := range known.Refunds {
		why := order.RefundReason(s.frame.Words(v.Context), r.Reason)
		out.Refunds = append(out.Refunds, page.Refund{RefundSn: r.RefundSn, Amount: r.Amount, Status: r.Status, Reason: why, At: r.At})
	}
}

// dispatchTime is how soon after the payment the goods leave, as the help pages promise.
const dispatchTime = 24 * time.Hour

// order is an order as pages show it, with what may be done with it now.
func (s *site) order(words order.Words, o *order.Order, returns []order.Return) page.Order {
	out := page.Order{
		OrderSn: o.Sn, Status: string(o.Status.Public()), CloseReason: order.CloseReason(words, o.CloseReason), CreatedAt: o.CreatedAt, ExpiresAt: o.ExpiresAt,
		PaidAt: o.PaidAt, ShippedAt: o.ShippedAt, ReceivedAt: o.ReceivedAt, ClosedAt: o.ClosedAt, Address: address(o.Address, false),
		Amounts: page.Amounts(o.Amounts), Payment: page.Payment{Channel: channel(words, o.Channel), TradeNo: o.TradeNo, Status: o.PaymentStatus()},
		Company: o.Company, TrackingNo: o.TrackingNo, Note: o.Note,
		CanPay: o.Payable(s.now()), CanCancel: o.Status == order.Pending, CanReceive: o.Status == order.Shipped,
		CanBuyAgain: o.Status != order.Pending && o.Status != order.Closing,
	}
	if out.CanCancel {
		out.CancelReasons = options(words, "order.cancel_reason.", order.CancelReasons(), "")
	}
	if o.Status == order.Paid {
		out.DispatchBy = o.PaidAt.Add(dispatchTime)
	}
	if out.CanReceive {
		out.ReceiveBy = s.uc.ReceiveBy(o)
	}
	mayReturn := !s.uc.TooLate(o) && (o.Status == order.Shipped || o.Status == order.Completed || (o.Status == order.AfterSale && returns != nil))
	for _, l := range o.Lines {
		line := page.OrderLine{
			SKUID: l.SkuID, Title: l.Title, Image: l.Image, Attrs: l.Attrs, Price: l.Price, Count: int(l.Count), Amount: l.Amount,
			Promotion: l.Promotion, Coupon: l.Coupon, Points: l.Points, Payable: l.Payable,
		}
		if left, _ := order.Returnable(l, returns); mayReturn && left > 0 {
			line.Returnable, out.CanReturn = int(left), true
		}
		out.Items = append(out.Items, line)
	}
	return out
}

func channel(words order.Words, name string) string {
	switch name {
	case "":
		return ""
	case "alipay", order.ChannelNone:
		return words.T("order.channel_name." + name)
	}
	return name
}

// options are the entries of a choice whose words have keys of one beginning.
func options(words order.Words, prefix string, values []string, chosen string) []page.Option {
	all := make([]page.Option, len(values))
	for i, value := range values {
		all[i] = page.Option{Value: value, Label: words.T(prefix + value), Selected: value == chosen}
	}
	return all
}

// stage is one step that something comes through, by the moment when it did.
type stage struct {
	key string
	at  time.Time
}

// progress makes steps of stages: what has a moment is done, what comes next is where things stand.
func progress(words order.Words, prefix string, stages []stage) []page.Step {
	steps := make([]page.Step, len(stages))
	for i, st := range stages {
		steps[i] = page.Step{Label: words.T(prefix + st.key), At: st.at, State: "todo"}
		switch {
		case !st.at.IsZero():
			steps[i].State = "done"
		case i > 0 && steps[i-1].State == "done":
			steps[i].State = "now"
		}
	}
	return steps
}

// orderSteps are how far an order has come.
func orderSteps(words order.Words, o *order.Order) []page.Step {
	stages := []stage{{"placed", o.CreatedAt}, {"paid", o.PaidAt}, {"shipped", o.ShippedAt}, {"received", o.ReceivedAt}, {"completed", o.ReceivedAt}}
	if o.Status == order.Closed {
		stages = slices.DeleteFunc(stages, func(s stage) bool { return s.at.IsZero() })
		stages = append(stages, stage{"closed", o.ClosedAt})
	}
	return progress(words, "order.step.", stages)
}

// moments are the timeline, the newest first: what is none of the shopper's business is left out.
func moments(words order.Words, events []order.Event) []page.Moment {
	var out []page.Moment
	for i, e := range events {
		if text, note := e.Say(words, i == 0); text != "" {
			out = append(out, page.Moment{At: e.At, Text: text, Note: note})
		}
	}
	slices.Reverse(out)
	if len(out) > 0 {
		out[0].Now = true
	}
	return out
}

// wares names the warehouses that an order's goods come from.
func wares(events []order.Event) []string {
	var names []string
	for _, e := range events {
		for _, p := range e.Facts.Parcels {
			if e.Event == order.EventStockLocked && !slices.Contains(names, p.WareName) {
				names = append(names, p.WareName)
			}
		}
	}
	return names
}

// discounts explain what came off, as they were explained when the order was made; those of one SKU say which, where there are several.
func discounts(words order.Words, o *order.Order) []page.Explanation {
	var out []page.Explanation
	for _, e := range o.Timeline {
		for _, d := range e.Facts.Discounts {
			line := page.Explanation{Text: d.Text(words), Amount: d.Amount}
			if len(o.Lines) > 1 {
				line.For = title(o, d.SkuID)
			}
			out = append(out, line)
		}
	}
	if o.Adjusted > 0 {
		out = append(out, page.Explanation{Text: words.T("order.fact.shop_discount"), Amount: o.Adjusted})
	}
	return out
}

// after leads back to the order and says what was done, or shows the order with the refusal.
func (s *site) after(v visit, sn, done string, err error) error {
	if err == nil {
		s.frame.Flash(v.Context, page.FlashSuccess, done)
		return v.seeOther(s.detailURL(sn))
	}
	kind := apperr.From(err).Kind
	if errors.Is(err, order.ErrNotFound) || (kind != apperr.Conflict && kind != apperr.Invalid) {
		return err
	}
	return s.showDetail(v, kind.Status(), sn, err)
}

func (s *site) cancel(v visit) error {
	sn := v.PostForm("orderSn")
	after, err := s.uc.Cancel(v.Request.Context(), v.who, sn, v.PostForm("reason"))
	done := "order.cancelled"
	if err == nil && after.Status == order.Closing {
		done = "order.cancel_asked"
	}
	return s.after(v, sn, done, err)
}

func (s *site) receive(v visit) error {
	sn := v.PostForm("orderSn")
	_, err := s.uc.Receive(v.Request.Context(), v.who, sn)
	return s.after(v, sn, "order.received", err)
}

// buyAgain leads to the cart, which says what could not be put there.
func (s *site) buyAgain(v visit) error {
	again, err := s.uc.BuyAgain(v.Request.Context(), v.who, v.PostForm("orderSn"))
	switch {
	case err != nil:
		return err
	case len(again.LeftOut) == 0:
		s.frame.Flash(v.Context, page.FlashSuccess, "order.again_all")
	case len(again.Added) == 0:
		s.frame.Flash(v.Context, page.FlashWarning, "order.again_none")
	default:
		s.frame.Flash(v.Context, page.FlashInfo, "order.again_some")
	}
	return v.seeOther(s.frame.Hosts().Cart("/cart.html"))
}
