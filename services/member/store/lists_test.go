package store

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/paging"
	"gulimall/services/member"
)

// TestMembersAreListedByTheirIndices: among 50,000, a page of the list, and each of its filters, comes fast and reads an index.
func TestMembersAreListedByTheirIndices(t *testing.T) {
	s := open(t)
	for _, statement := range []string{
		`INSERT INTO ums_member (level_id, username, username_key, password, nickname, mobile, status, growth, create_time)
			SELECT 1, CONCAT('shopper', seq), CONCAT('shopper', seq), '', '', 13000000000 + seq, seq % 500 <> 0, seq % 300, NOW(3) - INTERVAL seq MINUTE FROM seq_1_to_50000`,
		"ANALYZE TABLE ums_member",
	} {
		require.NoError(t, s.db.Exec(statement).Error)
	}
	frozen := false
	for name, q := range map[string]member.Query{
		"all": {}, "a name": {Keyword: "shopper49999"}, "a phone": {Keyword: "13000012345"}, "nobody": {Keyword: "zz"}, "frozen": {Active: &frozen}, "a level": {LevelID: 1},
		"a level without members": {LevelID: 9}, "days": {From: time.Now().AddDate(0, 0, -2), To: time.Now()},
	} {
		q.Page = paging.Page{Number: 1, Size: 50}
		begun := time.Now()
		_, _, err := s.Accounts(t.Context(), q)
		require.NoError(t, err)
		require.Less(t, time.Since(begun), 2*time.Second, name)
	}
	for _, by := range []member.Sort{member.ByGrowth, member.ByPoints, member.ByLogin} {
		for _, q := range []member.Query{{Sort: by}, {Sort: by, Down: true}, {Sort: by, Down: true, Active: &frozen}, {Sort: by, LevelID: 1}} {
			q.Page = paging.Page{Number: 1, Size: 50}
			begun := time.Now()
			_, _, err := s.Accounts(t.Context(), q)
			require.NoError(t, err)
			require.Less(t, time.Since(begun), 2*time.Second, by)
		}
		var plan []struct{ Table, Extra string }
		require.NoError(t, s.db.Raw("EXPLAIN "+accountColumns+accountFrom+" "+sorted(member.Query{Sort: by, Down: true})+" LIMIT 50").Scan(&plan).Error)
		for _, p := range plan {
			require.NotContains(t, p.Extra, "filesort", by)
		}
	}
	for _, where := range []string{"", "WHERE m.status = 0", "WHERE m.level_id = 1", "WHERE m.username_key LIKE 'shopper4999%'", "WHERE m.username_key LIKE '1300001%' OR m.mobile LIKE '1300001%'"} {
		var plan []struct {
			Table string
			Type  string
			Key   *string
		}
		require.NoError(t, s.db.Raw("EXPLAIN "+accountColumns+accountFrom+" "+where+" ORDER BY m.create_time DESC, m.id DESC LIMIT 50").Scan(&plan).Error)
		for _, p := range plan {
			if p.Table == "m" {
				require.NotNil(t, p.Key, "%s: %+v", where, plan)
			}
		}
	}
}
