package coupon

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/money"
	"gulimall/pkg/paging"
)

// Kept is a coupon as the back office keeps it.
type Kept struct {
	Template
	Version     int64
	CreatedAt   time.Time
	PublishedAt *time.Time // for the first time
	WithdrawnAt *time.Time
	Codes       int64 // made
	Stats       Stats
}

// Stats is what has become of a coupon. Lists know only what is used and what it took off.
type Stats struct {
	Used, Locked, Expired, Voided int64
	Discount                      money.Fen
}

// Stage is where a coupon stands in the back office, in the words of the API.
func (k Kept) Stage(now time.Time) string {
	switch {
	case k.Published && now.Before(k.ClaimUntil):
		return couponapi.CouponPublished
	case k.Published:
		return couponapi.CouponEnded
	case k.WithdrawnAt != nil:
		return couponapi.CouponWithdrawn
	}
	return couponapi.CouponDraft
}

// The errors of the coupon desk.
var (
	ErrFixed        = apperr.New(apperr.Conflict, "coupon_fixed") // with the fields that would promise less
	ErrOver         = apperr.New(apperr.Conflict, "coupon_over")
	ErrDraft        = apperr.New(apperr.Conflict, "coupon_draft")
	ErrNotPublished = apperr.New(apperr.Conflict, "coupon_not_published")
	ErrByCode       = apperr.New(apperr.Conflict, "coupon_by_code")
	ErrNoCodes      = apperr.New(apperr.Conflict, "coupon_no_codes")
)

// Check refuses terms that contradict themselves.
func (t Template) Check() error {
	refused := apperr.ErrInvalid
	if !t.ClaimFrom.Before(t.ClaimUntil) {
		refused = refused.WithField("claimUntil", "before")
	}
	if !t.ValidFrom.Before(t.ValidUntil) {
		refused = refused.WithField("validUntil", "before")
	}
	if t.Scope == OnCategories && len(t.CategoryIDs) == 0 || t.Scope == OnProducts && len(t.SpuIDs) == 0 {
		refused = refused.WithField("scopeIds", "required")
	}
	if t.Type == ForLevel && t.LevelID == 0 {
		refused = refused.WithField("levelId", "required")
	}
	if len(refused.Fields) > 0 {
		return refused
	}
	return nil
}

// widens refuses what a coupon that was published may no longer change: only more may be promised than before. Name and note are free.
func (t Template) widens(now Template) error {
	refused := ErrFixed
	hold := func(holds bool, field string) {
		if !holds {
			refused = refused.WithField(field, "fixed")
		}
	}
	hold(t.Type == now.Type, "kind")
	hold(t.Scope == now.Scope && slices.Equal(t.CategoryIDs, now.CategoryIDs) && slices.Equal(t.SpuIDs, now.SpuIDs), "scopeIds")
	hold(t.Amount == now.Amount, "amount")
	hold(t.MinPoint == now.MinPoint, "minPoint")
	hold(t.LevelID == now.LevelID, "levelId")
	hold(now.Issued >= t.Issued, "issued")
	hold(now.PerLimit == 0 || t.PerLimit != 0 && now.PerLimit >= t.PerLimit, "perLimit")
	hold(!now.ClaimFrom.After(t.ClaimFrom), "claimFrom")
	hold(!now.ClaimUntil.Before(t.ClaimUntil), "claimUntil")
	hold(!now.ValidFrom.After(t.ValidFrom), "validFrom")
	hold(!now.ValidUntil.Before(t.ValidUntil), "validUntil")
	if len(refused.Fields) > 0 {
		return refused
	}
	return nil
}

// Fixed says whether only more may be promised: the coupon was published, or members have it.
func (k Kept) Fixed() bool { return k.PublishedAt != nil || k.Published || k.Claimed > 0 }

// Change makes other terms of a coupon's: anything of a draft, only more of one that was published.
func (k Kept) Change(to Template) (Kept, error) {
	if k.Fixed() {
		if err := k.widens(to); err != nil {
			return k, err
		}
	}
	to.ID, to.Claimed, to.Published = k.ID, k.Claimed, k.Published
	k.Template = to
	k.Version++
	return k, nil
}

