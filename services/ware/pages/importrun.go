package pages

import (
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/services/ware"
	"gulimall/web/page"
)

// importRun is a file that is done, or only looked at.
type importRun struct {
	c     *gin.Context
	lines []line
	key   string
	do    bool
	who   adminapi.By
}

// went says how a row went.
func (p pages) went(c *gin.Context, row *page.WareImportRow, w ware.Went) {
	row.Again, row.Waits, row.Fault = w.Again, w.Waits, p.rowFault(c, w.Err)
}

func (p pages) runAdjustments(run importRun, shown []page.WareImportRow) error {
	rows := make([]ware.AdjustRow, len(run.lines))
	for i, l := range run.lines {
		in := wareapi.Adjustment{SkuID: l.skuID, WareID: l.wareID, Delta: l.count, Reason: l.note}
		rows[i] = ware.AdjustRow{
			Line: l.at, Adjustment: ware.Adjustment{SkuID: in.SkuID, WareID: in.WareID, Delta: in.Delta, Reason: in.Reason}, Went: ware.Went{Err: p.decode.Check(&in)},
		}
	}
	var err error
	if run.do {
		rows, err = p.stock.ImportAdjustments(run.c.Request.Context(), run.key, rows, run.who)
	} else {
		rows, err = p.stock.PlanAdjustments(run.c.Request.Context(), run.key, rows)
	}
	for i, r := range rows {
		shown[i].New, shown[i].Before, shown[i].After = r.New, r.Before, r.After
		p.went(run.c, &shown[i], r.Went)
	}
	return err
}

func (p pages) runWarnLines(run importRun, shown []page.WareImportRow) error {
	rows := make([]ware.WarnRow, len(run.lines))
	for i, l := range run.lines {
		in := wareapi.WarnLine{SkuID: l.skuID, WareID: l.wareID, WarnLine: -1}
		if n, err := strconv.ParseInt(strings.TrimSpace(l.amount), 10, 64); err == nil {
			in.WarnLine = n
		}
		rows[i] = ware.WarnRow{Line: l.at, SkuID: in.SkuID, WareID: in.WareID, WarnLine: in.WarnLine, Went: ware.Went{Err: p.decode.Check(&in)}}
	}
	var err error
	if run.do {
		rows, err = p.stock.ImportWarnLines(run.c.Request.Context(), rows, run.who)
	} else {
		rows, err = p.stock.PlanWarnLines(run.c.Request.Context(), rows)
	}
	for i, r := range rows {
		shown[i].Before, shown[i].After = r.Before, r.WarnLine
		p.went(run.c, &shown[i], r.Went)
	}
	return err
}

func (p pages) runNeeds(run importRun, houses []ware.House, shown []page.WareImportRow) error {
	rows := make([]ware.NeedRow, len(run.lines))
	for i, l := range run.lines {
		in := wareapi.NewNeed{SkuID: l.skuID, WareID: l.wareID, Count: l.count, Note: l.note}
		rows[i] = ware.NeedRow{Line: l.at, Need: ware.Need{SkuID: in.SkuID, WareID: in.WareID, Count: in.Count, Note: in.Note}, Went: ware.Went{Err: p.decode.Check(&in)}}
	}
	var err error
	if run.do {
		rows, err = p.buying.ImportNeeds(run.c.Request.Context(), run.key, rows, run.who)
	} else {
		rows, err = p.buying.PlanNeeds(run.c.Request.Context(), run.key, houses, rows)
	}
	for i, r := range rows {
		p.went(run.c, &shown[i], r.Went)
	}
	return err
}
