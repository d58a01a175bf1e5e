package order

import (
	"context"
	"fmt"
	"time"
	"unicode/utf8"

	"gulimall/pkg/apperr"
	"gulimall/pkg/shopday"
)

// ListQuery asks for a page of a member's orders.
type ListQuery struct {
	MemberID int64
	Statuses []Status // empty: all
	Keyword  string   // a part of an order number or of a goods' name; empty: any
	From, To time.Time
	Page     int // from 1
	PageSize int
}

// The bounds of a page.
const (
	DefaultPageSize = 10
	MaxPageSize     = 50
	MaxPage         = 10_000
	// MaxKeyword is how many characters may be searched for.
	MaxKeyword = 100
)

// Filter says which of a member's orders are wanted. Its zero value, with a page, is all of them.
type Filter struct {
	Status   string // a public name
	Keyword  string
	From, To string // a day of the shop's zone (2026-11-22), or a moment (RFC 3339); To is a day's end
	Page     int
	PageSize int
}

// List gives a page of the member's orders, the newest first, and how many there are.
func (o *Orders) List(ctx context.Context, who Member, f Filter) ([]*Order, int64, error) {
	q := ListQuery{MemberID: who.ID, Keyword: f.Keyword, Page: f.Page, PageSize: f.PageSize}
	refused := apperr.ErrInvalid
	if f.Status != "" {
		if q.Statuses = Named(f.Status); q.Statuses == nil {
			refused = refused.WithField("status", "invalid")
		}
	}
	if utf8.RuneCountInString(f.Keyword) > MaxKeyword {
		refused = refused.WithField("keyword", "too_long")
	}
	var ok bool
	if q.From, ok = moment(f.From, 0); !ok {
		refused = refused.WithField("from", "invalid")
	}
	if q.To, ok = moment(f.To, 1); !ok {
		refused = refused.WithField("to", "invalid")
	}
	if len(refused.Fields) > 0 {
		return nil, 0, refused
	}
	return o.Store.List(ctx, q)
}

// moment reads a bound of a filter; a day stands for its midnight, some days later. Nothing is no bound.
func moment(text string, days int) (time.Time, bool) {
	if text == "" {
		return time.Time{}, true
	}
	if at, err := shopday.Parse(text); err == nil {
		return at.AddDate(0, 0, days), sensible(at)
	}
	at, err := time.Parse(time.RFC3339, text)
	// A moment finer than the column keeps the database from using its index.
	return at.UTC().Truncate(time.Millisecond), err == nil && sensible(at)
}

// sensible leaves out the years that the database cannot say.
func sensible(at time.Time) bool { return at.Year() >= 1970 && at.Year() < 3000 }

// Counts is how many orders a member has by public status.
type Counts struct {
	Pending, Paid, Shipped, Completed, Closed, AfterSale int64
}

// All is the sum.
func (c Counts) All() int64 {
	return c.Pending + c.Paid + c.Shipped + c.Completed + c.Closed + c.AfterSale
}

// Counts gives how many orders of the member stand where.
func (o *Orders) Counts(ctx context.Context, who Member) (Counts, error) {
	by, err := o.Store.Counts(ctx, who.ID)
	if err != nil {
		return Counts{}, err
	}
	return Counts{
		Pending: by[Pending] + by[Closing], Paid: by[Paid], Shipped: by[Shipped], Completed: by[Completed], Closed: by[Closed], AfterSale: by[AfterSale],
	}, nil
}

// Detail gives one of the member's orders with its timeline; ErrNotFound for anybody else's.
func (o *Orders) Detail(ctx context.Context, who Member, sn string) (*Order, error) {
	if !ValidSn(sn) {
		return nil, ErrNotFound
	}
	found, err := o.Store.Detail(ctx, sn)
	if err != nil {
		return nil, err
	}
	if found.MemberID != who.ID || !found.Visible() {
		return nil, ErrNotFound
	}
	return found, nil
}

// State gives any order, visible or not, for the other services; without lines.
func (o *Orders) State(ctx context.Context, sn string) (*Order, error) {
	if !ValidSn(sn) {
		return nil, ErrNotFound
	}
	return o.Store.State(ctx, sn)
}

// Version changes whenever there is something new to see of an order.
type Version struct {
	MemberID int64
	Visible  bool
	Status   Status
	Lines    int64 // of its timeline
	Returns  int64 // moves with the states of its returns
	Refunded int64
	Expires  time.Time
}

// Watch tells somebody who looks at his order whether there is anything new: a text that changes whenever there is, and whether much
// more is to be expected.
func (o *Orders) Watch(ctx context.Context, who Member, sn string) (version string, final bool, err error) {
	if !ValidSn(sn) {
		return "", false, ErrNotFound
	}
	v, err := o.Store.Version(ctx, sn)
	if err != nil {
		return "", false, err
	}
	if v.MemberID != who.ID || !v.Visible {
		return "", false, ErrNotFound
	}
	late := v.Status == Pending && !o.now().Before(v.Expires)
	return fmt.Sprint(v.Status.Name(), "-", v.Lines, "-", v.Returns, "-", v.Refunded, "-", late), v.Status == Closed || v.Status == Completed, nil
}
