package payments_test

import (
	"context"
	"fmt"
	"sync"
	"time"

	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/money"
	"gulimall/services/payment"
)

type orderState string

const (
	pending orderState = "pending"
	closing orderState = "closing"
	closed  orderState = "closed"
	paid    orderState = "paid"
)

type orderRow struct {
	state   orderState
	expires time.Time
	tradeNo string
	off     money.Fen // what staff took off
}

// orders behaves as the order service does: one conditional move at a time, and money that no order can keep is refused.
type orders struct {
	shop *shop
	mu   sync.Mutex
	all  map[string]*orderRow
	away bool // the order service does not answer
	// asked, if set, is called after each question, under the lock: what it changes, the next question finds.
	asked func(row *orderRow)
}

func (o *orders) place(sn string, expires time.Time) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.all[sn] = &orderRow{state: pending, expires: expires}
}

// Order implements payment.Orders.
func (o *orders) Order(_ context.Context, sn string) (payment.Order, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.away {
		return payment.Order{}, fmt.Errorf("order service: connection refused")
	}
	row, ok := o.all[sn]
	if !ok {
		return payment.Order{}, payment.ErrNotFound
	}
	if o.asked != nil {
		defer o.asked(row)
	}
	return payment.Order{
		OrderSn: sn, MemberID: member, Amount: amount - row.off, ExpiresAt: row.expires, TradeNo: row.tradeNo,
		Payable: row.state == pending, Alive: row.state == paid, Ended: row.state == closed,
	}, nil
}

func (o *orders) find(sn string) orderRow {
	o.mu.Lock()
	defer o.mu.Unlock()
	return *o.all[sn]
}

// move is the conditional update.
func (o *orders) move(sn string, to orderState, tradeNo string, from ...orderState) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	row := o.all[sn]
	for _, f := range from {
		if row != nil && row.state == f {
			row.state, row.tradeNo = to, tradeNo
			return true
		}
	}
	return false
}

func (o *orders) succeeded(ctx context.Context, e paymentapi.Succeeded) error {
	if o.move(e.OrderSn, paid, e.TradeNo, pending, closing) {
		return nil
	}
	o.mu.Lock()
	row, reason := o.all[e.OrderSn], payment.ReasonUnknownOrder
	switch {
	case row != nil && row.tradeNo == e.TradeNo:
		o.mu.Unlock()
		return nil
	case row != nil && row.state == paid:
		reason = payment.ReasonPaidTwice
	case row != nil:
		reason = payment.ReasonOrderClosed
	}
	o.mu.Unlock()
	return o.shop.uc.SendBack(ctx, payment.Trade{TradeNo: e.TradeNo, OrderSn: e.OrderSn, Amount: e.Amount, Source: "refused"}, reason)
}

// end closes an order as the order service does: it asks payment until payment knows.
func (o *orders) end(ctx context.Context, sn string, cause payment.CloseCause) error {
	o.move(sn, closing, "", pending)
	for ctx.Err() == nil && o.find(sn).state == closing {
		result, err := o.shop.uc.Close(ctx, sn, o.find(sn).expires, cause)
		if err != nil {
			return err
		}
		if result == payment.ResultClosed {
			o.move(sn, closed, "", closing)
		}
		time.Sleep(10 * time.Millisecond)
	}
	return ctx.Err()
}
