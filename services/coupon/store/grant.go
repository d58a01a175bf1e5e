package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/mariadb"
	"gulimall/pkg/outbox"
	"gulimall/pkg/paging"
	"gulimall/services/coupon"
)

// errAnswered says that a request came before.
var errAnswered = errors.New("the request was answered before")

// note keeps the answer to a request under its key; errAnswered where there is one.
func (s *Store) note(tx *gorm.DB, key string, answer any) error {
	body, err := json.Marshal(answer)
	if err != nil {
		return fmt.Errorf("keep an answer: %w", err)
	}
	err = tx.Exec("INSERT INTO sms_office_request (request_key, answer, created_at) VALUES (?, ?, ?)", key, string(body), s.now()).Error
	if mariadb.IsDuplicate(err) {
		return errAnswered
	}
	return err
}

// noted reads the answer that is kept under a key; false where there is none.
func (s *Store) noted(ctx context.Context, key string, answer any) (bool, error) {
	var body string
	if err := s.db.WithContext(ctx).Raw("SELECT answer FROM sms_office_request WHERE request_key = ?", key).Scan(&body).Error; err != nil {
		return false, fmt.Errorf("read an answer: %w", err)
	}
	if body == "" {
		return false, nil
	}
	if err := json.Unmarshal([]byte(body), answer); err != nil {
		return false, fmt.Errorf("read an answer: %w", err)
	}
	return true, nil
}

// Grant gives a coupon to members, once for its key. The coupon is locked first, so that what is left is known and no claim comes between.
func (s *Store) Grant(ctx context.Context, g coupon.Grant, refuse func(coupon.Kept) error, by adminapi.By) ([]couponapi.GrantResult, error) {
	key := fmt.Sprintf("grant:%d:%s", g.CouponID, g.Key)
	var results []couponapi.GrantResult
	if found, err := s.noted(ctx, key, &results); found || err != nil {
		return results, err
	}
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		k, err := kept(tx.DB, g.CouponID, "FOR UPDATE")
		if err != nil {
			return err
		}
		if err := refuse(k); err != nil {
			return err
		}
		given, count, err := s.giveAll(tx.DB, k.Template, g)
		if err != nil {
			return err
		}
		results = given
		if err := s.note(tx.DB, key, results); err != nil {
			return err
		}
		return s.acted(tx, by, "coupon.granted", number(g.CouponID), nil, map[string]any{"given": count, "memberIds": g.MemberIDs})
	})
	if errors.Is(err, errAnswered) {
		_, err = s.noted(ctx, key, &results)
	}
	return results, err
}

// TryGrant says how a grant would go.
func (s *Store) TryGrant(ctx context.Context, g coupon.Grant, refuse func(coupon.Kept) error) ([]couponapi.GrantResult, error) {
	k, err := kept(s.db.WithContext(ctx), g.CouponID, "")
	if err != nil {
		return nil, err
	}
	if err := refuse(k); err != nil {
		return nil, err
	}
	results, _, err := s.judgeGrant(s.db.WithContext(ctx), k.Template, g)
	return results, err
}

// judgeGrant tells for each member whether he gets a coupon, as long as there are any, and the number that it is of his.
func (s *Store) judgeGrant(db *gorm.DB, t coupon.Template, g coupon.Grant) (results []couponapi.GrantResult, seqs map[int64]int64, err error) {
	var rows []struct{ MemberID, Seq int64 }
	err = db.Raw("SELECT member_id, MAX(seq) seq FROM sms_coupon_history WHERE coupon_id = ? AND member_id IN ? GROUP BY member_id", t.ID, g.MemberIDs).Scan(&rows).Error
	if err != nil {
		return nil, nil, fmt.Errorf("read what members have of coupon %d: %w", t.ID, err)
	}
	mine := make(map[int64]int64, len(rows))
	for _, r := range rows {
		mine[r.MemberID] = r.Seq
	}
	left, seqs := t.Left(), map[int64]int64{}
	for _, id := range g.MemberIDs {
		result := couponapi.GrantOK
		switch {
		case g.Unknown[id]:
			result = couponapi.GrantUnknown
		case t.PerLimit > 0 && mine[id] >= t.PerLimit:
			result = couponapi.GrantLimit
		case left == 0:
			result = couponapi.GrantExhausted
		default:
			left--
			seqs[id] = mine[id] + 1
		}
		results = append(results, couponapi.GrantResult{MemberID: id, Result: result})
	}
	return results, seqs, nil
}