// grantable tells why a coupon cannot be given to members now.
func (k Kept) grantable(now time.Time) error {
	switch {
	case !k.Published:
		return ErrNotPublished
	case k.Type == ForCode:
		return ErrByCode
	case !now.Before(k.ValidUntil):
		return ErrOver
	}
	return nil
}

// KeptQuery chooses coupons. What is zero chooses all.
type KeptQuery struct {
	Stage string // one of the API's
	Type  *Type
	Name  string // how it begins
	Sort  Sort
	Down  bool // the greatest first
	Page  paging.Page
}

// Sort is what a list of coupons is sorted by, as the API calls it.
type Sort string

// The ways to sort coupons: their number tells their age, the greatest is the newest.
const (
	ByNumber     Sort = "number"
	ByName       Sort = "name"
	ByClaimUntil Sort = "claimUntil"
	ByUsed       Sort = "used"
)

// Sorts lists the ways to sort coupons.
func Sorts() []Sort { return []Sort{ByNumber, ByName, ByClaimUntil, ByUsed} }

// ClaimQuery chooses coupons in members' hands. What is zero chooses all.
type ClaimQuery struct {
	CouponID, MemberID int64
	State              *State
	OrderSn            string
	Up                 bool // the oldest first
	Page               paging.Page
}

// Held is a coupon in a member's hands as the back office sees it.
type Held struct {
	ID, CouponID, MemberID int64
	Name                   string
	State                  State
	Given                  bool
	OrderSn                string
	ClaimedAt              time.Time
	ValidUntil             time.Time
	UsedAt                 *time.Time
}

// StateAt is the state as it is at a time, as MemberCoupon has it.
func (h Held) StateAt(now time.Time) State {
	return MemberCoupon{State: h.State, Template: Template{ValidUntil: h.ValidUntil}}.StateAt(now)
}

// Code is a code and who redeemed it.
type Code struct {
	ID         int64
	Code       string
	CreatedAt  time.Time
	MemberID   int64
	RedeemedAt *time.Time
}

// MostGranted is to how many members a coupon is given in one transaction.
const MostGranted = 500

// Grant is the wish to give a coupon to members. Unknown are those that there are not.
type Grant struct {
	CouponID  int64
	MemberIDs []int64
	Unknown   map[int64]bool
	Key       string
}

// OfficeStore is what the coupon desk needs of the schema. Every method is one transaction; a change tells the audit log by whom.
type OfficeStore interface {
	List(ctx context.Context, q KeptQuery) ([]Kept, int64, error)
	Kept(ctx context.Context, id int64) (Kept, error)
	// Live lists what is published and can still be used.
	Live(ctx context.Context) ([]Template, error)
	Add(ctx context.Context, t Template, by adminapi.By) (Kept, error)
	// Change changes the version that was seen; ErrNotFound, ErrEditedMeantime, and what Kept.Change says.
	Change(ctx context.Context, t Template, version int64, by adminapi.By) (Kept, error)
	// Publish is safe to repeat; ErrNotFound, ErrOver.
	Publish(ctx context.Context, id int64, by adminapi.By) (Kept, error)
	// Withdraw is safe to repeat, and with void takes back what nobody has used and no order holds; ErrNotFound, ErrDraft.
	Withdraw(ctx context.Context, id int64, void bool, by adminapi.By) (Kept, int64, error)
	// TryGrant says how a grant would go, and changes nothing.
	TryGrant(ctx context.Context, g Grant, refuse func(Kept) error) ([]couponapi.GrantResult, error)
	// Grant gives what refuse does not refuse, once for its key.
	Grant(ctx context.Context, g Grant, refuse func(Kept) error, by adminapi.By) ([]couponapi.GrantResult, error)
	// MakeCodes keeps fresh codes, once for the key, and gives what is kept; ErrNoCodes, ErrExhausted.
	MakeCodes(ctx context.Context, id int64, fresh []string, key string, by adminapi.By) ([]string, error)
	Codes(ctx context.Context, id int64, used *bool, page paging.Page) ([]Code, int64, error)
	Claims(ctx context.Context, q ClaimQuery) ([]Held, int64, error)
	// MostUsed lists the coupons that were used most.
	MostUsed(ctx context.Context, limit int) ([]Kept, error)
}

