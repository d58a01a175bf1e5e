package alipaysim

import "time"

// Record is one change: everything that one use case altered, as it is afterwards. Replaying the records in order gives
// the state back.
type Record struct {
	At      time.Time `json:"at"`
	Trades  []Trade   `json:"trades,omitempty"`
	Notices []Notice  `json:"notices,omitempty"`
}

// Journal keeps the records.
type Journal interface {
	// Replay calls f with each record in the order in which they were appended.
	Replay(f func(Record) error) error
	// Append writes a record and returns its number. Records are kept in the order of the calls.
	Append(Record) (int64, error)
	// Sync returns when the record of that number, and all before it, survive a crash.
	Sync(number int64) error
}

// forgetful is the journal of a stand-in that keeps nothing.
type forgetful struct{}

func (forgetful) Replay(func(Record) error) error { return nil }

func (forgetful) Append(Record) (int64, error) { return 0, nil }

func (forgetful) Sync(int64) error { return nil }
