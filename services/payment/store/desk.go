package store

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"gorm.io/gorm"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/mariadb"
	"gulimall/pkg/money"
	"gulimall/pkg/outbox"
	"gulimall/pkg/staff"
	"gulimall/services/payment"
)

var _ payment.DeskStore = (*Store)(nil)

// acted tells the audit log of a write, in its transaction.
func (s *Store) acted(tx *outbox.Tx, by adminapi.By, action, object string, before, after any) error {
	return staff.Record(tx, by, s.now(), paymentapi.Service, action, object, before, after)
}

// since adds the conditions of a time to a filter.
func since(f *mariadb.Filter, column string, from, to time.Time) {
	if !from.IsZero() {
		f.And(column+" >= ?", from)
	}
	if !to.IsZero() {
		f.And(column+" < ?", to)
	}
}

// sorted is the order of a list: by its column of time or of money, and the key that tells equals apart.
func sorted(s payment.Sorting, moment, amount, key string) string {
	var columns []string
	if s.By == payment.ByAmount {
		columns = append(columns, amount)
	}
	if moment != key {
		columns = append(columns, moment)
	}
	return mariadb.Order(!s.Up, append(columns, key)...)
}

func moment(at *time.Time) time.Time {
	if at == nil {
		return time.Time{}
	}
	return *at
}

type entryRow struct {
	Payment   paymentRow `gorm:"embedded"`
	CreatedAt time.Time
}

func (r entryRow) entry() payment.Entry {
	return payment.Entry{Payment: r.Payment.payment(), CreatedAt: r.CreatedAt}
}

// Payments lists payments.
func (s *Store) Payments(ctx context.Context, q payment.PaymentQuery) ([]payment.Entry, int64, error) {
	var f mariadb.Filter
	if q.OrderSn != "" {
		f.And("order_sn = ?", q.OrderSn)
	}
	if q.TradeNo != "" {
		f.And("order_sn IN (SELECT order_sn FROM pay_trade WHERE trade_no = ?)", q.TradeNo)
	}
	if q.Status != nil {
		f.And("status = ?", *q.Status)
	}
	if q.MemberID != 0 {
		f.And("member_id = ?", q.MemberID)
	}
	if q.Amount != nil {
		f.And("amount = ?", *q.Amount)
	}
	since(&f, "created_at", q.From, q.To)
	rows, total, err := mariadb.Listed[entryRow](s.db.WithContext(ctx), "SELECT "+paymentColumns+", created_at",
		"FROM pay_payment"+f.Where(), sorted(q.Sort, "created_at", "amount", "order_sn"), f.Args(), q.Page)
	if err != nil {
		return nil, 0, fmt.Errorf("payments: %w", err)
	}
	entries := make([]payment.Entry, len(rows))
	for i, r := range rows {
		entries[i] = r.entry()
	}
	return entries, total, nil
}

// File reads all about the payment of an order.
func (s *Store) File(ctx context.Context, orderSn string) (payment.File, error) {
	db := s.db.WithContext(ctx)
	var rows []entryRow
	if err := db.Raw("SELECT "+paymentColumns+", created_at FROM pay_payment WHERE order_sn = ?", orderSn).Scan(&rows).Error; err != nil {
		return payment.File{}, fmt.Errorf("read payment %s: %w", orderSn, err)
	}
	var file payment.File
	var err error
	if file.Trades, err = booked(db, "WHERE order_sn = ? ORDER BY paid_at, trade_no", orderSn); err != nil {
		return file, err
	}
	switch {
	case len(rows) > 0:
		file.Entry = rows[0].entry()
	case len(file.Trades) > 0: // money for an order whose cashier nobody opened
		file.Payment = payment.Payment{OrderSn: orderSn, Status: payment.Closed}
		file.CreatedAt = file.Trades[0].CreatedAt
	default:
		return file, payment.ErrNoRow
	}
	if file.Notices, err = heard(db, orderSn); err != nil {
		return file, err
	}
	if file.Refunds, err = refundEntries(db, "WHERE order_sn = ? ORDER BY created_at, refund_sn", orderSn); err != nil {
		return file, err
	}
	if file.Exceptions, err = exceptions(db, "WHERE e.order_sn = ? ORDER BY e.id", orderSn); err != nil {
		return file, err
	}
	file.Calls, err = calls(db, orderSn)
	return file, err
}

