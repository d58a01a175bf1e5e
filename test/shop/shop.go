// Package shop is the shop as it is seen from outside: a browser or an app that speaks to nginx by the public contract, and for tests
// the stack behind it, brought up once and shared by all packages that need it.
package shop

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"
)

// answerTime is how long an answer may take on a busy machine before a test gives up on it. The gateway gives up before.
const answerTime = 40 * time.Second

// Shopper is one browser: a cookie jar over all hosts of the shop, and what is known of the member who uses it.
type Shopper struct {
	Mall     *Mall
	Jar      http.CookieJar
	Language string // Accept-Language; empty sends none

	Username, Password, Phone string // of a member
	ID                        int64

	client *http.Client
}

// Guest opens a browser that nobody is signed in with.
func (m *Mall) Guest() *Shopper {
	jar, _ := cookiejar.New(nil) // gives no error without options
	s := &Shopper{Mall: m, Jar: jar}
	s.client = &http.Client{
		Jar: jar, Transport: m.transport, Timeout: answerTime,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return s
}

// newTransport dials nginx whatever host is asked for, as *.localhost does in a browser.
func newTransport(addr string, keep bool) *http.Transport {
	dialer := &net.Dialer{Timeout: 5 * time.Second}
	return &http.Transport{
		DialContext:         func(ctx context.Context, _, _ string) (net.Conn, error) { return dialer.DialContext(ctx, "tcp", addr) },
		MaxIdleConnsPerHost: 64, IdleConnTimeout: 20 * time.Second, DisableKeepAlives: !keep,
	}
}

// Request is what a browser sends. Of JSON, Form and Body at most one is given.
type Request struct {
	Method string // GET when empty
	Host   string // the label before the domain; empty is the bare domain
	Path   string // with its query
	URL    string // instead of Host and Path
	Via    string // the address that is dialled; nginx when empty
	JSON   any
	Form   url.Values
	Body   []byte
	Header http.Header
}

// Send gives the answer as it comes; redirects are not followed. It may be used from any goroutine.
func (s *Shopper) Send(ctx context.Context, q Request) (*Answer, error) {
	r, err := s.request(ctx, q)
	if err != nil {
		return nil, err
	}
	client := s.client
	if q.Via != "" {
		direct := *client
		direct.Transport = newTransport(q.Via, false)
		client = &direct
	}
	resp, err := client.Do(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(resp.Body)
	err = errors.Join(err, resp.Body.Close())
	return &Answer{Request: r.Method + " " + r.URL.String(), URL: r.URL, Status: resp.StatusCode, Header: resp.Header, Body: body}, err
}

func (s *Shopper) request(ctx context.Context, q Request) (*http.Request, error) {
	body, contentType := q.Body, ""
	switch {
	case q.JSON != nil:
		encoded, err := json.Marshal(q.JSON)
		if err != nil {
			return nil, err
		}
		body, contentType = encoded, "application/json"
	case q.Form != nil:
		body, contentType = []byte(q.Form.Encode()), "application/x-www-form-urlencoded"
	case q.Body != nil:
		contentType = "application/json"
	}
	address := q.URL
	if address == "" {
		address = s.Mall.URL(q.Host) + q.Path
	}
	if q.Method == "" {
		q.Method = http.MethodGet
	}
	r, err := http.NewRequestWithContext(ctx, q.Method, address, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	if s.Language != "" {
		r.Header.Set("Accept-Language", s.Language)
	}
	for name, values := range q.Header {
		r.Header[name] = values
	}
	return r, nil
}

// Do is Send for the goroutine of a test.
func (s *Shopper) Do(tb testing.TB, q Request) *Answer {
	tb.Helper()
	a, err := s.Send(tb.Context(), q)
	if err != nil {
		tb.Fatalf("%s %s%s: %v", q.Method, q.Host, q.Path+q.URL, err)
	}
	return a
}

// API makes a call of the JSON API. body may be nil, json.RawMessage goes as it stands.
func (s *Shopper) API(tb testing.TB, method, path string, body any) *Answer {
	tb.Helper()
	return s.Do(tb, Request{Method: method, Path: path, JSON: body})
}

// Get reads a resource of the JSON API into out.
func (s *Shopper) Get(tb testing.TB, path string, out any) {
	tb.Helper()
	s.API(tb, http.MethodGet, path, nil).Into(tb, http.StatusOK, out)
}

// Answer is what came back.
type Answer struct {
	Request string
	URL     *url.URL
	Status  int
	Header  http.Header
	Body    []byte
}

// Want fails the test unless the answer has the status.
func (a *Answer) Want(tb testing.TB, status int) *Answer {
	tb.Helper()
	if a.Status != status {
		tb.Fatalf("%s: %d instead of %d\n%s", a.Request, a.Status, status, short(a.Body))
	}
	return a
}

// Into reads the resource that an answer of this status carries.
func (a *Answer) Into(tb testing.TB, status int, out any) {
	tb.Helper()
	a.Want(tb, status)
	if err := json.Unmarshal(a.Body, out); err != nil {
		tb.Fatalf("%s: %v\n%s", a.Request, err, short(a.Body))
	}
}

// Problem is an application/problem+json body.
type Problem struct {
	Type    string `json:"type"`
	Title   string `json:"title"`
	Status  int    `json:"status"`
	Detail  string `json:"detail"`
	Code    string `json:"code"`
	TraceID string `json:"traceId"`
	Errors  []struct {
		Field   string `json:"field"`
		Message string `json:"message"`
	} `json:"errors"`
	Amounts *Amounts `json:"amounts"`
	Changes []Change `json:"changes"`
	SkuIDs  []int64  `json:"skuIds"`
}

// Change is one line of the extension member `changes` of price_changed.
type Change struct {
	SkuID int64  `json:"skuId"`
	Field string `json:"field"`
	Was   int64  `json:"was"`
	Now   int64  `json:"now"`
}

// Problem reads a refusal, or reports why the answer is none.
func (a *Answer) Problem() (Problem, error) {
	var p Problem
	if got := a.Header.Get("Content-Type"); !strings.HasPrefix(got, "application/problem+json") {
		return p, fmt.Errorf("%s: %d with content type %q\n%s", a.Request, a.Status, got, short(a.Body))
	}
	if err := json.Unmarshal(a.Body, &p); err != nil {
		return p, fmt.Errorf("%s: %w\n%s", a.Request, err, short(a.Body))
	}
	return p, nil
}

// Refused fails the test unless the call was refused with this status and code, in the form that the contract lays down.
func (a *Answer) Refused(tb testing.TB, status int, code string) Problem {
	tb.Helper()
	p, err := a.Problem()
	if err != nil {
		tb.Fatal(err)
	}
	if a.Status != status || p.Status != status || p.Code != code {
		tb.Fatalf("%s: refused with %d %s instead of %d %s\n%s", a.Request, a.Status, p.Code, status, code, short(a.Body))
	}
	if p.Type == "" || p.Title == "" || len(p.TraceID) != 32 {
		tb.Fatalf("%s: the problem lacks a type, a title or a trace id\n%s", a.Request, short(a.Body))
	}
	return p
}

// short keeps an answer readable in a failure.
func short(body []byte) string {
	const most = 1500
	if len(body) > most {
		return string(body[:most]) + " …"
	}
	return string(body)
}
