package cart

import (
	"context"
	"log/slog"
	"time"
)

// Store is what the use cases need of Redis. Every method that changes a cart is one atomic step.
type Store interface {
	// Lines reads an owner's cart. It first merges the cart that a member's browser filled before the login.
	Lines(ctx context.Context, o Owner) ([]Line, error)
	// Seen reads a member's cart as Lines does, with its revision: a word that every change of the cart replaces, and that never comes
	// again. An empty cart has none.
	Seen(ctx context.Context, o Owner) (lines []Line, rev string, err error)
	// Add puts a line in, or its pieces on top of those that are there; ErrLineLimit and ErrFull change nothing.
	Add(ctx context.Context, o Owner, line Line) error
	// Change sets what is not nil; ErrSkuNotFound where there is no such line.
	Change(ctx context.Context, o Owner, skuID int64, count *int64, checked *bool) error
	CheckAll(ctx context.Context, o Owner, checked bool) error
	// Remove takes a line out; one that is not there is no error.
	Remove(ctx context.Context, o Owner, skuID int64) error
	// Merge moves the cart of a user key into the member's, once however often it is asked to.
	Merge(ctx context.Context, o Owner) error
	// Bought takes pieces out, once an order.
	Bought(ctx context.Context, memberID int64, orderSn string, pieces []Piece) error
}

// Catalogue tells what SKUs are and cost. What it does not know is left out.
type Catalogue interface {
	Skus(ctx context.Context, ids []int64) (map[int64]Goods, error)
}

// Stock tells how much of SKUs can be bought.
type Stock interface {
	Available(ctx context.Context, ids []int64) (map[int64]int64, error)
}

// Carts is the use cases.
type Carts struct {
	store     Store
	catalogue Catalogue
	stock     Stock
	now       func() time.Time
	log       *slog.Logger
}

// New makes the use cases.
func New(store Store, catalogue Catalogue, stock Stock, now func() time.Time, log *slog.Logger) *Carts {
	return &Carts{store: store, catalogue: catalogue, stock: stock, now: now, log: log}
}
