// Package pages is the back office's stock desk and purchase desk, for people; httpapi has the same for programs.
package pages

import (
	"context"
	"strconv"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/paging"
	"gulimall/pkg/server"
	"gulimall/services/ware"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// Stock is what the pages need of the stock desk.
type Stock interface {
	Houses(ctx context.Context) ([]ware.House, error)
	AddHouse(ctx context.Context, h ware.House, by adminapi.By) (ware.House, error)
	ChangeHouse(ctx context.Context, h ware.House, by adminapi.By) (ware.House, error)
	RemoveHouse(ctx context.Context, id int64, by adminapi.By) error
	Load(ctx context.Context, houseID int64) (ware.HouseLoad, error)
	CloseHouse(ctx context.Context, id, version int64, closed bool, by adminapi.By) (ware.House, error)
	Stock(ctx context.Context, q ware.StockQuery) ([]ware.Stock, int64, error)
	Adjust(ctx context.Context, a ware.Adjustment, by adminapi.By) (ware.Stock, error)
	SetWarnLine(ctx context.Context, skuID, wareID, line int64, by adminapi.By) (ware.Stock, error)
	Ledger(ctx context.Context, q ware.LedgerQuery) ([]ware.Entry, int64, error)
	Tasks(ctx context.Context, q ware.TaskQuery) ([]ware.Held, int64, error)
	PlanAdjustments(ctx context.Context, key string, rows []ware.AdjustRow) ([]ware.AdjustRow, error)
	ImportAdjustments(ctx context.Context, key string, rows []ware.AdjustRow, by adminapi.By) ([]ware.AdjustRow, error)
	PlanWarnLines(ctx context.Context, rows []ware.WarnRow) ([]ware.WarnRow, error)
	ImportWarnLines(ctx context.Context, rows []ware.WarnRow, by adminapi.By) ([]ware.WarnRow, error)
}

var _ Stock = (*ware.Office)(nil)

// Buying is what the pages need of the purchase desk.
type Buying interface {
	Needs(ctx context.Context, q ware.NeedQuery) ([]ware.Need, int64, error)
	AddNeed(ctx context.Context, n ware.Need, by adminapi.By) (ware.Need, error)
	List(ctx context.Context, q ware.PurchaseQuery) ([]ware.Purchase, int64, error)
	Find(ctx context.Context, id int64) (ware.Purchase, error)
	Merge(ctx context.Context, id int64, needIDs []int64, by adminapi.By) (ware.Purchase, error)
	Assign(ctx context.Context, id int64, assignee, phone string, by adminapi.By) (ware.Purchase, error)
	Receive(ctx context.Context, id int64, by adminapi.By) (ware.Purchase, error)
	Done(ctx context.Context, id int64, outcomes []ware.Outcome, by adminapi.By) (ware.Purchase, error)
	RemoveNeeds(ctx context.Context, ids []int64, by adminapi.By) error
	Remove(ctx context.Context, id int64, by adminapi.By) error
	PlanNeeds(ctx context.Context, key string, houses []ware.House, rows []ware.NeedRow) ([]ware.NeedRow, error)
	ImportNeeds(ctx context.Context, key string, rows []ware.NeedRow, by adminapi.By) ([]ware.NeedRow, error)
}

var _ Buying = (*ware.Purchases)(nil)

// Takings is what the pages need of stock-taking.
type Takings interface {
	Open(ctx context.Context, wareID int64, skuIDs []int64, note string, by adminapi.By) (ware.Taking, error)
	List(ctx context.Context, q ware.TakingQuery) ([]ware.Taking, int64, error)
	Find(ctx context.Context, id int64) (ware.Taking, error)
	Lines(ctx context.Context, id int64, choice ware.LineChoice, skuID int64, page paging.Page) ([]ware.TakingLine, int64, error)
	Count(ctx context.Context, id int64, counts []ware.Count, by adminapi.By) (map[int64]string, error)
	Book(ctx context.Context, id int64, by adminapi.By) (ware.Taking, error)
	Cancel(ctx context.Context, id int64, by adminapi.By) (ware.Taking, error)
}

var _ Takings = (*ware.Takings)(nil)

// Freight is what the pages need of the freight desk.
type Freight interface {
	Book(ctx context.Context) (ware.FreightBook, error)
	Add(ctx context.Context, wish ware.FreightWish, by adminapi.By) (ware.FreightTemplate, error)
	Change(ctx context.Context, wish ware.FreightWish, by adminapi.By) (ware.FreightTemplate, error)
	Remove(ctx context.Context, id, version int64, by adminapi.By) error
}

var _ Freight = (*ware.Freighter)(nil)

// Desks are the desks that the pages show.
type Desks struct {
	Stock   Stock
	Buying  Buying
	Takings Takings
	Freight Freight
}

// mostUpload bounds the files that are sent.
const mostUpload = 2 << 20

// Routes adds the pages, each by the permission that the same call of the API asks for.
func Routes(r gin.IRouter, d Desks, f *frame.Office, decode *server.Decoder) {
	p := pages{d.Stock, d.Buying, d.Takings, d.Freight, f, decode}
	read := func(path string, h server.Handler) { r.GET("/ware/"+path, f.Page(adminapi.WareRead, h)) }
	p.lists(read)
	form := func(path string, permission adminapi.Permission, show, save server.Handler) {
		r.GET("/ware/"+path, f.Page(permission, show))
		r.POST("/ware/"+path, f.Page(permission, save))
	}
	do := func(path string, permission adminapi.Permission, h server.Handler) {
		r.POST("/ware/"+path, f.Page(permission, h))
	}
	form("adjust.html", adminapi.WareWrite, p.adjustPage, p.adjust)
	form("warnline.html", adminapi.WareWrite, p.warnPage, p.setWarnLine)
	form("warehouse.html", adminapi.WareWrite, p.housePage, p.saveHouse)
	do("warehouse/remove", adminapi.WareWrite, p.removeHouse)
	do("warehouse/close", adminapi.WareWrite, p.closeHouse(true))
	do("warehouse/open", adminapi.WareWrite, p.closeHouse(false))
	form("need.html", adminapi.WarePurchase, p.needPage, p.addNeed)
	do("merge", adminapi.WarePurchase, p.merge)
	do("need/remove", adminapi.WarePurchase, p.removeNeeds)
	do("purchase/remove", adminapi.WarePurchase, p.removePurchase)
	do("purchase/assign", adminapi.WarePurchase, p.assign)
	do("purchase/receive", adminapi.WarePurchase, p.receive)
	do("purchase/done", adminapi.WarePurchase, p.done)
	form("stocktakingnew.html", adminapi.WareWrite, p.takingNew, p.openTaking)
	do("stocktaking/counts", adminapi.WareWrite, p.countTaking)
	do("stocktaking/book", adminapi.WareWrite, p.bookTaking)
	do("stocktaking/cancel", adminapi.WareWrite, p.cancelTaking)
	r.POST("/ware/stocktaking/upload", f.Upload(adminapi.WareWrite, mostUpload, p.uploadTaking))
	form("freightedit.html", adminapi.WareWrite, p.freightPage, p.saveFreight)
	do("freight/remove", adminapi.WareWrite, p.removeFreight)
	for _, i := range imports() {
		form(i.kind+"import.html", i.needs, p.importPage(i), p.importDo(i))
		r.POST("/ware/"+i.kind+"import/upload", f.Upload(i.needs, mostUpload, p.importUpload(i)))
	}
}

// lists adds what is only read, and the files of the same.
func (p pages) lists(read func(path string, h server.Handler)) {
	read("stock.html", p.stockPage)
	read("stock.csv", p.stockCSV)
	read("ledger.html", p.ledger)
	read("tasks.html", p.tasks)
	read("warehouses.html", p.houses)
	read("needs.html", p.needs)
	read("purchases.html", p.purchases)
	read("purchase.html", p.purchase)
	read("ledger.csv", p.ledgerCSV)
	read("tasks.csv", p.tasksCSV)
	read("needs.csv", p.needsCSV)
	read("purchases.csv", p.purchasesCSV)
	read("stocktakings.html", p.takings)
	read("stocktakings.csv", p.takingsCSV)
	read("stocktaking.html", p.taking)
	read("stocktaking.csv", p.takingCSV)
	read("freight.html", p.freights)
}

type pages struct {
	stock   Stock
	buying  Buying
	counts  Takings
	freight Freight
	frame   *frame.Office
	decode  *server.Decoder
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

// houseNames are what warehouses are called.
type houseNames map[int64]string

// houseChoice reads the warehouses: their names, and the choice of one.
func (p pages) houseChoice(c *gin.Context, chosen int64) (houseNames, []page.Option, error) {
	all, err := p.stock.Houses(c.Request.Context())
	if err != nil {
		return nil, nil, err
	}
	names, options := houseNames{}, make([]page.Option, len(all))
	for i, h := range all {
		names[h.ID] = h.Name
		options[i] = page.Option{Value: strconv.FormatInt(h.ID, 10), Label: h.Name, Selected: h.ID == chosen}
		if h.Closed {
			options[i].Label = p.frame.Words(c).T("stocktake.house_closed_name", "Name", h.Name)
		}
	}
	return names, options, nil
}

// of is what a warehouse is called; one that is gone goes by its number.
func (n houseNames) of(id int64) string {
	if name, ok := n[id]; ok {
		return name
	}
	return strconv.FormatInt(id, 10)
}
