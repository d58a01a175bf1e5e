// Package ware keeps the stock: what lies where, what is locked for which order, what a parcel costs to send. Stock changes only by a
// line in the ledger, a lock only by a task that names its order.
package ware

import (
	"time"

	"gulimall/pkg/apperr"
	"gulimall/pkg/money"
)

// LockStatus is where a task and each of its details stand (wms_ware_order_task_detail.lock_status of the original).
type LockStatus int

// A reservation is locked first, and then exactly one of the other two.
const (
	Locked   LockStatus = 1
	Released LockStatus = 2
	Deducted LockStatus = 3
)

// Line is one SKU and how many pieces of it.
type Line struct {
	SkuID  int64
	Count  int64
	Weight int64 // grams a piece; only quotes need it
}

// Place is what one warehouse has of one SKU.
type Place struct {
	SkuID     int64
	WareID    int64
	Available int64 // on hand and not locked
}

// Share is what one warehouse gives to an order.
type Share struct {
	SkuID  int64
	WareID int64
	Count  int64
}

// Destination is where an order goes.
type Destination struct {
	Consignee, Phone        string
	Province, City, Address string
	Note                    string
}

// Reservation is a request to lock all lines for an order, or none.
type Reservation struct {
	OrderSn string
	To      Destination
	Lines   []Line
}

// Warehouse is a place that goods are sent from.
type Warehouse struct {
	ID   int64
	Name string
}

// FreightRule is what sending to a region costs: FirstFee up to FirstGrams, then ExtraFee for every started ExtraGrams more.
type FreightRule struct {
	Region     string
	FirstGrams int64
	FirstFee   money.Fen
	ExtraGrams int64
	ExtraFee   money.Fen
}

// Geography is what the rules need to know of the country: it changes rarely and is read as one.
type Geography struct {
	Warehouses []Warehouse
	Nearest    map[string][]int64     // province → warehouses, nearest first
	Rules      map[string]FreightRule // province → freight rule of its region
}

// Adjustment changes the stock by a delta, never by overwriting. Key makes it happen once.
type Adjustment struct {
	Key    string
	SkuID  int64
	WareID int64
	Delta  int64
	Reason string
}

// OrderState is what ware needs to know of an order when it asks how the order ended.
type OrderState int

// How an order stands, for its stock.
const (
	OrderOpen  OrderState = iota // still being paid: keep waiting
	OrderAlive                   // paid, or further: the deduction is on its way
	OrderDead                    // closed, or there never was such an order: release
)

// Task is a reservation as it stands.
type Task struct {
	OrderSn string
	Status  LockStatus
	Shares  []Share
}

// The errors of ware.
var (
	ErrStockShort = apperr.New(apperr.Conflict, "stock_short")
	ErrReleased   = apperr.New(apperr.Conflict, "reservation_released")
	ErrNoTask     = apperr.New(apperr.NotFound, "no_reservation")
	ErrBelowLocks = apperr.New(apperr.Conflict, "stock_below_locks")
)

// Deadlines of ware's own check follow from the lifetime of unpaid orders.
const (
	CheckGrace = 3 * time.Minute // after the order's lifetime, when the message about the lock should have come back
	recheck    = time.Minute     // between two checks of one task
)
