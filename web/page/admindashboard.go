package page

import (
	"time"

	"gulimall/pkg/money"
)

// AdminBoard is the dashboard on the start page.
type AdminBoard struct {
	At      time.Time // when the orders were counted
	Missing []string  // services that did not answer; they name themselves (admin.area.…)
	Tiles   []AdminTile
	Spans   []Tab
	Hours   bool // the charts show hours, not days
	Funnel  []AdminStage
	Charts  []AdminChart
	CSV     string

	Sold    *[]AdminSold // nil: not known
	Coupons *[]AdminEffect
	Lowest  *[]AdminLow
}

// AdminTile is one number of now; Key names it (board.tile.…). One that is not Known has a place and no number.
type AdminTile struct {
	Key      string
	URL      string
	Known    bool
	Value    AdminValue
	Compared bool
	Was      AdminValue // yesterday at this time
	Change   int        // in percent, where Was is not nothing
	State    string     // care: somebody has to do something
}

// AdminValue is a count, an amount or a share.
type AdminValue struct {
	Kind   string // count, money, percent
	Count  int64
	Amount money.Fen
}

// AdminStage is a step towards a paid order; Key names it (board.series.…). Percent is its share of the step before, where that is Known.
type AdminStage struct {
	Key     string
	Count   int64
	Percent int
	Known   bool
	Width   float64 // of 100
}

// AdminChart is bars over time, and the same as a table; Key names it (board.chart.…).
type AdminChart struct {
	Key      string
	Known    bool
	Series   []AdminSeries
	Width    float64 // of the drawing; its height is 100
	Bars     []AdminBar
	Top, Mid AdminValue // what the height and half of it stand for
	From, To string     // the first and the last of the labels
	Rows     []AdminChartRow
	Sums     []AdminValue
}

// AdminSeries is one colour of bars; Key names it (board.series.…), Kind is its class.
type AdminSeries struct{ Key, Kind string }

// AdminBar is a bar.
type AdminBar struct {
	Kind                string
	X, Y, Width, Height float64
	Label, Key          string
	Value               AdminValue
}

// AdminChartRow is the values of one day or hour.
type AdminChartRow struct {
	Label  string
	Values []AdminValue
}

// AdminSold is what one SKU has sold.
type AdminSold struct {
	SkuID    int64
	Name     string
	Count    int64
	Turnover money.Fen
}

// AdminEffect is what a coupon has brought about.
type AdminEffect struct {
	ID            int64
	Name          string
	Claimed, Used int64
	Percent       int
	Discount      money.Fen
}

// AdminLow is a stock below its warning line.
type AdminLow struct {
	SkuID               int64
	SkuName, WareName   string
	Available, WarnLine int64
}
