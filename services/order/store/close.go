package store

import (
	"context"
	"fmt"
	"time"

	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/outbox"
	"gulimall/services/order"
)

// StartClosing implements order.Closings.
func (s *Store) StartClosing(ctx context.Context, c order.ClosingStart) (bool, error) {
	// A cancel may come at any time before the deadline and after it; a timeout only after it.
	deadline := c.Now
	if c.Cause != paymentapi.CauseTimeout {
		deadline = c.Now.AddDate(100, 0, 0)
	}
	began := false
	err := s.ob.Tx(ctx, func(tx *outbox.Tx) (err error) {
		began, err = moved(tx, "UPDATE oms_order SET status = ?, close_cause = ?, next_close_at = ? WHERE order_sn = ? AND status IN ? AND expires_at <= ?",
			order.Closing, c.Cause, c.Again, c.Sn, order.Sources(order.Closing), deadline)
		if err != nil || !began {
			return err
		}
		facts := order.Facts{Text: c.Note, Staff: c.Staff.Account}
		if _, err = write(tx, note{sn: c.Sn, event: order.EventClosing, status: order.Closing, by: c.By, facts: facts, at: c.Now}); err != nil {
			return err
		}
		return acted(tx, c.Staff, c.Now, "order.closed", c.Sn, nil, map[string]string{"reason": c.Note})
	})
	if err != nil {
		return false, fmt.Errorf("start closing %s: %w", c.Sn, err)
	}
	return began, nil
}

// ClaimClosing implements order.Closings.
func (s *Store) ClaimClosing(ctx context.Context, sn string, now time.Time, first, longest time.Duration) (bool, error) {
	// Assignments are made from left to right: the pause is that of the attempts before this one.
	result := s.read(ctx).Exec("UPDATE oms_order SET "+
		"next_close_at = ? + INTERVAL LEAST(?, ? * POW(2, LEAST(close_attempts, 20))) * 1000 MICROSECOND, close_attempts = close_attempts + 1 "+
		"WHERE order_sn = ? AND status = ? AND next_close_at <= ?",
		now, longest.Milliseconds(), first.Milliseconds(), sn, order.Closing, now)
	if result.Error != nil {
		return false, fmt.Errorf("claim closing %s: %w", sn, result.Error)
	}
	return result.RowsAffected > 0, nil
}

// FinishClosing implements order.Closings.
func (s *Store) FinishClosing(ctx context.Context, sn, reason string, at time.Time) (bool, error) {
	finished := false
	err := s.ob.Tx(ctx, func(tx *outbox.Tx) (err error) {
		finished, err = moved(tx, "UPDATE oms_order SET status = ?, close_reason = ?, close_time = ?, next_close_at = NULL WHERE order_sn = ? AND status = ?",
			order.Closed, reason, at, sn, order.Closing)
		if err != nil || !finished {
			return err
		}
		return closed(tx, sn, reason, at)
	})
	if err != nil {
		return false, fmt.Errorf("finish closing %s: %w", sn, err)
	}
	return finished, nil
}

// pastDeadline reads in the index of what was ordered, which has the deadlines in it: what can still be paid is passed over there.
const pastDeadline = "SELECT o.order_sn FROM (SELECT id, create_time FROM oms_order WHERE status = ? AND expires_at <= ? ORDER BY create_time LIMIT ?) due " +
	"JOIN oms_order o ON o.id = due.id ORDER BY due.create_time"

// PastDeadline implements order.Closings.
func (s *Store) PastDeadline(ctx context.Context, before time.Time, limit int) ([]string, error) {
	return s.numbers(ctx, pastDeadline, order.Pending, before, limit)
}

// ClosingDue implements order.Closings.
func (s *Store) ClosingDue(ctx context.Context, now time.Time, limit int) ([]string, error) {
	return s.numbers(ctx, "SELECT order_sn FROM oms_order WHERE status = ? AND next_close_at <= ? ORDER BY next_close_at LIMIT ?", order.Closing, now, limit)
}

// LeftCreating implements order.Closings.
func (s *Store) LeftCreating(ctx context.Context, before time.Time, limit int) ([]string, error) {
	return s.numbers(ctx, "SELECT order_sn FROM oms_order WHERE status = ? AND create_time <= ? ORDER BY create_time LIMIT ?", order.Creating, before, limit)
}

// StillPending implements order.Closings.
func (s *Store) StillPending(ctx context.Context, sns []string) ([]string, error) {
	return s.numbers(ctx, "SELECT order_sn FROM oms_order WHERE order_sn IN ? AND status = ?", sns, order.Pending)
}

func (s *Store) numbers(ctx context.Context, query string, args ...any) ([]string, error) {
	var sns []string
	if err := s.read(ctx).Raw(query, args...).Scan(&sns).Error; err != nil {
		return nil, fmt.Errorf("list orders: %w", err)
	}
	return sns, nil
}
