package outbox

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"gorm.io/gorm"

	"gulimall/pkg/mariadb"
	"gulimall/pkg/rabbit"
)

const (
	batchSize   = 200
	pollEvery   = time.Second           // finds what a commit elsewhere or a crash left
	gather      = 20 * time.Millisecond // what is committed meanwhile shares a batch: four transactions in five saved under load
	firstPause  = time.Second           // after the first failure of a message; doubles
	longestWait = time.Minute           // between two attempts at one message
	drainFor    = 5 * time.Second       // at the stop
	sampleEvery = 15 * time.Second      // gauges
	pruneEvery  = 10 * time.Minute      // inbox
	keepInbox   = 7 * 24 * time.Hour    // must exceed the longest time a message can be on its way
	maxError    = 500
)

// Publisher is what the relay needs of a broker; *rabbit.Broker is one.
type Publisher interface {
	// Publish answers one error per message: nil only for what was confirmed and routed.
	Publish(ctx context.Context, batch []rabbit.Outgoing) []error
}

// Relay carries messages from the table to the broker.
type Relay struct {
	ob      *Outbox
	broker  Publisher
	metrics *metrics
}

// Relay returns a relay to the broker. Any number of them, in any number of processes, may work on one schema; the one of the
// process that commits is woken at once.
func (o *Outbox) Relay(broker Publisher) *Relay {
	return &Relay{ob: o, broker: broker, metrics: newMetrics(o.registerer)}
}

