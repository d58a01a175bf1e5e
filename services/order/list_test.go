package order_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
	"gulimall/pkg/shopday"
	"gulimall/services/order"
	"gulimall/services/order/ordertest"
)

func TestListIsSearchedAndFiltered(t *testing.T) {
	s := open(t)
	old := s.place(t, alice(), ordertest.Phone, 1)
	s.later(100 * 24 * time.Hour)
	young := s.place(t, alice(), ordertest.Book, 1)
	s.place(t, bob(), ordertest.Book, 1)
	day := shopday.Name(s.now())
	before := s.now().In(shopday.Zone()).AddDate(0, 0, -1).Format(time.DateOnly)
	cases := map[string]struct {
		filter order.Filter
		want   []*order.Order
	}{
		"everything, the newest first": {order.Filter{}, []*order.Order{young, old}},
		"by number":                    {order.Filter{Keyword: old.Sn}, []*order.Order{old}},
		"by a part of the number":      {order.Filter{Keyword: old.Sn[4:]}, []*order.Order{old}},
		"by the name of the goods":     {order.Filter{Keyword: "书"}, []*order.Order{young}},
		"a wildcard is a character":    {order.Filter{Keyword: "%"}, nil},
		"an underscore too":            {order.Filter{Keyword: "_"}, nil},
		"a backslash too":              {order.Filter{Keyword: `\`}, nil},
		"since a day":                  {order.Filter{From: day}, []*order.Order{young}},
		"until a day":                  {order.Filter{To: before}, []*order.Order{old}},
		"the last day counts":          {order.Filter{To: day}, []*order.Order{young, old}},
		"a single day":                 {order.Filter{From: day, To: day, Status: "pending_payment", Keyword: "书"}, []*order.Order{young}},
		"since a moment":               {order.Filter{From: young.CreatedAt.Add(time.Hour).Format(time.RFC3339)}, nil},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			c.filter.Page, c.filter.PageSize = 1, 10
			found, total, err := s.List(t.Context(), alice(), c.filter)
			require.NoError(t, err)
			require.Equal(t, int64(len(c.want)), total)
			require.Len(t, found, len(c.want))
			for i := range found {
				require.Equal(t, c.want[i].Sn, found[i].Sn)
			}
		})
	}
	for field, f := range map[string]order.Filter{
		"from": {From: "yesterday"}, "to": {To: "2026-13-01"}, "keyword": {Keyword: string(make([]rune, order.MaxKeyword+1))}, "status": {Status: "lost"},
	} {
		_, _, err := s.List(t.Context(), alice(), f)
		require.Equal(t, field, apperr.From(err).Fields[0].Name)
	}
}

func TestCounts(t *testing.T) {
	s := open(t)
	s.place(t, alice(), ordertest.Phone, 1)
	gone := s.place(t, alice(), ordertest.Phone, 1)
	_, err := s.Cancel(s.ctx(t, alice()), alice(), gone.Sn, "")
	require.NoError(t, err)
	counts, err := s.Counts(t.Context(), alice())
	require.NoError(t, err)
	require.Equal(t, order.Counts{Pending: 1, Closed: 1}, counts)
	require.Equal(t, int64(2), counts.All())
	counts, err = s.Counts(t.Context(), bob())
	require.NoError(t, err)
	require.Zero(t, counts.All())
}

func TestListsGoByIndex(t *testing.T) {
	s := open(t)
	for query, index := range map[string]string{
		"SELECT status, COUNT(*) FROM oms_order WHERE member_id = 1 AND placed_at IS NOT NULL GROUP BY status":                                    "idx_oms_order_member_status",
		"SELECT * FROM oms_order WHERE member_id = 1 AND placed_at IS NOT NULL ORDER BY placed_at DESC, id DESC LIMIT 10 OFFSET 0":                "idx_oms_order_member",
		"SELECT * FROM oms_order WHERE member_id = 1 AND status IN (0, 7) AND placed_at IS NOT NULL ORDER BY placed_at DESC, id DESC LIMIT 10":    "idx_oms_order_member_status",
		"SELECT * FROM oms_order WHERE member_id = 1 AND placed_at >= '2026-01-01' AND placed_at < '2027-01-01' ORDER BY placed_at DESC, id DESC": "idx_oms_order_member",
	} {
		var plan []struct{ Type, Key string }
		require.NoError(t, s.db.Raw("EXPLAIN "+query).Scan(&plan).Error)
		require.Len(t, plan, 1)
		require.NotEqual(t, "ALL", plan[0].Type, query)
		require.Contains(t, plan[0].Key, "idx_oms_order_member", "%s should go by %s", query, index)
	}
}

func TestWatchTellsWhatIsNew(t *testing.T) {
	s := open(t)
	o := s.place(t, alice(), ordertest.Phone, 1)
	watch := func() string {
		t.Helper()
		version, _, err := s.Watch(t.Context(), alice(), o.Sn)
		require.NoError(t, err)
		return version
	}
	first := watch()
	require.Equal(t, first, watch())
	require.NoError(t, s.Tell(t.Context(), o.Sn, order.Event{At: s.now(), Event: order.EventPayStarted}))
	told := watch()
	require.NotEqual(t, first, told)
	s.later(31 * time.Minute)
	late := watch()
	require.NotEqual(t, told, late, "it can no longer be paid")
	require.NoError(t, s.Sweep(t.Context()))
	version, final, err := s.Watch(t.Context(), alice(), o.Sn)
	require.NoError(t, err)
	require.NotEqual(t, late, version)
	require.True(t, final)
	for _, sn := range []string{o.Sn, "42", "x"} {
		_, _, err = s.Watch(t.Context(), bob(), sn)
		require.ErrorIs(t, err, order.ErrNotFound)
	}
}
