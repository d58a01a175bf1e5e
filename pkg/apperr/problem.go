package apperr

import (
	"encoding/json"
	"errors"
	"time"
)

// Problem is the body of application/problem+json (RFC 9457) as api.md lays it down. Ext is flattened into it.
type Problem struct {
	Type    string         `json:"type"`
	Title   string         `json:"title"`
	Status  int            `json:"status"`
	Detail  string         `json:"detail,omitempty"`
	Code    string         `json:"code"`
	TraceID string         `json:"traceId"`
	Errors  []FieldProblem `json:"errors,omitempty"`
	Ext     map[string]any `json:"-"`
}

// FieldProblem is what is wrong with one field. Code is ours beyond api.md: it lets a page word the message itself.
type FieldProblem struct {
	Field   string `json:"field"`
	Message string `json:"message"`
	Code    string `json:"code,omitempty"`
}

// MarshalJSON writes the document with its extension members beside the standard ones.
func (p Problem) MarshalJSON() ([]byte, error) {
	type plain Problem
	body, err := json.Marshal(plain(p))
	if err != nil || len(p.Ext) == 0 {
		return body, err
	}
	ext, err := json.Marshal(p.Ext)
	if err != nil {
		return nil, err
	}
	return append(append(body[:len(body)-1], ','), ext[1:]...), nil
}

// UnmarshalJSON reads a document; members that it does not know land in Ext as json.RawMessage.
func (p *Problem) UnmarshalJSON(body []byte) error {
	type plain Problem
	if err := json.Unmarshal(body, (*plain)(p)); err != nil {
		return err
	}
	all := map[string]json.RawMessage{}
	if err := json.Unmarshal(body, &all); err != nil {
		return err
	}
	for _, known := range []string{"type", "title", "status", "detail", "code", "traceId", "errors"} {
		delete(all, known)
	}
	for key, value := range all {
		if p.Ext == nil {
			p.Ext = map[string]any{}
		}
		p.Ext[key] = value
	}
	return nil
}

// Decode makes an Error of an answer that was not a success. A body that is no problem document gives the kind of the
// status with a general code, so that nothing a broken peer says is taken for one of our codes.
func Decode(status int, retryAfter time.Duration, body []byte) *Error {
	kind := KindOf(status)
	var p Problem
	if err := json.Unmarshal(body, &p); err != nil || p.Code == "" {
		e := New(kind, "internal")
		if kind == Unavailable {
			e = New(kind, ErrUnavailable.Code)
		}
		e.RetryAfter = retryAfter
		return e.Wrap(errors.New("answer is no problem document"))
	}
	e := &Error{Kind: kind, Code: p.Code, Detail: p.Detail, Ext: p.Ext, RetryAfter: retryAfter}
	for _, f := range p.Errors {
		e.Fields = append(e.Fields, Field{Name: f.Field, Code: f.Code})
	}
	return e
}

// Extension reads the extension member key of an error that came over the wire into out, and says whether it was there.
// It also reads members set by With in this process, through their JSON form.
func Extension(err error, key string, out any) bool {
	var e *Error
	if !errors.As(err, &e) {
		return false
	}
	value, ok := e.Ext[key]
	if !ok {
		return false
	}
	body, err := json.Marshal(value)
	return err == nil && json.Unmarshal(body, out) == nil
}
