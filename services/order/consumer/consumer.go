// Package consumer is what the order service hears: which queue leads to which use case.
package consumer

import (
	"context"
	"errors"
	"time"

	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/rabbit"
	"gulimall/services/order"
)

// Orders is the use cases that messages lead to.
type Orders interface {
	Expire(ctx context.Context, sn string, expiresAt time.Time, by order.Clock) error
	Pay(ctx context.Context, p paymentapi.Succeeded) error
	Refund(ctx context.Context, r paymentapi.Refunded) error
	Tell(ctx context.Context, sn string, e order.Event) error
}

// closers is how many deadlines may be waited for at once: a message may strike a moment early, and many do so together.
const closers = 32

// Bindings lists the consumers.
func Bindings(uc Orders) []rabbit.Consumer {
	return []rabbit.Consumer{
		{Queue: orderapi.QueueRelease, Handle: expire(uc), Workers: closers, Prefetch: 2 * closers},
		{Queue: orderapi.QueuePaymentSucceeded, Handle: pay(uc), Workers: 8},
		{Queue: orderapi.QueuePaymentRefunded, Handle: refund(uc)},
		{Queue: orderapi.QueuePaymentStarted, Handle: tell(uc, func(d paymentapi.Started) (string, order.Event) {
			return d.OrderSn, order.Event{Event: order.EventPayStarted, By: order.ByPayment}
		})},
		{Queue: orderapi.QueuePaymentRefunding, Handle: tell(uc, func(d paymentapi.Refunding) (string, order.Event) {
			facts := order.Facts{Amount: d.Amount, Reason: d.Reason, RefundSn: d.RefundSn, TradeNo: d.TradeNo}
			return d.OrderSn, order.Event{Event: order.EventRefundRequested, By: order.ByPayment, Facts: facts}
		})},
		{Queue: orderapi.QueueStockDeducted, Handle: tell(uc, func(d wareapi.StockDeducted) (string, order.Event) {
			return d.OrderSn, order.Event{Event: order.EventStockDeducted, By: order.ByWare}
		})},
		{Queue: orderapi.QueueStockUnlocked, Handle: tell(uc, func(d wareapi.StockUnlocked) (string, order.Event) {
			return d.OrderSn, order.Event{Event: order.EventStockUnlocked, By: order.ByWare}
		})},
		{Queue: orderapi.QueuePointsGiven, Handle: tell(uc, func(d memberapi.PointsGiven) (string, order.Event) {
			return d.OrderSn, order.Event{Event: order.EventPointsGiven, By: order.BySystem, Facts: order.Facts{Points: d.Points, Growth: d.Growth}}
		})},
	}
}

// expire hears order.created again when the deadline has come.
func expire(uc Orders) rabbit.Handler {
	return func(ctx context.Context, m rabbit.Message) error {
		created, err := rabbit.Decode[orderapi.Created](m)
		if err != nil {
			return err
		}
		return known(uc.Expire(ctx, created.OrderSn, created.ExpiresAt, order.ClockQueue), created.OrderSn)
	}
}

func pay(uc Orders) rabbit.Handler {
	return func(ctx context.Context, m rabbit.Message) error {
		p, err := rabbit.Decode[paymentapi.Succeeded](m)
		if err != nil {
			return err
		}
		err = uc.Pay(ctx, p)
		if errors.Is(err, order.ErrAmount) {
			return rabbit.Permanent(err)
		}
		return err
	}
}

func refund(uc Orders) rabbit.Handler {
	return func(ctx context.Context, m rabbit.Message) error {
		r, err := rabbit.Decode[paymentapi.Refunded](m)
		if err != nil {
			return err
		}
		return known(uc.Refund(ctx, r), r.OrderSn)
	}
}

// tell hears what another service has done for an order.
func tell[T any](uc Orders, of func(T) (sn string, e order.Event)) rabbit.Handler {
	return func(ctx context.Context, m rabbit.Message) error {
		data, err := rabbit.Decode[T](m)
		if err != nil {
			return err
		}
		sn, e := of(data)
		e.At = m.OccurredAt.UTC()
		return known(uc.Tell(ctx, sn, e), sn)
	}
}

// known acknowledges messages about orders that do not exist.
func known(err error, sn string) error {
	if errors.Is(err, order.ErrNotFound) {
		return rabbit.Ignore("there is no order %s", sn)
	}
	return err
}
