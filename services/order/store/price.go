package store

import (
	"context"
	"fmt"
	"time"

	"gulimall/pkg/outbox"
	"gulimall/services/order"
)

// LockPrice implements order.PriceStore.
func (s *Store) LockPrice(ctx context.Context, sn, token string, at time.Time) (bool, error) {
	result := s.read(ctx).Exec("UPDATE oms_order SET price_lock = ?, price_lock_at = ? WHERE order_sn = ? AND status = ? AND price_lock IS NULL",
		token, at, sn, order.Pending)
	if result.Error != nil {
		return false, fmt.Errorf("lock price of order %s: %w", sn, result.Error)
	}
	return result.RowsAffected > 0, nil
}

// UnlockPrice implements order.PriceStore.
func (s *Store) UnlockPrice(ctx context.Context, sn, token string) error {
	err := s.read(ctx).Exec("UPDATE oms_order SET price_lock = NULL, price_lock_at = NULL WHERE order_sn = ? AND price_lock = ?", sn, token).Error
	if err != nil {
		return fmt.Errorf("unlock price of order %s: %w", sn, err)
	}
	return nil
}

// UnlockPrices implements order.PriceStore.
func (s *Store) UnlockPrices(ctx context.Context, before time.Time) (int, error) {
	result := s.read(ctx).Exec("UPDATE oms_order SET price_lock = NULL, price_lock_at = NULL WHERE price_lock_at < ?", before)
	if result.Error != nil {
		return 0, fmt.Errorf("unlock prices: %w", result.Error)
	}
	return int(result.RowsAffected), nil
}

// SetPrice implements order.PriceStore. The order is read under its row's lock, so that the lines are those that the price is shared by.
func (s *Store) SetPrice(ctx context.Context, c order.PriceSet, at time.Time) (bool, error) {
	set := false
	err := s.ob.Tx(ctx, func(tx *outbox.Tx) error {
		set = false
		o, err := s.find(tx.DB, c.Sn, " FOR UPDATE")
		if err != nil {
			return err
		}
		if err := s.fill(tx.DB, o); err != nil {
			return err
		}
		was := o.Amounts.Pay
		if err := o.Reprice(c.Pay); err != nil {
			return err
		}
		set, err = moved(tx, "UPDATE oms_order SET promotion_amount = ?, adjust_amount = ?, pay_amount = ?, price_lock = NULL, price_lock_at = NULL "+
			"WHERE order_sn = ? AND status = ? AND price_lock = ?", o.Amounts.Promotion, o.Adjusted, o.Amounts.Pay, c.Sn, order.Pending, c.Token)
		if err != nil || !set {
			return err
		}
		for _, l := range o.Lines {
			err := tx.DB.Exec("UPDATE oms_order_item SET promotion_amount = ?, adjust_amount = ?, real_amount = ? WHERE order_sn = ? AND sku_id = ?",
				l.Promotion, l.Adjusted, l.Payable, c.Sn, l.SkuID).Error
			if err != nil {
				return err
			}
		}
		facts := order.Facts{Was: was, Amount: c.Pay, Staff: c.By.Account}
		if _, err := write(tx, note{sn: c.Sn, event: order.EventPriceChanged, status: order.Pending, by: order.ByStaff, facts: facts, at: at}); err != nil {
			return err
		}
		if c.Pay == 0 {
			if err := s.payNothing(tx, o, at); err != nil {
				return err
			}
		}
		return acted(tx, c.By, at, "order.repriced", c.Sn, map[string]any{"payAmount": was}, map[string]any{"payAmount": c.Pay, "reason": c.Reason})
	})
	if err != nil {
		return false, fmt.Errorf("set price of order %s: %w", c.Sn, err)
	}
	return set, nil
}

// payNothing moves an order to Paid that costs nothing any more.
func (s *Store) payNothing(tx *outbox.Tx, o *order.Order, at time.Time) error {
	err := tx.DB.Exec("UPDATE oms_order SET status = ?, payment_time = ?, pay_channel = ? WHERE order_sn = ? AND status = ?",
		order.Paid, at, order.ChannelNone, o.Sn, order.Pending).Error
	if err != nil {
		return err
	}
	if _, err := write(tx, note{sn: o.Sn, event: order.EventPaid, status: order.Paid, by: order.BySystem, at: at}); err != nil {
		return err
	}
	return putPaid(tx, o, at)
}
