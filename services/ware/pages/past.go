package pages

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/csvfile"
	"gulimall/pkg/paging"
	"gulimall/services/ware"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// moment is a time in a file.
func moment(at time.Time) string { return at.UTC().Format(time.RFC3339) }

// ledgerAsked reads which lines are wanted.
func ledgerAsked(c *gin.Context) ware.LedgerQuery {
	return ware.LedgerQuery{SkuID: frame.Wanted(c, "skuId"), WareID: frame.Wanted(c, "wareId"), Oldest: oldest(c, ledgerColumns()), Page: frame.Sheet(c)}
}

func (p pages) ledger(c *gin.Context) error {
	q := ledgerAsked(c)
	found, total, err := p.stock.Ledger(c.Request.Context(), q)
	if err != nil {
		return err
	}
	names, houses, err := p.houseChoice(c, q.WareID)
	if err != nil {
		return err
	}
	shown := page.WareLedger{
		AdminBase: p.frame.Base(c, p.frame.Words(c).T("admin.page.ledger"), "ledger"), SKU: c.Query("skuId"), Houses: houses, Filtered: q.SkuID != 0 || q.WareID != 0,
		Heads: heads(c, ledgerColumns()), Pager: frame.Pager(c, q.Page, total), CSV: frame.File(c),
	}
	for _, e := range found {
		shown.Entries = append(shown.Entries, page.WareEntry{
			At: e.At, SkuID: e.SkuID, SkuName: e.SkuName, WareName: names.of(e.WareID), Delta: e.Delta, Reason: e.Reason, OrderSn: e.OrderSn, Key: e.Key,
		})
	}
	return p.frame.Show(c, http.StatusOK, "wareledger", shown)
}

// ledgerCSV is the list with its filters from its beginning, as much as one file holds.
func (p pages) ledgerCSV(c *gin.Context) error {
	q := ledgerAsked(c)
	q.Page = paging.Whole(csvfile.MostRows)
	found, _, err := p.stock.Ledger(c.Request.Context(), q)
	if err != nil {
		return err
	}
	names, _, err := p.houseChoice(c, 0)
	if err != nil {
		return err
	}
	words, lines := p.frame.Words(c), make([][]string, len(found))
	for i, e := range found {
		reason, err := words.Text("admin.reason." + e.Reason)
		if err != nil {
			reason = e.Reason // somebody has typed it
		}
		lines[i] = []string{moment(e.At), number(e.SkuID), e.SkuName, names.of(e.WareID), number(e.Delta), reason, e.OrderSn, e.Key}
	}
	return frame.SendCSV(c, "ledger", []string{
		words.T("admin.at"), words.T("admin.field.skuId"), words.T("admin.field.name"), words.T("admin.field.wareId"), words.T("admin.field.delta"),
		words.T("admin.field.reason"), words.T("admin.order_sn"), words.T("stocktake.key"),
	}, lines)
}

// lockNames are the states of tasks in their order, from Locked.
func lockNames() []string { return []string{"locked", "released", "deducted"} }

func tasksAsked(c *gin.Context) ware.TaskQuery {
	return ware.TaskQuery{
		OrderSn: strings.TrimSpace(c.Query("orderSn")), State: ware.LockStatus(slices.Index(lockNames(), c.Query("state")) + 1), SkuID: frame.Wanted(c, "skuId"),
		WareID: frame.Wanted(c, "wareId"), Page: frame.Sheet(c),
	}
}

func (p pages) tasks(c *gin.Context) error {
	q := tasksAsked(c)
	found, total, err := p.stock.Tasks(c.Request.Context(), q)
	if err != nil {
		return err
	}
	names, houses, err := p.houseChoice(c, q.WareID)
	if err != nil {
		return err
	}
	shown := page.WareTasks{
		AdminBase: p.frame.Base(c, p.frame.Words(c).T("admin.page.tasks"), "tasks"), OrderSn: q.OrderSn, SKU: c.Query("skuId"), Houses: houses,
		Filtered: q.OrderSn != "" || q.State != 0 || q.SkuID != 0, Pager: frame.Pager(c, q.Page, total), CSV: frame.File(c),
		States: p.frame.Options(c, "admin.lock.", c.Query("state"), lockNames()...), MayOrders: p.frame.May(c, adminapi.OrderRead),
	}
	for _, h := range found {
		task := page.WareTask{
			OrderSn: h.OrderSn, State: lockNames()[h.Status-1], Consignee: h.Consignee, Address: h.Address, CreatedAt: h.CreatedAt, UpdatedAt: h.UpdatedAt,
		}
		for _, s := range h.Shares {
			task.Shares = append(task.Shares, page.WareShare{SkuID: s.SkuID, SkuName: s.SkuName, WareName: names.of(s.WareID), Count: s.Count})
		}
		shown.Tasks = append(shown.Tasks, task)
	}
	return p.frame.Show(c, http.StatusOK, "waretasks", shown)
}