// giveAll writes a coupon into the hands of those who may have it, and counts them.
func (s *Store) giveAll(tx *gorm.DB, t coupon.Template, g coupon.Grant) (results []couponapi.GrantResult, handed int, err error) {
	results, seqs, err := s.judgeGrant(tx, t, g)
	if err != nil || len(seqs) == 0 {
		return results, 0, err
	}
	now := s.now()
	var fresh []map[string]any
	for _, id := range g.MemberIDs {
		if seq := seqs[id]; seq > 0 {
			fresh = append(fresh, map[string]any{
				"coupon_id": t.ID, "member_id": id, "seq": seq, "get_type": given, "start_time": t.ValidFrom, "end_time": t.ValidUntil, "create_time": now,
			})
		}
	}
	if err := tx.Table("sms_coupon_history").CreateInBatches(fresh, seedBatch).Error; err != nil {
		return nil, 0, fmt.Errorf("give coupon %d: %w", t.ID, err)
	}
	err = mariadb.ExactlyOne(tx.Exec("UPDATE sms_coupon SET receive_count = receive_count + ? WHERE id = ? AND receive_count + ? <= publish_count", len(fresh), t.ID, len(fresh)))
	return results, len(fresh), err
}

// MakeCodes keeps fresh codes for a coupon, once for the key.
func (s *Store) MakeCodes(ctx context.Context, id int64, fresh []string, key string, by adminapi.By) ([]string, error) {
	key = fmt.Sprintf("codes:%d:%s", id, key)
	var codes []string
	if found, err := s.noted(ctx, key, &codes); found || err != nil {
		return codes, err
	}
	err := s.outbox.Tx(ctx, func(tx *outbox.Tx) error {
		k, err := kept(tx.DB, id, "FOR UPDATE")
		if err != nil {
			return err
		}
		if k.Type != coupon.ForCode {
			return coupon.ErrNoCodes
		}
		if !k.Fixed() {
			return coupon.ErrDraft // its kind and its number may still change
		}
		if k.Codes+int64(len(fresh)) > k.Issued {
			return coupon.ErrExhausted
		}
		now, rows := s.now(), make([]map[string]any, len(fresh))
		for i, code := range fresh {
			rows[i] = map[string]any{"coupon_id": id, "code": code, "created_at": now}
		}
		if err := tx.DB.Table("sms_coupon_code").CreateInBatches(rows, seedBatch).Error; err != nil {
			return fmt.Errorf("keep codes of coupon %d: %w", id, err)
		}
		if err := mariadb.ExactlyOne(tx.DB.Exec("UPDATE sms_coupon SET code_count = code_count + ? WHERE id = ?", len(fresh), id)); err != nil {
			return err
		}
		if err := s.note(tx.DB, key, fresh); err != nil {
			return err
		}
		codes = fresh
		return s.acted(tx, by, "coupon.codes_made", number(id), nil, map[string]any{"count": len(fresh)})
	})
	if errors.Is(err, errAnswered) {
		_, err = s.noted(ctx, key, &codes)
	}
	return codes, err
}

// Codes lists the codes of a coupon, the newest first.
func (s *Store) Codes(ctx context.Context, id int64, used *bool, page paging.Page) ([]coupon.Code, int64, error) {
	var filter mariadb.Filter
	filter.And("coupon_id = ?", id)
	if used != nil {
		condition := "member_id = 0"
		if *used {
			condition = "member_id > 0"
		}
		filter.And(condition)
	}
	return mariadb.Listed[coupon.Code](s.db.WithContext(ctx), "SELECT id, code, created_at, member_id, redeemed_at",
		"FROM sms_coupon_code"+filter.Where(), mariadb.Order(true, "id"), filter.Args(), page)
}

