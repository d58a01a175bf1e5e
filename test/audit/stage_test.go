package audit

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"gulimall/pkg/mariadb/dbtest"
	"gulimall/pkg/outbox"
	"gulimall/pkg/testinfra"
)

// now is the moment at which the shop of these tests stands still.
func now() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) }

// stage is a small shop whose books are right: one order in every state, with the real schemas.
type stage struct {
	Targets
	books  *books
	schema map[string]string // oms → test_…
	tables []string
}

// books is what Alipay knows.
type books struct{ trades []Trade }

// Trades implements Alipay.
func (b *books) Trades(context.Context, []string) ([]Trade, error) { return b.trades, nil }

func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{books: &books{}, schema: map[string]string{}}
	for short, service := range map[string]string{"oms": "order", "wms": "ware", "sms": "coupon", "ums": "member", "pay": "payment", "pms": "product"} {
		config := dbtest.Config(t)
		dbtest.OpenConfig(t, config, os.DirFS(filepath.Join(testinfra.Root(t), "services", service, "store", "migrations")), outbox.Migrations)
		s.schema[short] = config.Name
	}
	dsn, err := mysql.ParseDSN(testinfra.MariaDBDSN(t))
	require.NoError(t, err)
	dsn.MultiStatements = true
	dsn.Params = map[string]string{"check_constraint_checks": "0"}
	db, err := sql.Open("mysql", dsn.FormatDSN())
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	s.DB = db
	for _, schema := range s.schema {
		s.tables = append(s.tables, tables(t, db, schema)...)
	}
	s.Schemas = Schemas{
		Order: s.schema["oms"], Ware: s.schema["wms"], Coupon: s.schema["sms"], Member: s.schema["ums"],
		Payment: s.schema["pay"], Product: s.schema["pms"],
	}
	addr, prefix := testinfra.Redis(t)
	client := redis.NewUniversalClient(&redis.UniversalOptions{Addrs: []string{addr}})
	t.Cleanup(func() { require.NoError(t, client.Close()) })
	s.Redis, s.RedisPrefix, s.Alipay, s.Now = client, prefix, s.books, now()
	return s
}

// tables lists the tables of a schema, but for those of the migrations.
func tables(t *testing.T, db *sql.DB, schema string) []string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), "SELECT CONCAT(table_schema, '.', table_name) FROM information_schema.tables "+
		"WHERE table_schema = ? AND table_name NOT LIKE 'goose%'", schema)
	require.NoError(t, err)
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		require.NoError(t, rows.Scan(&name))
		names = append(names, name)
	}
	require.NoError(t, rows.Err())
	return names
}

// exec runs statements in which schemas have their short names.
func (s *stage) exec(t *testing.T, statements string) {
	t.Helper()
	written := table.ReplaceAllStringFunc(statements, func(m string) string { return s.schema[m[:3]] + "." + m[4:] })
	_, err := s.DB.ExecContext(t.Context(), written)
	require.NoError(t, err, written)
}

// reset brings the shop back to its right books.
func (s *stage) reset(t *testing.T) {
	t.Helper()
	var all strings.Builder
	for _, name := range s.tables {
		all.WriteString("DELETE FROM " + name + ";")
	}
	s.exec(t, all.String())
	keys, err := s.Redis.Keys(t.Context(), s.RedisPrefix+"*").Result()
	require.NoError(t, err)
	if len(keys) > 0 {
		require.NoError(t, s.Redis.Del(t.Context(), keys...).Err())
	}
	s.exec(t, rightBooks())
	s.books.trades = []Trade{
		{"T2", "9002", 1250, 0, true},
		{"T3", "9003", 1000, 0, true},
		{"T5", "9005", 1000, 1000, true},
		{"T7", "9007", 1000, 100, true},
		{"T8", "9008", 1000, 0, true},
		{"T8b", "9008", 1000, 1000, true},
		{"T10", "9010", 730, 730, true},
		{"T11", "9011", 2000, 1000, true},
		{"T9", "9004", 1000, 0, false}, // somebody looked at the cashier
	}
	require.NoError(t, s.Redis.ZAdd(t.Context(), s.RedisPrefix+"order:deadline",
		redis.Z{Score: float64(now().Add(10 * time.Minute).UnixMilli()), Member: "9001"},
		redis.Z{Score: float64(now().Add(20 * time.Minute).UnixMilli()), Member: "9002"}, // paid, its deadline has not come
	).Err())
	require.NoError(t, s.Redis.HSet(t.Context(), s.RedisPrefix+"order:token:tok-9001", "s", "d", "n", "9001", "m", 7).Err())
	require.NoError(t, s.Redis.HSet(t.Context(), s.RedisPrefix+"order:token:tok-fresh", "s", "r", "m", 7).Err())
}

