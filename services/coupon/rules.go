package coupon

import (
	"context"
	"fmt"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/money"
	"gulimall/pkg/paging"
)

// RuleKind says which of a product's promotions a rule is.
type RuleKind int

// The kinds of rules. All are about a SKU, but for bounds, which are about a product.
const (
	LadderRule RuleKind = iota
	ReductionRule
	MemberPriceRule
	BoundsRule
)

// Rule is one promotion as the back office keeps it; of the four at the end only the one of its kind counts.
type Rule struct {
	ID, Version  int64
	Kind         RuleKind
	SkuID, SpuID int64
	Rung         Rung
	Reduction    FullReduction
	MemberPrice  MemberPrice
	Bounds       Bounds
}

// RuleQuery chooses rules. What is zero chooses all.
type RuleQuery struct {
	Kind         RuleKind
	SkuID, SpuID int64
	Page         paging.Page
}

// ProductRules are all promotions of a product and of its SKUs.
type ProductRules struct {
	SpuID  int64
	Bounds *Bounds
	Skus   []SkuRules
}

// SkuRules are the promotions of one SKU.
type SkuRules struct {
	SkuID int64
	Rules
}

// Good is a SKU as the catalogue has it.
type Good struct {
	SkuID, SpuID int64
	Title        string
	CategoryIDs  []int64
	Price        money.Fen
}

// Level is a level of members.
type Level struct {
	ID          int64
	Name        string
	MemberPrice bool
}

// The errors of rules.
var (
	ErrNoRule         = apperr.New(apperr.NotFound, "rule_not_found")
	ErrRuleExists     = apperr.New(apperr.Conflict, "rule_exists")
	ErrEditedMeantime = apperr.New(apperr.Conflict, "edited_meanwhile")
)

// RuleStore is what the rules desk needs of the schema. Every method is one transaction; a change tells the audit log by whom.
type RuleStore interface {
	RuleRows(ctx context.Context, q RuleQuery) ([]Rule, int64, error)
	Rule(ctx context.Context, kind RuleKind, id int64) (Rule, error)
	// SaveRule adds a rule without an id, or changes the version that was seen; ErrNoRule, ErrEditedMeantime, ErrRuleExists.
	SaveRule(ctx context.Context, r Rule, by adminapi.By) (Rule, error)
	// RemoveRule removes the version that was seen; ErrNoRule, ErrEditedMeantime.
	RemoveRule(ctx context.Context, kind RuleKind, id, version int64, by adminapi.By) error
	ProductRules(ctx context.Context, spuID int64) (ProductRules, error)
	// ReplaceRules makes the rules of a product what is told; where they are, nothing changes.
	ReplaceRules(ctx context.Context, p ProductRules, by adminapi.By) error
	// RuledGoods lists SKUs with rules by their number, from behind one.
	RuledGoods(ctx context.Context, behind int64, limit int) ([]Goods, error)
	// Fresh are the rules as they are in the database now.
	Fresh(ctx context.Context, goods []Goods) (map[int64]Rules, error)
	// Unplaced lists SKUs whose rules do not know their product yet, and Place tells them.
	Unplaced(ctx context.Context, limit int) ([]int64, error)
	Place(ctx context.Context, products map[int64]int64) error
}

// Catalogue is what the desks ask of the product service.
type Catalogue interface {
	// Goods gives the SKUs that there are among those asked for.
	Goods(ctx context.Context, skuIDs []int64) (map[int64]Good, error)
	// Categories gives the names of all categories.
	Categories(ctx context.Context) (map[int64]string, error)
}

// Members is what the desks ask of the member service.
type Members interface {
	Levels(ctx context.Context) ([]Level, error)
	// Exist tells which of the members there are.
	Exist(ctx context.Context, ids []int64) (map[int64]bool, error)
}

// RuleDesk is the promotions of SKUs and products in the back office.
type RuleDesk struct {
	store     RuleStore
	catalogue Catalogue
	members   Members
	watch     watch
}

// NewRuleDesk makes the rules desk.
func NewRuleDesk(store RuleStore, catalogue Catalogue, members Members) *RuleDesk {
	return &RuleDesk{store: store, catalogue: catalogue, members: members}
}

// List lists rules of one kind.
func (d *RuleDesk) List(ctx context.Context, q RuleQuery) ([]Rule, int64, error) {
	return d.store.RuleRows(ctx, q)
}

// Find finds a rule.
func (d *RuleDesk) Find(ctx context.Context, kind RuleKind, id int64) (Rule, error) {
	return d.store.Rule(ctx, kind, id)
}

// Levels lists the levels of members.
func (d *RuleDesk) Levels(ctx context.Context) ([]Level, error) { return d.members.Levels(ctx) }

