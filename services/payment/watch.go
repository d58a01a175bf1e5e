package payment

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"gulimall/pkg/apperr"
)

// Marks tells what a payment and its refunds look like, in a form that only serves to see that something has changed.
type Marks interface {
	Marks(ctx context.Context, orderSns []string) (map[string]string, error)
}

// WatchEvery is the pause between two looks for changes: how late a cashier that stands open may learn that it is paid.
const WatchEvery = 500 * time.Millisecond

// How many cashiers may be watched at once: by one process, and by one member. A browser holds six connections to a host; somebody
// with more windows than MemberStreams looks from time to time instead.
const (
	ProcessStreams = 500
	MemberStreams  = 4
)

// Watch tells the cashiers that stand open when something about their payment may have changed. All copies of the service see the
// same rows, so it does not matter which of them was told by Alipay; where nobody watches, nothing is asked.
type Watch struct {
	marks Marks

	mu      sync.Mutex
	streams map[*Stream]struct{}
	seen    map[string]string // order -> mark
}

// NewWatch makes a Watch; Look has to be called every WatchEvery.
func NewWatch(marks Marks) *Watch {
	return &Watch{marks: marks, streams: map[*Stream]struct{}{}, seen: map[string]string{}}
}

// Stream is one cashier that stands open.
type Stream struct {
	// Changed holds a value when something may have changed since it was last read.
	Changed <-chan struct{}
	// Ousted is closed when the member opened too many others after this one.
	Ousted <-chan struct{}

	watch    *Watch
	memberID int64
	orderSn  string
	number   int64
	changed  chan struct{}
	ousted   chan struct{}
}

// Open begins to watch an order for a member; the oldest of too many streams of his ends. ErrTooMany where the process is full. The
// caller closes the stream.
func (w *Watch) Open(memberID int64, orderSn string) (*Stream, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.streams) >= ProcessStreams {
		return nil, apperr.ErrTooMany
	}
	s := &Stream{watch: w, memberID: memberID, orderSn: orderSn, changed: make(chan struct{}, 1), ousted: make(chan struct{})}
	s.Changed, s.Ousted = s.changed, s.ousted
	var own []*Stream
	for other := range w.streams {
		s.number = max(s.number, other.number+1)
		if other.memberID == memberID {
			own = append(own, other)
		}
	}
	if len(own) >= MemberStreams {
		oldest := slices.MinFunc(own, func(a, b *Stream) int { return int(a.number - b.number) })
		delete(w.streams, oldest)
		close(oldest.ousted)
	}
	w.streams[s] = struct{}{}
	return s, nil
}

// Close ends the stream.
func (s *Stream) Close() {
	s.watch.mu.Lock()
	defer s.watch.mu.Unlock()
	delete(s.watch.streams, s)
}

// Look sees what has changed since the last look and tells the streams. An order that is seen for the first time counts as changed.
func (w *Watch) Look(ctx context.Context) error {
	sns := w.watched()
	if len(sns) == 0 {
		return nil
	}
	marks, err := w.marks.Marks(ctx, sns)
	if err != nil {
		return fmt.Errorf("look for changes: %w", err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	before := w.seen
	w.seen = make(map[string]string, len(sns))
	for _, sn := range sns {
		w.seen[sn] = marks[sn]
	}
	for s := range w.streams {
		now, looked := w.seen[s.orderSn]
		if was, known := before[s.orderSn]; looked && (!known || was != now) {
			s.tell()
		}
	}
	return nil
}

// watched lists the orders that somebody watches.
func (w *Watch) watched() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	sns := make([]string, 0, len(w.streams))
	for s := range w.streams {
		sns = append(sns, s.orderSn)
	}
	slices.Sort(sns)
	if len(sns) == 0 {
		clear(w.seen)
	}
	return slices.Compact(sns)
}

func (s *Stream) tell() {
	select {
	case s.changed <- struct{}{}:
	default: // it has not read the last word yet
	}
}
