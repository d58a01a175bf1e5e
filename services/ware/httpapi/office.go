package httpapi

import (
	"context"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/paging"
	"gulimall/pkg/server"
	"gulimall/pkg/staff"
	"gulimall/services/ware"
)

// Office is what the back office's calls need of the stock desk.
type Office interface {
	Houses(ctx context.Context) ([]ware.House, error)
	AddHouse(ctx context.Context, h ware.House, by adminapi.By) (ware.House, error)
	ChangeHouse(ctx context.Context, h ware.House, by adminapi.By) (ware.House, error)
	RemoveHouse(ctx context.Context, id int64, by adminapi.By) error
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
	Low(ctx context.Context, limit int) (ware.Low, error)
}

var _ Office = (*ware.Office)(nil)

// Desks are the desks of the back office.
type Desks struct {
	Stock   Office
	Buying  Purchases
	Takings Takings
	Freight Freight
}

// OfficeRoutes adds the back office's calls, and what the dashboard asks.
func OfficeRoutes(r gin.IRouter, d Desks, edge *server.Edge, decode *server.Decoder, now func() time.Time) {
	o := office{d.Stock, d.Buying, decode}
	guarded := func(p adminapi.Permission, h server.Handler) gin.HandlerFunc { return edge.JSON(staff.Guard(p, h)) }
	stocktaking{d.Takings, decode}.routes(r, guarded)
	freighter{d.Freight, decode}.routes(r, guarded)
	r.GET(wareapi.PathSummary, edge.JSON(newSummary(d.Stock, now).answer))
	r.POST(wareapi.PathStockImport, guarded(adminapi.WareWrite, o.importStock))
	r.POST(wareapi.PathWarnImport, guarded(adminapi.WareWrite, o.importWarnLines))
	r.POST(wareapi.PathNeedImport, guarded(adminapi.WarePurchase, o.importNeeds))
	r.GET(wareapi.PathWarehouses, guarded(adminapi.WareRead, o.houses))
	r.POST(wareapi.PathWarehouses, guarded(adminapi.WareWrite, o.addHouse))
	r.PUT(wareapi.PathWarehouses+"/:id", guarded(adminapi.WareWrite, o.changeHouse))
	r.DELETE(wareapi.PathWarehouses+"/:id", guarded(adminapi.WareWrite, o.removeHouse))
	r.POST(wareapi.PathWarehouses+"/:id"+wareapi.PartClose, guarded(adminapi.WareWrite, o.closeHouse(true)))
	r.POST(wareapi.PathWarehouses+"/:id"+wareapi.PartOpen, guarded(adminapi.WareWrite, o.closeHouse(false)))
	r.GET(wareapi.PathOfficeStock, guarded(adminapi.WareRead, o.stockRows))
	r.POST(wareapi.PathAdjustments, guarded(adminapi.WareWrite, o.adjust))
	r.PUT(wareapi.PathWarnLine, guarded(adminapi.WareWrite, o.setWarnLine))
	r.GET(wareapi.PathLedger, guarded(adminapi.WareRead, o.ledger))
	r.GET(wareapi.PathTasks, guarded(adminapi.WareRead, o.tasks))
	r.GET(wareapi.PathNeeds, guarded(adminapi.WareRead, o.needs))
	r.POST(wareapi.PathNeeds, guarded(adminapi.WarePurchase, o.addNeed))
	r.DELETE(wareapi.PathNeeds+"/:id", guarded(adminapi.WarePurchase, o.removing(func(ctx context.Context, id int64, by adminapi.By) error {
		return o.buying.RemoveNeeds(ctx, []int64{id}, by)
	})))
	r.DELETE(wareapi.PathPurchases+"/:id", guarded(adminapi.WarePurchase, o.removing(o.buying.Remove)))
	r.GET(wareapi.PathPurchases, guarded(adminapi.WareRead, o.purchases))
	r.POST(wareapi.PathPurchases, guarded(adminapi.WarePurchase, o.addPurchase))
	r.POST(wareapi.PathMerge, guarded(adminapi.WarePurchase, o.merge))
	r.POST(wareapi.PathPurchases+"/:id"+wareapi.PartAssign, guarded(adminapi.WarePurchase, o.assign))
	r.POST(wareapi.PathPurchases+"/:id"+wareapi.PartReceive, guarded(adminapi.WarePurchase, o.receive))
	r.POST(wareapi.PathPurchases+"/:id"+wareapi.PartDone, guarded(adminapi.WarePurchase, o.done))
}

type office struct {
	stock  Office
	buying Purchases
	decode *server.Decoder
}

// query is what the lists of the back office are asked by.
type query struct {
	SkuID      int64  `form:"skuId"`
	WareID     int64  `form:"wareId"`
	PurchaseID int64  `form:"purchaseId"`
	OrderSn    string `form:"orderSn"`
	State      string `form:"state"`
	Name       string `form:"name"`
	Low        bool   `form:"low"`
}

func asked(c *gin.Context) (query, paging.Page, error) {
	var q query
	if err := c.ShouldBindQuery(&q); err != nil {
		return q, paging.Page{}, apperr.ErrInvalid.Wrap(err)
	}
	page, err := server.Paging(c)
	return q, page, err
}

func (o office) houses(c *gin.Context) error {
	all, err := o.stock.Houses(c.Request.Context())
	if err != nil {
		return err
	}
	shown := make([]wareapi.Warehouse, len(all))
	for i, h := range all {
		shown[i] = wareapi.Warehouse(h)
	}
	c.JSON(http.StatusOK, shown)
	return nil
}

