package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"gorm.io/gorm"

	"gulimall/pkg/mariadb"
	"gulimall/pkg/money"
	"gulimall/pkg/outbox"
	"gulimall/services/order"
)

// Returns implements order.Reading.
func (s *Store) Returns(ctx context.Context, sn string) ([]order.Return, error) {
	return returns(s.read(ctx), sn)
}

// returnRow is an application with one of its lines.
type returnRow struct {
	ID           int64
	MemberID     int64
	ReturnAmount money.Fen
	Status       order.ReturnStatus
	Reason       string
	Description  string
	HandleNote   string
	CreateTime   time.Time
	HandleTime   sql.NullTime
	ReceiveTime  sql.NullTime
	RefundTime   sql.NullTime
	CancelTime   sql.NullTime
	SkuID        int64
	SkuQuantity  int64
	RealAmount   money.Fen
}

const returnColumns = "r.id, r.member_id, r.return_amount, r.status, r.reason, r.description, r.handle_note, r.create_time, r.handle_time, r.receive_time, " +
	"r.refund_time, r.cancel_time, i.sku_id, i.sku_quantity, i.real_amount"

func (r *returnRow) application(sn string) order.Return {
	return order.Return{
		ID: r.ID, OrderSn: sn, MemberID: r.MemberID, Reason: r.Reason, Note: r.Description, Amount: r.ReturnAmount, Status: r.Status,
		CreatedAt: r.CreateTime, HandledAt: r.HandleTime.Time, HandleNote: r.HandleNote, ReceivedAt: r.ReceiveTime.Time,
		DoneAt: r.RefundTime.Time, CancelledAt: r.CancelTime.Time,
	}
}

// returns reads the applications of an order, the oldest first, with a query for them and one for their pictures.
func returns(db *gorm.DB, sn string) ([]order.Return, error) {
	var rows []returnRow
	err := db.Raw("SELECT "+returnColumns+" FROM oms_order_return_apply r JOIN oms_order_return_item i ON i.return_id = r.id "+
		"WHERE r.order_sn = ? ORDER BY r.id, i.sku_id", sn).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("returns of order %s: %w", sn, err)
	}
	all := []order.Return{}
	if len(rows) == 0 {
		return all, nil
	}
	var pictures []struct {
		ReturnID int64
		Name     string
	}
	err = db.Raw("SELECT p.return_id, p.name FROM oms_order_return_apply r JOIN oms_order_return_picture p ON p.return_id = r.id "+
		"WHERE r.order_sn = ? ORDER BY p.return_id, p.seq", sn).Scan(&pictures).Error
	if err != nil {
		return nil, fmt.Errorf("pictures of order %s: %w", sn, err)
	}
	names := map[int64][]string{}
	for _, p := range pictures {
		names[p.ReturnID] = append(names[p.ReturnID], p.Name)
	}
	for i := range rows {
		r := &rows[i]
		if len(all) == 0 || all[len(all)-1].ID != r.ID {
			all = append(all, r.application(sn))
			all[len(all)-1].Pictures = names[r.ID]
		}
		last := &all[len(all)-1]
		last.Items = append(last.Items, order.ReturnItem{SkuID: r.SkuID, Count: r.SkuQuantity, Amount: r.RealAmount})
	}
	return all, nil
}

// ApplyReturn implements order.AfterSales. The lock on the order's row makes applications for one order wait for each other.
func (s *Store) ApplyReturn(ctx context.Context, memberID int64, sn, key string, f func(*order.Order, []order.Return) (order.Return, error)) (order.Return, bool, error) {
	var applied order.Return
	fresh := false
	err := s.ob.Tx(ctx, func(tx *outbox.Tx) error {
		applied, fresh = order.Return{}, false
		o, err := s.findOwn(tx.DB, memberID, sn)
		if err != nil {
			return err
		}
		earlier, err := returns(tx.DB, sn)
		if err != nil {
			return err
		}
		if key != "" {
			applied, err = earlierOf(tx.DB, memberID, key, earlier)
			if err != nil || applied.ID != 0 {
				return err
			}
		}
		if err := s.fill(tx.DB, o); err != nil {
			return err
		}
		if applied, err = f(o, earlier); err != nil {
			return err
		}
		if applied.ID, err = insertReturn(tx.DB, o, applied, key); err != nil {
			return err
		}
		if err := tx.DB.Exec("UPDATE oms_order SET status = ? WHERE order_sn = ? AND status = ?", order.AfterSale, sn, o.Status).Error; err != nil {
			return err
		}
		facts := order.Facts{Reason: applied.Reason, ReturnID: applied.ID}
		_, err = write(tx, note{sn: sn, event: order.EventReturn, status: order.AfterSale, by: order.ByMember, facts: facts, at: applied.CreatedAt})
		fresh = true
		return err
	})
	if err != nil {
		return order.Return{}, false, fmt.Errorf("apply for a return of order %s: %w", sn, err)
	}
	return applied, fresh, nil
}

