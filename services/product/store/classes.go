package store

import (
	"context"
	"fmt"
	"strconv"

	"gorm.io/gorm"

	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/mariadb"
	"gulimall/pkg/outbox"
	"gulimall/services/product"
)

var _ product.ClassStore = (*Store)(nil)

func number(id int64) string { return strconv.FormatInt(id, 10) }

// taken says that a name is taken where a unique key refused it.
func taken(err error) error {
	if mariadb.IsDuplicate(err) {
		return product.ErrNameTaken.Wrap(err)
	}
	return err
}

// insert adds a row and answers its number.
func insert(tx *gorm.DB, statement string, args ...any) (id int64, err error) {
	if err := tx.Exec(statement, args...).Error; err != nil {
		return 0, taken(err)
	}
	return id, tx.Raw("SELECT LAST_INSERT_ID()").Scan(&id).Error
}

// edit changes the row of a version with one conditional UPDATE; statement ends in "WHERE … AND version = ?".
func edit(tx *gorm.DB, statement string, args ...any) error {
	done := tx.Exec(statement, args...)
	switch {
	case done.Error != nil:
		return taken(done.Error)
	case done.RowsAffected == 0:
		return product.ErrEditedMeantime
	}
	return nil
}

// mostNamed is how many SKUs an event names; more than that are all read again.
const mostNamed = 500

// sayOf tells that SKUs have changed, which a query finds.
func sayOf(tx *outbox.Tx, query string, args ...any) error {
	ids := []int64{}
	if err := tx.DB.Raw(query+" LIMIT ?", append(args, mostNamed+1)...).Scan(&ids).Error; err != nil {
		return fmt.Errorf("find changed SKUs: %w", err)
	}
	switch {
	case len(ids) == 0:
		return nil
	case len(ids) > mostNamed:
		ids = []int64{}
	}
	return say(tx, productapi.SkuChanged{SkuIDs: ids})
}

// sayMenu tells that nothing has changed but how categories are shown.
func sayMenu(tx *outbox.Tx) error {
	return say(tx, productapi.SkuChanged{SkuIDs: []int64{}, OnlyMenu: true})
}

// leaf says whether there is a category of level 3.
func leaf(tx *gorm.DB, ids ...int64) error {
	var n int
	err := tx.Raw("SELECT COUNT(*) FROM pms_category WHERE cat_id IN ? AND cat_level = 3 LOCK IN SHARE MODE", ids).Scan(&n).Error
	if err != nil {
		return fmt.Errorf("find categories: %w", err)
	}
	if n != len(ids) {
		return product.ErrNoCategory
	}
	return nil
}

// exists says whether a query finds anything, and sees to it that this stays so until the transaction ends.
func exists(tx *gorm.DB, query string, args ...any) (bool, error) {
	found := []int{}
	err := tx.Raw(query+" LIMIT 1 LOCK IN SHARE MODE", args...).Scan(&found).Error
	return len(found) > 0, err
}

// arrange gives rows their places, 1 and up, with one UPDATE; table and key are names of our own.
func arrange(tx *gorm.DB, table, key, sort string, ids []int64) error {
	cases, args := "", make([]any, 0, 2*len(ids)+1)
	for i, id := range ids {
		cases += " WHEN ? THEN ?"
		args = append(args, id, i+1)
	}
	err := tx.Exec("UPDATE "+table+" SET "+sort+" = CASE "+key+cases+" ELSE "+sort+" END WHERE "+key+" IN ?", append(args, ids)...).Error
	if err != nil {
		return fmt.Errorf("arrange %s: %w", table, err)
	}
	return nil
}

// same says whether two lists of ids hold the same, whatever their order.
func same(a, b []int64) bool {
	if len(a) != len(b) {
		return false
	}
	have := make(map[int64]bool, len(a))
	for _, id := range a {
		have[id] = true
	}
	for _, id := range b {
		if !have[id] {
			return false
		}
	}
	return true
}

// one reads one row; none where there is none.
func one[T any](ctx context.Context, db *gorm.DB, none error, query string, args ...any) (row T, err error) {
	found := []T{}
	if err := db.WithContext(ctx).Raw(query, args...).Scan(&found).Error; err != nil {
		return row, err
	}
	if len(found) == 0 {
		return row, none
	}
	return found[0], nil
}
