package product

import (
	"context"
	"strings"

	"gulimall/pkg/apperr"
)

// The refusals of the desk of categories, brands and attributes.
var (
	ErrNoCategory   = apperr.New(apperr.NotFound, "category_not_found")
	ErrNoBrand      = apperr.New(apperr.NotFound, "brand_not_found")
	ErrNoAttr       = apperr.New(apperr.NotFound, "attribute_not_found")
	ErrNoAttrGroup  = apperr.New(apperr.NotFound, "attribute_group_not_found")
	ErrCategoryUsed = apperr.New(apperr.Conflict, "category_in_use")
	ErrAttrUsed     = apperr.New(apperr.Conflict, "attribute_in_use")
	ErrGroupUsed    = apperr.New(apperr.Conflict, "attribute_group_in_use")
	ErrNameTaken    = apperr.New(apperr.Conflict, "name_taken")
)

// ClassStore is the categories, brands and attributes in the database. Every method is one transaction; a change tells the audit log by whom,
// and every instance what has changed.
type ClassStore interface {
	CategoryStore
	BrandStore
	AttrStore
}

// Menu is what shows the categories; it is told when they have changed. The other instances hear the event.
type Menu interface{ MenuChanged(ctx context.Context) }

// Classes is the desk of categories, brands and attributes.
type Classes struct {
	store ClassStore
	menu  Menu
}

// NewClasses makes the desk.
func NewClasses(store ClassStore, menu Menu) *Classes { return &Classes{store, menu} }

// Bounds of what classes are called.
const (
	maxClassName  = 50
	maxBrandStory = 1000
	maxValues     = 4000 // the characters of all values of an attribute
)

// valueBreak stands between the values of an attribute, where it has several.
const valueBreak = ";"

// Values cuts a text into the values of an attribute.
func Values(text string) []string {
	values := []string{}
	for value := range strings.SplitSeq(text, valueBreak) {
		if value = strings.TrimSpace(value); value != "" {
			values = append(values, value)
		}
	}
	return values
}

// JoinValues is the text that Values cuts.
func JoinValues(values []string) string { return strings.Join(values, valueBreak) }
