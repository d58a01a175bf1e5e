package payment

import (
	"cmp"
	"slices"
	"time"

	"gulimall/pkg/money"
)

// BillLine is a movement of money as Alipay's bill has it: a payment, or the refund RefundSn. Amounts are positive.
type BillLine struct {
	TradeNo, OrderSn, RefundSn string
	Amount                     money.Fen
	At                         time.Time
}

// Bill is what Alipay says moved on a day.
type Bill struct {
	Lines   []BillLine
	Strange int // lines that are neither payment nor refund
}

// PaidOrder is an order that was paid on a day, as the order service has it.
type PaidOrder struct {
	OrderSn, TradeNo string
	Amount           money.Fen
	PaidAt           time.Time
}

// Kind is the way in which books, bill and orders differ.
type Kind string

// The kinds of differences.
const (
	MissingInBooks        Kind = "missing_in_books"
	MissingAtAlipay       Kind = "missing_at_alipay"
	AmountDiffers         Kind = "amount_differs"
	OrderNotPaid          Kind = "order_not_paid"
	PaidWithoutPayment    Kind = "paid_without_payment"
	RefundMissingInBooks  Kind = "refund_missing_in_books"
	RefundMissingAtAlipay Kind = "refund_missing_at_alipay"
	RefundAmountDiffers   Kind = "refund_amount_differs"
)

// Kinds lists the kinds of differences.
func Kinds() []Kind {
	return []Kind{
		MissingInBooks, MissingAtAlipay, AmountDiffers, OrderNotPaid, PaidWithoutPayment, RefundMissingInBooks, RefundMissingAtAlipay, RefundAmountDiffers,
	}
}

// Actions are what can be done about differences of the kind, as far as each of them allows it.
func (k Kind) Actions() []Action { return Difference{Kind: k, Books: new(money.Fen)}.Actions() }

// Action is what can be done about a difference.
type Action string

// The actions: ask Alipay and take in what it says, tell the order again that it is paid, send the money back, send the refund again, or
// note why there is nothing to do.
const (
	Ask      Action = "ask"
	Publish  Action = "publish"
	GiveBack Action = "refund"
	Resend   Action = "resend"
	Explain  Action = "explain"
)

// Difference is something that does not fit together. Amounts that one of the three does not have are nil.
type Difference struct {
	Kind                       Kind
	OrderSn, TradeNo, RefundSn string
	Books, Bill, Order         *money.Fen
}

// Actions are what can be done about the difference, the proposed one first.
func (d Difference) Actions() []Action {
	switch d.Kind {
	case MissingInBooks, MissingAtAlipay, AmountDiffers, PaidWithoutPayment:
		return []Action{Ask, Explain}
	case OrderNotPaid:
		return []Action{Publish, GiveBack, Explain}
	case RefundMissingInBooks:
		if d.Books != nil { // written down, not confirmed
			return []Action{Resend, Explain}
		}
	case RefundMissingAtAlipay:
		return []Action{Resend, Explain}
	case RefundAmountDiffers:
	}
	return []Action{Explain}
}

// Sources are the books of the three sides.
type Sources struct {
	Trades  []Booked // ours, paid on the day
	Refunds []Refund // ours, confirmed on the day
	Bill    []BillLine
	Orders  []PaidOrder // paid on the day
	// What those name and the day does not have itself: our trades and refunds by number, lines of the bills of the day before and the
	// day after, and the orders of our trades.
	OtherTrades  map[string]Booked
	OtherRefunds map[string]Refund
	Nearby       []BillLine
	OtherOrders  map[string]Order
}

// ledger is the Sources by number.
type ledger struct {
	Sources
	trades       map[string]Booked
	refunds      map[string]Refund
	bill, nearby map[string]BillLine  // payments by trade, refunds by trade and number
	orders       map[string]PaidOrder // by order number
	found        []Difference
	told         map[string]bool // trades of which a difference was found
}

func lineKey(tradeNo, refundSn string) string { return tradeNo + "/" + refundSn }

func byKey(lines []BillLine) map[string]BillLine {
	all := make(map[string]BillLine, len(lines))
	for _, l := range lines {
		all[lineKey(l.TradeNo, l.RefundSn)] = l
	}
	return all
}

// Compare finds what does not fit together, in a fixed order.
func Compare(s Sources) []Difference {
	l := &ledger{
		Sources: s, trades: map[string]Booked{}, refunds: map[string]Refund{}, bill: byKey(s.Bill), nearby: byKey(s.Nearby),
		orders: map[string]PaidOrder{}, told: map[string]bool{},
	}
	for _, t := range s.Trades {
		l.trades[t.TradeNo] = t
	}
	for _, r := range s.Refunds {
		l.refunds[r.RefundSn] = r
	}
	for _, o := range s.Orders {
		l.orders[o.OrderSn] = o
	}
	for _, t := range s.Trades {
		l.trade(t)
	}
	for _, line := range s.Bill {
		if line.RefundSn == "" {
			l.paid(line)
		} else {
			l.refunded(line)
		}
	}
	for _, r := range s.Refunds {
		l.refund(r)
	}
	for _, o := range s.Orders {
		l.order(o)
	}
	slices.SortStableFunc(l.found, func(a, b Difference) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.OrderSn, b.OrderSn), cmp.Compare(a.TradeNo, b.TradeNo), cmp.Compare(a.RefundSn, b.RefundSn))
	})
	return l.found
}

