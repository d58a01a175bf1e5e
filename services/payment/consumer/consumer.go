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
	PayBack(ctx context.Context, r payment.Refund) error
}

// Consumers lists the queues and what is done with their messages.
func Consumers(uc Payments) []rabbit.Consumer {
	return []rabbit.Consumer{{Queue: paymentapi.QueueRefundRequested, Handle: payBack(uc)}, {Queue: paymentapi.QueuePaymentRefused, Handle: func(ctx context.Context, m rabbit.Message) error {
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

// payBack hears what order has agreed to pay back.
func payBack(uc Payments) rabbit.Handler {
	return func(ctx context.Context, m rabbit.Message) error {
		event, err := rabbit.Decode[orderapi.RefundRequested](m)
		if err != nil {
			return err
		}
		if event.OrderSn == "" || event.TradeNo == "" || event.RefundSn == "" || event.Amount <= 0 {
			return rabbit.Permanent(errors.New("refund names no trade, no order, no number or no amount"))
		}
		err = uc.PayBack(ctx, payment.Refund{RefundSn: event.RefundSn, OrderSn: event.OrderSn, TradeNo: event.TradeNo, Amount: event.Amount})
		if errors.Is(err, payment.ErrRefund) || errors.Is(err, payment.ErrNoTrade) { // books that do not agree; people have to look
			return rabbit.Permanent(err)
		}
		return err
	}
}
