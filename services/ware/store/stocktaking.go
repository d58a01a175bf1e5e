package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"gorm.io/gorm"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/mariadb"
	"gulimall/pkg/outbox"
	"gulimall/pkg/paging"
	"gulimall/services/ware"
)

var _ ware.TakingStore = (*Store)(nil)

const takingColumns = "SELECT id, ware_id, status AS state, note, account, created_at, updated_at "

// AddTaking opens a sheet. That a SKU is on one open sheet alone is a unique key's doing.
func (s *Store) AddTaking(ctx context.Context, wareID int64, skuIDs []int64, note string, by adminapi.By) (ware.Taking, error) {
	t := ware.Taking{WareID: wareID, Note: note, Account: by.Account, CreatedAt: s.now()}
	t.UpdatedAt = t.CreatedAt
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		if _, err := house(tx.DB, wareID, "LOCK IN SHARE MODE"); err != nil {
			return err
		}
		err := tx.DB.Exec("INSERT INTO wms_stocktaking (ware_id, note, account, created_at, updated_at) VALUES (?, ?, ?, ?, ?)",
			wareID, note, by.Account, t.CreatedAt, t.UpdatedAt).Error
		if err != nil {
			return fmt.Errorf("open stock-taking: %w", err)
		}
		if err := tx.DB.Raw("SELECT LAST_INSERT_ID()").Scan(&t.ID).Error; err != nil {
			return err
		}
		filter := mariadb.Filter{}
		filter.And("ware_id = ?", wareID)
		if len(skuIDs) > 0 {
			filter.And("sku_id IN ?", skuIDs)
		}
		made := tx.DB.Exec("INSERT INTO wms_stocktaking_line (taking_id, sku_id, ware_id, open_sku) SELECT ?, sku_id, ware_id, sku_id FROM wms_ware_sku"+filter.Where(),
			append([]any{t.ID}, filter.Args()...)...)
		switch {
		case mariadb.IsDuplicate(made.Error):
			return ware.ErrTakingOverlap
		case made.Error != nil:
			return fmt.Errorf("list goods of stock-taking: %w", made.Error)
		case made.RowsAffected == 0 || len(skuIDs) > 0 && made.RowsAffected < int64(len(skuIDs)):
			return ware.ErrNoStock
		}
		t.Lines = made.RowsAffected
		return s.acted(tx, by, "stocktaking.added", strconv.FormatInt(t.ID, 10), nil, map[string]any{"wareId": wareID, "lines": t.Lines, "note": note})
	})
	return t, err
}

// Takings lists sheets, with how far they have come.
func (s *Store) Takings(ctx context.Context, q ware.TakingQuery) ([]ware.Taking, int64, error) {
	filter := mariadb.Filter{}
	if q.WareID != 0 {
		filter.And("ware_id = ?", q.WareID)
	}
	if q.State != nil {
		filter.And("status = ?", *q.State)
	}
	db := s.db.WithContext(ctx)
	takings, total, err := mariadb.Listed[ware.Taking](db, takingColumns, "FROM wms_stocktaking"+filter.Where(), mariadb.Order(!q.Oldest, "id"), filter.Args(), q.Page)
	if err != nil {
		return nil, 0, err
	}
	return takings, total, progress(db, takings)
}

// progress fills in how far sheets have come.
func progress(db *gorm.DB, takings []ware.Taking) error {
	if len(takings) == 0 {
		return nil
	}
	ids := make([]int64, len(takings))
	for i, t := range takings {
		ids[i] = t.ID
	}
	var sums []ware.Taking
	err := db.Raw(`SELECT taking_id AS id, COUNT(*) AS `+"`lines`"+`, COUNT(counted) AS counted, SUM(counted <> expected) AS differing, SUM(status = 1) AS booked, SUM(status = 2) AS refused
		FROM wms_stocktaking_line WHERE taking_id IN ? GROUP BY taking_id`, ids).Scan(&sums).Error
	if err != nil {
		return fmt.Errorf("count lines of stock-takings: %w", err)
	}
	for _, sum := range sums {
		t := &takings[slices.Index(ids, sum.ID)]
		t.Lines, t.Counted, t.Differing, t.Booked, t.Refused = sum.Lines, sum.Counted, sum.Differing, sum.Booked, sum.Refused
	}
	return nil
}

// Taking reads one sheet.
func (s *Store) Taking(ctx context.Context, id int64) (ware.Taking, error) {
	db := s.db.WithContext(ctx)
	t, err := taking(db, id, "")
	if err != nil {
		return t, err
	}
	one := []ware.Taking{t}
	err = progress(db, one)
	return one[0], err
}

