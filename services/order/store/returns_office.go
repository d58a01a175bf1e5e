package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/mariadb"
	"gulimall/pkg/outbox"
	"gulimall/services/order"
)

var _ order.ReturnDesk = (*Store)(nil)

// ListReturns implements order.ReturnDesk: a query counts, one chooses the page, and three read what belongs to it.
func (s *Store) ListReturns(ctx context.Context, q order.ReturnQuery) ([]order.Return, int64, error) {
	filter, db := mariadb.Filter{}, s.read(ctx)
	if len(q.Statuses) > 0 {
		filter.And("status IN ?", q.Statuses)
	}
	if q.OrderSn != "" {
		filter.And("order_sn = ?", q.OrderSn)
	}
	if q.MemberID != 0 {
		filter.And("member_id = ?", q.MemberID)
	}
	if q.Username != "" {
		filter.And("member_username LIKE ?", mariadb.Begins(q.Username))
	}
	if !q.From.IsZero() {
		filter.And("create_time >= ?", q.From)
	}
	if !q.To.IsZero() {
		filter.And("create_time < ?", q.To)
	}
	ids, total, err := mariadb.Listed[int64](db, "SELECT id", "FROM oms_order_return_apply"+filter.Where(), mariadb.Order(!q.Oldest, "create_time", "id"), filter.Args(), q.Page)
	if err != nil || len(ids) == 0 {
		return nil, total, err
	}
	all, err := returnsWhere(db, "r.id IN ?", mariadb.Order(!q.Oldest, "r.create_time", "r.id"), ids)
	if err != nil {
		return nil, 0, fmt.Errorf("list returns: %w", err)
	}
	return all, total, nil
}

// CountReturns implements order.ReturnDesk.
func (s *Store) CountReturns(ctx context.Context) (map[order.ReturnStatus]int64, error) {
	var rows []struct {
		Status order.ReturnStatus
		N      int64
	}
	if err := s.read(ctx).Raw("SELECT status, COUNT(*) AS n FROM oms_order_return_apply GROUP BY status").Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("count returns: %w", err)
	}
	counts := map[order.ReturnStatus]int64{}
	for _, r := range rows {
		counts[r.Status] = r.N
	}
	return counts, nil
}

// FindReturn implements order.ReturnDesk.
func (s *Store) FindReturn(ctx context.Context, id int64) (order.Return, []order.Return, *order.Order, error) {
	sn, err := orderOf(s.read(ctx), id)
	if err != nil {
		return order.Return{}, nil, nil, err
	}
	o, err := s.Detail(ctx, sn)
	if err != nil {
		return order.Return{}, nil, nil, err
	}
	all, err := returns(s.read(ctx), sn)
	if err != nil {
		return order.Return{}, nil, nil, err
	}
	return all[indexOf(all, id)], all, o, nil
}

// orderOf is the order that a return is of.
func orderOf(db *gorm.DB, id int64) (string, error) {
	var sn string
	if err := db.Raw("SELECT order_sn FROM oms_order_return_apply WHERE id = ?", id).Scan(&sn).Error; err != nil {
		return "", fmt.Errorf("find return %d: %w", id, err)
	}
	if sn == "" {
		return "", order.ErrReturnNotFound
	}
	return sn, nil
}

func indexOf(all []order.Return, id int64) int {
	return slices.IndexFunc(all, func(r order.Return) bool { return r.ID == id })
}

// PictureOf implements order.ReturnDesk.
func (s *Store) PictureOf(ctx context.Context, id int64, n int) (string, error) {
	var name string
	err := s.read(ctx).Raw("SELECT name FROM oms_order_return_picture WHERE return_id = ? AND seq = ?", id, n).Scan(&name).Error
	if err != nil {
		return "", fmt.Errorf("picture %d of return %d: %w", n, id, err)
	}
	if name == "" {
		return "", order.ErrReturnNotFound
	}
	return name, nil
}

// MoveReturn implements order.ReturnDesk. Whoever has to do with the returns of an order locks the order's row first, so that they wait
// for each other.
func (s *Store) MoveReturn(ctx context.Context, m order.ReturnMove, f func(*order.Return, *order.Order, []order.Return) error) (order.Return, error) {
	var r order.Return
	err := s.ob.Tx(ctx, func(tx *outbox.Tx) error {
		sn, err := orderOf(tx.DB, m.ID)
		if err != nil {
			return err
		}
		o, all, err := s.withReturns(tx, sn)
		if err != nil {
			return err
		}
		at := indexOf(all, m.ID)
		r = all[at]
		was := r
		if err := f(&r, o, all); err != nil || r.Status == was.Status {
			return err
		}
		if r.Status == order.ReturnApproved || r.Status == order.ReturnRejected {
			r.HandledBy = m.By.Account
		}
		if err := save(tx, &r, was.Status); err != nil {
			return err
		}
		all[at] = r
		if err := s.follow(tx, o, all, &r, m); err != nil {
			return err
		}
		return acted(tx, m.By, m.At, m.Action, o.Sn, told(&was), told(&r))
	})
	if err != nil {
		return order.Return{}, fmt.Errorf("move return %d: %w", m.ID, err)
	}
	return r, nil
}

