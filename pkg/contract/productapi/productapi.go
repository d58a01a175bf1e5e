// Package productapi is what the product service promises the other services.
package productapi

import "gulimall/pkg/money"

// Service is the name in Consul.
const Service = "product"

// PathSkus: POST Query → Skus, what exists of the SKUs asked for, in the order asked.
const PathSkus = "/internal/product/skus"

// PathReindex: POST → 202, every instance builds its search index anew.
const PathReindex = "/internal/product/reindex"

// Query asks for SKUs by id, at most 500.
type Query struct {
	SkuIDs []int64 `json:"skuIds"`
}

// Skus answers a Query. Unknown ids are left out.
type Skus struct {
	Skus []Sku `json:"skus"`
}

// Sku is one thing to buy, at its live price.
type Sku struct {
	SkuID       int64     `json:"skuId"`
	SpuID       int64     `json:"spuId"`
	SpuName     string    `json:"spuName"`
	Title       string    `json:"title"`
	Image       string    `json:"image"`
	Attrs       []string  `json:"attrs"` // sale attributes, "颜色: 黑"
	Price       money.Fen `json:"price"`
	BrandID     int64     `json:"brandId"`
	BrandName   string    `json:"brandName"`
	CategoryIDs []int64   `json:"categoryIds"` // level 1, 2, 3
	Weight      int64     `json:"weight"`      // grams
	OnShelf     bool      `json:"onShelf"`
}

// SkuUpdate is the body of PUT PathSkus/{skuId} → Sku; 404 sku_not_found. What is left out stays as it is.
type SkuUpdate struct {
	Price   *money.Fen `json:"price,omitempty"`
	OnShelf *bool      `json:"onShelf,omitempty"`
}

// Events. They go to Exchange; every instance keeps its own index and hears them on a queue of its own.
const (
	Exchange       = "product-event-exchange"
	KeySkuChanged  = "product.sku.changed"
	TypeSkuChanged = "product.sku.changed"
	QueueOrderPaid = "product.order.paid.queue" // counts sales
)

// SkuChanged says that what the catalogue says about SKUs has changed; no SKU named means that any may have: read everything again.
type SkuChanged struct {
	SkuIDs    []int64 `json:"skuIds"`
	OnlySales bool    `json:"onlySales,omitempty"` // nothing but the sale counts
	OnlyMenu  bool    `json:"onlyMenu,omitempty"`  // nothing of the SKUs: the categories' order, or whether they are shown
}
