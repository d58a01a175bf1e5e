package productapi

import (
	"time"

	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/money"
)

// Paths of the back office. Lists answer {items, total, page, pageSize}.
const (
	PathOfficeSpus = "/api/admin/product/spus" // GET keyword categoryId brandId status sort (number name price sold updated, with - the greatest first) page → SpuRow; POST Publication → 201 Spu; + / + id: GET → Spu, PUT Publication → Spu
	PathOfficeSkus = "/api/admin/product/skus" // + / + id: GET → OfficeSku, PUT SkuEdit → OfficeSku
	PartUp         = "/up"                     // PathOfficeSpus + / + id + PartUp: POST → Spu; 422 incomplete names what is missing
	PartDown       = "/down"                   // PathOfficeSpus + / + id + PartDown: POST → Spu
)

// The states of SPUs: never put up yet, for sale, taken off.
const (
	SpuNew  = "new"
	SpuUp   = "up"
	SpuDown = "down"
)

// SpuRow is an SPU as lists show it.
type SpuRow struct {
	ID           int64     `json:"id"`
	Name         string    `json:"name"`
	Image        string    `json:"image,omitempty"`
	CategoryID   int64     `json:"categoryId"`
	CategoryName string    `json:"categoryName"`
	BrandID      int64     `json:"brandId"`
	BrandName    string    `json:"brandName"`
	Status       string    `json:"status"`
	Skus         int64     `json:"skus"` // how many there are
	Sold         int64     `json:"sold"`
	Lowest       money.Fen `json:"lowest"`
	Highest      money.Fen `json:"highest"`
	UpdatedAt    time.Time `json:"updatedAt"`
}

// Spu is a product with everything that publishing it said.
type Spu struct {
	ID        int64     `json:"id"`
	Status    string    `json:"status"`
	CreatedAt time.Time `json:"createdAt"`
	UpdatedAt time.Time `json:"updatedAt"`
	// Passing tells of promotions that the coupon service has not taken yet.
	Passing *Passing `json:"passing,omitempty"`
	Publication
}

// Passing is promotions that the coupon service has not taken yet: they are sent again by themselves, unless they were refused.
type Passing struct {
	Since   time.Time `json:"since"`
	Trouble string    `json:"trouble,omitempty"`
	// Refused is why they are not sent again: a change (PUT) that says other promotions of these SKUs sends those.
	Refused *Refusal `json:"refused,omitempty"`
}

// Refusal is why promotions were refused; SkuID 0 stands for the product.
type Refusal struct {
	Code   string         `json:"code"`
	Fields []RefusedField `json:"fields,omitempty"`
}

// RefusedField is what is wrong with one field of them.
type RefusedField struct {
	SkuID int64  `json:"skuId,omitempty"`
	Field string `json:"field"`
	Code  string `json:"code"`
}

// Publication is what publishing says of a product. The order of pictures is theirs in the shop, the first is the main one.
type Publication struct {
	// Key is the caller's own: the same key again publishes nothing again and answers what there is.
	Key string `json:"key,omitempty"`
	// Version is that of the product that a change is based on; 409 edited_meanwhile where there is a newer one.
	Version           int64    `json:"version,omitempty"`
	Name              string   `json:"name"`
	Summary           string   `json:"summary"`
	Description       string   `json:"description"` // plain text, paragraphs on lines of their own
	CategoryID        int64    `json:"categoryId"`  // of level 3; stays as it was first
	BrandID           int64    `json:"brandId"`
	Weight            int64    `json:"weight"` // grams
	Album             []string `json:"album"`
	DescriptionImages []string `json:"descriptionImages"`
	// Bounds is what buying one piece gives; left out it stays as it is.
	Bounds *couponapi.Bounds `json:"bounds,omitempty"`
	// Specs are values of the base attributes of the category.
	Specs []SpecValue `json:"specs"`
	// SaleAttrs tell the SKUs apart; those of SKUs that exist stay as they are, new ones come behind them, with a value for every SKU.
	SaleAttrs []SaleChoice     `json:"saleAttrs"`
	Skus      []PublicationSku `json:"skus"`
}

// SpecValue is the value of a base attribute.
type SpecValue struct {
	AttrID int64  `json:"attrId"`
	Value  string `json:"value"`
}

// SaleChoice is a sale attribute with the values that there are of it.
type SaleChoice struct {
	AttrID int64    `json:"attrId"`
	Values []string `json:"values"`
}

// PublicationSku is one thing to buy. SkuID 0 is a new one; no SKU that exists may be left out, for none is ever removed.
type PublicationSku struct {
	SkuID int64 `json:"skuId,omitempty"`
	// Values are of the sale attributes, in their order.
	Values   []string  `json:"values"`
	Title    string    `json:"title"`
	Subtitle string    `json:"subtitle"`
	Price    money.Fen `json:"price"`
	Weight   int64     `json:"weight"` // grams
	Images   []string  `json:"images"` // the first is the main one
	Off      bool      `json:"off,omitempty"`
	// Promotions is what makes it cheaper; left out it stays as it is.
	Promotions *Promotions `json:"promotions,omitempty"`
}

// Promotions are all rules that make a SKU cheaper.
type Promotions struct {
	Ladder        []couponapi.Rung          `json:"ladder,omitempty"`
	FullReduction []couponapi.FullReduction `json:"fullReduction,omitempty"`
	MemberPrices  []couponapi.MemberPrice   `json:"memberPrices,omitempty"`
}

// OfficeSku is one thing to buy, as the back office sees it.
type OfficeSku struct {
	SkuID    int64     `json:"skuId"`
	SpuID    int64     `json:"spuId"`
	Version  int64     `json:"version"`
	Name     string    `json:"name"`
	Title    string    `json:"title"`
	Subtitle string    `json:"subtitle"`
	Price    money.Fen `json:"price"`
	Weight   int64     `json:"weight"`
	Images   []string  `json:"images"`
	OnSale   bool      `json:"onSale"` // its own switch; it is sold while its SPU is up too
	Sold     int64     `json:"sold"`
}

// SkuEdit changes a SKU; what is left out stays as it is.
type SkuEdit struct {
	Version  int64      `json:"version" validate:"required,min=1"`
	Title    *string    `json:"title,omitempty"`
	Subtitle *string    `json:"subtitle,omitempty"`
	Price    *money.Fen `json:"price,omitempty"`
	Weight   *int64     `json:"weight,omitempty"`
	Images   *[]string  `json:"images,omitempty"`
	OnSale   *bool      `json:"onSale,omitempty"`
}
