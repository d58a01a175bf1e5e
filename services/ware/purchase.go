package ware

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/paging"
)

// NeedState is where a purchase need stands (wms_purchase_detail.status of the original).
type NeedState int

// A need is new until it is put into a purchase, and bought or not in the end.
const (
	NeedNew NeedState = iota
	NeedAssigned
	NeedBuying
	NeedDone
	NeedFailed
)

// PurchaseState is where a purchase stands (wms_purchase.status of the original).
type PurchaseState int

// A purchase takes needs while it is new or assigned; whoever received it buys. Failed means that some of it could not be bought.
const (
	PurchaseNew PurchaseState = iota
	PurchaseAssigned
	PurchaseReceived
	PurchaseDone
	PurchaseFailed
)

// open says whether needs may still be put into a purchase, and whether it may be given to somebody.
func (s PurchaseState) open() bool { return s == PurchaseNew || s == PurchaseAssigned }

// Need is goods that a warehouse should have more of.
type Need struct {
	ID         int64
	PurchaseID int64 // 0: none
	SkuID      int64
	SkuName    string
	WareID     int64
	Count      int64
	State      NeedState
	Auto       bool // the stock fell below its warning line
	Note       string
	FailReason string
	CreatedAt  time.Time
	UpdatedAt  time.Time
	Key        string // of a need that comes from a file: it comes once
}

// Purchase is needs that somebody buys in one go.
type Purchase struct {
	ID        int64
	State     PurchaseState
	Assignee  string
	Phone     string
	CreatedAt time.Time
	UpdatedAt time.Time
	Needs     []Need
}

// Outcome is how buying went for one need. Reason says why it failed.
type Outcome struct {
	NeedID int64
	OK     bool
	Reason string
}

// The errors of purchases.
var (
	ErrNoPurchase    = apperr.New(apperr.NotFound, "purchase_not_found")
	ErrNoNeed        = apperr.New(apperr.NotFound, "need_not_found")
	ErrPurchaseState = apperr.New(apperr.Conflict, "purchase_state")
	ErrNeedState     = apperr.New(apperr.Conflict, "need_state")
)

// TakeNeeds puts needs into a purchase, or says why not.
func (p *Purchase) TakeNeeds(needs []Need) error {
	if !p.State.open() {
		return ErrPurchaseState
	}
	for _, n := range needs {
		if n.State != NeedNew {
			return ErrNeedState.With("needId", n.ID)
		}
	}
	p.Needs = append(p.Needs, needs...)
	return nil
}

// Assign gives a purchase to somebody.
func (p *Purchase) Assign(assignee, phone string) error {
	if !p.State.open() {
		return ErrPurchaseState
	}
	p.State, p.Assignee, p.Phone = PurchaseAssigned, assignee, phone
	return nil
}

// Receive is the buyer's taking it on; a second time changes nothing.
func (p *Purchase) Receive() (changed bool, err error) {
	switch p.State {
	case PurchaseReceived:
		return false, nil
	case PurchaseAssigned:
	case PurchaseNew, PurchaseDone, PurchaseFailed:
		return false, ErrPurchaseState
	}
	if len(p.Needs) == 0 {
		return false, ErrPurchaseState
	}
	p.State = PurchaseReceived
	for i := range p.Needs {
		p.Needs[i].State = NeedBuying
	}
	return true, nil
}

// Finish takes the outcome of every need. A purchase that is finished already answers the same outcome without a change, and another with
// ErrPurchaseState.
func (p *Purchase) Finish(outcomes []Outcome) (changed bool, err error) {
	if len(outcomes) != len(p.Needs) {
		return false, apperr.ErrInvalid.WithField("items", "every_need")
	}
	next := slices.Clone(p.Needs)
	state, same := PurchaseDone, true
	for i := range next {
		at := slices.IndexFunc(outcomes, func(o Outcome) bool { return o.NeedID == next[i].ID })
		if at < 0 {
			return false, apperr.ErrInvalid.WithField("items", "every_need")
		}
		end := NeedDone
		if !outcomes[at].OK {
			end, state = NeedFailed, PurchaseFailed
			if outcomes[at].Reason == "" {
				return false, apperr.ErrInvalid.WithField("items", "fail_reason")
			}
			next[i].FailReason = outcomes[at].Reason
		}
		same = same && p.Needs[i].State == end
		next[i].State = end
	}
	switch p.State {
	case PurchaseReceived:
		p.State, p.Needs = state, next
		return true, nil
	case PurchaseDone, PurchaseFailed:
		if same {
			return false, nil
		}
	case PurchaseNew, PurchaseAssigned:
	}
	return false, ErrPurchaseState
}

// NeedQuery chooses needs. What is zero, or nil, chooses all.
type NeedQuery struct {
	SkuID, WareID, PurchaseID int64
	State                     *NeedState
	Order                     BuyingOrder
	Page                      paging.Page
}

// PurchaseQuery chooses purchases. What is zero chooses all.
type PurchaseQuery struct {
	State *PurchaseState
	Order BuyingOrder
	Page  paging.Page
}

