package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"gulimall/pkg/mariadb"
	"gulimall/pkg/money"
	"gulimall/pkg/shopday"
	"gulimall/services/order"
)

var _ order.SummaryStore = (*Store)(nil)

// folded is when was counted.
type folded struct{ FoldedAt, SoldAt, WideAt, WholeAt *time.Time }

func (f folded) due(last *time.Time, now time.Time, every time.Duration) bool {
	return last == nil || !now.Before(last.Add(every))
}

// Fold implements order.SummaryStore. Whoever has the row of the state counts; others find nothing to do.
func (s *Store) Fold(ctx context.Context, f order.Fold) error {
	return mariadb.Tx(ctx, s.db, func(tx *gorm.DB) error {
		var states []folded
		if err := tx.Raw("SELECT folded_at, sold_at, wide_at, whole_at FROM oms_summary_state WHERE id = 1 FOR UPDATE SKIP LOCKED").Scan(&states).Error; err != nil {
			return fmt.Errorf("take the summary: %w", err)
		}
		if len(states) == 0 {
			return nil
		}
		at := states[0]
		if at.due(at.WholeAt, f.Now, f.WholeEvery) {
			return s.foldAll(ctx, tx, f.Now)
		}
		if !at.due(at.FoldedAt, f.Now, f.Every) {
			return nil
		}
		wide, sold := at.due(at.WideAt, f.Now, f.WideEvery), at.due(at.SoldAt, f.Now, f.SoldEvery)
		since, day := f.Now.Add(-f.Narrow), f.Now
		if wide {
			since, day = f.Now.Add(-f.Wide), f.Now.Add(-f.Wide)
		}
		if err := s.foldHours(ctx, tx, since.Truncate(time.Hour), f.Now); err != nil {
			return err
		}
		if sold || wide {
			// Just after midnight, yesterday's last orders count as well.
			if err := s.foldSold(ctx, tx, shopday.Midnight(day.Add(-f.Narrow)), f.Now); err != nil {
				return err
			}
		}
		return tx.Exec("UPDATE oms_summary_state SET folded_at = ?, sold_at = IF(?, ?, sold_at), wide_at = IF(?, ?, wide_at) WHERE id = 1",
			f.Now, sold || wide, f.Now, wide, f.Now).Error
	})
}

// FoldAll implements order.SummaryStore.
func (s *Store) FoldAll(ctx context.Context, now time.Time) error {
	return mariadb.Tx(ctx, s.db, func(tx *gorm.DB) error {
		if err := tx.Exec("SELECT id FROM oms_summary_state WHERE id = 1 FOR UPDATE").Error; err != nil {
			return fmt.Errorf("take the summary: %w", err)
		}
		return s.foldAll(ctx, tx, now)
	})
}

// chunk is how much of the past is counted by one statement.
const chunk = 31 * 24 * time.Hour

func (s *Store) foldAll(ctx context.Context, tx *gorm.DB, now time.Time) error {
	var first *time.Time
	if err := s.read(ctx).Raw("SELECT MIN(create_time) FROM oms_order").Scan(&first).Error; err != nil {
		return fmt.Errorf("first order: %w", err)
	}
	from := shopday.Midnight(now)
	if first != nil {
		from = shopday.Midnight(*first)
	}
	for ; from.Before(now); from = from.Add(chunk) {
		until := from.Add(chunk)
		if err := s.foldHours(ctx, tx, from, until); err != nil {
			return err
		}
		if err := s.foldSold(ctx, tx, from, until); err != nil {
			return err
		}
	}
	return tx.Exec("UPDATE oms_summary_state SET folded_at = ?, sold_at = ?, wide_at = ?, whole_at = ? WHERE id = 1", now, now, now, now).Error
}

// hour is the beginning of a moment's hour, in SQL.
func hour(column string) string { return "DATE_FORMAT(" + column + ", '%Y-%m-%d %H:00:00')" }

// counted is one kind of what happens, by hour. Each is counted by an index that has all of it. Reading is outside of the transaction that
// writes: nothing that reads for counting holds up who orders.
func (s *Store) counted(ctx context.Context, spans map[time.Time]*order.Span, column, condition, sum string, from, to time.Time, add func(*order.Span, int64, money.Fen)) error {
	var rows []struct {
		Hour time.Time
		N    int64
		Sum  money.Fen
	}
	err := s.read(ctx).Raw("SELECT CAST("+hour(column)+" AS DATETIME) AS hour, COUNT(*) AS n, "+sum+" AS sum FROM oms_order WHERE "+column+" >= ? AND "+column+" < ? AND "+
		condition+" GROUP BY hour", from, to).Scan(&rows).Error
	if err != nil {
		return fmt.Errorf("count %s by hour: %w", column, err)
	}
	for _, r := range rows {
		at := r.Hour.UTC()
		if spans[at] == nil {
			spans[at] = &order.Span{From: at}
		}
		add(spans[at], r.N, r.Sum)
	}
	return nil
}

