package server

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
	"gulimall/pkg/i18n"
	"gulimall/pkg/telemetry"
)

type body struct {
	Name  string `json:"name" validate:"required,max=5,line"`
	Count int64  `json:"count" validate:"min=1,max=200"`
}

func newEngine(t *testing.T) *gin.Engine {
	t.Helper()
	words, err := i18n.Load()
	require.NoError(t, err)
	edge := &Edge{Log: slog.New(slog.DiscardHandler), Words: words}
	engine, err := NewEngine(edge, telemetry.NewRegistry(), time.Now)
	require.NoError(t, err)
	decode := NewDecoder()
	engine.POST("/echo", edge.JSON(func(c *gin.Context) error {
		var b body
		if err := decode.JSON(c, &b); err != nil {
			return err
		}
		c.JSON(http.StatusOK, b)
		return nil
	}))
	engine.GET("/fail", edge.JSON(func(*gin.Context) error { return errors.New("the password of the database is hunter2") }))
	engine.GET("/busy", edge.JSON(func(*gin.Context) error { return apperr.ErrTooMany.After(1500 * time.Millisecond) }))
	engine.GET("/panic", edge.JSON(func(c *gin.Context) error { return c.Errors[7] }))
	engine.GET("/short", edge.JSON(func(*gin.Context) error {
		return apperr.New(apperr.Conflict, "stock_short").With("skuIds", []int64{7})
	}))
	engine.GET("/things/:id", edge.JSON(func(c *gin.Context) error { _, err := ID(c, "id"); return err }))
	return engine
}

func ask(t *testing.T, engine http.Handler, method, path, body string, header ...string) (int, apperr.Problem, http.Header) {
	t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	engine.ServeHTTP(w, r)
	var p apperr.Problem
	if strings.HasPrefix(w.Header().Get("Content-Type"), "application/problem+json") {
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &p))
	}
	return w.Code, p, w.Header()
}

func TestStrictDecoding(t *testing.T) {
	engine := newEngine(t)
	for name, c := range map[string]struct {
		body   string
		status int
		code   string
		field  string
	}{
		"good":             {`{"name":"a","count":3}`, 200, "", ""},
		"unknown field":    {`{"name":"a","count":3,"admin":true}`, 422, "unknown_field", "admin"},
		"wrong type":       {`{"name":"a","count":"3"}`, 422, "invalid", "count"},
		"fraction":         {`{"name":"a","count":1.5}`, 422, "invalid", "count"},
		"beyond int64":     {`{"name":"a","count":9223372036854775808}`, 422, "invalid", "count"},
		"zero":             {`{"name":"a","count":0}`, 422, "invalid", "count"},
		"negative":         {`{"name":"a","count":-1}`, 422, "invalid", "count"},
		"missing":          {`{"count":1}`, 422, "invalid", "name"},
		"too long":         {`{"name":"abcdef","count":1}`, 422, "invalid", "name"},
		"two lines":        {`{"name":"a\nb","count":1}`, 422, "invalid", "name"},
		"no letter":        {`{"name":"\u0000","count":1}`, 422, "invalid", "name"},
		"no JSON":          {`hello`, 400, "malformed", ""},
		"empty":            {``, 400, "malformed", ""},
		"something behind": {`{"name":"a","count":3}{}`, 400, "malformed", ""},
		"an array":         {`[]`, 422, "invalid", ""},
		"huge":             {`{"name":"` + strings.Repeat("a", MaxBody) + `"}`, 413, "body_too_large", ""},
	} {
		t.Run(name, func(t *testing.T) {
			status, p, _ := ask(t, engine, http.MethodPost, "/echo", c.body)
			require.Equal(t, c.status, status)
			require.Equal(t, c.code, p.Code)
			if c.field != "" {
				require.Len(t, p.Errors, 1)
				require.Equal(t, c.field, p.Errors[0].Field)
				require.NotEmpty(t, p.Errors[0].Message)
			}
		})
	}
}

