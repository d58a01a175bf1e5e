// Package dashboardapi is the dashboard of the back office, which the admin service makes of the summaries that the others keep.
package dashboardapi

import (
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/money"
)

// Path is how the shop does: GET ?days=7|30|90 → Dashboard.
const Path = "/api/admin/dashboard"

// Dashboard is what the services have counted. A service that does not answer is null and named in Missing; the others are there.
type Dashboard struct {
	Days    int                 `json:"days"`
	Today   *Today              `json:"today"`
	Order   *orderapi.Summary   `json:"order"`
	Payment *paymentapi.Summary `json:"payment"`
	Coupon  *couponapi.Summary  `json:"coupon"`
	Ware    *wareapi.Summary    `json:"ware"`
	Member  *memberapi.Summary  `json:"member"`
	Trouble *int64              `json:"trouble"` // messages that need somebody: parked, or refused by the broker
	Missing []string            `json:"missing,omitempty"`
}

// Today is the present day in Beijing so far, and yesterday until the same minute: of its last hour the part that has gone by counts.
type Today struct {
	Now       Part `json:"now"`
	Yesterday Part `json:"yesterday"`
}

// Part is what happened in a part of a day.
type Part struct {
	Settled   int64     `json:"settled"`
	Submitted int64     `json:"submitted"`
	Paid      int64     `json:"paid"`
	Turnover  money.Fen `json:"turnover"`
}