// violated are the names of the rules that a mode finds violated.
func (s *stage) violated(t *testing.T, mode Mode) []string {
	t.Helper()
	report, err := Run(t.Context(), s.Targets, mode)
	require.NoError(t, err)
	names := []string{}
	for _, r := range report.Violated() {
		names = append(names, r.Rule)
	}
	if len(names) > 1 {
		t.Log(report.Err())
	}
	return names
}

// sale is an order of the stage.
type sale struct {
	sn       string
	status   int
	lines    []piece
	coupon   int // id; it takes 300 fen off the first line
	points   int // taken off the first line
	freight  int
	trade    string
	history  string // statuses, in order
	minutes  int    // to the deadline
	lock     int
	refunded int
	closed   string
}

type piece struct{ sku, price, count int }

// write turns the sale into rows of orders and stock.
func (o sale) write(b *strings.Builder) {
	say := func(format string, args ...any) { fmt.Fprintf(b, format+";\n", args...) }
	couponFen := 0
	if o.coupon > 0 {
		couponFen = 300
	}
	total := 0
	for i, l := range o.lines {
		amount, c, p := l.price*l.count, 0, 0
		if i == 0 {
			c, p = couponFen, o.points
		}
		total += amount
		say(`INSERT INTO oms.oms_order_item SET order_sn = '%s', sku_id = %d, spu_id = 1, category_id = 1, spu_name = '', spu_brand = '', sku_name = '', sku_pic = '',
			sku_attrs_vals = '[]', sku_price = %d, sku_quantity = %d, sku_weight = 1, total_amount = %d, promotion_amount = 0, coupon_amount = %d,
			integration_amount = %d, real_amount = %d, gift_integration = 10, gift_growth = 10`, o.sn, l.sku, l.price, l.count, amount, c, p, amount-c-p)
	}
	pay := total - couponFen - o.points + o.freight
	coupon := "NULL"
	if o.coupon > 0 {
		coupon = fmt.Sprint(o.coupon)
	}
	channel, paid := "", "NULL"
	switch {
	case o.trade != "":
		channel, paid = "alipay", "'2026-11-22 11:00:00'"
	case o.status == 1:
		channel, paid = "none", "'2026-11-22 11:00:00'"
	}
	closedAt := "NULL"
	if o.closed != "" {
		closedAt = "'2026-11-22 11:30:00'"
	}
	say(`INSERT INTO oms.oms_order SET order_sn = '%[1]s', member_id = 7, submit_token = 'tok-%[1]s', body_hash = REPEAT('0', 64), from_cart = 1, status = %[2]d, coupon_id = %[3]s,
		use_integration = %[4]d, total_amount = %[5]d, promotion_amount = 0, coupon_amount = %[6]d, integration_amount = %[4]d, freight_amount = %[7]d,
		pay_amount = %[8]d, refund_amount = %[9]d, refund_asked = %[9]d, pay_type = 1, pay_channel = '%[10]s', trade_no = '%[11]s', integration = %[12]d, growth = %[12]d, receiver_id = 1, receiver_name = '',
		receiver_phone = '', receiver_province = '', receiver_city = '', receiver_region = '', receiver_detail_address = '', close_reason = '%[13]s',
		create_time = '2026-11-22 10:00:00', expires_at = '2026-11-22 12:00:00' + INTERVAL %[14]d MINUTE, payment_time = %[15]s, close_time = %[16]s`,
		o.sn, o.status, coupon, o.points, total, couponFen, o.freight, pay, o.refunded, channel, o.trade, 10*len(o.lines), o.closed, o.minutes, paid, closedAt)
	for _, status := range strings.Fields(o.history) {
		say(`INSERT INTO oms.oms_order_operate_history SET order_sn = '%s', event = 'moved', order_status = %s, operate_man = 'system', create_time = '2026-11-22 10:00:00'`, o.sn, status)
	}
	say("INSERT INTO wms.wms_ware_order_task SET id = %[1]s, order_sn = '%[1]s', lock_status = %[2]d, created_at = '2026-11-22 10:00:00', updated_at = '2026-11-22 10:00:00', check_at = '2026-11-22 13:00:00'", o.sn, o.lock)
	for _, l := range o.lines {
		say("INSERT INTO wms.wms_ware_order_task_detail SET task_id = %s, sku_id = %d, ware_id = 1, sku_num = %d, lock_status = %d", o.sn, l.sku, l.count, o.lock)
		switch o.lock {
		case 1:
			say("UPDATE wms.wms_ware_sku SET stock_locked = stock_locked + %d WHERE sku_id = %d AND ware_id = 1", l.count, l.sku)
		case 3:
			say("UPDATE wms.wms_ware_sku SET stock = stock - %d WHERE sku_id = %d AND ware_id = 1", l.count, l.sku)
			say("INSERT INTO wms.wms_stock_ledger SET business_key = 'sale:%[1]s:%[2]d:1', sku_id = %[2]d, ware_id = 1, delta = -%[3]d, reason = 'sale', order_sn = '%[1]s', created_at = '2026-11-22 11:00:00'", o.sn, l.sku, l.count)
		}
	}
}