// Claims lists coupons in members' hands.
func (s *Store) Claims(ctx context.Context, q coupon.ClaimQuery) ([]coupon.Held, int64, error) {
	var filter mariadb.Filter
	if q.CouponID != 0 {
		filter.And("h.coupon_id = ?", q.CouponID)
	}
	if q.MemberID != 0 {
		filter.And("h.member_id = ?", q.MemberID)
	}
	if q.OrderSn != "" {
		filter.And("h.order_sn = ?", q.OrderSn)
	}
	if q.State != nil {
		filter.And("h.state = ?", *q.State)
	}
	return mariadb.Listed[coupon.Held](s.db.WithContext(ctx), `SELECT h.id, h.coupon_id, h.member_id, COALESCE(c.coupon_name, '') name, h.state,
		h.get_type = 0 given, h.order_sn, h.create_time claimed_at, h.end_time valid_until, h.use_time used_at`,
		"FROM sms_coupon_history h LEFT JOIN sms_coupon c ON c.id = h.coupon_id"+filter.Where(), mariadb.Order(!q.Up, "h.id"), filter.Args(), q.Page)
}

// Guess counts that a member tries a code, and tells how long he has to wait.
func (s *Store) Guess(ctx context.Context, memberID int64, most int, pause time.Duration) (time.Duration, error) {
	now := s.now()
	var row struct {
		Tries int
		Since time.Time
	}
	err := mariadb.Tx(ctx, s.db, func(tx *gorm.DB) error {
		err := tx.Exec(`INSERT INTO sms_code_guess (member_id, tries, since) VALUES (?, 1, ?) ON DUPLICATE KEY UPDATE
			tries = IF(since <= ?, 1, tries + 1), since = IF(since <= ?, ?, since)`, memberID, now, now.Add(-pause), now.Add(-pause), now).Error
		if err != nil {
			return err
		}
		return tx.Raw("SELECT tries, since FROM sms_code_guess WHERE member_id = ?", memberID).Scan(&row).Error
	})
	if err != nil {
		return 0, fmt.Errorf("count guesses: %w", err)
	}
	if row.Tries <= most {
		return 0, nil
	}
	return max(row.Since.Add(pause).Sub(now), time.Second), nil
}

// Redeem gives a member the coupon of a code, uses the code up and forgets his guesses.
func (s *Store) Redeem(ctx context.Context, code string, memberID int64, refuse func(coupon.Template, int64) error) (coupon.MemberCoupon, error) {
	var row struct{ ID, CouponID, MemberID int64 }
	err := s.db.WithContext(ctx).Raw("SELECT id, coupon_id, member_id FROM sms_coupon_code WHERE code = ?", code).Scan(&row).Error
	switch {
	case err != nil:
		return coupon.MemberCoupon{}, fmt.Errorf("read code: %w", err)
	case row.ID == 0:
		return coupon.MemberCoupon{}, coupon.ErrNoCode
	case row.MemberID != 0:
		return coupon.MemberCoupon{}, coupon.ErrCodeUsed
	}
	return s.claim(ctx, row.CouponID, memberID, refuse, func(tx *gorm.DB) error {
		done := tx.Exec("UPDATE sms_coupon_code SET member_id = ?, redeemed_at = ? WHERE id = ? AND member_id = 0", memberID, s.now(), row.ID)
		if done.Error != nil {
			return fmt.Errorf("use code up: %w", done.Error)
		}
		if done.RowsAffected == 0 {
			return coupon.ErrCodeUsed
		}
		return tx.Exec("DELETE FROM sms_code_guess WHERE member_id = ?", memberID).Error
	})
}
