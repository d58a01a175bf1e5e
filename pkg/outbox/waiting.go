package outbox

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
)

// Waiting is a message that the broker has not confirmed.
type Waiting struct {
	ID         int64
	MessageID  string
	Exchange   string
	RoutingKey string
	Type       string
	Subject    string
	CreatedAt  time.Time
	NextAt     time.Time
	Attempts   int
	LastError  string
	Payload    []byte
}

// Backlog is how many messages wait, and how many of them were refused before.
type Backlog struct {
	Total  int64
	Failed int64
}

// Backlog counts what waits.
func (o *Outbox) Backlog(ctx context.Context) (Backlog, error) {
	var b Backlog
	if err := o.db.WithContext(ctx).Raw("SELECT COUNT(*) AS total, COALESCE(SUM(attempts > 0), 0) AS failed FROM mq_message").Scan(&b).Error; err != nil {
		return b, fmt.Errorf("count messages: %w", err)
	}
	return b, nil
}

// Waiting lists what waits, the oldest first; failed chooses what was refused before.
func (o *Outbox) Waiting(ctx context.Context, failed bool, limit int) ([]Waiting, error) {
	only := ""
	if failed {
		only = "WHERE attempts > 0"
	}
	var all []Waiting
	err := o.db.WithContext(ctx).Raw(`SELECT id, message_id, exchange, routing_key, type, subject, created_at, next_at, attempts, last_error, payload
		FROM mq_message `+only+` ORDER BY id LIMIT ?`, limit).Scan(&all).Error
	if err != nil {
		return nil, fmt.Errorf("list messages: %w", err)
	}
	return all, nil
}

const (
	retryFor  = 2 * time.Second
	retryLook = 50 * time.Millisecond
)

// Retry makes a message due at once and waits a moment for what comes of it: true when it is gone, which it also is when it was sent before;
// else the error of the last attempt. The relay that works here is woken; the others look every second.
func (o *Outbox) Retry(ctx context.Context, id int64) (sent bool, cause string, err error) {
	db := o.db.WithContext(ctx)
	before, there, err := attempts(db, id)
	if err != nil || !there {
		return !there, "", err
	}
	if err := db.Exec("UPDATE mq_message SET next_at = ? WHERE id = ?", o.clock(), id).Error; err != nil {
		return false, "", fmt.Errorf("retry message %d: %w", id, err)
	}
	o.Wake()
	for until := time.Now().Add(retryFor); time.Now().Before(until); pause(ctx, retryLook) {
		now, there, err := attempts(db, id)
		switch {
		case err != nil || !there:
			return !there, "", err
		case now.Attempts > before.Attempts:
			return false, now.LastError, nil
		}
	}
	return false, before.LastError, ctx.Err()
}

func attempts(db *gorm.DB, id int64) (now Waiting, there bool, err error) {
	err = db.Raw("SELECT attempts, last_error FROM mq_message WHERE id = ?", id).Take(&now).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return now, false, nil
	}
	if err != nil {
		return now, false, fmt.Errorf("look at message %d: %w", id, err)
	}
	return now, true, nil
}
