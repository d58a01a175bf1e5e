// Package demodata is the goods, people and past of the demo shop: pure data with fixed ids, so that product, ware,
// coupon, member, order and payment can each seed their own part and still agree with one another.
//
// Nothing here reads a clock, a file or a random source. Times are told as how long before (or after) the seeding they
// are, amounts are in fen, weights in grams. Every function builds its answer anew, so callers may change what they get.
package demodata

import (
	"time"

	"gulimall/pkg/money"
	"gulimall/pkg/picture"
)

// Category is one node of the three-level tree of goods. Level 1 has ParentID 0.
type Category struct {
	ID, ParentID int64
	Level        int
	Name, NameEN string
	Sort         int
}

// Brand is a maker of goods.
type Brand struct {
	ID           int64
	Name, NameEN string
	FirstLetter  string
	Story        string // one or two sentences for the brand's page
	Sort         int
}

// CategoryBrand says that a brand has goods in a leaf category.
type CategoryBrand struct {
	CategoryID, BrandID int64
}

// AttrKind tells what an attribute is for; the values are those of pms_attr.attr_type.
type AttrKind int

// The two kinds of attributes.
const (
	SaleAttr AttrKind = 0 // chosen by the shopper: every combination is a SKU
	BaseAttr AttrKind = 1 // a specification of the SPU, shown in groups
)

// AttrGroup is a heading of the specification table of a leaf category.
type AttrGroup struct {
	ID, CategoryID int64
	Name           string
	Sort           int
}

// Attr is a sale or base attribute of a leaf category. Sale attributes belong to no group (GroupID 0).
type Attr struct {
	ID, CategoryID, GroupID int64
	Name                    string
	Kind                    AttrKind
	Searchable              bool
	Values                  []string // every value that goods of the category have, in order of appearance
	Sort                    int
}

// AttrValue is the value of one attribute of one SPU (base) or SKU (sale).
type AttrValue struct {
	AttrID int64
	Name   string
	Value  string
	Sort   int
}

// SPU is a product, of which the shopper buys one of the SKUs.
type SPU struct {
	ID, CategoryID, BrandID int64
	Name, Model             string
	Subtitle                string
	Paragraphs              []string // the description, two to four paragraphs of plain text
	Specs                   []AttrValue
	Weight                  int64 // grams of the lightest SKU, packed
	Points, Growth          int64 // what one piece gives when the order is completed
	Kind                    picture.Kind
	CreatedAgo              time.Duration
}

// SKU is what can be put in a cart: one combination of the sale attributes of its SPU.
type SKU struct {
	ID, SPUID, CategoryID, BrandID int64
	Name                           string // "HUAWEI Mate 70 Pro 曜石黑 12GB+256GB"
	Title                          string // the name with the brand and what it is: what search reads
	Subtitle                       string
	Attrs                          []AttrValue
	Price                          money.Fen
	Weight                         int64    // grams, packed
	Picture                        string   // "/media/sku/{id}.svg"
	Gallery                        []string // "/media/sku/{id}-{n}.svg", n from 1
	SaleCount                      int64
}

// Picture is a drawing to be made: File is relative to the media folder ("sku/1101.svg").
type Picture struct {
	File string
	Spec picture.Spec
}
