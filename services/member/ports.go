package member

import (
	"context"
	"log/slog"
	"time"
)

// Store is what the use cases need of the schema. Every method is one transaction.
type Store interface {
	// Register adds a member on the lowest level and says so; ErrUsernameTaken, ErrPhoneTaken.
	Register(ctx context.Context, r Registration, hash string) (int64, error)
	// Credentials finds an account by phone or user name; ErrNoMember.
	Credentials(ctx context.Context, account string) (Credentials, error)
	NoteLogin(ctx context.Context, memberID int64, ip string, kind LoginKind) error
	// PasswordVersion counts the changes of a member's password.
	PasswordVersion(ctx context.Context, memberID int64) (int64, error)
	// SetPassword changes a hash, if it is still the one that was checked; whether it did is the answer.
	SetPassword(ctx context.Context, memberID int64, was, hash string) (bool, error)
	Find(ctx context.Context, memberID int64) (Member, error)
	// Checkout reads a member and the addresses in one go.
	Checkout(ctx context.Context, memberID int64) (Member, []Address, error)
	Levels(ctx context.Context) ([]Level, error)
	Rename(ctx context.Context, memberID int64, nickname string) error

	Addresses(ctx context.Context, memberID int64) ([]Address, error)
	// AddAddress keeps at most MaxAddresses: ErrAddressLimit. The first address is the default one.
	AddAddress(ctx context.Context, memberID int64, a Address) (Address, error)
	// These answer ErrNoAddress for what belongs to somebody else.
	ChangeAddress(ctx context.Context, memberID int64, a Address) error
	DeleteAddress(ctx context.Context, memberID, id int64) error
	DefaultAddress(ctx context.Context, memberID, id int64) (Address, error)

	// AddFavourite keeps at most MaxFavourites: ErrFavouriteLimit. What is kept already stays as it is.
	AddFavourite(ctx context.Context, memberID, skuID int64) error
	RemoveFavourite(ctx context.Context, memberID, skuID int64) error
	// Favourites lists them, the newest first, and how many there are.
	Favourites(ctx context.Context, memberID int64, offset, limit int) ([]Favourite, int, error)

	// History lists a ledger, newest first, and how long it is.
	History(ctx context.Context, memberID int64, of Ledger, offset, limit int) ([]Entry, int, error)
	// Freeze keeps points, once an order; ErrPointsShort, ErrReleased when a release came first, ErrOtherFreeze.
	Freeze(ctx context.Context, f Freeze) error
	// Spend turns a freeze into an expense. ErrNoFreeze without one, ErrReleased when it was given back.
	Spend(ctx context.Context, orderSn string) error
	// Release gives frozen points back, or leaves a tombstone where there are none. Once released or spent, it does nothing.
	Release(ctx context.Context, orderSn string) error
	// Credit gives points and growth, once an order, and the level that follows.
	Credit(ctx context.Context, g Gift) error
}

// Codes keeps the codes that were sent to phones, and counts who asks for them.
type Codes interface {
	// Issue notes a code; while the phone or the address has to wait it notes nothing and says how long.
	Issue(ctx context.Context, phone, ip, code string, limited bool) (wait time.Duration, err error)
	// Verify says whether it is the right code. A few wrong answers make it worthless.
	Verify(ctx context.Context, phone, code string) (bool, error)
	// Use is Verify, and makes the code worthless when it was right: of several at once, one is told so.
	Use(ctx context.Context, phone, code string) (bool, error)
	// Consume makes a code worthless.
	Consume(ctx context.Context, phone, code string) error
	// Last is the last code, or nothing.
	Last(ctx context.Context, phone string) (string, error)
}

// Sender brings a code to a phone.
type Sender interface {
	Send(ctx context.Context, phone, code string) error
}

// Attempts counts failed logins by account and by address.
type Attempts interface {
	// Wait says how long to wait before the next attempt.
	Wait(ctx context.Context, account, ip string) (time.Duration, error)
	Failed(ctx context.Context, account, ip string) error
	Succeeded(ctx context.Context, account, ip string) error
}

// Passwords hashes and checks. Both cost a lot of memory and time on purpose, so only a few may go on at once.
type Passwords interface {
	// Turn waits for one of the few places; ErrUnavailable when too many wait already.
	Turn(ctx context.Context) (release func(), err error)
	Hash(password string) (string, error)
	// Match compares with a hash; an empty hash matches nothing and costs the same time.
	Match(password, hash string) (bool, error)
}

// Carts is the cart service.
type Carts interface {
	Merge(ctx context.Context, memberID int64, userKey string) error
}

// Catalogue is the product service.
type Catalogue interface {
	// Goods tells what SKUs are, as far as they exist.
	Goods(ctx context.Context, skuIDs []int64) (map[int64]Goods, error)
}

// Stock is the ware service.
type Stock interface {
	// InStock tells which SKUs can be bought at once.
	InStock(ctx context.Context, skuIDs []int64) (map[int64]bool, error)
}

// Deps are what the use cases work with.
type Deps struct {
	Store     Store
	Codes     Codes
	Sender    Sender
	Attempts  Attempts
	Passwords Passwords
	Carts     Carts
	Catalogue Catalogue
	Stock     Stock
	Log       *slog.Logger
	Limited   bool // rate limits are on
	Dev       bool // demo accounts may sign in
}

// Members is the use cases.
type Members struct{ Deps }

// New makes the use cases.
func New(d Deps) *Members { return &Members{d} }