// heard reads the notifications of an order, the newest first.
func heard(db *gorm.DB, orderSn string) ([]payment.Heard, error) {
	var rows []struct {
		NotifyID, OrderSn, TradeNo, Status, Verdict, Raw string
		Times                                            int
		ReceivedAt                                       time.Time
	}
	err := db.Raw(`SELECT notify_id, order_sn, trade_no, trade_status AS status, verdict, raw, times, received_at FROM pay_notify
		WHERE order_sn = ? ORDER BY id DESC LIMIT 100`, orderSn).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read notifications of order %s: %w", orderSn, err)
	}
	all := make([]payment.Heard, len(rows))
	for i, r := range rows {
		all[i] = payment.Heard{
			Notice: payment.Notice{NotifyID: r.NotifyID, OrderSn: r.OrderSn, TradeNo: r.TradeNo, Status: r.Status, Verdict: r.Verdict, Raw: r.Raw},
			Times:  r.Times, ReceivedAt: r.ReceivedAt,
		}
	}
	return all, nil
}

const entryColumns = "refund_sn, order_sn, trade_no, amount, reason, status, attempts, created_at, last_fault, next_at, confirmed_at"

type refundEntryRow struct {
	Refund      refundRow `gorm:"embedded"`
	LastFault   string
	NextAt      time.Time
	ConfirmedAt *time.Time
}

func (r refundEntryRow) entry() payment.RefundEntry {
	return payment.RefundEntry{Refund: refunds([]refundRow{r.Refund})[0], LastFault: r.LastFault, NextAt: r.NextAt, ConfirmedAt: moment(r.ConfirmedAt)}
}

func refundEntries(db *gorm.DB, where string, args ...any) ([]payment.RefundEntry, error) {
	var rows []refundEntryRow
	if err := db.Raw("SELECT "+entryColumns+" FROM pay_refund "+where, args...).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("read refunds: %w", err)
	}
	all := make([]payment.RefundEntry, len(rows))
	for i, r := range rows {
		all[i] = r.entry()
	}
	return all, nil
}

// RefundList lists refunds.
func (s *Store) RefundList(ctx context.Context, q payment.RefundQuery) ([]payment.RefundEntry, int64, error) {
	var f mariadb.Filter
	if q.RefundSn != "" {
		f.And("refund_sn = ?", q.RefundSn)
	}
	if q.OrderSn != "" {
		f.And("order_sn = ?", q.OrderSn)
	}
	if q.TradeNo != "" {
		f.And("trade_no = ?", q.TradeNo)
	}
	if q.State != nil {
		f.And("status = ?", *q.State)
	}
	if q.Reason != "" {
		f.And("reason = ?", q.Reason)
	}
	since(&f, "created_at", q.From, q.To)
	rows, total, err := mariadb.Listed[refundEntryRow](s.db.WithContext(ctx), "SELECT "+entryColumns, "FROM pay_refund"+f.Where(),
		sorted(q.Sort, "created_at", "amount", "refund_sn"), f.Args(), q.Page)
	if err != nil {
		return nil, 0, fmt.Errorf("refunds: %w", err)
	}
	entries := make([]payment.RefundEntry, len(rows))
	for i, r := range rows {
		entries[i] = r.entry()
	}
	return entries, total, nil
}

// RetryRefund brings the next try of a refund forward to now.
func (s *Store) RetryRefund(ctx context.Context, refundSn string, by adminapi.By) (payment.RefundEntry, error) {
	var entry payment.RefundEntry
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		found, err := refundEntries(tx.DB, "WHERE refund_sn = ? FOR UPDATE", refundSn)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return payment.ErrNoRefund
		}
		entry = found[0]
		if entry.Status == payment.Confirmed {
			return payment.ErrRefundState
		}
		entry.NextAt = s.now()
		if err := tx.DB.Exec("UPDATE pay_refund SET next_at = ? WHERE refund_sn = ?", entry.NextAt, refundSn).Error; err != nil {
			return fmt.Errorf("retry refund %s: %w", refundSn, err)
		}
		return s.acted(tx, by, "refund.retried", refundSn, nil, map[string]any{"orderSn": entry.OrderSn, "amount": entry.Amount, "attempts": entry.Attempts})
	})
	return entry, err
}

type exceptionRow struct {
	ID                               int64
	TradeNo, OrderSn, Kind, RefundSn string
	Amount                           money.Fen
	CreatedAt                        time.Time
	Returned                         bool
	Note, ResolvedBy                 string
	ResolvedAt                       *time.Time
	Version                          int64
}