// Run publishes until ctx ends, drains the table once more, and returns nil. Trouble with the database or the broker is logged and
// waited out.
func (r *Relay) Run(ctx context.Context) error {
	var upkeep upkeep
	for ctx.Err() == nil {
		r.publishAll(ctx)
		r.upkeep(ctx, &upkeep)
		select {
		case <-ctx.Done():
		case <-time.After(pollEvery):
		case <-r.ob.committed:
			pause(ctx, gather)
		}
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainFor)
	defer cancel()
	r.publishAll(ctx)
	return nil
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// publishAll works until nothing is due or something is wrong.
func (r *Relay) publishAll(ctx context.Context) {
	for {
		taken, err := r.publishBatch(ctx)
		if err != nil && ctx.Err() == nil {
			r.ob.log.LogAttrs(ctx, slog.LevelWarn, "outbox waits", slog.Any("error", err))
		}
		if err != nil || taken < batchSize || ctx.Err() != nil {
			return
		}
	}
}

// publishBatch publishes the oldest rows that are due and that no other relay holds, and answers how many it took. The rows stay
// locked until the broker has answered, so that nobody else says them meanwhile; the broker's own deadline bounds that time, and a
// stop does not interrupt it.
func (r *Relay) publishBatch(ctx context.Context) (int, error) {
	ctx = context.WithoutCancel(ctx)
	taken := 0
	var away error
	err := mariadb.Tx(ctx, r.ob.db, func(tx *gorm.DB) error {
		rows, err := r.take(tx)
		taken = len(rows)
		if err != nil || taken == 0 {
			return err
		}
		batch := make([]rabbit.Outgoing, len(rows))
		for i, m := range rows {
			batch[i] = rabbit.Outgoing{
				Exchange: m.event.Exchange, Key: m.event.Key, ID: m.messageID, Type: m.event.Type, Body: m.payload, Optional: m.event.Optional,
			}
		}
		away, err = r.record(tx, rows, r.broker.Publish(ctx, batch))
		return err
	})
	return taken, errors.Join(err, away)
}

// take locks what is due.
func (r *Relay) take(tx *gorm.DB) ([]row, error) {
	found, err := tx.Raw(`SELECT id, message_id, exchange, routing_key, type, optional, payload, attempts
		FROM mq_message FORCE INDEX (PRIMARY) WHERE next_at <= ? ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED`, r.ob.clock(), batchSize).Rows()
	if err != nil {
		return nil, fmt.Errorf("take messages: %w", err)
	}
	defer func() { _ = found.Close() }()
	var rows []row
	for found.Next() {
		var m row
		e := &m.event
		if err := found.Scan(&m.id, &m.messageID, &e.Exchange, &e.Key, &e.Type, &e.Optional, &m.payload, &m.attempts); err != nil {
			return nil, fmt.Errorf("take messages: %w", err)
		}
		rows = append(rows, m)
	}
	if err := found.Err(); err != nil {
		return nil, fmt.Errorf("take messages: %w", err)
	}
	return rows, nil
}

// record deletes what was confirmed and notes what failed. What failed because the broker is away is left alone and reported.
func (r *Relay) record(tx *gorm.DB, rows []row, errs []error) (away, err error) {
	var sent []int64
	for i, m := range rows {
		switch {
		case errs[i] == nil:
			sent = append(sent, m.id)
		case errors.Is(errs[i], rabbit.ErrUnavailable):
			away = errs[i]
		default:
			if err := r.postpone(tx, m, errs[i]); err != nil {
				return nil, err
			}
		}
	}
	if len(sent) > 0 {
		if err := forget(tx, sent); err != nil {
			return nil, err
		}
		r.metrics.published.Add(float64(len(sent)))
	}
	return away, nil
}

// forget deletes rows by looking each of them up in the primary key. A plain IN would do, if the server did not scan the whole
// table for it whenever the table is small, and so run into the rows that another relay holds.
func forget(tx *gorm.DB, ids []int64) error {
	list, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	err = tx.Exec(`DELETE m FROM JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$')) AS s
		STRAIGHT_JOIN mq_message m FORCE INDEX (PRIMARY) ON m.id = s.id`, string(list)).Error
	if err != nil {
		return fmt.Errorf("delete %d confirmed messages: %w", len(ids), err)
	}
	return nil
}

func (r *Relay) postpone(tx *gorm.DB, m row, cause error) error {
	wait := min(longestWait, firstPause<<min(m.attempts, 10))
	r.ob.log.LogAttrs(tx.Statement.Context, slog.LevelError, "message not published",
		slog.String("message", m.messageID), slog.String("type", m.event.Type), slog.Int("attempts", m.attempts+1), slog.Any("error", cause))
	text := cause.Error()
	if len(text) > maxError {
		text = strings.ToValidUTF8(text[:maxError], "")
	}
	err := tx.Exec("UPDATE mq_message SET attempts = attempts + 1, last_error = ?, next_at = ? WHERE id = ?",
		text, r.ob.clock().Add(wait), m.id).Error
	if err != nil {
		return fmt.Errorf("postpone message %s: %w", m.messageID, err)
	}
	r.metrics.failed.Inc()
	return nil
}

// upkeep remembers when the chores were done last.
type upkeep struct{ sampled, pruned time.Time }

// upkeep samples the gauges and prunes the inbox when it is time.
func (r *Relay) upkeep(ctx context.Context, u *upkeep) {
	var err error
	if now := time.Now(); now.Sub(u.sampled) > sampleEvery {
		u.sampled = now
		err = r.sample(ctx)
	}
	if now := time.Now(); now.Sub(u.pruned) > pruneEvery {
		u.pruned = now
		err = errors.Join(err, r.ob.prune(ctx))
	}
	if err != nil && ctx.Err() == nil {
		r.ob.log.LogAttrs(ctx, slog.LevelWarn, "outbox upkeep failed", slog.Any("error", err))
	}
}

func (r *Relay) sample(ctx context.Context) error {
	var pending int64
	var oldest sql.NullTime
	err := r.ob.db.WithContext(ctx).Raw("SELECT COUNT(*), MIN(created_at) FROM mq_message").Row().Scan(&pending, &oldest)
	if err != nil {
		return fmt.Errorf("count messages: %w", err)
	}
	r.metrics.pending.Set(float64(pending))
	age := 0.0
	if oldest.Valid {
		age = r.ob.clock().Sub(oldest.Time).Seconds()
	}
	r.metrics.oldest.Set(age)
	return nil
}
