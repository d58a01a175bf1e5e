package session

import (
	"encoding/json"
	"fmt"
	"time"
)

// record is a session as Redis keeps it: one flat JSON object. Every call of a shopper reads its session in every service that it
// passes; scs's own codec (gob) would compile its types anew each time, which costs more than the rest of the look-up.
type record struct {
	Deadline time.Time `json:"deadline"`
	ID       int64     `json:"id,omitempty"`
	Username string    `json:"username,omitempty"`
	Device   string    `json:"device,omitempty"`
	Address  string    `json:"address,omitempty"`
	Since    time.Time `json:"since,omitzero"`
	Seen     time.Time `json:"seen,omitzero"`
}

func read(body []byte) (record, error) {
	var r record
	if err := json.Unmarshal(body, &r); err != nil {
		return record{}, fmt.Errorf("read session: %w", err)
	}
	if r.Since.IsZero() { // begun by a release that did not note it
		r.Since = r.Deadline.Add(-lifetime)
	}
	if r.Seen.IsZero() {
		r.Seen = r.Since
	}
	return r, nil
}

// codec lets scs keep records: a session has one value, and that is the record.
type codec struct{}

const whole = "record"

// Encode implements scs.Codec.
func (codec) Encode(deadline time.Time, values map[string]any) ([]byte, error) {
	r, _ := values[whole].(record)
	r.Deadline, r.Since, r.Seen = deadline, deadline.Add(-lifetime), deadline.Add(-lifetime)
	return json.Marshal(r)
}

// Decode implements scs.Codec.
func (codec) Decode(body []byte) (time.Time, map[string]any, error) {
	r, err := read(body)
	return r.Deadline, map[string]any{whole: r}, err
}
