package store

import (
	"context"
	"fmt"
	"strconv"

	"gorm.io/gorm"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/money"
	"gulimall/pkg/outbox"
	"gulimall/services/ware"
)

var _ ware.FreightStore = (*Store)(nil)

const templateColumns = "SELECT id, version, region, first_grams, first_fee, extra_grams, extra_fee FROM wms_freight_template "

type templateRow struct {
	ID, Version            int64
	Region                 string
	FirstGrams, ExtraGrams int64
	FirstFee, ExtraFee     money.Fen
}

// templates reads the freight templates with their provinces; lock is "" or "FOR UPDATE".
func templates(tx *gorm.DB, lock string) ([]ware.FreightTemplate, error) {
	var rows []templateRow
	if err := tx.Raw(templateColumns + "ORDER BY id " + lock).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("read freight templates: %w", err)
	}
	var provinces []struct{ Name, Region string }
	if err := tx.Raw("SELECT name, region FROM wms_province ORDER BY name " + lock).Scan(&provinces).Error; err != nil {
		return nil, fmt.Errorf("read provinces: %w", err)
	}
	all := make([]ware.FreightTemplate, len(rows))
	for i, r := range rows {
		all[i] = ware.FreightTemplate{ID: r.ID, Version: r.Version, Provinces: []string{}, FreightRule: ware.FreightRule{
			Region: r.Region, FirstGrams: r.FirstGrams, FirstFee: r.FirstFee, ExtraGrams: r.ExtraGrams, ExtraFee: r.ExtraFee,
		}}
		for _, p := range provinces {
			if p.Region == all[i].Region {
				all[i].Provinces = append(all[i].Provinces, p.Name)
			}
		}
	}
	return all, nil
}

// Templates lists the freight templates.
func (s *Store) Templates(ctx context.Context) ([]ware.FreightTemplate, error) {
	return templates(s.db.WithContext(ctx), "")
}

// ChangeTemplates holds all templates while one of them changes: a province is in exactly one region at any time.
func (s *Store) ChangeTemplates(ctx context.Context, by adminapi.By, f func([]ware.FreightTemplate) (ware.FreightChange, error)) (ware.FreightTemplate, error) {
	var change ware.FreightChange
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		all, err := templates(tx.DB, "FOR UPDATE")
		if err != nil {
			return err
		}
		if change, err = f(all); err != nil {
			return err
		}
		now := change.Now
		err = tx.DB.Exec("UPDATE wms_freight_template SET first_grams = ?, first_fee = ?, extra_grams = ?, extra_fee = ?, version = version + 1 WHERE id = ?",
			now.FirstGrams, now.FirstFee, now.ExtraGrams, now.ExtraFee, now.ID).Error
		if err != nil {
			return fmt.Errorf("change freight template %d: %w", now.ID, err)
		}
		if len(change.Left) > 0 {
			if err := tx.DB.Exec("UPDATE wms_freight_template SET version = version + 1 WHERE id IN ?", change.Left).Error; err != nil {
				return fmt.Errorf("change freight templates that provinces leave: %w", err)
			}
		}
		if err := tx.DB.Exec("UPDATE wms_province SET region = ? WHERE name IN ?", now.Region, now.Provinces).Error; err != nil {
			return fmt.Errorf("move provinces to %s: %w", now.Region, err)
		}
		return s.acted(tx, by, "freight.changed", strconv.FormatInt(now.ID, 10), toldFreight(change.Was), toldFreight(now))
	})
	s.geography.Store(nil)
	return change.Now, err
}

// toldFreight is a template as the audit log keeps it.
func toldFreight(t ware.FreightTemplate) map[string]any {
	return map[string]any{
		"region": t.Region, "firstGrams": t.FirstGrams, "firstFee": t.FirstFee, "extraGrams": t.ExtraGrams, "extraFee": t.ExtraFee, "provinces": t.Provinces,
	}
}
