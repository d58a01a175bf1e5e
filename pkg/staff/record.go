package staff

import (
	"time"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/outbox"
)

// Record tells the audit log of a write, in the transaction of the write: what was done to which object of an area (the service), and how it
// was before and after; nil is nothing.
func Record(tx *outbox.Tx, by adminapi.By, at time.Time, area, action, object string, before, after any) error {
	told, err := by.Acted(at, area, action, object, before, after)
	if err != nil {
		return err
	}
	return tx.Put(outbox.Event{Exchange: adminapi.Exchange, Key: adminapi.KeyActed, Subject: object, Data: told})
}
