package order

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"gulimall/pkg/apperr"
	"gulimall/pkg/money"
)

// The refusals of pictures.
var (
	ErrPictureType = apperr.New(apperr.Invalid, "picture_type")
	ErrPictureSize = apperr.New(apperr.Invalid, "picture_size")
)

// ReturnStatus is where an application to send goods back stands, as the column oms_order_return_apply.status says it.
type ReturnStatus int8

// The states of a return. Staff handle what members apply for and withdraw: they approve or reject, take the goods back, and pay back.
const (
	ReturnPending   ReturnStatus = 0
	ReturnApproved  ReturnStatus = 1
	ReturnDone      ReturnStatus = 2 // the money is back
	ReturnRejected  ReturnStatus = 3
	ReturnCancelled ReturnStatus = 4
	ReturnReceived  ReturnStatus = 5 // the goods are back
	ReturnRefunding ReturnStatus = 6 // the money is on its way
)

// ReturnSources are the states from which a return may come into s: the whole table of moves.
func ReturnSources(s ReturnStatus) []ReturnStatus {
	switch s {
	case ReturnPending:
		return nil
	case ReturnApproved, ReturnRejected:
		return []ReturnStatus{ReturnPending}
	case ReturnReceived:
		return []ReturnStatus{ReturnApproved}
	case ReturnRefunding:
		return []ReturnStatus{ReturnApproved, ReturnReceived}
	case ReturnDone:
		return []ReturnStatus{ReturnRefunding}
	case ReturnCancelled:
		return []ReturnStatus{ReturnPending, ReturnApproved}
	}
	return nil
}

// Name is the status in the words of the public API.
func (s ReturnStatus) Name() string {
	switch s {
	case ReturnPending:
		return "pending"
	case ReturnApproved:
		return "approved"
	case ReturnDone:
		return "done"
	case ReturnRejected:
		return "rejected"
	case ReturnCancelled:
		return "cancelled"
	case ReturnReceived:
		return "received"
	case ReturnRefunding:
		return "refunding"
	}
	return ""
}

// ReturnStatuses are all of them, in the order in which a return comes through them.
func ReturnStatuses() []ReturnStatus {
	return []ReturnStatus{ReturnPending, ReturnApproved, ReturnReceived, ReturnRefunding, ReturnDone, ReturnRejected, ReturnCancelled}
}

// Counts says whether the pieces of a return are taken: they are free again when it came to nothing.
func (s ReturnStatus) Counts() bool { return s != ReturnRejected && s != ReturnCancelled }

// Open says whether something is still to happen.
func (s ReturnStatus) Open() bool {
	return s == ReturnPending || s == ReturnApproved || s == ReturnReceived || s == ReturnRefunding
}

// Return is an application to send goods back, or a refund that staff began. Times that are zero have not come.
type Return struct {
	ID         int64
	OrderSn    string
	MemberID   int64
	Username   string
	Items      []ReturnItem
	Reason     string // a code of ReturnReasons, or words
	Note       string
	Amount     money.Fen // that of the items, and the freight
	Freight    money.Fen
	Status     ReturnStatus
	OnlyRefund bool     // nothing has to come back
	Pictures   []string // names
	CreatedAt  time.Time
	CreatedBy  string // the account of the staff who began it; empty: the member

	HandledAt   time.Time // approved or rejected
	HandledBy   string
	HandleNote  string
	ReceivedAt  time.Time
	Restock     []Restock // what goes back on the shelf
	RefundSn    string
	AgreedAt    time.Time // the refund was asked for
	GiftsGiven  bool      // the order had given its gifts by then
	Whole       bool      // nothing is left of the order after it
	DoneAt      time.Time
	CancelledAt time.Time
}

// ReturnItem is what is sent back of one line: pieces with their share of the money, of the points that paid and of the gifts. An amount
// may go back without any piece.
type ReturnItem struct {
	SkuID                  int64
	Title                  string
	Count                  int64
	Amount                 money.Fen // what of the line's payable comes back
	Points                 int64     // what of the line's points comes back
	GiftPoints, GiftGrowth int64
}

