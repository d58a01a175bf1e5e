package ware

import (
	"context"
	"fmt"
	"slices"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
)

// MostImported bounds the rows of one import, AtOnce those of them that are done before it answers: the others wait until it is sent again.
const (
	MostImported = 10_000
	AtOnce       = 1000
)

// Went is how a row of a file went, or would go.
type Went struct {
	Again bool  // it was done before, under the same key: nothing happens
	Waits bool  // it was not its turn yet
	Err   error // why it cannot be done
}

// AdjustRow is an adjustment of a file: what there is before it and what after it.
type AdjustRow struct {
	Line int
	Adjustment
	New           bool // the warehouse has never had it
	Before, After int64
	Went
}

// NeedRow is a purchase need of a file.
type NeedRow struct {
	Line int
	Need
	Went
}

// turns tells which rows are to be done now: those that are right and were not done before, as many as are done at once.
type turns struct {
	before map[int]bool
	left   int
}

func (t *turns) next(line int, w *Went) bool {
	switch {
	case w.Err != nil:
		return false
	case t.before[line]:
		w.Again = true
		return false
	case t.left == 0:
		w.Waits = true
		return false
	}
	t.left--
	return true
}

// PlanAdjustments is the dry run: it fills in what each row would do, one after the other, and changes nothing. Rows that have an error
// already are left alone.
func (o *Office) PlanAdjustments(ctx context.Context, key string, rows []AdjustRow) ([]AdjustRow, error) {
	known, err := o.houseIDs(ctx)
	if err != nil {
		return nil, err
	}
	before, err := o.store.ImportedStock(ctx, key)
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
		if r.Again = before[r.Line]; r.Err != nil || r.Again {
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
// it was interrupted, or is too long to be done at once. A row that cannot be done any more says so, and the others are done.
func (o *Office) ImportAdjustments(ctx context.Context, key string, rows []AdjustRow, by adminapi.By) ([]AdjustRow, error) {
	before, err := o.store.ImportedStock(ctx, key)
	if err != nil {
		return nil, err
	}
	now := turns{before, AtOnce}
	for i := range rows {
		r := &rows[i]
		if !now.next(r.Line, &r.Went) {
			continue
		}
		r.Key = fmt.Sprintf("import:%s:%d", key, r.Line)
		after, err := o.store.AdjustBy(ctx, r.Adjustment, by)
		if r.Err = expected(err); r.Err == nil && err != nil {
			return rows, err
		}
		r.Before, r.After = after.Stock-r.Delta, after.Stock
	}
	return rows, nil
}

// PlanNeeds is the dry run of needs, for the warehouses that there are.
func (p *Purchases) PlanNeeds(ctx context.Context, key string, houses []House, rows []NeedRow) ([]NeedRow, error) {
	before, err := p.store.ImportedNeeds(ctx, key)
	if err != nil {
		return nil, err
	}
	known := map[int64]bool{}
	for _, h := range houses {
		known[h.ID] = true
	}
	for i := range rows {
		r := &rows[i]
		r.Again = before[r.Line]
		if r.Err == nil && !r.Again && !known[r.WareID] {
			r.Err = ErrNoWarehouse
		}
	}
	return rows, nil
}

// ImportNeeds adds needs, each once for the key and its line.
func (p *Purchases) ImportNeeds(ctx context.Context, key string, rows []NeedRow, by adminapi.By) ([]NeedRow, error) {
	before, err := p.store.ImportedNeeds(ctx, key)
	if err != nil {
		return nil, err
	}
	now := turns{before, AtOnce}
	for i := range rows {
		r := &rows[i]
		if !now.next(r.Line, &r.Went) {
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