// foldHours counts the hours from one moment up to another anew.
func (s *Store) foldHours(ctx context.Context, tx *gorm.DB, from, to time.Time) error {
	spans := map[time.Time]*order.Span{}
	for _, kind := range []struct {
		column, condition, sum string
		add                    func(*order.Span, int64, money.Fen)
	}{
		{"create_time", "placed_at IS NOT NULL", "0", func(s *order.Span, n int64, _ money.Fen) { s.Submitted = n }},
		{"payment_time", "TRUE", "SUM(pay_amount)", func(s *order.Span, n int64, sum money.Fen) { s.Paid, s.Turnover = n, sum }},
		{"close_time", "placed_at IS NOT NULL", "0", func(s *order.Span, n int64, _ money.Fen) { s.Closed = n }},
	} {
		if err := s.counted(ctx, spans, kind.column, kind.condition, kind.sum, from, to, kind.add); err != nil {
			return err
		}
	}
	err := tx.Exec("UPDATE oms_summary_hour SET submitted = 0, paid = 0, closed = 0, turnover = 0 WHERE hour >= ? AND hour < ?", from, to).Error
	if err != nil || len(spans) == 0 {
		return err
	}
	args := make([]any, 0, 5*len(spans))
	for _, span := range spans {
		args = append(args, span.From, span.Submitted, span.Paid, span.Closed, span.Turnover)
	}
	return tx.Exec("INSERT INTO oms_summary_hour (hour, submitted, paid, closed, turnover) VALUES "+values(len(spans), 5)+
		" ON DUPLICATE KEY UPDATE submitted = VALUES(submitted), paid = VALUES(paid), closed = VALUES(closed), turnover = VALUES(turnover)", args...).Error
}

// foldSold counts what was sold on the days from one moment up to another anew. Days are those of Beijing.
func (s *Store) foldSold(ctx context.Context, tx *gorm.DB, from, to time.Time) error {
	var rows []struct {
		Day      string
		SkuID    int64
		Name     string
		Pieces   int64
		Turnover money.Fen
	}
	err := s.read(ctx).Raw("SELECT DATE_FORMAT(o.payment_time + INTERVAL 8 HOUR, '%Y-%m-%d') AS day, i.sku_id, MAX(i.sku_name) AS name, SUM(i.sku_quantity) AS pieces, "+
		"SUM(i.real_amount) AS turnover FROM oms_order o JOIN oms_order_item i ON i.order_sn = o.order_sn WHERE o.payment_time >= ? AND o.payment_time < ? "+
		"GROUP BY day, i.sku_id", from, to).Scan(&rows).Error
	if err != nil {
		return fmt.Errorf("count what was sold: %w", err)
	}
	first, last := shopday.Name(from), shopday.Name(to)
	if err := tx.Exec("DELETE FROM oms_summary_sold WHERE day >= ? AND day < ?", first, last).Error; err != nil {
		return err
	}
	for len(rows) > 0 {
		part := rows[:min(len(rows), statesAtOnce)]
		rows = rows[len(part):]
		args := make([]any, 0, 5*len(part))
		for _, r := range part {
			args = append(args, r.Day, r.SkuID, r.Name, r.Pieces, r.Turnover)
		}
		err := tx.Exec("INSERT INTO oms_summary_sold (day, sku_id, sku_name, pieces, turnover) VALUES "+values(len(part), 5)+
			" ON DUPLICATE KEY UPDATE sku_name = VALUES(sku_name), pieces = VALUES(pieces), turnover = VALUES(turnover)", args...).Error
		if err != nil {
			return fmt.Errorf("keep what was sold: %w", err)
		}
	}
	return nil
}

// AddSettled implements order.SummaryStore.
func (s *Store) AddSettled(ctx context.Context, byHour map[time.Time]int64) error {
	args := make([]any, 0, 2*len(byHour))
	for at, n := range byHour {
		args = append(args, at, n)
	}
	err := s.read(ctx).Exec("INSERT INTO oms_summary_hour (hour, settled) VALUES "+values(len(byHour), 2)+
		" ON DUPLICATE KEY UPDATE settled = settled + VALUES(settled)", args...).Error
	if err != nil {
		return fmt.Errorf("add settlement pages: %w", err)
	}
	return nil
}

// Hours implements order.SummaryStore.
func (s *Store) Hours(ctx context.Context, from, to time.Time) ([]order.Span, error) {
	var spans []order.Span
	err := s.read(ctx).Raw("SELECT hour AS `from`, settled, submitted, paid, closed, turnover FROM oms_summary_hour WHERE hour >= ? AND hour < ? ORDER BY hour",
		from, to).Scan(&spans).Error
	if err != nil {
		return nil, fmt.Errorf("read the hours: %w", err)
	}
	return spans, nil
}

// Top implements order.SummaryStore.
func (s *Store) Top(ctx context.Context, since time.Time, limit int) ([]order.Sold, error) {
	sold := []order.Sold{}
	err := s.read(ctx).Raw("SELECT sku_id, MAX(sku_name) AS name, SUM(pieces) AS count, SUM(turnover) AS turnover FROM oms_summary_sold WHERE day >= ? "+
		"GROUP BY sku_id ORDER BY turnover DESC, sku_id LIMIT ?", shopday.Name(since), limit).Scan(&sold).Error
	if err != nil {
		return nil, fmt.Errorf("read what was sold: %w", err)
	}
	return sold, nil
}

// Waiting implements order.SummaryStore, out of the indexes of the states.
func (s *Store) Waiting(ctx context.Context) (order.Waiting, error) {
	var w order.Waiting
	err := s.read(ctx).Raw("SELECT (SELECT COUNT(*) FROM oms_order WHERE status = ?) AS unpaid, (SELECT COUNT(*) FROM oms_order WHERE status = ?) AS to_ship, "+
		"(SELECT COUNT(*) FROM oms_order WHERE status = ?) AS shipped, (SELECT COUNT(*) FROM oms_order_return_apply WHERE status IN ?) AS returns",
		order.Pending, order.Paid, order.Shipped, []order.ReturnStatus{order.ReturnPending, order.ReturnApproved}).Take(&w).Error
	if err != nil {
		return w, fmt.Errorf("count what waits: %w", err)
	}
	return w, nil
}
