package product

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/paging"
)

// Brand is a brand as its desk sees it.
type Brand struct {
	ID         int64
	Name       string
	NameEN     string
	Story      string
	Letter     string // under which it is looked up, A to Z or empty
	Logo       string // a path of Pictures, or nothing
	Sort       int
	Hidden     bool
	Version    int64
	Goods      int64   // products
	Categories []Named // of level 3
}

// BrandOrder is what brands are sorted by.
type BrandOrder int

// Brands are listed as the shop sorts them, or by name or goods.
const (
	BrandsBySort BrandOrder = iota
	BrandsByName
	BrandsByGoods
)

// BrandQuery chooses brands. What is zero chooses all.
type BrandQuery struct {
	Name       string // how its name begins, in either language
	CategoryID int64
	Hidden     *bool
	Order      BrandOrder
	Down       bool
	Page       paging.Page
}

// BrandStore is the brands in the database.
type BrandStore interface {
	BrandList(ctx context.Context, q BrandQuery) ([]Brand, int64, error)
	// Brand finds one; ErrNoBrand.
	Brand(ctx context.Context, id int64) (Brand, error)
	// AddBrand adds one; ErrNameTaken, ErrNoCategory.
	AddBrand(ctx context.Context, b Brand, by adminapi.By) (Brand, error)
	// ChangeBrand changes the version that was seen; ErrNoBrand, ErrEditedMeantime, ErrNameTaken, ErrNoCategory.
	ChangeBrand(ctx context.Context, b Brand, by adminapi.By) (Brand, error)
}

// Brands lists brands.
func (c *Classes) Brands(ctx context.Context, q BrandQuery) ([]Brand, int64, error) {
	return c.store.BrandList(ctx, q)
}

// Brand finds a brand.
func (c *Classes) Brand(ctx context.Context, id int64) (Brand, error) { return c.store.Brand(ctx, id) }

const maxSort = 1_000_000

func (b *Brand) tidy() error {
	b.Name, b.NameEN, b.Letter = strings.TrimSpace(b.Name), strings.TrimSpace(b.NameEN), strings.ToUpper(strings.TrimSpace(b.Letter))
	b.Story = strings.TrimSpace(strings.ReplaceAll(b.Story, "\r\n", "\n"))
	var f faults
	f.text(b.Name, maxClassName, true, "name")
	f.text(b.NameEN, maxClassName, false, "nameEn")
	if utf8.RuneCountInString(b.Story) > maxBrandStory {
		f.add("too_long", "story")
	}
	if b.Letter != "" && (len(b.Letter) != 1 || !unicode.IsUpper(rune(b.Letter[0]))) {
		f.add("invalid", "letter")
	}
	if b.Logo != "" && !kept(b.Logo) {
		f.add("invalid", "logo")
	}
	f.within(int64(b.Sort), 0, maxSort, "sort")
	slices.SortFunc(b.Categories, func(x, y Named) int { return cmp.Compare(x.ID, y.ID) })
	b.Categories = slices.CompactFunc(b.Categories, func(x, y Named) bool { return x.ID == y.ID })
	return f.done()
}

// AddBrand adds a brand.
func (c *Classes) AddBrand(ctx context.Context, b Brand, by adminapi.By) (Brand, error) {
	if err := b.tidy(); err != nil {
		return Brand{}, err
	}
	return c.store.AddBrand(ctx, b, by)
}

// ChangeBrand changes a brand. Its goods go by the new name as soon as the instances have heard of it.
func (c *Classes) ChangeBrand(ctx context.Context, b Brand, by adminapi.By) (Brand, error) {
	if err := b.tidy(); err != nil {
		return Brand{}, err
	}
	return c.store.ChangeBrand(ctx, b, by)
}
