package ware

import (
	"context"
	"time"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/paging"
)

// Stock is what one warehouse has of one SKU.
type Stock struct {
	SkuID    int64
	SkuName  string
	WareID   int64
	WareName string
	Stock    int64
	Locked   int64
	WarnLine int64
}

// StockOrder is what stock rows are sorted by.
type StockOrder int

// Stock is listed by SKU and warehouse, or by a number of it.
const (
	ByPlace StockOrder = iota
	ByStock
	ByLocked
	ByAvailable
	ByWarnLine
)

// StockQuery chooses stock rows. What is zero chooses all.
type StockQuery struct {
	SkuID, WareID int64
	Name          string // what the name of the goods begins with
	Low           bool   // fewer available than the warning line
	Order         StockOrder
	Down          bool // the greatest first
	Page          paging.Page
}

// LedgerQuery chooses lines of the ledger. What is zero chooses all, the newest first.
type LedgerQuery struct {
	SkuID, WareID int64
	Oldest        bool // the oldest first
	Page          paging.Page
}

// The reasons for which the shop itself changes a stock, each with its word (admin.reason.…); whoever adjusts one types his own.
const (
	ReasonInitial     = "initial" // the first count
	ReasonSale        = "sale"
	ReasonPurchase    = "purchase"
	ReasonReturn      = "return"
	ReasonStocktaking = "stocktaking"
)

// Reasons lists them.
func Reasons() []string {
	return []string{ReasonInitial, ReasonSale, ReasonPurchase, ReasonReturn, ReasonStocktaking}
}

// Entry is a line of the ledger.
type Entry struct {
	ID            int64
	At            time.Time
	SkuID, WareID int64
	SkuName       string
	Delta         int64
	Reason        string
	OrderSn       string
	Key           string
}

// Held is an order's task with what it holds, or held.
type Held struct {
	OrderSn            string
	Status             LockStatus
	Consignee, Address string
	CreatedAt          time.Time
	UpdatedAt          time.Time
	Shares             []HeldShare
}

// HeldShare is what one warehouse gives to an order, by name.
type HeldShare struct {
	Share
	SkuName string
}

// TaskQuery chooses tasks. What is zero chooses all; a warehouse only counts together with a SKU.
type TaskQuery struct {
	OrderSn       string
	State         LockStatus
	SkuID, WareID int64
	Page          paging.Page
}

// House is a warehouse as the back office sees it.
type House struct {
	ID       int64
	Name     string
	Province string
	Address  string
	AreaCode string
	Version  int64
	Closed   bool // it sends nothing more; what lies in it stays in the books
}

// HouseLoad is what a warehouse has to do with.
type HouseLoad struct {
	Skus           int64 // SKUs of which something lies in it
	Pieces, Locked int64
	OpenNeeds      int64 // that have not come in yet
}

// The errors of the stock desk.
var (
	ErrNoWarehouse    = apperr.New(apperr.NotFound, "warehouse_not_found")
	ErrNoStock        = apperr.New(apperr.NotFound, "stock_not_found")
	ErrInUse          = apperr.New(apperr.Conflict, "warehouse_in_use")
	ErrHouseClosed    = apperr.New(apperr.Conflict, "warehouse_closed")
	ErrLastHouse      = apperr.New(apperr.Conflict, "warehouse_last")
	ErrEditedMeantime = apperr.New(apperr.Conflict, "edited_meanwhile")
)

// Office is the stock desk.
type Office struct{ store OfficeStore }

