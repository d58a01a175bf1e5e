package page

import "gulimall/pkg/money"

// Item is the page "item" (item host, /{skuId}.html).
type Item struct {
	Base
	Crumbs []Crumb
	SKU    ItemSKU
	// SaleAttrs are the choices that lead to the other SKUs of the SPU.
	SaleAttrs []SaleAttr
	Specs     []SpecGroup
	// Description is plain text; an empty line starts a new paragraph.
	Description string
	// DescriptionImages stand under the description.
	DescriptionImages []string
	Promotions        []Promotion
	// Coupons are claimable coupons that fit this item; empty hides the row.
	Coupons []CouponCard
	// GiftPoints and GiftGrowth are what receiving one piece earns.
	GiftPoints int64
	GiftGrowth int64
	// Count stands in the quantity box (1 when it is zero); MaxCount bounds it (200 when it is zero).
	Count    int
	MaxCount int
}

// ItemSKU is the SKU that the item page sells.
type ItemSKU struct {
	ID       int64
	Title    string
	Subtitle string
	Price    money.Fen
	Brand    string
	Category string
	// Images are shown in this order; the first is the large one.
	Images   []string
	HasStock bool
	// OffShelf goods can still be looked at and not be bought.
	OffShelf bool
}

// SaleAttr is one attribute that tells the SKUs of an SPU apart, such as colour.
type SaleAttr struct {
	Name   string
	Values []SaleValue
}

// SaleValue is one value of a sale attribute. SKUID is the SKU that choosing it leads to, zero when the combination does
// not exist.
type SaleValue struct {
	Value    string
	SKUID    int64
	Selected bool
	HasStock bool
}

// SpecGroup is a group of specifications.
type SpecGroup struct {
	Name  string
	Attrs []Spec
}

// Spec is one specification.
type Spec struct {
	Name  string
	Value string
}

// Promotion is one rule that makes the item cheaper: a short label such as 满减 and its text.
type Promotion struct {
	Label string
	Text  string
}

// Quantity is what stands in the quantity box.
func (p Item) Quantity() int { return max(p.Count, 1) }

// Most is the largest quantity that may be asked for at once.
func (p Item) Most() int {
	if p.MaxCount < 1 {
		return maxCount
	}
	return p.MaxCount
}

// maxCount is the largest count of one SKU in a cart.
const maxCount = 200
