package mariadb

import (
	"errors"
	"fmt"
	"strings"

	"github.com/go-sql-driver/mysql"
	"gorm.io/gorm"

	"gulimall/pkg/apperr"
)

// letters gives an error a meaning. Numbers of orders and the like are kept in columns of plain letters; somebody who asks for one with other
// letters, or with bytes that are none, asks for what there is not. The server calls it an illegal mix of collations (1267) of the column and
// what was asked for; where two columns do not go together, the fault is ours. Bytes that are no letters cannot be kept either (1366): JSON has
// none, a form may, and whoever sent it is told so.
func letters(db *gorm.DB) error {
	translate := func(tx *gorm.DB) {
		var e *mysql.MySQLError
		if !errors.As(tx.Error, &e) {
			return
		}
		switch {
		case e.Number == 1267 && strings.Contains(e.Message, "COERCIBLE"):
			tx.Error = apperr.ErrNotFound.Wrap(tx.Error)
		case e.Number == 1366 && strings.HasPrefix(e.Message, "Incorrect string value"):
			tx.Error = apperr.ErrInvalid.Wrap(tx.Error)
		}
	}
	const name = "gulimall:letters"
	err := errors.Join(
		db.Callback().Row().After("gorm:row").Register(name, translate),
		db.Callback().Query().After("gorm:query").Register(name, translate),
		db.Callback().Raw().After("gorm:raw").Register(name, translate),
		db.Callback().Create().After("gorm:create").Register(name, translate),
		db.Callback().Update().After("gorm:update").Register(name, translate),
	)
	if err != nil {
		return fmt.Errorf("register callbacks: %w", err)
	}
	return nil
}
