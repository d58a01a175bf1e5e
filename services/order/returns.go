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
	case ReturnDone:
		return []ReturnStatus{ReturnApproved, ReturnReceived}
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
	}
	return ""
}

// Counts says whether the pieces of a return are taken: they are free again when it came to nothing.
func (s ReturnStatus) Counts() bool { return s != ReturnRejected && s != ReturnCancelled }

// Open says whether something is still to happen.
func (s ReturnStatus) Open() bool {
	return s == ReturnPending || s == ReturnApproved || s == ReturnReceived
}

// Return is an application to send goods back. Times that are zero have not come.
type Return struct {
	ID        int64
	OrderSn   string
	MemberID  int64
	Items     []ReturnItem
	Reason    string // a code of ReturnReasons, or words
	Note      string
	Amount    money.Fen
	Status    ReturnStatus
	Pictures  []string // names
	CreatedAt time.Time

	HandledAt   time.Time // approved or rejected
	HandleNote  string
	ReceivedAt  time.Time
	DoneAt      time.Time
	CancelledAt time.Time
}

// ReturnItem is what is sent back of one line.
type ReturnItem struct {
	SkuID  int64
	Count  int64
	Amount money.Fen // what of the line's payable comes back
}

const (
	maxReason     = 100
	maxReturnNote = 500
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
	case n > maxReason:
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
	r := Return{OrderSn: of.Sn, MemberID: of.MemberID, Reason: w.Reason, Note: w.Note, Status: ReturnPending, CreatedAt: now}
	refused := apperr.ErrInvalid
	for i, item := range w.Items {
		l := slices.IndexFunc(of.Lines, func(l Line) bool { return l.SkuID == item.SkuID })
		if l < 0 {
			refused = refused.WithField(fmt.Sprintf("items[%d].skuId", i), "invalid")
			continue
		}
		count, amount := Returnable(of.Lines[l], earlier)
		if item.Count > count {
			refused = refused.WithField(fmt.Sprintf("items[%d].count", i), "range")
			continue
		}
		item.Amount = money.Fen(int64(amount) * item.Count / count)
		r.Items = append(r.Items, item)
		r.Amount += item.Amount
	}
	if len(refused.Fields) > 0 {
		return Return{}, refused
	}
	return r, nil
}

// Returnable is how many pieces of a line can still be sent back, and what is left of its payable for them.
func Returnable(l Line, earlier []Return) (int64, money.Fen) {
	count, amount := l.Count, l.Payable
	for _, r := range earlier {
		if !r.Status.Counts() {
			continue
		}
		for _, item := range r.Items {
			if item.SkuID == l.SkuID {
				count -= item.Count
				amount -= item.Amount
			}
		}
	}
	return count, amount
}
