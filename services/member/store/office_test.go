package store

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/paging"
	"gulimall/services/member"
)

func keeper() adminapi.By { return adminapi.By{StaffID: 2, Account: "admin"} }

// said counts what the audit log was told.
func said(t *testing.T, s *Store, action string) int64 {
	t.Helper()
	var n int64
	require.NoError(t, s.db.Raw("SELECT COUNT(*) FROM mq_message WHERE type = 'staff.acted' AND payload LIKE ?", "%"+action+"%").Scan(&n).Error)
	return n
}

func TestAccountsAreFoundByWhatTheyBeginWith(t *testing.T) {
	s := open(t)
	for i := range 5 {
		join(t, s, i, 0)
	}
	percent, err := s.Register(t.Context(), member.Registration{Username: "Member_0x", Phone: "13900000000"}, "hash")
	require.NoError(t, err)
	ids := func(q member.Query) []int64 {
		q.Page = paging.Page{Number: 1, Size: 10}
		found, total, err := s.Accounts(t.Context(), q)
		require.NoError(t, err)
		require.Len(t, found, int(total))
		all := make([]int64, len(found))
		for i, a := range found {
			all[i] = a.ID
		}
		return all
	}
	require.Len(t, ids(member.Query{}), 6)
	require.Len(t, ids(member.Query{Keyword: "MEMBER"}), 6)
	require.Equal(t, []int64{percent}, ids(member.Query{Keyword: "member_"}), "_ is no wildcard")
	require.Equal(t, []int64{3}, ids(member.Query{Keyword: "13800000002"}))
	require.Len(t, ids(member.Query{Keyword: "138"}), 5)
	require.Empty(t, ids(member.Query{Keyword: "%"}))
	require.Empty(t, ids(member.Query{LevelID: 9}))
	require.Empty(t, ids(member.Query{From: time.Now().Add(time.Hour)}))
	require.Len(t, ids(member.Query{LevelID: 1, To: time.Now().Add(time.Hour)}), 6)
	_, err = s.SetActive(t.Context(), percent, false, "刷单", keeper())
	require.NoError(t, err)
	frozen := false
	require.Equal(t, []int64{percent}, ids(member.Query{Active: &frozen}))
}

func TestFreezingAMemberMakesLoginsVoid(t *testing.T) {
	s := open(t)
	id := join(t, s, 1, 100)
	before, err := s.PasswordVersion(t.Context(), id)
	require.NoError(t, err)
	for range 2 {
		now, err := s.SetActive(t.Context(), id, false, "盗号", keeper())
		require.NoError(t, err)
		require.False(t, now.Active)
		require.Equal(t, "盗号", now.FrozenReason)
		require.False(t, now.FrozenAt.IsZero())
	}
	require.Equal(t, int64(1), said(t, s, "member.frozen"), "the second time changed nothing")
	after, err := s.PasswordVersion(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, before+1, after)
	_, _, err = s.Checkout(t.Context(), id)
	require.ErrorIs(t, err, member.ErrDisabled, "he can order nothing")
	c, err := s.Credentials(t.Context(), "member1")
	require.NoError(t, err)
	require.False(t, c.Active)

	now, err := s.SetActive(t.Context(), id, true, "本人已核实", keeper())
	require.NoError(t, err)
	require.True(t, now.Active)
	require.Empty(t, now.FrozenReason)
	_, _, err = s.Checkout(t.Context(), id)
	require.NoError(t, err)
	_, err = s.SetActive(t.Context(), 99, false, "无此人", keeper())
	require.ErrorIs(t, err, member.ErrNoMember)
}

func TestStaffChangePointsOnceAndNeverBelowWhatOrdersFroze(t *testing.T) {
	s := open(t)
	id := join(t, s, 1, 100)
	require.NoError(t, freeze(s, "sn1", id, 60))
	give := func(of member.Ledger, change int64, key string) error {
		_, err := s.AdjustPoints(context.Background(), member.PointsChange{MemberID: id, Of: of, Change: change, Reason: "补偿", Key: key}, keeper())
		return err
	}
	require.NoError(t, give(member.LedgerPoints, -40, "a"))
	require.NoError(t, give(member.LedgerPoints, -40, "a"), "the same again")
	require.Equal(t, [3]int64{60, 60, 0}, standing(t, s, id))
	require.ErrorIs(t, give(member.LedgerPoints, -1, "b"), member.ErrPointsShort)
	require.ErrorIs(t, give(member.LedgerGrowth, -1, "c"), member.ErrGrowthShort)
	require.NoError(t, give(member.LedgerPoints, 5, "b"), "what was refused has used up no key")
	require.NoError(t, give(member.LedgerGrowth, 7, "b"), "the ledgers have keys of their own")
	require.Equal(t, [3]int64{65, 60, 7}, standing(t, s, id))
	require.Equal(t, int64(2), said(t, s, "points.adjusted"))
	entries, _, err := s.History(t.Context(), id, member.LedgerPoints, 0, 1)
	require.NoError(t, err)
	require.Equal(t, member.Entry{At: entries[0].At, Change: 5, Reason: member.ReasonOther, Note: "补偿"}, entries[0])
	_, err = s.AdjustPoints(t.Context(), member.PointsChange{MemberID: 99, Of: member.LedgerPoints, Change: 1, Reason: "x", Key: "z"}, keeper())
	require.ErrorIs(t, err, member.ErrNoMember)
	requireBooks(t, s)
}

