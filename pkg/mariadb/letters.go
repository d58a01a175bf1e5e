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
// what was asked for; where two columns do not go together, the fault is ours.
func letters(db *gorm.DB) error {
	translate := func(tx *gorm.DB) {
		var e *mysql.MySQLError
		if errors.As(tx.Error, &e) && e.Number == 1267 && strings.Contains(e.Message, "COERCIBLE") {
			tx.Error = apperr.ErrNotFound.Wrap(tx.Error)
		}
	}
	const name = "gulimall:letters"
	err := errors.Join(
		db.Callback().Row().After("gorm:row").Register(name, translate),
		db.Callback().Query().After("gorm:query").Register(name, translate),
		db.Callback().Raw().After("gorm:raw").Register(name, translate),
	)
	if err != nil {
		return fmt.Errorf("register callbacks: %w", err)
	}
	return nil
}