// withReturns locks and reads an order, with its lines and its returns.
func (s *Store) withReturns(tx *outbox.Tx, sn string) (*order.Order, []order.Return, error) {
	o, err := s.find(tx.DB, sn, " FOR UPDATE")
	if err != nil {
		return nil, nil, err
	}
	if err := s.fill(tx.DB, o); err != nil {
		return nil, nil, err
	}
	all, err := returns(tx.DB, sn)
	return o, all, err
}

// save stores a return that has moved; the condition of the UPDATE is where it stood.
func save(tx *outbox.Tx, r *order.Return, was order.ReturnStatus) error {
	if r.Status == order.ReturnRefunding {
		r.RefundSn = order.RefundSnOf(r.OrderSn, r.ID)
	}
	did, err := moved(tx, "UPDATE oms_order_return_apply SET status = ?, return_amount = ?, freight_amount = ?, only_refund = ?, handle_time = ?, handle_man = ?, "+
		"handle_note = ?, receive_time = ?, refund_sn = ?, agree_time = ?, gifts_given = ?, whole = ? WHERE id = ? AND status = ?",
		r.Status, r.Amount, r.Freight, r.OnlyRefund, maybe(r.HandledAt), r.HandledBy, r.HandleNote, maybe(r.ReceivedAt),
		sql.NullString{String: r.RefundSn, Valid: r.RefundSn != ""}, maybe(r.AgreedAt), r.GiftsGiven, r.Whole, r.ID, was)
	if err != nil {
		return err
	}
	if !did {
		return order.ErrReturnState
	}
	return nil
}

// follow does what comes with a move.
func (s *Store) follow(tx *outbox.Tx, o *order.Order, all []order.Return, r *order.Return, m order.ReturnMove) error {
	line := note{sn: o.Sn, status: o.Status, by: order.ByStaff, at: m.At, facts: order.Facts{ReturnID: r.ID, Staff: m.By.Account}}
	switch r.Status {
	case order.ReturnApproved:
		if err := tx.DB.Exec("DELETE FROM oms_order_return_item WHERE return_id = ?", r.ID).Error; err != nil {
			return err
		}
		if err := insertItems(tx.DB, r.ID, r.Items); err != nil {
			return err
		}
		line.event, line.facts.Amount = order.EventReturnApproved, r.Amount
	case order.ReturnRejected:
		line.event, line.facts.Text = order.EventReturnRejected, r.HandleNote
		return s.afterReturns(tx, o, all, line)
	case order.ReturnReceived:
		if err := restock(tx, r); err != nil {
			return err
		}
		line.event = order.EventReturnReceived
	case order.ReturnRefunding:
		return s.agree(tx, o, all, r)
	case order.ReturnPending, order.ReturnDone, order.ReturnCancelled:
		return order.ErrReturnState
	}
	_, err := write(tx, line)
	return err
}

// told is a return as the audit log keeps it.
func told(r *order.Return) map[string]any {
	out := map[string]any{"id": r.ID, "status": r.Status.Name(), "amount": r.Amount}
	for key, text := range map[string]string{"note": r.HandleNote, "refundSn": r.RefundSn} {
		if text != "" {
			out[key] = text
		}
	}
	return out
}

// restock writes down what goes back on the shelf, and tells ware.
func restock(tx *outbox.Tx, r *order.Return) error {
	if len(r.Restock) == 0 {
		return nil
	}
	args, lines := make([]any, 0, 4*len(r.Restock)), make([]orderapi.RestockLine, len(r.Restock))
	for i, p := range r.Restock {
		args = append(args, r.ID, p.SkuID, p.WareID, p.Count)
		lines[i] = orderapi.RestockLine{SkuID: p.SkuID, Count: p.Count, WareID: p.WareID}
	}
	err := tx.DB.Exec("INSERT INTO oms_order_return_stock (return_id, sku_id, ware_id, sku_quantity) VALUES "+values(len(r.Restock), 4), args...).Error
	if err != nil {
		return err
	}
	return tx.Put(outbox.Event{
		Exchange: orderapi.Exchange, Key: orderapi.KeyRestock, Type: orderapi.TypeRestock, Subject: r.OrderSn,
		Data: orderapi.Restock{OrderSn: r.OrderSn, ReturnID: r.ID, Lines: lines},
	})
}
