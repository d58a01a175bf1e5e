package httpapi

import (
	"time"

	"gulimall/pkg/contract/orderapi"
	"gulimall/services/order"
)

// orderBody is an order as its member sees it.
func orderBody(o *order.Order, w order.Words) orderapi.Order {
	body := orderapi.Order{
		OrderSn: o.Sn, Status: o.Status.Public(), CreatedAt: o.CreatedAt, ExpiresAt: o.ExpiresAt,
		PaidAt: moment(o.PaidAt), ShippedAt: moment(o.ShippedAt), ReceivedAt: moment(o.ReceivedAt), ClosedAt: moment(o.ClosedAt),
		CloseReason: o.CloseReason, Address: orderapi.Address(o.Address), Items: make([]orderapi.OrderItem, len(o.Lines)),
		Amounts: orderapi.Amounts(o.Amounts), Payment: orderapi.Payment{Channel: o.Channel, TradeNo: o.TradeNo, Status: o.PaymentStatus()},
		Note: o.Note,
	}
	if o.Invoice.Type != order.NoInvoice {
		body.Invoice = &orderapi.Invoice{Type: o.Invoice.Kind(), Title: o.Invoice.Title, TaxNo: o.Invoice.TaxNo}
	}
	if o.Company != "" || o.TrackingNo != "" {
		body.Delivery = &orderapi.Delivery{Company: o.Company, TrackingNo: o.TrackingNo}
	}
	for i, l := range o.Lines {
		body.Items[i] = orderapi.OrderItem{
			SkuID: l.SkuID, Title: l.Title, Image: l.Image, Attrs: texts(l.Attrs), Price: l.Price, Count: l.Count, Amount: l.Amount, Payable: l.Payable,
		}
	}
	for i, e := range o.Timeline {
		if e.Private() {
			continue
		}
		text, note := e.Say(w, i == 0)
		if note != "" {
			text += w.T("order.colon") + note
		}
		body.Timeline = append(body.Timeline, orderapi.Event{At: e.At, Event: e.Event, By: e.By, Note: text})
	}
	return body
}

// moment leaves a time out that has not come.
func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func returnBody(r order.Return) orderapi.Return {
	body := orderapi.Return{
		ID: r.ID, OrderSn: r.OrderSn, Items: make([]orderapi.ReturnItem, len(r.Items)), Reason: r.Reason, Note: r.Note,
		Amount: r.Amount, Status: r.Status.Name(), CreatedAt: r.CreatedAt, OnlyRefund: r.OnlyRefund, Answer: r.HandleNote,
		HandledAt: moment(r.HandledAt), ReceivedAt: moment(r.ReceivedAt), RefundedAt: moment(r.DoneAt),
	}
	for i, item := range r.Items {
		body.Items[i] = orderapi.ReturnItem{SkuID: item.SkuID, Count: item.Count, Amount: item.Amount}
	}
	return body
}
