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

// Comebacks is what messages about refunds need of the use cases.
type Comebacks interface {
	ComeBack(ctx context.Context, c member.Comeback) error
}

// Returned hears what comes back with the refund of a return.
func Returned(uc Comebacks) rabbit.Consumer {
	return rabbit.Consumer{Queue: memberapi.QueueReturned, Handle: func(ctx context.Context, m rabbit.Message) error {
		event, err := rabbit.Decode[orderapi.Returned](m)
		if err != nil || event.Points == 0 && event.TakePoints == 0 && event.TakeGrowth == 0 {
			return err
		}
		err = uc.ComeBack(ctx, member.Comeback{
			OrderSn: event.OrderSn, ReturnID: event.ReturnID, MemberID: event.MemberID, Points: event.Points,
			TakePoints: event.TakePoints, TakeGrowth: event.TakeGrowth,
		})
		switch {
		case errors.Is(err, member.ErrNoMember):
			return rabbit.Ignore("order %s was paid back for member %d, who does not exist", event.OrderSn, event.MemberID)
		case errors.Is(err, apperr.ErrInvalid):
			return rabbit.Permanent(err)
		}
		return err
	}}
}
