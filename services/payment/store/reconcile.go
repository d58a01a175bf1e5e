package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/mariadb"
	"gulimall/pkg/money"
	"gulimall/pkg/outbox"
	"gulimall/services/payment"
)

var _ payment.RunStore = (*Store)(nil)

type runRow struct {
	ID                                                   int64
	Day                                                  string
	Attempt                                              int
	State                                                payment.RunState
	Step, BegunBy, Fault                                 string
	LookedAt                                             int64
	Tries, Strange, Differences, Open                    int
	NoBill                                               bool
	BookPayments, BookRefunds, BillPayments, BillRefunds int64
	BookReceived, BookRefunded                           money.Fen
	BillReceived, BillRefunded                           money.Fen
	Orders                                               int64
	Ordered                                              money.Fen
	CreatedAt                                            time.Time
	FinishedAt                                           *time.Time
}

const runColumns = `SELECT id, DATE_FORMAT(day, '%Y-%m-%d') AS day, attempt, state, step, begun_by, fault, looked_at, tries, strange, differences, no_bill,
	(SELECT COUNT(*) FROM pay_difference d WHERE d.run_id = pay_reconciliation.id AND d.state = 0) AS open, book_payments, book_received, book_refunds,
	book_refunded, bill_payments, bill_received, bill_refunds, bill_refunded, orders, ordered, created_at, finished_at `

func (r runRow) run() payment.Run {
	return payment.Run{
		ID: r.ID, Day: payment.Day(r.Day), Attempt: r.Attempt, State: r.State, Step: payment.Step(r.Step), Looked: r.LookedAt, BegunBy: r.BegunBy,
		Tries: r.Tries, Fault: r.Fault, NoBill: r.NoBill, Strange: r.Strange, Differences: r.Differences, Open: r.Open,
		Totals: payment.Totals{
			Books:  payment.Side{Payments: r.BookPayments, Received: r.BookReceived, Refunds: r.BookRefunds, Refunded: r.BookRefunded},
			Bill:   payment.Side{Payments: r.BillPayments, Received: r.BillReceived, Refunds: r.BillRefunds, Refunded: r.BillRefunded},
			Orders: r.Orders, Ordered: r.Ordered,
		},
		CreatedAt: r.CreatedAt, FinishedAt: moment(r.FinishedAt),
	}
}

func oneRun(db *gorm.DB, where string, args ...any) (payment.Run, error) {
	var rows []runRow
	if err := db.Raw(runColumns+"FROM pay_reconciliation "+where, args...).Scan(&rows).Error; err != nil {
		return payment.Run{}, fmt.Errorf("read reconciliation: %w", err)
	}
	if len(rows) == 0 {
		return payment.Run{}, payment.ErrNoRun
	}
	return rows[0].run(), nil
}

// Begin writes down a run of a day, or gives the one that runs. Unique keys see to it that a day has one at a time, and one that began by
// itself; the number of the attempt is taken in the same statement, so two that begin at once meet at a key.
func (s *Store) Begin(ctx context.Context, day payment.Day, nightly bool, by adminapi.By) (payment.Run, error) {
	var run payment.Run
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		now := s.now()
		var once *string
		if nightly {
			d := string(day)
			once = &d
			begun := int64(0)
			if err := tx.DB.Raw("SELECT COUNT(*) FROM pay_reconciliation WHERE nightly_day = ?", d).Scan(&begun).Error; err != nil || begun > 0 {
				return err
			}
		}
		done := tx.DB.Exec(`INSERT INTO pay_reconciliation (day, attempt, busy_day, nightly_day, begun_by, next_at, created_at)
			SELECT ?, COALESCE(MAX(attempt), 0) + 1, ?, ?, ?, ?, ? FROM pay_reconciliation WHERE day = ?`,
			string(day), string(day), once, by.Account, now, now, string(day))
		if done.Error != nil {
			return done.Error
		}
		var err error
		if run, err = oneRun(tx.DB, "WHERE busy_day = ?", string(day)); err != nil || nightly {
			return err
		}
		return s.acted(tx, by, "reconciliation.begun", string(day), nil, map[string]any{"day": day, "attempt": run.Attempt})
	})
	if !mariadb.IsDuplicate(err) {
		return run, err
	}
	if nightly {
		return payment.Run{}, nil
	}
	return oneRun(s.db.WithContext(ctx), "WHERE day = ? ORDER BY attempt DESC LIMIT 1", string(day))
}

// Claim takes a run up whose time has come.
func (s *Store) Claim(ctx context.Context, now, lease time.Time) (payment.Run, error) {
	var run payment.Run
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		var err error
		run, err = oneRun(tx.DB, "WHERE state = ? AND next_at <= ? ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED", payment.RunRunning, now)
		if err != nil {
			return err
		}
		run.Tries++
		return tx.DB.Exec("UPDATE pay_reconciliation SET tries = ?, next_at = ? WHERE id = ?", run.Tries, lease, run.ID).Error
	})
	return run, err
}

// mine is the condition under which a claimed run is still the worker's: nobody has claimed it after him.
const mine = " WHERE id = ? AND state = 0 AND tries = ?"