// Restock is pieces that can be sold again. Warehouse 0 is where they came from.
type Restock struct {
	SkuID, WareID, Count int64
}

const (
	maxReturnReason = 100
	maxReturnNote   = 500
)

// MaxPictures is how many pictures an application may have, MaxPicture how many bytes each.
const (
	MaxPictures = 5
	MaxPicture  = 1 << 20
)

const maxReturnKey = 64

// ReturnWish is what a member wants to send back.
type ReturnWish struct {
	Items    []ReturnItem // SKU and count
	Reason   string
	Note     string
	Pictures [][]byte // as they came
	Key      string   // made once for a form: the same again is the same application
}

func (w ReturnWish) check() error {
	refused := apperr.ErrInvalid
	if len(w.Items) == 0 {
		refused = refused.WithField("items", "nothing")
	}
	seen := map[int64]bool{}
	for i, item := range w.Items {
		if item.Count < 1 || item.Count > MaxCount {
			refused = refused.WithField(fmt.Sprintf("items[%d].count", i), "range")
		}
		if seen[item.SkuID] {
			refused = refused.WithField(fmt.Sprintf("items[%d].skuId", i), "invalid")
		}
		seen[item.SkuID] = true
	}
	switch n := utf8.RuneCountInString(w.Reason); {
	case n == 0:
		refused = refused.WithField("reason", "required")
	case n > maxReturnReason:
		refused = refused.WithField("reason", "too_long")
	}
	if utf8.RuneCountInString(w.Note) > maxReturnNote {
		refused = refused.WithField("note", "too_long")
	}
	if len(w.Pictures) > MaxPictures {
		refused = refused.WithField("pictures", "too_many")
	}
	if len(w.Key) > maxReturnKey {
		refused = refused.WithField("key", "too_long")
	}
	if len(refused.Fields) > 0 {
		return refused
	}
	return nil
}

// ApplyReturn applies for sending goods of a received or travelling order back. A form that comes twice is one application.
func (o *Orders) ApplyReturn(ctx context.Context, who Member, sn string, w ReturnWish) (Return, error) {
	if err := o.own(ctx, who, sn); err != nil { // nobody fills the disk for an order that is not his
		return Return{}, err
	}
	if err := w.check(); err != nil {
		return Return{}, err
	}
	names, err := o.keep(ctx, w.Pictures)
	if err != nil {
		return Return{}, err
	}
	applied, fresh, err := o.Store.ApplyReturn(ctx, who.ID, sn, w.Key, func(of *Order, earlier []Return) (Return, error) {
		if o.TooLate(of) {
			return Return{}, ErrReturnLate
		}
		r, err := NewReturn(of, earlier, w, o.clock())
		r.Pictures = names
		return r, err
	})
	if err != nil || !fresh {
		o.discard(ctx, names)
	}
	return applied, err
}

// keep stores pictures, all or none.
func (o *Orders) keep(ctx context.Context, pictures [][]byte) ([]string, error) {
	var names []string
	for i, data := range pictures {
		name, err := o.Pictures.Keep(ctx, data)
		if err != nil {
			o.discard(ctx, names)
			for _, known := range []error{ErrPictureType, ErrPictureSize} {
				if errors.Is(err, known) {
					return nil, apperr.ErrInvalid.WithField("pictures", apperr.From(err).Code).Wrap(err)
				}
			}
			return nil, fmt.Errorf("keep picture %d: %w", i+1, err)
		}
		names = append(names, name)
	}
	return names, nil
}

// discard forgets pictures that came to nothing.
func (o *Orders) discard(ctx context.Context, names []string) {
	if len(names) > 0 {
		o.Pictures.Remove(context.WithoutCancel(ctx), names...)
	}
}

