package page

import "time"

// AdminMessages is the page "adminopsmessages": what was given up by its consumer, or what was not sent yet.
type AdminMessages struct {
	AdminBase
	Tabs     []Tab
	Kind     string // parked, outbox
	Queues   []Option
	Services []Option
	Failed   bool
	Filtered bool
	Silent   []string // services that did not answer
	Away     bool     // the broker did not answer
	Messages []AdminMessage
	Pager    Pager
	CSV      string
	MayWrite bool
}

// AdminMessage is a message that is parked, or waits in a service's outbox.
type AdminMessage struct {
	Ref                 string
	ID, Type, Subject   string
	Place               string // the queue, or the service
	Exchange, Key       string
	Reason              string
	Attempts            int
	At, LastAt          time.Time // written or failed first; tried last, or again
	Payload             string
	Cut, Chosen, Failed bool
}

// AdminMessagesDo is the page "adminopsdo": what shall be done with messages, or what became of each. Kind is replay, discard or send, and
// names itself (ops.do.…).
type AdminMessagesDo struct {
	AdminBase
	Kind         string
	Back         string
	Messages     []AdminMessage
	Results      []AdminOutcome
	Done, Undone int
}

// AdminOutcome is what became of one; Code names itself (ops.outcome.…).
type AdminOutcome struct {
	Label, Type  string
	OK           bool
	Code, Detail string
}

// AdminHealth is the page "adminopshealth".
type AdminHealth struct {
	AdminBase
	At             time.Time
	Instances      []AdminInstance
	Rounds         []AdminRound
	Limited        []AdminLimited
	LimitsAway     bool // no gateway answered
	Unsent         []AdminBacklog
	Parked         *int // nil: the broker did not answer
	Audit          *AdminAuditRun
	Consul, Rabbit string
}

// AdminInstance is a process; State is what Consul says of it and names itself (ops.health.…).
type AdminInstance struct {
	Service, Address string
	State            string
	Output           string
	Answered         bool
	Error            string
	StartedAt        time.Time
	Faults           []AdminFault
}

// AdminFault is something that a process needs and cannot reach.
type AdminFault struct{ Name, Error string }

// AdminRound is work that a service repeats, over all its copies.
type AdminRound struct {
	Service, Name   string
	Seconds         float64
	LastAt          time.Time
	LastFound       int64
	Found, Failures int64
	Error           string
	ErrorAt         time.Time
}

// AdminLimited is what a rate limit held back; Limit names itself (ops.limit.…).
type AdminLimited struct {
	Limit, Service string
	Refused        int64
	LastAt         time.Time
}

// AdminBacklog is how much a service's outbox holds.
type AdminBacklog struct {
	Service, Error string
	Total, Failed  int64
}

// AdminAuditRun is what the auditor found last.
type AdminAuditRun struct {
	At       time.Time
	Mode     string // names itself (ops.audit_mode.…)
	Rules    int
	Violated []AdminViolation
	Skipped  []string
}

// AdminViolation is an invariant that does not hold.
type AdminViolation struct {
	Rule, Says string
	Count      int64
	Examples   []string
}
