// Package product is the shop's catalogue: categories, brands, SPUs and their SKUs, what the home, search and item pages tell about
// them, and the search index that follows every change. The rules and use cases are here; the rooms around know the machines.
package product

import (
	"errors"
	"time"

	"gulimall/pkg/apperr"
	"gulimall/pkg/money"
)

// ErrSkuNotFound says that there is no such SKU.
var ErrSkuNotFound = apperr.New(apperr.NotFound, "sku_not_found")

// unavailable tells the caller that the database did not answer; what the store knows itself (there is no such SKU) stays what it is.
func unavailable(err error) error {
	var known *apperr.Error
	if err == nil || errors.As(err, &known) {
		return err
	}
	return apperr.ErrUnavailable.Wrap(err)
}

// Named is a thing of which only the id and the name matter.
type Named struct {
	ID   int64
	Name string
}

// AttrValue is the value of one attribute of an SPU or a SKU.
type AttrValue struct {
	AttrID int64
	Name   string
	Value  string
}

// SKU is one thing to buy, at the price that the catalogue asks at this moment.
type SKU struct {
	ID        int64
	SPUID     int64
	SPUName   string
	Title     string
	Subtitle  string
	Image     string
	Attrs     []AttrValue // sale attributes, in the order of the SPU
	Price     money.Fen
	Brand     Named
	Path      []Named // categories of level 1, 2 and 3
	Weight    int64   // grams
	SaleCount int64
	OnShelf   bool // the SKU and its SPU are both for sale
}

// Category answers the category of level 3.
func (s SKU) Category() Named {
	if len(s.Path) == 0 {
		return Named{}
	}
	return s.Path[len(s.Path)-1]
}

// Document is a SKU as search knows it: with the words that it is found by and the attributes that it can be filtered by.
type Document struct {
	SKU
	BrandEN string
	Created time.Time   // when its product was first put up
	Filters []AttrValue // searchable attributes of the SKU and its SPU
}

// SPU is what the SKUs of one product share.
type SPU struct {
	ID          int64
	Description string // paragraphs, one a line
	Specs       []SpecGroup
	SkuIDs      []int64
	Gallery     map[int64][]string // pictures by SKU
	About       []string           // pictures under the description
}

// SpecGroup is a heading of the specification table with its rows; the rows of no group have no name.
type SpecGroup struct {
	Name  string
	Attrs []AttrValue
}

// Change is what may be changed of a SKU; nil leaves things as they are.
type Change struct {
	Price   *money.Fen
	OnShelf *bool
}
