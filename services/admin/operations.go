package admin

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/paging"
)

// Fleet asks the shop's processes. What one of them does not answer is said in its line and keeps nobody else's back.
type Fleet interface {
	// Instances are the processes as Consul knows them, each with what it says of itself.
	Instances(ctx context.Context) ([]adminapi.Instance, error)
	// Limited is what the gateways have held back; nil where none of them answered.
	Limited(ctx context.Context) []adminapi.Limited
	// Unsent is what the outbox of each service still holds, at most so many messages of each.
	Unsent(ctx context.Context, failed bool, limit int) []ServiceOutbox
	// Send tries a message of a service's outbox now; ErrNoService.
	Send(ctx context.Context, service string, id int64) (adminapi.Sent, error)
}

// ErrNoService is the answer where a service is named that has no outbox.
var ErrNoService = apperr.New(apperr.NotFound, "service_not_found")

// ServiceOutbox is the outbox of one service, or why nobody knows.
type ServiceOutbox struct {
	adminapi.Backlog
	Items []adminapi.OutboxMessage
}

// Parking is the queue of messages that were given up. Outcomes have an entry for each message that was there.
type Parking interface {
	Parked(ctx context.Context, limit int) ([]adminapi.Parked, error)
	Count(ctx context.Context) (int, error)
	Replay(ctx context.Context, refs []string) (map[string]error, error)
	Discard(ctx context.Context, refs []string) (map[string]error, error)
}

// Book keeps what operations leave behind.
type Book interface {
	// Note writes a line of the audit log.
	Note(ctx context.Context, by adminapi.By, action, object string, before, after any) error
	AddRun(ctx context.Context, run adminapi.AuditRun) error
	// LastRun is the auditor's last; nil where it never ran.
	LastRun(ctx context.Context) (*adminapi.AuditRun, error)
}

// Operations is the use cases of the operations desk.
type Operations struct {
	fleet   Fleet
	parking Parking
	book    Book
	now     func() time.Time
	log     *slog.Logger
}

// NewOperations joins the use cases to their ports.
func NewOperations(fleet Fleet, parking Parking, book Book, now func() time.Time, log *slog.Logger) *Operations {
	return &Operations{fleet, parking, book, now, log}
}

// How many messages are looked at: of each outbox, and of the parking queue.
const (
	mostUnsent = 500
	mostParked = 2000
)

// UnsentQuery chooses messages of the outboxes.
type UnsentQuery struct {
	Service string
	Failed  bool
	Page    paging.Page
}

// Unsent lists what waits in the outboxes, the oldest first, how many there are in all, and how much each holds.
func (o *Operations) Unsent(ctx context.Context, q UnsentQuery) ([]adminapi.Unsent, int64, []adminapi.Backlog, error) {
	var found []adminapi.Unsent
	var backlog []adminapi.Backlog
	for _, box := range o.fleet.Unsent(ctx, q.Failed, mostUnsent) {
		backlog = append(backlog, box.Backlog)
		if q.Service != "" && q.Service != box.Service {
			continue
		}
		for _, m := range box.Items {
			found = append(found, adminapi.Unsent{Ref: unsentRef(box.Service, m.ID), Service: box.Service, OutboxMessage: m})
		}
	}
	slices.SortStableFunc(found, func(a, b adminapi.Unsent) int { return a.CreatedAt.Compare(b.CreatedAt) })
	return cut(found, q.Page), int64(len(found)), backlog, nil
}

func unsentRef(service string, id int64) string { return service + ":" + strconv.FormatInt(id, 10) }

// cut is one page of a list that is all there.
func cut[T any](all []T, p paging.Page) []T {
	from := min(p.Offset(), len(all))
	return all[from:min(from+p.Size, len(all))]
}

// Parked lists what was given up, the latest first; a queue chooses what its consumer gave up.
func (o *Operations) Parked(ctx context.Context, queue string, page paging.Page) (items []adminapi.Parked, total int64, queues []string, err error) {
	all, err := o.parking.Parked(ctx, mostParked)
	if err != nil {
		return nil, 0, nil, apperr.ErrUnavailable.Wrap(err)
	}
	var found []adminapi.Parked
	for _, m := range all {
		queues = append(queues, m.Queue)
		if queue == "" || queue == m.Queue {
			found = append(found, m)
		}
	}
	slices.Sort(queues)
	slices.SortStableFunc(found, func(a, b adminapi.Parked) int { return cmp.Compare(moment(b.LastAt), moment(a.LastAt)) })
	return cut(found, page), int64(len(found)), slices.Compact(queues), nil
}

func moment(t *time.Time) int64 {
	if t == nil {
		return 0
	}
	return t.UnixMilli()
}

// Pick gives the parked messages of some refs, as far as they are there.
func (o *Operations) Pick(ctx context.Context, refs []string) ([]adminapi.Parked, error) {
	all, err := o.parking.Parked(ctx, mostParked)
	if err != nil {
		return nil, apperr.ErrUnavailable.Wrap(err)
	}
	return slices.DeleteFunc(all, func(m adminapi.Parked) bool { return !slices.Contains(refs, m.Ref) }), nil
}

// Replay sends parked messages back to the queues they came from.
func (o *Operations) Replay(ctx context.Context, refs []string, by adminapi.By) (adminapi.Outcomes, error) {
	return o.settle(ctx, refs, by, "message.replayed", o.parking.Replay)
}

// Discard drops parked messages; the audit log keeps what they said.
func (o *Operations) Discard(ctx context.Context, refs []string, by adminapi.By) (adminapi.Outcomes, error) {
	return o.settle(ctx, refs, by, "message.discarded", o.parking.Discard)
}

