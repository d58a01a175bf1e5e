package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"gorm.io/gorm"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/mariadb"
	"gulimall/pkg/outbox"
	"gulimall/pkg/paging"
	"gulimall/services/product"
)

// draftRow is a draft as it is stored.
type draftRow struct {
	ID, SpuID, Version int64
	Saved              bool
	Account            string
	Body               []byte
	UpdateTime         time.Time
}

const draftColumns = "SELECT id, spu_id, version, saved, account, body, update_time "

func (r draftRow) draft() (product.Draft, error) {
	d := product.Draft{ID: r.ID, Version: r.Version, SPUID: r.SpuID, Saved: r.Saved, Account: r.Account, UpdatedAt: r.UpdateTime}
	if err := json.Unmarshal(r.Body, &d.Body); err != nil {
		return d, fmt.Errorf("read draft %d: %w", r.ID, err)
	}
	return d, nil
}

// Drafts lists what is not saved yet, what was worked on last first.
func (s *Store) Drafts(ctx context.Context, page paging.Page) ([]product.Draft, int64, error) {
	rows, total, err := mariadb.Listed[draftRow](s.db.WithContext(ctx), draftColumns, "FROM pms_spu_draft WHERE saved = 0", mariadb.Order(true, "update_time", "id"), nil, page)
	if err != nil {
		return nil, 0, err
	}
	drafts := make([]product.Draft, len(rows))
	for i, r := range rows {
		if drafts[i], err = r.draft(); err != nil {
			return nil, 0, err
		}
	}
	return drafts, total, nil
}

// Draft reads a draft.
func (s *Store) Draft(ctx context.Context, id int64) (product.Draft, error) {
	var row draftRow
	if err := s.db.WithContext(ctx).Raw(draftColumns+"FROM pms_spu_draft WHERE id = ?", id).Scan(&row).Error; err != nil {
		return product.Draft{}, fmt.Errorf("read draft %d: %w", id, err)
	}
	if row.ID == 0 {
		return product.Draft{}, product.ErrNoDraft
	}
	return row.draft()
}

// AddDraft keeps a new draft.
func (s *Store) AddDraft(ctx context.Context, d product.Draft) (product.Draft, error) {
	body, err := json.Marshal(d.Body)
	if err != nil {
		return d, fmt.Errorf("write draft: %w", err)
	}
	err = mariadb.Tx(ctx, s.db, func(tx *gorm.DB) error {
		err := tx.Exec("INSERT INTO pms_spu_draft (spu_id, version, account, body, create_time, update_time) VALUES (?, ?, ?, ?, ?, ?)",
			d.SPUID, d.Version, d.Account, body, d.UpdatedAt, d.UpdatedAt).Error
		if err != nil {
			return fmt.Errorf("add draft: %w", err)
		}
		return tx.Raw("SELECT LAST_INSERT_ID()").Scan(&d.ID).Error
	})
	return d, err
}

// ChangeDraft writes the version that was seen.
func (s *Store) ChangeDraft(ctx context.Context, d product.Draft) (product.Draft, error) {
	body, err := json.Marshal(d.Body)
	if err != nil {
		return d, fmt.Errorf("write draft %d: %w", d.ID, err)
	}
	done := s.db.WithContext(ctx).Exec("UPDATE pms_spu_draft SET body = ?, account = ?, update_time = ?, version = version + 1 WHERE id = ? AND version = ? AND saved = 0",
		body, d.Account, d.UpdatedAt, d.ID, d.Version)
	if done.Error != nil {
		return d, fmt.Errorf("write draft %d: %w", d.ID, done.Error)
	}
	if done.RowsAffected == 0 {
		if _, err := s.Draft(ctx, d.ID); err != nil {
			return d, err
		}
		return d, product.ErrEditedMeantime
	}
	d.Version++
	return d, nil
}

// DropDraft throws a draft away that was not saved.
func (s *Store) DropDraft(ctx context.Context, id int64, by adminapi.By) error {
	return s.ob.Tx(ctx, func(tx *outbox.Tx) error {
		var row draftRow
		if err := tx.DB.Raw(draftColumns+"FROM pms_spu_draft WHERE id = ? AND saved = 0 FOR UPDATE", id).Scan(&row).Error; err != nil {
			return fmt.Errorf("read draft %d: %w", id, err)
		}
		if row.ID == 0 {
			return product.ErrNoDraft
		}
		draft, err := row.draft()
		if err != nil {
			return err
		}
		if err := tx.DB.Exec("DELETE FROM pms_spu_draft WHERE id = ?", id).Error; err != nil {
			return fmt.Errorf("drop draft %d: %w", id, err)
		}
		return s.acted(tx, by, "draft.dropped", strconv.FormatInt(id, 10), summary(draft.Body), nil)
	})
}

// openDraft locks a draft in the version that was seen; what has been saved already is told by its product.
func openDraft(tx *gorm.DB, d product.Draft) (saved int64, err error) {
	var row struct {
		ID, SpuID, Version int64
		Saved              bool
	}
	if err := tx.Raw("SELECT id, spu_id, version, saved FROM pms_spu_draft WHERE id = ? FOR UPDATE", d.ID).Scan(&row).Error; err != nil {
		return 0, fmt.Errorf("read draft %d: %w", d.ID, err)
	}
	switch {
	case row.ID == 0:
		return 0, product.ErrNoDraft
	case row.Saved:
		return row.SpuID, nil
	case row.Version != d.Version:
		return 0, product.ErrEditedMeantime
	}
	return 0, nil
}
