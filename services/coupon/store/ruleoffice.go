package store

import (
	"context"
	"fmt"
	"strconv"

	"gorm.io/gorm"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/mariadb"
	"gulimall/pkg/money"
	"gulimall/pkg/outbox"
	"gulimall/pkg/staff"
	"gulimall/services/coupon"
)

var _ coupon.RuleStore = (*Store)(nil)

// acted tells the audit log of a write, in its transaction.
func (s *Store) acted(tx *outbox.Tx, by adminapi.By, action, object string, before, after any) error {
	return staff.Record(tx, by, s.now(), couponapi.Service, action, object, before, after)
}

// ruleTable is where rules of a kind lie: the columns that officeRow calls A, B and C. A tells the rules of one SKU apart.
type ruleTable struct{ name, sku, spu, a, b, c, add, level, object string }

func tableOf(kind coupon.RuleKind) ruleTable {
	switch kind {
	case coupon.LadderRule:
		return ruleTable{"sms_sku_ladder", "sku_id", "spu_id", "full_count", "discount", "0", "add_other", "''", "ladder"}
	case coupon.ReductionRule:
		return ruleTable{"sms_sku_full_reduction", "sku_id", "spu_id", "full_price", "reduce_price", "0", "add_other", "''", "reduction"}
	case coupon.MemberPriceRule:
		return ruleTable{"sms_member_price", "sku_id", "spu_id", "member_level_id", "member_price", "0", "add_other", "member_level_name", "member_price"}
	case coupon.BoundsRule:
	}
	return ruleTable{"sms_spu_bounds", "0", "spu_id", "buy_bounds", "grow_bounds", "work", "0", "''", "bounds"}
}

func (t ruleTable) columns() string {
	return "SELECT id, version, " + t.sku + " sku_id, " + t.spu + " spu_id, " + t.a + " a, " + t.b + " b, " + t.c + " c, " + t.add + " add_other, " + t.level + " name"
}

// officeRow is a rule of any kind.
type officeRow struct {
	ID, Version, SkuID, SpuID int64
	A, B, C                   int64
	AddOther                  bool
	Name                      string
}

func (r officeRow) rule(kind coupon.RuleKind) coupon.Rule {
	rule := coupon.Rule{ID: r.ID, Version: r.Version, Kind: kind, SkuID: r.SkuID, SpuID: max(r.SpuID, 0)}
	switch kind {
	case coupon.LadderRule:
		rule.Rung = coupon.Rung{Count: r.A, PerMille: r.B, AddOther: r.AddOther}
	case coupon.ReductionRule:
		rule.Reduction = coupon.FullReduction{Full: money.Fen(r.A), Reduce: money.Fen(r.B), AddOther: r.AddOther}
	case coupon.MemberPriceRule:
		rule.MemberPrice = coupon.MemberPrice{LevelID: r.A, LevelName: r.Name, Price: money.Fen(r.B), AddOther: r.AddOther}
	case coupon.BoundsRule:
		rule.Bounds = coupon.Bounds{Points: r.A, Growth: r.B, Work: int(r.C)}
	}
	return rule
}

func rowOf(r coupon.Rule) officeRow {
	row := officeRow{ID: r.ID, Version: r.Version, SkuID: r.SkuID, SpuID: r.SpuID}
	switch r.Kind {
	case coupon.LadderRule:
		row.A, row.B, row.AddOther = r.Rung.Count, r.Rung.PerMille, r.Rung.AddOther
	case coupon.ReductionRule:
		row.A, row.B, row.AddOther = int64(r.Reduction.Full), int64(r.Reduction.Reduce), r.Reduction.AddOther
	case coupon.MemberPriceRule:
		row.A, row.B, row.AddOther, row.Name = r.MemberPrice.LevelID, int64(r.MemberPrice.Price), r.MemberPrice.AddOther, r.MemberPrice.LevelName
	case coupon.BoundsRule:
		row.A, row.B, row.C = r.Bounds.Points, r.Bounds.Growth, int64(r.Bounds.Work)
	}
	return row
}

