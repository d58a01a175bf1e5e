package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/mariadb"
	"gulimall/pkg/money"
	"gulimall/pkg/outbox"
	"gulimall/services/payment"
)

type differenceRow struct {
	RunID                               int64
	N                                   int
	Kind                                payment.Kind
	OrderSn, TradeNo, RefundSn          string
	BookAmount, BillAmount, OrderAmount *money.Fen
	State                               payment.Handled
	Action                              payment.Action
	Outcome                             payment.Outcome
	Note, HandledBy                     string
	HandledAt                           *time.Time
}

const differenceColumns = `SELECT run_id, n, kind, order_sn, trade_no, refund_sn, book_amount, bill_amount, order_amount, state, action, outcome, note, handled_by, handled_at `

func (r differenceRow) found() payment.Found {
	return payment.Found{
		RunID: r.RunID, N: r.N, State: r.State, Action: r.Action, Outcome: r.Outcome, Note: r.Note, HandledBy: r.HandledBy, HandledAt: moment(r.HandledAt),
		Difference: payment.Difference{
			Kind: r.Kind, OrderSn: r.OrderSn, TradeNo: r.TradeNo, RefundSn: r.RefundSn, Books: r.BookAmount, Bill: r.BillAmount, Order: r.OrderAmount,
		},
	}
}

// Differences lists what a run has found.
func (s *Store) Differences(ctx context.Context, q payment.DifferenceQuery) ([]payment.Found, int64, error) {
	var f mariadb.Filter
	f.And("run_id = ?", q.RunID)
	if q.State != nil {
		f.And("state = ?", *q.State)
	}
	if q.Kind != "" {
		f.And("kind = ?", q.Kind)
	}
	order := "ORDER BY n"
	if q.Sort.By == payment.ByAmount {
		order = sorted(q.Sort, "n", "amount", "n")
	}
	rows, total, err := mariadb.Listed[differenceRow](s.db.WithContext(ctx), differenceColumns, "FROM pay_difference"+f.Where(), order, f.Args(), q.Page)
	if err != nil {
		return nil, 0, fmt.Errorf("differences: %w", err)
	}
	all := make([]payment.Found, len(rows))
	for i, r := range rows {
		all[i] = r.found()
	}
	return all, total, nil
}

// Kinds counts the differences of a run by their kinds.
func (s *Store) Kinds(ctx context.Context, runID int64) ([]payment.KindCount, error) {
	var kinds []payment.KindCount
	err := s.db.WithContext(ctx).Raw("SELECT kind, COUNT(*) AS count, SUM(state = ?) AS open FROM pay_difference WHERE run_id = ? GROUP BY kind ORDER BY kind",
		payment.DifferenceOpen, runID).Scan(&kinds).Error
	if err != nil {
		return nil, fmt.Errorf("count differences by kind: %w", err)
	}
	return kinds, nil
}

// Difference reads one.
func (s *Store) Difference(ctx context.Context, runID int64, n int) (payment.Found, error) {
	var rows []differenceRow
	err := s.db.WithContext(ctx).Raw(differenceColumns+"FROM pay_difference WHERE run_id = ? AND n = ?", runID, n).Scan(&rows).Error
	if err != nil {
		return payment.Found{}, fmt.Errorf("read difference: %w", err)
	}
	if len(rows) == 0 {
		return payment.Found{}, payment.ErrNoDifference
	}
	return rows[0].found(), nil
}

// Handle notes what was done about an open difference, once, with the part of it that is a change of our books.
func (s *Store) Handle(ctx context.Context, f payment.Found, by adminapi.By) (bool, error) {
	handled := false
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		done := tx.DB.Exec(`UPDATE pay_difference SET state = ?, action = ?, outcome = ?, note = ?, handled_by = ?, handled_at = ?
			WHERE run_id = ? AND n = ? AND state = ?`,
			f.State, f.Action, f.Outcome, f.Note, f.HandledBy, f.HandledAt, f.RunID, f.N, payment.DifferenceOpen)
		if done.Error != nil {
			return fmt.Errorf("handle difference: %w", done.Error)
		}
		if handled = done.RowsAffected > 0; !handled {
			return nil
		}
		switch f.Action {
		case payment.Publish:
			if err := publishAgain(tx, f.TradeNo); err != nil {
				return err
			}
		case payment.Resend:
			if err := s.sendAgain(tx.DB, f.RefundSn); err != nil {
				return err
			}
		case payment.Ask, payment.GiveBack, payment.Explain:
		}
		after := map[string]any{"kind": f.Kind, "orderSn": f.OrderSn, "tradeNo": f.TradeNo, "action": f.Action, "outcome": f.Outcome}
		if f.RefundSn != "" {
			after["refundSn"] = f.RefundSn
		}
		if f.Note != "" {
			after["note"] = f.Note
		}
		return s.acted(tx, by, "difference.handled", fmt.Sprintf("%d/%d", f.RunID, f.N), nil, after)
	})
	return handled, err
}

// publishAgain tells the order once more that a trade has paid it; what it knows already changes nothing there.
func publishAgain(tx *outbox.Tx, tradeNo string) error {
	found, err := booked(tx.DB, "WHERE trade_no = ? AND verdict = 'credited'", tradeNo)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return payment.ErrDenied
	}
	t := found[0]
	return tx.Put(outbox.Event{
		Exchange: paymentapi.Exchange, Key: paymentapi.KeySucceeded, Type: paymentapi.TypeSucceeded, Subject: t.OrderSn,
		Data: paymentapi.Succeeded{OrderSn: t.OrderSn, TradeNo: t.TradeNo, Channel: payment.ChannelAlipay, Amount: t.Amount, PaidAt: t.PaidAt},
	})
}

// sendAgain takes a refund up anew: Alipay is asked about it first, and what it does not confirm is sent under the same number.
func (s *Store) sendAgain(db *gorm.DB, refundSn string) error {
	return db.Exec("UPDATE pay_refund SET status = ?, confirmed_at = NULL, next_at = ? WHERE refund_sn = ?", payment.Sent, s.now(), refundSn).Error
}
