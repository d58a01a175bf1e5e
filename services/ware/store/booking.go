package store

import (
	"context"
	"fmt"
	"strconv"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/outbox"
	"gulimall/services/ware"
)

// bookBatch bounds the lines of one transaction: as long as it lasts, whoever buys these goods waits.
const bookBatch = 100

// countedLine is a line that can be booked.
type countedLine struct {
	ID, SkuID, Counted, Expected int64
}

func (l countedLine) delta() int64 { return l.Counted - l.Expected }

// BookSome books the differences of some lines. The sheet's row is held meanwhile: nobody counts or books it at the same time. The key of a
// ledger line is the sheet's and the SKU's, so none is ever booked twice.
func (s *Store) BookSome(ctx context.Context, id int64, again bool, by adminapi.By) (more bool, err error) {
	err = s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		more = false
		t, err := taking(tx.DB, id, "FOR UPDATE")
		if err != nil || t.State == ware.TakingBooked {
			return err
		}
		if t.State != ware.TakingOpen {
			return ware.ErrTakingState
		}
		if again {
			if err := tx.DB.Exec("UPDATE wms_stocktaking_line SET status = ? WHERE taking_id = ? AND status = ?", ware.LineOpen, id, ware.LineRefused).Error; err != nil {
				return fmt.Errorf("open refused lines of stock-taking %d: %w", id, err)
			}
		}
		var lines []countedLine
		err = tx.DB.Raw("SELECT id, sku_id, counted, expected FROM wms_stocktaking_line WHERE taking_id = ? AND status = ? AND counted IS NOT NULL ORDER BY sku_id LIMIT ? FOR UPDATE",
			id, ware.LineOpen, bookBatch).Scan(&lines).Error
		if err != nil {
			return fmt.Errorf("read lines of stock-taking %d: %w", id, err)
		}
		if len(lines) == 0 {
			return s.finish(tx, t, by)
		}
		more = true
		return s.bookLines(tx, t, lines, by)
	})
	return more, err
}

// bookLines changes the stock by what differs. Lines that would take it below its locks are refused, the others are booked.
func (s *Store) bookLines(tx *outbox.Tx, t ware.Taking, lines []countedLine, by adminapi.By) error {
	asked := make([]ware.Line, len(lines))
	for i, l := range lines {
		asked[i] = ware.Line{SkuID: l.SkuID}
	}
	rows, err := lockRows(tx, asked)
	if err != nil {
		return err
	}
	available := map[int64]int64{}
	for _, r := range rows {
		if r.WareID == t.WareID {
			available[r.SkuID] = r.Available
		}
	}
	var booked, refused []int64
	var ledger []ledgerLine
	var changed []wareapi.Available
	deltas := map[string]int64{}
	for _, l := range lines {
		if available[l.SkuID]+l.delta() < 0 {
			refused = append(refused, l.ID)
			continue
		}
		booked = append(booked, l.ID)
		if l.delta() == 0 {
			continue
		}
		ledger = append(ledger, ledgerLine{key: fmt.Sprintf("stocktaking:%d:%d", t.ID, l.SkuID), skuID: l.SkuID, wareID: t.WareID, delta: l.delta(), reason: ware.ReasonStocktaking})
		changed = append(changed, flipped(only(rows, l.SkuID), ware.Adjustment{SkuID: l.SkuID, WareID: t.WareID, Delta: l.delta()})...)
		deltas[strconv.FormatInt(l.SkuID, 10)] = l.delta()
	}
	if err := s.settleLines(tx, ledger, booked, refused); err != nil {
		return fmt.Errorf("book stock-taking %d: %w", t.ID, err)
	}
	if err := s.announce(tx, changed); err != nil {
		return err
	}
	return s.acted(tx, by, "stocktaking.lines", strconv.FormatInt(t.ID, 10), nil, map[string]any{"delta": deltas, "booked": len(booked), "refused": len(refused)})
}

// only are the rows of one SKU.
func only(rows []stockRow, skuID int64) []stockRow {
	var some []stockRow
	for _, r := range rows {
		if r.SkuID == skuID {
			some = append(some, r)
		}
	}
	return some
}

// settleLines writes what was found into ledger and stock, and how each line ended.
func (s *Store) settleLines(tx *outbox.Tx, ledger []ledgerLine, booked, refused []int64) error {
	if err := s.write(tx.DB, ledger); err != nil {
		return err
	}
	for _, l := range ledger {
		if err := tx.DB.Exec("UPDATE wms_ware_sku SET stock = stock + ? WHERE sku_id = ? AND ware_id = ?", l.delta, l.skuID, l.wareID).Error; err != nil {
			return err
		}
	}
	for state, ids := range map[ware.LineState][]int64{ware.LineBooked: booked, ware.LineRefused: refused} {
		if len(ids) == 0 {
			continue
		}
		if err := tx.DB.Exec("UPDATE wms_stocktaking_line SET status = ? WHERE id IN ?", state, ids).Error; err != nil {
			return err
		}
	}
	return nil
}

// finish books a sheet of which every count is booked; one with refused lines stays open.
func (s *Store) finish(tx *outbox.Tx, t ware.Taking, by adminapi.By) error {
	one := []ware.Taking{t}
	if err := progress(tx.DB, one); err != nil {
		return err
	}
	if one[0].Counted == 0 {
		return ware.ErrNothingCounted
	}
	if one[0].Refused > 0 {
		return nil
	}
	if err := s.end(tx, t.ID, ware.TakingBooked); err != nil {
		return err
	}
	return s.acted(tx, by, "stocktaking.booked", strconv.FormatInt(t.ID, 10), nil, map[string]any{"booked": one[0].Booked, "lines": one[0].Lines})
}

// end closes a sheet: its SKUs may be on another one.
func (s *Store) end(tx *outbox.Tx, id int64, state ware.TakingState) error {
	if err := tx.DB.Exec("UPDATE wms_stocktaking SET status = ?, updated_at = ? WHERE id = ?", state, s.now(), id).Error; err != nil {
		return fmt.Errorf("end stock-taking %d: %w", id, err)
	}
	if err := tx.DB.Exec("UPDATE wms_stocktaking_line SET open_sku = NULL WHERE taking_id = ?", id).Error; err != nil {
		return fmt.Errorf("end lines of stock-taking %d: %w", id, err)
	}
	return nil
}

// CancelTaking gives up a sheet of which nothing was booked; a second time changes nothing.
func (s *Store) CancelTaking(ctx context.Context, id int64, by adminapi.By) error {
	return s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		t, err := taking(tx.DB, id, "FOR UPDATE")
		if err != nil || t.State == ware.TakingCancelled {
			return err
		}
		one := []ware.Taking{t}
		if err := progress(tx.DB, one); err != nil {
			return err
		}
		if t.State != ware.TakingOpen || one[0].Booked > 0 {
			return ware.ErrTakingState
		}
		if err := s.end(tx, id, ware.TakingCancelled); err != nil {
			return err
		}
		return s.acted(tx, by, "stocktaking.cancelled", strconv.FormatInt(id, 10), nil, nil)
	})
}