func (o office) addHouse(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	var in wareapi.NewWarehouse
	if err := o.decode.JSON(c, &in); err != nil {
		return err
	}
	added, err := o.stock.AddHouse(c.Request.Context(), ware.House{Name: in.Name, Province: in.Province, Address: in.Address, AreaCode: in.AreaCode}, who)
	if err != nil {
		return err
	}
	c.JSON(http.StatusCreated, wareapi.Warehouse(added))
	return nil
}

func (o office) changeHouse(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	houseID, err := server.ID(c, "id")
	if err != nil {
		return err
	}
	var in wareapi.NewWarehouse
	if err := o.decode.JSON(c, &in); err != nil {
		return err
	}
	changed, err := o.stock.ChangeHouse(c.Request.Context(), ware.House{
		ID: houseID, Name: in.Name, Province: in.Province, Address: in.Address, AreaCode: in.AreaCode, Version: in.Version,
	}, who)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, wareapi.Warehouse(changed))
	return nil
}

func (o office) removeHouse(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	houseID, err := server.ID(c, "id")
	if err != nil {
		return err
	}
	if err := o.stock.RemoveHouse(c.Request.Context(), houseID, who); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}

// closeHouse closes or opens a warehouse.
func (o office) closeHouse(closed bool) server.Handler {
	return func(c *gin.Context) error {
		who, err := staff.By(c)
		if err != nil {
			return err
		}
		houseID, err := server.ID(c, "id")
		if err != nil {
			return err
		}
		var in wareapi.SeenVersion
		if err := o.decode.JSON(c, &in); err != nil {
			return err
		}
		now, err := o.stock.CloseHouse(c.Request.Context(), houseID, in.Version, closed, who)
		if err != nil {
			return err
		}
		c.JSON(http.StatusOK, wareapi.Warehouse(now))
		return nil
	}
}

func row(s ware.Stock) wareapi.StockRow {
	return wareapi.StockRow{
		SkuID: s.SkuID, SkuName: s.SkuName, WareID: s.WareID, WareName: s.WareName, Stock: s.Stock, Locked: s.Locked, Available: s.Stock - s.Locked, WarnLine: s.WarnLine,
	}
}

func (o office) stockRows(c *gin.Context) error {
	q, page, err := asked(c)
	if err != nil {
		return err
	}
	items, total, err := o.stock.Stock(c.Request.Context(), ware.StockQuery{SkuID: q.SkuID, WareID: q.WareID, Name: q.Name, Low: q.Low, Page: page})
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, paging.Show(items, total, page, row))
	return nil
}

func (o office) adjust(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	var in wareapi.Adjustment
	if err := o.decode.JSON(c, &in); err != nil {
		return err
	}
	key := in.Key
	if key == "" {
		key = uuid.NewString()
	}
	now, err := o.stock.Adjust(c.Request.Context(), ware.Adjustment{
		Key: "staff:" + key, SkuID: in.SkuID, WareID: in.WareID, Delta: in.Delta, Reason: in.Reason,
	}, who)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, row(now))
	return nil
}

func (o office) setWarnLine(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	var in wareapi.WarnLine
	if err := o.decode.JSON(c, &in); err != nil {
		return err
	}
	now, err := o.stock.SetWarnLine(c.Request.Context(), in.SkuID, in.WareID, in.WarnLine, who)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, row(now))
	return nil
}

func (o office) ledger(c *gin.Context) error {
	q, page, err := asked(c)
	if err != nil {
		return err
	}
	items, total, err := o.stock.Ledger(c.Request.Context(), ware.LedgerQuery{SkuID: q.SkuID, WareID: q.WareID, Page: page})
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, paging.Show(items, total, page, func(e ware.Entry) wareapi.LedgerRow {
		return wareapi.LedgerRow{ID: e.ID, At: e.At, SkuID: e.SkuID, SkuName: e.SkuName, WareID: e.WareID, Delta: e.Delta, Reason: e.Reason, OrderSn: e.OrderSn, Key: e.Key}
	}))
	return nil
}

func (o office) tasks(c *gin.Context) error {
	q, page, err := asked(c)
	if err != nil {
		return err
	}
	state, err := lockStatus(q.State)
	if err != nil {
		return err
	}
	items, total, err := o.stock.Tasks(c.Request.Context(), ware.TaskQuery{OrderSn: q.OrderSn, State: state, SkuID: q.SkuID, WareID: q.WareID, Page: page})
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, paging.Show(items, total, page, func(h ware.Held) wareapi.Task {
		lines := make([]wareapi.TaskShare, len(h.Shares))
		for i, s := range h.Shares {
			lines[i] = wareapi.TaskShare{SkuID: s.SkuID, SkuName: s.SkuName, WareID: s.WareID, Count: s.Count}
		}
		return wareapi.Task{
			OrderSn: h.OrderSn, State: lockName(h.Status), Consignee: h.Consignee, Address: h.Address, CreatedAt: h.CreatedAt, UpdatedAt: h.UpdatedAt, Lines: lines,
		}
	}))
	return nil
}

func lockName(s ware.LockStatus) string {
	switch s {
	case ware.Locked:
		return "locked"
	case ware.Released:
		return "released"
	case ware.Deducted:
		return "deducted"
	}
	return ""
}

// lockStatus reads the name of a state; nothing is any.
func lockStatus(name string) (ware.LockStatus, error) {
	for _, s := range []ware.LockStatus{0, ware.Locked, ware.Released, ware.Deducted} {
		if lockName(s) == name {
			return s, nil
		}
	}
	return 0, apperr.ErrInvalid.WithField("state", "unknown")
}
