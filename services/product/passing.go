package product

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/productapi"
)

// Passing is rules on their way to coupon. Trouble is why they have not come there; refused rules stay here, with Refusal, until somebody
// corrects them, sends them again or gives them up.
type Passing struct {
	Since   time.Time
	Tries   int64
	Token   string // stands for just these
	Trouble string
	Refusal *Refusal
	Rules   couponapi.SpuRules
}

// Refusal is why coupon does not take rules.
type Refusal = productapi.Refusal

// RefusedField is what is wrong with one of them.
type RefusedField = productapi.RefusedField

// PendingRules are rules that coupon has not been told yet; the token stands for just these.
type PendingRules struct {
	Token string
	Tries int64
	Rules couponapi.SpuRules
}

// ErrNotRefused says that there are no such refused rules: they were corrected, sent again or given up meanwhile.
var ErrNotRefused = apperr.New(apperr.Conflict, "rules_not_refused")

// PassingStore keeps what coupon has not been told yet, or has refused.
type PassingStore interface {
	// DueRules claims rules that coupon should be told by now, until a moment; none that it has refused.
	DueRules(ctx context.Context, now, until time.Time, limit int) ([]PendingRules, error)
	// RulesTold ends the waiting of just these rules.
	RulesTold(ctx context.Context, told PendingRules) error
	// RulesDelayed notes why coupon could not be told, and when to try again.
	RulesDelayed(ctx context.Context, told PendingRules, why string, next time.Time) error
	// RulesRefused notes why coupon does not take just these rules; they are not told again by themselves.
	RulesRefused(ctx context.Context, told PendingRules, why Refusal) error
	// ResendRules lets refused rules be told again; ErrNotRefused where these are not refused.
	ResendRules(ctx context.Context, spuID int64, token string, by adminapi.By) error
	// ForgetRules gives refused rules up; ErrNotRefused where these are not refused.
	ForgetRules(ctx context.Context, spuID int64, token string, by adminapi.By) error
}

// How coupon is told: so many products at a time, each for so long, and again after a while that grows.
const (
	deliverAtOnce = 20
	deliverLease  = 30 * time.Second
	deliverMost   = 10 * time.Minute
)

// Deliver passes on to coupon what makes goods cheaper. It runs again and again: whatever crashed in between, coupon is told in the end, and
// being told twice is being told once. What coupon has of SKUs that were not mentioned stays. Only what may go well later is tried again:
// rules that coupon refuses wait for somebody to correct them.
func (p *Publishing) Deliver(ctx context.Context) error {
	now := p.now()
	due, err := p.store.DueRules(ctx, now, now.Add(deliverLease), deliverAtOnce)
	if err != nil {
		return fmt.Errorf("read promotions to pass on: %w", err)
	}
	var failed error
	for _, pending := range due {
		told, err := p.deliver(ctx, pending)
		switch {
		case err == nil:
		case final(err):
			p.log.LogAttrs(ctx, slog.LevelWarn, "promotions refused by coupon", slog.Int64("spu_id", pending.Rules.SpuID), slog.Any("error", err))
			failed = errors.Join(failed, p.store.RulesRefused(ctx, pending, refusalOf(err, told)))
		default:
			wait := min(time.Second<<min(pending.Tries, 10), deliverMost)
			failed = errors.Join(failed, err, p.store.RulesDelayed(ctx, pending, reason(err), p.now().Add(wait)))
		}
	}
	return failed
}

// deliver tells coupon all rules of a product, and answers what it was told.
func (p *Publishing) deliver(ctx context.Context, pending PendingRules) (told couponapi.SpuRules, err error) {
	present, err := p.coupon.Rules(ctx, pending.Rules.SpuID)
	if err != nil {
		return told, fmt.Errorf("read promotions of SPU %d: %w", pending.Rules.SpuID, err)
	}
	told = Overlay(present, pending.Rules)
	if err := p.coupon.SetRules(ctx, told); err != nil {
		return told, fmt.Errorf("pass on promotions of SPU %d: %w", pending.Rules.SpuID, err)
	}
	return told, p.store.RulesTold(ctx, pending)
}

// final says that the same rules will be refused again, whenever they are told.
func final(err error) bool {
	var answer *apperr.Error
	if !errors.As(err, &answer) {
		return false
	}
	return answer.Kind == apperr.Invalid || answer.Kind == apperr.Malformed || answer.Kind == apperr.TooLarge
}

// mostFaults is how many faults of a refusal are kept.
const mostFaults = 20

// refusalOf is why coupon did not take what it was told: its faults count SKUs, people know them by number.
func refusalOf(err error, told couponapi.SpuRules) Refusal {
	answer := apperr.From(err)
	refusal := Refusal{Code: answer.Code}
	for _, f := range answer.Fields[:min(len(answer.Fields), mostFaults)] {
		one := RefusedField{Field: f.Name, Code: f.Code}
		var n int
		if _, scanned := fmt.Sscanf(f.Name, "skus[%d]", &n); scanned == nil && n >= 0 && n < len(told.Skus) {
			one.SkuID = told.Skus[n].SkuID
		}
		refusal.Fields = append(refusal.Fields, one)
	}
	return refusal
}

// reason is what is kept of an error, for people.
func reason(err error) string {
	text := []rune(err.Error())
	return string(text[:min(len(text), 500)])
}

// Overlay lays rules over those that there are: what they do not speak of stays.
func Overlay(present, told couponapi.SpuRules) couponapi.SpuRules {
	all := couponapi.SpuRules{SpuID: told.SpuID, Bounds: present.Bounds, By: told.By, Skus: slices.Clone(present.Skus)}
	if told.Bounds != nil {
		all.Bounds = told.Bounds
	}
	for _, sku := range told.Skus {
		all.Skus = slices.DeleteFunc(all.Skus, func(s couponapi.SkuRules) bool { return s.SkuID == sku.SkuID })
		all.Skus = append(all.Skus, sku)
	}
	return all
}

// Resend tells coupon refused rules once more, as they are.
func (p *Publishing) Resend(ctx context.Context, spuID int64, token string, by adminapi.By) (Published, error) {
	if err := p.store.ResendRules(ctx, spuID, token, by); err != nil {
		return Published{}, err
	}
	if err := p.Deliver(ctx); err != nil {
		p.log.LogAttrs(ctx, slog.LevelWarn, "promotions not passed on, trying again", slog.Int64("spu_id", spuID), slog.Any("error", err))
	}
	return p.store.Published(ctx, spuID)
}

// Forget gives refused rules up: coupon's stay as they are.
func (p *Publishing) Forget(ctx context.Context, spuID int64, token string, by adminapi.By) error {
	return p.store.ForgetRules(ctx, spuID, token, by)
}

// withRefused puts rules that coupon has refused into what a draft says, so that they can be corrected there.
func withRefused(present Published) productapi.Publication {
	body := present.Publication
	if present.Passing == nil || present.Passing.Refusal == nil {
		return body
	}
	refused := present.Passing.Rules
	body.Bounds, body.Skus = refused.Bounds, slices.Clone(body.Skus)
	for i := range body.Skus {
		for _, rules := range refused.Skus {
			if rules.SkuID == body.Skus[i].SkuID {
				body.Skus[i].Promotions = &productapi.Promotions{Ladder: rules.Ladder, FullReduction: rules.FullReduction, MemberPrices: rules.MemberPrices}
			}
		}
	}
	return body
}
