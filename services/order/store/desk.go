package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/mariadb"
	"gulimall/pkg/outbox"
	"gulimall/pkg/staff"
	"gulimall/services/order"
)

var _ order.DeskStore = (*Store)(nil)

// acted tells the audit log of a write of staff; what nobody of them has done is not told.
func acted(tx *outbox.Tx, by adminapi.By, at time.Time, action, sn string, before, after any) error {
	if by.StaffID == 0 {
		return nil
	}
	return staff.Record(tx, by, at, orderapi.Service, action, sn, before, after)
}

// searched is the condition of a search; each part of it has an index.
func searched(q order.Search) *mariadb.Filter {
	var f mariadb.Filter
	for _, part := range []struct {
		condition, value string
	}{
		{"order_sn = ?", q.Sn},
		{"trade_no = ?", q.TradeNo},
	} {
		if part.value != "" {
			f.And(part.condition, part.value)
		}
	}
	for _, part := range []struct{ column, value string }{
		{"member_username", q.Username}, {"receiver_phone", q.Phone}, {"receiver_name", q.Receiver}, {"delivery_sn", q.TrackingNo},
	} {
		if part.value != "" {
			f.And(part.column+" LIKE ?", mariadb.Begins(part.value))
		}
	}
	if q.MemberID > 0 {
		f.And("member_id = ?", q.MemberID)
	}
	if q.CouponID > 0 {
		f.And("coupon_id = ?", q.CouponID)
	}
	if q.Status != nil {
		f.And("status = ?", *q.Status)
	}
	if q.SkuID > 0 {
		f.And("order_sn IN (SELECT i.order_sn FROM oms_order_item i WHERE i.sku_id = ?)", q.SkuID)
	}
	for _, bound := range []struct {
		condition string
		at        time.Time
	}{{"create_time >= ?", q.CreatedFrom}, {"create_time < ?", q.CreatedTo}, {"payment_time >= ?", q.PaidFrom}, {"payment_time < ?", q.PaidTo}} {
		if !bound.at.IsZero() {
			f.And(bound.condition, bound.at)
		}
	}
	if !q.PaidTo.IsZero() {
		f.And("create_time < ?", q.PaidTo) // it goes without saying, and tells the index of the list's order where to begin
	}
	if q.AmountFrom != nil {
		f.And("pay_amount >= ?", *q.AmountFrom)
	}
	if q.AmountTo != nil {
		f.And("pay_amount <= ?", *q.AmountTo)
	}
	return &f
}

// sorted sorts a search; the number of the row, which grows with time, decides between equals and stands in every index.
func sorted(by order.SearchOrder, down bool) string {
	switch by {
	case order.ByPaid:
		return mariadb.Order(down, "payment_time")
	case order.ByAmount:
		return mariadb.Order(down, "pay_amount", "create_time")
	case order.ByCreated:
	}
	return mariadb.Order(down, "create_time")
}

// Search implements order.DeskStore: the numbers of a page out of the indexes, and then the orders themselves.
func (s *Store) Search(ctx context.Context, q order.Search) ([]*order.Order, int64, error) {
	f, db := searched(q), s.read(ctx)
	sns, total, err := mariadb.Listed[string](db, "SELECT order_sn", "FROM oms_order"+f.Where(), sorted(q.Order, q.Down), f.Args(), q.Page)
	if err != nil {
		return nil, 0, fmt.Errorf("search orders: %w", err)
	}
	found, err := s.States(ctx, sns)
	if err != nil {
		return nil, 0, err
	}
	orders := make([]*order.Order, 0, len(sns))
	for _, sn := range sns {
		if o := found[sn]; o != nil {
			orders = append(orders, o)
		}
	}
	return orders, total, s.fill(db, orders...)
}

// statesAtOnce is how many orders one statement asks for.
const statesAtOnce = 1000

// States implements order.DeskStore.
func (s *Store) States(ctx context.Context, sns []string) (map[string]*order.Order, error) {
	found := make(map[string]*order.Order, len(sns))
	for from := 0; from < len(sns); from += statesAtOnce {
		var rows []row
		part := sns[from:min(from+statesAtOnce, len(sns))]
		if err := s.read(ctx).Raw("SELECT "+columns+" FROM oms_order WHERE order_sn IN ?", part).Scan(&rows).Error; err != nil {
			return nil, fmt.Errorf("read %d orders: %w", len(part), err)
		}
		for i := range rows {
			found[rows[i].OrderSn] = rows[i].order()
		}
	}
	return found, nil
}

// AddNote implements order.DeskStore.
func (s *Store) AddNote(ctx context.Context, n order.StaffNote, at time.Time) error {
	err := s.ob.Tx(ctx, func(tx *outbox.Tx) error {
		o, err := s.find(tx.DB, n.Sn, "")
		if err != nil {
			return err
		}
		facts := order.Facts{Text: n.Text, Staff: n.By.Account}
		fresh, err := write(tx, note{sn: n.Sn, event: order.EventStaffNote, status: o.Status, by: order.ByStaff, facts: facts, ref: n.Key, at: at})
		if err != nil || !fresh {
			return err
		}
		return acted(tx, n.By, at, "order.noted", n.Sn, nil, map[string]string{"note": n.Text})
	})
	if err != nil {
		return fmt.Errorf("note on order %s: %w", n.Sn, err)
	}
	return nil
}

// Unsent implements order.DeskStore. The outbox holds only what is on its way, so that it may be read through.
func (s *Store) Unsent(ctx context.Context, sn string) ([]order.Message, error) {
	var rows []struct {
		Type        string
		CreatedAt   time.Time
		Attempts    int
		LastError   string
		Traceparent string
	}
	err := s.read(ctx).Raw("SELECT type, created_at, attempts, last_error, traceparent FROM mq_message WHERE subject = ? ORDER BY id LIMIT 50", sn).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("unsent messages of order %s: %w", sn, err)
	}
	all := make([]order.Message, len(rows))
	for i, r := range rows {
		all[i] = order.Message{Type: r.Type, At: r.CreatedAt, Attempts: r.Attempts, Error: r.LastError, TraceID: traceOf(r.Traceparent)}
	}
	return all, nil
}

// traceOf is the trace of a traceparent: 00-trace-span-flags.
func traceOf(parent string) string {
	if parts := strings.Split(parent, "-"); len(parts) == 4 {
		return parts[1]
	}
	return ""
}
