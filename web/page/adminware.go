package page

import "time"

// WareStock is the page "warestock".
type WareStock struct {
	AdminBase
	SKU      string
	Name     string
	Houses   []Option
	Low      bool
	Filtered bool
	Heads    []AdminHead
	Rows     []WareRow
	Pager    Pager
	CSV      string
	MayWrite bool
	MayBuy   bool
}

// WareRow is what one warehouse has of one SKU.
type WareRow struct {
	SkuID     int64
	SkuName   string
	WareID    int64
	WareName  string
	Stock     int64
	Locked    int64
	Available int64
	WarnLine  int64
}

// Low tells whether fewer are available than the warning line.
func (r WareRow) Low() bool { return r.Available < r.WarnLine }

// WareAdjust is the page "wareadjust": a form, and then the question whether it is meant.
type WareAdjust struct {
	AdminBase
	SKU, Delta, Reason, Key string
	Houses                  []Option
	// Row is what there is now; nil where SKU and warehouse are not yet known.
	Row *WareRow
	// Asking is the second step, with what would come of it.
	Asking          bool
	After, Sellable int64
	Change          int64
}

// WareWarn is the page "warewarn".
type WareWarn struct {
	AdminBase
	Row  WareRow
	Line string
}

// WareLedger is the page "wareledger".
type WareLedger struct {
	AdminBase
	SKU      string
	Houses   []Option
	Filtered bool
	Heads    []AdminHead
	Entries  []WareEntry
	Pager    Pager
	CSV      string
}

// WareEntry is one change of a stock.
type WareEntry struct {
	At       time.Time
	SkuID    int64
	SkuName  string
	WareName string
	Delta    int64
	Reason   string
	OrderSn  string
	Key      string
}

// WareTasks is the page "waretasks": what orders hold.
type WareTasks struct {
	AdminBase
	OrderSn   string
	SKU       string
	Houses    []Option
	States    []Option
	Filtered  bool
	Tasks     []WareTask
	Pager     Pager
	CSV       string
	MayOrders bool // whether one may see orders
}

// WareTask is what one order holds, or held. State names itself (admin.lock.…).
type WareTask struct {
	OrderSn, State, Consignee, Address string
	CreatedAt, UpdatedAt               time.Time
	Shares                             []WareShare
}

// WareShare is what a warehouse gives to an order.
type WareShare struct {
	SkuID    int64
	SkuName  string
	WareName string
	Count    int64
}

// WareHouses is the page "warehouses".
type WareHouses struct {
	AdminBase
	Houses   []WareHouse
	MayWrite bool
}

// WareHouse is a warehouse.
type WareHouse struct {
	ID, Version                       int64
	Name, Province, Address, AreaCode string
	Closed                            bool // it sends nothing more
}

// WareLoad is what a warehouse has to do with.
type WareLoad struct{ Skus, Pieces, Locked, OpenNeeds int64 }

// WareHouseEdit is the page "warehouseedit"; ID 0 adds one.
type WareHouseEdit struct {
	AdminBase
	Form    WareHouse
	Present *WareHouse
	Load    WareLoad
}

// WareNeeds is the page "wareneeds": what should be bought.
type WareNeeds struct {
	AdminBase
	SKU      string
	Houses   []Option
	States   []Option
	Filtered bool
	Heads    []AdminHead
	Needs    []WareNeed
	Open     []Option // purchases that still take needs
	Free     int      // how many of the needs can be put into one
	Pager    Pager
	CSV      string
	MayBuy   bool
}

// WareNeed is goods that a warehouse should have more of. State names itself (admin.need.…).
type WareNeed struct {
	ID, SkuID, Count int64
	SkuName          string
	WareName, State  string
	PurchaseID       int64
	Auto, Chosen     bool
	Note, FailReason string
	CreatedAt        time.Time
}

// New tells whether a need can still be put into a purchase.
func (n WareNeed) New() bool { return n.State == "new" }

// WareNeedAdd is the page "wareneedadd".
type WareNeedAdd struct {
	AdminBase
	SKU, Count, Note string
	Houses           []Option
}

// WarePurchases is the page "warepurchases".
type WarePurchases struct {
	AdminBase
	Tabs      []Tab
	Heads     []AdminHead
	Purchases []WarePurchase
	Filtered  bool
	Pager     Pager
	CSV       string
	MayBuy    bool
}

// WarePurchase is needs that somebody buys in one go. State names itself (admin.purchase.…).
type WarePurchase struct {
	ID                     int64
	State, Assignee, Phone string
	CreatedAt, UpdatedAt   time.Time
	Lines                  int
	Pieces                 int64
}

// WarePurchaseDesk is the page "warepurchase": one purchase and what can be done with it.
type WarePurchaseDesk struct {
	AdminBase
	WarePurchase
	Needs           []WareNeed
	Steps           []Step
	Assign, Receive bool // what its state and one's rights allow
	Done            bool
	Outcomes        []WareOutcome
	FormAssignee    string
	FormPhone       string
}

// WareOutcome is how buying went for one need, as the form has it.
type WareOutcome struct {
	Need   WareNeed
	Failed bool
	Reason string
	Bad    bool
}
