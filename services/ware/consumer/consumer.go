// Package consumer is what the ware service does when it hears of orders.
package consumer

import (
	"context"
	"errors"
	"fmt"

	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/rabbit"
	"gulimall/services/ware"
)

// Ware is what the messages need of the use cases.
type Ware interface {
	Release(ctx context.Context, orderSn string) error
	Deduct(ctx context.Context, orderSn string) error
	Check(ctx context.Context, orderSn string) error
}

// Consumers lists the queues and what is done with their messages.
func Consumers(uc Ware) []rabbit.Consumer {
	return []rabbit.Consumer{
		{Queue: wareapi.QueueRelease, Handle: func(ctx context.Context, m rabbit.Message) error { return release(ctx, uc, m) }},
		{Queue: wareapi.QueueOrderPaid, Handle: func(ctx context.Context, m rabbit.Message) error { return paid(ctx, uc, m) }},
	}
}

// release hears two kinds of messages on one queue, as in the original: an order was closed, or a lock has come of age.
func release(ctx context.Context, uc Ware, m rabbit.Message) error {
	switch m.Type {
	case orderapi.TypeClosed:
		event, err := rabbit.Decode[orderapi.Closed](m)
		if err != nil {
			return err
		}
		return uc.Release(ctx, event.OrderSn)
	case wareapi.TypeLocked:
		event, err := rabbit.Decode[wareapi.StockLocked](m)
		if err != nil {
			return err
		}
		return uc.Check(ctx, event.OrderSn)
	}
	return rabbit.Permanent(fmt.Errorf("unknown message type %q", m.Type))
}

func paid(ctx context.Context, uc Ware, m rabbit.Message) error {
	event, err := rabbit.Decode[orderapi.Paid](m)
	if err != nil {
		return err
	}
	err = uc.Deduct(ctx, event.OrderSn)
	if errors.Is(err, ware.ErrReleased) || errors.Is(err, ware.ErrNoTask) {
		return rabbit.Permanent(err) // a paid order without its locks: somebody must look
	}
	return err
}
