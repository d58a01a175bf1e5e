package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/mariadb"
	"gulimall/pkg/outbox"
	"gulimall/pkg/staff"
	"gulimall/services/member"
)

var _ member.OfficeStore = (*Store)(nil)

// acted tells the audit log of a write, in its transaction.
func (s *Store) acted(tx *outbox.Tx, by adminapi.By, action, object string, before, after any) error {
	return staff.Record(tx, by, s.now(), memberapi.Service, action, object, before, after)
}

type accountRow struct {
	Member       memberRow `gorm:"embedded"`
	Status       int
	LoginAt      *time.Time
	FrozenAt     *time.Time
	FrozenReason string
}

func (r accountRow) account() member.Account {
	a := member.Account{Member: r.Member.member(), Active: r.Status == 1, FrozenReason: r.FrozenReason}
	if r.LoginAt != nil {
		a.LoginAt = r.LoginAt.In(time.UTC)
	}
	if r.FrozenAt != nil {
		a.FrozenAt = r.FrozenAt.In(time.UTC)
	}
	return a
}

const (
	accountColumns = "SELECT " + memberColumns + ", m.status, m.login_at, m.frozen_at, m.frozen_reason "
	accountFrom    = "FROM ums_member m LEFT JOIN ums_member_level l ON l.id = m.level_id" // LEFT, or the few levels would be read first, and all members sorted
)

// Accounts lists members. A keyword is what the user name or the phone begins with: both are indexed.
func (s *Store) Accounts(ctx context.Context, q member.Query) ([]member.Account, int64, error) {
	filter := mariadb.Filter{}
	if q.Keyword != "" {
		begins := mariadb.Begins(member.CanonicalUsername(q.Keyword))
		if strings.Trim(q.Keyword, "0123456789") == "" {
			filter.And("m.username_key LIKE ? OR m.mobile LIKE ?", begins, begins)
		} else {
			filter.And("m.username_key LIKE ?", begins)
		}
	}
	if q.LevelID != 0 {
		filter.And("m.level_id = ?", q.LevelID)
	}
	if q.Active != nil {
		filter.And("m.status = ?", *q.Active)
	}
	if !q.From.IsZero() {
		filter.And("m.create_time >= ?", q.From)
	}
	if !q.To.IsZero() {
		filter.And("m.create_time < ?", q.To)
	}
	rows, total, err := mariadb.Listed[accountRow](s.db.WithContext(ctx), accountColumns, accountFrom+filter.Where(),
		sorted(q), filter.Args(), q.Page)
	accounts := make([]member.Account, len(rows))
	for i, r := range rows {
		accounts[i] = r.account()
	}
	return accounts, total, err
}

// sorted is the order of a list; each has its index, and those that are equal follow by their numbers.
func sorted(q member.Query) string {
	column := map[member.Sort]string{member.ByGrowth: "m.growth", member.ByPoints: "m.integration", member.ByLogin: "m.login_at"}[q.Sort]
	if column == "" {
		column = "m.create_time"
	}
	return mariadb.Order(q.Down || q.Sort == "", column, "m.id")
}

// account reads one account.
func account(tx *gorm.DB, memberID int64) (member.Account, error) {
	var row accountRow
	if err := tx.Raw(accountColumns+accountFrom+" WHERE m.id = ?", memberID).Scan(&row).Error; err != nil {
		return member.Account{}, fmt.Errorf("read member %d: %w", memberID, err)
	}
	if row.Member.ID == 0 {
		return member.Account{}, member.ErrNoMember
	}
	return row.account(), nil
}

// Profile reads a member and what belongs to him.
func (s *Store) Profile(ctx context.Context, memberID int64) (member.Profile, error) {
	db := s.db.WithContext(ctx)
	found, err := account(db, memberID)
	if err != nil {
		return member.Profile{}, err
	}
	p := member.Profile{Account: found}
	if p.Addresses, err = s.Addresses(ctx, memberID); err != nil {
		return p, err
	}
	if err := db.Raw("SELECT COUNT(*) FROM ums_member_collect_sku WHERE member_id = ?", memberID).Scan(&p.Favourites).Error; err != nil {
		return p, fmt.Errorf("count favourites of member %d: %w", memberID, err)
	}
	return p, nil
}