func (l *ledger) tell(d Difference) {
	l.found = append(l.found, d)
	if d.RefundSn == "" {
		l.told[d.TradeNo] = true
	}
}

// line finds what the bills say of a payment or a refund.
func (l *ledger) line(tradeNo, refundSn string) (BillLine, bool) {
	key := lineKey(tradeNo, refundSn)
	if line, ok := l.bill[key]; ok {
		return line, true
	}
	line, ok := l.nearby[key]
	return line, ok
}

// keeps says which amount the order of a trade has, nil where the order does not live on that trade.
func (l *ledger) keeps(t Trade) *money.Fen {
	if o, ok := l.orders[t.OrderSn]; ok && o.TradeNo == t.TradeNo {
		return &o.Amount
	}
	if o, ok := l.OtherOrders[t.OrderSn]; ok && o.TradeNo == t.TradeNo {
		return &o.Amount
	}
	return nil
}

// trade judges one of our trades of the day.
func (l *ledger) trade(t Booked) {
	d := Difference{OrderSn: t.OrderSn, TradeNo: t.TradeNo, Books: &t.Amount, Order: l.keeps(t.Trade)}
	line, ok := l.line(t.TradeNo, "")
	if ok {
		d.Bill = &line.Amount
	}
	switch {
	case !ok:
		d.Kind = MissingAtAlipay
	case line.Amount != t.Amount:
		d.Kind = AmountDiffers
	case !t.Credited:
		return
	case d.Order == nil:
		d.Kind = OrderNotPaid
	case *d.Order != t.Amount:
		d.Kind = AmountDiffers
	default:
		return
	}
	l.tell(d)
}

// paid judges a payment of the bill that is none of our trades of the day; one that we have on another day is judged there.
func (l *ledger) paid(line BillLine) {
	if _, ok := l.trades[line.TradeNo]; ok {
		return
	}
	if _, ok := l.OtherTrades[line.TradeNo]; ok {
		return
	}
	l.tell(Difference{
		Kind: MissingInBooks, OrderSn: line.OrderSn, TradeNo: line.TradeNo, Bill: &line.Amount, Order: l.keeps(Trade{TradeNo: line.TradeNo, OrderSn: line.OrderSn}),
	})
}

// refunded judges a refund of the bill.
func (l *ledger) refunded(line BillLine) {
	d := Difference{OrderSn: line.OrderSn, TradeNo: line.TradeNo, RefundSn: line.RefundSn, Bill: &line.Amount}
	ours, ok := l.refunds[line.RefundSn]
	if !ok {
		ours, ok = l.OtherRefunds[line.RefundSn]
	}
	if ok {
		d.Books = &ours.Amount
	}
	switch {
	case !ok || ours.Status != Confirmed:
		d.Kind = RefundMissingInBooks
	case ours.Amount != line.Amount || ours.TradeNo != line.TradeNo:
		d.Kind = RefundAmountDiffers
	default:
		return
	}
	l.tell(d)
}

// refund judges one of our refunds of the day that the bill of the day does not have.
func (l *ledger) refund(r Refund) {
	key := lineKey(r.TradeNo, r.RefundSn)
	if _, ok := l.bill[key]; ok {
		return
	}
	d := Difference{OrderSn: r.OrderSn, TradeNo: r.TradeNo, RefundSn: r.RefundSn, Books: &r.Amount}
	line, ok := l.nearby[key]
	switch {
	case !ok:
		d.Kind = RefundMissingAtAlipay
	case line.Amount != r.Amount:
		d.Kind, d.Bill = RefundAmountDiffers, &line.Amount
	default:
		return
	}
	l.tell(d)
}

// order judges an order that was paid on the day; what was told of its trade already is not told twice.
func (l *ledger) order(o PaidOrder) {
	if l.told[o.TradeNo] {
		return
	}
	t, ok := l.trades[o.TradeNo]
	if ok && t.Credited {
		return // judged as a trade
	}
	other, elsewhere := l.OtherTrades[o.TradeNo]
	if elsewhere {
		t, ok = other, true
	}
	d := Difference{Kind: PaidWithoutPayment, OrderSn: o.OrderSn, TradeNo: o.TradeNo, Order: &o.Amount}
	if line, there := l.line(o.TradeNo, ""); there {
		d.Bill = &line.Amount
	}
	if ok {
		d.Books = &t.Amount
		if t.Credited && t.OrderSn == o.OrderSn {
			if t.Amount == o.Amount {
				return
			}
			d.Kind = AmountDiffers
		}
	}
	l.tell(d)
}