func (r exceptionRow) exception() payment.Exception {
	e := payment.Exception{
		ID: r.ID, TradeNo: r.TradeNo, OrderSn: r.OrderSn, Kind: r.Kind, RefundSn: r.RefundSn, Amount: r.Amount, CreatedAt: r.CreatedAt,
		State: payment.ExceptionOpen, Note: r.Note, ResolvedBy: r.ResolvedBy, ResolvedAt: moment(r.ResolvedAt), Version: r.Version,
	}
	switch {
	case r.ResolvedAt != nil:
		e.State = payment.ExceptionResolved
	case r.Returned:
		e.State = payment.ExceptionReturned
	}
	return e
}

const (
	exceptionColumns = `SELECT e.id, e.trade_no, e.order_sn, e.kind, e.refund_sn, e.amount, e.created_at, COALESCE(r.status, 0) = 2 AS returned,
		e.note, e.resolved_by, e.resolved_at, e.version `
	// The number of the trade is there for the index: open exceptions are few, and found by the refunds that are not confirmed.
	exceptionTables = "FROM pay_exception e LEFT JOIN pay_refund r ON r.refund_sn = e.refund_sn AND r.trade_no = e.trade_no "
)

func exceptions(db *gorm.DB, where string, args ...any) ([]payment.Exception, error) {
	var rows []exceptionRow
	if err := db.Raw(exceptionColumns+exceptionTables+where, args...).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("read exceptions: %w", err)
	}
	all := make([]payment.Exception, len(rows))
	for i, r := range rows {
		all[i] = r.exception()
	}
	return all, nil
}

// Exceptions lists exceptions.
func (s *Store) Exceptions(ctx context.Context, q payment.ExceptionQuery) ([]payment.Exception, int64, error) {
	var f mariadb.Filter
	if q.OrderSn != "" {
		f.And("e.order_sn = ?", q.OrderSn)
	}
	if q.TradeNo != "" {
		f.And("e.trade_no = ?", q.TradeNo)
	}
	if q.Kind != "" {
		f.And("e.kind = ?", q.Kind)
	}
	switch q.State {
	case payment.ExceptionOpen:
		f.And("e.resolved_at IS NULL AND r.status IN (0, 1)")
	case payment.ExceptionReturned:
		f.And("e.resolved_at IS NULL AND r.status = 2")
	case payment.ExceptionResolved:
		f.And("e.resolved_at IS NOT NULL")
	}
	since(&f, "e.created_at", q.From, q.To)
	rows, total, err := mariadb.Listed[exceptionRow](s.db.WithContext(ctx), exceptionColumns, exceptionTables+f.Where(),
		sorted(q.Sort, "e.id", "e.amount", "e.id"), f.Args(), q.Page)
	if err != nil {
		return nil, 0, fmt.Errorf("exceptions: %w", err)
	}
	all := make([]payment.Exception, len(rows))
	for i, r := range rows {
		all[i] = r.exception()
	}
	return all, total, nil
}

// Exception reads one.
func (s *Store) Exception(ctx context.Context, id int64) (payment.Exception, error) {
	return exception(s.db.WithContext(ctx), id)
}

func exception(db *gorm.DB, id int64) (payment.Exception, error) {
	found, err := exceptions(db, "WHERE e.id = ?", id)
	if err != nil {
		return payment.Exception{}, err
	}
	if len(found) == 0 {
		return payment.Exception{}, payment.ErrNoException
	}
	return found[0], nil
}

// Resolve notes what was done about an exception. The same note again by the same hands is not a second change.
func (s *Store) Resolve(ctx context.Context, id, version int64, note string, by adminapi.By) (payment.Exception, error) {
	var after payment.Exception
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		before, err := exception(tx.DB, id)
		if err != nil {
			return err
		}
		if after = before; before.Version == version+1 && before.Note == note && before.ResolvedBy == by.Account {
			return nil
		}
		now := s.now()
		done := tx.DB.Exec("UPDATE pay_exception SET note = ?, resolved_by = ?, resolved_at = ?, version = version + 1 WHERE id = ? AND version = ?",
			note, by.Account, now, id, version)
		if done.Error != nil {
			return fmt.Errorf("resolve exception %d: %w", id, done.Error)
		}
		if done.RowsAffected == 0 {
			return payment.ErrEditedMeantime
		}
		after.State, after.Note, after.ResolvedBy, after.ResolvedAt, after.Version = payment.ExceptionResolved, note, by.Account, now, version+1
		return s.acted(tx, by, "exception.resolved", strconv.FormatInt(id, 10), map[string]any{"state": before.State, "note": before.Note},
			map[string]any{"state": after.State, "note": note, "orderSn": before.OrderSn, "amount": before.Amount})
	})
	return after, err
}
