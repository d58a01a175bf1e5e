package wareapi

import (
	"time"

	"gulimall/pkg/money"
)

// Back-office paths of stock-taking, freight and imports.
const (
	PathTakings       = "/api/admin/ware/stocktakings"            // GET ?wareId&state=open,booked,cancelled → page of Taking; POST NewTaking → 201 Taking, 409 stocktaking_overlap; GET {id} → Taking
	PathOfficeFreight = "/api/admin/ware/freight"                 // GET → []FreightTemplate; POST NewFreight → 201 FreightTemplate, 409 region_taken; PUT {id} ChangedFreight → 200 FreightTemplate; DELETE {id}?version → 204, 409 freight_last; 409 edited_meanwhile
	PathStockImport   = "/api/admin/ware/stock/imports"           // POST StockImport → 200 Imported; with dryRun nothing is done
	PathWarnImport    = "/api/admin/ware/stock/warn-line/imports" // POST WarnImport → 200 Imported; likewise
	PathNeedImport    = "/api/admin/ware/purchase-needs/imports"  // POST NeedImport → 200 Imported; likewise

	PartUncovered = "/uncovered" // PathOfficeFreight: GET → FreightRule: the provinces that no template covers, and the rule by which they pay

	PartLines  = "/lines"  // PathTakings/{id}: GET ?show=uncounted,different,refused&skuId → page of TakingLine
	PartCounts = "/counts" // PUT Counts → 200 Counted, line by line; 409 stocktaking_state
	PartBook   = "/book"   // POST → 200 Taking, the same again for the same again; 409 stocktaking_state, stocktaking_empty
	PartCancel = "/cancel" // POST → 200 Taking; 409 stocktaking_state
)

// Taking is a stock-taking sheet and how far it has come. It stays open as long as lines are refused.
type Taking struct {
	ID        int64     `json:"id"`
	WareID    int64     `json:"wareId"`
	State     string    `json:"state"` // open, booked, cancelled
	Note      string    `json:"note,omitempty"`
	Account   string    `json:"account"`
	CreatedAt time.Time `json:"createdAt"`
	UpdatedAt time.Time `json:"updatedAt"`
	Lines     int64     `json:"lines"`
	Counted   int64     `json:"counted"`
	Differing int64     `json:"differing"`
	Booked    int64     `json:"booked"`
	Refused   int64     `json:"refused"`
}

// NewTaking opens a sheet for some SKUs of a warehouse; without any, for all that it has.
type NewTaking struct {
	WareID int64   `json:"wareId" validate:"gt=0"`
	SkuIDs []int64 `json:"skuIds,omitempty" validate:"max=20000,unique,dive,gt=0"`
	Note   string  `json:"note,omitempty" validate:"max=200"`
}

// TakingLine is one SKU on a sheet. Expected is what the books said at the moment of the count; booking changes the stock by what differs.
type TakingLine struct {
	SkuID     int64      `json:"skuId"`
	SkuName   string     `json:"skuName"`
	State     string     `json:"state"` // open, booked, refused
	Counted   *int64     `json:"counted"`
	Expected  *int64     `json:"expected"`
	Delta     int64      `json:"delta"`
	CountedAt *time.Time `json:"countedAt,omitempty"`
	Stock     int64      `json:"stock"`
	Locked    int64      `json:"locked"`
}

// Counts say what lies on the shelf.
type Counts struct {
	Counts []Count `json:"counts" validate:"required,min=1,max=20000,unique=SkuID,dive"`
}

// Count is what lies on the shelf of one SKU; null takes the count back.
type Count struct {
	SkuID   int64  `json:"skuId" validate:"gt=0"`
	Counted *int64 `json:"counted" validate:"omitempty,min=0,max=100000000"`
}

// Counted tells which counts were not taken.
type Counted struct {
	Taken   int          `json:"taken"`
	Refused []CountFault `json:"refused"`
}

// CountFault is why a count was not taken: not_on_sheet, line_booked.
type CountFault struct {
	SkuID int64  `json:"skuId"`
	Code  string `json:"code"`
}

// FreightTemplate is what sending to the provinces of a region costs.
type FreightTemplate struct {
	ID      int64 `json:"id"`
	Version int64 `json:"version"`
	FreightRule
}

// NewFreight adds a region. Its provinces leave theirs; Seen, the version of every template that was seen, keeps those from being taken that
// somebody else has moved meanwhile (409 edited_meanwhile).
type NewFreight struct {
	Region     string          `json:"region" validate:"required,max=32,line"`
	FirstGrams int64           `json:"firstGrams" validate:"min=0,max=10000000"`
	FirstFee   money.Fen       `json:"firstFee" validate:"min=0,max=10000000"`
	ExtraGrams int64           `json:"extraGrams" validate:"gt=0,max=10000000"`
	ExtraFee   money.Fen       `json:"extraFee" validate:"min=0,max=10000000"`
	Provinces  []string        `json:"provinces" validate:"required,min=1,max=100,unique"`
	Seen       map[int64]int64 `json:"seen,omitempty"`
}

// ChangedFreight changes a template. Its provinces stay, and those that are added leave their regions, as with NewFreight.
type ChangedFreight struct {
	FirstGrams int64           `json:"firstGrams" validate:"min=0,max=10000000"`
	FirstFee   money.Fen       `json:"firstFee" validate:"min=0,max=10000000"`
	ExtraGrams int64           `json:"extraGrams" validate:"gt=0,max=10000000"`
	ExtraFee   money.Fen       `json:"extraFee" validate:"min=0,max=10000000"`
	Provinces  []string        `json:"provinces" validate:"required,max=100,unique"`
	Version    int64           `json:"version"`
	Seen       map[int64]int64 `json:"seen,omitempty"`
}

// StockImport adjusts many stocks, each row once for the key.
type StockImport struct {
	DryRun bool         `json:"dryRun,omitempty"`
	Key    string       `json:"key" validate:"required,max=36,printascii"`
	Rows   []Adjustment `json:"rows" validate:"required,min=1,max=1000"`
}

// NeedImport asks for many goods, each row once for the key.
type NeedImport struct {
	DryRun bool      `json:"dryRun,omitempty"`
	Key    string    `json:"key" validate:"required,max=36,printascii"`
	Rows   []NewNeed `json:"rows" validate:"required,min=1,max=1000"`
}

// WarnImport sets many warning lines. Those that are so already are left alone.
type WarnImport struct {
	DryRun bool       `json:"dryRun,omitempty"`
	Rows   []WarnLine `json:"rows" validate:"required,min=1,max=1000"`
}

// Imported is how each row went, or would go.
type Imported struct {
	OK     int           `json:"ok"`
	Failed int           `json:"failed"`
	Rows   []ImportedRow `json:"rows"`
}

// ImportedRow is how one row went; rows count from 1. Before and After are stocks, or warning lines. Again: it was done before, and nothing happens.
type ImportedRow struct {
	Row    int    `json:"row"`
	OK     bool   `json:"ok"`
	Again  bool   `json:"again,omitempty"`
	Code   string `json:"code,omitempty"`
	Field  string `json:"field,omitempty"`
	Before int64  `json:"before"`
	After  int64  `json:"after"`
}
