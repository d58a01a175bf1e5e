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
	ID             int64
	OrderSn        string
	MemberID       int64
	MemberUsername string
	ReturnAmount   money.Fen
	FreightAmount  money.Fen
	Status         order.ReturnStatus
	OnlyRefund     bool
	CreatedBy      string
	Reason         string
	Description    string
	HandleMan      string
	HandleNote     string
	RefundSn       sql.NullString
	GiftsGiven     bool
	Whole          bool
	CreateTime     time.Time
	HandleTime     sql.NullTime
	ReceiveTime    sql.NullTime
	AgreeTime      sql.NullTime
	RefundTime     sql.NullTime
	CancelTime     sql.NullTime
	SkuID          int64
	SkuName        string
	SkuQuantity    int64
	RealAmount     money.Fen
	Points         int64
	GiftPoints     int64
	GiftGrowth     int64
}

const returnColumns = "r.id, r.order_sn, r.member_id, r.member_username, r.return_amount, r.freight_amount, r.status, r.only_refund, r.created_by, r.reason, " +
	"r.description, r.handle_man, r.handle_note, r.refund_sn, r.gifts_given, r.whole, r.create_time, r.handle_time, r.receive_time, r.agree_time, " +
	"r.refund_time, r.cancel_time, COALESCE(i.sku_id, 0) AS sku_id, COALESCE(l.sku_name, '') AS sku_name, COALESCE(i.sku_quantity, 0) AS sku_quantity, COALESCE(i.real_amount, 0) AS real_amount, " +
	"COALESCE(i.points, 0) AS points, COALESCE(i.gift_points, 0) AS gift_points, COALESCE(i.gift_growth, 0) AS gift_growth"

func (r *returnRow) application() order.Return {
	return order.Return{
		ID: r.ID, OrderSn: r.OrderSn, MemberID: r.MemberID, Username: r.MemberUsername, Reason: r.Reason, Note: r.Description, Amount: r.ReturnAmount,
		Freight: r.FreightAmount, Status: r.Status, OnlyRefund: r.OnlyRefund, CreatedAt: r.CreateTime, CreatedBy: r.CreatedBy, HandledAt: r.HandleTime.Time,
		HandledBy: r.HandleMan, HandleNote: r.HandleNote, ReceivedAt: r.ReceiveTime.Time, RefundSn: r.RefundSn.String, AgreedAt: r.AgreeTime.Time,
		GiftsGiven: r.GiftsGiven, Whole: r.Whole, DoneAt: r.RefundTime.Time, CancelledAt: r.CancelTime.Time,
	}
}

// returns reads the applications of an order, the oldest first.
func returns(db *gorm.DB, sn string) ([]order.Return, error) {
	all, err := returnsWhere(db, "r.order_sn = ?", mariadb.Order(false, "r.id"), sn)
	if err != nil {
		return nil, fmt.Errorf("returns of order %s: %w", sn, err)
	}
	return all, nil
}

// returnsWhere reads applications with a query for them and their lines, one for their pictures and one for what went back on the shelf.
func returnsWhere(db *gorm.DB, where, sorting string, args ...any) ([]order.Return, error) {
	var rows []returnRow
	err := db.Raw("SELECT "+returnColumns+" FROM oms_order_return_apply r LEFT JOIN oms_order_return_item i ON i.return_id = r.id "+
		"LEFT JOIN oms_order_item l ON l.order_sn = r.order_sn AND l.sku_id = i.sku_id "+
		"WHERE "+where+" "+sorting+", i.sku_id", args...).Scan(&rows).Error
	if err != nil {
		return nil, err
	}
	all := []order.Return{}
	for i := range rows {
		r := &rows[i]
		if len(all) == 0 || all[len(all)-1].ID != r.ID {
			all = append(all, r.application())
		}
		if r.SkuID == 0 {
			continue
		}
		last := &all[len(all)-1]
		last.Items = append(last.Items, order.ReturnItem{
			SkuID: r.SkuID, Title: r.SkuName, Count: r.SkuQuantity, Amount: r.RealAmount, Points: r.Points, GiftPoints: r.GiftPoints, GiftGrowth: r.GiftGrowth,
		})
	}
	return all, attach(db, all)
}

