package store

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"gulimall/pkg/mariadb/dbtest"
	"gulimall/pkg/money"
	"gulimall/pkg/outbox"
	"gulimall/pkg/paging"
	"gulimall/services/order"
)

// crowded is enough orders for the database to prefer its indexes.
const crowded = 5000

// crowd makes many orders in all states, of many members, over two months.
func crowd(t *testing.T, db *gorm.DB, n int) {
	t.Helper()
	for _, statement := range []string{
		`INSERT INTO oms_order (order_sn, member_id, member_username, body_hash, from_cart, status, total_amount, promotion_amount, coupon_amount, integration_amount,
			freight_amount, pay_amount, pay_type, trade_no, integration, growth, receiver_id, receiver_name, receiver_phone, receiver_province, receiver_city, receiver_region,
			receiver_detail_address, delivery_sn, create_time, expires_at, placed_at, payment_time, close_time, coupon_id)
		SELECT 1000000 + seq, seq %% 997, CONCAT('user', seq %% 997), '', 1, IF(seq %% 20 = 0, seq DIV 20 %% 8, 3), seq %% 50000, 0, 0, 0, 0, seq %% 50000, 1,
			CONCAT('T', seq), 0, 0, 1, CONCAT('name', seq %% 1009), CONCAT('138', LPAD(seq %% 10007, 8, '0')), '', '', '', '', CONCAT('SF', seq),
			NOW(3) - INTERVAL seq * 60 SECOND, NOW(3), NOW(3) - INTERVAL seq * 60 SECOND, IF(seq %% 7 = 0, NULL, NOW(3) - INTERVAL seq * 59 SECOND),
			IF(seq %% 7 = 0, NOW(3), NULL), IF(seq %% 12 = 0, seq, NULL) FROM seq_1_to_%d`,
		`INSERT INTO oms_order_item (order_sn, sku_id, spu_id, category_id, spu_name, spu_brand, sku_name, sku_pic, sku_attrs_vals, sku_price, sku_quantity, sku_weight,
			total_amount, promotion_amount, coupon_amount, integration_amount, real_amount, gift_integration, gift_growth)
		SELECT 1000000 + seq, seq %% 2003 + 1, 1, 1, '', '', 'goods', '', '[]', 1, 1, 1, 1, 0, 0, 0, 1, 0, 0 FROM seq_1_to_%d`,
	} {
		require.NoError(t, db.Exec(fmt.Sprintf(statement, n)).Error)
	}
	require.NoError(t, db.Exec("ANALYZE TABLE oms_order, oms_order_item").Error)
}

// TestEverySearchHasAnIndex: no filter and no order of the list reads all orders, or sorts all of them.
func TestEverySearchHasAnIndex(t *testing.T) {
	db := dbtest.Open(t, outbox.Migrations, Migrations())
	s := New(db, outbox.New(db), time.Hour)
	crowd(t, db, crowded)
	state, low, high := order.Paid, money.Fen(100), money.Fen(300)
	day := time.Now().UTC().Truncate(time.Hour).Add(-24 * time.Hour)
	for name, q := range map[string]order.Search{
		"everything":       {},
		"number":           {Sn: "1000007"},
		"member":           {MemberID: 7},
		"username":         {Username: "user99"},
		"phone":            {Phone: "1380000001"},
		"receiver":         {Receiver: "name10"},
		"state":            {Status: &state},
		"created":          {CreatedFrom: day, CreatedTo: day.Add(time.Hour)},
		"paid":             {PaidFrom: day, PaidTo: day.Add(time.Hour), Order: order.ByPaid},
		"goods":            {SkuID: 12},
		"parcel":           {TrackingNo: "SF12"},
		"trade":            {TradeNo: "T12"},
		"coupon":           {CouponID: 12},
		"amount":           {AmountFrom: &low, AmountTo: &high, Order: order.ByAmount},
		"sorted by amount": {Order: order.ByAmount, Down: true},
		"sorted by paid":   {Order: order.ByPaid, Down: true},
		"waiting to leave": {Status: &state, Order: order.ByPaid},
	} {
		t.Run(name, func(t *testing.T) {
			q.Page = paging.Page{Number: 1, Size: 50}
			f := searched(q)
			for _, query := range []string{
				"SELECT COUNT(*) FROM oms_order" + f.Where(), "SELECT order_sn FROM oms_order" + f.Where() + " " + sorted(q.Order, q.Down) + " LIMIT 50",
			} {
				var plan []struct {
					Table string
					Type  string
					Key   *string
					Rows  int
				}
				require.NoError(t, db.Raw("EXPLAIN "+query, f.Args()...).Scan(&plan).Error)
				for _, step := range plan {
					require.NotNil(t, step.Key, "%s reads all of %s", query, step.Table)
					if q.Narrow() {
						require.Less(t, step.Rows, crowded/4, "%s: %s", query, step.Type)
					}
				}
			}
			began := time.Now()
			found, total, err := s.Search(t.Context(), q)
			require.NoError(t, err)
			require.NotEmpty(t, found)
			t.Logf("%s: %d in %s", name, total, time.Since(began))
		})
	}
}

// TestWhatIsOverdueIsFoundInAnIndex: the sweep reads no order that can still be paid.
func TestWhatIsOverdueIsFoundInAnIndex(t *testing.T) {
	db := dbtest.Open(t, outbox.Migrations, Migrations())
	crowd(t, db, crowded)
	var plan []struct{ Key, Extra string }
	require.NoError(t, db.Raw("EXPLAIN "+pastDeadline, order.Pending, time.Now().UTC(), 500).Scan(&plan).Error)
	inner := plan[len(plan)-1]
	require.Equal(t, "idx_oms_order_status_created", inner.Key)
	require.Contains(t, inner.Extra, "Using index")
	require.NotContains(t, inner.Extra, "filesort")
}

func TestCountingIsOutOfIndexes(t *testing.T) {
	db := dbtest.Open(t, outbox.Migrations, Migrations())
	s := New(db, outbox.New(db), time.Hour)
	crowd(t, db, crowded)
	now := time.Now().UTC().Truncate(time.Millisecond)
	began := time.Now()
	require.NoError(t, s.FoldAll(t.Context(), now))
	t.Logf("everything counted in %s", time.Since(began))
	spans, err := s.Hours(t.Context(), now.AddDate(0, -3, 0), now.Add(time.Hour))
	require.NoError(t, err)
	var sum order.Span
	for _, span := range spans {
		sum.Submitted += span.Submitted
		sum.Paid += span.Paid
		sum.Closed += span.Closed
		sum.Turnover += span.Turnover
	}
	var want order.Span
	require.NoError(t, db.Raw("SELECT COUNT(*) AS submitted, COUNT(payment_time) AS paid, COUNT(close_time) AS closed, SUM(IF(payment_time IS NULL, 0, pay_amount)) AS turnover FROM oms_order").Take(&want).Error)
	require.Equal(t, want, sum)
	began = time.Now()
	require.NoError(t, s.Fold(t.Context(), order.Fold{Now: now.Add(time.Hour), Narrow: 2 * time.Hour, Wide: 72 * time.Hour, WholeEvery: 24 * time.Hour}))
	t.Logf("the last days counted in %s", time.Since(began))
	_, err = s.Waiting(t.Context())
	require.NoError(t, err)
}
