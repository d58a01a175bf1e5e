package store

import (
	"context"
	"fmt"
	"sync"
	"time"

	"gulimall/pkg/money"
	"gulimall/services/coupon"
)

const (
	// fresh is how long the rules of a SKU are remembered.
	fresh = 2 * time.Second
	// shelfSize bounds what is remembered; a full shelf is cleared.
	shelfSize = 20000
)

// shelf remembers rules for a moment, those of SKUs without any too. Its zero value is empty.
type shelf struct {
	mu sync.Mutex
	by map[coupon.Goods]shelved
}

type shelved struct {
	at    time.Time
	rules coupon.Rules
}

// get takes what is fresh off the shelf and says what is missing.
func (s *shelf) get(goods []coupon.Goods, now time.Time) (found map[int64]coupon.Rules, missing []coupon.Goods) {
	found = make(map[int64]coupon.Rules, len(goods))
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, g := range goods {
		if kept, ok := s.by[g]; ok && now.Sub(kept.at) < fresh {
			found[g.SkuID] = kept.rules
		} else {
			missing = append(missing, g)
		}
	}
	return found, missing
}

func (s *shelf) put(goods []coupon.Goods, rules map[int64]coupon.Rules, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.by == nil || len(s.by)+len(goods) > shelfSize {
		s.by = map[coupon.Goods]shelved{}
	}
	for _, g := range goods {
		s.by[g] = shelved{now, rules[g.SkuID]}
	}
}

// clear forgets all: a rule was changed here. Other processes hear of it when what they remember is no longer fresh.
func (s *shelf) clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.by = nil
}

// Rules gives the promotions by SKU; what it does not remember it reads with one statement.
func (s *Store) Rules(ctx context.Context, goods []coupon.Goods) (map[int64]coupon.Rules, error) {
	now := s.now()
	found, missing := s.rules.get(goods, now)
	if len(missing) == 0 {
		return found, nil
	}
	read, err := s.readRules(ctx, missing)
	if err != nil {
		return nil, fmt.Errorf("read promotions: %w", err)
	}
	s.rules.put(missing, read, now)
	for sku, rules := range read {
		found[sku] = rules
	}
	return found, nil
}

// What a row of the one statement is about.
const (
	ladderRow = iota
	reductionRow
	memberPriceRow
	boundsRow
)

type ruleRow struct {
	Kind     int
	ID       int64 // SKU, or SPU of boundsRow
	A, B, C  int64
	AddOther bool
	Name     string
}

func (s *Store) readRules(ctx context.Context, goods []coupon.Goods) (map[int64]coupon.Rules, error) {
	skus, spus := make([]int64, len(goods)), make([]int64, len(goods))
	for i, g := range goods {
		skus[i], spus[i] = g.SkuID, g.SpuID
	}
	var rows []ruleRow
	err := s.db.WithContext(ctx).Raw(`SELECT 0 kind, sku_id id, full_count a, discount b, 0 c, add_other, '' name FROM sms_sku_ladder WHERE sku_id IN ?
		UNION ALL SELECT 1, sku_id, full_price, reduce_price, 0, add_other, '' FROM sms_sku_full_reduction WHERE sku_id IN ?
		UNION ALL SELECT 2, sku_id, member_level_id, member_price, 0, add_other, member_level_name FROM sms_member_price WHERE sku_id IN ?
		UNION ALL SELECT 3, spu_id, buy_bounds, grow_bounds, work, 0, '' FROM sms_spu_bounds WHERE spu_id IN ?
		ORDER BY kind, id, a`, skus, skus, skus, spus).Scan(&rows).Error
	if err != nil {
		return nil, err
	}
	all := make(map[int64]coupon.Rules, len(goods))
	for _, r := range rows {
		if r.Kind == boundsRow {
			for _, g := range goods {
				if g.SpuID == r.ID {
					rules := all[g.SkuID]
					rules.Bounds = coupon.Bounds{Points: r.A, Growth: r.B, Work: int(r.C)}
					all[g.SkuID] = rules
				}
			}
			continue
		}
		rules := all[r.ID]
		switch r.Kind {
		case ladderRow:
			rules.Ladder = append(rules.Ladder, coupon.Rung{Count: r.A, PerMille: r.B, AddOther: r.AddOther})
		case reductionRow:
			rules.Reductions = append(rules.Reductions, coupon.FullReduction{Full: money.Fen(r.A), Reduce: money.Fen(r.B), AddOther: r.AddOther})
		case memberPriceRow:
			rules.MemberPrices = append(rules.MemberPrices,
				coupon.MemberPrice{LevelID: r.A, LevelName: r.Name, Price: money.Fen(r.B), AddOther: r.AddOther})
		}
		all[r.ID] = rules
	}
	return all, nil
}
