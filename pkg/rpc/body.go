package rpc

import (
	"errors"
	"io"
	"net/http"
	"sync/atomic"
)

// body lets one request body be offered to several instances: as long as nobody read it, or GetBody can make a new one.
type body struct {
	src  io.ReadCloser
	get  func() (io.ReadCloser, error)
	last *attempt
}

func newBody(req *http.Request) *body {
	b := &body{get: req.GetBody}
	if req.Body != nil && req.Body != http.NoBody {
		b.src = req.Body
	}
	return b
}

// reader is the body for one attempt.
func (b *body) reader() io.ReadCloser {
	if b.src == nil {
		return http.NoBody
	}
	b.last = &attempt{src: b.src}
	return b.last
}

// rewind makes the body ready to be sent once more, if that is possible.
func (b *body) rewind() bool {
	if b.src == nil || b.last.state.CompareAndSwap(untouched, retired) {
		return true
	}
	if b.get == nil {
		return false
	}
	fresh, err := b.get()
	if err != nil {
		return false
	}
	b.src = fresh
	return true
}

func (b *body) closeAll() {
	if b.src != nil {
		_ = b.src.Close()
	}
}

// The states of an attempt. The connection pool may read a body in the background even after it gave an error, so the
// step from untouched is taken exactly once, by the reader or by whoever wants to use the body again.
const (
	untouched int32 = iota
	touched
	retired
)

var errRetired = errors.New("body was handed to another instance")

// attempt is the body as one instance gets it.
type attempt struct {
	src   io.ReadCloser
	state atomic.Int32
}

// Read reads the body, unless it was already handed on.
func (a *attempt) Read(p []byte) (int, error) {
	if !a.state.CompareAndSwap(untouched, touched) && a.state.Load() == retired {
		return 0, errRetired
	}
	return a.src.Read(p)
}

// Close keeps a body open that nobody has read: it may still be offered to another instance.
func (a *attempt) Close() error {
	if a.state.Load() != touched {
		return nil
	}
	return a.src.Close()
}
