package consumer

import (
	"context"
	"errors"

	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/rabbit"
	"gulimall/services/ware"
)

// Restocking is what messages about returned goods need of the use cases.
type Restocking interface {
	PutBack(ctx context.Context, c ware.Comeback) error
}

// Restock hears of goods that are back and can be sold again.
func Restock(uc Restocking) rabbit.Consumer {
	return rabbit.Consumer{Queue: wareapi.QueueRestock, Handle: func(ctx context.Context, m rabbit.Message) error {
		event, err := rabbit.Decode[orderapi.Restock](m)
		if err != nil {
			return err
		}
		if event.OrderSn == "" || event.ReturnID < 1 || len(event.Lines) == 0 {
			return rabbit.Permanent(errors.New("restock names no order, no return or no goods"))
		}
		c := ware.Comeback{OrderSn: event.OrderSn, ReturnID: event.ReturnID, Shares: make([]ware.Share, len(event.Lines))}
		for i, l := range event.Lines {
			c.Shares[i] = ware.Share{SkuID: l.SkuID, WareID: l.WareID, Count: l.Count}
		}
		err = uc.PutBack(ctx, c)
		if errors.Is(err, ware.ErrNotSold) || errors.Is(err, ware.ErrNoTask) {
			return rabbit.Permanent(err) // books that do not agree: somebody must look
		}
		return err
	}}
}
