package ware

import (
	"context"
	"fmt"

	"gulimall/pkg/contract/adminapi"
)

// WarnRow is a warning line of a file, and what it is now.
type WarnRow struct {
	Line                    int
	SkuID, WareID, WarnLine int64
	Before                  int64
	Went
}

// PlanWarnLines is the dry run: it fills in what the warning lines are. Rows that have an error already are left alone.
func (o *Office) PlanWarnLines(ctx context.Context, rows []WarnRow) ([]WarnRow, error) {
	ids := make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = r.SkuID
	}
	there, err := o.store.StockOf(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("plan warning lines: %w", err)
	}
	type place struct{ sku, ware int64 }
	now := map[place]int64{}
	for _, s := range there {
		now[place{s.SkuID, s.WareID}] = s.WarnLine
	}
	for i := range rows {
		r := &rows[i]
		if r.Err != nil {
			continue
		}
		at := place{r.SkuID, r.WareID}
		before, ok := now[at]
		if !ok {
			r.Err = ErrNoStock
			continue
		}
		r.Before, r.Again, now[at] = before, before == r.WarnLine, r.WarnLine
	}
	return rows, nil
}

// ImportWarnLines does what was planned, row by row. A line that is as it should be is left alone, so the same file may be sent again.
func (o *Office) ImportWarnLines(ctx context.Context, rows []WarnRow, by adminapi.By) ([]WarnRow, error) {
	rows, err := o.PlanWarnLines(ctx, rows)
	if err != nil {
		return nil, err
	}
	now := turns{left: AtOnce}
	for i := range rows {
		r := &rows[i]
		if r.Again || !now.next(r.Line, &r.Went) {
			continue
		}
		_, err := o.store.SetWarnLine(ctx, r.SkuID, r.WareID, r.WarnLine, by)
		if r.Err = expected(err); r.Err == nil && err != nil {
			return rows, err
		}
	}
	return rows, nil
}
