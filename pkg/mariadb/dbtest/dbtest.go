// Package dbtest gives a test package a fresh schema of its own on the test server.
package dbtest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"io/fs"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"gulimall/pkg/mariadb"
	"gulimall/pkg/testinfra"
)

// Open creates a schema, applies the migrations (in the order given, each with a version table of its own), and drops the schema
// when the test is over.
func Open(tb testing.TB, migrations ...fs.FS) *gorm.DB {
	tb.Helper()
	return OpenConfig(tb, Config(tb), migrations...)
}

// Config creates an empty schema that is dropped after the test, and says how to reach it.
func Config(tb testing.TB) mariadb.Config {
	tb.Helper()
	config, drop := create(tb)
	tb.Cleanup(func() { require.NoError(tb, drop()) })
	return config
}

// create creates an empty schema, and says how to reach it and how to drop it.
func create(tb testing.TB) (mariadb.Config, func() error) {
	tb.Helper()
	dsn, err := mysql.ParseDSN(testinfra.MariaDBDSN(tb))
	require.NoError(tb, err)
	suffix := make([]byte, 6)
	_, err = rand.Read(suffix)
	require.NoError(tb, err)
	name := "test_" + hex.EncodeToString(suffix)
	root, err := sql.Open("mysql", dsn.FormatDSN())
	require.NoError(tb, err)
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	_, err = root.ExecContext(ctx, "CREATE DATABASE "+name+" CHARACTER SET utf8mb4")
	require.NoError(tb, err)
	drop := func() error {
		_, err := root.ExecContext(context.Background(), "DROP DATABASE "+name)
		return errors.Join(err, root.Close())
	}
	return mariadb.Config{Addr: dsn.Addr, User: dsn.User, Password: dsn.Passwd, Name: name, MaxOpen: 32}, drop
}

// OpenConfig opens a schema made by Config and applies the migrations; the pool is closed after the test.
func OpenConfig(tb testing.TB, config mariadb.Config, migrations ...fs.FS) *gorm.DB {
	tb.Helper()
	db, err := mariadb.Open(config)
	require.NoError(tb, err)
	tb.Cleanup(func() {
		pool, err := db.DB()
		require.NoError(tb, err)
		require.NoError(tb, pool.Close())
	})
	migrate(tb, db, migrations)
	return db
}

func migrate(tb testing.TB, db *gorm.DB, migrations []fs.FS) {
	tb.Helper()
	for i, dir := range migrations {
		require.NoError(tb, mariadb.Migrate(context.Background(), db, dir, "goose_"+string(rune('a'+i))))
	}
}
