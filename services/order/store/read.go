package store

import (
	"context"
	"fmt"

	"gorm.io/gorm"

	"gulimall/pkg/mariadb"
	"gulimall/services/order"
)

// find reads the row of an order, without its lines.
func (s *Store) find(db *gorm.DB, sn, lock string) (*order.Order, error) {
	var r row
	err := db.Raw("SELECT "+columns+" FROM oms_order WHERE order_sn = ?"+lock, sn).Take(&r).Error
	if mariadb.IsNotFound(err) {
		return nil, order.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("find order %s: %w", sn, err)
	}
	return r.order(), nil
}

// fill reads the lines of orders with one query.
func (s *Store) fill(db *gorm.DB, orders ...*order.Order) error {
	if len(orders) == 0 {
		return nil
	}
	sns := make([]string, len(orders))
	bySn := make(map[string]*order.Order, len(orders))
	for i, o := range orders {
		sns[i], bySn[o.Sn] = o.Sn, o
	}
	var lines []line
	if err := db.Raw("SELECT "+lineColumns+", adjust_amount FROM oms_order_item WHERE order_sn IN ? ORDER BY order_sn, sku_id", sns).Scan(&lines).Error; err != nil {
		return fmt.Errorf("lines of %d orders: %w", len(orders), err)
	}
	for i := range lines {
		l, err := lines[i].line()
		if err != nil {
			return err
		}
		o := bySn[lines[i].OrderSn]
		o.Lines = append(o.Lines, l)
	}
	return nil
}

// State implements order.Reading.
func (s *Store) State(ctx context.Context, sn string) (*order.Order, error) {
	return s.find(s.read(ctx), sn, "")
}

// Find implements order.Reading.
func (s *Store) Find(ctx context.Context, sn string) (*order.Order, error) {
	o, err := s.State(ctx, sn)
	if err != nil {
		return nil, err
	}
	return o, s.fill(s.read(ctx), o)
}

// Detail implements order.Reading.
func (s *Store) Detail(ctx context.Context, sn string) (*order.Order, error) {
	o, err := s.Find(ctx, sn)
	if err != nil {
		return nil, err
	}
	o.Timeline, err = s.timeline(ctx, sn)
	return o, err
}
