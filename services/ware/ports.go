package ware

import (
	"context"
	"time"
)

// Store is what the use cases need of the schema. Every method is one transaction.
type Store interface {
	Geography(ctx context.Context) (Geography, error)
	Places(ctx context.Context, skuIDs []int64) ([]Place, error)
	// Lock reserves what choose answers for the places as they stand, all or none; ErrReleased when a release came first. The same
	// order again gets the shares that it has.
	Lock(ctx context.Context, r Reservation, choose func([]Place) ([]Share, []int64)) ([]Share, error)
	// Release gives an order's locks back, or leaves a tombstone where there are none. Once released or deducted, it does nothing.
	Release(ctx context.Context, orderSn string) error
	// Deduct turns an order's locks into a sale. ErrNoTask without locks, ErrReleased when they were given back.
	Deduct(ctx context.Context, orderSn string) error
	// Wait sends the message about an order's locks round once more.
	Wait(ctx context.Context, orderSn string) error
	// Settled notes that a message about an order needed nothing.
	Settled(ctx context.Context) error
	Adjust(ctx context.Context, a Adjustment) error
	// Due claims orders whose locks should have been released or deducted by now, and puts their next check off to next.
	Due(ctx context.Context, now, next time.Time, limit int) ([]string, error)
	Task(ctx context.Context, orderSn string) (Task, error)
}

// Orders tells how an order stands.
type Orders interface {
	State(ctx context.Context, orderSn string) (OrderState, error)
}

// Ware is the use cases.
type Ware struct {
	store  Store
	orders Orders
	now    func() time.Time
}

// New makes the use cases.
func New(store Store, orders Orders, now func() time.Time) *Ware {
	return &Ware{store: store, orders: orders, now: now}
}