// taking reads one sheet as it stands; lock is "" or "FOR UPDATE".
func taking(tx *gorm.DB, id int64, lock string) (ware.Taking, error) {
	var t ware.Taking
	if err := tx.Raw(takingColumns+"FROM wms_stocktaking WHERE id = ? "+lock, id).Scan(&t).Error; err != nil {
		return t, fmt.Errorf("read stock-taking %d: %w", id, err)
	}
	if t.ID == 0 {
		return t, ware.ErrNoTaking
	}
	return t, nil
}

// TakingLines lists the lines of a sheet by SKU, with what the books say now.
func (s *Store) TakingLines(ctx context.Context, id int64, choice ware.LineChoice, skuID int64, page paging.Page) ([]ware.TakingLine, int64, error) {
	filter := mariadb.Filter{}
	filter.And("l.taking_id = ?", id)
	switch choice {
	case ware.LinesAll:
	case ware.LinesUncounted:
		filter.And("l.counted IS NULL")
	case ware.LinesDiffering:
		filter.And("l.counted <> l.expected")
	case ware.LinesRefused:
		filter.And("l.status = ?", ware.LineRefused)
	}
	if skuID != 0 {
		filter.And("l.sku_id = ?", skuID)
	}
	return mariadb.Listed[ware.TakingLine](s.db.WithContext(ctx),
		`SELECT l.sku_id, COALESCE(k.sku_name, '') AS sku_name, l.status AS state, l.counted, l.expected, l.counted_at,
		COALESCE(k.stock, 0) AS stock, COALESCE(k.stock_locked, 0) AS locked `,
		"FROM wms_stocktaking_line l LEFT JOIN wms_ware_sku k ON k.sku_id = l.sku_id AND k.ware_id = l.ware_id"+filter.Where(),
		"ORDER BY l.sku_id", filter.Args(), page)
}

// CountLines notes counts. What the books say is read without a lock: it was true at one moment of the count, and that is all that it has to be.
func (s *Store) CountLines(ctx context.Context, id int64, counts []ware.Count, by adminapi.By) (map[int64]string, error) {
	var refused map[int64]string
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		refused = map[int64]string{}
		t, err := taking(tx.DB, id, "FOR UPDATE")
		if err != nil {
			return err
		}
		if t.State != ware.TakingOpen {
			return ware.ErrTakingState
		}
		lines, err := shelf(tx.DB, id, counts)
		if err != nil {
			return err
		}
		for _, c := range counts {
			code, err := s.countLine(tx.DB, c, lines[c.SkuID])
			if err != nil {
				return err
			}
			if code != "" {
				refused[c.SkuID] = code
			}
		}
		if len(refused) == len(counts) {
			return nil
		}
		return s.acted(tx, by, "stocktaking.counted", strconv.FormatInt(id, 10), nil, map[string]any{"lines": len(counts) - len(refused)})
	})
	return refused, err
}

// shelfLine is a line of a sheet as a count finds it, and what the books say now.
type shelfLine struct {
	ID, SkuID int64
	Status    ware.LineState
	Counted   *int64
	Stock     int64
}

// shelf reads the lines that counts are for, by SKU.
func shelf(tx *gorm.DB, id int64, counts []ware.Count) (map[int64]shelfLine, error) {
	ids := make([]int64, len(counts))
	for i, c := range counts {
		ids[i] = c.SkuID
	}
	var rows []shelfLine
	err := tx.Raw(`SELECT l.id, l.sku_id, l.status, l.counted, COALESCE(k.stock, 0) AS stock FROM wms_stocktaking_line l
		LEFT JOIN wms_ware_sku k ON k.sku_id = l.sku_id AND k.ware_id = l.ware_id WHERE l.taking_id = ? AND l.sku_id IN ?`, id, ids).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read lines of stock-taking %d: %w", id, err)
	}
	lines := map[int64]shelfLine{}
	for _, r := range rows {
		lines[r.SkuID] = r
	}
	return lines, nil
}

// countLine notes one count, or answers why not.
func (s *Store) countLine(tx *gorm.DB, c ware.Count, line shelfLine) (code string, err error) {
	switch {
	case line.ID == 0:
		return ware.CountNotOnSheet, nil
	case line.Status == ware.LineBooked:
		return ware.CountBooked, nil
	case c.Checked && !equal(c.Seen, line.Counted):
		return ware.CountMeanwhile, nil
	}
	expected, at := any(line.Stock), any(s.now())
	if c.Counted == nil {
		expected, at = nil, nil
	}
	err = tx.Exec("UPDATE wms_stocktaking_line SET counted = ?, expected = ?, counted_at = ?, status = ? WHERE id = ?", c.Counted, expected, at, ware.LineOpen, line.ID).Error
	if err != nil {
		return "", fmt.Errorf("count line %d: %w", line.ID, err)
	}
	return "", nil
}

func equal(a, b *int64) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}