// OfficeStore is what the stock desk needs of the schema. Every method is one transaction; a change tells the audit log by whom.
type OfficeStore interface {
	Houses(ctx context.Context) ([]House, error)
	AddHouse(ctx context.Context, h House, by adminapi.By) (House, error)
	// ChangeHouse changes the version that was seen; ErrNoWarehouse, ErrEditedMeantime.
	ChangeHouse(ctx context.Context, h House, by adminapi.By) (House, error)
	// Load reads what a warehouse has to do with.
	Load(ctx context.Context, houseID int64) (HouseLoad, error)
	// CloseHouse closes or opens the version of a warehouse that was seen, and tells the catalogue of which SKUs that is all there is. One has
	// to stay open: ErrLastHouse. What is so already stays as it is.
	CloseHouse(ctx context.Context, id, version int64, closed bool, by adminapi.By) (House, error)
	// RemoveHouse removes a warehouse that never had anything to do with goods; ErrNoWarehouse, ErrInUse.
	RemoveHouse(ctx context.Context, id int64, by adminapi.By) error
	Stock(ctx context.Context, q StockQuery) ([]Stock, int64, error)
	// StockOf lists what there is of SKUs in all warehouses.
	StockOf(ctx context.Context, skuIDs []int64) ([]Stock, error)
	// AdjustBy is Adjust by a member of staff; ErrNoWarehouse, ErrBelowLocks.
	AdjustBy(ctx context.Context, a Adjustment, by adminapi.By) (Stock, error)
	SetWarnLine(ctx context.Context, skuID, wareID, line int64, by adminapi.By) (Stock, error)
	// ImportedStock tells which lines of an import stand in the ledger.
	ImportedStock(ctx context.Context, key string) (map[int]bool, error)
	Ledger(ctx context.Context, q LedgerQuery) ([]Entry, int64, error)
	Tasks(ctx context.Context, q TaskQuery) ([]Held, int64, error)
	Low(ctx context.Context, limit int) (Low, error)
}

// Low is what is running out.
type Low struct {
	Count     int64   // stocks below their warning line
	Lowest    []Stock // those that lack most
	OpenNeeds int64   // purchase needs that nobody has bought yet
}

// NewOffice makes the stock desk.
func NewOffice(store OfficeStore) *Office { return &Office{store} }

// Houses lists the warehouses.
func (o *Office) Houses(ctx context.Context) ([]House, error) { return o.store.Houses(ctx) }

// AddHouse adds a warehouse.
func (o *Office) AddHouse(ctx context.Context, h House, by adminapi.By) (House, error) {
	return o.store.AddHouse(ctx, h, by)
}

// ChangeHouse changes a warehouse.
func (o *Office) ChangeHouse(ctx context.Context, h House, by adminapi.By) (House, error) {
	return o.store.ChangeHouse(ctx, h, by)
}

// Load tells what a warehouse has to do with.
func (o *Office) Load(ctx context.Context, houseID int64) (HouseLoad, error) {
	return o.store.Load(ctx, houseID)
}

// CloseHouse closes a warehouse: nothing in it is sold any more, nothing is bought for it. What orders hold is still sent, and what comes back
// lies there unsold. Opening it again makes everything as it was.
func (o *Office) CloseHouse(ctx context.Context, id, version int64, closed bool, by adminapi.By) (House, error) {
	return o.store.CloseHouse(ctx, id, version, closed, by)
}

// RemoveHouse removes a warehouse that never had anything to do with goods.
func (o *Office) RemoveHouse(ctx context.Context, id int64, by adminapi.By) error {
	return o.store.RemoveHouse(ctx, id, by)
}

// Stock lists what lies where.
func (o *Office) Stock(ctx context.Context, q StockQuery) ([]Stock, int64, error) {
	return o.store.Stock(ctx, q)
}

// Adjust changes a stock by a delta, once for its key.
func (o *Office) Adjust(ctx context.Context, a Adjustment, by adminapi.By) (Stock, error) {
	return o.store.AdjustBy(ctx, a, by)
}

// SetWarnLine sets from where a stock counts as low.
func (o *Office) SetWarnLine(ctx context.Context, skuID, wareID, line int64, by adminapi.By) (Stock, error) {
	return o.store.SetWarnLine(ctx, skuID, wareID, line, by)
}

// Ledger lists changes of stock.
func (o *Office) Ledger(ctx context.Context, q LedgerQuery) ([]Entry, int64, error) {
	return o.store.Ledger(ctx, q)
}

// Tasks lists what orders hold, the newest first. State 0 is any.
func (o *Office) Tasks(ctx context.Context, q TaskQuery) ([]Held, int64, error) {
	return o.store.Tasks(ctx, q)
}

// Low tells what is running out, with those that lack most.
func (o *Office) Low(ctx context.Context, limit int) (Low, error) { return o.store.Low(ctx, limit) }
