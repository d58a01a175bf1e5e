package mariadb_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
	"gulimall/pkg/mariadb"
	"gulimall/pkg/mariadb/dbtest"
	"gulimall/pkg/paging"
)

var numbered = fstest.MapFS{"0001_order.sql": {Data: []byte(`-- +goose Up
CREATE TABLE numbered (sn VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY) CHARACTER SET utf8mb4;
INSERT INTO numbered VALUES ('1');`)}}

// Somebody who looks for the number 张三 is not shown a fault.
func TestWhatHasOtherLettersIsNotThere(t *testing.T) {
	db := dbtest.Open(t, numbered)
	for _, text := range []string{"张三", "😀", "\xff\xfe"} {
		found, total, err := mariadb.Listed[string](db, "SELECT sn", "FROM numbered WHERE sn = ?", "ORDER BY sn", []any{text}, paging.Whole(10))
		require.NoError(t, err, text)
		require.Empty(t, found)
		require.Zero(t, total)
		var sn string
		require.ErrorIs(t, db.Raw("SELECT sn FROM numbered WHERE sn = ?", text).Scan(&sn).Error, apperr.ErrNotFound, text)
		require.ErrorIs(t, db.Exec("UPDATE numbered SET sn = '2' WHERE sn = ?", text).Error, apperr.ErrNotFound, text)
	}
	require.NotErrorIs(t, db.Exec("SELECT nothing FROM numbered").Error, apperr.ErrNotFound)
	require.True(t, mariadb.IsDuplicate(db.Exec("INSERT INTO numbered VALUES ('1')").Error))
}
