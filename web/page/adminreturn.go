package page

import (
	"time"

	"gulimall/pkg/money"
)

// AfterSales is the page "adminreturns": the after-sale desk.
type AfterSales struct {
	AdminBase
	Tabs            []Tab
	State           string // of the tab that is open
	OrderSn, Member string
	From, To        string
	Filtered        bool
	Heads           []AdminHead
	Rows            []AfterSaleRow
	Pager           Pager
	CSV             string
}

// AfterSaleRow is a return in a list. State names itself (aftersales.state.…); By is the account of the staff who began it.
type AfterSaleRow struct {
	ID         int64
	OrderSn    string
	State      string
	MemberID   int64
	Username   string
	Goods      []AfterSaleLine
	Amount     money.Fen
	OnlyRefund bool
	Reason, By string
	CreatedAt  time.Time
}

// AfterSaleLine is what of a line comes back. Typed is what stands in its field, Most what may; Places are where it can go, House is where it
// went.
type AfterSaleLine struct {
	SkuID                          int64
	Title                          string
	Count                          int64
	Amount                         money.Fen
	Points, GiftPoints, GiftGrowth int64
	Typed                          string
	Most                           int64
	Places                         []Option
	House                          string
}

// AfterSaleOne is the page "adminreturn": one return, and what may be done with it now.
type AfterSaleOne struct {
	AdminBase
	AfterSaleRow
	Steps      []Step
	Note       string
	Freight    money.Fen
	Pictures   []Picture
	HandledBy  string
	HandleNote string
	RefundSn   string
	Shelved    []AfterSaleLine // what went back on the shelf
	OrderState string          // sales.state.…
	Paid       money.Fen
	Asked      money.Fen // refunds of the order that were agreed to

	// What one may do now; a control is shown only when it would work.
	MayApprove, MayReceive, MayRefund bool
	Most                              money.Fen // what can be agreed to
	Form                              AfterSaleForm
	Asking                            *AfterSaleAsk
}

// AfterSaleForm is what was typed. Amounts are in yuan.
type AfterSaleForm struct {
	Amount, Note, Reason string
	OnlyRefund           bool
}

// AfterSaleAsk is the question whether something is meant. Act names itself (aftersales.ask.…); Facts are what it does, Hidden what was
// typed.
type AfterSaleAsk struct {
	Act    string
	Facts  []AfterSaleFact
	Hidden []Field
}

// AfterSaleFact names itself (aftersales.fact.…).
type AfterSaleFact struct{ Key, Text string }

// AfterSaleRefund is the page "adminrefund": a refund of an order without an application.
type AfterSaleRefund struct {
	AdminBase
	Sn, OrderState string // sales.state.…
	Username       string
	Unshipped      bool
	Lines          []AfterSaleLine
	Freight, Left  money.Fen
	Kind           string // whole, pieces, amount
	Amount, Reason string
	Key            string
	Asking         *AfterSaleAsk
}