func TestAdjustingRacesFreezing(t *testing.T) {
	s := open(t)
	id := join(t, s, 1, 100)
	var group sync.WaitGroup
	for i := range 20 {
		group.Go(func() {
			if i%2 == 0 {
				_ = freeze(s, fmt.Sprint("sn", i), id, 10)
				return
			}
			_, _ = s.AdjustPoints(context.Background(), member.PointsChange{MemberID: id, Of: member.LedgerPoints, Change: -10, Reason: "x", Key: fmt.Sprint(i)}, keeper())
		})
	}
	group.Wait()
	now := standing(t, s, id)
	require.Equal(t, now[0], now[1], "every point was either frozen or taken")
	requireBooks(t, s)
}

func TestMembersFollowTheThresholds(t *testing.T) {
	s := open(t)
	low, high := join(t, s, 1, 0), join(t, s, 2, 0)
	for id, growth := range map[int64]int64{low: 500, high: 1500} {
		_, err := s.AdjustPoints(t.Context(), member.PointsChange{MemberID: id, Of: member.LedgerGrowth, Change: growth, Reason: "x", Key: fmt.Sprint(id)}, keeper())
		require.NoError(t, err)
	}
	desk := member.NewOffice(s, nil)
	levelOf := func(id int64) string {
		m, err := s.Find(t.Context(), id)
		require.NoError(t, err)
		return m.Level.Name
	}
	silver := member.LevelRule{Level: member.Level{Name: "银牌", GrowthPoint: 1000, FreeFreightFrom: 9900, MemberPrice: true}, Birthday: true, CommentGrowth: 5, Note: "x"}
	silver, err := desk.SaveLevel(t.Context(), silver, keeper())
	require.NoError(t, err)
	require.Equal(t, int64(2), silver.ID)
	require.Equal(t, []string{"普通会员", "银牌"}, []string{levelOf(low), levelOf(high)})
	down := silver
	down.GrowthPoint = 400
	now, err := desk.SaveLevel(t.Context(), down, keeper())
	require.NoError(t, err)
	require.Equal(t, []string{"银牌", "银牌"}, []string{levelOf(low), levelOf(high)})
	_, err = desk.SaveLevel(t.Context(), down, keeper())
	require.ErrorIs(t, err, member.ErrEditedMeantime)
	now.GrowthPoint = 2000
	_, err = desk.SaveLevel(t.Context(), now, keeper())
	require.NoError(t, err)
	require.Equal(t, []string{"普通会员", "普通会员"}, []string{levelOf(low), levelOf(high)})
	rules, err := desk.LevelRules(t.Context())
	require.NoError(t, err)
	require.Equal(t, []int64{2, 0}, []int64{rules[0].Members, rules[1].Members})
	require.True(t, rules[1].Birthday)
	require.Equal(t, int64(2), said(t, s, "level.changed"))
}

func TestKnownAndArrivals(t *testing.T) {
	s := open(t)
	first, second := join(t, s, 1, 0), join(t, s, 2, 0)
	known, err := s.Known(t.Context(), []int64{second, 99, first})
	require.NoError(t, err)
	require.Equal(t, []member.Known{{ID: second, Username: "member2", LevelID: 1}, {ID: first, Username: "member1", LevelID: 1}}, known)
	require.NoError(t, s.db.Exec("UPDATE ums_member SET create_time = '2026-10-14 16:00:00' WHERE id = ?", first).Error)
	a, err := s.Arrivals(t.Context(), time.Date(2026, 10, 14, 16, 0, 0, 0, time.UTC))
	require.NoError(t, err)
	require.Equal(t, int64(2), a.Members)
	require.Equal(t, int64(1), a.Days["2026-10-15"], "the day begins at midnight in Beijing")
}

func TestProfile(t *testing.T) {
	s := open(t)
	id := join(t, s, 1, 0)
	_, err := s.AddAddress(t.Context(), id, member.Address{Name: "小麦", Phone: "13800001234", Province: "上海市", City: "上海市", Region: "浦东新区", Detail: "1 号"})
	require.NoError(t, err)
	require.NoError(t, s.AddFavourite(t.Context(), id, 7))
	p, err := s.Profile(t.Context(), id)
	require.NoError(t, err)
	require.True(t, p.LoginAt.IsZero())
	require.NoError(t, s.NoteLogin(t.Context(), id, "192.0.2.1", member.ByPassword))
	p, err = s.Profile(t.Context(), id)
	require.NoError(t, err)
	require.False(t, p.LoginAt.IsZero())
	require.Equal(t, int64(1), p.Favourites)
	require.Len(t, p.Addresses, 1)
	_, err = s.Profile(t.Context(), 99)
	require.ErrorIs(t, err, member.ErrNoMember)
}
