package store

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"gulimall/services/member"
)

// AddFavourite keeps a SKU. The member's row is locked while they are counted.
func (s *Store) AddFavourite(ctx context.Context, memberID, skuID int64) error {
	return s.change(ctx, memberID, func(tx *gorm.DB) error {
		done := tx.Exec("INSERT IGNORE INTO ums_member_collect_sku (member_id, sku_id, create_time) VALUES (?, ?, ?)", memberID, skuID, s.now())
		if done.Error != nil {
			return fmt.Errorf("insert favourite: %w", done.Error)
		}
		if done.RowsAffected == 0 {
			return nil
		}
		have, err := favourites(tx, memberID)
		if err == nil && have > member.MaxFavourites {
			err = member.ErrFavouriteLimit
		}
		return err
	})
}

// RemoveFavourite lets a SKU go.
func (s *Store) RemoveFavourite(ctx context.Context, memberID, skuID int64) error {
	return s.db.WithContext(ctx).Exec("DELETE FROM ums_member_collect_sku WHERE member_id = ? AND sku_id = ?", memberID, skuID).Error
}

// Favourites reads them, the newest first.
func (s *Store) Favourites(ctx context.Context, memberID int64, offset, limit int) ([]member.Favourite, int, error) {
	db := s.db.WithContext(ctx)
	total, err := favourites(db, memberID)
	if err != nil {
		return nil, 0, err
	}
	var rows []struct {
		SkuID      int64
		CreateTime time.Time
	}
	err = db.Raw("SELECT sku_id, create_time FROM ums_member_collect_sku WHERE member_id = ? ORDER BY create_time DESC, sku_id DESC LIMIT ? OFFSET ?",
		memberID, limit, offset).Scan(&rows).Error
	if err != nil {
		return nil, 0, fmt.Errorf("read favourites of member %d: %w", memberID, err)
	}
	kept := make([]member.Favourite, len(rows))
	for i, r := range rows {
		kept[i] = member.Favourite{SkuID: r.SkuID, At: r.CreateTime.In(time.UTC)}
	}
	return kept, total, nil
}

func favourites(db *gorm.DB, memberID int64) (n int, err error) {
	if err := db.Raw("SELECT COUNT(*) FROM ums_member_collect_sku WHERE member_id = ?", memberID).Scan(&n).Error; err != nil {
		return 0, fmt.Errorf("count favourites of member %d: %w", memberID, err)
	}
	return n, nil
}
