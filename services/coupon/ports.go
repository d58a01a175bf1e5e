package coupon

import (
	"context"
	"time"
)

// Goods names a SKU and its product.
type Goods struct{ SkuID, SpuID int64 }

// Store is what the use cases need of the schema. Every method that writes is one transaction.
type Store interface {
	// Rules gives the promotions by SKU; they may be as old as two seconds.
	Rules(ctx context.Context, goods []Goods) (map[int64]Rules, error)
	// Coupon gives one of the member's coupons; ErrNotFound also for somebody else's.
	Coupon(ctx context.Context, memberID, id int64) (MemberCoupon, error)
	// Unused gives the member's coupons in state Unused.
	Unused(ctx context.Context, memberID int64) ([]MemberCoupon, error)
	// Wallet gives all of the member's coupons, the newest first.
	Wallet(ctx context.Context, memberID int64) ([]MemberCoupon, error)
	// Offered gives the published templates that are claimed by members and whose claiming has not ended.
	Offered(ctx context.Context, now time.Time) ([]Template, error)
	// Claimed counts what a member has of each template; nothing for member 0.
	Claimed(ctx context.Context, memberID int64) (map[int64]int64, error)
	// Claim gives the member one more of a template. Where the template, with what the member has of it, stands against that, refuse
	// says why; quota and limit hold in every race.
	Claim(ctx context.Context, couponID, memberID int64, refuse func(t Template, mine int64) error) (MemberCoupon, error)
	// Guess counts that a member tries a code, and tells how long he has to wait where he was wrong most times within a pause.
	Guess(ctx context.Context, memberID int64, most int, pause time.Duration) (wait time.Duration, err error)
	// Redeem gives a member the coupon of a code, uses the code up and forgets his guesses; ErrNoCode, ErrCodeUsed, and what refuse says.
	Redeem(ctx context.Context, code string, memberID int64, refuse func(t Template, mine int64) error) (MemberCoupon, error)
	// Welcome gives a new member every coupon for registration, once.
	Welcome(ctx context.Context, memberID int64) error
	// Lock keeps a coupon for an order. ErrUnusable with the reason, ErrReleased when a release came first; the same order again is fine.
	Lock(ctx context.Context, l Lock) error
	// Release gives the coupon of an order back, or leaves a tombstone. It says how the order's reservation stood before.
	Release(ctx context.Context, orderSn string) (Reservation, error)
	// Use spends the coupon of an order. ErrNoReservation, or ErrReleased when it was given back.
	Use(ctx context.Context, orderSn string) error
	// Expire marks unused coupons whose time is over, at most limit.
	Expire(ctx context.Context, limit int) (int64, error)
}

// Reservation is where the coupon of an order stands.
type Reservation int

// A reservation is locked first, and then exactly one of the other two; NoReservation is none yet.
const (
	NoReservation       Reservation = 0
	ReservationLocked   Reservation = 1
	ReservationReleased Reservation = 2
	ReservationUsed     Reservation = 3
)

// Coupons is the use cases.
type Coupons struct {
	store Store
	now   func() time.Time
}

// New makes the use cases.
func New(store Store, now func() time.Time) *Coupons { return &Coupons{store: store, now: now} }