// object names a rule for the audit log: the SKU or the product.
func object(r coupon.Rule) string {
	if r.Kind == coupon.BoundsRule {
		return "spu " + strconv.FormatInt(r.SpuID, 10)
	}
	return strconv.FormatInt(r.SkuID, 10)
}

// RuleRows lists rules of a kind by SKU.
func (s *Store) RuleRows(ctx context.Context, q coupon.RuleQuery) ([]coupon.Rule, int64, error) {
	t, filter := tableOf(q.Kind), mariadb.Filter{}
	if q.SkuID != 0 && q.Kind != coupon.BoundsRule {
		filter.And("sku_id = ?", q.SkuID)
	}
	if q.SpuID != 0 {
		filter.And("spu_id = ?", q.SpuID)
	}
	order := "ORDER BY sku_id, " + t.a
	if q.Kind == coupon.BoundsRule {
		order = "ORDER BY spu_id"
	}
	rows, total, err := mariadb.Listed[officeRow](s.db.WithContext(ctx), t.columns(), "FROM "+t.name+filter.Where(), order, filter.Args(), q.Page)
	if err != nil {
		return nil, 0, err
	}
	rules := make([]coupon.Rule, len(rows))
	for i, r := range rows {
		rules[i] = r.rule(q.Kind)
	}
	return rules, total, nil
}

// Rule reads one rule.
func (s *Store) Rule(ctx context.Context, kind coupon.RuleKind, id int64) (coupon.Rule, error) {
	return rule(s.db.WithContext(ctx), kind, id, "")
}

func rule(tx *gorm.DB, kind coupon.RuleKind, id int64, lock string) (coupon.Rule, error) {
	t := tableOf(kind)
	var row officeRow
	if err := tx.Raw(t.columns()+" FROM "+t.name+" WHERE id = ? "+lock, id).Scan(&row).Error; err != nil {
		return coupon.Rule{}, fmt.Errorf("read %s %d: %w", t.object, id, err)
	}
	if row.ID == 0 {
		return coupon.Rule{}, coupon.ErrNoRule
	}
	return row.rule(kind), nil
}

// SaveRule adds a rule without an id, or changes the version that was seen.
func (s *Store) SaveRule(ctx context.Context, r coupon.Rule, by adminapi.By) (coupon.Rule, error) {
	var saved coupon.Rule
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		t := tableOf(r.Kind)
		if r.ID == 0 {
			saved = r
			saved.Version = 1
			var err error
			if saved.ID, err = insertRule(tx.DB, saved); err != nil {
				return err
			}
			return s.acted(tx, by, t.object+".added", object(saved), nil, saved.Public(nil))
		}
		before, err := rule(tx.DB, r.Kind, r.ID, "FOR UPDATE")
		if err != nil {
			return err
		}
		if before.Version != r.Version {
			return coupon.ErrEditedMeantime
		}
		saved = r
		saved.Version++
		if err := updateRule(tx.DB, saved); err != nil {
			return err
		}
		return s.acted(tx, by, t.object+".changed", object(saved), before.Public(nil), saved.Public(nil))
	})
	if mariadb.IsDuplicate(err) {
		return coupon.Rule{}, coupon.ErrRuleExists
	}
	s.rules.clear()
	return saved, err
}

func insertRule(tx *gorm.DB, r coupon.Rule) (id int64, err error) {
	t, row := tableOf(r.Kind), rowOf(r)
	columns, places, args := t.spu+", "+t.a+", "+t.b, "?, ?, ?", []any{row.SpuID, row.A, row.B}
	add := func(column string, value any) {
		columns, places, args = columns+", "+column, places+", ?", append(args, value)
	}
	if r.Kind == coupon.BoundsRule {
		add(t.c, row.C)
	} else {
		add(t.sku, row.SkuID)
		add(t.add, row.AddOther)
	}
	if r.Kind == coupon.MemberPriceRule {
		add(t.level, row.Name)
	}
	if err := tx.Exec("INSERT INTO "+t.name+" ("+columns+") VALUES ("+places+")", args...).Error; err != nil {
		return 0, err
	}
	err = tx.Raw("SELECT LAST_INSERT_ID()").Scan(&id).Error
	return id, err
}

