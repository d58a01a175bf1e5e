package mariadb_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"gulimall/pkg/mariadb"
	"gulimall/pkg/mariadb/dbtest"
)

var tables = fstest.MapFS{"0001_counter.sql": {Data: []byte(`-- +goose Up
CREATE TABLE counter (id BIGINT PRIMARY KEY, n BIGINT NOT NULL, CHECK (n >= 0));
INSERT INTO counter VALUES (1, 0), (2, 0);`)}}

func TestSessionsAreStrictAndReadCommitted(t *testing.T) {
	db := dbtest.Open(t, tables)
	var isolation, mode, zone string
	require.NoError(t, db.Raw("SELECT @@tx_isolation, @@sql_mode, @@time_zone").Row().Scan(&isolation, &mode, &zone))
	require.Equal(t, "READ-COMMITTED", isolation)
	require.Contains(t, mode, "STRICT_ALL_TABLES")
	require.Equal(t, "+00:00", zone)
}

func TestRowsFoundCountAsAffected(t *testing.T) {
	db := dbtest.Open(t, tables)
	done := db.Exec("UPDATE counter SET n = 0 WHERE id = 1")
	require.NoError(t, done.Error)
	require.Equal(t, int64(1), done.RowsAffected)
}

func TestTxTriesDeadlocksAgain(t *testing.T) {
	db := dbtest.Open(t, tables)
	var wg sync.WaitGroup
	for i := range 40 {
		wg.Go(func() {
			first, second := int64(1), int64(2)
			if i%2 == 0 {
				first, second = second, first
			}
			err := mariadb.Tx(context.Background(), db, func(tx *gorm.DB) error {
				if err := tx.Exec("UPDATE counter SET n = n + 1 WHERE id = ?", first).Error; err != nil {
					return err
				}
				return tx.Exec("UPDATE counter SET n = n + 1 WHERE id = ?", second).Error
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	var sum int64
	require.NoError(t, db.Raw("SELECT SUM(n) FROM counter").Scan(&sum).Error)
	require.Equal(t, int64(80), sum)
}

func TestTxRollsBack(t *testing.T) {
	db := dbtest.Open(t, tables)
	fault := errors.New("no")
	err := mariadb.Tx(context.Background(), db, func(tx *gorm.DB) error {
		require.NoError(t, tx.Exec("UPDATE counter SET n = 5").Error)
		return fault
	})
	require.ErrorIs(t, err, fault)
	var sum int64
	require.NoError(t, db.Raw("SELECT SUM(n) FROM counter").Scan(&sum).Error)
	require.Zero(t, sum)
}

func TestDuplicatesAreTold(t *testing.T) {
	db := dbtest.Open(t, tables)
	require.True(t, mariadb.IsDuplicate(db.Exec("INSERT INTO counter VALUES (1, 0)").Error))
	require.False(t, mariadb.IsDuplicate(db.Exec("INSERT INTO counter VALUES (3, -1)").Error))
}

func TestSeveralProcessesMigrateAtOnce(t *testing.T) {
	config := dbtest.Config(t)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			db, err := mariadb.Open(config)
			if err == nil {
				err = mariadb.Migrate(context.Background(), db, tables, "goose_version")
			}
			if err != nil {
				t.Error(err)
			}
			pool, _ := db.DB()
			_ = pool.Close()
		})
	}
	wg.Wait()
}
