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

var remarks = fstest.MapFS{"0001_remark.sql": {Data: []byte(`-- +goose Up
CREATE TABLE remark (id BIGINT NOT NULL PRIMARY KEY, said VARCHAR(32) NOT NULL, worth INT NOT NULL) CHARACTER SET utf8mb4;
INSERT INTO remark VALUES (1, '', 0);`)}}

type remark struct {
	ID    int64
	Said  string
	Worth int
}

func (remark) TableName() string { return "remark" }

// Bytes that are no letters are refused as what they are, wherever they are written: whoever sent them is at fault.
func TestWhatIsNoTextIsRefused(t *testing.T) {
	db := dbtest.Open(t, remarks)
	const wrong = "\xff\xfe"
	require.ErrorIs(t, db.Create(&remark{ID: 2, Said: wrong}).Error, apperr.ErrInvalid)
	require.ErrorIs(t, db.Model(&remark{ID: 1}).Update("said", wrong).Error, apperr.ErrInvalid)
	require.ErrorIs(t, db.Exec("UPDATE remark SET said = ? WHERE id = 1", wrong).Error, apperr.ErrInvalid)
	require.NotErrorIs(t, db.Exec("UPDATE remark SET worth = 'much' WHERE id = 1").Error, apperr.ErrInvalid, "a number that is none is our fault")
	require.NoError(t, db.Create(&remark{ID: 2, Said: "张三😀"}).Error)
}
