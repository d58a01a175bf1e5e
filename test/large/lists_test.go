package large

import (
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	_ "github.com/go-sql-driver/mysql" // the look into the log of slow queries
	"github.com/stretchr/testify/require"

	"gulimall/test/shop"
)

const (
	folder = ".run/large"
	offset = 9000

	listTime      = 200 * time.Millisecond // for the first page of a list, and for every filter
	dashboardTime = 300 * time.Millisecond

	// mostRows is how many rows a query may look at that lists something; a count may look at the index of all, and the dashboard at sums.
	mostRows = 10_000
	tries    = 4
)

// mall is a shop with a long past: one of its own, or the one that MALL_E2E_ATTACH names.
func mall(t *testing.T) *shop.Mall {
	t.Helper()
	var m *shop.Mall
	if os.Getenv("MALL_E2E_ATTACH") != "" {
		m = shop.Stack(t)
	} else {
		m = shop.Alone(t, folder, offset)
	}
	err := Fill(t.Context(), m.DB, Full(), time.Now())
	if !errors.Is(err, ErrThere) {
		require.NoError(t, err)
	}
	m.Command(t, "order", "summary")                                                     // or the sweeper would count the past while the log is looked at
	for _, schema := range []string{"oms", "pay", "wms", "sms", "ums", "pms", "admin"} { // as the server's own housekeeping would in time
		analyze(t, m.DB, "gulimall_"+schema)
	}
	return m
}

func analyze(t *testing.T, db *sql.DB, schema string) {
	t.Helper()
	for _, table := range column(t, db, "SELECT table_name FROM information_schema.tables WHERE table_schema = ? AND table_rows > 1000", schema) {
		_, err := db.ExecContext(t.Context(), "ANALYZE TABLE "+schema+"."+table)
		require.NoError(t, err)
	}
}

func column(t *testing.T, db *sql.DB, query string, args ...any) []string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query, args...)
	require.NoError(t, err)
	defer rows.Close()
	var all []string
	for rows.Next() {
		var text string
		require.NoError(t, rows.Scan(&text))
		all = append(all, text)
	}
	require.NoError(t, rows.Err())
	return all
}

// TestListsAreQuick: the first page of every list of the back office, and every filter, answers in time, and no query of it goes through a
// large table.
func TestListsAreQuick(t *testing.T) {
	m := mall(t)
	clerk := m.Clerk(t, "admin")
	log := watch(t, m.DB)
	for _, l := range lists(time.Now()) {
		for _, filter := range append([]string{""}, l.filters...) {
			address := l.path
			if filter != "" {
				address += "?" + filter
			}
			t.Run(strings.ReplaceAll(strings.TrimPrefix(address, "/"), "/", "_"), func(t *testing.T) { quick(t, m, log, clerk, address) })
		}
	}
}

// quick asks a few times, for the first may find everything cold, and looks at the queries that were made.
func quick(t *testing.T, m *shop.Mall, log slowLog, clerk *shop.Clerk, address string) {
	t.Helper()
	limit := listTime
	if strings.HasPrefix(address, "/api/admin/dashboard") || address == "/" {
		limit = dashboardTime
	}
	log.empty(t)
	best := time.Hour
	for range tries {
		begun := time.Now()
		clerk.Call(t, http.MethodGet, address, nil).Want(t, http.StatusOK)
		best = min(best, time.Since(begun))
	}
	t.Log(best.Round(time.Millisecond))
	if best > limit {
		t.Errorf("%s takes %s, and may take %s", address, best, limit)
	}
	for _, q := range log.queries(t) {
		q.judge(t, m.DB)
	}
}

// slowLog is MariaDB's log of queries, with all that look at more than a few rows.
type slowLog struct{ db *sql.DB }

// watch turns the log on, and lets all services open new connections: the log is a matter of each connection.
func watch(t *testing.T, db *sql.DB) slowLog {
	t.Helper()
	for _, statement := range []string{
		"SET GLOBAL log_output = 'TABLE'", "SET GLOBAL long_query_time = 0", "SET GLOBAL log_slow_filter = ''", "SET GLOBAL slow_query_log = ON",
	} {
		_, err := db.ExecContext(t.Context(), statement)
		require.NoError(t, err)
	}
	t.Cleanup(func() { _, _ = db.Exec("SET GLOBAL slow_query_log = OFF") })
	for _, id := range column(t, db, "SELECT id FROM information_schema.processlist WHERE user LIKE 'gulimall%'") {
		_, _ = db.ExecContext(t.Context(), "KILL "+id) // one may have gone by itself
	}
	return slowLog{db}
}

func (l slowLog) empty(t *testing.T) {
	t.Helper()
	_, err := l.db.ExecContext(t.Context(), "TRUNCATE mysql.slow_log")
	require.NoError(t, err)
}

// query is a statement of a service's.
type query struct {
	schema, text string
	rows         int64
}

// queries are those since the log was emptied that read something and looked at many rows.
func (l slowLog) queries(t *testing.T) []query {
	t.Helper()
	rows, err := l.db.QueryContext(t.Context(), "SELECT DISTINCT db, sql_text, rows_examined FROM mysql.slow_log WHERE user_host LIKE 'gulimall%' AND rows_examined > ?", mostRows)
	require.NoError(t, err)
	defer rows.Close()
	var all []query
	for rows.Next() {
		var q query
		require.NoError(t, rows.Scan(&q.schema, &q.text, &q.rows))
		all = append(all, q)
	}
	require.NoError(t, rows.Err())
	return all
}

// counts matches a query for how many there are, and one over sums that are kept.
var counts = regexp.MustCompile(`(?is)^SELECT ([a-z_]+, )?COUNT\(\*\)| FROM (oms_summary_|pay_day)`)

// housekeeping are the sweepers' queries, which run beside whatever is asked.
var housekeeping = regexp.MustCompile(`(?is)^(INSERT|UPDATE|DELETE|REPLACE)`)

func (q query) judge(t *testing.T, db *sql.DB) {
	t.Helper()
	if counts.MatchString(q.text) || housekeeping.MatchString(q.text) {
		return
	}
	t.Errorf("%s: looks at %d rows:\n%s\n%s", q.schema, q.rows, q.text, q.explain(t, db))
}

func (q query) explain(t *testing.T, db *sql.DB) string {
	t.Helper()
	conn, err := db.Conn(t.Context())
	require.NoError(t, err)
	defer conn.Close()
	_, err = conn.ExecContext(t.Context(), "USE "+q.schema)
	require.NoError(t, err)
	var plan string
	if err := conn.QueryRowContext(t.Context(), "EXPLAIN FORMAT=JSON "+q.text).Scan(&plan); err != nil {
		return fmt.Sprintf("no plan: %v", err)
	}
	return plan
}
