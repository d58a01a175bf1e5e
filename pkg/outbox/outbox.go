package outbox

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"
	"gorm.io/gorm"

	"gulimall/pkg/mariadb"
	"gulimall/pkg/rabbit"
)

// Migrations are the tables of outbox and inbox, for mariadb.Migrate.
//
//go:embed *.sql
var Migrations embed.FS

// VersionTable is where mariadb.Migrate remembers which of Migrations were applied.
const VersionTable = "goose_outbox_version"

// ErrDuplicate says that the message in the context had its effect before.
var ErrDuplicate = rabbit.ErrDuplicate

// Event is something that happened and that others shall hear.
type Event struct {
	Exchange string
	Key      string
	Type     string // Key if empty
	Version  int    // 1 if 0
	Subject  string // what it is about, an order number in most cases
	Data     any
	// Optional says that nobody needs to listen: without it an event that reaches no queue is kept and tried again.
	Optional bool
}

// Outbox writes messages in the transactions of one schema.
type Outbox struct {
	db         *gorm.DB
	log        *slog.Logger
	now        func() time.Time
	registerer prometheus.Registerer
	committed  chan struct{} // wakes the relay; holds one
}

// Option sets something up that has a default.
type Option func(*Outbox)

// WithLog sends what the relay has to say to log; without it nothing is logged.
func WithLog(log *slog.Logger) Option { return func(o *Outbox) { o.log = log } }

// WithNow sets the clock.
func WithNow(now func() time.Time) Option { return func(o *Outbox) { o.now = now } }

// WithMetrics registers the outbox' metrics.
func WithMetrics(r prometheus.Registerer) Option { return func(o *Outbox) { o.registerer = r } }

// New returns the outbox of the schema that db is connected to.
func New(db *gorm.DB, options ...Option) *Outbox {
	o := &Outbox{
		db:        db,
		log:       slog.New(slog.DiscardHandler),
		now:       time.Now,
		committed: make(chan struct{}, 1),
	}
	for _, set := range options {
		set(o)
	}
	return o
}

func (o *Outbox) clock() time.Time { return o.now().UTC().Truncate(time.Millisecond) }

// Wake tells the relay that there may be something to publish. Tx does so by itself.
func (o *Outbox) Wake() {
	select {
	case o.committed <- struct{}{}:
	default:
	}
}

// Tx runs f in one transaction, as mariadb.Tx does: f may run several times, and an error of the commit itself means "unknown".
func (o *Outbox) Tx(ctx context.Context, f func(tx *Tx) error) error {
	spoken := 0
	err := mariadb.Tx(ctx, o.db, func(db *gorm.DB) error {
		tx := &Tx{DB: db, ctx: ctx, ob: o}
		if err := f(tx); err != nil {
			return err
		}
		spoken = len(tx.rows)
		return tx.flush()
	})
	if err == nil && spoken > 0 {
		o.Wake()
	}
	return err
}

// Tx is a transaction that can speak. DB is the transaction itself.
type Tx struct {
	DB   *gorm.DB
	ctx  context.Context //nolint:containedctx // the transaction's own, no longer lived than its function
	ob   *Outbox
	rows []row
}

// row is a line of mq_message.
type row struct {
	id        int64
	attempts  int
	messageID string
	event     Event
	trace     string
	payload   []byte
	at        time.Time
}

// Put notes an event for the commit. It fails only for data that cannot be written as JSON.
func (t *Tx) Put(e Event) error {
	if e.Exchange == "" || e.Key == "" {
		return errors.New("put event: exchange and key must be given")
	}
	if e.Type == "" {
		e.Type = e.Key
	}
	if e.Version == 0 {
		e.Version = 1
	}
	id, err := uuid.NewV7()
	if err != nil {
		return fmt.Errorf("put event: %w", err)
	}
	r := row{messageID: id.String(), event: e, trace: rabbit.TraceparentOf(t.ctx), at: t.ob.clock()}
	r.payload, err = rabbit.Encode(rabbit.Message{
		ID: r.messageID, Type: e.Type, Version: e.Version, OccurredAt: r.at, Subject: e.Subject, Traceparent: r.trace,
	}, e.Data)
	if err != nil {
		return fmt.Errorf("put event: %w", err)
	}
	t.rows = append(t.rows, r)
	return nil
}

// flush writes all events of the transaction with one statement.
func (t *Tx) flush() error {
	if len(t.rows) == 0 {
		return nil
	}
	const columns = "INSERT INTO mq_message (message_id, exchange, routing_key, type, version, subject, optional, traceparent, " +
		"payload, created_at, next_at) VALUES "
	args := make([]any, 0, 11*len(t.rows))
	for _, r := range t.rows {
		e := r.event
		args = append(args, r.messageID, e.Exchange, e.Key, e.Type, e.Version, e.Subject, e.Optional, r.trace, r.payload, r.at, r.at)
	}
	statement := columns + strings.TrimSuffix(strings.Repeat("(?,?,?,?,?,?,?,?,?,?,?),", len(t.rows)), ",")
	if err := t.DB.Exec(statement, args...).Error; err != nil {
		return fmt.Errorf("write %d messages: %w", len(t.rows), err)
	}
	return nil
}

// Once notes in the inbox that the message in the transaction's context has its effect here, and answers ErrDuplicate if that was
// noted before. Where no message is being handled it does nothing.
func (t *Tx) Once() error {
	m, queue, ok := rabbit.FromContext(t.ctx)
	if !ok {
		return nil
	}
	err := t.DB.Exec("INSERT INTO mq_inbox (consumer, message_id, at) VALUES (?, ?, ?)", queue, m.ID, t.ob.clock()).Error
	if mariadb.IsDuplicate(err) {
		return ErrDuplicate
	}
	if err != nil {
		return fmt.Errorf("note message %s of %s: %w", m.ID, queue, err)
	}
	return nil
}
