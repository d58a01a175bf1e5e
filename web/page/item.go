package page

import "gulimall/pkg/money"

// Item is the page "item" (item host, /{skuId}.html). Choosing another combination is a GET of the same page with a<attribute id>=<value>,
// answered by a redirect to the SKU that has it; adding to the cart is POST cart host /addToCart {skuId, count}, buying at once GET order
// host /toTrade {skuId, count}, the favourite POST member host /favourites {skuId, originUrl}.
type Item struct {
	Base
	Crumbs []Crumb
	SKU    ItemSKU
	// SaleAttrs are the choices that lead to the other SKUs of the SPU.
	SaleAttrs []SaleAttr
	// NoSuch is the combination that was chosen and that does not exist ("red · L"); empty where SKU is what was chosen.
	NoSuch string
	Specs  []SpecGroup
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
	// Count stands in the quantity box (1 when it is zero).
	Count int
	// Similar goods stand below; where the item cannot be bought they are what there is instead.
	Similar []ProductCard
	// Preview is set where members of staff look at what is not for sale yet: nothing can be bought, and choosing stays there.
	Preview *ItemPreview
}

// ItemPreview is what is looked at before it is for sale: a draft or a product, and the place of the SKU in it.
type ItemPreview struct{ Draft, ID, SKU int64 }

// ItemSKU is the SKU that the item page sells.
type ItemSKU struct {
	ID       int64
	Title    string
	Subtitle string
	Price    money.Fen
	Brand    string
	Category string
	// Images are shown in this order; the first is the main one.
	Images []string
	// Stock is how many pieces can be bought; where only that there are some is known, StockUnknown is set.
	Stock        int64
	StockUnknown bool
	SaleCount    int64
	// OffShelf goods can still be looked at and not be bought.
	OffShelf bool
}

// SaleAttr is one attribute that tells the SKUs of an SPU apart, such as colour.
type SaleAttr struct {
	ID     int64
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
	// Image is a small picture of it; it may be empty.
	Image string
}

// Why says what keeps a value from being bought: "none" (no such combination), "out" (no stock), or nothing.
func (v SaleValue) Why() string {
	switch {
	case v.SKUID == 0:
		return "none"
	case !v.HasStock:
		return "out"
	}
	return ""
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

// Promotion is one rule that makes the item cheaper: its code, which the page labels, and its text.
type Promotion struct {
	Code string
	Text string
}

// few is from how many pieces down the page tells how many are left.
const few = 10

// Stock says in one word how things stand with the stock: "off" (not for sale any more), "nosuch" (no such combination), "out", "low", "in".
func (p Item) Stock() string {
	switch {
	case p.SKU.OffShelf:
		return "off"
	case p.NoSuch != "":
		return "nosuch"
	case p.SKU.Stock < 1:
		return "out"
	case p.SKU.Stock <= few && !p.SKU.StockUnknown:
		return "low"
	}
	return "in"
}

// Extras tells whether there is more to say about the price.
func (p Item) Extras() bool {
	return len(p.Promotions) > 0 || len(p.Coupons) > 0 || p.GiftPoints > 0 || p.GiftGrowth > 0
}

// Buyable tells whether the buttons to buy would work.
func (p Item) Buyable() bool { return p.Stock() == "in" || p.Stock() == "low" }

// Quantity is what stands in the quantity box.
func (p Item) Quantity() int { return min(max(p.Count, 1), p.Most()) }

// Most is the largest quantity that may be asked for at once.
func (p Item) Most() int {
	if p.SKU.StockUnknown {
		return maxCount
	}
	return int(min(max(p.SKU.Stock, 1), maxCount))
}

// maxCount is the largest count of one SKU in a cart.
const maxCount = 200

// Shot is one picture of the gallery.
type Shot struct {
	Src    string
	Number int
}

// Shots are the pictures, counted from 1.
func (p Item) Shots() []Shot { return shots(p.SKU.Images) }

// AboutShots are the pictures under the description, counted from 1.
func (p Item) AboutShots() []Shot { return shots(p.DescriptionImages) }

func shots(images []string) []Shot {
	all := make([]Shot, len(images))
	for i, src := range images {
		all[i] = Shot{src, i + 1}
	}
	return all
}