// BuyingOrder is what needs and purchases are sorted by: their age, the newest first, or their pieces, the most first; or the other way round.
type BuyingOrder struct{ ByPieces, Up bool }

// Purchases is the desk for buying goods in.
type Purchases struct{ store PurchaseStore }

// PurchaseStore is what buying needs of the schema. Every method is one transaction; a change tells the audit log by whom.
type PurchaseStore interface {
	Needs(ctx context.Context, q NeedQuery) ([]Need, int64, error)
	// AddNeed asks for goods; ErrNoWarehouse.
	AddNeed(ctx context.Context, n Need, by adminapi.By) (Need, error)
	// ImportedNeeds tells which lines of an import have become needs.
	ImportedNeeds(ctx context.Context, key string) (map[int]bool, error)
	// NeedLow asks for goods wherever fewer are available than the warning line and nobody has asked yet; it says how many needs that made.
	NeedLow(ctx context.Context) (int64, error)
	Purchases(ctx context.Context, q PurchaseQuery) ([]Purchase, int64, error)
	// Purchase reads one; ErrNoPurchase.
	Purchase(ctx context.Context, id int64) (Purchase, error)
	AddPurchase(ctx context.Context, by adminapi.By) (Purchase, error)
	// Merge puts needs into a purchase, a new one for id 0; ErrNoPurchase, ErrNoNeed, and what TakeNeeds says.
	Merge(ctx context.Context, id int64, needIDs []int64, by adminapi.By) (Purchase, error)
	// RemoveNeeds removes needs that are in no purchase yet, all or none; ErrNoNeed, ErrNeedState.
	RemoveNeeds(ctx context.Context, ids []int64, by adminapi.By) error
	// RemovePurchase removes a purchase that nobody has received; its needs are new again. ErrNoPurchase, ErrPurchaseState.
	RemovePurchase(ctx context.Context, id int64, by adminapi.By) error
	// ChangePurchase loads a purchase for a change and saves what f made of it; what f finished with success comes into stock, once. Where f
	// says that nothing changed, nothing does.
	ChangePurchase(ctx context.Context, id int64, action string, by adminapi.By, f func(*Purchase) (changed bool, err error)) (Purchase, error)
}

// NewPurchases makes the desk.
func NewPurchases(store PurchaseStore) *Purchases { return &Purchases{store} }

// RemoveNeeds removes needs that are in no purchase yet. What the stock needs by itself is asked for again as long as it is low.
func (p *Purchases) RemoveNeeds(ctx context.Context, ids []int64, by adminapi.By) error {
	return p.store.RemoveNeeds(ctx, ids, by)
}

// Remove gives a purchase up before anybody has received it; its needs can be put into another one.
func (p *Purchases) Remove(ctx context.Context, id int64, by adminapi.By) error {
	return p.store.RemovePurchase(ctx, id, by)
}

// Needs lists needs.
func (p *Purchases) Needs(ctx context.Context, q NeedQuery) ([]Need, int64, error) {
	return p.store.Needs(ctx, q)
}

// AddNeed asks for goods.
func (p *Purchases) AddNeed(ctx context.Context, n Need, by adminapi.By) (Need, error) {
	return p.store.AddNeed(ctx, n, by)
}

// List lists purchases.
func (p *Purchases) List(ctx context.Context, q PurchaseQuery) ([]Purchase, int64, error) {
	return p.store.Purchases(ctx, q)
}

// Find reads a purchase.
func (p *Purchases) Find(ctx context.Context, id int64) (Purchase, error) {
	return p.store.Purchase(ctx, id)
}

// Add opens a purchase.
func (p *Purchases) Add(ctx context.Context, by adminapi.By) (Purchase, error) {
	return p.store.AddPurchase(ctx, by)
}

// Merge puts needs into a purchase.
func (p *Purchases) Merge(ctx context.Context, id int64, needIDs []int64, by adminapi.By) (Purchase, error) {
	return p.store.Merge(ctx, id, needIDs, by)
}

// Assign gives a purchase to somebody.
func (p *Purchases) Assign(ctx context.Context, id int64, assignee, phone string, by adminapi.By) (Purchase, error) {
	return p.store.ChangePurchase(ctx, id, "purchase.assigned", by, func(p *Purchase) (bool, error) { return true, p.Assign(assignee, phone) })
}

// Receive is the buyer's taking a purchase on.
func (p *Purchases) Receive(ctx context.Context, id int64, by adminapi.By) (Purchase, error) {
	return p.store.ChangePurchase(ctx, id, "purchase.received", by, (*Purchase).Receive)
}

// Done ends a purchase: what was bought comes into stock, once, however often and by how many this is said.
func (p *Purchases) Done(ctx context.Context, id int64, outcomes []Outcome, by adminapi.By) (Purchase, error) {
	return p.store.ChangePurchase(ctx, id, "purchase.done", by, func(p *Purchase) (bool, error) { return p.Finish(outcomes) })
}

// Restock asks for goods that have run low.
func (p *Purchases) Restock(ctx context.Context) (int64, error) {
	made, err := p.store.NeedLow(ctx)
	if err != nil {
		return 0, fmt.Errorf("look for low stock: %w", err)
	}
	return made, nil
}