// CancelReturn withdraws an application.
func (o *Orders) CancelReturn(ctx context.Context, who Member, sn string, id int64) error {
	if !ValidSn(sn) {
		return ErrNotFound
	}
	return o.Store.CancelReturn(ctx, who.ID, sn, id, o.clock())
}

// ReturnPicture gives one of the pictures of the member's application, counted from 1.
func (o *Orders) ReturnPicture(ctx context.Context, who Member, id int64, n int) ([]byte, error) {
	name, err := o.Store.ReturnPicture(ctx, who.ID, id, n)
	if err != nil {
		return nil, err
	}
	return o.Pictures.Open(ctx, name)
}

// Returns lists what of an order was applied for; the order must be the member's.
func (o *Orders) Returns(ctx context.Context, who Member, sn string) ([]Return, error) {
	if err := o.own(ctx, who, sn); err != nil {
		return nil, err
	}
	return o.Store.Returns(ctx, sn)
}

// NewReturn works an application out: of every line at most what was bought and is not part of an earlier living application, and of
// its payable the share of the pieces, so that the pieces of a line never bring back more or less than was paid for all of them.
func NewReturn(of *Order, earlier []Return, w ReturnWish, now time.Time) (Return, error) {
	if !slices.Contains(Sources(AfterSale), of.Status) {
		return Return{}, ErrState
	}
	r := Return{OrderSn: of.Sn, MemberID: of.MemberID, Username: of.Username, Reason: w.Reason, Note: w.Note, Status: ReturnPending, CreatedAt: now}
	refused := apperr.ErrInvalid
	for i, item := range w.Items {
		l := slices.IndexFunc(of.Lines, func(l Line) bool { return l.SkuID == item.SkuID })
		if l < 0 {
			refused = refused.WithField(fmt.Sprintf("items[%d].skuId", i), "invalid")
			continue
		}
		left := leftOf(of.Lines[l], earlier)
		if item.Count > left.Count {
			refused = refused.WithField(fmt.Sprintf("items[%d].count", i), "range")
			continue
		}
		r.Items = append(r.Items, left.take(item.Count))
		r.Amount += r.Items[len(r.Items)-1].Amount
	}
	if len(refused.Fields) > 0 {
		return Return{}, refused
	}
	return r, nil
}

// Returnable is how many pieces of a line can still be sent back, and what is left of its payable for them.
func Returnable(l Line, earlier []Return) (int64, money.Fen) {
	left := leftOf(l, earlier)
	return left.Count, left.Amount
}

// leftOf is what is left of a line when everything that was applied for, and came to something or may still, is gone.
func leftOf(l Line, earlier []Return) ReturnItem {
	left := ReturnItem{SkuID: l.SkuID, Title: l.Title, Count: l.Count, Amount: l.Payable, Points: int64(l.Points), GiftPoints: l.GiftPoints, GiftGrowth: l.GiftGrowth}
	for _, r := range earlier {
		if !r.Status.Counts() {
			continue
		}
		for _, item := range r.Items {
			if item.SkuID == l.SkuID {
				left.Count -= item.Count
				left.Amount -= item.Amount
				left.Points -= item.Points
				left.GiftPoints -= item.GiftPoints
				left.GiftGrowth -= item.GiftGrowth
			}
		}
	}
	return left
}

// take is the share of some of the pieces that are left: the last pieces take what is left of everything.
func (left ReturnItem) take(count int64) ReturnItem {
	if count == 0 || left.Count == 0 {
		return ReturnItem{SkuID: left.SkuID, Title: left.Title}
	}
	return ReturnItem{
		SkuID: left.SkuID, Title: left.Title, Count: count, Amount: money.Fen(int64(left.Amount) * count / left.Count), Points: left.Points * count / left.Count,
		GiftPoints: left.GiftPoints * count / left.Count, GiftGrowth: left.GiftGrowth * count / left.Count,
	}
}
