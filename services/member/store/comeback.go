package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"gulimall/pkg/mariadb"
	"gulimall/pkg/outbox"
	"gulimall/services/member"
)

// What the keys of the ledger lines begin with that come with a return.
const (
	keyReturned = "return-points-"
	keyTaken    = "return-gift-"
)

var _ member.ComebackStore = (*Store)(nil)

// ComeBack gives points back and takes gifts. The row of the return makes it happen once.
func (s *Store) ComeBack(ctx context.Context, c member.Comeback) error {
	return s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		if err := tx.Once(); err != nil {
			return err
		}
		if err := given(tx.DB, c); err != nil {
			return err
		}
		var has struct{ ID, Free, Growth int64 }
		err := tx.DB.Raw("SELECT id, integration - integration_frozen AS free, growth FROM ums_member WHERE id = ? FOR UPDATE", c.MemberID).Scan(&has).Error
		if err != nil {
			return err
		}
		if has.ID == 0 {
			return member.ErrNoMember
		}
		points, growth := min(c.TakePoints, has.Free+c.Points), min(c.TakeGrowth, has.Growth)
		err = tx.DB.Exec(`INSERT INTO ums_order_return (return_id, order_sn, member_id, points, take_points, taken_points, take_growth, taken_growth, created_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, c.ReturnID, c.OrderSn, c.MemberID, c.Points, c.TakePoints, points, c.TakeGrowth, growth, s.now()).Error
		if mariadb.IsDuplicate(err) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("insert return: %w", err)
		}
		return s.comeBack(tx.DB, c, points, growth)
	})
}

// comeBack writes the ledgers and the member's row.
func (s *Store) comeBack(tx *gorm.DB, c member.Comeback, points, growth int64) error {
	for _, l := range []struct {
		ledger, key string
		change      int64
	}{{pointsLedger, keyReturned, c.Points}, {pointsLedger, keyTaken, -points}, {growthLedger, keyTaken, -growth}} {
		wrote, err := s.write(tx, l.ledger, line{key: fmt.Sprint(l.key, c.ReturnID), memberID: c.MemberID, change: l.change, orderSn: c.OrderSn})
		if err != nil {
			return err
		}
		if wrote != l.change {
			return fmt.Errorf("return %d is in the ledger already", c.ReturnID)
		}
	}
	return mariadb.ExactlyOne(tx.Exec(`UPDATE ums_member m SET
		m.level_id = COALESCE((SELECT l.id FROM ums_member_level l WHERE l.growth_point <= m.growth - ? ORDER BY l.growth_point DESC LIMIT 1), m.level_id),
		m.integration = m.integration + ?, m.growth = m.growth - ? WHERE m.id = ?`, growth, c.Points-points, growth, c.MemberID))
}

// given makes sure that what is taken back was given: the word that the order was received may be slower.
func given(tx *gorm.DB, c member.Comeback) error {
	for ledger, wanted := range map[string]int64{pointsLedger: c.TakePoints, growthLedger: c.TakeGrowth} {
		if wanted == 0 {
			continue
		}
		var there bool
		if err := tx.Raw("SELECT EXISTS (SELECT 1 FROM "+ledger+" WHERE business_key = ?)", keyGift+c.OrderSn).Scan(&there).Error; err != nil {
			return err
		}
		if !there {
			return member.ErrNotGiven
		}
	}
	return nil
}
