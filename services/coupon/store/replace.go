package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"gorm.io/gorm"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/mariadb"
	"gulimall/pkg/outbox"
	"gulimall/services/coupon"
)

// ProductRules reads all rules of a product.
func (s *Store) ProductRules(ctx context.Context, spuID int64) (coupon.ProductRules, error) {
	all, err := productRules(s.db.WithContext(ctx), spuID, nil, "")
	if err != nil {
		return coupon.ProductRules{}, err
	}
	return gathered(spuID, all), nil
}

// productRules reads the rules of a product, and those of SKUs that do not know their product yet.
func productRules(tx *gorm.DB, spuID int64, skus []int64, lock string) ([]coupon.Rule, error) {
	var all []coupon.Rule
	for kind := coupon.LadderRule; kind <= coupon.BoundsRule; kind++ {
		t, where, args := tableOf(kind), " WHERE spu_id = ?", []any{spuID}
		order := " ORDER BY sku_id, " + t.a
		if kind == coupon.BoundsRule {
			order = ""
		} else if len(skus) > 0 {
			where, args = where+" OR sku_id IN ?", append(args, skus)
		}
		var rows []officeRow
		if err := tx.Raw(t.columns()+" FROM "+t.name+where+order+" "+lock, args...).Scan(&rows).Error; err != nil {
			return nil, fmt.Errorf("read rules of spu %d: %w", spuID, err)
		}
		for _, r := range rows {
			all = append(all, r.rule(kind))
		}
	}
	return all, nil
}

// errRaced says that somebody else wrote the same rules at the same moment.
var errRaced = errors.New("the rules were written at the same moment")

// ReplaceRules makes the rules of a product what is told.
func (s *Store) ReplaceRules(ctx context.Context, p coupon.ProductRules, by adminapi.By) error {
	var err error
	for range claimTries {
		if err = s.replaceRules(ctx, p, by); !errors.Is(err, errRaced) {
			break
		}
	}
	s.rules.clear()
	return err
}

func (s *Store) replaceRules(ctx context.Context, p coupon.ProductRules, by adminapi.By) error {
	skus := make([]int64, len(p.Skus))
	for i, k := range p.Skus {
		skus[i] = k.SkuID
	}
	return s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		there, err := productRules(tx.DB, p.SpuID, skus, "FOR UPDATE")
		if err != nil {
			return err
		}
		changed, err := exchange(tx.DB, there, spread(p))
		if mariadb.IsDuplicate(err) {
			return errRaced
		}
		if err != nil || !changed {
			return err
		}
		return s.acted(tx, by, "rules.replaced", "spu "+strconv.FormatInt(p.SpuID, 10), gathered(p.SpuID, there).Public(), p.Public())
	})
}

// ruleKey tells rules apart: there is one of a kind for a SKU or product and what A stands for.
type ruleKey struct {
	kind      coupon.RuleKind
	sku, spu  int64
	threshold int64
}

func keyOf(r coupon.Rule) ruleKey {
	if r.Kind == coupon.BoundsRule {
		return ruleKey{kind: r.Kind, spu: r.SpuID}
	}
	return ruleKey{kind: r.Kind, sku: r.SkuID, threshold: rowOf(r).A}
}

// exchange turns the rules that there are into those that are wanted; what is as wanted is left alone.
func exchange(tx *gorm.DB, there, wanted []coupon.Rule) (changed bool, err error) {
	wishes := make(map[ruleKey]coupon.Rule, len(wanted))
	for _, w := range wanted {
		wishes[keyOf(w)] = w
	}
	for _, r := range there {
		wish, stays := wishes[keyOf(r)]
		delete(wishes, keyOf(r))
		wish.ID, wish.Version = r.ID, r.Version
		switch {
		case !stays:
			err = tx.Exec("DELETE FROM "+tableOf(r.Kind).name+" WHERE id = ?", r.ID).Error
		case wish == r:
			continue
		default:
			wish.Version++
			err = updateRule(tx, wish)
		}
		if err != nil {
			return true, err
		}
		changed = true
	}
	for _, w := range wanted {
		w, missing := wishes[keyOf(w)]
		if !missing {
			continue
		}
		delete(wishes, keyOf(w))
		if _, err := insertRule(tx, w); err != nil {
			return true, err
		}
		changed = true
	}
	return changed, nil
}

// spread lists the rules of a product one by one.
func spread(p coupon.ProductRules) []coupon.Rule {
	var all []coupon.Rule
	for _, k := range p.Skus {
		for _, r := range k.Ladder {
			all = append(all, coupon.Rule{Kind: coupon.LadderRule, SkuID: k.SkuID, SpuID: p.SpuID, Rung: r})
		}
		for _, r := range k.Reductions {
			all = append(all, coupon.Rule{Kind: coupon.ReductionRule, SkuID: k.SkuID, SpuID: p.SpuID, Reduction: r})
		}
		for _, r := range k.MemberPrices {
			all = append(all, coupon.Rule{Kind: coupon.MemberPriceRule, SkuID: k.SkuID, SpuID: p.SpuID, MemberPrice: r})
		}
	}
	if p.Bounds != nil {
		all = append(all, coupon.Rule{Kind: coupon.BoundsRule, SpuID: p.SpuID, Bounds: *p.Bounds})
	}
	return all
}

// gathered puts rules together by SKU, in the order in which SKUs come.
func gathered(spuID int64, rules []coupon.Rule) coupon.ProductRules {
	p, at := coupon.ProductRules{SpuID: spuID}, map[int64]int{}
	for _, r := range rules {
		if r.Kind == coupon.BoundsRule {
			bounds := r.Bounds
			p.Bounds = &bounds
			continue
		}
		i, there := at[r.SkuID]
		if !there {
			i = len(p.Skus)
			at[r.SkuID] = i
			p.Skus = append(p.Skus, coupon.SkuRules{SkuID: r.SkuID})
		}
		k := &p.Skus[i]
		switch r.Kind {
		case coupon.LadderRule:
			k.Ladder = append(k.Ladder, r.Rung)
		case coupon.ReductionRule:
			k.Reductions = append(k.Reductions, r.Reduction)
		case coupon.MemberPriceRule:
			k.MemberPrices = append(k.MemberPrices, r.MemberPrice)
		case coupon.BoundsRule:
		}
	}
	return p
}
