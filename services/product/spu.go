package product

import (
	"context"
	"time"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/money"
	"gulimall/pkg/paging"
)

// The errors of publishing.
var (
	ErrNoSPU          = apperr.New(apperr.NotFound, "spu_not_found")
	ErrNoDraft        = apperr.New(apperr.NotFound, "draft_not_found")
	ErrEditedMeantime = apperr.New(apperr.Conflict, "edited_meanwhile")
	// ErrIncomplete names what a product lacks that is to be sold.
	ErrIncomplete = apperr.New(apperr.Invalid, "spu_incomplete")
)

// SPUStatus is where a product stands (pms_spu_info.publish_status).
type SPUStatus int

// A product is new until it is put up for the first time.
const (
	SPUNew SPUStatus = iota
	SPUUp
	SPUDown
)

// SPUStatusNames are the states as the API calls them, in their order.
func SPUStatusNames() []string {
	return []string{productapi.SpuNew, productapi.SpuUp, productapi.SpuDown}
}

// String is the state as the API calls it.
func (s SPUStatus) String() string { return SPUStatusNames()[s] }

// SPUQuery chooses products. What is zero, or nil, chooses all.
type SPUQuery struct {
	Keyword    string // begins the name, or is the number
	CategoryID int64  // of any level
	BrandID    int64
	Status     *SPUStatus
	Sort       SPUSort
	Down       bool // the greatest first
	Page       paging.Page
}

// SPUSort is what a list of products is sorted by, as the API calls it.
type SPUSort string

// The ways to sort products. The number tells their age: the greatest is the newest.
const (
	ByNumber  SPUSort = "number"
	ByName    SPUSort = "name"
	ByPrice   SPUSort = "price" // the lowest of its SKUs
	BySold    SPUSort = "sold"
	ByUpdated SPUSort = "updated"
)

// SPUSorts lists the ways to sort products.
func SPUSorts() []SPUSort { return []SPUSort{ByNumber, ByName, ByPrice, BySold, ByUpdated} }

// SPURow is a product as lists show it.
type SPURow struct {
	ID              int64
	Name            string
	Image           string
	Category, Brand Named
	Status          SPUStatus
	Skus, Sold      int64
	Lowest, Highest money.Fen
	UpdatedAt       time.Time
}

// Published is a product with everything that publishing it said. What makes it cheaper is coupon's to tell: it is left out here.
type Published struct {
	ID                   int64
	Status               SPUStatus
	CreatedAt, UpdatedAt time.Time
	productapi.Publication
	// Sold is how many pieces of each SKU were sold, and Versions what versions they are in, in their order.
	Sold, Versions []int64
	// Passing tells of rules which make it cheaper and have not reached coupon yet, or were refused there.
	Passing *Passing
}

// SkuIDs lists the SKUs that there are.
func (p Published) SkuIDs() []int64 {
	ids := make([]int64, len(p.Skus))
	for i, sku := range p.Skus {
		ids[i] = sku.SkuID
	}
	return ids
}

// EditedSKU is one SKU as the back office sees it.
type EditedSKU struct {
	productapi.OfficeSku
	SPUName string
	Status  SPUStatus // of its product
}

// Saving is what is to be saved of a product: ID 0 is a new one. What was saved under a key or from a draft is saved once.
type Saving struct {
	ID    int64
	Key   string
	Draft *Draft
	Terms Terms
	// Status is where a product that is there stood when it was judged: it is saved only while it still does.
	Status SPUStatus
	productapi.Publication
}

// Draft is what the wizard holds of a product that is being published or, with an SPUID, changed. A saved one has done its work.
type Draft struct {
	ID, Version int64
	SPUID       int64
	Saved       bool
	Account     string // whose hand was on it last
	UpdatedAt   time.Time
	Body        productapi.Publication
}

// PublishStore is what publishing needs of the catalogue. Every method is one transaction; a change tells the audit log by whom, and every
// instance which SKUs are others now.
type PublishStore interface {
	SPUs(ctx context.Context, q SPUQuery) ([]SPURow, int64, error)
	// Published reads a product; ErrNoSPU.
	Published(ctx context.Context, id int64) (Published, error)
	// CategoryPath reads the way to a category of level 3; none where there is no such category.
	CategoryPath(ctx context.Context, categoryID int64) ([]Named, error)
	// Brands lists all brands.
	Brands(ctx context.Context) ([]Named, error)
	// SaveSPU saves a product and answers its id; what was saved before under the same key or from the same draft is answered as it was.
	// ErrNoSPU, ErrEditedMeantime.
	SaveSPU(ctx context.Context, s Saving, by adminapi.By) (int64, error)
	// Shelve puts a product up or takes it down and says whether that changed anything. What is to go up is judged first by complete, in the
	// same transaction; ErrNoSPU and what complete says.
	Shelve(ctx context.Context, id int64, to SPUStatus, complete func(Published) error, by adminapi.By) (changed bool, err error)
	// EditedSKU reads a SKU; ErrSkuNotFound.
	EditedSKU(ctx context.Context, id int64) (EditedSKU, error)
	// EditSKU changes a SKU whose product still stands where it stood when the change was judged; ErrSkuNotFound, ErrEditedMeantime.
	EditSKU(ctx context.Context, id int64, edit productapi.SkuEdit, judged SPUStatus, by adminapi.By) error

	// Drafts lists what is not saved yet, what was worked on last first.
	Drafts(ctx context.Context, page paging.Page) ([]Draft, int64, error)
	// Draft reads a draft; ErrNoDraft.
	Draft(ctx context.Context, id int64) (Draft, error)
	AddDraft(ctx context.Context, d Draft) (Draft, error)
	// ChangeDraft writes the version that was seen; ErrNoDraft, ErrEditedMeantime.
	ChangeDraft(ctx context.Context, d Draft) (Draft, error)
	// DropDraft throws a draft away that was not saved; ErrNoDraft.
	DropDraft(ctx context.Context, id int64, by adminapi.By) error

	PassingStore
}

// Promoter keeps what makes goods cheaper: coupon.
type Promoter interface {
	Rules(ctx context.Context, spuID int64) (couponapi.SpuRules, error)
	// SetRules makes all rules of a product as told; the same again changes nothing.
	SetRules(ctx context.Context, rules couponapi.SpuRules) error
}
