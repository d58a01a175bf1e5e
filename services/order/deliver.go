package order

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
)

// Shipment is what the back office says when a parcel leaves.
type Shipment struct {
	Sn         string
	Company    string
	TrackingNo string
	By         adminapi.By // nobody: the shop's own tests
}

// check refuses what cannot be printed on a parcel.
func (s Shipment) check() error {
	refused := apperr.ErrInvalid
	for _, f := range []struct{ name, value string }{{"company", s.Company}, {"trackingNo", s.TrackingNo}} {
		switch {
		case f.value == "":
			refused = refused.WithField(f.name, "required")
		case utf8.RuneCountInString(f.value) > 64:
			refused = refused.WithField(f.name, "too_long")
		}
	}
	if strings.Contains(s.TrackingNo, "E+") {
		refused = refused.WithField("trackingNo", "spreadsheet") // rounded by a spreadsheet: 1.23E+13
	}
	if len(refused.Fields) > 0 {
		return refused
	}
	if !ValidSn(s.Sn) {
		return ErrNotFound
	}
	return nil
}

// Ship sends a paid order on its way; ErrState when it is not paid.
func (o *Orders) Ship(ctx context.Context, s Shipment) (*Order, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	moved, err := o.Store.Ship(ctx, s, o.clock())
	if err != nil {
		return nil, err
	}
	after, err := o.Store.Detail(ctx, s.Sn)
	if err != nil {
		return nil, err
	}
	if !moved {
		return nil, ErrState
	}
	return after, nil
}

// ReceiveBy is when a parcel counts as received unless its member says something else.
func (o *Orders) ReceiveBy(of *Order) time.Time { return of.ShippedAt.Add(o.limits().AutoReceive) }

// ErrReturnLate is the answer to who wants to send goods back that he has had for too long.
var ErrReturnLate = apperr.New(apperr.Conflict, "return_late")

// TooLate says whether the time for sending goods of an order back is over.
func (o *Orders) TooLate(of *Order) bool {
	return !of.ReceivedAt.IsZero() && o.clock().After(of.ReceivedAt.Add(o.limits().ReturnFor))
}

// Receive is the member's word that the goods have come; ErrState when they are not on their way.
func (o *Orders) Receive(ctx context.Context, who Member, sn string) (*Order, error) {
	if err := o.own(ctx, who, sn); err != nil {
		return nil, err
	}
	moved, err := o.Store.Receive(ctx, sn, ByMember, o.clock())
	if err != nil {
		return nil, err
	}
	if !moved {
		return nil, ErrState
	}
	return o.Store.Detail(ctx, sn)
}
