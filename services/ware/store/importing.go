package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"gulimall/pkg/mariadb"
)

// ImportedStock tells which lines of an import stand in the ledger.
func (s *Store) ImportedStock(ctx context.Context, key string) (map[int]bool, error) {
	return s.imported(ctx, "SELECT business_key FROM wms_stock_ledger WHERE business_key LIKE ?", "adjust:import:"+key+":")
}

// ImportedNeeds tells which lines of an import have become needs.
func (s *Store) ImportedNeeds(ctx context.Context, key string) (map[int]bool, error) {
	return s.imported(ctx, "SELECT add_key FROM wms_purchase_detail WHERE add_key LIKE ?", key+":")
}

// imported reads the lines out of keys that begin alike.
func (s *Store) imported(ctx context.Context, query, begin string) (map[int]bool, error) {
	if !plain(begin) {
		return map[int]bool{}, nil
	}
	var keys []string
	if err := s.db.WithContext(ctx).Raw(query, mariadb.Begins(begin)).Scan(&keys).Error; err != nil {
		return nil, fmt.Errorf("read what was imported: %w", err)
	}
	lines := map[int]bool{}
	for _, key := range keys {
		if line, err := strconv.Atoi(strings.TrimPrefix(key, begin)); err == nil {
			lines[line] = true
		}
	}
	return lines, nil
}
