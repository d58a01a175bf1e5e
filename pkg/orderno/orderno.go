// Package orderno makes the numbers that people read out: digits only, unique over any number of copies of a service, roughly in
// the order of time. They are Sonyflake ids (39 bits of time in steps of 10 ms, 8 bits of sequence, 16 bits of machine).
package orderno

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/sony/sonyflake/v2"
	"gorm.io/gorm"

	"gulimall/pkg/mariadb"
)

// epoch is where the time part begins; it must never change.
const epoch = "2024-01-01T00:00:00Z"

// Generator makes numbers. It is safe for concurrent use.
type Generator struct{ flake *sonyflake.Sonyflake }

// New makes a generator for one process. The machine number must differ from that of every other living process that makes numbers
// for the same column; Machine hands such numbers out.
func New(machine uint16) (*Generator, error) {
	start, err := time.Parse(time.RFC3339, epoch)
	if err != nil {
		return nil, err
	}
	flake, err := sonyflake.New(sonyflake.Settings{StartTime: start, MachineID: func() (int, error) { return int(machine), nil }})
	if err != nil {
		return nil, fmt.Errorf("order numbers: %w", err)
	}
	return &Generator{flake}, nil
}

// Next gives the next number, 17 or 18 digits long.
func (g *Generator) Next() (string, error) {
	id, err := g.flake.NextID()
	if err != nil {
		return "", fmt.Errorf("order numbers: %w", err)
	}
	return strconv.FormatInt(id, 10), nil
}

// Machine draws a machine number from the schema's counter. It needs the table
//
//	CREATE TABLE machine_number (id TINYINT PRIMARY KEY, next BIGINT NOT NULL)
//
// with the row (1, 0). Numbers repeat after 65,536 starts, long after their first owner has stopped.
func Machine(ctx context.Context, db *gorm.DB) (uint16, error) {
	var next int64
	err := mariadb.Tx(ctx, db, func(tx *gorm.DB) error {
		if err := tx.Exec("UPDATE machine_number SET next = next + 1 WHERE id = 1").Error; err != nil {
			return err
		}
		return tx.Raw("SELECT next FROM machine_number WHERE id = 1").Scan(&next).Error
	})
	if err != nil {
		return 0, fmt.Errorf("draw machine number: %w", err)
	}
	return uint16(next % (1 << 16)), nil //nolint:gosec // within 16 bits by the modulus
}
