package rabbit

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

const (
	dialTimeout  = 5 * time.Second
	writeTimeout = 10 * time.Second
	heartbeat    = 10 * time.Second
)

// link keeps one connection up: it dials the addresses in turn until one answers, and again after every loss.
type link struct {
	urls  []string
	name  string
	delay time.Duration
	log   *slog.Logger
	stop  context.CancelFunc
	done  chan struct{}

	mu      sync.Mutex
	conn    *amqp.Connection // nil while there is none
	blocked string           // why the broker takes no messages, "" if it does
	err     error            // why there is no connection
	changed chan struct{}    // closed and replaced with every change
}

func openLink(ctx context.Context, cfg Config, use string, log *slog.Logger) *link {
	ctx, stop := context.WithCancel(ctx)
	l := &link{
		urls:    cfg.URLs,
		name:    cfg.Name + " " + use,
		delay:   cfg.ReconnectDelay,
		log:     log.With(slog.String("connection", use)),
		stop:    stop,
		done:    make(chan struct{}),
		err:     fmt.Errorf("connecting: %w", ErrUnavailable),
		changed: make(chan struct{}),
	}
	go l.run(ctx)
	return l
}

func (l *link) close() {
	l.stop()
	<-l.done
}

// run dials, watches and dials again until ctx ends.
func (l *link) run(ctx context.Context) {
	defer close(l.done)
	for try := 0; ctx.Err() == nil; try++ {
		conn, err := dial(ctx, l.urls[try%len(l.urls)], l.name)
		if err == nil {
			err = l.watch(ctx, conn)
		}
		if ctx.Err() != nil {
			return
		}
		l.lost(ctx, err)
		select {
		case <-ctx.Done():
		case <-time.After(l.delay):
		}
	}
}

// watch gives conn to those who wait for one and returns when it is gone.
func (l *link) watch(ctx context.Context, conn *amqp.Connection) error {
	closed := conn.NotifyClose(make(chan *amqp.Error, 1))
	blocked := conn.NotifyBlocked(make(chan amqp.Blocking, 8))
	l.set(conn, "", nil)
	l.log.LogAttrs(ctx, slog.LevelInfo, "broker connected")
	for {
		select {
		case <-ctx.Done():
			l.set(nil, "", ErrUnavailable)
			return conn.CloseDeadline(time.Now().Add(2 * time.Second))
		case e := <-closed:
			if e == nil {
				return amqp.ErrClosed
			}
			return e
		case b, ok := <-blocked:
			if !ok {
				blocked = nil
				continue
			}
			reason := ""
			if b.Active {
				reason = b.Reason
				l.log.LogAttrs(ctx, slog.LevelWarn, "broker takes no messages", slog.String("reason", reason))
			}
			l.set(conn, reason, nil)
		}
	}
}

// lost notes that there is no connection; the log hears of it once a loss, not once an attempt.
func (l *link) lost(ctx context.Context, err error) {
	l.mu.Lock()
	news := l.conn != nil || l.err == nil || l.err.Error() != unavailable(err).Error()
	l.mu.Unlock()
	l.set(nil, "", unavailable(err))
	if news {
		l.log.LogAttrs(ctx, slog.LevelWarn, "broker away, trying again", slog.Any("error", err))
	}
}

func unavailable(err error) error { return fmt.Errorf("%w: %w", ErrUnavailable, err) }

func (l *link) set(conn *amqp.Connection, blocked string, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.conn, l.blocked, l.err = conn, blocked, err
	close(l.changed)
	l.changed = make(chan struct{})
}

// get answers the connection, or why there is none.
func (l *link) get() (*amqp.Connection, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return nil, l.err
	}
	return l.conn, nil
}

// ready is get for those who want to publish: a broker that takes no messages is as good as none.
func (l *link) ready() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.conn == nil:
		return l.err
	case l.blocked != "":
		return fmt.Errorf("%w: blocked: %s", ErrUnavailable, l.blocked)
	default:
		return nil
	}
}

// wait answers the connection as soon as there is one.
func (l *link) wait(ctx context.Context) (*amqp.Connection, error) {
	for {
		l.mu.Lock()
		conn, changed := l.conn, l.changed
		l.mu.Unlock()
		if conn != nil && !conn.IsClosed() {
			return conn, nil
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-changed:
		case <-time.After(l.delay):
		}
	}
}

// dial opens one connection. Every write on it has a deadline, so that a broker that stops reading cannot hold a caller for ever.
func dial(ctx context.Context, url, name string) (*amqp.Connection, error) {
	properties := amqp.NewConnectionProperties()
	properties.SetClientConnectionName(name)
	conn, err := amqp.DialConfig(url, amqp.Config{
		Heartbeat:  heartbeat,
		Properties: properties,
		Dial: func(network, addr string) (net.Conn, error) {
			d := net.Dialer{Timeout: dialTimeout}
			c, err := d.DialContext(ctx, network, addr)
			if err != nil {
				return nil, err
			}
			if err := c.SetDeadline(time.Now().Add(dialTimeout)); err != nil { // the library lifts it after the handshake
				_ = c.Close()
				return nil, err
			}
			return &deadlineConn{Conn: c}, nil
		},
	})
	if err != nil {
		return nil, redact(err, url)
	}
	return conn, nil
}

// deadlineConn bounds every single write.
type deadlineConn struct{ net.Conn }

func (c *deadlineConn) Write(p []byte) (int, error) {
	if err := c.SetWriteDeadline(time.Now().Add(writeTimeout)); err != nil {
		return 0, err
	}
	return c.Conn.Write(p)
}