func TestProblems(t *testing.T) {
	engine := newEngine(t)
	status, p, _ := ask(t, engine, http.MethodGet, "/fail", "")
	require.Equal(t, 500, status)
	require.Equal(t, "internal", p.Code)
	require.Len(t, p.TraceID, 32)
	require.NotContains(t, p.Title+p.Detail, "hunter2", "causes are for the log")

	status, p, h := ask(t, engine, http.MethodGet, "/busy", "", "Accept-Language", "en")
	require.Equal(t, 429, status)
	require.Equal(t, "2", h.Get("Retry-After"), "rounded up to seconds")
	require.Equal(t, "Too many requests, please try again later", p.Title)

	status, p, _ = ask(t, engine, http.MethodGet, "/short", "")
	require.Equal(t, 409, status)
	require.Equal(t, "部分商品库存不足", p.Title)
	require.Contains(t, p.Ext, "skuIds")

	status, p, _ = ask(t, engine, http.MethodGet, "/panic", "")
	require.Equal(t, 500, status)
	require.Equal(t, "internal", p.Code)

	for _, path := range []string{"/nowhere", "/things/abc", "/things/-1", "/things/0", "/things/9223372036854775808"} {
		status, p, _ = ask(t, engine, http.MethodGet, path, "")
		require.Equal(t, 404, status, path)
		require.Equal(t, "not_found", p.Code, path)
	}
}

func TestARequestWhoseTimeIsUpIsNoFaultOfOurs(t *testing.T) {
	engine := newEngine(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for path, status := range map[string]int{"/fail": 503, "/short": 409} {
		w := httptest.NewRecorder()
		engine.ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodGet, path, nil))
		require.Equal(t, status, w.Code, path)
	}
}

func TestReadiness(t *testing.T) {
	checks := []Check{{Name: "soft", Soft: true, Ask: func(context.Context) error { return errors.New("away") }}}
	engine := gin.New()
	engine.GET("/readyz", Readiness(func() []Check { return checks }))
	status, _, _ := ask(t, engine, http.MethodGet, "/readyz", "")
	require.Equal(t, 200, status, "it works without the broker for a while")
	checks = append(checks, Check{Name: "hard", Ask: func(context.Context) error { return errors.New("away") }})
	status, _, _ = ask(t, engine, http.MethodGet, "/readyz", "")
	require.Equal(t, 503, status)
}

func TestStopFinishesWhatIsInFlight(t *testing.T) {
	started := make(chan struct{})
	handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(started)
		time.Sleep(200 * time.Millisecond)
		_, _ = io.WriteString(w, "done")
	})
	s, err := Listen(context.Background(), "127.0.0.1:0", handler)
	require.NoError(t, err)
	answer := make(chan string, 1)
	go func() {
		rsp, err := http.Get("http://" + s.Addr())
		if err != nil {
			answer <- err.Error()
			return
		}
		defer rsp.Body.Close()
		text, _ := io.ReadAll(rsp.Body)
		answer <- string(text)
	}()
	<-started
	require.NoError(t, s.Stop(context.Background()))
	require.Equal(t, "done", <-answer)
}

func TestStopEndsStreams(t *testing.T) {
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = http.NewResponseController(w).Flush()
		<-Stopping(r.Context())
		_, _ = io.WriteString(w, "end")
	})
	s, err := Listen(context.Background(), "127.0.0.1:0", handler)
	require.NoError(t, err)
	rsp, err := http.Get("http://" + s.Addr())
	require.NoError(t, err)
	defer rsp.Body.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	require.NoError(t, s.Stop(ctx))
	text, err := io.ReadAll(rsp.Body)
	require.NoError(t, err)
	require.Equal(t, "end", string(text))
	require.Nil(t, Stopping(t.Context()))
}

func TestPagesSpeakTheVisitorsLanguage(t *testing.T) {
	words, err := i18n.Load()
	require.NoError(t, err)
	edge := &Edge{Log: slog.New(slog.DiscardHandler), Words: words}
	var said string
	engine := gin.New()
	engine.GET("/page", edge.Page(func(*gin.Context) error { return apperr.ErrNotFound },
		func(_ *gin.Context, _ *apperr.Error, title, _, _ string) { said = title }))
	for lang, header := range map[string][]string{
		"en": {"Accept-Language", "en"}, "zh-CN": {"Accept-Language", "en", "Cookie", "lang=zh-CN"},
	} {
		ask(t, engine, http.MethodGet, "/page", "", header...)
		want, ok := words.Text(lang, "error_not_found")
		require.True(t, ok)
		require.Equal(t, want, said)
	}
}
