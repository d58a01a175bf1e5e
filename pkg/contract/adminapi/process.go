package adminapi

import "time"

// Paths of operations, which every process answers on its own port, to admin alone.
const (
	PathOps       = "/internal/ops"        // GET → Process
	PathOpsOutbox = "/internal/ops/outbox" // GET ?failed&limit → Outbox; POST {id}/send → Sent: try this message now
	PathOpsLimits = "/internal/ops/limits" // GET → []Limited, of the gateway
)

// Process is how one process does.
type Process struct {
	Service   string            `json:"service"`
	StartedAt time.Time         `json:"startedAt"`
	Ready     bool              `json:"ready"`
	Faults    map[string]string `json:"faults,omitempty"` // what it needs and cannot reach
	Rounds    []Round           `json:"rounds"`
}

// Round is work that a process repeats: a sweep, a poll, a count. Found is what it came upon, since the process began and the last time;
// what is found by a last resort is what the usual way has missed.
type Round struct {
	Name      string     `json:"name"`
	Every     int64      `json:"everyMs"`
	Runs      int64      `json:"runs"`
	Found     int64      `json:"found"`
	Failures  int64      `json:"failures"`
	LastAt    *time.Time `json:"lastAt,omitempty"`
	LastTook  int64      `json:"lastTookMs"`
	LastFound int64      `json:"lastFound"`
	Error     string     `json:"error,omitempty"` // of the last failure
	ErrorAt   *time.Time `json:"errorAt,omitempty"`
}

// Outbox is what a schema has written and the broker has not confirmed: the oldest messages, and how many there are in all.
type Outbox struct {
	Items  []OutboxMessage `json:"items"`
	Total  int64           `json:"total"`
	Failed int64           `json:"failed"` // were tried and refused
}

// OutboxMessage is one of them. Payload is cut where it is long.
type OutboxMessage struct {
	ID        int64     `json:"id"`
	MessageID string    `json:"messageId"`
	Exchange  string    `json:"exchange"`
	Key       string    `json:"key"`
	Type      string    `json:"type"`
	Subject   string    `json:"subject"`
	CreatedAt time.Time `json:"createdAt"`
	NextAt    time.Time `json:"nextAt"` // when it is tried again
	Attempts  int       `json:"attempts"`
	Error     string    `json:"error,omitempty"`
	Payload   string    `json:"payload"`
	Cut       bool      `json:"cut,omitempty"`
}

// Sent says what became of a message that was tried again. A message that is no longer there has been sent.
type Sent struct {
	Sent  bool   `json:"sent"`
	Error string `json:"error,omitempty"`
}

// Limited is how often one of the gateway's rate limits has held somebody back, since the gateway began. Service is where the request
// wanted to go, empty for nowhere that there is.
type Limited struct {
	Limit   string    `json:"limit"`
	Service string    `json:"service,omitempty"`
	Refused int64     `json:"refused"`
	LastAt  time.Time `json:"lastAt"`
}
