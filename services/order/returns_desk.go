package order

import (
	"context"
	"strconv"
	"strings"
	"time"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/money"
	"gulimall/pkg/paging"
)

// staffKey begins the keys of forms that staff send, so that no member's form can be one.
const staffKey = "staff:"

// ReturnQuery chooses returns. What is zero chooses all.
type ReturnQuery struct {
	Statuses []ReturnStatus
	OrderSn  string
	MemberID int64
	Username string // its beginning
	From, To time.Time
	Oldest   bool // the oldest first
	Page     paging.Page
}

// ReturnFilter is a query as it was typed.
type ReturnFilter struct {
	State    string // a name of ReturnStatus, open (something is still to happen), or nothing
	OrderSn  string
	Member   string // a number, or the beginning of a name
	From, To string // days of the shop's zone, or moments
}

// AskedReturns reads a query; what cannot be read is refused.
func AskedReturns(f ReturnFilter) (ReturnQuery, error) {
	q := ReturnQuery{OrderSn: strings.TrimSpace(f.OrderSn)}
	refused := apperr.ErrInvalid
	for _, s := range ReturnStatuses() {
		if f.State == s.Name() || f.State == "open" && s.Open() {
			q.Statuses = append(q.Statuses, s)
		}
	}
	if f.State != "" && q.Statuses == nil {
		refused = refused.WithField("state", "invalid")
	}
	if id, err := strconv.ParseInt(strings.TrimSpace(f.Member), 10, 64); err == nil && id > 0 {
		q.MemberID = id
	} else {
		q.Username = strings.TrimSpace(f.Member)
	}
	var ok bool
	if q.From, ok = moment(f.From, 0); !ok {
		refused = refused.WithField("from", "invalid")
	}
	if q.To, ok = moment(f.To, 1); !ok {
		refused = refused.WithField("to", "invalid")
	}
	if len(refused.Fields) > 0 {
		return ReturnQuery{}, refused
	}
	return q, nil
}

// ReturnMove is a step that staff take with a return.
type ReturnMove struct {
	ID     int64
	By     By
	At     time.Time
	Action string // for the audit log
}

// ReturnDesk is what the after-sale desk needs of the database. Every method is one transaction; a change tells the audit log by whom.
type ReturnDesk interface {
	// ListReturns gives a page of returns with their lines, and how many there are.
	ListReturns(ctx context.Context, q ReturnQuery) ([]Return, int64, error)
	// CountReturns gives how many returns stand where.
	CountReturns(ctx context.Context) (map[ReturnStatus]int64, error)
	// FindReturn gives a return, all returns of its order, and the order with lines and timeline; ErrReturnNotFound.
	FindReturn(ctx context.Context, id int64) (Return, []Return, *Order, error)
	// Find gives an order with its lines, Returns its returns; ErrNotFound.
	Find(ctx context.Context, sn string) (*Order, error)
	Returns(ctx context.Context, sn string) ([]Return, error)
	// MoveReturn loads a return with its order and the other returns for update, lets f take the step, and stores what came of it: the
	// line of the timeline, where the order stands, and what the other services hear. A step that changes nothing stores nothing.
	MoveReturn(ctx context.Context, m ReturnMove, f func(r *Return, of *Order, all []Return) error) (Return, error)
	// StartRefund loads an order and its returns for update, lets f work out a refund, and stores it as one that was agreed to. The same
	// key again answers the same refund.
	StartRefund(ctx context.Context, sn, key string, by By, f func(of *Order, all []Return) (Return, error)) (Return, error)
	// PictureOf is the name of one of the pictures of a return, counted from 1; ErrNotFound.
	PictureOf(ctx context.Context, id int64, n int) (string, error)
}

// AfterSaleDesk is what staff do with returns and refunds.
type AfterSaleDesk struct {
	store    ReturnDesk
	pictures Pictures
	houses   Houses
	now      func() time.Time
}

// NewAfterSaleDesk makes the desk.
func NewAfterSaleDesk(store ReturnDesk, pictures Pictures, houses Houses, now func() time.Time) *AfterSaleDesk {
	return &AfterSaleDesk{store, pictures, houses, now}
}

func (d *AfterSaleDesk) clock() time.Time { return d.now().UTC().Truncate(time.Millisecond) }

