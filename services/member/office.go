package member

import (
	"context"
	"fmt"
	"strings"
	"time"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/paging"
)

// Account is a member as the back office sees him.
type Account struct {
	Member
	Active       bool
	LoginAt      time.Time // zero: never
	FrozenAt     time.Time // zero: he is not frozen
	FrozenReason string
}

// Profile is an account with what belongs to it.
type Profile struct {
	Account
	Favourites int64
	Addresses  []Address
}

// Sort is what accounts are listed by.
type Sort string

// The orders of the list. An account that nobody has signed in to comes before all logins.
const (
	ByJoined Sort = "joined"
	ByGrowth Sort = "growth"
	ByPoints Sort = "points"
	ByLogin  Sort = "login"
)

// SortOf reads an order as addresses name it, with a minus the greatest first; nothing is the newest first. Whether there is such an order
// is told.
func SortOf(name string) (by Sort, down, known bool) {
	if name == "" {
		return ByJoined, true, true
	}
	key, down := strings.CutPrefix(name, "-")
	by = Sort(key)
	return by, down, by == ByJoined || by == ByGrowth || by == ByPoints || by == ByLogin
}

// Query chooses accounts. What is zero, or nil, chooses all; without Sort the newest come first.
type Query struct {
	Keyword  string // what a user name or a phone begins with
	LevelID  int64
	Active   *bool
	From, To time.Time // joined from, and before
	Sort     Sort
	Down     bool // the greatest, or newest, first
	Page     paging.Page
}

// Known is what other services may know of a member.
type Known struct {
	ID       int64
	Username string
	LevelID  int64
}

// PointsChange is staff's change of a ledger. Key makes it happen once.
type PointsChange struct {
	MemberID int64
	Of       Ledger
	Change   int64
	Reason   string
	Key      string
}

// Arrivals is how many members there are, and how many registered on each day.
type Arrivals struct {
	Members int64
	Days    map[string]int64 // by the day in Beijing, 2026-10-15
}

// The errors of the members desk.
var (
	ErrGrowthShort    = apperr.New(apperr.Conflict, "growth_short")
	ErrEditedMeantime = apperr.New(apperr.Conflict, "edited_meanwhile")
	ErrNoLevel        = apperr.New(apperr.NotFound, "level_not_found")
)

// OfficeStore is what the members desk needs of the schema. Every method is one transaction; a change tells the audit log by whom.
type OfficeStore interface {
	Accounts(ctx context.Context, q Query) ([]Account, int64, error)
	// Profile reads one; ErrNoMember.
	Profile(ctx context.Context, memberID int64) (Profile, error)
	History(ctx context.Context, memberID int64, of Ledger, offset, limit int) ([]Entry, int, error)
	// SetActive freezes an account or lets it in again, and makes void every login that is just going on; ErrNoMember. An account that is
	// so already stays as it is.
	SetActive(ctx context.Context, memberID int64, active bool, reason string, by adminapi.By) (Account, error)
	// AdjustPoints writes a line into a ledger; ErrNoMember, ErrPointsShort below what orders have frozen, ErrGrowthShort below nothing.
	AdjustPoints(ctx context.Context, p PointsChange, by adminapi.By) (Account, error)
	LevelRules(ctx context.Context) ([]LevelRule, error)
	// ChangeLevels loads all levels for a change of one, saves what f made of it, and moves the members whose level that changes.
	ChangeLevels(ctx context.Context, by adminapi.By, f func([]LevelRule) (LevelRule, error)) (LevelRule, error)
	Known(ctx context.Context, ids []int64) ([]Known, error)
	Arrivals(ctx context.Context, since time.Time) (Arrivals, error)
}

// Doors ends sessions.
type Doors interface {
	EndAll(ctx context.Context, memberID int64) (int, error)
}

// Office is the members desk.
type Office struct {
	store OfficeStore
	doors Doors
}

// NewOffice makes the members desk.
func NewOffice(store OfficeStore, doors Doors) *Office { return &Office{store, doors} }

// Accounts lists members.
func (o *Office) Accounts(ctx context.Context, q Query) ([]Account, int64, error) {
	return o.store.Accounts(ctx, q)
}

// Profile reads a member.
func (o *Office) Profile(ctx context.Context, memberID int64) (Profile, error) {
	return o.store.Profile(ctx, memberID)
}

// History lists a ledger, newest first, and how long it is.
func (o *Office) History(ctx context.Context, memberID int64, of Ledger, page paging.Page) ([]Entry, int64, error) {
	entries, total, err := o.store.History(ctx, memberID, of, page.Offset(), page.Size)
	return entries, int64(total), err
}

// Freeze keeps a member out: he cannot sign in, his sessions end, and he can order nothing. The orders that he has go on. Where ending the
// sessions fails, saying it again ends them.
func (o *Office) Freeze(ctx context.Context, memberID int64, reason string, by adminapi.By) (Account, error) {
	now, err := o.store.SetActive(ctx, memberID, false, reason, by)
	if err != nil {
		return now, err
	}
	if _, err := o.doors.EndAll(ctx, memberID); err != nil {
		return now, fmt.Errorf("end sessions of member %d: %w", memberID, err)
	}
	return now, nil
}

// Unfreeze lets a member in again.
func (o *Office) Unfreeze(ctx context.Context, memberID int64, reason string, by adminapi.By) (Account, error) {
	return o.store.SetActive(ctx, memberID, true, reason, by)
}

// AdjustPoints changes points or growth by a delta, once for its key.
func (o *Office) AdjustPoints(ctx context.Context, p PointsChange, by adminapi.By) (Account, error) {
	return o.store.AdjustPoints(ctx, p, by)
}

// LevelRules lists the levels, the lowest first.
func (o *Office) LevelRules(ctx context.Context) ([]LevelRule, error) { return o.store.LevelRules(ctx) }

// SaveLevel adds a level for id 0, else it changes the version that was seen.
func (o *Office) SaveLevel(ctx context.Context, wish LevelRule, by adminapi.By) (LevelRule, error) {
	return o.store.ChangeLevels(ctx, by, func(all []LevelRule) (LevelRule, error) { return settled(all, wish) })
}

// Known tells which of some members there are.
func (o *Office) Known(ctx context.Context, ids []int64) ([]Known, error) {
	return o.store.Known(ctx, ids)
}

// Arrivals counts members, and who registered since.
func (o *Office) Arrivals(ctx context.Context, since time.Time) (Arrivals, error) {
	return o.store.Arrivals(ctx, since)
}
