package pages

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/server"
	"gulimall/services/order"
	"gulimall/web/page"
)

// tabs are the statuses of the list, in order; the first is all of them.
func tabs() []orderapi.Status {
	return []orderapi.Status{
		"", orderapi.StatusPending, orderapi.StatusPaid, orderapi.StatusShipped, orderapi.StatusCompleted,
		orderapi.StatusAfterSale, orderapi.StatusClosed,
	}
}

func (s *site) list(v visit) error {
	number, err := server.Int(v.Context, "page", 1, 1, order.MaxPage)
	if err != nil {
		return err
	}
	status := v.Query("status")
	orders, total, err := s.uc.List(v.Request.Context(), v.who, order.Filter{Status: status, Page: int(number), PageSize: order.DefaultPageSize})
	if err != nil {
		return err
	}
	link := func(status string, n int) string {
		q := url.Values{}
		if status != "" {
			q.Set("status", status)
		}
		if n > 1 {
			q.Set("page", strconv.Itoa(n))
		}
		if len(q) == 0 {
			return s.frame.Hosts().Order("/list.html")
		}
		return s.frame.Hosts().Order("/list.html?" + q.Encode())
	}
	out := page.OrderList{
		Base:  s.base(v, "我的订单"),
		Pager: page.NewPager(int(number), order.DefaultPageSize, int(total), func(n int) string { return link(status, n) }),
	}
	for _, t := range tabs() {
		out.Tabs = append(out.Tabs, page.Tab{Label: statusWord(t), URL: link(string(t), 1), Selected: string(t) == status})
	}
	for _, o := range orders {
		out.Orders = append(out.Orders, s.order(v, o, nil))
	}
	return s.frame.Show(v.Context, http.StatusOK, "orderlist", out)
}

func (s *site) detail(v visit) error {
	return s.showDetail(v, http.StatusOK, v.Query("orderSn"), nil)
}

// showDetail shows an order, with what was refused where it was refused.
func (s *site) showDetail(v visit, status int, sn string, refused error) error {
	ctx := v.Request.Context()
	o, err := s.uc.Detail(ctx, v.who, sn)
	if err != nil {
		return err
	}
	returns, err := s.uc.Returns(ctx, v.who, sn)
	if err != nil {
		return err
	}
	out := page.OrderDetail{
		Base: s.base(v, "订单 "+o.Sn), Order: s.order(v, o, returns), ReturnReasons: returnReasons(), Now: s.now(),
	}
	out.Here = s.frame.Hosts().Order("/detail.html?orderSn=" + url.QueryEscape(sn))
	if refused != nil {
		out.Errors = s.frame.Errors(v.Context, refused)
	}
	out.Timeline = timeline(s.frame.Words(v.Context), o.Timeline)
	for _, r := range returns {
		item := page.Return{ID: r.ID, Status: returnWord(r.Status), Reason: r.Reason, Note: r.Note, Amount: r.Amount, At: r.CreatedAt}
		for _, l := range r.Items {
			item.Items = append(item.Items, page.ReturnLine{Title: title(o, l.SkuID), Count: int(l.Count)})
		}
		out.Returns = append(out.Returns, item)
	}
	return s.frame.Show(v.Context, status, "orderdetail", out)
}

func (s *site) cancel(v visit) error {
	sn := v.PostForm("orderSn")
	_, err := s.uc.Cancel(v.Request.Context(), v.who, sn, v.PostForm("reason"))
	return s.after(v, sn, err)
}

func (s *site) receive(v visit) error {
	sn := v.PostForm("orderSn")
	_, err := s.uc.Receive(v.Request.Context(), v.who, sn)
	return s.after(v, sn, err)
}

func (s *site) applyReturn(v visit) error {
	sn := v.PostForm("orderSn")
	wish := order.ReturnWish{Reason: v.PostForm("reason"), Note: v.PostForm("note")}
	skus, counts := v.PostFormArray("skuId"), v.PostFormArray("count")
	if len(skus) != len(counts) {
		return s.after(v, sn, apperr.ErrInvalid)
	}
	for i := range skus {
		sku, skuErr := strconv.ParseInt(skus[i], 10, 64)
		count, countErr := strconv.ParseInt(counts[i], 10, 64)
		if skuErr != nil || countErr != nil {
			return s.after(v, sn, apperr.ErrInvalid)
		}
		if count != 0 {
			wish.Items = append(wish.Items, order.ReturnItem{SkuID: sku, Count: count})
		}
	}
	_, err := s.uc.ApplyReturn(v.Request.Context(), v.who, sn, wish)
	return s.after(v, sn, err)
}

// after leads back to the order, or shows it with the refusal.
func (s *site) after(v visit, sn string, err error) error {
	if err == nil {
		return v.seeOther(s.frame.Hosts().Order("/detail.html?orderSn=" + url.QueryEscape(sn)))
	}
	kind := apperr.From(err).Kind
	if errors.Is(err, order.ErrNotFound) || (kind != apperr.Conflict && kind != apperr.Invalid) {
		return err
	}
	return s.showDetail(v, kind.Status(), sn, err)
}

func title(o *order.Order, sku int64) string {
	for _, l := range o.Lines {
		if l.SkuID == sku {
			return l.Title
		}
	}
	return ""
}

// order is an order as pages show it, with what may be done with it now.
func (s *site) order(v visit, o *order.Order, returns []order.Return) page.Order {
	out := page.Order{
		OrderSn: o.Sn, Status: string(o.Status.Public()), CloseReason: order.CloseReason(s.frame.Words(v.Context), o.CloseReason), CreatedAt: o.CreatedAt, ExpiresAt: o.ExpiresAt,
		PaidAt: o.PaidAt, ShippedAt: o.ShippedAt, ReceivedAt: o.ReceivedAt, ClosedAt: o.ClosedAt, Address: address(o.Address, false),
		Amounts: page.Amounts(o.Amounts), Payment: page.Payment{Channel: channelWord(o.Channel), TradeNo: o.TradeNo, Status: o.PaymentStatus()},
		Company: o.Company, TrackingNo: o.TrackingNo, Note: o.Note,
		CanPay: o.Payable(s.now()), CanCancel: o.Status == order.Pending, CanReceive: o.Status == order.Shipped,
	}
	mayReturn := o.Status == order.Shipped || o.Status == order.Completed || o.Status == order.AfterSale
	for _, l := range o.Lines {
		line := page.OrderLine{
			SKUID: l.SkuID, Title: l.Title, Image: l.Image, Attrs: l.Attrs, Price: l.Price, Count: int(l.Count), Amount: l.Amount, Payable: l.Payable,
		}
		if left, _ := order.Returnable(l, returns); mayReturn && left > 0 {
			line.Returnable, out.CanReturn = int(left), true
		}
		out.Items = append(out.Items, line)
	}
	return out
}
