package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/outbox"
	"gulimall/services/order"
)

// errUndo rolls a transaction back whose outcome is known all the same.
var errUndo = errors.New("nothing to keep")

// Pay implements order.Deliveries. It is judged after the conditional update only, and the order is locked for the judgement, so that
// nothing can move it in between.
func (s *Store) Pay(ctx context.Context, p paymentapi.Succeeded, now time.Time) (order.PayOutcome, error) {
	var outcome order.PayOutcome
	err := s.ob.Tx(ctx, func(tx *outbox.Tx) error {
		if err := tx.Once(); err != nil {
			return err
		}
		paid, err := moved(tx, "UPDATE oms_order SET status = ?, payment_time = ?, pay_channel = ?, trade_no = ?, next_close_at = NULL "+
			"WHERE order_sn = ? AND status IN ? AND pay_amount = ?",
			order.Paid, p.PaidAt.UTC(), p.Channel, p.TradeNo, p.OrderSn, order.Sources(order.Paid), p.Amount)
		if err != nil {
			return err
		}
		o, err := s.find(tx.DB, p.OrderSn, " FOR UPDATE")
		if err != nil && !errors.Is(err, order.ErrNotFound) {
			return err
		}
		if paid {
			outcome = order.PayTaken
			return s.paid(tx, o, now)
		}
		switch outcome = order.JudgePayment(o, p); outcome {
		case order.PayClosed, order.PayTwice, order.PayUnknown:
			return refuse(tx, o, p, outcome, now)
		case order.PayTooEarly, order.PayWrongAmount:
			return errUndo
		case order.PayKnown, order.PayTaken:
		}
		return nil
	})
	if errors.Is(err, errUndo) {
		err = nil
	}
	if err != nil {
		return "", err
	}
	return outcome, nil
}

func (s *Store) paid(tx *outbox.Tx, o *order.Order, now time.Time) error {
	if err := s.fill(tx.DB, o); err != nil {
		return err
	}
	if _, err := write(tx, note{sn: o.Sn, event: order.EventPaid, status: order.Paid, by: order.ByPayment, facts: order.Facts{TradeNo: o.TradeNo}, at: now}); err != nil {
		return err
	}
	return putPaid(tx, o, o.PaidAt)
}

// putPaid says that an order is paid.
func putPaid(tx *outbox.Tx, o *order.Order, at time.Time) error {
	return tx.Put(outbox.Event{
		Exchange: orderapi.Exchange, Key: orderapi.KeyPaid, Type: orderapi.TypePaid, Subject: o.Sn,
		Data: orderapi.Paid{
			OrderSn: o.Sn, MemberID: o.MemberID, Amount: o.Amounts.Pay, TradeNo: o.TradeNo, CouponID: o.CouponID, Points: o.PointsUsed,
			Lines: eventLines(o), PaidAt: at,
		},
	})
}

// refuse sends a payment back.
func refuse(tx *outbox.Tx, o *order.Order, p paymentapi.Succeeded, why order.PayOutcome, now time.Time) error {
	if o != nil {
		facts := order.Facts{Reason: string(why), TradeNo: p.TradeNo, Amount: p.Amount}
		if _, err := write(tx, note{sn: o.Sn, event: order.EventLatePayment, status: o.Status, by: order.ByPayment, facts: facts, ref: p.TradeNo, at: now}); err != nil {
			return err
		}
	}
	return tx.Put(outbox.Event{
		Exchange: orderapi.Exchange, Key: orderapi.KeyPaymentRefused, Type: orderapi.TypePaymentRefused, Subject: p.OrderSn,
		Data: orderapi.PaymentRefused{OrderSn: p.OrderSn, TradeNo: p.TradeNo, Amount: p.Amount, Reason: string(why)},
	})
}

// Ship implements order.Deliveries.
func (s *Store) Ship(ctx context.Context, p order.Shipment, at time.Time) (bool, error) {
	shipped := false
	err := s.ob.Tx(ctx, func(tx *outbox.Tx) (err error) {
		shipped, err = moved(tx, "UPDATE oms_order SET status = ?, delivery_company = ?, delivery_sn = ?, delivery_time = ? WHERE order_sn = ? AND status IN ?",
			order.Shipped, p.Company, p.TrackingNo, at, p.Sn, []order.Status{order.Paid})
		if err != nil || !shipped {
			return err
		}
		facts := order.Facts{Company: p.Company, TrackingNo: p.TrackingNo, Staff: p.By.Account}
		if _, err = write(tx, note{sn: p.Sn, event: order.EventShipped, status: order.Shipped, by: order.ByStaff, facts: facts, at: at}); err != nil {
			return err
		}
		return acted(tx, p.By, at, "order.shipped", p.Sn, nil, orderapi.Ship{Company: p.Company, TrackingNo: p.TrackingNo})
	})
	if err != nil {
		return false, fmt.Errorf("ship order %s: %w", p.Sn, err)
	}
	return shipped, nil
}

// Receive implements order.Deliveries.
func (s *Store) Receive(ctx context.Context, sn, by string, at time.Time) (bool, error) {
	received := false
	err := s.ob.Tx(ctx, func(tx *outbox.Tx) (err error) {
		received, err = moved(tx, "UPDATE oms_order SET status = ?, receive_time = ? WHERE order_sn = ? AND status IN ?",
			order.Completed, at, sn, []order.Status{order.Shipped})
		if err != nil || !received {
			return err
		}
		var of struct{ MemberID, Integration, Growth int64 }
		if err := tx.DB.Raw(giftsLeft, sn, order.ReturnRefunding, order.ReturnDone, sn).Take(&of).Error; err != nil {
			return err
		}
		if _, err := write(tx, note{sn: sn, event: order.EventCompleted, status: order.Completed, by: by, at: at}); err != nil {
			return err
		}
		return tx.Put(outbox.Event{
			Exchange: orderapi.Exchange, Key: orderapi.KeyCompleted, Type: orderapi.TypeCompleted, Subject: sn,
			Data: orderapi.Completed{OrderSn: sn, MemberID: of.MemberID, GiftPoints: of.Integration, GiftGrowth: of.Growth},
		})
	})
	if err != nil {
		return false, fmt.Errorf("receive order %s: %w", sn, err)
	}
	return received, nil
}

// ShippedBefore implements order.Deliveries.
func (s *Store) ShippedBefore(ctx context.Context, before time.Time, limit int) ([]string, error) {
	return s.numbers(ctx, "SELECT order_sn FROM oms_order WHERE status = ? AND delivery_time <= ? ORDER BY delivery_time LIMIT ?", order.Shipped, before, limit)
}
