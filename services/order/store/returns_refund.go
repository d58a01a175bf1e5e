package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/outbox"
	"gulimall/services/order"
)

// giftsLeft is what an order gives when it is received: not for pieces whose refund was asked for before.
const giftsLeft = `SELECT o.member_id, o.integration - COALESCE(g.points, 0) AS integration, o.growth - COALESCE(g.growth, 0) AS growth FROM oms_order o
	LEFT JOIN (SELECT SUM(i.gift_points) AS points, SUM(i.gift_growth) AS growth FROM oms_order_return_apply r JOIN oms_order_return_item i ON i.return_id = r.id
		WHERE r.order_sn = ? AND r.status IN (?, ?) AND r.gifts_given = 0) g ON TRUE WHERE o.order_sn = ?`

func maybe(t time.Time) sql.NullTime { return sql.NullTime{Time: t, Valid: !t.IsZero()} }

// StartRefund implements order.ReturnDesk.
func (s *Store) StartRefund(ctx context.Context, sn, key string, by order.By, f func(*order.Order, []order.Return) (order.Return, error)) (order.Return, error) {
	var r order.Return
	err := s.ob.Tx(ctx, func(tx *outbox.Tx) error {
		r = order.Return{}
		o, all, err := s.withReturns(tx, sn)
		if err != nil {
			return err
		}
		if !o.Visible() {
			return order.ErrNotFound
		}
		if key != "" {
			if r, err = earlierOf(tx.DB, o.MemberID, key, all); err != nil || r.ID != 0 {
				return err
			}
		}
		if r, err = f(o, all); err != nil {
			return err
		}
		r.CreatedBy, r.HandledBy = by.Account, by.Account
		if r.ID, err = insertReturn(tx.DB, o, r, key); err != nil {
			return err
		}
		if err := save(tx, &r, r.Status); err != nil {
			return err
		}
		if err := restock(tx, &r); err != nil {
			return err
		}
		if err := s.startRefund(tx, o, &r); err != nil {
			return err
		}
		if err := s.agree(tx, o, append(all, r), &r); err != nil {
			return err
		}
		return acted(tx, by, r.AgreedAt, "order.refunded", sn, nil, told(&r))
	})
	if err != nil {
		return order.Return{}, fmt.Errorf("refund order %s: %w", sn, err)
	}
	return r, nil
}

// startRefund moves the order of a refund that staff begin: one that has not left ends when nothing is left of it, and is sent without
// those pieces otherwise; one that has left is in after-sale until the money is back.
func (s *Store) startRefund(tx *outbox.Tx, o *order.Order, r *order.Return) error {
	facts := order.Facts{ReturnID: r.ID, Amount: r.Amount, Staff: r.CreatedBy}
	line := note{sn: o.Sn, event: order.EventRefundAgreed, by: order.ByStaff, facts: facts, at: r.AgreedAt}
	if o.Status != order.Paid {
		if o.Status != order.AfterSale {
			if err := s.stand(tx, o, order.AfterSale); err != nil {
				return err
			}
		}
		line.status = o.Status
		_, err := write(tx, line)
		return err
	}
	line.status = o.Status
	if _, err := write(tx, line); err != nil || !r.Whole {
		return err
	}
	return s.closeRefunded(tx, o, r.AgreedAt)
}

// agree asks payment for the money of a return, never for more than was paid. Where there is no money to pay back, the return is done.
func (s *Store) agree(tx *outbox.Tx, o *order.Order, all []order.Return, r *order.Return) error {
	asked, err := moved(tx, "UPDATE oms_order SET refund_asked = refund_asked + ? WHERE order_sn = ? AND refund_asked + ? <= pay_amount", r.Amount, o.Sn, r.Amount)
	if err != nil {
		return err
	}
	if !asked {
		return order.ErrRefundTooMuch
	}
	if r.Amount > 0 {
		return tx.Put(outbox.Event{
			Exchange: orderapi.Exchange, Key: orderapi.KeyRefundRequested, Type: orderapi.TypeRefundRequested, Subject: o.Sn,
			Data: orderapi.RefundRequested{OrderSn: o.Sn, TradeNo: o.TradeNo, RefundSn: r.RefundSn, Amount: r.Amount},
		})
	}
	return s.finish(tx, o, all, r, r.AgreedAt)
}

// finish ends a return whose money is back, and says what else goes back with it.
func (s *Store) finish(tx *outbox.Tx, o *order.Order, all []order.Return, r *order.Return, at time.Time) error {
	did, err := moved(tx, "UPDATE oms_order_return_apply SET status = ?, refund_time = ? WHERE id = ? AND status IN ?",
		order.ReturnDone, at, r.ID, order.ReturnSources(order.ReturnDone))
	if err != nil || !did {
		return err
	}
	r.Status, r.DoneAt = order.ReturnDone, at
	all[indexOf(all, r.ID)] = *r
	if back, some := r.Back(o); some {
		err := tx.Put(outbox.Event{Exchange: orderapi.Exchange, Key: orderapi.KeyReturned, Type: orderapi.TypeReturned, Subject: o.Sn, Data: back})
		if err != nil {
			return err
		}
	}
	facts := order.Facts{ReturnID: r.ID, Amount: r.Amount, RefundSn: r.RefundSn}
	return s.afterReturns(tx, o, all, note{event: order.EventReturnDone, by: order.BySystem, facts: facts, at: at})
}

// Refund implements order.Deliveries. Money that never belonged to the order (late, double, wrong) is noted and not counted; that of a
// return ends the return.
func (s *Store) Refund(ctx context.Context, r paymentapi.Refunded, now time.Time) error {
	err := s.ob.Tx(ctx, func(tx *outbox.Tx) error {
		if err := tx.Once(); err != nil {
			return err
		}
		o, all, err := s.withReturns(tx, r.OrderSn)
		if err != nil {
			return err
		}
		facts := order.Facts{Amount: r.Amount, Reason: r.Reason, RefundSn: r.RefundSn, TradeNo: r.TradeNo}
		fresh, err := write(tx, note{sn: r.OrderSn, event: order.EventRefunded, status: o.Status, by: order.ByPayment, facts: facts, ref: r.RefundSn, at: now})
		if err != nil || !fresh || r.TradeNo != o.TradeNo {
			return err
		}
		if err := tx.DB.Exec("UPDATE oms_order SET refund_amount = refund_amount + ? WHERE order_sn = ?", r.Amount, r.OrderSn).Error; err != nil {
			return err
		}
		for i := range all {
			if all[i].RefundSn == r.RefundSn {
				of := all[i]
				return s.finish(tx, o, all, &of, now)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("note refund %s of order %s: %w", r.RefundSn, r.OrderSn, err)
	}
	return nil
}