// settle writes into the audit log what is about to be done with each message, then does it: nothing is done that nobody can read of. What
// was not done after all is written behind it.
func (o *Operations) settle(ctx context.Context, refs []string, by adminapi.By, action string, do func(context.Context, []string) (map[string]error, error)) (adminapi.Outcomes, error) {
	refs = unique(refs)
	there, err := o.Pick(ctx, refs)
	if err != nil {
		return adminapi.Outcomes{}, err
	}
	objects := map[string]string{}
	for _, m := range there {
		objects[m.Ref] = cmp.Or(m.ID, m.Ref)
		told := map[string]any{"queue": m.Queue, "type": m.Type, "subject": m.Subject, "reason": m.Reason, "payload": m.Payload}
		if err := o.book.Note(ctx, by, action, objects[m.Ref], told, nil); err != nil {
			return adminapi.Outcomes{}, err
		}
	}
	outcome, err := do(ctx, refs)
	if err != nil && len(outcome) == 0 {
		return adminapi.Outcomes{}, apperr.ErrUnavailable.Wrap(err)
	}
	var told outcomes
	for _, ref := range refs {
		failed, found := outcome[ref]
		result := adminapi.Outcome{Ref: ref, OK: found && failed == nil}
		switch {
		case !found:
			result.Code = adminapi.OutcomeGone
		case failed != nil:
			result.Code, result.Detail = adminapi.OutcomeFailed, failed.Error()
		}
		told.add(result)
		if object, noted := objects[ref]; noted && !result.OK {
			o.keptBack(ctx, by, object, result)
		}
	}
	return told.Outcomes, nil
}

// Send tries messages of the outboxes now.
func (o *Operations) Send(ctx context.Context, refs []string, by adminapi.By) (adminapi.Outcomes, error) {
	var told outcomes
	for _, ref := range unique(refs) {
		service, text, _ := strings.Cut(ref, ":")
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil || id < 1 {
			return adminapi.Outcomes{}, apperr.ErrInvalid.WithField("refs", "invalid")
		}
		if err := o.book.Note(ctx, by, "message.sent_again", ref, nil, nil); err != nil {
			return adminapi.Outcomes{}, err
		}
		sent, err := o.fleet.Send(ctx, service, id)
		result := adminapi.Outcome{Ref: ref, OK: err == nil && sent.Sent}
		switch {
		case err != nil:
			result.Code, result.Detail = adminapi.OutcomeFailed, err.Error()
		case !sent.Sent:
			result.Code, result.Detail = adminapi.OutcomeNotSent, sent.Error
		}
		told.add(result)
	}
	return told.Outcomes, nil
}

// keptBack says in the log that what it tells of was not done. Losing this line is better than failing what was done.
func (o *Operations) keptBack(ctx context.Context, by adminapi.By, object string, why adminapi.Outcome) {
	if err := o.book.Note(context.WithoutCancel(ctx), by, "message.kept", object, nil, map[string]string{"reason": cmp.Or(why.Detail, why.Code)}); err != nil {
		o.log.LogAttrs(ctx, slog.LevelError, "audit log not written", slog.String("object", object), slog.Any("error", err))
	}
}

type outcomes struct{ adminapi.Outcomes }

func (o *outcomes) add(one adminapi.Outcome) {
	o.Results = append(o.Results, one)
	if one.OK {
		o.Done++
	} else {
		o.Failed++
	}
}

// unique keeps the first of each.
func unique(refs []string) []string {
	var all []string
	for _, ref := range refs {
		if !slices.Contains(all, ref) {
			all = append(all, ref)
		}
	}
	return all
}

// Health is how the shop's processes do. What does not answer is missing or says so; only a schema that is away is an error.
func (o *Operations) Health(ctx context.Context) (adminapi.Health, error) {
	h := adminapi.Health{At: o.now()}
	var group errgroup.Group
	group.Go(func() (err error) {
		if h.Instances, err = o.fleet.Instances(ctx); err != nil {
			o.log.LogAttrs(ctx, slog.LevelWarn, "instances not known", slog.Any("error", err))
		}
		return nil
	})
	group.Go(func() error {
		h.Limited = o.fleet.Limited(ctx)
		return nil
	})
	group.Go(func() error {
		h.Unsent = o.backlogs(ctx)
		return nil
	})
	group.Go(func() error {
		if n, err := o.parking.Count(ctx); err == nil {
			h.Parked = &n
		}
		return nil
	})
	group.Go(func() (err error) {
		h.Audit, err = o.book.LastRun(ctx)
		return err
	})
	return h, group.Wait()
}

func (o *Operations) backlogs(ctx context.Context) []adminapi.Backlog {
	var all []adminapi.Backlog
	for _, box := range o.fleet.Unsent(ctx, true, 1) {
		all = append(all, box.Backlog)
	}
	return all
}

// Trouble counts the messages that need somebody: parked ones, and those of the outboxes that were refused.
func (o *Operations) Trouble(ctx context.Context) (int64, error) {
	parked, err := o.parking.Count(ctx)
	if err != nil {
		return 0, fmt.Errorf("count parked messages: %w", err)
	}
	n := int64(parked)
	for _, b := range o.backlogs(ctx) {
		n += b.Failed
	}
	return n, nil
}

// AddRun keeps what the auditor has found.
func (o *Operations) AddRun(ctx context.Context, run adminapi.AuditRun) error {
	return o.book.AddRun(ctx, run)
}
