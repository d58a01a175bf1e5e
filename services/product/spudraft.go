package product

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/productapi"
)

// A draft may be as incomplete as it likes: each step judges what it is about, and saving judges all.

// usualWork lets a product give points and growth whatever discounts there are.
const usualWork = 15

// Draft reads a draft.
func (p *Publishing) Draft(ctx context.Context, id int64) (Draft, error) {
	return p.store.Draft(ctx, id)
}

// Begin makes a draft of a new product, from what its first step says.
func (p *Publishing) Begin(ctx context.Context, body productapi.Publication, by adminapi.By) (Draft, error) {
	body = Tidy(body)
	terms, err := p.Terms(ctx, body.CategoryID)
	if err != nil {
		return Draft{}, err
	}
	if err := CheckBase(body, terms, nil); err != nil {
		return Draft{}, err
	}
	return p.store.AddDraft(ctx, Draft{Version: 1, Account: by.Account, UpdatedAt: p.now(), Body: body})
}

// BeginChange makes a draft of a product that is there. What makes it cheaper is read from coupon, so that it can be changed too; while
// coupon is away it stays as it is. What coupon has refused of an earlier change is in the draft again.
func (p *Publishing) BeginChange(ctx context.Context, spuID int64, by adminapi.By) (Draft, error) {
	present, err := p.store.Published(ctx, spuID)
	if err != nil {
		return Draft{}, err
	}
	return p.store.AddDraft(ctx, Draft{Version: 1, SPUID: spuID, Account: by.Account, UpdatedAt: p.now(), Body: withRefused(present)})
}

// Keep writes a step of a draft; the version is that of the draft that was seen.
func (p *Publishing) Keep(ctx context.Context, d Draft, by adminapi.By) (Draft, error) {
	d.Body, d.Account, d.UpdatedAt = Tidy(d.Body), by.Account, p.now()
	return p.store.ChangeDraft(ctx, d)
}

// KeepBase writes the first step of a draft. In another category nothing that was said of attributes means anything any more.
func (p *Publishing) KeepBase(ctx context.Context, d Draft, by adminapi.By) (Draft, error) {
	d.Body = Tidy(d.Body)
	terms, err := p.Terms(ctx, d.Body.CategoryID)
	if err != nil {
		return d, err
	}
	var before *Published
	if d.SPUID != 0 {
		present, err := p.store.Published(ctx, d.SPUID)
		if err != nil {
			return d, err
		}
		before = &present
	}
	if err := CheckBase(d.Body, terms, before); err != nil {
		return d, err
	}
	d.Body.Specs = slices.DeleteFunc(d.Body.Specs, func(s productapi.SpecValue) bool {
		_, known := terms.Spec(s.AttrID)
		return !known && before == nil
	})
	if before == nil && slices.ContainsFunc(d.Body.SaleAttrs, func(a productapi.SaleChoice) bool {
		_, known := terms.SaleTerm(a.AttrID)
		return !known
	}) {
		d.Body.SaleAttrs, d.Body.Skus = nil, nil
	}
	return p.Keep(ctx, d, by)
}

// Drop throws a draft away.
func (p *Publishing) Drop(ctx context.Context, id int64, by adminapi.By) error {
	return p.store.DropDraft(ctx, id, by)
}

// PublishDraft saves what a draft says: a new product, or the change of one. The same draft twice is saved once.
func (p *Publishing) PublishDraft(ctx context.Context, id, version int64, by adminapi.By) (Published, error) {
	d, err := p.store.Draft(ctx, id)
	if err != nil {
		return Published{}, err
	}
	if d.Saved {
		return p.store.Published(ctx, d.SPUID)
	}
	if d.Version != version {
		return Published{}, ErrEditedMeantime
	}
	saved, err := p.save(ctx, Saving{ID: d.SPUID, Key: "draft:" + strconv.FormatInt(id, 10), Draft: &d, Publication: d.Body}, by)
	if errors.Is(err, ErrEditedMeantime) { // perhaps by the same form, sent twice
		if again, readErr := p.store.Draft(ctx, id); readErr == nil && again.Saved {
			return p.store.Published(ctx, again.SPUID)
		}
	}
	return saved, err
}

