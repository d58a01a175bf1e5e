package page

import (
	"time"

	"gulimall/pkg/money"
)

// PayList is the page "adminpayments".
type PayList struct {
	AdminBase
	OrderSn, TradeNo, Member, Amount, From, To string
	Statuses                                   []Option
	Filtered                                   bool
	Heads                                      []AdminHead
	Sort                                       string
	Payments                                   []PayEntry
	Pager                                      Pager
	CSV                                        string
	MayMembers                                 bool
}

// PayEntry is the payment of an order. Status names itself (money.status.…).
type PayEntry struct {
	OrderSn, TradeNo, Channel    string
	MemberID                     int64
	Amount                       money.Fen
	Status                       string
	Offered                      bool
	CreatedAt, ExpiresAt, PaidAt time.Time
}

// PayFile is the page "adminpayment": all that is known of the payment of an order.
type PayFile struct {
	AdminBase
	PayEntry
	Trades     []PayTrade
	Notices    []PayNotice
	Refunds    []PayReturn
	Exceptions []PayException
	Calls      []PayCall
	// What else one may see, and do.
	MayOrders, MayMembers, MayWrite bool
}

// PayTrade is money that arrived. Verdict and Source name themselves (money.verdict.…, money.source.…).
type PayTrade struct {
	TradeNo, Verdict, Source string
	Amount                   money.Fen
	PaidAt, CreatedAt        time.Time
}

// PayNotice is a notification. Verdict names itself (money.heard.…).
type PayNotice struct {
	NotifyID, TradeNo, TradeStatus, Verdict, Raw string
	Times                                        int
	ReceivedAt                                   time.Time
}

// PayCall is a call to Alipay, by its name there. Outcome names itself (money.said.…).
type PayCall struct {
	Method, Outcome, Fault string
	At                     time.Time
	TookMs                 int64
}

// PayRefunds is the page "adminrefunds".
type PayRefunds struct {
	AdminBase
	RefundSn, OrderSn, TradeNo, From, To string
	States, Reasons                      []Option
	Filtered                             bool
	Heads                                []AdminHead
	Sort, Now                            string
	Refunds                              []PayReturn
	Pager                                Pager
	CSV                                  string
	MayWrite                             bool
}

// PayReturn is money on its way back. State and Reason name themselves (money.refund.…, money.reason.…).
type PayReturn struct {
	RefundSn, OrderSn, TradeNo, Reason, State, LastFault string
	Amount                                               money.Fen
	Attempts                                             int
	CreatedAt, NextAt, ConfirmedAt                       time.Time
}

// Open tells whether Alipay has still to confirm the refund.
func (r PayReturn) Open() bool { return r.State != "confirmed" }

// PayExceptions is the page "adminexceptions".
type PayExceptions struct {
	AdminBase
	Tabs       []Tab
	OrderSn    string
	TradeNo    string
	From, To   string
	State      string
	Heads      []AdminHead
	Sort, Now  string
	Kinds      []Option
	Filtered   bool
	Exceptions []PayException
	Pager      Pager
	CSV        string
	MayWrite   bool
}

// PayException is money that fits no order. Kind and State name themselves (money.reason.…, money.exception.…).
type PayException struct {
	ID                               int64
	OrderSn, TradeNo, RefundSn, Kind string
	Amount                           money.Fen
	State, Note, By                  string
	CreatedAt, At                    time.Time
}

// PayExceptionEdit is the page "adminexception": what was done about one.
type PayExceptionEdit struct {
	AdminBase
	PayException
	Typed   string
	Back    string
	Version int64
	// Meanwhile tells that somebody else noted something after the form was opened; it is what PayException shows.
	Meanwhile bool
}

// PayRuns is the page "adminreconciliations".
type PayRuns struct {
	AdminBase
	Date, Latest   string
	From, To       string
	Open, Filtered bool
	Heads          []AdminHead
	Sort           string
	Runs           []PayRun
	Pager          Pager
	CSV            string
	MayWrite       bool
}

// PayRun is a comparison of a day's books, bill and orders. State, Step and Fault name themselves (money.run.…, money.step.…, money.fault.…).
type PayRun struct {
	ID                          int64
	Day, State, Step, By, Fault string
	Attempt, Differences, Open  int
	Looked                      int64
	Books, Bill                 PaySide
	Orders                      int64
	Ordered                     money.Fen
	CreatedAt, FinishedAt       time.Time
}

// Running tells whether the run is not over.
func (r PayRun) Running() bool { return r.State == "running" }

// PaySide is what moved on a day by one side.
type PaySide struct {
	Payments int64
	Received money.Fen
	Refunds  int64
	Refunded money.Fen
}

// PayRunDesk is the page "adminreconciliation".
type PayRunDesk struct {
	AdminBase
	PayRun
	Steps  []Step
	NoBill bool
	// Beside tells that the sums differ although everything fits: a side has something on the day before or after.
	Beside   bool
	Strange  int
	Kept     int // how many of the differences are kept
	Tabs     []Tab
	Kinds    []PayKind
	Kind     string // the one that is chosen
	Heads    []AdminHead
	Sort     string
	Now      string // the address of what is shown, to come back to
	Found    []PayFound
	Pager    Pager
	CSV      string
	Filtered bool
	MayWrite bool
}

// PayFound is a difference. Kind, State, Action and Outcome name themselves (money.kind.…, money.handled.…, money.action.…, money.outcome.…).
type PayFound struct {
	RunID                            int64
	N                                int
	Kind, OrderSn, TradeNo, RefundSn string
	Books, Bill, Order               *money.Fen
	State, Action, Outcome, Note, By string
	At                               time.Time
	Actions                          []string // what can be done, the proposed one first
}

// PayFollowUp is the page "adminfollowup": the question whether it is meant. Action names itself (money.ask.…).
type PayFollowUp struct {
	AdminBase
	PayFound
	Day    string
	Chosen string
	Typed  string
	Back   string
}

// PayKind is how many differences of a kind a run has found. Kind names itself (money.kind.…).
type PayKind struct {
	Kind, URL   string
	Count, Open int64
	Chosen      bool
	Actions     []string // what can be done about all that are left, the proposed one first
}

// PayFollowUps is the page "adminfollowups": the question whether the same is meant for all differences of a kind, and what came of it, line by
// line. Kind and Chosen name themselves (money.kind.…, money.action.…).
type PayFollowUps struct {
	AdminBase
	RunID               int64
	Day, Back           string
	Kind, Chosen, Typed string
	Left                int
	Numbers             string // of those that are left, one a line
	Lines               []PayFollowLine
}

// PayFollowLine is what came of following a difference up. Fault is why nothing did.
type PayFollowLine struct {
	PayFound
	Fault string
}
