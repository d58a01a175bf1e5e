package wareapi

import "time"

// Back-office paths. Lists are pages: ?page&pageSize, answered as {items, total, page, pageSize}.
const (
	PathWarehouses  = "/api/admin/warehouses"             // GET → []Warehouse; POST NewWarehouse → 201 Warehouse; PUT {id}; DELETE {id} → 204, 409 warehouse_in_use
	PathOfficeStock = "/api/admin/ware/stock"             // GET ?skuId&wareId&name&low → page of StockRow; name is what the name begins with
	PathAdjustments = "/api/admin/ware/stock/adjustments" // POST Adjustment → 200 StockRow; 409 stock_below_locks
	PathWarnLine    = "/api/admin/ware/stock/warn-line"   // PUT WarnLine → 200 StockRow
	PathLedger      = "/api/admin/ware/ledger"            // GET ?skuId&wareId → page of LedgerRow, the newest first
	PathTasks       = "/api/admin/ware/tasks"             // GET ?orderSn&state=locked,released,deducted&skuId&wareId → page of Task, the newest first
	PathNeeds       = "/api/admin/ware/purchase-needs"    // GET ?skuId&wareId&state&purchaseId → page of Need; POST NewNeed → 201 Need; DELETE {id} → 204, 409 need_state
	PathPurchases   = "/api/admin/ware/purchases"         // GET ?state → page of Purchase; POST {} → 201 an empty Purchase; DELETE {id} → 204, its needs are new again, 409 purchase_state
	PathMerge       = "/api/admin/ware/purchases/merge"   // POST Merge → 200 Purchase; 409 purchase_state, need_state

	PartClose   = "/close"   // PathWarehouses/{id}: POST SeenVersion → 200 Warehouse; 409 edited_meanwhile, warehouse_last
	PartOpen    = "/open"    // POST SeenVersion → 200 Warehouse; 409 edited_meanwhile
	PartAssign  = "/assign"  // PathPurchases/{id}: POST Assign → 200 Purchase; 409 purchase_state
	PartReceive = "/receive" // POST → 200 Purchase; 409 purchase_state
	PartDone    = "/done"    // POST Done → 200 Purchase, the same again for the same again; 409 purchase_state
)

// Warehouse is a place that goods are sent from.
type Warehouse struct {
	ID       int64  `json:"id"`
	Name     string `json:"name"`
	Province string `json:"province"`
	Address  string `json:"address"`
	AreaCode string `json:"areaCode"`
	Version  int64  `json:"version"`
	Closed   bool   `json:"closed"` // it sends nothing more
}

// SeenVersion names the version that was seen.
type SeenVersion struct {
	Version int64 `json:"version" validate:"gt=0"`
}

// NewWarehouse adds or changes a warehouse; a change names the version that it saw (409 edited_meanwhile).
type NewWarehouse struct {
	Name     string `json:"name" validate:"required,max=100,line"`
	Province string `json:"province" validate:"required,max=32,line"`
	Address  string `json:"address" validate:"max=255,line"`
	AreaCode string `json:"areaCode" validate:"max=20,line"`
	Version  int64  `json:"version,omitempty"`
}

// StockRow is what one warehouse has of one SKU.
type StockRow struct {
	SkuID     int64  `json:"skuId"`
	SkuName   string `json:"skuName"`
	WareID    int64  `json:"wareId"`
	WareName  string `json:"wareName"`
	Stock     int64  `json:"stock"`
	Locked    int64  `json:"locked"`
	Available int64  `json:"available"`
	WarnLine  int64  `json:"warnLine"`
}

// Adjustment changes a stock by a delta. The same key again changes nothing; without one, every call counts.
type Adjustment struct {
	SkuID  int64  `json:"skuId" validate:"gt=0"`
	WareID int64  `json:"wareId" validate:"gt=0"`
	Delta  int64  `json:"delta" validate:"ne=0,min=-1000000,max=1000000"`
	Reason string `json:"reason" validate:"required,max=200"`
	Key    string `json:"key,omitempty" validate:"omitempty,max=60,printascii"`
}