// Rebase brings the draft of a change up to date with a product that somebody else has changed meanwhile: what the draft says of it stays,
// SKUs that have come meanwhile are added.
func (p *Publishing) Rebase(ctx context.Context, id int64, by adminapi.By) (Draft, error) {
	d, err := p.store.Draft(ctx, id)
	if err != nil {
		return d, err
	}
	present, err := p.store.Published(ctx, d.SPUID)
	if err != nil {
		return d, err
	}
	d.Body = rebased(d.Body, present.Publication)
	return p.Keep(ctx, d, by)
}

// rebased brings what a draft says over a product as it is now. Where SKUs differ in something else meanwhile, the product's SKUs are taken.
func rebased(body, present productapi.Publication) productapi.Publication {
	body.Version = present.Version
	same := func(a, b productapi.SaleChoice) bool { return a.AttrID == b.AttrID }
	settled := len(present.SaleAttrs)
	if len(body.SaleAttrs) < settled || !slices.EqualFunc(present.SaleAttrs, body.SaleAttrs[:settled], same) {
		body.SaleAttrs, body.Skus = present.SaleAttrs, present.Skus
		return body
	}
	var late []string // what SKUs that exist are of attributes that only the draft has
	if at := slices.IndexFunc(body.Skus, func(s productapi.PublicationSku) bool { return s.SkuID != 0 && len(s.Values) > settled }); at >= 0 {
		late = body.Skus[at].Values[settled:]
	}
	for _, sku := range present.Skus {
		sku.Values = slices.Concat(sku.Values, late)
		at := slices.IndexFunc(body.Skus, func(s productapi.PublicationSku) bool {
			return s.SkuID == sku.SkuID || slices.Equal(s.Values, sku.Values)
		})
		if at < 0 {
			body.Skus = append(body.Skus, sku)
		} else {
			body.Skus[at].SkuID = sku.SkuID
		}
	}
	for i, attr := range present.SaleAttrs {
		for _, v := range attr.Values {
			if !slices.Contains(body.SaleAttrs[i].Values, v) {
				body.SaleAttrs[i].Values = append(body.SaleAttrs[i].Values, v)
			}
		}
	}
	return body
}

// WithRules fills what a draft does not say of promotions with what coupon has, for showing.
func WithRules(body productapi.Publication, present couponapi.SpuRules) productapi.Publication {
	if body.Bounds == nil {
		body.Bounds = present.Bounds
	}
	body.Skus = slices.Clone(body.Skus)
	for i := range body.Skus {
		sku := &body.Skus[i]
		if sku.Promotions != nil {
			continue
		}
		for _, rules := range present.Skus {
			if rules.SkuID == sku.SkuID && sku.SkuID != 0 {
				sku.Promotions = &productapi.Promotions{Ladder: rules.Ladder, FullReduction: rules.FullReduction, MemberPrices: rules.MemberPrices}
			}
		}
	}
	return body
}

// UsualBounds is what a piece gives where nothing else is wished than points and growth.
func UsualBounds(points, growth int64) *couponapi.Bounds {
	return &couponapi.Bounds{Points: points, Growth: growth, Work: usualWork}
}

// CheckSale judges the sale attributes of a draft alone.
func CheckSale(attrs []productapi.SaleChoice) error {
	var f faults
	if len(attrs) > MaxSaleAttrs || CountCombinations(attrs) > MaxPublished {
		f.add("too_many", "saleAttrs")
	}
	for i, attr := range attrs {
		f.saleValues(attr, i)
	}
	return f.done()
}

// Judged is what a draft still lacks: to be saved, and to be sold. Changed says that its product was changed by somebody else meanwhile.
type Judged struct {
	Terms           Terms
	Saving, Selling error
	Changed         bool
}

// Judge says what a draft still lacks.
func (p *Publishing) Judge(ctx context.Context, d Draft) (Judged, error) {
	var judged Judged
	var before *Published
	if d.SPUID != 0 {
		present, err := p.store.Published(ctx, d.SPUID)
		if err != nil {
			return judged, err
		}
		before, judged.Changed = &present, present.Version != d.Body.Version
	}
	var err error
	if judged.Terms, err = p.Terms(ctx, d.Body.CategoryID); err != nil {
		return judged, err
	}
	judged.Saving = CheckPublication(Tidy(d.Body), judged.Terms, before)
	judged.Selling = Complete(Published{Publication: d.Body})
	return judged, nil
}

// CheckPromotions judges the promotions of a draft alone.
func CheckPromotions(p productapi.Publication) error {
	var f faults
	for i, sku := range p.Skus {
		f.promotions(sku, i)
	}
	return f.done()
}
