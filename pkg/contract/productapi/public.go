package productapi

import "gulimall/pkg/money"

// Public paths.
const (
	PathCategories = "/api/product/categories" // GET → []CategoryNode
	PathSearch     = "/api/product/search"     // GET, parameters of the search page plus pageSize → Search; 422 invalid names the parameter
	PathSku        = "/api/product/skus/"      // + skuId: GET → Detail; 404 sku_not_found
	PathCards      = "/api/product/skus"       // GET ids=1,2,3, at most 20 → Cards; 422 invalid names ids
	PathSuggest    = "/api/product/suggest"    // GET keyword → Suggestions; without a keyword what sells best
)

// Cards is what is for sale of the SKUs asked for, in the order asked.
type Cards struct {
	Items []Card `json:"items"`
}

// Card is a SKU as lists show it.
type Card struct {
	SkuID     int64     `json:"skuId"`
	SpuID     int64     `json:"spuId"`
	Title     string    `json:"title"`
	Price     money.Fen `json:"price"`
	Image     string    `json:"image"`
	BrandName string    `json:"brandName"`
	SaleCount int64     `json:"saleCount"`
	HasStock  bool      `json:"hasStock"`
}

// Suggestions are up to eight keywords, each of which finds something.
type Suggestions struct {
	Suggestions []Suggestion `json:"suggestions"`
}

// Suggestion is a keyword, what it is the name of (category, brand, product; hot: what sells best; spelling: what may have been meant),
// and how many goods it finds.
type Suggestion struct {
	Text  string `json:"text"`
	Kind  string `json:"kind"`
	Count int    `json:"count"`
}

// CategoryNode is a category with what lies below it; three levels, and the third has no children.
type CategoryNode struct {
	ID       int64          `json:"id"`
	Name     string         `json:"name"`
	Children []CategoryNode `json:"children"`
}

// Search is one page of what was found. The counts of a filter are what choosing another of its values would show: its own choice does
// not shrink them, the choice of all others does.
type Search struct {
	Items      []SearchItem    `json:"items"`
	Total      int             `json:"total"`
	PageNum    int             `json:"pageNum"`
	PageSize   int             `json:"pageSize"`
	Brands     []BrandCount    `json:"brands"`
	Categories []CategoryCount `json:"categories"`
	Attrs      []AttrCounts    `json:"attrs"`
}

// SearchItem is a SKU that was found. Title is plain text. Highlight is the title as HTML: its text escaped, and nothing but <em> and
// </em> round what was found, so it may be put into a page as it is.
type SearchItem struct {
	SkuID     int64     `json:"skuId"`
	SpuID     int64     `json:"spuId"`
	Title     string    `json:"title"`
	Highlight string    `json:"highlight"`
	Price     money.Fen `json:"price"`
	Image     string    `json:"image"`
	BrandID   int64     `json:"brandId"`
	BrandName string    `json:"brandName"`
	SaleCount int64     `json:"saleCount"`
	HasStock  bool      `json:"hasStock"`
}

// BrandCount is a brand to filter by (brandId).
type BrandCount struct {
	BrandID int64  `json:"brandId"`
	Name    string `json:"name"`
	Count   int    `json:"count"`
}

// CategoryCount is a category of level 3 to filter by (catalog3Id).
type CategoryCount struct {
	ID    int64  `json:"id"`
	Name  string `json:"name"`
	Count int    `json:"count"`
}

// AttrCounts is an attribute to filter by (attrs={attrId}_{value}:{value}).
type AttrCounts struct {
	AttrID int64        `json:"attrId"`
	Name   string       `json:"name"`
	Values []ValueCount `json:"values"`
}

// ValueCount is a value of an attribute.
type ValueCount struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

// Detail is everything about a SKU.
type Detail struct {
	SkuID       int64       `json:"skuId"`
	SpuID       int64       `json:"spuId"`
	Title       string      `json:"title"`
	Subtitle    string      `json:"subtitle"`
	Price       money.Fen   `json:"price"`
	Images      []string    `json:"images"`
	Category    Category    `json:"category"`
	Brand       Named       `json:"brand"`
	SaleAttrs   []SaleAttr  `json:"saleAttrs"`
	Specs       []SpecGroup `json:"specs"`
	Description string      `json:"description"` // plain text, paragraphs on lines of their own
	HasStock    bool        `json:"hasStock"`
	Stock       *int64      `json:"stock,omitempty"` // pieces that can be bought; absent while ware does not answer
	OnShelf     bool        `json:"onShelf"`
	Promotions  []Promotion `json:"promotions"`
	Gifts       Gifts       `json:"gifts"`
}

// Named is an id and a name.
type Named struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

// Category is the category of level 3, and the way to it from level 1.
type Category struct {
	ID   int64   `json:"id"`
	Name string  `json:"name"`
	Path []Named `json:"path"`
}

// SaleAttr is an attribute that tells the SKUs of a product apart.
type SaleAttr struct {
	AttrID int64       `json:"attrId"`
	Name   string      `json:"name"`
	Values []SaleValue `json:"values"`
}

// SaleValue is one of its values and the SKUs that have it: the SKU of a choice is in the intersection over all attributes.
type SaleValue struct {
	Value  string  `json:"value"`
	SkuIDs []int64 `json:"skuIds"`
}

// SpecGroup is a part of the specification table.
type SpecGroup struct {
	Group string `json:"group"`
	Attrs []Spec `json:"attrs"`
}

// Spec is a row of it.
type Spec struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Promotion is a rule that makes the SKU cheaper, in words.
type Promotion struct {
	Rule string `json:"rule"` // ladder, full_reduction, member_price
	Text string `json:"text"`
}

// Gifts is what one piece gives when the order is completed.
type Gifts struct {
	Points int64 `json:"points"`
	Growth int64 `json:"growth"`
}
