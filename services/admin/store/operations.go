package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/mariadb"
	"gulimall/pkg/outbox"
	"gulimall/services/admin"
)

var (
	_ admin.SettingStore = (*Store)(nil)
	_ admin.Book         = (*Store)(nil)
)

type settingRow struct {
	Setting   string
	Value     *int64
	Version   int64
	Account   string
	ChangedAt time.Time
}

func (r settingRow) set() admin.Set {
	return admin.Set{Key: adminapi.SettingKey(r.Setting), Value: r.Value, Version: r.Version, By: r.Account, At: r.ChangedAt}
}

// Settings implements admin.SettingStore.
func (s *Store) Settings(ctx context.Context) ([]admin.Set, error) {
	var rows []settingRow
	if err := s.db.WithContext(ctx).Raw("SELECT setting, value, version, account, changed_at FROM sys_setting").Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("read settings: %w", err)
	}
	all := make([]admin.Set, len(rows))
	for i, r := range rows {
		all[i] = r.set()
	}
	return all, nil
}

// SetSetting implements admin.SettingStore.
func (s *Store) SetSetting(ctx context.Context, key adminapi.SettingKey, value *int64, version int64, by adminapi.By) (admin.Set, error) {
	row := settingRow{Setting: string(key), Value: value, Version: version + 1, Account: by.Account, ChangedAt: s.now()}
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		var before settingRow
		if err := tx.DB.Raw("SELECT value FROM sys_setting WHERE setting = ?", key).Scan(&before).Error; err != nil {
			return err
		}
		if err := put(tx.DB, row, version); err != nil {
			return err
		}
		type value struct {
			Value *int64 `json:"value"`
		}
		return s.write(tx.DB, by, "setting.changed", string(key), value{before.Value}, value{row.Value})
	})
	if err != nil {
		return admin.Set{}, fmt.Errorf("change setting %s: %w", key, err)
	}
	return row.set(), nil
}

// put writes a setting that still is at a version; 0 is one that was never touched.
func put(tx *gorm.DB, row settingRow, version int64) error {
	if version == 0 {
		err := tx.Exec("INSERT INTO sys_setting (setting, value, version, account, changed_at) VALUES (?, ?, 1, ?, ?)",
			row.Setting, row.Value, row.Account, row.ChangedAt).Error
		if mariadb.IsDuplicate(err) {
			return admin.ErrEditedMeanwhile
		}
		return err
	}
	done := tx.Exec("UPDATE sys_setting SET value = ?, version = version + 1, account = ?, changed_at = ? WHERE setting = ? AND version = ?",
		row.Value, row.Account, row.ChangedAt, row.Setting, version)
	if done.Error == nil && done.RowsAffected == 0 {
		return admin.ErrEditedMeanwhile
	}
	return done.Error
}

// Note implements admin.Book.
func (s *Store) Note(ctx context.Context, by adminapi.By, action, object string, before, after any) error {
	return s.write(s.db.WithContext(ctx), by, action, object, before, after)
}

// keptRuns is how many runs of the auditor are kept.
const keptRuns = 50

// AddRun implements admin.Book.
func (s *Store) AddRun(ctx context.Context, run adminapi.AuditRun) error {
	report, err := json.Marshal(run)
	if err != nil {
		return fmt.Errorf("keep audit run: %w", err)
	}
	err = s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		if err := tx.DB.Exec("INSERT INTO sys_audit_run (at, violated, report) VALUES (?, ?, ?)", run.At, len(run.Violated), string(report)).Error; err != nil {
			return err
		}
		var oldest int64
		err := tx.DB.Raw("SELECT COALESCE(MIN(id), 0) FROM (SELECT id FROM sys_audit_run ORDER BY id DESC LIMIT ?) latest", keptRuns).Scan(&oldest).Error
		if err != nil {
			return err
		}
		return tx.DB.Exec("DELETE FROM sys_audit_run WHERE id < ?", oldest).Error
	})
	if err != nil {
		return fmt.Errorf("keep audit run: %w", err)
	}
	return nil
}

// LastRun implements admin.Book.
func (s *Store) LastRun(ctx context.Context) (*adminapi.AuditRun, error) {
	var reports []string
	if err := s.db.WithContext(ctx).Raw("SELECT report FROM sys_audit_run ORDER BY id DESC LIMIT 1").Scan(&reports).Error; err != nil {
		return nil, fmt.Errorf("read audit run: %w", err)
	}
	if len(reports) == 0 {
		return nil, nil //nolint:nilnil // none is an answer
	}
	var run adminapi.AuditRun
	if err := json.Unmarshal([]byte(reports[0]), &run); err != nil {
		return nil, fmt.Errorf("read audit run: %w", err)
	}
	return &run, nil
}
