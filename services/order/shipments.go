package order

import (
	"context"

	"golang.org/x/sync/errgroup"

	"gulimall/pkg/apperr"
)

// MaxShipments is how many orders may be sent on their way at once.
const MaxShipments = 2000

// shipAtOnce is how many of them are dealt with side by side.
const shipAtOnce = 8

// ErrDuplicateLine refuses the second line about one order.
var ErrDuplicateLine = apperr.New(apperr.Conflict, "duplicate_line")

// Leaving is one line of many shipments and how it went. Err is why not; Again says that the order had been shipped so before.
type Leaving struct {
	Shipment
	Err   error
	Again bool
}

// sent says whether an order was shipped in just this way.
func (s Shipment) sent(o *Order) bool {
	return !o.ShippedAt.IsZero() && o.Company == s.Company && o.TrackingNo == s.TrackingNo
}

// Judge says how each of many shipments would go, and changes nothing.
func (d *Desk) Judge(ctx context.Context, all []Shipment) ([]Leaving, error) {
	if len(all) > MaxShipments {
		return nil, apperr.ErrInvalid.WithField("items", "too_many")
	}
	sns := make([]string, 0, len(all))
	seen := map[string]bool{}
	out := make([]Leaving, len(all))
	for i, s := range all {
		out[i] = Leaving{Shipment: s, Err: s.check()}
		if out[i].Err == nil && seen[s.Sn] {
			out[i].Err = ErrDuplicateLine
		}
		if out[i].Err == nil {
			seen[s.Sn] = true
			sns = append(sns, s.Sn)
		}
	}
	states, err := d.store.States(ctx, sns)
	if err != nil {
		return nil, err
	}
	for i := range out {
		if out[i].Err != nil {
			continue
		}
		o := states[out[i].Sn]
		switch {
		case o == nil:
			out[i].Err = ErrNotFound
		case out[i].sent(o):
			out[i].Again = true
		case o.Status != Paid:
			out[i].Err = ErrState
		}
	}
	return out, nil
}

// ShipAll sends orders on their way, each by itself: what is wrong with one does not keep the others.
func (d *Desk) ShipAll(ctx context.Context, all []Shipment) ([]Leaving, error) {
	out, err := d.Judge(ctx, all)
	if err != nil {
		return nil, err
	}
	var group errgroup.Group
	group.SetLimit(shipAtOnce)
	for i := range out {
		if out[i].Err != nil || out[i].Again {
			continue
		}
		group.Go(func() error {
			_, out[i].Err = d.Ship(ctx, out[i].Shipment)
			return nil
		})
	}
	return out, group.Wait()
}
