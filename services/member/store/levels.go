package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/outbox"
	"gulimall/services/member"
)

type levelRuleRow struct {
	Level              levelRow `gorm:"embedded"`
	CommentGrowthPoint int64
	PrivilegeBirthday  bool
	Note               string
	DefaultStatus      bool
	Version            int64
}

func (r levelRuleRow) rule() member.LevelRule {
	return member.LevelRule{
		Level: r.Level.level(), CommentGrowth: r.CommentGrowthPoint, Birthday: r.PrivilegeBirthday, Note: r.Note, Default: r.DefaultStatus, Version: r.Version,
	}
}

// levelRules reads all levels, the lowest first; lock is "" or "FOR UPDATE".
func levelRules(tx *gorm.DB, lock string) ([]member.LevelRule, error) {
	var rows []levelRuleRow
	err := tx.Raw("SELECT " + levelColumns + `, l.comment_growth_point, l.privilege_birthday, l.note, l.default_status, l.version
		FROM ums_member_level l ORDER BY l.growth_point ` + lock).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read levels: %w", err)
	}
	rules := make([]member.LevelRule, len(rows))
	for i, r := range rows {
		rules[i] = r.rule()
	}
	return rules, nil
}

// LevelRules lists the levels with how many members have each.
func (s *Store) LevelRules(ctx context.Context) ([]member.LevelRule, error) {
	db := s.db.WithContext(ctx)
	rules, err := levelRules(db, "")
	if err != nil {
		return nil, err
	}
	var counts []struct{ LevelID, Count int64 }
	if err := db.Raw("SELECT level_id, COUNT(*) AS count FROM ums_member GROUP BY level_id").Scan(&counts).Error; err != nil {
		return nil, fmt.Errorf("count members by level: %w", err)
	}
	for i := range rules {
		for _, c := range counts {
			if c.LevelID == rules[i].ID {
				rules[i].Members = c.Count
			}
		}
	}
	return rules, nil
}

// ChangeLevels holds all levels while one of them changes, so that two changes cannot cross; members whose growth lies between the old and the
// new threshold get the level that follows from it.
func (s *Store) ChangeLevels(ctx context.Context, by adminapi.By, f func([]member.LevelRule) (member.LevelRule, error)) (member.LevelRule, error) {
	var now member.LevelRule
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		all, err := levelRules(tx.DB, "FOR UPDATE")
		if err != nil {
			return err
		}
		if now, err = f(all); err != nil {
			return err
		}
		action, before, was := "level.added", any(nil), now
		for _, l := range all {
			if l.ID == now.ID {
				action, before, was = "level.changed", told(l), l
			}
		}
		if err := saveLevel(tx.DB, now); err != nil {
			return err
		}
		moved, err := follow(tx.DB, action == "level.added", was.GrowthPoint, now.GrowthPoint)
		if err != nil {
			return err
		}
		after := told(now)
		after["members"] = moved
		return s.acted(tx, by, action, strconv.FormatInt(now.ID, 10), before, after)
	})
	return now, err
}

func saveLevel(tx *gorm.DB, l member.LevelRule) error {
	columns := []string{
		"name", "growth_point", "free_freight_point", "comment_growth_point", "privilege_member_price", "privilege_birthday", "note", "version",
	}
	values := []any{l.Name, l.GrowthPoint, l.FreeFreightFrom, l.CommentGrowth, l.MemberPrice, l.Birthday, l.Note, l.Version}
	statement := "UPDATE ums_member_level SET " + strings.Join(columns, " = ?, ") + " = ? WHERE id = ?"
	if l.Version == 1 {
		statement = "INSERT INTO ums_member_level (" + strings.Join(columns, ", ") + ", id) VALUES (?" + strings.Repeat(", ?", len(columns)) + ")"
	}
	if err := tx.Exec(statement, append(values, l.ID)...).Error; err != nil {
		return fmt.Errorf("save level %d: %w", l.ID, err)
	}
	return nil
}

// follow gives the members that a moved threshold passed the level that follows from their growth, and says how many those are. A new level
// takes everybody from its threshold up to the next one.
func follow(tx *gorm.DB, added bool, was, is int64) (int64, error) {
	where, args := "m.growth >= ? AND m.growth < ?", []any{min(was, is), max(was, is)}
	if added {
		where, args = "m.growth >= ? AND m.growth < COALESCE((SELECT MIN(n.growth_point) FROM ums_member_level n WHERE n.growth_point > ?), m.growth + 1)", []any{is, is}
	}
	if !added && was == is {
		return 0, nil
	}
	done := tx.Exec(`UPDATE ums_member m SET m.level_id =
		COALESCE((SELECT l.id FROM ums_member_level l WHERE l.growth_point <= m.growth ORDER BY l.growth_point DESC LIMIT 1), m.level_id) WHERE `+where, args...)
	if done.Error != nil {
		return 0, fmt.Errorf("move members between levels: %w", done.Error)
	}
	return done.RowsAffected, nil
}

// told is a level as the audit log keeps it.
func told(l member.LevelRule) map[string]any {
	return map[string]any{
		"name": l.Name, "growthFrom": l.GrowthPoint, "freeFreightFrom": l.FreeFreightFrom, "commentGrowth": l.CommentGrowth,
		"memberPrice": l.MemberPrice, "birthday": l.Birthday, "note": l.Note,
	}
}
