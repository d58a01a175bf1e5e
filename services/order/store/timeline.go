package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"gulimall/pkg/mariadb"
	"gulimall/pkg/money"
	"gulimall/pkg/outbox"
	"gulimall/pkg/telemetry"
	"gulimall/services/order"
)

// note is one line of the timeline.
type note struct {
	sn, event string
	status    order.Status // after the event
	by        string
	facts     order.Facts
	ref       string // what may be noted only once
	at        time.Time
}

// write adds lines to the timeline with one statement. False when the ref of a line was noted before: then nothing is added.
func write(tx *outbox.Tx, notes ...note) (bool, error) {
	args, trace := make([]any, 0, 8*len(notes)), telemetry.TraceID(tx.DB.Statement.Context)
	for _, n := range notes {
		facts, err := factsArg(n.facts)
		if err != nil {
			return false, err
		}
		var ref any
		if n.ref != "" {
			ref = n.ref
		}
		args = append(args, n.sn, n.event, n.status, n.by, facts, ref, n.at, trace)
	}
	err := tx.DB.Exec("INSERT INTO oms_order_operate_history (order_sn, event, order_status, operate_man, params, ref, create_time, trace_id) VALUES "+
		values(len(notes), 8), args...).Error
	if mariadb.IsDuplicate(err) {
		return false, nil
	}
	return err == nil, err
}

// factsArg is facts as the column keeps them; NULL where there are none.
func factsArg(f order.Facts) (any, error) {
	body, err := json.Marshal(f)
	if err != nil || string(body) == "{}" {
		return nil, err
	}
	return string(body), nil
}

// timeline reads the lines of an order in the order in which they happened; services tell what they did when they come to it.
func (s *Store) timeline(ctx context.Context, sn string) ([]order.Event, error) {
	var rows []struct {
		Event      string
		OperateMan string
		Note       string
		Params     []byte
		CreateTime time.Time
		TraceID    string
	}
	err := s.read(ctx).Raw("SELECT event, operate_man, note, params, create_time, trace_id FROM oms_order_operate_history WHERE order_sn = ? "+
		"ORDER BY create_time, id", sn).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("timeline of order %s: %w", sn, err)
	}
	events := make([]order.Event, len(rows))
	for i, r := range rows {
		events[i] = order.Event{At: r.CreateTime, Event: r.Event, By: r.OperateMan, TraceID: r.TraceID}
		if r.Params == nil {
			events[i].Facts = old(r.Event, r.OperateMan, r.Note)
			continue
		}
		if err := json.Unmarshal(r.Params, &events[i].Facts); err != nil {
			return nil, fmt.Errorf("facts of %s in order %s: %w", r.Event, sn, err)
		}
	}
	return events, nil
}

// old reads the facts out of a note as lines had them before they had params.
func old(event, by, note string) order.Facts {
	first, rest, _ := strings.Cut(note, " ")
	switch event {
	case order.EventPaid:
		if by == order.ByPayment {
			return order.Facts{TradeNo: note}
		}
	case order.EventClosing:
		return order.Facts{Text: note}
	case order.EventClosed, order.EventReturn:
		return order.Facts{Reason: note}
	case order.EventShipped:
		return order.Facts{Company: first, TrackingNo: rest}
	case order.EventLatePayment:
		return order.Facts{Reason: first, TradeNo: rest}
	case order.EventRefunded:
		amount, err := money.Parse(first)
		if err == nil {
			return order.Facts{Amount: amount, Reason: rest}
		}
	}
	return order.Facts{}
}

// Tell implements order.Deliveries.
func (s *Store) Tell(ctx context.Context, sn string, e order.Event) error {
	err := s.ob.Tx(ctx, func(tx *outbox.Tx) error {
		if err := tx.Once(); err != nil {
			return err
		}
		o, err := s.find(tx.DB, sn, "")
		if err != nil {
			return err
		}
		ref := e.Facts.RefundSn
		if ref == "" {
			ref = "once"
		}
		_, err = write(tx, note{sn: sn, event: e.Event, status: o.Status, by: e.By, facts: e.Facts, ref: ref, at: e.At})
		return err
	})
	if err != nil {
		return fmt.Errorf("tell %s of order %s: %w", e.Event, sn, err)
	}
	return nil
}

// reserved are the lines of what the other services keep for an order that has just been placed.
func reserved(o *order.Order, at time.Time) []note {
	var notes []note
	add := func(kept bool, event, by string, facts order.Facts) {
		if kept {
			notes = append(notes, note{sn: o.Sn, event: event, status: order.Pending, by: by, facts: facts, at: at})
		}
	}
	add(len(o.Parcels) > 0, order.EventStockLocked, order.ByWare, order.Facts{Parcels: slices.Clone(o.Parcels)})
	add(o.CouponID > 0, order.EventCouponLocked, order.BySystem, order.Facts{})
	add(o.PointsUsed > 0, order.EventPointsFrozen, order.BySystem, order.Facts{Points: o.PointsUsed})
	return notes
}
