// Package consumer is what the member service does when it hears of orders.
package consumer

import (
	"context"
	"errors"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/rabbit"
	"gulimall/services/member"
)

// Members is what the messages need of the use cases.
type Members interface {
	Spend(ctx context.Context, orderSn string) error
	Release(ctx context.Context, orderSn string) error
	Credit(ctx context.Context, g member.Gift) error
}

var _ Members = (*member.Members)(nil)

// Consumers lists the queues and what is done with their messages.
func Consumers(uc Members) []rabbit.Consumer {
	return []rabbit.Consumer{
		{Queue: memberapi.QueueOrderPaid, Handle: func(ctx context.Context, m rabbit.Message) error { return paid(ctx, uc, m) }},
		{Queue: memberapi.QueueOrderClose, Handle: func(ctx context.Context, m rabbit.Message) error { return closed(ctx, uc, m) }},
		{Queue: memberapi.QueueOrderDone, Handle: func(ctx context.Context, m rabbit.Message) error { return completed(ctx, uc, m) }},
	}
}

func paid(ctx context.Context, uc Members, m rabbit.Message) error {
	event, err := rabbit.Decode[orderapi.Paid](m)
	if err != nil || event.Points == 0 {
		return err
	}
	err = uc.Spend(ctx, event.OrderSn)
	if errors.Is(err, member.ErrReleased) || errors.Is(err, member.ErrNoFreeze) {
		return rabbit.Permanent(err) // a paid order without its points: somebody must look
	}
	return err
}

func closed(ctx context.Context, uc Members, m rabbit.Message) error {
	event, err := rabbit.Decode[orderapi.Closed](m)
	if err != nil {
		return err
	}
	return uc.Release(ctx, event.OrderSn)
}

func completed(ctx context.Context, uc Members, m rabbit.Message) error {
	event, err := rabbit.Decode[orderapi.Completed](m)
	if err != nil || event.GiftPoints == 0 && event.GiftGrowth == 0 {
		return err
	}
	err = uc.Credit(ctx, member.Gift{OrderSn: event.OrderSn, MemberID: event.MemberID, Points: event.GiftPoints, Growth: event.GiftGrowth})
	switch {
	case errors.Is(err, member.ErrNoMember):
		return rabbit.Ignore("order %s was completed for member %d, who does not exist", event.OrderSn, event.MemberID)
	case errors.Is(err, apperr.ErrInvalid):
		return rabbit.Permanent(err)
	}
	return err
}
