// Package mariadb opens a service's own schema with the settings that the shop's guarantees rest on, and gives the one way to run
// a transaction.
package mariadb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	gormmysql "gorm.io/driver/mysql"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// Config says where a service's schema is. Every part has a default but the password.
type Config struct {
	Addr     string `env:"DB_ADDR" envDefault:"127.0.0.1:13316" doc:"host:port of MariaDB or MySQL"`
	User     string `env:"DB_USER" doc:"account; the schema's name when empty"`
	Name     string `env:"DB_NAME" doc:"schema; the service's own when empty"`
	Password string `env:"DB_PASSWORD_FILE,file" doc:"file that holds the account's password" secret:"true"`
	MaxOpen  int    `env:"DB_MAX_OPEN" envDefault:"32" doc:"connections at the most"`
}

// DSN writes the connection string. Sessions run READ COMMITTED, strict and in UTC; rows affected are rows found, so that a
// conditional update that writes the same value still counts; there are deadlines on everything that waits.
func (c Config) DSN() string {
	d := mysql.NewConfig()
	d.Net, d.Addr, d.User, d.Passwd, d.DBName = "tcp", c.Addr, c.User, strings.TrimSpace(c.Password), c.Name
	d.ParseTime, d.Loc, d.ClientFoundRows, d.InterpolateParams = true, time.UTC, true, true
	d.Timeout, d.ReadTimeout, d.WriteTimeout = 2*time.Second, 10*time.Second, 10*time.Second
	d.Collation = "utf8mb4_general_ci"
	d.Params = map[string]string{
		"sql_mode":                 "'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO'",
		"time_zone":                "'+00:00'",
		"tx_isolation":             "'READ-COMMITTED'",
		"innodb_lock_wait_timeout": "5",
	}
	return d.FormatDSN()
}

// Open prepares a pool; it does not wait for the server. Errors that mean "duplicate key" or "no rows" come translated by gorm, and who asks for a
// text that a column has no letters for gets apperr.ErrNotFound.
func Open(c Config) (*gorm.DB, error) {
	pool, err := sql.Open("mysql", c.DSN())
	if err != nil {
		return nil, fmt.Errorf("open schema %s: %w", c.Name, err)
	}
	pool.SetMaxOpenConns(c.MaxOpen)
	pool.SetMaxIdleConns(c.MaxOpen)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	db, err := gorm.Open(gormmysql.New(gormmysql.Config{Conn: pool, SkipInitializeWithVersion: true}), &gorm.Config{
		Logger:                 logger.Discard,
		TranslateError:         true,
		SkipDefaultTransaction: true,
		DisableAutomaticPing:   true,
	})
	if err != nil {
		return nil, fmt.Errorf("open schema %s: %w", c.Name, err)
	}
	return db, letters(db)
}

// Ping asks the server for an answer, for readiness.
func Ping(ctx context.Context, db *gorm.DB) error {
	pool, err := db.DB()
	if err != nil {
		return err
	}
	return pool.PingContext(ctx)
}

// Migrate brings a schema up with the numbered SQL files of dir, remembering in the given version table what it has applied.
// Several processes may call it at once: a lock row lets one of them work while the others wait.
func Migrate(ctx context.Context, db *gorm.DB, dir fs.FS, table string) error {
	pool, err := db.DB()
	if err != nil {
		return err
	}
	locker, err := lock.NewMySQLTableLocker(lock.WithTableName(table+"_lock"), lock.WithTableLockTimeout(200*time.Millisecond, 600))
	if err != nil {
		return fmt.Errorf("migrate %s: %w", table, err)
	}
	provider, err := goose.NewProvider(goose.DialectMySQL, pool, dir, goose.WithTableName(table), goose.WithLocker(locker))
	if err != nil {
		return fmt.Errorf("migrate %s: %w", table, err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate %s: %w", table, err)
	}
	return nil
}

// tries is how often Tx runs a transaction that the server rolled back for another one's sake.
const tries = 8

// Tx runs f in one transaction. A transaction that lost a deadlock, waited too long for a lock or met a changed row is run
// again from its start, so f must not keep anything from an earlier run; and f must return at its first error, because what it
// writes after a rollback of the server's is written outside of any transaction. An error of the commit itself means "unknown", not
// "failed": callers make every transaction safe to repeat by a unique key or a condition on the state.
func Tx(ctx context.Context, db *gorm.DB, f func(tx *gorm.DB) error) error {
	for try := 1; ; try++ {
		err := db.WithContext(ctx).Transaction(f)
		if err == nil || try == tries || !isTransient(err) {
			return err
		}
		pause := time.Duration(1+rand.IntN(1<<try)) * 2 * time.Millisecond //nolint:gosec // jitter needs no secrecy
		select {
		case <-ctx.Done():
			return err
		case <-time.After(pause):
		}
	}
}

// isTransient says whether the server rolled a transaction back only because of what others did: 1213 deadlock, 1205 lock wait
// timeout, 1020 record has changed.
func isTransient(err error) bool {
	var e *mysql.MySQLError
	return errors.As(err, &e) && (e.Number == 1213 || e.Number == 1205 || e.Number == 1020)
}

// IsDuplicate says whether err is the violation of a unique key.
func IsDuplicate(err error) bool {
	var e *mysql.MySQLError
	return errors.Is(err, gorm.ErrDuplicatedKey) || (errors.As(err, &e) && e.Number == 1062)
}

// IsNotFound says whether err is the absence of a row that Take asked for.
func IsNotFound(err error) bool { return errors.Is(err, gorm.ErrRecordNotFound) }

// ExactlyOne makes an update that hit no row, or several, an error: the books would not add up.
func ExactlyOne(done *gorm.DB) error {
	if done.Error != nil {
		return done.Error
	}
	if done.RowsAffected != 1 {
		return fmt.Errorf("%d rows changed instead of one", done.RowsAffected)
	}
	return nil
}

// Migrations gives the folder of numbered SQL files that a store has embedded under the name migrations.
func Migrations(embedded fs.FS) fs.FS {
	dir, err := fs.Sub(embedded, "migrations")
	if err != nil {
		return embedded // never: the name is valid
	}
	return dir
}
