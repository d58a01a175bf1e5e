package outbox

import (
	"context"
	"encoding/binary"
	"fmt"
	"time"

	"github.com/google/uuid"
)

const pruneStep = 1000

// prune drops inbox rows that nobody will ask for again. Message ids begin with the time they were made, so the old ones are a
// range of the primary key and no other index is needed; the row's own time keeps a message that was parked for long.
func (o *Outbox) prune(ctx context.Context) error {
	cutoff := o.clock().Add(-keepInbox)
	db := o.db.WithContext(ctx)
	var consumers []string
	if err := db.Raw("SELECT DISTINCT consumer FROM mq_inbox").Scan(&consumers).Error; err != nil {
		return fmt.Errorf("prune inbox: %w", err)
	}
	for _, c := range consumers {
		for ctx.Err() == nil {
			res := db.Exec("DELETE FROM mq_inbox WHERE consumer = ? AND message_id < ? AND at < ? LIMIT ?",
				c, firstIDOf(cutoff), cutoff, pruneStep)
			if res.Error != nil {
				return fmt.Errorf("prune inbox of %s: %w", c, res.Error)
			}
			if res.RowsAffected < pruneStep {
				break
			}
		}
	}
	return nil
}

// firstIDOf is the lowest version 7 UUID of a moment.
func firstIDOf(t time.Time) string {
	var id uuid.UUID
	var ms [8]byte
	binary.BigEndian.PutUint64(ms[:], uint64(t.UnixMilli())) //nolint:gosec // after 1970
	copy(id[:6], ms[2:])
	return id.String()
}
