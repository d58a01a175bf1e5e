package pages

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/server"
	"gulimall/pkg/session"
	"gulimall/services/payment"
)

const (
	// streamAge is how long one stream lasts at most; the browser opens the next by itself, with the session that it then has.
	streamAge = 30 * time.Minute
	// sendTimeout is how long a visitor may take to receive an event.
	sendTimeout = 10 * time.Second
	// justAfter is how long after the deadline it is looked at: clocks are read in whole milliseconds.
	justAfter = 50 * time.Millisecond
	// retryMillis is how soon a browser comes back when a stream was cut.
	retryMillis = 2000
)

// status is what a stream tells: how the order stands, and for how many milliseconds it can still be paid.
type status struct {
	State string `json:"state"`
	Left  int64  `json:"left"`
}

// events tells the owner of an order how it stands, at once and whenever that changes, until it is settled.
func (p pages) events(c *gin.Context) error {
	ctx := c.Request.Context()
	who, err := session.Of(ctx)
	if err != nil {
		return err
	}
	sn := orderSn(c)
	view, err := p.uc.Cashier(ctx, who.ID, sn)
	if err != nil {
		return err
	}
	stream, err := p.Watch.Open(who.ID, sn)
	if err != nil {
		return err
	}
	defer stream.Close()
	out := openEvents(c, p.Now)
	p.follow(c, out, stream, view, func() (payment.View, error) { return p.uc.Cashier(ctx, who.ID, sn) })
	return nil
}

// follow sends what changes until there is nothing more to say or nobody to say it to.
func (p pages) follow(c *gin.Context, out *events, stream *payment.Stream, view payment.View, look func() (payment.View, error)) {
	ctx := c.Request.Context()
	beat := time.NewTicker(p.Heartbeat)
	defer beat.Stop()
	deadline := time.NewTimer(view.Order.ExpiresAt.Sub(p.Now()) + justAfter) // its passing changes no row
	defer deadline.Stop()
	enough := time.NewTimer(streamAge)
	defer enough.Stop()
	told := ""
	for {
		if state := view.State(); state != told {
			told = state
			if out.send("status", status{state, max(view.Order.ExpiresAt.Sub(p.Now()).Milliseconds(), 0)}) != nil || settled(state) {
				return
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-server.Stopping(ctx):
			return
		case <-enough.C:
			return
		case <-stream.Ousted:
			_ = out.send("bye", struct{}{}) // it then looks from time to time instead
			return
		case <-beat.C:
			if out.beat() != nil {
				return
			}
		case <-stream.Changed:
		case <-deadline.C:
		}
		if fresh, err := look(); err == nil { // an error says nothing about the order; the next look comes soon
			view = fresh
		}
	}
}

// settled says whether a state is one in which nobody waits for anything at the cashier.
func settled(state string) bool {
	return state == payment.StatePaid || state == payment.StateClosed || state == payment.StateRefunded
}

// events is a stream of server-sent events.
type events struct {
	w       gin.ResponseWriter
	control *http.ResponseController
	now     func() time.Time
}

func openEvents(c *gin.Context, now func() time.Time) *events {
	e := &events{c.Writer, http.NewResponseController(c.Writer), now}
	_ = e.control.SetReadDeadline(time.Time{}) // the server's limit on reading a request is not for streams
	h := c.Writer.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("Cache-Control", "no-store, no-transform")
	_, _ = fmt.Fprintf(e.w, "retry: %d\n\n", retryMillis)
	return e
}

func (e *events) send(name string, data any) error {
	body, err := json.Marshal(data)
	if err != nil {
		return err
	}
	return e.write("event: " + name + "\ndata: " + string(body) + "\n\n")
}

func (e *events) beat() error { return e.write(": still here\n\n") }

func (e *events) write(text string) error {
	_ = e.control.SetWriteDeadline(e.now().Add(sendTimeout))
	if _, err := e.w.WriteString(text); err != nil {
		return err
	}
	return e.control.Flush()
}
