// Package consumer is what the coupon service does when it hears of orders and members.
package consumer

import (
	"context"
	"errors"
	"log/slog"

	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/rabbit"
	"gulimall/services/coupon"
)

// Coupons is what the messages need of the use cases.
type Coupons interface {
	Release(ctx context.Context, orderSn string) (coupon.Reservation, error)
	Use(ctx context.Context, orderSn string) error
	Welcome(ctx context.Context, memberID int64) error
}

// Consumers lists the queues and what is done with their messages.
func Consumers(uc Coupons, log *slog.Logger) []rabbit.Consumer {
	h := hearing{uc, log}
	return []rabbit.Consumer{
		{Queue: couponapi.QueueOrderClose, Handle: h.closed},
		{Queue: couponapi.QueueOrderPaid, Handle: h.paid},
		{Queue: couponapi.QueueRegistered, Handle: h.registered},
	}
}

type hearing struct {
	uc  Coupons
	log *slog.Logger
}

func (h hearing) closed(ctx context.Context, m rabbit.Message) error {
	event, err := rabbit.Decode[orderapi.Closed](m)
	if err != nil {
		return err
	}
	was, err := h.uc.Release(ctx, event.OrderSn)
	if err == nil && was == coupon.ReservationUsed {
		h.log.LogAttrs(ctx, slog.LevelWarn, "order closed after its coupon was used", slog.String("order_sn", event.OrderSn))
	}
	return err
}

// paid spends the order's coupon; most orders have none, and then nothing is written.
func (h hearing) paid(ctx context.Context, m rabbit.Message) error {
	event, err := rabbit.Decode[orderapi.Paid](m)
	if err != nil || event.CouponID == 0 {
		return err
	}
	err = h.uc.Use(ctx, event.OrderSn)
	if errors.Is(err, coupon.ErrReleased) || errors.Is(err, coupon.ErrNoReservation) {
		h.log.LogAttrs(ctx, slog.LevelError, "a paid order does not hold its coupon", slog.String("order_sn", event.OrderSn), slog.Any("error", err))
		return rabbit.Permanent(err) // somebody must look
	}
	return err
}

func (h hearing) registered(ctx context.Context, m rabbit.Message) error {
	event, err := rabbit.Decode[memberapi.Registered](m)
	if err != nil {
		return err
	}
	return h.uc.Welcome(ctx, event.MemberID)
}
