package cart

import (
	"context"
	"log/slog"
	"time"

	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/memberapi"
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
	// Uncheck takes the check off lines.
	Uncheck(ctx context.Context, o Owner, skuIDs []int64) error
	// Remove takes lines out and keeps them under a word for UndoTTL, in place of what was taken out before; it says how many there were.
	// Those that are not there are no error.
	Remove(ctx context.Context, o Owner, skuIDs []int64, undo string) (int, error)
	// Restore puts back what was taken out under a word, as it was; a line that is there again stays as it is. ErrUndoGone.
	Restore(ctx context.Context, o Owner, undo string) error
	// Merge moves the cart of a user key into the member's, once however often it is asked to.
	Merge(ctx context.Context, o Owner) error
	// Bought takes pieces out, once an order.
	Bought(ctx context.Context, memberID int64, orderSn string, pieces []Piece) error
}

// Catalogue tells what SKUs are and cost. What it does not know is left out.
type Catalogue interface {
	Skus(ctx context.Context, ids []int64) (map[int64]Goods, error)
	// Popular gives goods that many buy and that are in stock.
	Popular(ctx context.Context, n int) ([]Goods, error)
}

// Stock tells how much of SKUs can be bought.
type Stock interface {
	Available(ctx context.Context, ids []int64) (map[int64]int64, error)
}

// Prices tells what goods cost with promotions, and what would take more off.
type Prices interface {
	Quote(ctx context.Context, q couponapi.QuoteQuery) (couponapi.Quote, error)
}

// Members tells who is buying, and keeps the caller's favourites.
type Members interface {
	// Level gives the level of the member whose request this is.
	Level(ctx context.Context) (memberapi.Level, error)
	// Favour makes a SKU one of the favourites of the member whose request this is.
	Favour(ctx context.Context, skuID int64) error
}

// Peers are the other services, as the cart needs them.
type Peers struct {
	Catalogue
	Stock
	Prices
	Members
}

// Carts is the use cases.
type Carts struct {
	store Store
	peers Peers
	now   func() time.Time
	log   *slog.Logger
}

// New makes the use cases.
func New(store Store, peers Peers, now func() time.Time, log *slog.Logger) *Carts {
	return &Carts{store: store, peers: peers, now: now, log: log}
}
