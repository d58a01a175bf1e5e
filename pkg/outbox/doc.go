// Package outbox ties messages to transactions: a message leaves if and only if the transaction that spoke it was committed, and
// has its effect once however often it arrives.
//
// # Speaking
//
//	err := ob.Tx(ctx, func(tx *outbox.Tx) error {
//		if err := tx.DB.Exec(…).Error; err != nil {
//			return err
//		}
//		return tx.Put(outbox.Event{Exchange: orderapi.Exchange, Key: orderapi.KeyPaid, Subject: orderSn, Data: paid})
//	})
//
// Put only notes the event; all events of a transaction are written with one INSERT just before the commit. The commit wakes the
// [Relay] of the same process, which takes what is there with FOR UPDATE SKIP LOCKED, publishes it as one batch, and deletes what
// the broker confirmed. A row that is there is a message that is not confirmed: the table stays tiny, and whether everything
// was said is one COUNT. Deleting costs less than marking: a mark is an update of the row and of an index, and a delete later.
//
// What the broker refuses, or has no queue for, stays with the error and is tried again after a pause that doubles up to a
// minute. While the broker is away nothing is counted against anybody. A relay that dies between the confirm and the delete says
// a message twice, and so do the broker and the network; that is what the inbox is for.
//
// Any number of relays may work on one table. The order of messages about one subject is kept as long as nothing fails; those who
// listen must bear another.
//
// # Hearing
//
//	func (s *Store) Paid(ctx context.Context, orderSn string) error {
//		return s.ob.Tx(ctx, func(tx *outbox.Tx) error {
//			if err := tx.Once(); err != nil {
//				return err // outbox.ErrDuplicate: acknowledged by package rabbit
//			}
//			…
//		})
//	}
//
// Once writes (queue, message id) of the message in ctx into the inbox, in the transaction of the effect. Outside of a handler it
// does nothing, so that the same method serves a sweeper. Inbox rows are pruned after a week.
//
// # Setting up
//
// A service migrates [Migrations] under the version table [VersionTable] besides its own tables, and runs ob.Relay(broker).Run(ctx)
// for as long as it lives, stopping it last: the relay drains the table once more before it returns.
package outbox
