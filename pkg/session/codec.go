package session

import (
	"encoding/json"
	"fmt"
	"time"
)

// codec writes sessions as one flat JSON object. Every call of a shopper reads its session in every service that it passes; scs's own
// codec (gob) would compile its types anew each time, which costs more than the rest of the look-up.
type codec struct{}

type record struct {
	Deadline time.Time `json:"deadline"`
	ID       int64     `json:"id,omitempty"`
	Username string    `json:"username,omitempty"`
}

// Encode implements scs.Codec.
func (codec) Encode(deadline time.Time, values map[string]any) ([]byte, error) {
	r := record{Deadline: deadline}
	r.ID, _ = values["id"].(int64)
	r.Username, _ = values["username"].(string)
	return json.Marshal(r)
}

// Decode implements scs.Codec.
func (codec) Decode(body []byte) (time.Time, map[string]any, error) {
	var r record
	if err := json.Unmarshal(body, &r); err != nil {
		return time.Time{}, nil, fmt.Errorf("read session: %w", err)
	}
	values := map[string]any{}
	if r.ID != 0 {
		values["id"], values["username"] = r.ID, r.Username
	}
	return r.Deadline, values, nil
}