// WarnLine sets from which number of available pieces downwards a stock counts as low.
type WarnLine struct {
	SkuID    int64 `json:"skuId" validate:"gt=0"`
	WareID   int64 `json:"wareId" validate:"gt=0"`
	WarnLine int64 `json:"warnLine" validate:"min=0,max=1000000"`
}

// LedgerRow is one change of a stock.
type LedgerRow struct {
	ID      int64     `json:"id"`
	At      time.Time `json:"at"`
	SkuID   int64     `json:"skuId"`
	SkuName string    `json:"skuName"`
	WareID  int64     `json:"wareId"`
	Delta   int64     `json:"delta"`
	Reason  string    `json:"reason"`
	OrderSn string    `json:"orderSn,omitempty"`
	Key     string    `json:"key"`
}

// Task is what an order holds, or held.
type Task struct {
	OrderSn   string      `json:"orderSn"`
	State     string      `json:"state"` // locked, released, deducted
	Consignee string      `json:"consignee"`
	Address   string      `json:"address"`
	CreatedAt time.Time   `json:"createdAt"`
	UpdatedAt time.Time   `json:"updatedAt"`
	Lines     []TaskShare `json:"lines"` // none: a release that came before any lock
}

// TaskShare is what one warehouse gives to an order.
type TaskShare struct {
	SkuID   int64  `json:"skuId"`
	SkuName string `json:"skuName"`
	WareID  int64  `json:"wareId"`
	Count   int64  `json:"count"`
}

// Need is goods that a warehouse should have more of.
type Need struct {
	ID         int64     `json:"id"`
	SkuID      int64     `json:"skuId"`
	SkuName    string    `json:"skuName"`
	WareID     int64     `json:"wareId"`
	Count      int64     `json:"count"`
	State      string    `json:"state"` // new, assigned, buying, done, failed
	PurchaseID int64     `json:"purchaseId,omitempty"`
	Auto       bool      `json:"auto"` // the stock fell below its warning line
	Note       string    `json:"note,omitempty"`
	FailReason string    `json:"failReason,omitempty"`
	CreatedAt  time.Time `json:"createdAt"`
	UpdatedAt  time.Time `json:"updatedAt"`
}

// NewNeed asks for goods.
type NewNeed struct {
	SkuID  int64  `json:"skuId" validate:"gt=0"`
	WareID int64  `json:"wareId" validate:"gt=0"`
	Count  int64  `json:"count" validate:"gt=0,max=1000000"`
	Note   string `json:"note,omitempty" validate:"max=200"`
}

// Purchase is needs that somebody buys in one go.
type Purchase struct {
	ID        int64     `json:"id"`
	State     string    `json:"state"` // new, assigned, received, done, failed (some of it)
	Assignee  string    `json:"assignee,omitempty"`
	Phone     string    `json:"phone,omitempty"`
	CreatedAt time.Time `json:"createdAt"`
	UpdatedAt time.Time `json:"updatedAt"`
	Needs     []Need    `json:"needs"`
}

// Merge puts needs into a purchase; without one, into a new one.
type Merge struct {
	PurchaseID int64   `json:"purchaseId,omitempty"`
	NeedIDs    []int64 `json:"needIds" validate:"required,min=1,max=500,unique,dive,gt=0"`
}

// Assign says who buys.
type Assign struct {
	Assignee string `json:"assignee" validate:"required,max=64,line"`
	Phone    string `json:"phone" validate:"required,max=20,line"`
}

// Done says how buying went, for every need of the purchase.
type Done struct {
	Items []DoneItem `json:"items" validate:"required,min=1,max=500,unique=NeedID,dive"`
}

// DoneItem is how it went for one need.
type DoneItem struct {
	NeedID int64  `json:"needId" validate:"gt=0"`
	OK     bool   `json:"ok"`
	Reason string `json:"reason,omitempty" validate:"max=200"` // why not
}
