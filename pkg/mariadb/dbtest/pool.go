package dbtest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"gulimall/pkg/mariadb"
)

// Pool lends schemas to the tests of a package: each is made once, and emptied after a test for the next one, because making one takes
// longer than most tests. A package has it in a variable, and closes it in TestMain.
type Pool struct {
	migrations []fs.FS

	mu   sync.Mutex
	free []*lent
	all  []*lent
}

// lent is a schema, with the rows that its migrations have put into it.
type lent struct {
	db     *gorm.DB
	tables []string
	rows   map[string][]map[string]any
	drop   func() error
}

// NewPool makes a pool of schemas with these migrations; none is made before a test wants it.
func NewPool(migrations ...fs.FS) *Pool { return &Pool{migrations: migrations} }

// Open lends a schema that is as its migrations left it, but for numbers that count on.
func (p *Pool) Open(tb testing.TB) *gorm.DB {
	tb.Helper()
	p.mu.Lock()
	var s *lent
	if n := len(p.free); n > 0 {
		s, p.free = p.free[n-1], p.free[:n-1]
	}
	p.mu.Unlock()
	if s == nil {
		s = p.make(tb)
	}
	tb.Cleanup(func() {
		require.NoError(tb, s.empty())
		p.mu.Lock()
		defer p.mu.Unlock()
		p.free = append(p.free, s)
	})
	return s.db
}

// Close drops all schemas.
func (p *Pool) Close() error {
	var failed error
	for _, s := range p.all {
		failed = errors.Join(failed, s.drop())
	}
	return failed
}

func (p *Pool) make(tb testing.TB) *lent {
	tb.Helper()
	config, drop := create(tb)
	db, err := mariadb.Open(config)
	require.NoError(tb, err)
	migrate(tb, db, p.migrations)
	s := &lent{db: db, rows: map[string][]map[string]any{}, drop: func() error {
		pool, err := db.DB()
		if err != nil {
			return err
		}
		return errors.Join(pool.Close(), drop())
	}}
	require.NoError(tb, db.Raw("SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name NOT LIKE 'goose%'").Scan(&s.tables).Error)
	for _, table := range s.tables {
		var rows []map[string]any
		require.NoError(tb, db.Raw("SELECT * FROM "+table).Scan(&rows).Error)
		s.rows[table] = rows
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.all = append(p.all, s)
	return s
}

// empty brings a schema back to what its migrations left.
func (s *lent) empty() error {
	return s.db.WithContext(context.Background()).Transaction(func(tx *gorm.DB) error {
		for _, table := range s.tables {
			if err := tx.Exec("DELETE FROM " + table).Error; err != nil {
				return fmt.Errorf("empty %s: %w", table, err)
			}
			for _, row := range s.rows[table] {
				columns, args := make([]string, 0, len(row)), make([]any, 0, len(row))
				for column, value := range row {
					columns, args = append(columns, column), append(args, value)
				}
				marks := strings.TrimSuffix(strings.Repeat("?, ", len(row)), ", ")
				if err := tx.Exec("INSERT INTO "+table+" ("+strings.Join(columns, ", ")+") VALUES ("+marks+")", args...).Error; err != nil {
					return fmt.Errorf("fill %s: %w", table, err)
				}
			}
		}
		return nil
	})
}