// List gives a page of returns, and how many there are.
func (d *AfterSaleDesk) List(ctx context.Context, q ReturnQuery) ([]Return, int64, error) {
	return d.store.ListReturns(ctx, q)
}

// Counts gives how many returns stand where.
func (d *AfterSaleDesk) Counts(ctx context.Context) (map[ReturnStatus]int64, error) {
	return d.store.CountReturns(ctx)
}

// Find gives a return, all returns of its order, and the order.
func (d *AfterSaleDesk) Find(ctx context.Context, id int64) (Return, []Return, *Order, error) {
	return d.store.FindReturn(ctx, id)
}

// Of gives an order with all its returns.
func (d *AfterSaleDesk) Of(ctx context.Context, sn string) (*Order, []Return, error) {
	if !ValidSn(sn) {
		return nil, nil, ErrNotFound
	}
	o, err := d.store.Find(ctx, sn)
	if err != nil {
		return nil, nil, err
	}
	if !o.Visible() {
		return nil, nil, ErrNotFound
	}
	all, err := d.store.Returns(ctx, sn)
	return o, all, err
}

// Houses are the warehouses that goods can go back to; none where ware does not tell.
func (d *AfterSaleDesk) Houses(ctx context.Context) []wareapi.Warehouse { return houses(ctx, d.houses) }

// Approve agrees to an application, or to a part of it.
func (d *AfterSaleDesk) Approve(ctx context.Context, id int64, a Approval, by By) (Return, error) {
	m := ReturnMove{ID: id, By: by, At: d.clock(), Action: "return.approved"}
	return d.store.MoveReturn(ctx, m, func(r *Return, of *Order, all []Return) error { return r.Approve(of, all, a, m.At) })
}

// Reject refuses an application.
func (d *AfterSaleDesk) Reject(ctx context.Context, id int64, reason string, by By) (Return, error) {
	m := ReturnMove{ID: id, By: by, At: d.clock(), Action: "return.rejected"}
	return d.store.MoveReturn(ctx, m, func(r *Return, _ *Order, _ []Return) error { return r.Reject(reason, m.At) })
}

// Receive takes goods in; restock says what of them goes back on the shelf, all of it without a list.
func (d *AfterSaleDesk) Receive(ctx context.Context, id int64, all bool, restock []Restock, by By) (Return, error) {
	m := ReturnMove{ID: id, By: by, At: d.clock(), Action: "return.received"}
	return d.store.MoveReturn(ctx, m, func(r *Return, _ *Order, _ []Return) error {
		if all {
			restock = r.Pieces()
		}
		return r.Receive(restock, m.At)
	})
}

// Refund pays a return back, once however often it is asked for.
func (d *AfterSaleDesk) Refund(ctx context.Context, id int64, by By) (Return, error) {
	m := ReturnMove{ID: id, By: by, At: d.clock(), Action: "return.refunded"}
	return d.store.MoveReturn(ctx, m, func(r *Return, of *Order, all []Return) error { return r.Agree(of, all, m.At) })
}

// RefundOrder pays back without an application: an order that has not left, pieces of one, or an amount.
func (d *AfterSaleDesk) RefundOrder(ctx context.Context, sn string, w RefundWish, by By) (Return, error) {
	if !ValidSn(sn) {
		return Return{}, ErrNotFound
	}
	if err := w.check(); err != nil {
		return Return{}, err
	}
	key := ""
	if w.Key != "" {
		key = staffKey + w.Key
	}
	return d.store.StartRefund(ctx, sn, key, by, func(of *Order, all []Return) (Return, error) {
		return NewRefund(of, all, w, d.clock())
	})
}

// Refundable is what of an order could still go back.
func Refundable(of *Order, all []Return) (items []ReturnItem, freight, amount money.Fen) {
	left := whatIsLeft(of, all)
	return left.Items, left.Freight, left.Amount
}

// Picture gives one of the pictures of a return, counted from 1.
func (d *AfterSaleDesk) Picture(ctx context.Context, id int64, n int) ([]byte, error) {
	name, err := d.store.PictureOf(ctx, id, n)
	if err != nil {
		return nil, err
	}
	return d.pictures.Open(ctx, name)
}
