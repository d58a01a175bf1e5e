package coupon

import (
	"context"
	"errors"
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

// Change makes other terms of a coupon's: anything of a draft, only more of one that was published.
func (k Kept) Change(to Template) (Kept, error) {
	if k.PublishedAt != nil {
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
	Page  paging.Page
}

// ClaimQuery chooses coupons in members' hands. What is zero chooses all.
type ClaimQuery struct {
	CouponID, MemberID int64
	State              *State
	OrderSn            string
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
	if err := t.Check(); err != nil {
		return Kept{}, err
	}
	return o.OfficeStore.Add(ctx, t, by)
}

// Change changes a coupon.
func (o *Office) Change(ctx context.Context, t Template, version int64, by adminapi.By) (Kept, error) {
	if err := t.Check(); err != nil {
		return Kept{}, err
	}
	return o.OfficeStore.Change(ctx, t, version, by)
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
	g.MemberIDs = slices.Compact(slices.Sorted(slices.Values(g.MemberIDs)))
	there, err := o.members.Exist(ctx, g.MemberIDs)
	if err != nil {
		return nil, fmt.Errorf("look up members: %w", err)
	}
	g.Unknown = map[int64]bool{}
	for _, id := range g.MemberIDs {
		if !there[id] {
			g.Unknown[id] = true
		}
	}
	now := o.now()
	return o.OfficeStore.Grant(ctx, g, func(k Kept) error { return k.grantable(now) }, by)
}

// MakeCodes makes codes for a coupon, once for the key.
func (o *Office) MakeCodes(ctx context.Context, id, count int64, key string, by adminapi.By) ([]string, error) {
	fresh := make([]string, count)
	for i := range fresh {
		fresh[i] = newCode()
	}
	return o.OfficeStore.MakeCodes(ctx, id, fresh, key, by)
}

// Previewed is a price with a coupon that is not there yet. Reason says why the coupon cannot be used, and then it is the price without.
type Previewed struct {
	Quote  Quote
	Goods  map[int64]Good
	Reason couponapi.Rule
}

// Preview tells what a coupon would do to a cart of a member of a level: the price is made as an order's is.
func (o *Office) Preview(ctx context.Context, t Template, counts map[int64]int64, levelID int64) (Previewed, error) {
	lines, goods, err := o.previewLines(ctx, counts)
	if err != nil {
		return Previewed{}, err
	}
	levels, err := o.members.Levels(ctx)
	if err != nil {
		return Previewed{}, fmt.Errorf("preview: %w", err)
	}
	at := slices.IndexFunc(levels, func(l Level) bool { return l.ID == levelID })
	q := QuoteRequest{Buyer: Buyer{LevelID: levelID, MemberPrice: at >= 0 && levels[at].MemberPrice}, Lines: lines, CouponID: 1}
	if err := q.check(); err != nil {
		return Previewed{}, err
	}
	asked := make([]Goods, len(lines))
	for i, l := range lines {
		asked[i] = Goods{l.SkuID, l.SpuID}
	}
	rules, err := o.coupons.store.Rules(ctx, asked)
	if err != nil {
		return Previewed{}, fmt.Errorf("preview: %w", err)
	}
	now := o.now()
	if now.Before(t.ValidFrom) || !now.Before(t.ValidUntil) {
		now = t.ValidFrom // a coupon that begins later is looked at as it is then
	}
	shown := Previewed{Goods: goods}
	shown.Quote, err = price(q, rules, []MemberCoupon{{Template: t, ID: 1}}, now)
	if errors.Is(err, ErrUnusable) {
		if reason, told := apperr.From(err).Ext["reason"].(string); told {
			params, _ := apperr.From(err).Ext["reasonParams"].(couponapi.Params)
			shown.Reason = couponapi.Rule{Code: reason, Params: params}
		}
		q.CouponID = 0
		shown.Quote, err = price(q, rules, nil, now)
	}
	return shown, err
}

func (o *Office) previewLines(ctx context.Context, counts map[int64]int64) ([]Line, map[int64]Good, error) {
	ids := make([]int64, 0, len(counts))
	for id := range counts {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	goods, err := o.catalogue.Goods(ctx, ids)
	if err != nil {
		return nil, nil, fmt.Errorf("preview: %w", err)
	}
	lines := make([]Line, len(ids))
	for i, id := range ids {
		good, there := goods[id]
		if !there {
			return nil, nil, apperr.ErrInvalid.WithField("lines", "unknown_sku")
		}
		lines[i] = Line{SkuID: id, SpuID: good.SpuID, CategoryIDs: good.CategoryIDs, Price: good.Price, Count: counts[id]}
	}
	return lines, goods, nil
}

// Name is a state in the words of the back office.
func (s State) Name() string {
	switch s {
	case Unused:
		return string(couponapi.StateUnused)
	case Used:
		return string(couponapi.StateUsed)
	case Expired:
		return string(couponapi.StateExpired)
	case Locked:
		return string(couponapi.StateLocked)
	case Voided:
		return couponapi.StateVoided
	}
	return ""
}

// StateOf reads a state; false for what is none.
func StateOf(name string) (State, bool) {
	for s := Unused; s <= Voided; s++ {
		if s.Name() == name {
			return s, true
		}
	}
	return 0, false
}

// Kind is a type in the words of the API.
func (t Type) Kind() couponapi.Kind {
	switch t {
	case ForEverybody:
		return couponapi.KindEverybody
	case ForLevel:
		return couponapi.KindLevel
	case ForGift:
		return couponapi.KindGift
	case ForRegistration:
		return couponapi.KindRegistration
	case ForCode:
		return couponapi.KindCode
	}
	return ""
}

// TypeOf reads a type; false for what is none.
func TypeOf(kind couponapi.Kind) (Type, bool) {
	for t := ForEverybody; t <= ForCode; t++ {
		if t.Kind() == kind {
			return t, true
		}
	}
	return 0, false
}

// Terms are what the coupon promises, in the words of the API.
func (t Template) Terms() couponapi.Terms {
	reach := t.Reach()
	return couponapi.Terms{
		Name: t.Name, Note: t.Note, Kind: t.Type.Kind(), Scope: reach.Kind, ScopeIDs: reach.IDs, ScopeNames: reach.Names, Amount: t.Amount, MinPoint: t.MinPoint,
		LevelID: t.LevelID, PerLimit: t.PerLimit, Issued: t.Issued, ClaimFrom: t.ClaimFrom, ClaimUntil: t.ClaimUntil, ValidFrom: t.ValidFrom, ValidUntil: t.ValidUntil,
	}
}

// TemplateOf is a coupon that promises terms. Ids of its scope are put in their order, which the names follow.
func TemplateOf(terms couponapi.Terms) Template {
	t := Template{
		Name: terms.Name, Note: terms.Note, Amount: terms.Amount, MinPoint: terms.MinPoint, LevelID: terms.LevelID, PerLimit: terms.PerLimit, Issued: terms.Issued,
		ClaimFrom: terms.ClaimFrom.UTC(), ClaimUntil: terms.ClaimUntil.UTC(), ValidFrom: terms.ValidFrom.UTC(), ValidUntil: terms.ValidUntil.UTC(),
	}
	t.Type, _ = TypeOf(terms.Kind)
	names := make(map[int64]string, len(terms.ScopeIDs))
	for i, id := range terms.ScopeIDs {
		if names[id] == "" && i < len(terms.ScopeNames) {
			names[id] = terms.ScopeNames[i]
		}
	}
	ids := slices.Compact(slices.Sorted(slices.Values(terms.ScopeIDs)))
	switch terms.Scope {
	case couponapi.ScopeCategories:
		t.Scope, t.CategoryIDs = OnCategories, ids
	case couponapi.ScopeProducts:
		t.Scope, t.SpuIDs = OnProducts, ids
	default:
		return t
	}
	for _, id := range ids {
		t.ScopeNames = append(t.ScopeNames, names[id])
	}
	return t
}
