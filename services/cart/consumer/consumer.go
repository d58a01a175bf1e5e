// Package consumer is what the cart does when it hears of orders.
package consumer

import (
	"context"

	"gulimall/pkg/contract/cartapi"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/rabbit"
	"gulimall/services/cart"
)

// Cart is what the messages need of the use cases.
type Cart interface {
	Bought(ctx context.Context, memberID int64, orderSn string, pieces []cart.Piece) error
}

// Consumers lists the queues and what is done with their messages.
func Consumers(uc Cart) []rabbit.Consumer {
	return []rabbit.Consumer{
		{Queue: cartapi.QueueOrderCreated, Handle: func(ctx context.Context, m rabbit.Message) error { return created(ctx, uc, m) }},
	}
}

// created takes out of the cart what was bought from it. The marker of the order makes it happen once, so no inbox is needed.
func created(ctx context.Context, uc Cart, m rabbit.Message) error {
	event, err := rabbit.Decode[orderapi.Created](m)
	if err != nil {
		return err
	}
	if !event.FromCart {
		return nil
	}
	pieces := make([]cart.Piece, len(event.Lines))
	for i, l := range event.Lines {
		pieces[i] = cart.Piece{SkuID: l.SkuID, Count: l.Count}
	}
	return uc.Bought(ctx, event.MemberID, event.OrderSn, pieces)
}
