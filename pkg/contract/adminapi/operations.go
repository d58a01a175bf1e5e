package adminapi

import "time"

// Paths of operations for staff.
const (
	PathOutbox        = "/api/admin/operations/outbox" // GET ?service&failed&page&pageSize → []Unsent, paged
	PathOutboxSend    = PathOutbox + "/send"           // POST Chosen → Outcomes: try now
	PathParked        = "/api/admin/operations/parked" // GET ?queue&page&pageSize → []Parked, paged
	PathParkedReplay  = PathParked + "/replay"         // POST Chosen → Outcomes: back to the queues they came from
	PathParkedDiscard = PathParked + "/discard"        // POST Chosen → Outcomes: dropped for good; the audit log keeps them
	PathHealth        = "/api/admin/operations/health" // GET → Health
)

// Unsent is a message that a service has written and the broker has not confirmed. Ref names it.
type Unsent struct {
	Ref     string `json:"ref"`
	Service string `json:"service"`
	OutboxMessage
}

// Parked is a message that a consumer has given up. Ref names it. Payload is cut where it is long.
type Parked struct {
	Ref      string     `json:"ref"`
	ID       string     `json:"id,omitempty"`
	Type     string     `json:"type,omitempty"`
	Subject  string     `json:"subject,omitempty"`
	Queue    string     `json:"queue"`
	Exchange string     `json:"exchange"`
	Key      string     `json:"key"`
	Reason   string     `json:"reason"`
	Attempts int        `json:"attempts"`
	FirstAt  *time.Time `json:"firstAt,omitempty"` // of the first failure
	LastAt   *time.Time `json:"lastAt,omitempty"`
	Payload  string     `json:"payload"`
	Cut      bool       `json:"cut,omitempty"`
}

// MostChosen is how many messages one call deals with.
const MostChosen = 200

// Chosen are the messages that something is done with.
type Chosen struct {
	Refs []string `json:"refs" validate:"required,min=1,max=200,dive,required,max=64"`
}

// Outcomes is what became of each, in their order.
type Outcomes struct {
	Results []Outcome `json:"results"`
	Done    int       `json:"done"`
	Failed  int       `json:"failed"`
}

// Outcome is what became of one: done, or not and why (Code: gone, failed, not_sent).
type Outcome struct {
	Ref    string `json:"ref"`
	OK     bool   `json:"ok"`
	Code   string `json:"code,omitempty"`
	Detail string `json:"detail,omitempty"`
}

// The codes of Outcome.
const (
	OutcomeGone    = "gone"     // somebody else was first
	OutcomeFailed  = "failed"   // it is where it was
	OutcomeNotSent = "not_sent" // tried and refused
)

// Health is how the shop's processes do.
type Health struct {
	At        time.Time  `json:"at"`
	Instances []Instance `json:"instances"`
	Limited   []Limited  `json:"limited"` // null: no gateway answered
	Unsent    []Backlog  `json:"unsent"`
	Parked    *int       `json:"parked"` // null: the broker did not answer
	Audit     *AuditRun  `json:"audit,omitempty"`
}

// Instance is a process as Consul knows it, with what it says of itself; Error is why it says nothing.
type Instance struct {
	Service string   `json:"service"`
	ID      string   `json:"id"`
	Address string   `json:"address"`
	Health  string   `json:"health"` // passing, warning, critical
	Output  string   `json:"output,omitempty"`
	Process *Process `json:"process,omitempty"`
	Error   string   `json:"error,omitempty"`
}

// Backlog is how much a service's outbox holds; Error is why nobody knows.
type Backlog struct {
	Service string `json:"service"`
	Total   int64  `json:"total"`
	Failed  int64  `json:"failed"`
	Error   string `json:"error,omitempty"`
}

// PathAuditRuns takes what the auditor has found: POST AuditRun → 204.
const PathAuditRuns = "/internal/audits"

// AuditRun is one run of the auditor over the shop's invariants.
type AuditRun struct {
	At       time.Time      `json:"at"`
	Mode     string         `json:"mode" validate:"required,max=16"` // online, final
	Rules    int            `json:"rules" validate:"min=0"`
	TookMs   int64          `json:"tookMs" validate:"min=0"`
	Violated []AuditFinding `json:"violated" validate:"max=200"`
	Skipped  []string       `json:"skipped,omitempty" validate:"max=200"`
}

// AuditFinding is an invariant that does not hold. Examples are some of its violations.
type AuditFinding struct {
	Rule       string   `json:"rule"`
	Says       string   `json:"says"`
	Violations int64    `json:"violations"`
	Examples   []string `json:"examples,omitempty"`
}
