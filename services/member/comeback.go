package member

import (
	"context"
	"strconv"

	"gulimall/pkg/apperr"
)

// ErrNotGiven says that the gifts of an order are not there yet: the word that it was received is on its way.
var ErrNotGiven = apperr.New(apperr.Unavailable, "not_given_yet")

// Comeback is what comes back with the refund of a return: the points that paid for its pieces, and what the order gave for them, which
// is taken back.
type Comeback struct {
	OrderSn                string
	ReturnID, MemberID     int64
	Points                 int64
	TakePoints, TakeGrowth int64
}

// ComebackStore is what it needs of the schema.
type ComebackStore interface {
	// ComeBack gives points back and takes gifts, once for the return, and sets the level that follows. Points come before what is taken;
	// no more is taken than the member has free. ErrNoMember, ErrNotGiven.
	ComeBack(ctx context.Context, c Comeback) error
}

// Comebacks gives back and takes back what belongs to refunds.
type Comebacks struct{ store ComebackStore }

// NewComebacks makes it.
func NewComebacks(store ComebackStore) *Comebacks { return &Comebacks{store} }

// ComeBack gives points back and takes gifts, once for the return.
func (m *Comebacks) ComeBack(ctx context.Context, c Comeback) error {
	if c.Points < 0 || c.TakePoints < 0 || c.TakeGrowth < 0 {
		return apperr.ErrInvalid.WithField("points", "range")
	}
	return wrap("what comes back with return", strconv.FormatInt(c.ReturnID, 10), m.store.ComeBack(ctx, c))
}
