package httpapi

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/staff"
	"gulimall/services/ware"
)

// importStock adjusts many stocks, or says what that would do.
func (o office) importStock(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	var in wareapi.StockImport
	if err := o.decode.JSON(c, &in); err != nil {
		return err
	}
	rows := make([]ware.AdjustRow, len(in.Rows))
	for i, r := range in.Rows {
		rows[i] = ware.AdjustRow{
			Line: i + 1, Adjustment: ware.Adjustment{SkuID: r.SkuID, WareID: r.WareID, Delta: r.Delta, Reason: r.Reason}, Went: ware.Went{Err: o.decode.Check(&r)},
		}
	}
	if in.DryRun {
		rows, err = o.stock.PlanAdjustments(c.Request.Context(), in.Key, rows)
	} else {
		rows, err = o.stock.ImportAdjustments(c.Request.Context(), in.Key, rows, who)
	}
	if err != nil {
		return err
	}
	answer := wareapi.Imported{Rows: make([]wareapi.ImportedRow, len(rows))}
	for i, r := range rows {
		answer.Rows[i] = imported(&answer, r.Line, r.Went)
		answer.Rows[i].Before, answer.Rows[i].After = r.Before, r.After
	}
	c.JSON(http.StatusOK, answer)
	return nil
}

// imported is how a row went; it counts it.
func imported(all *wareapi.Imported, line int, went ware.Went) wareapi.ImportedRow {
	row := wareapi.ImportedRow{Row: line, OK: went.Err == nil, Again: went.Again}
	if went.Err == nil {
		all.OK++
		return row
	}
	all.Failed++
	fault := apperr.From(went.Err)
	row.Code = fault.Code
	if len(fault.Fields) > 0 {
		row.Field = fault.Fields[0].Name
	}
	return row
}

// importNeeds asks for many goods, or says what that would do.
func (o office) importNeeds(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	var in wareapi.NeedImport
	if err := o.decode.JSON(c, &in); err != nil {
		return err
	}
	rows := make([]ware.NeedRow, len(in.Rows))
	for i, r := range in.Rows {
		rows[i] = ware.NeedRow{Line: i + 1, Need: ware.Need{SkuID: r.SkuID, WareID: r.WareID, Count: r.Count, Note: r.Note}, Went: ware.Went{Err: o.decode.Check(&r)}}
	}
	if in.DryRun {
		houses, err := o.stock.Houses(c.Request.Context())
		if err != nil {
			return err
		}
		if rows, err = o.buying.PlanNeeds(c.Request.Context(), in.Key, houses, rows); err != nil {
			return err
		}
	} else if rows, err = o.buying.ImportNeeds(c.Request.Context(), in.Key, rows, who); err != nil {
		return err
	}
	answer := wareapi.Imported{Rows: make([]wareapi.ImportedRow, len(rows))}
	for i, r := range rows {
		answer.Rows[i] = imported(&answer, r.Line, r.Went)
	}
	c.JSON(http.StatusOK, answer)
	return nil
}

// importWarnLines sets many warning lines, or says what that would do.
func (o office) importWarnLines(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	var in wareapi.WarnImport
	if err := o.decode.JSON(c, &in); err != nil {
		return err
	}
	rows := make([]ware.WarnRow, len(in.Rows))
	for i, r := range in.Rows {
		rows[i] = ware.WarnRow{Line: i + 1, SkuID: r.SkuID, WareID: r.WareID, WarnLine: r.WarnLine, Went: ware.Went{Err: o.decode.Check(&r)}}
	}
	if in.DryRun {
		rows, err = o.stock.PlanWarnLines(c.Request.Context(), rows)
	} else {
		rows, err = o.stock.ImportWarnLines(c.Request.Context(), rows, who)
	}
	if err != nil {
		return err
	}
	answer := wareapi.Imported{Rows: make([]wareapi.ImportedRow, len(rows))}
	for i, r := range rows {
		answer.Rows[i] = imported(&answer, r.Line, r.Went)
		answer.Rows[i].Before, answer.Rows[i].After = r.Before, r.WarnLine
	}
	c.JSON(http.StatusOK, answer)
	return nil
}
