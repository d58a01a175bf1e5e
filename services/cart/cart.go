// Package cart keeps what shoppers mean to buy, signed in or not. Only what they chose is kept; prices and stock are asked of their
// owners whenever a cart is looked at.
package cart

import (
	"cmp"
	"slices"
	"time"

	"github.com/google/uuid"

	"gulimall/pkg/apperr"
	"gulimall/pkg/money"
)

// The limits of a cart.
const (
	MaxCount  = 200 // pieces of one SKU
	MaxLines  = 100 // lines, above which nothing new is taken
	MaxMerged = 200 // lines that a cart may grow to by merging: what somebody chose before the login is not thrown away
)

// OfflineTTL is how long a cart without an owner lives after its last use.
const OfflineTTL = 30 * 24 * time.Hour

// BoughtTTL is how long an order is remembered as taken out of the cart: longer than any message about it may be under way.
const BoughtTTL = 7 * 24 * time.Hour

// UndoTTL is how long what was taken out can be put back.
const UndoTTL = 30 * time.Minute

// The errors of the cart.
var (
	ErrSkuNotFound = apperr.New(apperr.NotFound, "sku_not_found")
	ErrLineLimit   = apperr.New(apperr.Invalid, "cart_line_limit").WithField("count", "range")
	ErrFull        = apperr.New(apperr.Conflict, "cart_full")
	ErrUndoGone    = apperr.New(apperr.Conflict, "cart_undo_gone") // it was undone, or something else was taken out since, or it is too long ago
)

// Owner is whose cart it is: a member's, or else that of the browser with the user key. A member's browser may bring the key of a cart
// from before the login, which is merged.
type Owner struct {
	MemberID int64
	UserKey  string
}

// SignedIn says whether the owner is a member.
func (o Owner) SignedIn() bool { return o.MemberID > 0 }

// None says whether there is nobody who could own a cart.
func (o Owner) None() bool { return o.MemberID == 0 && o.UserKey == "" }

// NewUserKey makes a key that nobody can guess.
func NewUserKey() (string, error) {
	key, err := uuid.NewRandom()
	return key.String(), err
}

// ValidUserKey says whether a key from outside can be one of ours.
func ValidUserKey(key string) bool {
	if len(key) != 36 {
		return false
	}
	parsed, err := uuid.Parse(key)
	return err == nil && parsed.String() == key && parsed.Version() == 4
}

// Line is what is kept of one SKU.
type Line struct {
	SkuID   int64
	Count   int64
	Checked bool
	Price   money.Fen // when it was last put in
	AddedAt time.Time // likewise
}

// Piece is how many of a SKU.
type Piece struct {
	SkuID int64
	Count int64
}

// Goods is what the catalogue says of a SKU.
type Goods struct {
	SkuID       int64
	SpuID       int64
	CategoryIDs []int64
	Title       string
	Image       string
	Attrs       []string
	Price       money.Fen
	OnShelf     bool
}

// newestFirst orders lines as they are shown.
func newestFirst(lines []Line) {
	slices.SortFunc(lines, func(a, b Line) int {
		return cmp.Or(b.AddedAt.Compare(a.AddedAt), cmp.Compare(a.SkuID, b.SkuID))
	})
}
