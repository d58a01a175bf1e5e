package payment

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// View is what the cashier shows.
type View struct {
	Order   Order
	Payment Payment
	Refunds []Refund
	Status  string // unpaid, paid, closed, refunding, refunded
	Payable bool   // a pay link can be had
}

// The states of a cashier: those of View.Status, but that what is unpaid can still be paid (StateOpen) or is not to be paid any more
// while Alipay is asked whether it has been (StateClosing).
const (
	StateOpen      = "open"
	StateClosing   = "closing"
	StatePaid      = "paid"
	StateClosed    = "closed"
	StateRefunding = "refunding"
	StateRefunded  = "refunded"
)

// State is what the cashier shows.
func (v View) State() string {
	switch {
	case v.Status != "unpaid":
		return v.Status
	case v.Payable:
		return StateOpen
	}
	return StateClosing
}

// Strays are the refunds of money that the order could not keep although it stands: a second payment, a wrong amount.
func (v View) Strays() []Refund {
	if v.Order.Ended {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(v.Refunds), func(r Refund) bool { return r.Reason == ReasonAfterSale })
}

// TradeNo is the trade that paid the order, or, where the money went back, the trade that it came by.
func (v View) TradeNo() string {
	if v.Payment.TradeNo == "" && len(v.Refunds) > 0 && v.Order.Ended {
		return v.Refunds[0].TradeNo
	}
	return v.Payment.TradeNo
}

// Cashier tells a member how the payment of an order stands; somebody else's order is not found.
func (p *Payments) Cashier(ctx context.Context, memberID int64, orderSn string) (View, error) {
	order, err := p.own(ctx, memberID, orderSn)
	if err != nil {
		return View{}, err
	}
	return p.view(ctx, order)
}

// Shown tells how the payment of an order stands to somebody who holds its pass.
func (p *Payments) Shown(ctx context.Context, orderSn string) (View, error) {
	order, err := p.orders.Order(ctx, orderSn)
	if err != nil {
		return View{}, err
	}
	return p.view(ctx, order)
}

func (p *Payments) view(ctx context.Context, order Order) (View, error) {
	orderSn := order.OrderSn
	payment, err := p.store.Find(ctx, orderSn)
	if err != nil && !errors.Is(err, ErrNoRow) {
		return View{}, err
	}
	refunds, err := p.store.Refunds(ctx, orderSn)
	if err != nil {
		return View{}, err
	}
	view := View{Order: order, Payment: payment, Refunds: refunds, Status: publicStatus(order, payment, refunds)}
	view.Payable = view.Status == "unpaid" && payment.Status == Open && payable(order, p.now())
	return view, nil
}

// payable says whether an order takes money.
func payable(order Order, now time.Time) bool {
	return order.Payable && order.Amount > 0 && now.Before(order.ExpiresAt)
}

// publicStatus says in one word how things stand: money on its way back comes first, then money that is there.
func publicStatus(order Order, payment Payment, refunds []Refund) string {
	confirmed, agreed := true, false
	for _, r := range refunds {
		confirmed = confirmed && r.Status == Confirmed
		agreed = agreed || r.Reason == ReasonAfterSale
	}
	switch {
	case order.Ended && (payment.Status == Paid && !agreed || !confirmed): // money that came too late goes back, even if that has not begun
		return "refunding"
	case order.Ended && len(refunds) > 0:
		return "refunded"
	case order.Alive, payment.Status == Paid:
		return "paid"
	case order.Ended, payment.Status == Closed:
		return "closed"
	}
	return "unpaid"
}

// firstQuery is how soon after a pay URL was handed out Alipay is asked about it.
const firstQuery = 5 * time.Second

// Start hands out a link to Alipay's cashier, for a member's order that can still be paid.
func (p *Payments) Start(ctx context.Context, memberID int64, orderSn, channel string) (string, error) {
	if channel != ChannelAlipay {
		return "", ErrChannel
	}
	order, err := p.own(ctx, memberID, orderSn)
	if err != nil {
		return "", err
	}
	return p.offer(ctx, order, channel)
}

// StartShown is Start for somebody who holds the order's pass.
func (p *Payments) StartShown(ctx context.Context, orderSn string) (string, error) {
	order, err := p.orders.Order(ctx, orderSn)
	if err != nil {
		return "", err
	}
	return p.offer(ctx, order, ChannelAlipay)
}

func (p *Payments) offer(ctx context.Context, order Order, channel string) (string, error) {
	orderSn, now := order.OrderSn, p.now()
	if !payable(order, now) {
		return "", ErrOrderState
	}
	err := p.store.Offer(ctx, Payment{
		OrderSn: orderSn, MemberID: order.MemberID, Amount: order.Amount, Channel: channel, ExpiresAt: order.ExpiresAt,
	}, now.Add(firstQuery))
	if err != nil {
		return "", fmt.Errorf("offer payment of order %s: %w", orderSn, err)
	}
	// Order asks Offered before it changes a price, and lets nobody pay meanwhile: what it says now, holds for as long as the link does.
	still, err := p.orders.Order(ctx, orderSn)
	if err != nil {
		return "", err
	}
	if !payable(still, now) || still.Amount != order.Amount {
		return "", ErrOrderState
	}
	// The subject is ours alone: text of buyers or sellers in a signed string could be read as other parameters.
	link, err := p.alipay.PayURL(orderSn, p.settings.Subject+" "+orderSn, order.Amount, order.ExpiresAt)
	if err != nil {
		return "", fmt.Errorf("sign pay link of order %s: %w", orderSn, err)
	}
	return link, nil
}

// Offered says whether somebody may have a link to pay an order by.
func (p *Payments) Offered(ctx context.Context, orderSn string) (bool, error) {
	payment, err := p.store.Find(ctx, orderSn)
	if errors.Is(err, ErrNoRow) {
		return false, nil
	}
	return payment.Offered, err
}

// own finds an order of a member.
func (p *Payments) own(ctx context.Context, memberID int64, orderSn string) (Order, error) {
	order, err := p.orders.Order(ctx, orderSn)
	if err != nil {
		return Order{}, err
	}
	if order.MemberID != memberID {
		return Order{}, ErrNotFound
	}
	return order, nil
}