// Office is the coupon desk.
type Office struct {
	OfficeStore
	coupons   *Coupons
	catalogue Catalogue
	members   Members
	now       func() time.Time
	summary   remembered
}

// NewOffice makes the coupon desk.
func NewOffice(store OfficeStore, coupons *Coupons, catalogue Catalogue, members Members, now func() time.Time) *Office {
	return &Office{OfficeStore: store, coupons: coupons, catalogue: catalogue, members: members, now: now}
}

// Now is the desk's clock.
func (o *Office) Now() time.Time { return o.now() }

// Levels lists the levels of members.
func (o *Office) Levels(ctx context.Context) ([]Level, error) { return o.members.Levels(ctx) }

// Add adds a draft.
func (o *Office) Add(ctx context.Context, t Template, by adminapi.By) (Kept, error) {
	t, err := o.checked(ctx, t)
	if err != nil {
		return Kept{}, err
	}
	return o.OfficeStore.Add(ctx, t, by)
}

// Change changes a coupon.
func (o *Office) Change(ctx context.Context, t Template, version int64, by adminapi.By) (Kept, error) {
	t, err := o.checked(ctx, t)
	if err != nil {
		return Kept{}, err
	}
	return o.OfficeStore.Change(ctx, t, version, by)
}

// checked refuses terms that contradict themselves or name categories that there are not, and calls categories by the catalogue's names.
// Without the catalogue they keep the names that they came with.
func (o *Office) checked(ctx context.Context, t Template) (Template, error) {
	if err := t.Check(); err != nil || t.Scope != OnCategories {
		return t, err
	}
	names, err := o.catalogue.Categories(ctx)
	if err != nil {
		return t, nil //nolint:nilerr // the name is for people alone
	}
	t.ScopeNames = slices.Clone(t.ScopeNames)
	for i, id := range t.CategoryIDs {
		name, there := names[id]
		if !there {
			return t, apperr.ErrInvalid.WithField("scopeIds", "unknown_category")
		}
		t.ScopeNames[i] = name
	}
	return t, nil
}

// Doubts tells what is doubtful about terms, beside what else is out.
func (o *Office) Doubts(ctx context.Context, t Template) ([]couponapi.Rule, error) {
	others, err := o.Live(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for doubts: %w", err)
	}
	return t.Doubts(others), nil
}

// Grant gives a coupon to members, once for its key, and says how it went for each.
func (o *Office) Grant(ctx context.Context, g Grant, by adminapi.By) ([]couponapi.GrantResult, error) {
	g, err := o.lookedUp(ctx, g)
	if err != nil {
		return nil, err
	}
	now := o.now()
	return o.OfficeStore.Grant(ctx, g, func(k Kept) error { return k.grantable(now) }, by)
}

// TryGrant says how a grant would go for each member, and gives nothing.
func (o *Office) TryGrant(ctx context.Context, g Grant) ([]couponapi.GrantResult, error) {
	g, err := o.lookedUp(ctx, g)
	if err != nil {
		return nil, err
	}
	now := o.now()
	return o.OfficeStore.TryGrant(ctx, g, func(k Kept) error { return k.grantable(now) })
}

// lookedUp is a grant to each of its members once, with those marked that there are not.
func (o *Office) lookedUp(ctx context.Context, g Grant) (Grant, error) {
	g.MemberIDs = slices.Compact(slices.Sorted(slices.Values(g.MemberIDs)))
	g.Unknown = map[int64]bool{}
	for some := range slices.Chunk(g.MemberIDs, MostGranted) {
		there, err := o.members.Exist(ctx, some)
		if err != nil {
			return g, fmt.Errorf("look up members: %w", err)
		}
		for _, id := range some {
			if !there[id] {
				g.Unknown[id] = true
			}
		}
	}
	return g, nil
}

// MakeCodes makes codes for a coupon, once for the key.
func (o *Office) MakeCodes(ctx context.Context, id, count int64, key string, by adminapi.By) ([]string, error) {
	fresh := make([]string, count)
	for i := range fresh {
		fresh[i] = newCode()
	}
	return o.OfficeStore.MakeCodes(ctx, id, fresh, key, by)
}
