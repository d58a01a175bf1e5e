// Package wareapi is what the ware service promises the other services.
package wareapi

import "gulimall/pkg/money"

// Service is the name in Consul.
const Service = "ware"

// Internal paths.
const (
	PathStock   = "/internal/ware/stock"       // POST StockQuery → Stock
	PathQuote   = "/internal/ware/quote"       // POST QuoteQuery → Quote
	PathLock    = "/internal/ware/locks"       // POST Lock → Locked, idempotent by order; 409 stock_short (skuIds), reservation_released
	PathFreight = "/internal/ware/freight"     // GET → Freight
	PathAdjust  = "/internal/ware/adjustments" // POST Adjust → 204, idempotent by key; 409 stock_below_locks
)

// StockQuery asks what can be bought of SKUs, at most 500.
type StockQuery struct {
	SkuIDs []int64 `json:"skuIds"`
}

// Stock answers with a row for every SKU asked for, in the order asked; a SKU without stock rows has 0.
type Stock struct {
	Stock []Available `json:"stock"`
}

// Available is how many pieces of a SKU are neither sold nor locked, over all warehouses.
type Available struct {
	SkuID     int64 `json:"skuId"`
	Available int64 `json:"available"`
}

// Line is one SKU, how many of it, and what one piece weighs in grams.
type Line struct {
	SkuID  int64 `json:"skuId"`
	Count  int64 `json:"count"`
	Weight int64 `json:"weight"`
}

// QuoteQuery asks what is there and what sending it costs. Without a province only the stock is told.
type QuoteQuery struct {
	Lines           []Line    `json:"lines"`
	Province        string    `json:"province"`
	City            string    `json:"city"`
	Goods           money.Fen `json:"goods"`           // what the goods cost after discounts
	FreeFreightFrom money.Fen `json:"freeFreightFrom"` // of the member's level; 0 = never free by level
}

// Quote is the answer: stock by SKU in the order asked, freight, and the parcels that the goods would travel in.
type Quote struct {
	Stock      []Available   `json:"stock"`
	Freight    money.Fen     `json:"freight"`
	FreightWhy FreightReason `json:"freightWhy"`
	Parcels    []Parcel      `json:"parcels"` // none when something is missing
}

// Parcel is what one warehouse sends.
type Parcel struct {
	WareID   int64  `json:"wareId"`
	WareName string `json:"wareName"`
	Lines    []Line `json:"lines"`
}

// Lock asks to reserve all lines of an order, or none. SKUs may not repeat.
type Lock struct {
	OrderSn   string `json:"orderSn"`
	Consignee string `json:"consignee"`
	Phone     string `json:"phone"`
	Province  string `json:"province"`
	City      string `json:"city"`
	Address   string `json:"address"`
	Note      string `json:"note,omitempty"`
	Lines     []Line `json:"lines"`
}

// Locked says from where the goods will come.
type Locked struct {
	Parcels []Parcel `json:"parcels"`
}

// Adjust changes the stock of a SKU in a warehouse by a delta, once for its key.
type Adjust struct {
	Key    string `json:"key" validate:"required,max=80"`
	SkuID  int64  `json:"skuId" validate:"gt=0"`
	WareID int64  `json:"wareId" validate:"gt=0"`
	Delta  int64  `json:"delta" validate:"ne=0,min=-1000000,max=1000000"`
	Reason string `json:"reason" validate:"required,max=200"`
}

// Freight is what sending goods costs, by region, the cheapest first.
type Freight struct {
	Rules []FreightRule `json:"rules"`
}

// FreightRule is FirstFee up to FirstGrams, then ExtraFee for every started ExtraGrams more, to each of the provinces.
type FreightRule struct {
	Region     string    `json:"region"`
	Provinces  []string  `json:"provinces"`
	FirstGrams int64     `json:"firstGrams"`
	FirstFee   money.Fen `json:"firstFee"`
	ExtraGrams int64     `json:"extraGrams"`
	ExtraFee   money.Fen `json:"extraFee"`
}

// Events. They go to Exchange.
const (
	Exchange       = "stock-event-exchange"
	KeyLocked      = "stock.locked"
	KeyRelease     = "stock.release" // what KeyLocked dead-letters with
	KeyDeducted    = "stock.deducted"
	KeyUnlocked    = "stock.unlocked"
	KeyChanged     = "stock.changed"
	TypeLocked     = "stock.locked"
	TypeDeducted   = "stock.deducted"
	TypeUnlocked   = "stock.unlocked"
	TypeChanged    = "stock.changed"
	QueueDelay     = "stock.delay.queue"
	QueueRelease   = "stock.release.stock.queue" // hears stock.release.# and order.release.other.#
	QueueOrderPaid = "ware.order.paid.queue"
)

// StockLocked says that stock is reserved for an order. It comes back after a delay, so that ware can ask how the order ended.
type StockLocked struct {
	OrderSn string `json:"orderSn"`
}

// StockDeducted says that the goods of a paid order have left the stock.
type StockDeducted struct {
	OrderSn string `json:"orderSn"`
}

// StockUnlocked says that what was reserved for an order is free again.
type StockUnlocked struct {
	OrderSn string `json:"orderSn"`
}

// StockChanged says that SKUs have become available or have sold out.
type StockChanged struct {
	Skus []Available `json:"skus"`
}