// tasksCSV has a row for every SKU that an order holds.
func (p pages) tasksCSV(c *gin.Context) error {
	q := tasksAsked(c)
	q.Page = paging.Whole(csvfile.MostRows)
	found, _, err := p.stock.Tasks(c.Request.Context(), q)
	if err != nil {
		return err
	}
	names, _, err := p.houseChoice(c, 0)
	if err != nil {
		return err
	}
	words := p.frame.Words(c)
	var lines [][]string
	for _, h := range found {
		for _, s := range h.Shares {
			lines = append(lines, []string{
				h.OrderSn, words.T("admin.lock." + lockNames()[h.Status-1]), number(s.SkuID), s.SkuName, names.of(s.WareID), number(s.Count), h.Consignee,
				moment(h.CreatedAt), moment(h.UpdatedAt),
			})
		}
	}
	return frame.SendCSV(c, "reservations", []string{
		words.T("admin.order_sn"), words.T("admin.state"), words.T("admin.field.skuId"), words.T("admin.field.name"), words.T("admin.field.wareId"),
		words.T("admin.field.count"), words.T("admin.consignee"), words.T("admin.created_at"), words.T("admin.updated_at"),
	}, lines)
}

func (p pages) needsCSV(c *gin.Context) error {
	q := needsAsked(c)
	q.Page = paging.Whole(csvfile.MostRows)
	found, _, err := p.buying.Needs(c.Request.Context(), q)
	if err != nil {
		return err
	}
	names, _, err := p.houseChoice(c, 0)
	if err != nil {
		return err
	}
	words, lines := p.frame.Words(c), make([][]string, len(found))
	for i, n := range found {
		bought := ""
		if n.PurchaseID != 0 {
			bought = number(n.PurchaseID)
		}
		lines[i] = []string{
			number(n.ID), number(n.SkuID), n.SkuName, names.of(n.WareID), number(n.Count), words.T("admin.need." + needNames()[n.State]), bought, n.Note, n.FailReason,
			moment(n.CreatedAt),
		}
	}
	return frame.SendCSV(c, "needs", []string{
		words.T("admin.number"), words.T("admin.field.skuId"), words.T("admin.field.name"), words.T("admin.field.wareId"), words.T("admin.field.count"),
		words.T("admin.state"), words.T("admin.page.purchases"), words.T("admin.field.note"), words.T("admin.outcome_reason"), words.T("admin.created_at"),
	}, lines)
}

func (p pages) purchasesCSV(c *gin.Context) error {
	found, _, err := p.buying.List(c.Request.Context(), ware.PurchaseQuery{
		State: stateOf[ware.PurchaseState](c.Query("state"), purchaseNames()), Order: buyingOrder(c, purchaseColumns()), Page: paging.Whole(csvfile.MostRows),
	})
	if err != nil {
		return err
	}
	words, lines := p.frame.Words(c), make([][]string, len(found))
	for i, one := range found {
		s := purchaseShown(one)
		lines[i] = []string{
			number(s.ID), words.T("admin.purchase." + s.State), s.Assignee, s.Phone, number(int64(s.Lines)), number(s.Pieces), moment(s.CreatedAt), moment(s.UpdatedAt),
		}
	}
	return frame.SendCSV(c, "purchases", []string{
		words.T("admin.number"), words.T("admin.state"), words.T("admin.field.assignee"), words.T("admin.field.phone"), words.T("admin.lines"),
		words.T("admin.pieces"), words.T("admin.created_at"), words.T("admin.updated_at"),
	}, lines)
}

func (p pages) takingsCSV(c *gin.Context) error {
	q := takingsAsked(c)
	q.Page = paging.Whole(csvfile.MostRows)
	found, _, err := p.counts.List(c.Request.Context(), q)
	if err != nil {
		return err
	}
	names, _, err := p.houseChoice(c, 0)
	if err != nil {
		return err
	}
	words, lines := p.frame.Words(c), make([][]string, len(found))
	for i, t := range found {
		s := takingShown(t, names)
		lines[i] = []string{
			number(s.ID), s.WareName, words.T("stocktake.state." + s.State), number(s.Lines), number(s.Counted), number(s.Differing), number(s.Booked), number(s.Refused),
			s.Note, s.Account, moment(s.CreatedAt), moment(s.UpdatedAt),
		}
	}
	return frame.SendCSV(c, "stocktakings", []string{
		words.T("admin.number"), words.T("admin.field.wareId"), words.T("admin.state"), words.T("stocktake.lines"), words.T("stocktake.counted"), words.T("stocktake.differing"),
		words.T("admin.field.booked"), words.T("admin.field.refused"), words.T("admin.field.note"), words.T("admin.who"), words.T("admin.created_at"), words.T("admin.updated_at"),
	}, lines)
}
