package pages

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/csvfile"
	"gulimall/pkg/paging"
	"gulimall/pkg/staff"
	"gulimall/services/ware"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// stockColumns are the columns of the stock; the numbers of what it is sorted by are in ware.StockOrder.
func stockColumns() []frame.Column {
	return []frame.Column{
		{Key: "place", Sorts: true},
		{Key: "warehouse"},
		{Key: "stock", Sorts: true, Numbers: true},
		{Key: "locked", Sorts: true, Numbers: true},
		{Key: "available", Sorts: true, Numbers: true},
		{Key: "warn", Sorts: true, Numbers: true},
	}
}

// stockOrder is what the list is sorted by.
func stockOrder(key string) ware.StockOrder {
	return map[string]ware.StockOrder{
		"place": ware.ByPlace, "stock": ware.ByStock, "locked": ware.ByLocked, "available": ware.ByAvailable, "warn": ware.ByWarnLine,
	}[key]
}

// stockAsked reads which rows are wanted.
func stockAsked(c *gin.Context) ware.StockQuery {
	q := ware.StockQuery{SkuID: frame.Wanted(c, "skuId"), WareID: frame.Wanted(c, "wareId"), Name: strings.TrimSpace(c.Query("name")), Low: c.Query("low") == "true", Page: frame.Sheet(c)}
	key, down := frame.Sorting(c, stockColumns(), "place")
	q.Order, q.Down = stockOrder(key), down
	return q
}

func row(s ware.Stock) page.WareRow {
	return page.WareRow{
		SkuID: s.SkuID, SkuName: s.SkuName, WareID: s.WareID, WareName: s.WareName, Stock: s.Stock, Locked: s.Locked, Available: s.Stock - s.Locked, WarnLine: s.WarnLine,
	}
}

func (p pages) stockPage(c *gin.Context) error {
	q := stockAsked(c)
	found, total, err := p.stock.Stock(c.Request.Context(), q)
	if err != nil {
		return err
	}
	_, houses, err := p.houseChoice(c, q.WareID)
	if err != nil {
		return err
	}
	key, down := frame.Sorting(c, stockColumns(), "place")
	shown := page.WareStock{
		AdminBase: p.frame.Base(c, p.frame.Words(c).T("admin.page.stock"), "stock"), SKU: c.Query("skuId"), Name: q.Name, Houses: houses, Low: q.Low,
		Filtered: q.SkuID != 0 || q.WareID != 0 || q.Name != "" || q.Low, Heads: frame.Heads(c, stockColumns(), key, down), Pager: frame.Pager(c, q.Page, total),
		CSV: frame.File(c), MayWrite: p.frame.May(c, adminapi.WareWrite), MayBuy: p.frame.May(c, adminapi.WarePurchase),
	}
	for _, s := range found {
		shown.Rows = append(shown.Rows, row(s))
	}
	return p.frame.Show(c, http.StatusOK, "warestock", shown)
}

// stockCSV is the list with its filters and its order, all pages of it.
func (p pages) stockCSV(c *gin.Context) error {
	q := stockAsked(c)
	q.Page = paging.Whole(csvfile.MostRows)
	found, _, err := p.stock.Stock(c.Request.Context(), q)
	if err != nil {
		return err
	}
	words, lines := p.frame.Words(c), make([][]string, len(found))
	for i, s := range found {
		lines[i] = []string{number(s.SkuID), s.SkuName, s.WareName, number(s.Stock), number(s.Locked), number(s.Stock - s.Locked), number(s.WarnLine)}
	}
	return frame.SendCSV(c, "stock", []string{
		words.T("admin.field.skuId"), words.T("admin.field.name"), words.T("admin.field.wareId"), words.T("admin.column.stock"), words.T("admin.column.locked"),
		words.T("admin.column.available"), words.T("admin.column.warn"),
	}, lines)
}

// present is what there is of a SKU in a warehouse; none is a row of zeros.
func (p pages) present(c *gin.Context, skuID, wareID int64) (now page.WareRow, there bool, err error) {
	found, _, err := p.stock.Stock(c.Request.Context(), ware.StockQuery{SkuID: skuID, WareID: wareID, Page: paging.Page{Number: 1, Size: 1}})
	if err != nil {
		return page.WareRow{}, false, err
	}
	if len(found) == 0 {
		names, _, err := p.houseChoice(c, wareID)
		return page.WareRow{SkuID: skuID, WareID: wareID, WareName: names.of(wareID)}, false, err
	}
	return row(found[0]), true, nil
}

// adjustment is the form of an adjustment as it was typed.
type adjustment struct{ sku, ware, delta, reason, key string }

func (p pages) adjustPage(c *gin.Context) error {
	typed := adjustment{sku: c.Query("skuId"), ware: c.Query("wareId"), key: uuid.NewString()}
	return p.showAdjust(c, http.StatusOK, typed, false, page.FormErrors{})
}