// Progress tells how far a claimed run is.
func (s *Store) Progress(ctx context.Context, r payment.Run, lease time.Time) (bool, error) {
	done := s.db.WithContext(ctx).Exec("UPDATE pay_reconciliation SET step = ?, looked_at = ?, next_at = ?"+mine, r.Step, r.Looked, lease, r.ID, r.Tries)
	return done.RowsAffected > 0, done.Error
}

// PutOff lets a run rest.
func (s *Store) PutOff(ctx context.Context, r payment.Run, fault string, again time.Time) error {
	return s.db.WithContext(ctx).Exec("UPDATE pay_reconciliation SET fault = ?, next_at = ?"+mine, fault, again, r.ID, r.Tries).Error
}

// Fail ends a run without result.
func (s *Store) Fail(ctx context.Context, r payment.Run, fault string) error {
	return s.db.WithContext(ctx).Exec("UPDATE pay_reconciliation SET state = ?, fault = ?, busy_day = NULL, finished_at = ?"+mine,
		payment.RunFailed, fault, s.now(), r.ID, r.Tries).Error
}

// Finish ends a claimed run with its result, once.
func (s *Store) Finish(ctx context.Context, r payment.Run, result payment.Result) error {
	return s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		t := result.Totals
		done := tx.DB.Exec(`UPDATE pay_reconciliation SET state = ?, fault = '', busy_day = NULL, finished_at = ?, no_bill = ?, strange = ?, differences = ?,
			book_payments = ?, book_received = ?, book_refunds = ?, book_refunded = ?, bill_payments = ?, bill_received = ?, bill_refunds = ?, bill_refunded = ?,
			orders = ?, ordered = ?`+mine,
			payment.RunDone, s.now(), result.NoBill, result.Strange, len(result.Found),
			t.Books.Payments, t.Books.Received, t.Books.Refunds, t.Books.Refunded, t.Bill.Payments, t.Bill.Received, t.Bill.Refunds, t.Bill.Refunded,
			t.Orders, t.Ordered, r.ID, r.Tries)
		if done.Error != nil || done.RowsAffected == 0 {
			return done.Error
		}
		if err := keep(tx.DB, r.ID, result.Found[:min(len(result.Found), payment.MostDifferences)]); err != nil {
			return err
		}
		// What was explained stays explained, where it is the same.
		return tx.DB.Exec(`UPDATE pay_difference d JOIN pay_reconciliation r ON r.day = ? AND r.id < ? JOIN pay_difference e ON e.run_id = r.id AND e.state = ?
			AND e.kind = d.kind AND e.order_sn = d.order_sn AND e.trade_no = d.trade_no AND e.refund_sn = d.refund_sn
			AND e.book_amount <=> d.book_amount AND e.bill_amount <=> d.bill_amount AND e.order_amount <=> d.order_amount
			SET d.state = e.state, d.action = e.action, d.outcome = e.outcome, d.note = e.note, d.handled_by = e.handled_by, d.handled_at = e.handled_at
			WHERE d.run_id = ?`, string(r.Day), r.ID, payment.DifferenceExplained, r.ID).Error
	})
}

// keep writes the differences of a run down, some hundred at a time.
func keep(db *gorm.DB, runID int64, found []payment.Difference) error {
	const atATime = 200
	for start := 0; start < len(found); start += atATime {
		statement, args := "INSERT INTO pay_difference (run_id, n, kind, order_sn, trade_no, refund_sn, book_amount, bill_amount, order_amount) VALUES ", []any{}
		for i, d := range found[start:min(start+atATime, len(found))] {
			if i > 0 {
				statement += ", "
			}
			statement += "(?, ?, ?, ?, ?, ?, ?, ?, ?)"
			args = append(args, runID, start+i+1, d.Kind, d.OrderSn, d.TradeNo, d.RefundSn, d.Books, d.Bill, d.Order)
		}
		if err := db.Exec(statement, args...).Error; err != nil {
			return fmt.Errorf("keep differences: %w", err)
		}
	}
	return nil
}

// Runs lists the runs.
func (s *Store) Runs(ctx context.Context, q payment.RunQuery) ([]payment.Run, int64, error) {
	var f mariadb.Filter
	if q.From != "" {
		f.And("day >= ?", string(q.From))
	}
	if q.To != "" {
		f.And("day <= ?", string(q.To))
	}
	if q.Open {
		f.And("EXISTS (SELECT 1 FROM pay_difference d WHERE d.run_id = pay_reconciliation.id AND d.state = ?)", payment.DifferenceOpen)
	}
	order := sorted(q.Sort, "id", "id", "id")
	if q.Sort.By == payment.ByDay {
		order = sorted(q.Sort, "pay_reconciliation.day", "", "attempt")
	}
	rows, total, err := mariadb.Listed[runRow](s.db.WithContext(ctx), runColumns, "FROM pay_reconciliation"+f.Where(), order, f.Args(), q.Page)
	if err != nil {
		return nil, 0, fmt.Errorf("reconciliations: %w", err)
	}
	runs := make([]payment.Run, len(rows))
	for i, r := range rows {
		runs[i] = r.run()
	}
	return runs, total, nil
}

// Run reads one.
func (s *Store) Run(ctx context.Context, id int64) (payment.Run, error) {
	return oneRun(s.db.WithContext(ctx), "WHERE id = ?", id)
}
