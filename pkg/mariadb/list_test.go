package mariadb_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/mariadb"
	"gulimall/pkg/mariadb/dbtest"
	"gulimall/pkg/paging"
)

var named = fstest.MapFS{"0001_named.sql": {Data: []byte(`-- +goose Up
CREATE TABLE named (id INT NOT NULL PRIMARY KEY, said VARCHAR(32) NOT NULL, worth INT NOT NULL) CHARACTER SET utf8mb4;
INSERT INTO named VALUES (1, '100%', 5), (2, '1000', 5), (3, 'a_b', 7), (4, 'axb', 7), (5, 'c\\d', 9), (6, 'cd', 9);`)}}

// Whoever types a sign that LIKE has a meaning for looks for the sign.
func TestPatternsHaveNoSignsOfTheirOwn(t *testing.T) {
	db := dbtest.Open(t, named)
	for text, want := range map[string][]int{"100%": {1}, "100": {1, 2}, "a_": {3}, `c\d`: {5}, `c\`: {5}} {
		found, _, err := mariadb.Listed[int](db, "SELECT id", "FROM named WHERE said LIKE ?", mariadb.Order(false, "id"), []any{mariadb.Begins(text)}, paging.Whole(10))
		require.NoError(t, err)
		require.Equal(t, want, found, text)
	}
	found, _, err := mariadb.Listed[int](db, "SELECT id", "FROM named WHERE said LIKE ?", mariadb.Order(false, "id"), []any{mariadb.Contains("_b")}, paging.Whole(10))
	require.NoError(t, err)
	require.Equal(t, []int{3}, found)
}

func TestListsAreSortedOneWay(t *testing.T) {
	db := dbtest.Open(t, named)
	found, total, err := mariadb.Listed[int](db, "SELECT id", "FROM named", mariadb.Order(true, "worth", "id"), nil, paging.Page{Number: 2, Size: 2})
	require.NoError(t, err)
	require.Equal(t, []int{4, 3}, found)
	require.EqualValues(t, 6, total)
	require.Equal(t, "ORDER BY worth, id", mariadb.Order(false, "worth", "id"))
}
