package consumer

import (
	"context"
	"errors"

	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/rabbit"
	"gulimall/services/coupon"
)

// Givebacks is what messages about refunds need of the use cases.
type Givebacks interface {
	GiveBack(ctx context.Context, orderSn string) error
}

// Returned hears of orders that were paid back; only one of which nothing is left gives its coupon back.
func Returned(uc Givebacks) rabbit.Consumer {
	return rabbit.Consumer{Queue: couponapi.QueueReturned, Handle: func(ctx context.Context, m rabbit.Message) error {
		event, err := rabbit.Decode[orderapi.Returned](m)
		if err != nil || event.CouponID == 0 {
			return err
		}
		err = uc.GiveBack(ctx, event.OrderSn)
		if errors.Is(err, coupon.ErrNoReservation) {
			return rabbit.Permanent(err) // books that do not agree: somebody must look
		}
		return err
	}}
}
