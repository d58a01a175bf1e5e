// Package memberapi is what the member service promises the other services: internal calls, their JSON bodies, and its events.
package memberapi

import "gulimall/pkg/money"

// Service is the name in Consul.
const Service = "member"

// Internal paths.
const (
	PathCheckout = "/internal/member/checkout"      // GET, who is asked by the forwarded cookie → Checkout
	PathFreeze   = "/internal/member/points/freeze" // POST Freeze → 204, idempotent by order; 409 points_short, reservation_released
	PathLevels   = "/internal/member/levels"        // GET → Levels
)

// Checkout is everything that the settlement page needs to know of a member, in one call.
type Checkout struct {
	MemberID  int64     `json:"memberId"`
	Username  string    `json:"username"`
	Level     Level     `json:"level"`
	Points    int64     `json:"points"` // free to use: the balance without what orders have frozen
	Addresses []Address `json:"addresses"`
}

// Level is a member's level and what it brings.
type Level struct {
	ID              int64     `json:"id"`
	Name            string    `json:"name"`
	FreeFreightFrom money.Fen `json:"freeFreightFrom"` // goods from this amount travel free; 0 = always pays, as for nobody
	MemberPrice     bool      `json:"memberPrice"`     // member prices apply
}

// Levels are all levels, the lowest first.
type Levels struct {
	Levels []LevelRule `json:"levels"`
}

// LevelRule is a level and the growth from which a member has it.
type LevelRule struct {
	Level
	GrowthFrom int64 `json:"growthFrom"`
}

// Address is where goods go.
type Address struct {
	ID        int64  `json:"id"`
	Name      string `json:"name"`
	Phone     string `json:"phone"`
	Province  string `json:"province"`
	City      string `json:"city"`
	Region    string `json:"region"`
	Detail    string `json:"detail"`
	PostCode  string `json:"postCode,omitempty"`
	IsDefault bool   `json:"isDefault"`
}

// Freeze asks to keep points for an order. They are spent by order.paid and given back by order.release.other; a release that
// comes first leaves a tombstone that refuses the freeze with reservation_released.
type Freeze struct {
	OrderSn  string `json:"orderSn"`
	MemberID int64  `json:"memberId"`
	Points   int64  `json:"points"`
}

// Events. They go to Exchange.
const (
	Exchange        = "member-event-exchange"
	KeyRegistered   = "member.registered"
	KeyPointsGiven  = "member.points.given"
	TypeRegistered  = "member.registered"
	TypePointsGiven = "member.points.given"
	QueueOrderPaid  = "member.order.paid.queue"
	QueueOrderClose = "member.order.closed.queue"
	QueueOrderDone  = "member.order.completed.queue"
)

// PointsGiven says that an order that was received has brought its points and growth.
type PointsGiven struct {
	OrderSn  string `json:"orderSn"`
	MemberID int64  `json:"memberId"`
	Points   int64  `json:"points"`
	Growth   int64  `json:"growth"`
}

// Registered says that somebody has become a member.
type Registered struct {
	MemberID int64  `json:"memberId"`
	Username string `json:"username"`
}
