package page

import (
	"time"

	"gulimall/pkg/money"
)

// SalesOrders is the page "adminorders": orders found by everything.
type SalesOrders struct {
	AdminBase
	Form     SalesSearch
	Statuses []Option
	Filtered bool
	More     bool // the filters that are folded away are in use
	Heads    []AdminHead
	Rows     []SalesRow
	Pager    Pager
	CSV      string
}

// SalesSearch is the form of the search as it was typed; amounts are in yuan.
type SalesSearch struct {
	OrderSn, Member, Phone, Receiver                 string
	CreatedFrom, CreatedTo, PaidFrom, PaidTo         string
	SkuID, TrackingNo, TradeNo, AmountFrom, AmountTo string
	CouponID                                         string
}

// SalesRow is an order in a list. State names itself (sales.state.…).
type SalesRow struct {
	Sn, State       string
	MemberID        int64
	Username        string
	Receiver, Phone string
	Address         string
	Goods           []SalesGoods
	Pay             money.Fen
	CreatedAt       time.Time
	PaidAt          time.Time
	Note            string
}

// SalesGoods is a line of an order in a list.
type SalesGoods struct {
	SkuID int64
	Title string
	Attrs []string
	Count int64
}

// SalesOrder is the page "adminorder": one order with everything that lies behind it.
type SalesOrder struct {
	AdminBase
	SalesRow
	Steps                    []Step
	Delivery                 Address
	Invoice                  *Invoice
	Items                    []OrderLine
	Amounts                  Amounts
	Adjusted                 money.Fen
	Refunded                 money.Fen
	ExpiresAt                time.Time
	Channel                  string
	TradeNo                  string
	PayState                 string // order.pay_status.…
	CouponID                 int64
	Company                  string
	TrackingNo               string
	CloseReason              string
	Moments                  []SalesMoment
	Messages                 []SalesMessage
	Tasks                    []SalesTask
	Payment                  *SalesPayment
	TasksKnown, PaymentKnown bool     // both services have told what they know
	Away                     []string // services that did not answer (sales.service.…)
	Denied                   []string // services that do not tell whoever looks

	// What one may do now; a control is shown only when it would work.
	MayShip, MayClose, MayPrice, MayNote bool
	MayRefund                            bool
	SeeMember, SeePayment, SeeStock      bool
	SeeReturns                           bool // there are, or were, any
	Form                                 SalesForm
}

// SalesForm is what was typed into the forms of an order.
type SalesForm struct{ Company, TrackingNo, Reason, Note, Key string }

// SalesMoment is a line of an order's timeline. By names itself (sales.by.…); Staff is the account of whoever did it.
type SalesMoment struct {
	Moment
	By, Staff, TraceID string
	Private            bool
}

// SalesMessage is something that was said about an order. Heard: by another service, and dealt with.
type SalesMessage struct {
	Type     string
	At       time.Time
	Sent     bool
	Heard    bool
	Attempts int
	Error    string
	TraceID  string
}

// SalesTask is a reservation of stock. State names itself (admin.lock.…).
type SalesTask struct {
	State     string
	CreatedAt time.Time
	UpdatedAt time.Time
	Shares    []SalesShare
}

// SalesShare is what one warehouse gives. House is its name, empty where ware did not tell.
type SalesShare struct {
	SkuID, WareID, Count int64
	Title, House         string
}

// SalesPayment is what payment knows. State names itself (sales.payment.…).
type SalesPayment struct {
	State   string
	Offered bool
	Entries []SalesEntry
}

// SalesEntry is something that came from Alipay, or went there. Kind names itself (sales.entry.…), State says how it stands in payment's words;
// Source is by which way it was learned of (sales.source.…), Fault what went wrong last, NextAt when it is tried again, DoneAt when Alipay confirmed.
type SalesEntry struct {
	Kind, Number, State string
	Amount              money.Fen
	Times               int
	At                  time.Time
	Source, Fault       string
	NextAt, DoneAt      time.Time
}

// SalesPrice is the page "adminorderprice": a form, and then the question whether it is meant. Was is the price that the form was made for.
type SalesPrice struct {
	AdminBase
	Sn          string
	Now         money.Fen
	Was         money.Fen
	Least, Most money.Fen
	Pay, Reason string
	Asking      bool
	After       money.Fen
	Lines       []SalesPriceLine
}

// SalesPriceLine is what becomes of one line.
type SalesPriceLine struct {
	Title         string
	Count         int64
	Before, After money.Fen
}

// SalesShip is the page "adminordership": orders that wait to be shipped, the one that waits longest first.
type SalesShip struct {
	AdminBase
	Form     SalesSearch
	Sorts    []Option
	Filtered bool
	Rows     []SalesRow
	Pager    Pager
	CSV      string
	Most     int
	Query    string // of the address: where one comes back to
}

// SalesParcels is the page "adminorderparcels": what a file of shipments would do, or has done, line by line.
type SalesParcels struct {
	AdminBase
	Done   bool
	Lines  []SalesParcel
	OK     int
	Again  int
	Failed int
	Sent   string // the lines that would be shipped, for the form that confirms them
}

// SalesParcel is one line of the file. Fault says why not.
type SalesParcel struct {
	Line                    int
	Sn, Company, TrackingNo string
	Again                   bool
	Fault                   string
}
