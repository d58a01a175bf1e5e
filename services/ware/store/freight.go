package store

import (
	"context"
	"fmt"
	"strconv"

	"gorm.io/gorm"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/mariadb"
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

// freight reads the freight templates with their provinces; lock is "" or "FOR UPDATE".
func freight(tx *gorm.DB, lock string) (ware.FreightBook, error) {
	var rows []templateRow
	if err := tx.Raw(templateColumns + "ORDER BY id " + lock).Scan(&rows).Error; err != nil {
		return ware.FreightBook{}, fmt.Errorf("read freight templates: %w", err)
	}
	var provinces []struct{ Name, Region string }
	if err := tx.Raw("SELECT name, region FROM wms_province ORDER BY name " + lock).Scan(&provinces).Error; err != nil {
		return ware.FreightBook{}, fmt.Errorf("read provinces: %w", err)
	}
	book := ware.FreightBook{Templates: make([]ware.FreightTemplate, len(rows)), Uncovered: []string{}}
	at := map[string]*ware.FreightTemplate{}
	for i, r := range rows {
		book.Templates[i] = ware.FreightTemplate{ID: r.ID, Version: r.Version, Provinces: []string{}, FreightRule: ware.FreightRule{
			Region: r.Region, FirstGrams: r.FirstGrams, FirstFee: r.FirstFee, ExtraGrams: r.ExtraGrams, ExtraFee: r.ExtraFee,
		}}
		at[r.Region] = &book.Templates[i]
	}
	for _, p := range provinces {
		if t := at[p.Region]; t != nil {
			t.Provinces = append(t.Provinces, p.Name)
			continue
		}
		book.Uncovered = append(book.Uncovered, p.Name)
	}
	return book, nil
}

// Freight reads the freight templates.
func (s *Store) Freight(ctx context.Context) (ware.FreightBook, error) {
	return freight(s.db.WithContext(ctx), "")
}

// ChangeFreight holds all templates while one of them changes: a province is in one region at most at any time.
func (s *Store) ChangeFreight(ctx context.Context, by adminapi.By, f func(ware.FreightBook) (ware.FreightChange, error)) (*ware.FreightTemplate, error) {
	var change ware.FreightChange
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		book, err := freight(tx.DB, "FOR UPDATE")
		if err != nil {
			return err
		}
		if change, err = f(book); err != nil {
			return err
		}
		if change.Now == nil {
			return s.removeFreight(tx, *change.Was, by)
		}
		return s.saveFreight(tx, change, by)
	})
	s.geography.Store(nil)
	if mariadb.IsDuplicate(err) {
		err = ware.ErrRegionTaken
	}
	return change.Now, err
}

// saveFreight adds or changes a template, and moves its provinces.
func (s *Store) saveFreight(tx *outbox.Tx, change ware.FreightChange, by adminapi.By) error {
	now, action, before := change.Now, "freight.added", any(nil)
	if change.Was == nil {
		err := tx.DB.Exec("INSERT INTO wms_freight_template (region, first_grams, first_fee, extra_grams, extra_fee) VALUES (?, ?, ?, ?, ?)",
			now.Region, now.FirstGrams, now.FirstFee, now.ExtraGrams, now.ExtraFee).Error
		if err != nil {
			return fmt.Errorf("add freight template: %w", err)
		}
		if err := tx.DB.Raw("SELECT LAST_INSERT_ID()").Scan(&now.ID).Error; err != nil {
			return err
		}
	} else {
		action, before = "freight.changed", toldFreight(*change.Was)
		err := tx.DB.Exec("UPDATE wms_freight_template SET first_grams = ?, first_fee = ?, extra_grams = ?, extra_fee = ?, version = ? WHERE id = ?",
			now.FirstGrams, now.FirstFee, now.ExtraGrams, now.ExtraFee, now.Version, now.ID).Error
		if err != nil {
			return fmt.Errorf("change freight template %d: %w", now.ID, err)
		}
	}
	if len(change.Left) > 0 {
		if err := tx.DB.Exec("UPDATE wms_freight_template SET version = version + 1 WHERE id IN ?", change.Left).Error; err != nil {
			return fmt.Errorf("change freight templates that provinces leave: %w", err)
		}
	}
	if len(now.Provinces) > 0 {
		if err := tx.DB.Exec("UPDATE wms_province SET region = ? WHERE name IN ?", now.Region, now.Provinces).Error; err != nil {
			return fmt.Errorf("move provinces to %s: %w", now.Region, err)
		}
	}
	return s.acted(tx, by, action, strconv.FormatInt(now.ID, 10), before, toldFreight(*now))
}

// removeFreight removes a template; its provinces are in no region then.
func (s *Store) removeFreight(tx *outbox.Tx, was ware.FreightTemplate, by adminapi.By) error {
	if err := tx.DB.Exec("DELETE FROM wms_freight_template WHERE id = ?", was.ID).Error; err != nil {
		return fmt.Errorf("remove freight template %d: %w", was.ID, err)
	}
	if err := tx.DB.Exec("UPDATE wms_province SET region = '' WHERE region = ?", was.Region).Error; err != nil {
		return fmt.Errorf("take provinces out of %s: %w", was.Region, err)
	}
	return s.acted(tx, by, "freight.removed", strconv.FormatInt(was.ID, 10), toldFreight(was), nil)
}

// toldFreight is a template as the audit log keeps it.
func toldFreight(t ware.FreightTemplate) map[string]any {
	return map[string]any{
		"region": t.Region, "firstGrams": t.FirstGrams, "firstFee": t.FirstFee, "extraGrams": t.ExtraGrams, "extraFee": t.ExtraFee, "provinces": t.Provinces,
	}
}
