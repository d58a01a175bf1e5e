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
	Stock(ctx context.Context, q ware.StockQuery) ([]ware.Stock, int64, error)
	Adjust(ctx context.Context, a ware.Adjustment, by adminapi.By) (ware.Stock, error)
	SetWarnLine(ctx context.Context, skuID, wareID, line int64, by adminapi.By) (ware.Stock, error)
	Ledger(ctx context.Context, skuID, wareID int64, page paging.Page) ([]ware.Entry, int64, error)
	Tasks(ctx context.Context, orderSn string, state ware.LockStatus, page paging.Page) ([]ware.Held, int64, error)
}

var _ Stock = (*ware.Office)(nil)

// Buying is what the pages need of the purchase desk.
type Buying interface {
	Needs(ctx context.Context, q ware.NeedQuery) ([]ware.Need, int64, error)
	AddNeed(ctx context.Context, n ware.Need, by adminapi.By) (ware.Need, error)
	List(ctx context.Context, state *ware.PurchaseState, page paging.Page) ([]ware.Purchase, int64, error)
	Find(ctx context.Context, id int64) (ware.Purchase, error)
	Merge(ctx context.Context, id int64, needIDs []int64, by adminapi.By) (ware.Purchase, error)
	Assign(ctx context.Context, id int64, assignee, phone string, by adminapi.By) (ware.Purchase, error)
	Receive(ctx context.Context, id int64, by adminapi.By) (ware.Purchase, error)
	Done(ctx context.Context, id int64, outcomes []ware.Outcome, by adminapi.By) (ware.Purchase, error)
}

var _ Buying = (*ware.Purchases)(nil)

// Routes adds the pages, each by the permission that the same call of the API asks for.
func Routes(r gin.IRouter, stock Stock, buying Buying, f *frame.Office, decode *server.Decoder) {
	p := pages{stock, buying, f, decode}
	read := func(path string, h server.Handler) { r.GET("/ware/"+path, f.Page(adminapi.WareRead, h)) }
	form := func(path string, permission adminapi.Permission, show, save server.Handler) {
		r.GET("/ware/"+path, f.Page(permission, show))
		r.POST("/ware/"+path, f.Page(permission, save))
	}
	do := func(path string, permission adminapi.Permission, h server.Handler) {
		r.POST("/ware/"+path, f.Page(permission, h))
	}
	read("stock.html", p.stockPage)
	read("stock.csv", p.stockCSV)
	read("ledger.html", p.ledger)
	read("tasks.html", p.tasks)
	read("warehouses.html", p.houses)
	read("needs.html", p.needs)
	read("purchases.html", p.purchases)
	read("purchase.html", p.purchase)
	form("adjust.html", adminapi.WareWrite, p.adjustPage, p.adjust)
	form("warnline.html", adminapi.WareWrite, p.warnPage, p.setWarnLine)
	form("warehouse.html", adminapi.WareWrite, p.housePage, p.saveHouse)
	do("warehouse/remove", adminapi.WareWrite, p.removeHouse)
	form("need.html", adminapi.WarePurchase, p.needPage, p.addNeed)
	do("merge", adminapi.WarePurchase, p.merge)
	do("purchase/assign", adminapi.WarePurchase, p.assign)
	do("purchase/receive", adminapi.WarePurchase, p.receive)
	do("purchase/done", adminapi.WarePurchase, p.done)
}

type pages struct {
	stock  Stock
	buying Buying
	frame  *frame.Office
	decode *server.Decoder
}

// wanted reads a number of the query; 0 is any, and -1, which nothing has, stands for what is no number.
func wanted(c *gin.Context, name string) int64 { return frame.Number(c.Query(name)) }

func number(n int64) string { return strconv.FormatInt(n, 10) }

// named reads the number of the thing that a page is about.
func named(c *gin.Context, none error) (int64, error) {
	n := wanted(c, "id")
	if n < 1 {
		return 0, none
	}
	return n, nil
}

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
