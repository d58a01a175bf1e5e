package order

import (
	"context"

	"gulimall/pkg/apperr"
)

// ListQuery asks for a page of a member's orders.
type ListQuery struct {
	MemberID int64
	Statuses []Status // empty: all
	Page     int      // from 1
	PageSize int
}

// The bounds of a page.
const (
	DefaultPageSize = 10
	MaxPageSize     = 50
	MaxPage         = 10_000
)

// List gives a page of the member's orders, the newest first, and how many there are. status is a public name, or empty for all.
func (o *Orders) List(ctx context.Context, who Member, status string, page, size int) ([]*Order, int64, error) {
	q := ListQuery{MemberID: who.ID, Page: page, PageSize: size}
	if status != "" {
		if q.Statuses = Named(status); q.Statuses == nil {
			return nil, 0, apperr.ErrInvalid.WithField("status", "invalid")
		}
	}
	return o.Store.List(ctx, q)
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
