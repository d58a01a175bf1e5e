// Package large gives a shop a long past: a year of orders with their goods, payments, stock and coupons, written straight into the schemas
// of all services as they would have written it, so that every invariant of test/audit holds over it. What has to be quick with much data
// is measured against it.
package large

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"time"
)

//go:embed sql/*.sql
var files embed.FS

// Size is how much past there is. SKUs are a multiple of five; a claim needs its order, so there are no more claims than orders.
type Size struct {
	Orders, SKUs, Claims, Members int
}

// Full is the size that the back office is built for.
func Full() Size { return Size{Orders: 100_000, SKUs: 20_000, Claims: 50_000, Members: 5_000} }

// usedOf is the share of the claims that orders may have used: the first quarter.
const usedOf = 4

// ErrThere says that the shop has such a past already.
var ErrThere = errors.New("the shop has its long past already")

// Fill writes the past into the schemas of a shop that has its demo data. db may do everything in all of them. All of it is written, or
// nothing.
func Fill(ctx context.Context, db *sql.DB, size Size, now time.Time) (err error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	var there bool
	if err := conn.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM gulimall_pms.pms_spu_info WHERE id >= 1000000)").Scan(&there); err != nil {
		return err
	}
	if there {
		return ErrThere
	}
	if err := numbers(ctx, conn, max(size.Orders, size.SKUs, size.Claims, 20_000)); err != nil {
		return err
	}
	words := strings.NewReplacer(
		":now", "TIMESTAMP'"+now.UTC().Format("2006-01-02 15:04:05.000")+"'", ":numbers", numbersTable, ":orders", strconv.Itoa(size.Orders),
		":skus", strconv.Itoa(size.SKUs), ":claims", strconv.Itoa(size.Claims), ":members", strconv.Itoa(size.Members), ":used", strconv.Itoa(size.Claims/usedOf),
	)
	names, err := fs.Glob(files, "sql/*.sql")
	if err != nil {
		return err
	}
	if _, err := conn.ExecContext(ctx, "START TRANSACTION"); err != nil {
		return err
	}
	for _, name := range names {
		if err := run(ctx, conn, name, words); err != nil {
			_, undo := conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
			return errors.Join(err, undo)
		}
	}
	_, err = conn.ExecContext(ctx, "COMMIT")
	return err
}

// numbersTable holds the numbers from 0; it lives as long as the connection.
const numbersTable = "gulimall_oms.numbers"

func numbers(ctx context.Context, conn *sql.Conn, most int) error {
	if _, err := conn.ExecContext(ctx, "CREATE TEMPORARY TABLE "+numbersTable+" (n INT PRIMARY KEY)"); err != nil {
		return err
	}
	const digits = "(SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL " +
		"SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)"
	_, err := conn.ExecContext(ctx, "INSERT INTO "+numbersTable+" SELECT n FROM (SELECT a.d + 10 * b.d + 100 * c.d + 1000 * d.d + 10000 * e.d + 100000 * f.d AS n FROM "+
		digits+" a, "+digits+" b, "+digits+" c, "+digits+" d, "+digits+" e, "+digits+" f) x WHERE n < "+strconv.Itoa(most))
	return err
}

// run executes the statements of a file.
func run(ctx context.Context, conn *sql.Conn, name string, words *strings.Replacer) error {
	text, err := files.ReadFile(name)
	if err != nil {
		return err
	}
	for _, statement := range strings.Split(string(text), ";\n") {
		if strings.TrimSpace(statement) == "" {
			continue
		}
		if _, err := conn.ExecContext(ctx, words.Replace(statement)); err != nil {
			first, _, _ := strings.Cut(strings.TrimSpace(statement), "(")
			return fmt.Errorf("%s: %s: %w", name, first, err)
		}
	}
	return nil
}