// Save adds or changes a rule of a SKU that there is, or of a product.
func (d *RuleDesk) Save(ctx context.Context, r Rule, by adminapi.By) (Rule, error) {
	if r.Kind != BoundsRule {
		goods, err := d.catalogue.Goods(ctx, []int64{r.SkuID})
		if err != nil {
			return Rule{}, fmt.Errorf("look up sku %d: %w", r.SkuID, err)
		}
		good, there := goods[r.SkuID]
		if !there {
			return Rule{}, apperr.ErrInvalid.WithField("skuId", "unknown_sku")
		}
		r.SpuID = good.SpuID
	}
	if r.Kind == MemberPriceRule {
		name, err := d.levelName(ctx, r.MemberPrice.LevelID)
		if err != nil {
			return Rule{}, err
		}
		r.MemberPrice.LevelName = name
	}
	return d.store.SaveRule(ctx, r, by)
}

func (d *RuleDesk) levelName(ctx context.Context, id int64) (string, error) {
	levels, err := d.members.Levels(ctx)
	if err != nil {
		return "", fmt.Errorf("look up level %d: %w", id, err)
	}
	for _, l := range levels {
		if l.ID == id {
			return l.Name, nil
		}
	}
	return "", apperr.ErrInvalid.WithField("levelId", "invalid")
}

// Remove removes a rule.
func (d *RuleDesk) Remove(ctx context.Context, kind RuleKind, id, version int64, by adminapi.By) error {
	return d.store.RemoveRule(ctx, kind, id, version, by)
}

// Product gives all rules of a product.
func (d *RuleDesk) Product(ctx context.Context, spuID int64) (ProductRules, error) {
	return d.store.ProductRules(ctx, spuID)
}

// Replace makes the rules of a product what is told.
func (d *RuleDesk) Replace(ctx context.Context, p ProductRules, by adminapi.By) error {
	return d.store.ReplaceRules(ctx, p, by)
}

// Doubts tells what would be doubtful about the rules of a SKU if r were among them.
func (d *RuleDesk) Doubts(ctx context.Context, r Rule) ([]couponapi.Rule, error) {
	if r.Kind == BoundsRule {
		return nil, nil
	}
	good := d.goods(ctx, []int64{r.SkuID})[r.SkuID]
	rules, err := d.store.Fresh(ctx, []Goods{{r.SkuID, good.SpuID}})
	if err != nil {
		return nil, err
	}
	was := Rule{Kind: r.Kind}
	if r.ID > 0 {
		if was, err = d.store.Rule(ctx, r.Kind, r.ID); err != nil {
			return nil, err
		}
	}
	return rules[r.SkuID].with(was, r).Doubts(good.Price), nil
}

// Public is the rule in the words of the API, with what is doubtful about it.
func (r Rule) Public(doubts []couponapi.Rule) any {
	switch r.Kind {
	case LadderRule:
		return couponapi.Ladder{ID: r.ID, SkuID: r.SkuID, SpuID: r.SpuID, Version: r.Version, Rung: couponapi.Rung(r.Rung), Warnings: doubts}
	case ReductionRule:
		return couponapi.Reduction{ID: r.ID, SkuID: r.SkuID, SpuID: r.SpuID, Version: r.Version, FullReduction: couponapi.FullReduction(r.Reduction), Warnings: doubts}
	case MemberPriceRule:
		return couponapi.LevelPrice{ID: r.ID, SkuID: r.SkuID, SpuID: r.SpuID, Version: r.Version, MemberPrice: couponapi.MemberPrice(r.MemberPrice), Warnings: doubts}
	case BoundsRule:
	}
	return couponapi.SpuBounds{ID: r.ID, SpuID: r.SpuID, Version: r.Version, Bounds: couponapi.Bounds(r.Bounds), Warnings: doubts}
}

// Public is the rules of a product as other services hear of them.
func (p ProductRules) Public() couponapi.SpuRules {
	all := couponapi.SpuRules{SpuID: p.SpuID, Skus: make([]couponapi.SkuRules, len(p.Skus))}
	if p.Bounds != nil {
		bounds := couponapi.Bounds(*p.Bounds)
		all.Bounds = &bounds
	}
	for i, k := range p.Skus {
		one := couponapi.SkuRules{SkuID: k.SkuID}
		for _, r := range k.Ladder {
			one.Ladder = append(one.Ladder, couponapi.Rung(r))
		}
		for _, r := range k.Reductions {
			one.FullReduction = append(one.FullReduction, couponapi.FullReduction(r))
		}
		for _, r := range k.MemberPrices {
			one.MemberPrices = append(one.MemberPrices, couponapi.MemberPrice(r))
		}
		all.Skus[i] = one
	}
	return all
}

// RulesOf are the rules of a product as other services tell them.
func RulesOf(told couponapi.SpuRules) ProductRules {
	p := ProductRules{SpuID: told.SpuID, Skus: make([]SkuRules, len(told.Skus))}
	if told.Bounds != nil {
		bounds := Bounds(*told.Bounds)
		p.Bounds = &bounds
	}
	for i, k := range told.Skus {
		one := SkuRules{SkuID: k.SkuID}
		for _, r := range k.Ladder {
			one.Ladder = append(one.Ladder, Rung(r))
		}
		for _, r := range k.FullReduction {
			one.Reductions = append(one.Reductions, FullReduction(r))
		}
		for _, r := range k.MemberPrices {
			one.MemberPrices = append(one.MemberPrices, MemberPrice(r))
		}
		p.Skus[i] = one
	}
	return p
}
