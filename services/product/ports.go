package product

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/money"
)

// Store is the catalogue in the database. Its writes put product.sku.changed into the outbox of the same transaction.
type Store interface {
	// Categories lists the categories that are shown.
	Categories(ctx context.Context) ([]Category, error)
	// Skus answers the SKUs that exist of those asked for.
	Skus(ctx context.Context, ids []int64) ([]SKU, error)
	// SPU answers what the SKUs of a product share, or ErrSkuNotFound.
	SPU(ctx context.Context, id int64) (SPU, error)
	// Documents answers the SKUs that are for sale of those asked for; nil asks for all.
	Documents(ctx context.Context, ids []int64) ([]Document, error)
	// Change changes a SKU, or answers ErrSkuNotFound.
	Change(ctx context.Context, id int64, change Change) error
	// Sold adds to the sale counts; the message in ctx counts once.
	Sold(ctx context.Context, counts map[int64]int64) error
	// Announce tells every instance to build its index anew.
	Announce(ctx context.Context) error
}

// Index finds SKUs. Every instance has its own.
type Index interface {
	// Replace makes the index anew of these documents. What is known of their stock stays.
	Replace(docs []Document) error
	// Put adds documents or replaces them.
	Put(docs []Document) error
	// Remove takes SKUs out.
	Remove(ids []int64) error
	// Mark answers a mark for SetStock: it stands for this moment.
	Mark() uint64
	// SetStock notes how many pieces can be bought, as it was at the mark: what was noted after the mark is newer and stays.
	SetStock(available map[int64]int64, mark uint64)
	// UnknownStock lists SKUs of whose stock nothing was ever noted; they are taken to be in stock.
	UnknownStock() []int64
	// Documents lists all goods; nobody writes to them.
	Documents() []*Document
	// SKUIDs lists all.
	SKUIDs() []int64
	// HasStock says whether a SKU can be bought, as far as the index knows.
	HasStock(id int64) bool
	// Search answers a page.
	Search(q Query) (Result, error)
	// Best answers the best-selling SKUs in stock of a category (0 = all), at most one an SPU.
	Best(category int64, n int) []Hit
	// Leaves lists the leaf categories below a category that have goods.
	Leaves(category int64) []Named
}

// Stock asks ware how many pieces of SKUs can be bought, and what it costs to send them.
type Stock interface {
	Available(ctx context.Context, ids []int64) (map[int64]int64, error)
	Freight(ctx context.Context) ([]FreightRule, error)
}

// Coupons asks what makes goods cheaper.
type Coupons interface {
	// Promotions is what is on for a SKU at its price.
	Promotions(ctx context.Context, sku SKU) (couponapi.Promotions, error)
	// Claimable lists coupons for a member; 0 is a visitor.
	Claimable(ctx context.Context, memberID int64) ([]couponapi.Claimable, error)
}

// Members asks what members get.
type Members interface {
	// Levels lists the levels, the lowest first.
	Levels(ctx context.Context) ([]Level, error)
}

// Catalogue is the use cases.
type Catalogue struct {
	store   Store
	index   Index
	stock   Stock
	coupons Coupons
	members Members
	log     *slog.Logger
	ware    neighbour
	coupon  neighbour
	member  neighbour

	built      atomic.Bool   // the index is there
	epoch      atomic.Uint64 // grows with every rebuild
	snapshots  *snapshots
	tree       *Cache[struct{}, []Node]
	spus       *Cache[int64, SPU]
	available  *Cache[int64, map[int64]int64] // by SPU
	promotions *Cache[promotionKey, couponapi.Promotions]
	claimable  *Cache[int64, []couponapi.Claimable]
	floors     *Cache[struct{}, []Floor]
	vocabulary *Cache[struct{}, *Vocabulary]
	suggested  *Cache[string, []Suggestion]
	freight    *Cache[struct{}, []FreightRule]
	levels     *Cache[struct{}, []Level]
	changed    dirty // SKUs whose row could not be read when it changed
	sold       dirty // SKUs of which only the sale count has changed
	doubtful   dirty // SKUs whose stock has to be asked for again
}

// promotionKey lets a new price be quoted anew.
type promotionKey struct {
	sku   int64
	price money.Fen
}

// How long things are remembered.
const (
	treeTTL      = 30 * time.Second
	spuTTL       = 30 * time.Second
	stockTTL     = time.Second
	promotionTTL = 5 * time.Second
	claimableTTL = 2 * time.Second
	floorsTTL    = time.Second
	wordsTTL     = 5 * time.Second
	rulesTTL     = 30 * time.Second
)

// New makes the use cases.
func New(store Store, index Index, stock Stock, coupons Coupons, members Members, log *slog.Logger, now func() time.Time) *Catalogue {
	return &Catalogue{
		store: store, index: index, stock: stock, coupons: coupons, members: members, log: log,
		ware: neighbour{now: now}, coupon: neighbour{now: now}, member: neighbour{now: now},
		snapshots:  newSnapshots(store.Skus, now),
		tree:       NewCache[struct{}, []Node](treeTTL, 1, now),
		spus:       NewCache[int64, SPU](spuTTL, 2000, now),
		available:  NewCache[int64, map[int64]int64](stockTTL, 5000, now),
		promotions: NewCache[promotionKey, couponapi.Promotions](promotionTTL, 5000, now),
		claimable:  NewCache[int64, []couponapi.Claimable](claimableTTL, 5000, now),
		floors:     NewCache[struct{}, []Floor](floorsTTL, 1, now),
		vocabulary: NewCache[struct{}, *Vocabulary](wordsTTL, 1, now),
		suggested:  NewCache[string, []Suggestion](wordsTTL, 2000, now),
		freight:    NewCache[struct{}, []FreightRule](rulesTTL, 1, now),
		levels:     NewCache[struct{}, []Level](rulesTTL, 1, now),
	}
}

// Categories answers the tree of categories.
func (c *Catalogue) Categories(ctx context.Context) ([]Node, error) {
	return c.tree.Get(ctx, struct{}{}, func(ctx context.Context) ([]Node, error) {
		all, err := c.store.Categories(ctx)
		if err != nil {
			return nil, unavailable(err)
		}
		return Tree(all), nil
	})
}

// Search answers a page of what was found.
func (c *Catalogue) Search(q Query) (Result, error) { return c.index.Search(q) }

// Best answers the best-selling goods, for pages that have nothing better to show.
func (c *Catalogue) Best(n int) []Hit { return c.index.Best(0, n) }

// Skus answers what exists of the SKUs asked for, in the order asked, each once.
func (c *Catalogue) Skus(ctx context.Context, ids []int64) ([]*SKU, error) {
	found, err := c.snapshots.find(ctx, ids)
	if err != nil {
		return nil, err
	}
	list := make([]*SKU, 0, len(ids))
	for _, id := range ids {
		if sku, ok := found[id]; ok {
			list = append(list, sku)
			delete(found, id)
		}
	}
	return list, nil
}

// MaxCards is how many goods may be asked for at once by their ids.
const MaxCards = 20

// Cards answers the goods that are for sale of those asked for, in the order asked.
func (c *Catalogue) Cards(ctx context.Context, ids []int64) ([]Hit, error) {
	skus, err := c.Skus(ctx, ids)
	if err != nil {
		return nil, err
	}
	hits := make([]Hit, 0, len(skus))
	for _, sku := range skus {
		if sku.OnShelf {
			hits = append(hits, Hit{SKU: *sku, HasStock: c.index.HasStock(sku.ID)})
		}
	}
	return hits, nil
}
