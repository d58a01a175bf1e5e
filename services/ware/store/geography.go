package store

import (
	"context"
	"fmt"
	"time"

	"gulimall/pkg/money"
	"gulimall/services/ware"
)

// fresh is how long warehouses, provinces and freight rules are remembered. What this copy of the service changes it forgets at once; the
// other copies ask again after this.
const fresh = time.Second

type snapshot struct {
	at  time.Time
	geo ware.Geography
}

// Geography reads warehouses, their reach, and freight rules, remembered for a moment.
func (s *Store) Geography(ctx context.Context) (ware.Geography, error) {
	if kept := s.geography.Load(); kept != nil && s.now().Sub(kept.at) < fresh {
		return kept.geo, nil
	}
	geo, err := s.readGeography(ctx)
	if err != nil {
		return ware.Geography{}, fmt.Errorf("read geography: %w", err)
	}
	s.geography.Store(&snapshot{s.now(), geo})
	return geo, nil
}

func (s *Store) readGeography(ctx context.Context) (ware.Geography, error) {
	db := s.db.WithContext(ctx)
	geo := ware.Geography{Nearest: map[string][]int64{}, Rules: map[string]ware.FreightRule{}}
	if err := db.Raw("SELECT id, name FROM wms_ware_info ORDER BY id").Scan(&geo.Warehouses).Error; err != nil {
		return geo, err
	}
	var reach []struct {
		Province string
		WareID   int64
	}
	if err := db.Raw("SELECT province, ware_id FROM wms_ware_reach ORDER BY province, place").Scan(&reach).Error; err != nil {
		return geo, err
	}
	for _, r := range reach {
		geo.Nearest[r.Province] = append(geo.Nearest[r.Province], r.WareID)
	}
	var rules []struct {
		Name                   string
		Region                 string
		FirstGrams, ExtraGrams int64
		FirstFee, ExtraFee     money.Fen
	}
	err := db.Raw(`SELECT p.name, p.region, f.first_grams, f.first_fee, f.extra_grams, f.extra_fee
		FROM wms_province p JOIN wms_freight_template f ON f.region = p.region`).Scan(&rules).Error
	for _, r := range rules {
		geo.Rules[r.Name] = ware.FreightRule{Region: r.Region, FirstGrams: r.FirstGrams, FirstFee: r.FirstFee, ExtraGrams: r.ExtraGrams, ExtraFee: r.ExtraFee}
	}
	return geo, err
}
