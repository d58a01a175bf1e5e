// Package consumer is what the payment service does when it hears of orders.
package consumer

import (
	"context"
	"errors"

	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/rabbit"
	"gulimall/services/payment"
)

// Payments is what the messages need of the use cases.
type Payments interface {
	SendBack(ctx context.Context, t payment.Trade, reason string) error
}

// Consumers lists the queues and what is done with their messages.
func Consumers(uc Payments) []rabbit.Consumer {
	return []rabbit.Consumer{{Queue: paymentapi.QueuePaymentRefused, Handle: func(ctx context.Context, m rabbit.Message) error {
		event, err := rabbit.Decode[orderapi.PaymentRefused](m)
		if err != nil {
			return err
		}
		if event.OrderSn == "" || event.TradeNo == "" || event.Amount <= 0 {
			return rabbit.Permanent(errors.New("refused payment names no trade, no order or no amount"))
		}
		err = uc.SendBack(ctx, payment.Trade{TradeNo: event.TradeNo, OrderSn: event.OrderSn, Amount: event.Amount, Source: "refused"}, event.Reason)
		if errors.Is(err, payment.ErrOwned) { // something is wrong elsewhere; people have to look
			return rabbit.Permanent(err)
		}
		return err
	}}}
}
