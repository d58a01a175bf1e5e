package order

import (
	"context"
	"errors"
	"time"
	"unicode/utf8"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/contract/wareapi"
)

// Desk is the orders desk of the back office.
type Desk struct {
	*Orders
	store  DeskStore
	others Others
}

// DeskStore is what the orders desk needs of the database. Every method that changes something is one transaction, and tells the audit log.
type DeskStore interface {
	// Search gives a page of orders, whatever their state, without timelines, and how many there are.
	Search(ctx context.Context, q Search) ([]*Order, int64, error)
	// States gives those of the orders that there are, without lines.
	States(ctx context.Context, sns []string) (map[string]*Order, error)
	// AddNote adds a note of staff to the timeline, once for its key; ErrNotFound.
	AddNote(ctx context.Context, n StaffNote, at time.Time) error
	// Unsent lists what the broker has not confirmed yet of what was said about an order.
	Unsent(ctx context.Context, sn string) ([]Message, error)
	PriceStore
}

// Houses tells which warehouses there are, asked as the member of staff who looks.
type Houses interface {
	Houses(ctx context.Context) ([]wareapi.Warehouse, error)
}

// Others is what the other services know of an order, asked as the member of staff who looks.
type Others interface {
	Houses
	// Tasks are the reservations of an order.
	Tasks(ctx context.Context, sn string) ([]wareapi.Task, error)
	// Payment is what payment knows; ErrNoPayment.
	Payment(ctx context.Context, sn string) (*paymentapi.OfficeFile, error)
}

// ErrNoPayment says that nobody has come to the cashier of an order yet.
var ErrNoPayment = apperr.New(apperr.NotFound, "payment_not_found")

// NewDesk makes the orders desk over the use cases.
func NewDesk(orders *Orders, store DeskStore, others Others) *Desk {
	return &Desk{Orders: orders, store: store, others: others}
}

// Search gives a page of orders and how many there are.
func (d *Desk) Search(ctx context.Context, q Search) ([]*Order, int64, error) {
	return d.store.Search(ctx, q)
}

// Look gives any order with its timeline.
func (d *Desk) Look(ctx context.Context, sn string) (*Order, error) {
	if !ValidSn(sn) {
		return nil, ErrNotFound
	}
	return d.Store.Detail(ctx, sn)
}

// Ship is Orders.Ship; the same parcel again changes nothing.
func (d *Desk) Ship(ctx context.Context, s Shipment) (*Order, error) {
	after, err := d.Orders.Ship(ctx, s)
	if !errors.Is(err, ErrState) {
		return after, err
	}
	if after, err = d.Look(ctx, s.Sn); err != nil {
		return nil, err
	}
	if !s.sent(after) {
		return nil, ErrState
	}
	return after, nil
}

// Close closes an unpaid order as its buyer would: payment is asked first. ErrState where it cannot be closed any more.
func (d *Desk) Close(ctx context.Context, sn, reason string, by adminapi.By) (*Order, error) {
	if err := said("reason", reason, maxReason); err != nil {
		return nil, err
	}
	if !ValidSn(sn) {
		return nil, ErrNotFound
	}
	if _, err := d.Store.State(ctx, sn); err != nil {
		return nil, err
	}
	return d.callOff(ctx, ClosingStart{Sn: sn, Cause: paymentapi.CauseCancel, By: ByStaff, Note: reason, Staff: by})
}

// StaffNote is what staff write about an order for each other.
type StaffNote struct {
	Sn, Text, Key string
	By            adminapi.By
}

// Note adds a note of staff; the same key again adds nothing.
func (d *Desk) Note(ctx context.Context, n StaffNote) (*Order, error) {
	if err := said("note", n.Text, MaxNote); err != nil {
		return nil, err
	}
	if !ValidSn(n.Sn) {
		return nil, ErrNotFound
	}
	if err := d.store.AddNote(ctx, n, d.clock()); err != nil {
		return nil, err
	}
	return d.Store.Detail(ctx, n.Sn)
}

// maxReason is how long a reason may be, in characters.
const maxReason = 200

// said refuses a text that is missing or too long.
func said(field, text string, most int) error {
	switch {
	case text == "":
		return apperr.ErrInvalid.WithField(field, "required")
	case utf8.RuneCountInString(text) > most:
		return apperr.ErrInvalid.WithField(field, "too_long")
	}
	return nil
}