// attach reads the pictures of applications, and what of them went back on the shelf.
func attach(db *gorm.DB, all []order.Return) error {
	if len(all) == 0 {
		return nil
	}
	ids, at := make([]int64, len(all)), make(map[int64]*order.Return, len(all))
	for i := range all {
		ids[i], at[all[i].ID] = all[i].ID, &all[i]
	}
	var pictures []struct {
		ReturnID int64
		Name     string
	}
	err := db.Raw("SELECT return_id, name FROM oms_order_return_picture WHERE return_id IN ? ORDER BY return_id, seq", ids).Scan(&pictures).Error
	if err != nil {
		return fmt.Errorf("pictures of %d returns: %w", len(all), err)
	}
	for _, p := range pictures {
		at[p.ReturnID].Pictures = append(at[p.ReturnID].Pictures, p.Name)
	}
	var shelf []struct{ ReturnID, SkuID, WareID, SkuQuantity int64 }
	err = db.Raw("SELECT return_id, sku_id, ware_id, sku_quantity FROM oms_order_return_stock WHERE return_id IN ? ORDER BY return_id, sku_id, ware_id", ids).Scan(&shelf).Error
	if err != nil {
		return fmt.Errorf("restocking of %d returns: %w", len(all), err)
	}
	for _, p := range shelf {
		at[p.ReturnID].Restock = append(at[p.ReturnID].Restock, order.Restock{SkuID: p.SkuID, WareID: p.WareID, Count: p.SkuQuantity})
	}
	return nil
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
	err := tx.Exec("INSERT INTO oms_order_return_apply (order_sn, member_id, apply_key, member_username, return_amount, freight_amount, status, only_refund, created_by, "+
		"reason, description, create_time) VALUES "+values(1, 12), r.OrderSn, r.MemberID, sql.NullString{String: key, Valid: key != ""}, o.Username, r.Amount,
		r.Freight, r.Status, r.OnlyRefund, r.CreatedBy, r.Reason, r.Note, r.CreatedAt).Error
	if err != nil {
		return 0, err
	}
	var id int64
	if err := tx.Raw("SELECT LAST_INSERT_ID()").Scan(&id).Error; err != nil {
		return 0, err
	}
	if err := insertItems(tx, id, r.Items); err != nil || len(r.Pictures) == 0 {
		return id, err
	}
	args := make([]any, 0, 3*len(r.Pictures))
	for i, name := range r.Pictures {
		args = append(args, id, i+1, name)
	}
	return id, tx.Exec("INSERT INTO oms_order_return_picture (return_id, seq, name) VALUES "+values(len(r.Pictures), 3), args...).Error
}

func insertItems(tx *gorm.DB, id int64, items []order.ReturnItem) error {
	if len(items) == 0 {
		return nil
	}
	args := make([]any, 0, 7*len(items))
	for _, item := range items {
		args = append(args, id, item.SkuID, item.Count, item.Amount, item.Points, item.GiftPoints, item.GiftGrowth)
	}
	err := tx.Exec("INSERT INTO oms_order_return_item (return_id, sku_id, sku_quantity, real_amount, points, gift_points, gift_growth) VALUES "+
		values(len(items), 7), args...).Error
	if mariadb.IsDuplicate(err) {
		return fmt.Errorf("a line twice in one return: %w", err)
	}
	return err
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
		line := note{event: order.EventReturnCancelled, by: order.ByMember, facts: order.Facts{ReturnID: id}, at: at}
		return s.afterReturns(tx, o, all, line)
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

// afterReturns brings an order to where it stands after its returns, and writes into its timeline what brought it there.
func (s *Store) afterReturns(tx *outbox.Tx, o *order.Order, all []order.Return, line note) error {
	if o.Lines == nil {
		if err := s.fill(tx.DB, o); err != nil {
			return err
		}
	}
	was := o.Status
	line.sn, line.status = o.Sn, order.StandsAfter(o, all)
	if line.status == order.Closed && was != order.Closed {
		line.status = was
		if _, err := write(tx, line); err != nil {
			return err
		}
		return s.closeRefunded(tx, o, line.at)
	}
	if line.status != was {
		if err := s.stand(tx, o, line.status); err != nil {
			return err
		}
	}
	_, err := write(tx, line)
	return err
}

// stand moves an order whose row is locked.
func (s *Store) stand(tx *outbox.Tx, o *order.Order, to order.Status) error {
	did, err := moved(tx, "UPDATE oms_order SET status = ? WHERE order_sn = ? AND status = ?", to, o.Sn, o.Status)
	if err == nil && !did {
		return order.ErrState
	}
	o.Status = to
	return err
}

// closeRefunded ends an order of which nothing is left. Nobody has to release anything: it was paid, and what goes back is told by
// returns.
func (s *Store) closeRefunded(tx *outbox.Tx, o *order.Order, at time.Time) error {
	did, err := moved(tx, "UPDATE oms_order SET status = ?, close_reason = ?, close_time = ? WHERE order_sn = ? AND status = ? AND status IN ?",
		order.Closed, order.ReasonRefunded, at, o.Sn, o.Status, order.Sources(order.Closed))
	if err != nil {
		return err
	}
	if !did {
		return order.ErrState
	}
	o.Status = order.Closed
	facts := order.Facts{Reason: order.ReasonRefunded}
	_, err = write(tx, note{sn: o.Sn, event: order.EventClosed, status: order.Closed, by: order.BySystem, facts: facts, at: at})
	return err
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
