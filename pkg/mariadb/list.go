package mariadb

import (
	"errors"
	"fmt"
	"strings"

	"gorm.io/gorm"

	"gulimall/pkg/apperr"
	"gulimall/pkg/paging"
)

// Listed reads a page of a query, and how many rows it has in all. from is the FROM and WHERE that both share, with the places of args.
func Listed[T any](db *gorm.DB, columns, from, order string, args []any, page paging.Page) ([]T, int64, error) {
	var total int64
	err := db.Raw("SELECT COUNT(*) "+from, args...).Scan(&total).Error
	if errors.Is(err, apperr.ErrNotFound) { // nothing is called so, see letters
		return []T{}, 0, nil
	}
	if err != nil {
		return nil, 0, fmt.Errorf("count: %w", err)
	}
	items := []T{}
	err = db.Raw(columns+" "+from+" "+order+" LIMIT ? OFFSET ?", append(args[:len(args):len(args)], page.Size, page.Offset())...).Scan(&items).Error
	if err != nil {
		return nil, 0, fmt.Errorf("list: %w", err)
	}
	return items, total, nil
}

// Filter gathers the conditions of a list, so that each list asks for what was chosen alone and its index can be used.
type Filter struct {
	conditions string
	args       []any
}

// And adds a condition with the values of its places.
func (f *Filter) And(condition string, args ...any) {
	if f.conditions == "" {
		f.conditions = " WHERE "
	} else {
		f.conditions += " AND "
	}
	f.conditions += "(" + condition + ")"
	f.args = append(f.args, args...)
}

// Where is the WHERE, or nothing.
func (f *Filter) Where() string { return f.conditions }

// Args are the values of the WHERE's places.
func (f *Filter) Args() []any { return f.args }

// Order sorts a list by columns, one within the other, all of them up or all of them down, so that an index of just these columns can be read
// in its order. The last has to tell equals apart, or rows would be on two pages or on none.
func Order(down bool, columns ...string) string {
	way := ""
	if down {
		way = " DESC"
	}
	return "ORDER BY " + strings.Join(columns, way+", ") + way
}

// Begins is the pattern of LIKE for what begins with a text; an index of the column can be used.
func Begins(text string) string { return literal(text) + "%" }

// Contains is the pattern of LIKE for what has a text anywhere; no index helps, so something else has to bound the rows.
func Contains(text string) string { return "%" + literal(text) + "%" }

// literal takes from a text what LIKE reads as more than a letter.
func literal(text string) string {
	return strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(text)
}