// showAdjust draws the form, or with asking the question whether it is meant.
func (p pages) showAdjust(c *gin.Context, status int, typed adjustment, asking bool, wrong page.FormErrors) error {
	skuID, wareID := frame.Number(typed.sku), frame.Number(typed.ware)
	_, houses, err := p.houseChoice(c, wareID)
	if err != nil {
		return err
	}
	shown := page.WareAdjust{
		AdminBase: p.frame.Base(c, p.frame.Words(c).T("admin.adjust"), "stock"), SKU: typed.sku, Delta: typed.delta, Reason: typed.reason, Key: typed.key, Houses: houses,
	}
	shown.Here = "/ware/adjust.html"
	shown.Errors = wrong
	if skuID > 0 && wareID > 0 {
		now, _, err := p.present(c, skuID, wareID)
		if err != nil {
			return err
		}
		shown.Row = &now
		if asking {
			shown.Asking, shown.Change = true, signed(typed.delta)
			shown.After, shown.Sellable = now.Stock+shown.Change, now.Available+shown.Change
		}
	}
	return p.frame.Show(c, status, "wareadjust", shown)
}

// signed reads a number with a sign; 0 is none.
func signed(text string) int64 {
	n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// adjust checks and asks first, and changes the stock when it is told to. The form's key makes it happen once.
func (p pages) adjust(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	typed := adjustment{
		sku: strings.TrimSpace(c.PostForm("skuId")), ware: c.PostForm("wareId"), delta: strings.TrimSpace(c.PostForm("delta")),
		reason: strings.TrimSpace(c.PostForm("reason")), key: c.PostForm("key"),
	}
	if c.PostForm("step") == "edit" {
		return p.showAdjust(c, http.StatusOK, typed, false, page.FormErrors{})
	}
	in := wareapi.Adjustment{SkuID: frame.Number(typed.sku), WareID: frame.Number(typed.ware), Delta: signed(typed.delta), Reason: typed.reason, Key: typed.key}
	if err := p.decode.Check(&in); err != nil {
		return p.refuseAdjust(c, typed, err)
	}
	if c.PostForm("step") != "do" {
		now, _, err := p.present(c, in.SkuID, in.WareID)
		if err != nil {
			return err
		}
		if now.Available+in.Delta < 0 {
			return p.refuseAdjust(c, typed, ware.ErrBelowLocks)
		}
		return p.showAdjust(c, http.StatusOK, typed, true, page.FormErrors{})
	}
	if in.Key == "" {
		in.Key = uuid.NewString()
	}
	_, err = p.stock.Adjust(c.Request.Context(), ware.Adjustment{
		Key: "staff:" + in.Key, SkuID: in.SkuID, WareID: in.WareID, Delta: in.Delta, Reason: in.Reason,
	}, who)
	if err != nil {
		return p.refuseAdjust(c, typed, err)
	}
	p.frame.Flash(c, page.FlashSuccess, "admin.adjusted")
	c.Redirect(http.StatusSeeOther, fmt.Sprintf("/ware/stock.html?skuId=%d", in.SkuID))
	return nil
}

func (p pages) refuseAdjust(c *gin.Context, typed adjustment, err error) error {
	if !frame.Expected(err) {
		return err
	}
	return p.showAdjust(c, apperr.From(err).Kind.Status(), typed, false, p.frame.Wrong(c, err))
}

func (p pages) warnPage(c *gin.Context) error {
	return p.showWarn(c, http.StatusOK, nil, page.FormErrors{})
}

func (p pages) showWarn(c *gin.Context, status int, typed *string, wrong page.FormErrors) error {
	now, there, err := p.present(c, frame.Wanted(c, "skuId"), frame.Wanted(c, "wareId"))
	if err != nil {
		return err
	}
	if !there || frame.Wanted(c, "skuId") < 1 || frame.Wanted(c, "wareId") < 1 {
		return ware.ErrNoStock
	}
	shown := page.WareWarn{AdminBase: p.frame.Base(c, p.frame.Words(c).T("admin.warn_line"), "stock"), Row: now, Line: number(now.WarnLine)}
	shown.Errors = wrong
	if typed != nil {
		shown.Line = *typed
	}
	return p.frame.Show(c, status, "warewarn", shown)
}

func (p pages) setWarnLine(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	typed := c.PostForm("warnLine")
	in := wareapi.WarnLine{SkuID: frame.Wanted(c, "skuId"), WareID: frame.Wanted(c, "wareId"), WarnLine: frame.Number(typed)}
	err = p.decode.Check(&in)
	if strings.TrimSpace(typed) == "" {
		err = apperr.ErrInvalid.WithField("warnLine", "required")
	}
	if err == nil {
		_, err = p.stock.SetWarnLine(c.Request.Context(), in.SkuID, in.WareID, in.WarnLine, who)
	}
	if errors.Is(err, ware.ErrNoStock) || err != nil && !frame.Expected(err) {
		return err
	}
	if err != nil {
		return p.showWarn(c, apperr.From(err).Kind.Status(), &typed, p.frame.Wrong(c, err))
	}
	p.frame.Flash(c, page.FlashSuccess, "admin.warn_saved")
	c.Redirect(http.StatusSeeOther, fmt.Sprintf("/ware/stock.html?skuId=%d", in.SkuID))
	return nil
}