// SetActive moves an account between active and frozen. The password's version goes up with it: a login that began before is void.
func (s *Store) SetActive(ctx context.Context, memberID int64, active bool, reason string, by adminapi.By) (member.Account, error) {
	var now member.Account
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		frozenAt, kept, action := any(nil), "", "member.unfrozen"
		if !active {
			frozenAt, kept, action = s.now(), reason, "member.frozen"
		}
		done := tx.DB.Exec("UPDATE ums_member SET status = ?, frozen_at = ?, frozen_reason = ?, password_version = password_version + 1 WHERE id = ? AND status <> ?",
			active, frozenAt, kept, memberID, active)
		if done.Error != nil {
			return fmt.Errorf("change state of member %d: %w", memberID, done.Error)
		}
		var err error
		if now, err = account(tx.DB, memberID); err != nil || done.RowsAffected == 0 {
			return err
		}
		return s.acted(tx, by, action, strconv.FormatInt(memberID, 10), nil, map[string]any{"username": now.Username, "reason": reason})
	})
	return now, err
}

// AdjustPoints writes a line into a ledger and moves the balance by it: the line first, as everywhere here.
func (s *Store) AdjustPoints(ctx context.Context, p member.PointsChange, by adminapi.By) (member.Account, error) {
	var now member.Account
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		table, move, short := pointsLedger, pointsMove, member.ErrPointsShort
		args := []any{p.Change, p.MemberID, p.Change}
		if p.Of == member.LedgerGrowth {
			table, move, short = growthLedger, growthMove, member.ErrGrowthShort
			args = []any{p.Change, p.Change, p.MemberID, p.Change}
		}
		before, err := account(tx.DB, p.MemberID)
		if err != nil {
			return err
		}
		err = tx.DB.Exec("INSERT INTO "+table+" (business_key, member_id, change_count, note, source_type, order_sn, create_time) VALUES (?, ?, ?, ?, ?, '', ?)",
			keyStaff+p.Key, p.MemberID, p.Change, p.Reason, sourceStaff, s.now()).Error
		if err != nil {
			return fmt.Errorf("write %s: %w", table, err)
		}
		done := tx.DB.Exec(move, args...)
		if done.Error != nil {
			return fmt.Errorf("adjust %s of member %d: %w", p.Of, p.MemberID, done.Error)
		}
		if done.RowsAffected == 0 {
			return short
		}
		if now, err = account(tx.DB, p.MemberID); err != nil {
			return err
		}
		return s.acted(tx, by, string(p.Of)+".adjusted", strconv.FormatInt(p.MemberID, 10), balance(before), map[string]any{
			"points": now.Points, "growth": now.Growth, "level": now.Level.Name, "change": p.Change, "reason": p.Reason,
		})
	})
	if mariadb.IsDuplicate(err) { // it was done before
		return account(s.db.WithContext(ctx), p.MemberID)
	}
	return now, err
}

// What staff write into a ledger; how a balance moves by it, and where it stops: points at what orders have frozen, growth at nothing.
const (
	keyStaff    = "staff-"
	sourceStaff = 1
	pointsMove  = "UPDATE ums_member SET integration = integration + ? WHERE id = ? AND integration + ? >= integration_frozen"
	growthMove  = `UPDATE ums_member m SET
		m.level_id = COALESCE((SELECT l.id FROM ums_member_level l WHERE l.growth_point <= m.growth + ? ORDER BY l.growth_point DESC LIMIT 1), m.level_id),
		m.growth = m.growth + ? WHERE m.id = ? AND m.growth + ? >= 0`
)

func balance(a member.Account) map[string]any {
	return map[string]any{"points": a.Points, "growth": a.Growth, "level": a.Level.Name}
}

// Known reads which of some members there are.
func (s *Store) Known(ctx context.Context, ids []int64) ([]member.Known, error) {
	known := []member.Known{}
	if len(ids) == 0 {
		return known, nil
	}
	err := s.db.WithContext(ctx).Raw("SELECT id, username, level_id FROM ums_member WHERE id IN ?", ids).Scan(&known).Error
	if err != nil {
		return nil, fmt.Errorf("look for members: %w", err)
	}
	slices.SortFunc(known, func(a, b member.Known) int { return slices.Index(ids, a.ID) - slices.Index(ids, b.ID) })
	return known, nil
}

// Arrivals counts members, and by day in Beijing who registered since.
func (s *Store) Arrivals(ctx context.Context, since time.Time) (member.Arrivals, error) {
	a := member.Arrivals{Days: map[string]int64{}}
	db := s.db.WithContext(ctx)
	if err := db.Raw("SELECT COUNT(*) FROM ums_member").Scan(&a.Members).Error; err != nil {
		return a, fmt.Errorf("count members: %w", err)
	}
	var days []struct {
		Day   string
		Count int64
	}
	err := db.Raw("SELECT DATE_FORMAT(create_time + INTERVAL 8 HOUR, '%Y-%m-%d') AS day, COUNT(*) AS count FROM ums_member WHERE create_time >= ? GROUP BY day", since).
		Scan(&days).Error
	for _, d := range days {
		a.Days[d.Day] = d.Count
	}
	return a, err
}