// findOwn locks and reads a member's visible order; anybody else's does not exist.
func (s *Store) findOwn(db *gorm.DB, memberID int64, sn string) (*order.Order, error) {
	o, err := s.find(db, sn, " FOR UPDATE")
	if err != nil {
		return nil, err
	}
	if o.MemberID != memberID || !o.Visible() {
		return nil, order.ErrNotFound
	}
	return o, nil
}

// earlierOf finds the application that a form has become. A key that was used for another order is refused.
func earlierOf(db *gorm.DB, memberID int64, key string, of []order.Return) (order.Return, error) {
	var id int64
	err := db.Raw("SELECT id FROM oms_order_return_apply WHERE member_id = ? AND apply_key = ?", memberID, key).Scan(&id).Error
	if err != nil || id == 0 {
		return order.Return{}, err
	}
	for _, r := range of {
		if r.ID == id {
			return r, nil
		}
	}
	return order.Return{}, order.ErrState
}

func insertReturn(tx *gorm.DB, o *order.Order, r order.Return, key string) (int64, error) {
	err := tx.Exec("INSERT INTO oms_order_return_apply (order_sn, member_id, apply_key, member_username, return_amount, status, reason, description, create_time) VALUES "+
		values(1, 9), r.OrderSn, r.MemberID, sql.NullString{String: key, Valid: key != ""}, o.Username, r.Amount, r.Status, r.Reason, r.Note, r.CreatedAt).Error
	if err != nil {
		return 0, err
	}
	var id int64
	if err := tx.Raw("SELECT LAST_INSERT_ID()").Scan(&id).Error; err != nil {
		return 0, err
	}
	args := make([]any, 0, 4*len(r.Items))
	for _, item := range r.Items {
		args = append(args, id, item.SkuID, item.Count, item.Amount)
	}
	err = tx.Exec("INSERT INTO oms_order_return_item (return_id, sku_id, sku_quantity, real_amount) VALUES "+values(len(r.Items), 4), args...).Error
	if mariadb.IsDuplicate(err) {
		return 0, fmt.Errorf("a line twice in one return: %w", err)
	}
	if err != nil || len(r.Pictures) == 0 {
		return id, err
	}
	args = args[:0]
	for i, name := range r.Pictures {
		args = append(args, id, i+1, name)
	}
	return id, tx.Exec("INSERT INTO oms_order_return_picture (return_id, seq, name) VALUES "+values(len(r.Pictures), 3), args...).Error
}

// CancelReturn implements order.AfterSales.
func (s *Store) CancelReturn(ctx context.Context, memberID int64, sn string, id int64, at time.Time) error {
	err := s.ob.Tx(ctx, func(tx *outbox.Tx) error {
		o, err := s.findOwn(tx.DB, memberID, sn)
		if err != nil {
			return err
		}
		withdrawn, err := moved(tx, "UPDATE oms_order_return_apply SET status = ?, cancel_time = ? WHERE id = ? AND order_sn = ? AND status IN ?",
			order.ReturnCancelled, at, id, sn, order.ReturnSources(order.ReturnCancelled))
		if err != nil {
			return err
		}
		all, err := returns(tx.DB, sn)
		if err != nil {
			return err
		}
		if !withdrawn {
			return unmovedReturn(all, id)
		}
		status, err := s.afterReturns(tx, o, all)
		if err != nil {
			return err
		}
		facts := order.Facts{ReturnID: id}
		_, err = write(tx, note{sn: sn, event: order.EventReturnCancelled, status: status, by: order.ByMember, facts: facts, at: at})
		return err
	})
	if err != nil {
		return fmt.Errorf("withdraw return %d of order %s: %w", id, sn, err)
	}
	return nil
}

// unmovedReturn says why an application did not move: it is none of the order's, or it stands elsewhere.
func unmovedReturn(all []order.Return, id int64) error {
	for _, r := range all {
		if r.ID == id {
			return order.ErrState
		}
	}
	return order.ErrNotFound
}

// afterReturns brings an order back to where it was when all that was applied for came to nothing, and says where it stands.
func (s *Store) afterReturns(tx *outbox.Tx, o *order.Order, all []order.Return) (order.Status, error) {
	for _, r := range all {
		if r.Status.Counts() {
			return o.Status, nil
		}
	}
	back := order.Shipped
	if !o.ReceivedAt.IsZero() {
		back = order.Completed
	}
	did, err := moved(tx, "UPDATE oms_order SET status = ? WHERE order_sn = ? AND status = ?", back, o.Sn, order.AfterSale)
	if err != nil || !did {
		return o.Status, err
	}
	return back, nil
}

// ReturnPicture implements order.AfterSales.
func (s *Store) ReturnPicture(ctx context.Context, memberID, id int64, n int) (string, error) {
	var name string
	err := s.read(ctx).Raw("SELECT p.name FROM oms_order_return_picture p JOIN oms_order_return_apply r ON r.id = p.return_id "+
		"WHERE p.return_id = ? AND p.seq = ? AND r.member_id = ?", id, n, memberID).Scan(&name).Error
	if err != nil {
		return "", fmt.Errorf("picture %d of return %d: %w", n, id, err)
	}
	if name == "" {
		return "", order.ErrNotFound
	}
	return name, nil
}
