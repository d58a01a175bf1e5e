package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/mariadb"
	"gulimall/pkg/outbox"
	"gulimall/services/order"
)

// Create implements order.Submissions: three statements, one for each table.
func (s *Store) Create(ctx context.Context, o *order.Order, token, bodyHash string) error {
	lines, err := lineArgs(o)
	if err != nil {
		return fmt.Errorf("create order %s: %w", o.Sn, err)
	}
	args := insertArgs(o, token, bodyHash)
	err = s.ob.Tx(ctx, func(tx *outbox.Tx) error {
		err := tx.DB.Exec("INSERT INTO oms_order ("+insertColumns+") VALUES "+values(1, len(args)), args...).Error
		if mariadb.IsDuplicate(err) {
			return taken(tx, o, token)
		}
		if err != nil {
			return err
		}
		if err := tx.DB.Exec("INSERT INTO oms_order_item ("+lineColumns+") VALUES "+values(len(o.Lines), lineWidth), lines...).Error; err != nil {
			return err
		}
		_, err = write(tx, note{sn: o.Sn, event: order.EventCreated, status: order.Creating, by: order.ByMember, facts: order.Facts{Discounts: o.Discounts}, at: o.CreatedAt})
		return err
	})
	if err != nil {
		return fmt.Errorf("create order %s: %w", o.Sn, err)
	}
	return nil
}

// taken says which of an order's keys another order has: when it is not the token, it is the state of the cart.
func taken(tx *outbox.Tx, o *order.Order, token string) error {
	var others int64
	err := tx.DB.Raw("SELECT COUNT(*) FROM oms_order WHERE member_id = ? AND submit_token = ?", o.MemberID, token).Scan(&others).Error
	switch {
	case err != nil:
		return err
	case others == 0 && o.CartRev != "":
		return order.ErrCartTaken
	}
	return order.ErrTokenTaken
}

// ByToken implements order.Submissions.
func (s *Store) ByToken(ctx context.Context, memberID int64, token string) (*order.Order, string, error) {
	var r row
	err := s.read(ctx).Raw("SELECT "+columns+" FROM oms_order WHERE member_id = ? AND submit_token = ?", memberID, token).Take(&r).Error
	if mariadb.IsNotFound(err) {
		return nil, "", order.ErrNotFound
	}
	if err != nil {
		return nil, "", fmt.Errorf("order by token: %w", err)
	}
	o := r.order()
	return o, r.BodyHash, s.fill(s.read(ctx), o)
}

// Activate implements order.Submissions. An order that costs nothing is paid by that.
func (s *Store) Activate(ctx context.Context, o *order.Order, at time.Time) (bool, error) {
	next := order.Pending
	if o.Amounts.Pay == 0 {
		next = order.Paid
	}
	active := false
	err := s.ob.Tx(ctx, func(tx *outbox.Tx) (err error) {
		notes := append(reserved(o, at), note{sn: o.Sn, event: order.EventPlaced, status: order.Pending, by: order.ByMember, at: at})
		if next == order.Paid {
			active, err = moved(tx, "UPDATE oms_order SET status = ?, placed_at = ?, payment_time = ?, pay_channel = ? WHERE order_sn = ? AND status = ?",
				next, at, at, order.ChannelNone, o.Sn, order.Creating)
			notes = append(notes, note{sn: o.Sn, event: order.EventPaid, status: order.Paid, by: order.BySystem, at: at})
		} else {
			active, err = moved(tx, "UPDATE oms_order SET status = ?, placed_at = ? WHERE order_sn = ? AND status = ?", next, at, o.Sn, order.Creating)
		}
		if err != nil || !active {
			return err
		}
		if _, err := write(tx, notes...); err != nil {
			return err
		}
		if next == order.Paid {
			if err := putPaid(tx, o, at); err != nil {
				return err
			}
		}
		return tx.Put(outbox.Event{
			Exchange: orderapi.Exchange, Key: s.keyCreate, Type: orderapi.TypeCreated, Subject: o.Sn,
			Data: orderapi.Created{OrderSn: o.Sn, MemberID: o.MemberID, FromCart: o.FromCart, Lines: eventLines(o), ExpiresAt: o.ExpiresAt},
		})
	})
	if err != nil {
		return false, fmt.Errorf("activate order %s: %w", o.Sn, err)
	}
	if active {
		o.Status, o.PlacedAt = next, at
		if next == order.Paid {
			o.PaidAt, o.Channel = at, order.ChannelNone
		}
	}
	return active, nil
}

// Abort implements order.Submissions.
func (s *Store) Abort(ctx context.Context, sn, reason string, at time.Time) (bool, error) {
	aborted := false
	err := s.ob.Tx(ctx, func(tx *outbox.Tx) (err error) {
		aborted, err = moved(tx, "UPDATE oms_order SET status = ?, close_reason = ?, close_time = ?, submit_token = NULL, cart_rev = NULL WHERE order_sn = ? AND status = ?",
			order.Closed, reason, at, sn, order.Creating)
		if err != nil || !aborted {
			return err
		}
		return closed(tx, sn, reason, at)
	})
	if err != nil {
		return false, fmt.Errorf("abort order %s: %w", sn, err)
	}
	return aborted, nil
}

// errUnread says that a row which was just changed cannot be found.
var errUnread = errors.New("changed row not found")

// closed notes the end of an order and tells everybody to release what they keep for it.
func closed(tx *outbox.Tx, sn, reason string, at time.Time) error {
	var memberID int64
	result := tx.DB.Raw("SELECT member_id FROM oms_order WHERE order_sn = ?", sn).Scan(&memberID)
	if result.Error != nil {
		return result.Error
	}
	if result.RowsAffected == 0 {
		return errUnread
	}
	if _, err := write(tx, note{sn: sn, event: order.EventClosed, status: order.Closed, by: order.BySystem, facts: order.Facts{Reason: reason}, at: at}); err != nil {
		return err
	}
	return tx.Put(outbox.Event{
		Exchange: orderapi.Exchange, Key: orderapi.KeyReleaseOther, Type: orderapi.TypeClosed, Subject: sn,
		Data: orderapi.Closed{OrderSn: sn, MemberID: memberID, Reason: reason},
	})
}

func eventLines(o *order.Order) []orderapi.Line {
	lines := make([]orderapi.Line, len(o.Lines))
	for i, l := range o.Lines {
		lines[i] = orderapi.Line{SkuID: l.SkuID, SpuID: l.SpuID, Count: l.Count}
	}
	return lines
}
