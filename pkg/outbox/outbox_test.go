package outbox_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"gulimall/pkg/mariadb/dbtest"
	"gulimall/pkg/outbox"
	"gulimall/pkg/rabbit"
)

func event(subject string) outbox.Event {
	return outbox.Event{Exchange: "orders", Key: "order.created", Subject: subject, Data: map[string]string{"orderSn": subject}}
}

// open gives a fresh schema with the tables of the outbox and one table of a business.
func open(t *testing.T, options ...outbox.Option) (*outbox.Outbox, *gorm.DB) {
	t.Helper()
	db := dbtest.Open(t, outbox.Migrations)
	require.NoError(t, db.Exec("CREATE TABLE done (subject VARCHAR(64) NOT NULL, at DATETIME(3) NOT NULL)").Error)
	return outbox.New(db, options...), db
}

func count(t *testing.T, db *gorm.DB, table string) int {
	t.Helper()
	var n int
	require.NoError(t, db.Raw("SELECT COUNT(*) FROM "+table).Row().Scan(&n))
	return n
}

func put(t *testing.T, ob *outbox.Outbox, subjects ...string) {
	t.Helper()
	require.NoError(t, ob.Tx(t.Context(), func(tx *outbox.Tx) error {
		for _, s := range subjects {
			if err := tx.Put(event(s)); err != nil {
				return err
			}
		}
		return nil
	}))
}

func TestEventsAreWrittenWithTheTransaction(t *testing.T) {
	now := time.Date(2026, 11, 22, 10, 0, 0, 123456789, time.UTC)
	ob, db := open(t, outbox.WithNow(func() time.Time { return now }))
	const parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
	ctx := rabbit.WithMessage(t.Context(), rabbit.Message{ID: "0", Traceparent: parent}, "q")
	require.NoError(t, ob.Tx(ctx, func(tx *outbox.Tx) error {
		return errors.Join(tx.DB.Exec("INSERT INTO done VALUES ('42', ?)", now).Error, tx.Put(event("42")), tx.Put(event("43")))
	}))
	assert.Equal(t, 1, count(t, db, "done"))
	assert.Equal(t, 2, count(t, db, "mq_message"))

	var id, payload, trace string
	var at time.Time
	require.NoError(t, db.Raw("SELECT message_id, payload, traceparent, created_at FROM mq_message ORDER BY id LIMIT 1").
		Row().Scan(&id, &payload, &trace, &at))
	var m rabbit.Message
	require.NoError(t, json.Unmarshal([]byte(payload), &m))
	assert.Equal(t, id, m.ID)
	assert.Equal(t, parent, trace)
	assert.Equal(t, rabbit.Message{
		ID: id, Type: "order.created", Version: 1, OccurredAt: at, Subject: "42", Traceparent: parent, Data: json.RawMessage(`{"orderSn":"42"}`),
	}, m)
	assert.Equal(t, now.Truncate(time.Millisecond), at)
}

func TestNothingIsSaidByATransactionThatFails(t *testing.T) {
	ob, db := open(t)
	broken := errors.New("broken")
	err := ob.Tx(t.Context(), func(tx *outbox.Tx) error {
		return errors.Join(tx.Put(event("42")), broken)
	})
	require.ErrorIs(t, err, broken)
	assert.Zero(t, count(t, db, "mq_message"))

	require.ErrorContains(t, ob.Tx(t.Context(), func(tx *outbox.Tx) error {
		return tx.Put(outbox.Event{Exchange: "orders", Key: "order.created", Data: func() {}})
	}), "unsupported type")
	require.Error(t, ob.Tx(t.Context(), func(tx *outbox.Tx) error { return tx.Put(outbox.Event{Key: "order.created"}) }))
}

func TestOnceLetsAMessageHaveItsEffectOnce(t *testing.T) {
	ob, db := open(t)
	apply := func(ctx context.Context, fail error) error {
		return ob.Tx(ctx, func(tx *outbox.Tx) error {
			if err := tx.Once(); err != nil {
				return err
			}
			return errors.Join(tx.DB.Exec("INSERT INTO done VALUES ('42', UTC_TIMESTAMP(3))").Error, fail)
		})
	}
	ctx := rabbit.WithMessage(t.Context(), rabbit.Message{ID: "01890000-0000-7000-8000-000000000001"}, "cart.created")
	broken := errors.New("broken")
	require.ErrorIs(t, apply(ctx, broken), broken)
	require.NoError(t, apply(ctx, nil), "a failed attempt leaves no trace")
	require.ErrorIs(t, apply(ctx, nil), outbox.ErrDuplicate)
	assert.Equal(t, 1, count(t, db, "done"))

	other := rabbit.WithMessage(t.Context(), rabbit.Message{ID: "01890000-0000-7000-8000-000000000001"}, "points.created")
	require.NoError(t, apply(other, nil), "each consumer has its own effect")
	require.NoError(t, apply(t.Context(), nil), "outside of a handler there is nothing to note")
	require.NoError(t, apply(t.Context(), nil))
	assert.Equal(t, 4, count(t, db, "done"))
	assert.Equal(t, 2, count(t, db, "mq_inbox"))
}

func TestOnceAgainstItself(t *testing.T) {
	ob, db := open(t)
	ctx := rabbit.WithMessage(t.Context(), rabbit.Message{ID: "01890000-0000-7000-8000-000000000001"}, "cart.created")
	results := make(chan error)
	for range 20 {
		go func() {
			results <- ob.Tx(ctx, func(tx *outbox.Tx) error {
				if err := tx.Once(); err != nil {
					return err
				}
				return tx.DB.Exec("INSERT INTO done VALUES ('42', UTC_TIMESTAMP(3))").Error
			})
		}()
	}
	first := 0
	for range 20 {
		if err := <-results; err == nil {
			first++
		} else {
			assert.ErrorIs(t, err, outbox.ErrDuplicate)
		}
	}
	assert.Equal(t, 1, first)
	assert.Equal(t, 1, count(t, db, "done"))
}
