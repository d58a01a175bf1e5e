package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/mariadb"
	"gulimall/pkg/outbox"
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
		err := tx.Raw("SELECT spu_id, token, tries, rules FROM pms_spu_rules WHERE refused = 0 AND next_at <= ? ORDER BY next_at LIMIT ? FOR UPDATE SKIP LOCKED", now, limit).Scan(&rows).Error
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

// RulesDelayed notes why coupon could not be told, and when to try again.
func (s *Store) RulesDelayed(ctx context.Context, told product.PendingRules, why string, next time.Time) error {
	err := s.db.WithContext(ctx).Exec("UPDATE pms_spu_rules SET trouble = ?, next_at = ? WHERE spu_id = ? AND refused = 0", why, next, told.Rules.SpuID).Error
	if err != nil {
		return fmt.Errorf("note delayed rules of SPU %d: %w", told.Rules.SpuID, err)
	}
	return nil
}

// RulesRefused notes why coupon does not take just these rules; others that have come meanwhile may go now.
func (s *Store) RulesRefused(ctx context.Context, told product.PendingRules, why product.Refusal) error {
	reason, err := json.Marshal(why)
	if err != nil {
		return fmt.Errorf("write refusal of SPU %d: %w", told.Rules.SpuID, err)
	}
	err = s.db.WithContext(ctx).Exec("UPDATE pms_spu_rules SET refused = (token = ?), trouble = IF(token = ?, ?, ''), next_at = ? WHERE spu_id = ?",
		told.Token, told.Token, string(reason), s.now(), told.Rules.SpuID).Error
	if err != nil {
		return fmt.Errorf("note refused rules of SPU %d: %w", told.Rules.SpuID, err)
	}
	return nil
}

// ResendRules lets refused rules be told again.
func (s *Store) ResendRules(ctx context.Context, spuID int64, token string, by adminapi.By) error {
	return s.settleRefused(ctx, spuID, "UPDATE pms_spu_rules SET refused = 0, tries = 0, trouble = '', next_at = ? WHERE spu_id = ? AND token = ? AND refused = 1",
		[]any{s.now(), spuID, token}, "rules.resent", by)
}

// ForgetRules gives refused rules up.
func (s *Store) ForgetRules(ctx context.Context, spuID int64, token string, by adminapi.By) error {
	return s.settleRefused(ctx, spuID, "DELETE FROM pms_spu_rules WHERE spu_id = ? AND token = ? AND refused = 1", []any{spuID, token}, "rules.given_up", by)
}

// settleRefused does with refused rules what a statement says; the audit log keeps what was refused.
func (s *Store) settleRefused(ctx context.Context, spuID int64, statement string, args []any, action string, by adminapi.By) error {
	return s.ob.Tx(ctx, func(tx *outbox.Tx) error {
		var waiting string
		if err := tx.DB.Raw("SELECT rules FROM pms_spu_rules WHERE spu_id = ? FOR UPDATE", spuID).Scan(&waiting).Error; err != nil {
			return fmt.Errorf("read refused rules of SPU %d: %w", spuID, err)
		}
		done := tx.DB.Exec(statement, args...)
		if done.Error != nil {
			return fmt.Errorf("settle refused rules of SPU %d: %w", spuID, done.Error)
		}
		if done.RowsAffected == 0 {
			return product.ErrNotRefused
		}
		return s.acted(tx, by, action, strconv.FormatInt(spuID, 10), json.RawMessage(waiting), nil)
	})
}

// readPassing reads what coupon has not been told of a product yet.
func readPassing(db *gorm.DB, p *product.Published) error {
	var waiting struct {
		CreateTime     sql.NullTime
		Tries          int64
		Token, Trouble string
		Refused        bool
		Rules          []byte
	}
	err := db.Raw("SELECT create_time, tries, token, trouble, refused, rules FROM pms_spu_rules WHERE spu_id = ?", p.ID).Scan(&waiting).Error
	if err != nil || !waiting.CreateTime.Valid {
		return err
	}
	p.Passing = &product.Passing{Since: waiting.CreateTime.Time, Tries: waiting.Tries, Token: waiting.Token, Trouble: waiting.Trouble}
	if err := json.Unmarshal(waiting.Rules, &p.Passing.Rules); err != nil {
		return fmt.Errorf("read waiting rules: %w", err)
	}
	if waiting.Refused {
		p.Passing.Trouble, p.Passing.Refusal = "", &product.Refusal{}
		if err := json.Unmarshal([]byte(waiting.Trouble), p.Passing.Refusal); err != nil {
			return fmt.Errorf("read why rules were refused: %w", err)
		}
	}
	return nil
}

// waitForCoupon notes what coupon is to be told, over what it has not been told yet.
func (s *Store) waitForCoupon(tx *gorm.DB, rules couponapi.SpuRules, by adminapi.By) error {
	if rules.Bounds == nil && len(rules.Skus) == 0 {
		return nil
	}
	rules.By = by
	var waiting string
	if err := tx.Raw("SELECT rules FROM pms_spu_rules WHERE spu_id = ? FOR UPDATE", rules.SpuID).Scan(&waiting).Error; err != nil {
		return fmt.Errorf("read waiting rules of SPU %d: %w", rules.SpuID, err)
	}
	if waiting != "" {
		var older couponapi.SpuRules
		if err := json.Unmarshal([]byte(waiting), &older); err != nil {
			return fmt.Errorf("read waiting rules of SPU %d: %w", rules.SpuID, err)
		}
		rules = product.Overlay(older, rules)
	}
	body, err := json.Marshal(rules)
	if err != nil {
		return fmt.Errorf("write rules of SPU %d: %w", rules.SpuID, err)
	}
	// Whoever is passing on older rules at this moment has claimed the row until next_at: these go after it.
	err = tx.Exec(`INSERT INTO pms_spu_rules (spu_id, token, rules, create_time, next_at) VALUES (?, ?, ?, ?, ?)
		ON DUPLICATE KEY UPDATE token = VALUES(token), rules = VALUES(rules), tries = 0, trouble = '', refused = 0`, rules.SpuID, uuid.NewString(), body, s.now(), s.now()).Error
	if err != nil {
		return fmt.Errorf("note rules of SPU %d: %w", rules.SpuID, err)
	}
	return nil
}

// rulesOf are the promotions that a publication speaks of, by the ids that its SKUs have come to.
func rulesOf(spuID int64, p productapi.Publication, ids []int64) couponapi.SpuRules {
	rules := couponapi.SpuRules{SpuID: spuID, Bounds: p.Bounds}
	for i, sku := range p.Skus {
		if sku.Promotions != nil {
			rules.Skus = append(rules.Skus, couponapi.SkuRules{
				SkuID: ids[i], Ladder: sku.Promotions.Ladder, FullReduction: sku.Promotions.FullReduction, MemberPrices: sku.Promotions.MemberPrices,
			})
		}
	}
	return rules
}
