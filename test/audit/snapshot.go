package audit

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"gulimall/pkg/demodata"
)

// snapshot is the database as it was at one moment, and everything else that rules look at.
type snapshot struct {
	Targets
	conn   *sql.Conn
	now    time.Time
	names  map[string]string // oms → gulimall_oms
	seeded string            // order numbers of the demo history, quoted
}

// open takes the snapshot: one transaction over all schemas that sees nothing that is committed later.
func (t Targets) open(ctx context.Context) (*snapshot, error) {
	if t.DB == nil {
		return nil, errors.New("no database")
	}
	s := &snapshot{Targets: t, names: map[string]string{}}
	for short, name := range map[string]string{
		"oms": t.Schemas.Order, "wms": t.Schemas.Ware, "sms": t.Schemas.Coupon, "ums": t.Schemas.Member,
		"pay": t.Schemas.Payment, "pms": t.Schemas.Product,
	} {
		if name != "" {
			s.names[short] = name
		}
	}
	var sns []string
	for _, o := range demodata.Orders() {
		sns = append(sns, "'"+o.OrderSn+"'")
	}
	s.seeded = strings.Join(sns, ", ")
	conn, err := t.DB.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("connect: %w", err)
	}
	s.conn = conn
	for _, statement := range []string{
		"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",
		"START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",
	} {
		if _, err := conn.ExecContext(ctx, statement); err != nil {
			return nil, errors.Join(fmt.Errorf("snapshot: %w", err), conn.Close())
		}
	}
	var now string
	if err := conn.QueryRowContext(ctx, "SELECT DATE_FORMAT(UTC_TIMESTAMP(3), '%Y-%m-%d %H:%i:%s.%f')").Scan(&now); err != nil {
		return nil, errors.Join(fmt.Errorf("ask for the time: %w", err), conn.Close())
	}
	s.now = t.Now
	if s.now.IsZero() {
		if s.now, err = time.Parse(literal, now); err != nil {
			return nil, errors.Join(err, conn.Close())
		}
	}
	return s, nil
}

// close ends the transaction; a connection on which that fails is not used again.
func (s *snapshot) close() {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if _, err := s.conn.ExecContext(ctx, "ROLLBACK"); err != nil {
		_ = s.conn.Raw(func(any) error { return driver.ErrBadConn })
	}
	_ = s.conn.Close()
}

// literal is how a moment is written in a query.
const literal = "2006-01-02 15:04:05.000000"

// table finds the short names of schemas in queries.
var table = regexp.MustCompile(`\b(oms|wms|sms|ums|pay|pms)\.([a-z])`)

// needs lists the schemas that a query reads.
func needs(query string) []string {
	var all []string
	for _, m := range table.FindAllStringSubmatch(query, -1) {
		if !slices.Contains(all, m[1]) {
			all = append(all, m[1])
		}
	}
	return all
}

// write puts the names of the schemas, the time and the demo history's orders into a query.
func (s *snapshot) write(query string) string {
	query = table.ReplaceAllStringFunc(query, func(m string) string {
		return "`" + s.names[m[:3]] + "`." + m[4:]
	})
	moment := func(t time.Time) string { return "TIMESTAMP'" + t.UTC().Format(literal) + "'" }
	return strings.NewReplacer(":now", moment(s.now), ":overdue", moment(s.now.Add(-s.Grace)), ":seeded", s.seeded).Replace(query)
}

// count is the single number that a query answers.
func (s *snapshot) count(ctx context.Context, query string) (n int64, err error) {
	err = s.conn.QueryRowContext(ctx, s.write(query)).Scan(&n)
	return n, err
}

// each calls f with every row of a query of two columns.
func (s *snapshot) each(ctx context.Context, query string, f func(key, detail string)) error {
	rows, err := s.conn.QueryContext(ctx, s.write(query))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var key string
		var detail sql.NullString
		if err := rows.Scan(&key, &detail); err != nil {
			return err
		}
		f(key, detail.String)
	}
	return rows.Err()
}
