// Package consumer is what the order service hears: which queue leads to which use case.
package consumer

import (
	"context"
	"errors"
	"time"

	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/rabbit"
	"gulimall/services/order"
)

// Orders is the use cases that messages lead to.
type Orders interface {
	Expire(ctx context.Context, sn string, expiresAt time.Time, by order.Clock) error
	Pay(ctx context.Context, p paymentapi.Succeeded) error
	Refund(ctx context.Context, r paymentapi.Refunded) error
}

// closers is how many deadlines may be waited for at once: a message may strike a moment early, and many do so together.
const closers = 32

// Bindings lists the consumers.
func Bindings(uc Orders) []rabbit.Consumer {
	return []rabbit.Consumer{
		{Queue: orderapi.QueueRelease, Handle: expire(uc), Workers: closers, Prefetch: 2 * closers},
		{Queue: orderapi.QueuePaymentSucceeded, Handle: pay(uc), Workers: 8},
		{Queue: orderapi.QueuePaymentRefunded, Handle: refund(uc)},
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

// known acknowledges messages about orders that do not exist.
func known(err error, sn string) error {
	if errors.Is(err, order.ErrNotFound) {
		return rabbit.Ignore("there is no order %s", sn)
	}
	return err
}