func updateRule(tx *gorm.DB, r coupon.Rule) error {
	t, row := tableOf(r.Kind), rowOf(r)
	set, args := t.spu+" = ?, "+t.a+" = ?, "+t.b+" = ?, version = ?", []any{row.SpuID, row.A, row.B, row.Version}
	add := func(column string, value any) { set, args = set+", "+column+" = ?", append(args, value) }
	if r.Kind == coupon.BoundsRule {
		add(t.c, row.C)
	} else {
		add(t.sku, row.SkuID)
		add(t.add, row.AddOther)
	}
	if r.Kind == coupon.MemberPriceRule {
		add(t.level, row.Name)
	}
	return tx.Exec("UPDATE "+t.name+" SET "+set+" WHERE id = ?", append(args, r.ID)...).Error
}

// RemoveRule removes the version that was seen.
func (s *Store) RemoveRule(ctx context.Context, kind coupon.RuleKind, id, version int64, by adminapi.By) error {
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		before, err := rule(tx.DB, kind, id, "FOR UPDATE")
		if err != nil {
			return err
		}
		if before.Version != version {
			return coupon.ErrEditedMeantime
		}
		t := tableOf(kind)
		if err := tx.DB.Exec("DELETE FROM "+t.name+" WHERE id = ?", id).Error; err != nil {
			return fmt.Errorf("remove %s %d: %w", t.object, id, err)
		}
		return s.acted(tx, by, t.object+".removed", object(before), before.Public(nil), nil)
	})
	s.rules.clear()
	return err
}

// Fresh are the rules as they are in the database now.
func (s *Store) Fresh(ctx context.Context, goods []coupon.Goods) (map[int64]coupon.Rules, error) {
	return s.readRules(ctx, goods)
}

// RuledGoods lists SKUs with rules by their number, from behind one.
func (s *Store) RuledGoods(ctx context.Context, behind int64, limit int) ([]coupon.Goods, error) {
	var goods []coupon.Goods
	err := s.db.WithContext(ctx).Raw(`SELECT sku_id, MAX(spu_id) spu_id FROM (
		(SELECT sku_id, MAX(spu_id) spu_id FROM sms_sku_ladder WHERE sku_id > ? GROUP BY sku_id ORDER BY sku_id LIMIT ?)
		UNION ALL (SELECT sku_id, MAX(spu_id) spu_id FROM sms_sku_full_reduction WHERE sku_id > ? GROUP BY sku_id ORDER BY sku_id LIMIT ?)
		UNION ALL (SELECT sku_id, MAX(spu_id) spu_id FROM sms_member_price WHERE sku_id > ? GROUP BY sku_id ORDER BY sku_id LIMIT ?)) r GROUP BY sku_id ORDER BY sku_id LIMIT ?`,
		behind, limit, behind, limit, behind, limit, limit).Scan(&goods).Error
	if err != nil {
		return nil, fmt.Errorf("list skus with rules: %w", err)
	}
	return goods, nil
}

// Unplaced lists SKUs whose rules do not know their product yet.
func (s *Store) Unplaced(ctx context.Context, limit int) ([]int64, error) {
	var skus []int64
	err := s.db.WithContext(ctx).Raw(`SELECT sku_id FROM sms_sku_ladder WHERE spu_id = 0 UNION SELECT sku_id FROM sms_sku_full_reduction WHERE spu_id = 0
		UNION SELECT sku_id FROM sms_member_price WHERE spu_id = 0 LIMIT ?`, limit).Scan(&skus).Error
	if err != nil {
		return nil, fmt.Errorf("list rules without a product: %w", err)
	}
	return skus, nil
}

// Place tells the rules of SKUs their products.
func (s *Store) Place(ctx context.Context, products map[int64]int64) error {
	return mariadb.Tx(ctx, s.db, func(tx *gorm.DB) error {
		for kind := coupon.LadderRule; kind < coupon.BoundsRule; kind++ {
			for sku, spu := range products {
				if err := tx.Exec("UPDATE "+tableOf(kind).name+" SET spu_id = ? WHERE sku_id = ? AND spu_id = 0", spu, sku).Error; err != nil {
					return fmt.Errorf("place rules of sku %d: %w", sku, err)
				}
			}
		}
		return nil
	})
}
