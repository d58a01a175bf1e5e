package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm"

	"gulimall/pkg/mariadb"
	"gulimall/services/product"
)

// DueRules claims rules that coupon should be told by now, until a moment.
func (s *Store) DueRules(ctx context.Context, now, until time.Time, limit int) ([]product.PendingRules, error) {
	var rows []struct {
		SpuID, Tries int64
		Token        string
		Rules        []byte
	}
	err := mariadb.Tx(ctx, s.db, func(tx *gorm.DB) error {
		err := tx.Raw("SELECT spu_id, token, tries, rules FROM pms_spu_rules WHERE next_at <= ? ORDER BY next_at LIMIT ? FOR UPDATE SKIP LOCKED", now, limit).Scan(&rows).Error
		if err != nil || len(rows) == 0 {
			return err
		}
		ids := make([]int64, len(rows))
		for i, r := range rows {
			ids[i] = r.SpuID
		}
		return tx.Exec("UPDATE pms_spu_rules SET next_at = ?, tries = tries + 1 WHERE spu_id IN ?", until, ids).Error
	})
	if err != nil {
		return nil, fmt.Errorf("claim rules: %w", err)
	}
	due := make([]product.PendingRules, len(rows))
	for i, r := range rows {
		due[i] = product.PendingRules{Token: r.Token, Tries: r.Tries}
		if err := json.Unmarshal(r.Rules, &due[i].Rules); err != nil {
			return nil, fmt.Errorf("read rules of SPU %d: %w", r.SpuID, err)
		}
	}
	return due, nil
}

// RulesTold ends the waiting of just these rules; others that have come meanwhile may go now.
func (s *Store) RulesTold(ctx context.Context, told product.PendingRules) error {
	return mariadb.Tx(ctx, s.db, func(tx *gorm.DB) error {
		if err := tx.Exec("DELETE FROM pms_spu_rules WHERE spu_id = ? AND token = ?", told.Rules.SpuID, told.Token).Error; err != nil {
			return fmt.Errorf("end rules of SPU %d: %w", told.Rules.SpuID, err)
		}
		return tx.Exec("UPDATE pms_spu_rules SET next_at = ? WHERE spu_id = ?", s.now(), told.Rules.SpuID).Error
	})
}

// RulesRefused notes why coupon did not take rules, and when to try again.
func (s *Store) RulesRefused(ctx context.Context, told product.PendingRules, why string, next time.Time) error {
	err := s.db.WithContext(ctx).Exec("UPDATE pms_spu_rules SET trouble = ?, next_at = ? WHERE spu_id = ?", why, next, told.Rules.SpuID).Error
	if err != nil {
		return fmt.Errorf("note refused rules of SPU %d: %w", told.Rules.SpuID, err)
	}
	return nil
}
