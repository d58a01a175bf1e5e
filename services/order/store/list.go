package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"gulimall/pkg/mariadb"
	"gulimall/services/order"
)

// listed is the condition of a member's list. It begins with what the indexes know (the member, the status, the moment of placing);
// a keyword is looked for within that only, in the numbers and through the index of the lines.
func listed(q order.ListQuery) (where string, args []any) {
	var b strings.Builder
	b.WriteString(" FROM oms_order o WHERE member_id = ? AND ")
	args = append(args, q.MemberID)
	if len(q.Statuses) > 0 {
		b.WriteString("status IN ? AND ")
		args = append(args, q.Statuses)
	}
	if q.From.IsZero() && q.To.IsZero() {
		b.WriteString("placed_at IS NOT NULL")
	}
	if !q.From.IsZero() {
		b.WriteString("placed_at >= ?")
		args = append(args, q.From)
	}
	if !q.To.IsZero() {
		if !q.From.IsZero() {
			b.WriteString(" AND ")
		}
		b.WriteString("placed_at < ?")
		args = append(args, q.To)
	}
	if q.Keyword != "" {
		like := mariadb.Contains(q.Keyword)
		named := "EXISTS (SELECT 1 FROM oms_order_item i WHERE i.order_sn = o.order_sn AND i.sku_name LIKE ?)"
		args = append(args, like)
		if order.ValidSn(q.Keyword) {
			named, args = "("+named+" OR o.order_sn LIKE ?)", append(args, like)
		}
		b.WriteString(" AND " + named)
	}
	return b.String(), args
}

// List implements order.Reading: a count, a page by index, and the lines of the page.
func (s *Store) List(ctx context.Context, q order.ListQuery) ([]*order.Order, int64, error) {
	where, args := listed(q)
	var total int64
	if err := s.read(ctx).Raw("SELECT COUNT(*)"+where, args...).Scan(&total).Error; err != nil {
		return nil, 0, fmt.Errorf("count orders of member %d: %w", q.MemberID, err)
	}
	orders := []*order.Order{}
	if total == 0 {
		return orders, 0, nil
	}
	var rows []row
	args = append(args, q.PageSize, (q.Page-1)*q.PageSize)
	if err := s.read(ctx).Raw("SELECT "+columns+where+" ORDER BY placed_at DESC, id DESC LIMIT ? OFFSET ?", args...).Scan(&rows).Error; err != nil {
		return nil, 0, fmt.Errorf("list orders of member %d: %w", q.MemberID, err)
	}
	for i := range rows {
		orders = append(orders, rows[i].order())
	}
	return orders, total, s.fill(s.read(ctx), orders...)
}

// Counts implements order.Reading, out of the index alone.
func (s *Store) Counts(ctx context.Context, memberID int64) (map[order.Status]int64, error) {
	var rows []struct {
		Status order.Status
		N      int64
	}
	err := s.read(ctx).Raw("SELECT status, COUNT(*) AS n FROM oms_order WHERE member_id = ? AND placed_at IS NOT NULL GROUP BY status", memberID).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("count orders of member %d: %w", memberID, err)
	}
	counts := make(map[order.Status]int64, len(rows))
	for _, r := range rows {
		counts[r.Status] = r.N
	}
	return counts, nil
}

// Version implements order.Reading, with one query.
func (s *Store) Version(ctx context.Context, sn string) (order.Version, error) {
	var v struct {
		MemberID int64
		Visible  bool
		Status   order.Status
		Events   int64
		Returns  int64
		Refunded int64
		Expires  time.Time
	}
	err := s.read(ctx).Raw("SELECT o.member_id, o.placed_at IS NOT NULL AS visible, o.status, o.refund_amount AS refunded, o.expires_at AS expires, "+
		"(SELECT COUNT(*) FROM oms_order_operate_history h WHERE h.order_sn = o.order_sn) AS events, "+
		"(SELECT COALESCE(SUM(r.status + 1), 0) FROM oms_order_return_apply r WHERE r.order_sn = o.order_sn) AS returns "+
		"FROM oms_order o WHERE o.order_sn = ?", sn).Take(&v).Error
	if mariadb.IsNotFound(err) {
		return order.Version{}, order.ErrNotFound
	}
	if err != nil {
		return order.Version{}, fmt.Errorf("version of order %s: %w", sn, err)
	}
	return order.Version{
		MemberID: v.MemberID, Visible: v.Visible, Status: v.Status, Lines: v.Events, Returns: v.Returns, Refunded: v.Refunded, Expires: v.Expires,
	}, nil
}
