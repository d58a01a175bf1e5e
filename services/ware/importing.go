package ware

import (
	"context"
	"fmt"
	"slices"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
)

// MostImported bounds the rows of one import.
const MostImported = 1000

// AdjustRow is an adjustment of a file: what there is before it, what after it, and why it cannot be done.
type AdjustRow struct {
	Line int
	Adjustment
	New           bool // the warehouse has never had it
	Before, After int64
	Err           error
}

// NeedRow is a purchase need of a file, and why it cannot be added.
type NeedRow struct {
	Line int
	Need
	Err error
}

// PlanAdjustments is the dry run: it fills in what each row would do, one after the other, and changes nothing. Rows that have an error
// already are left alone.
func (o *Office) PlanAdjustments(ctx context.Context, rows []AdjustRow) ([]AdjustRow, error) {
	known, err := o.houseIDs(ctx)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(rows))
	for i, r := range rows {
		ids[i] = r.SkuID
	}
	there, err := o.store.StockOf(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("plan adjustments: %w", err)
	}
	type place struct{ sku, ware int64 }
	now := map[place]*Stock{}
	for i := range there {
		now[place{there[i].SkuID, there[i].WareID}] = &there[i]
	}
	for i := range rows {
		r := &rows[i]
		if r.Err != nil {
			continue
		}
		if !known[r.WareID] {
			r.Err = ErrNoWarehouse
			continue
		}
		at := place{r.SkuID, r.WareID}
		if now[at] == nil {
			now[at], r.New = &Stock{}, true
		}
		r.Before, r.After = now[at].Stock, now[at].Stock+r.Delta
		if r.After < now[at].Locked {
			r.Err = ErrBelowLocks
			continue
		}
		now[at].Stock = r.After
	}
	return rows, nil
}

// ImportAdjustments does what was planned, row by row; the key and the line make each happen once, so the same file may be sent again when
// it was interrupted. A row that cannot be done any more says so, and the others are done.
func (o *Office) ImportAdjustments(ctx context.Context, key string, rows []AdjustRow, by adminapi.By) ([]AdjustRow, error) {
	for i := range rows {
		r := &rows[i]
		if r.Err != nil {
			continue
		}
		r.Key = fmt.Sprintf("import:%s:%d", key, r.Line)
		now, err := o.store.AdjustBy(ctx, r.Adjustment, by)
		if r.Err = expected(err); r.Err == nil && err != nil {
			return rows, err
		}
		r.Before, r.After = now.Stock-r.Delta, now.Stock
	}
	return rows, nil
}

// PlanNeeds is the dry run of needs, for the warehouses that there are.
func PlanNeeds(houses []House, rows []NeedRow) []NeedRow {
	known := map[int64]bool{}
	for _, h := range houses {
		known[h.ID] = true
	}
	for i := range rows {
		if rows[i].Err == nil && !known[rows[i].WareID] {
			rows[i].Err = ErrNoWarehouse
		}
	}
	return rows
}

// ImportNeeds adds needs, each once for the key and its line.
func (p *Purchases) ImportNeeds(ctx context.Context, key string, rows []NeedRow, by adminapi.By) ([]NeedRow, error) {
	for i := range rows {
		r := &rows[i]
		if r.Err != nil {
			continue
		}
		r.Key = fmt.Sprintf("%s:%d", key, r.Line)
		added, err := p.store.AddNeed(ctx, r.Need, by)
		if r.Err = expected(err); r.Err == nil && err != nil {
			return rows, err
		}
		r.ID = added.ID
	}
	return rows, nil
}

func (o *Office) houseIDs(ctx context.Context) (map[int64]bool, error) {
	houses, err := o.store.Houses(ctx)
	known := map[int64]bool{}
	for _, h := range houses {
		known[h.ID] = true
	}
	return known, err
}

// expected is an error that is the row's own affair; any other ends the import.
func expected(err error) error {
	own := []apperr.Kind{apperr.Conflict, apperr.NotFound, apperr.Invalid}
	if err != nil && slices.Contains(own, apperr.From(err).Kind) {
		return err
	}
	return nil
}
