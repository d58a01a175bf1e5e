// Package apperr is the one idea of an error that a caller may be told about: a kind, which decides the HTTP status, and a stable
// code, by which callers and errors.Is tell errors apart. It survives a hop over HTTP: what a service answers as
// application/problem+json (RFC 9457) becomes the same error again in the service that asked.
package apperr

import (
	"errors"
	"maps"
	"net/http"
	"slices"
	"time"
)

// Kind is a closed set of reasons. The zero kind is Internal, so forgetting to classify an error is safe.
type Kind int

// The kinds, each with the HTTP status that Status gives it.
const (
	Internal    Kind = iota // 500: our fault; the cause goes to the log, never to the caller
	Malformed               // 400: not JSON at all
	NotSignedIn             // 401
	Forbidden               // 403
	NotFound                // 404: also for what belongs to somebody else
	Conflict                // 409: the state of things is against it
	Gone                    // 410: it was there once
	TooLarge                // 413
	Invalid                 // 422: understood, but not acceptable
	TooMany                 // 429: come back after RetryAfter
	Unavailable             // 503: something that we need does not answer
)

// Status is the HTTP status of a kind.
func (k Kind) Status() int {
	switch k {
	case Internal:
		return http.StatusInternalServerError
	case Malformed:
		return http.StatusBadRequest
	case NotSignedIn:
		return http.StatusUnauthorized
	case Forbidden:
		return http.StatusForbidden
	case NotFound:
		return http.StatusNotFound
	case Conflict:
		return http.StatusConflict
	case Gone:
		return http.StatusGone
	case TooLarge:
		return http.StatusRequestEntityTooLarge
	case Invalid:
		return http.StatusUnprocessableEntity
	case TooMany:
		return http.StatusTooManyRequests
	case Unavailable:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// KindOf is the kind that a status read off the wire stands for; statuses that Status never gives are Internal,
// but for the gateway's 502 and 504, which are Unavailable.
func KindOf(status int) Kind {
	for k := Internal; k <= Unavailable; k++ {
		if k.Status() == status {
			return k
		}
	}
	if status == http.StatusBadGateway || status == http.StatusGatewayTimeout {
		return Unavailable
	}
	return Internal
}

// Field is what is wrong with one field of a request. Code is looked up in the catalogues as field_<code>.
type Field struct {
	Name string
	Code string
}

// Error is an error with a kind and a code. Values are immutable: the methods return changed copies, so that
// package-level sentinels can be shared.
type Error struct {
	Kind       Kind
	Code       string
	Detail     string         // for people, already in their language; empty means: take it from the catalogue
	Fields     []Field        // what is wrong field by field
	Ext        map[string]any // extension members of the problem document
	RetryAfter time.Duration  // sent as Retry-After, rounded up to seconds
	Err        error          // the cause, for the log only
}

// New makes a sentinel.
func New(kind Kind, code string) *Error { return &Error{Kind: kind, Code: code} }

// The errors that any service may give.
var (
	ErrInternal    = New(Internal, "internal")
	ErrMalformed   = New(Malformed, "malformed")
	ErrInvalid     = New(Invalid, "invalid")
	ErrUnknown     = New(Invalid, "unknown_field")
	ErrNotSignedIn = New(NotSignedIn, "not_signed_in")
	ErrNotFound    = New(NotFound, "not_found")
	ErrTooLarge    = New(TooLarge, "body_too_large")
	ErrTooMany     = New(TooMany, "too_many_requests").After(time.Second)
	ErrUnavailable = New(Unavailable, "unavailable").After(time.Second)
	ErrForbidden   = New(Forbidden, "forbidden")
	ErrCrossSite   = New(Forbidden, "cross_site")
)

// Error gives the code and the cause.
func (e *Error) Error() string {
	if e.Err != nil {
		return e.Code + ": " + e.Err.Error()
	}
	return e.Code
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is compares codes, so a sentinel matches its copies, here and on the far side of a call.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error) //nolint:errorlint // Is must look at the target itself, not at its chain
	return ok && t.Code == e.Code
}

// Wrap returns a copy whose cause is err.
func (e *Error) Wrap(err error) *Error {
	c := *e
	c.Err = err
	return &c
}

// With returns a copy with one more extension member.
func (e *Error) With(key string, value any) *Error {
	c := *e
	c.Ext = maps.Clone(e.Ext)
	if c.Ext == nil {
		c.Ext = map[string]any{}
	}
	c.Ext[key] = value
	return &c
}

// WithField returns a copy that blames one more field.
func (e *Error) WithField(name, code string) *Error {
	c := *e
	c.Fields = append(slices.Clone(e.Fields), Field{Name: name, Code: code})
	return &c
}

// After returns a copy that asks the caller to come back after d.
func (e *Error) After(d time.Duration) *Error {
	c := *e
	c.RetryAfter = d
	return &c
}

// From finds the Error in err's chain; any other error becomes Internal with err as its cause. From(nil) is nil.
func From(err error) *Error {
	if err == nil {
		return nil
	}
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return ErrInternal.Wrap(err)
}
