// Package stafftest is the back office of one service for its tests: its calls and pages without sessions, asked by whomever the test chooses.
package stafftest

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/i18n"
	"gulimall/pkg/server"
	"gulimall/pkg/staff"
	"gulimall/pkg/telemetry"
)

// Desk is an engine that a service's routes are added to. Asking is who asks; nil is nobody.
type Desk struct {
	TB     testing.TB
	Engine *gin.Engine
	Edge   *server.Edge
	Asking *staff.Staff
}

// Origin is where the back office is.
const Origin = "http://admin.gulimall.localhost:8080"

// New makes a desk that nobody asks yet.
func New(tb testing.TB) *Desk {
	tb.Helper()
	words, err := i18n.Load()
	require.NoError(tb, err)
	d := &Desk{TB: tb, Edge: &server.Edge{Log: slog.New(slog.DiscardHandler), Words: words}}
	d.Engine, err = server.NewEngine(d.Edge, telemetry.NewRegistry(), time.Now)
	require.NoError(tb, err)
	d.Engine.Use(func(c *gin.Context) {
		if d.Asking != nil {
			c.Request = c.Request.WithContext(staff.With(c.Request.Context(), *d.Asking))
		}
	})
	return d
}

// As lets somebody with these permissions ask from now on; without any, nobody.
func (d *Desk) As(permissions ...adminapi.Permission) {
	d.Asking = nil
	if len(permissions) > 0 {
		d.Asking = &staff.Staff{ID: 2, Account: "keeper", Name: "Keeper", Permissions: permissions}
	}
}

// Now is the clock of stores: UTC, to the millisecond.
func Now() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }

// Call makes a call: its answer goes into out, unless that is nil or the call was refused, with a code.
func (d *Desk) Call(method, path string, in, out any) (status int, code string) {
	d.TB.Helper()
	body, err := json.Marshal(in)
	require.NoError(d.TB, err)
	r := httptest.NewRequest(method, path, bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	d.Engine.ServeHTTP(w, r)
	var problem struct{ Code string }
	if w.Code >= http.StatusBadRequest {
		require.NoError(d.TB, json.Unmarshal(w.Body.Bytes(), &problem), w.Body)
	} else if out != nil {
		require.NoError(d.TB, json.Unmarshal(w.Body.Bytes(), out), w.Body)
	}
	return w.Code, problem.Code
}

// Send asks for a page in English, or sends its form, and wants a status; it gives the page and where it leads.
func (d *Desk) Send(method, path string, form url.Values, want int) (body, to string) {
	d.TB.Helper()
	var sent io.Reader
	if form != nil {
		sent = strings.NewReader(form.Encode())
	}
	r := httptest.NewRequest(method, Origin+path, sent)
	r.Header.Set("Accept-Language", "en")
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Referer", Origin+path)
	}
	w := httptest.NewRecorder()
	d.Engine.ServeHTTP(w, r)
	require.Equal(d.TB, want, w.Code, "%s %s: %s", method, path, w.Body)
	return w.Body.String(), w.Header().Get("Location")
}

// PageAsks wants a page to send nobody to the login and from there back to its desk, to refuse whoever may do everything else, and to let in
// whoever may do that alone.
func (d *Desk) PageAsks(method, path string, needs adminapi.Permission) {
	d.TB.Helper()
	var form url.Values
	if method == http.MethodPost {
		form = url.Values{}
	}
	d.As()
	_, to := d.Send(method, path, form, http.StatusSeeOther)
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	require.Contains(d.TB, to, "/login.html?origin=%2F"+first+"%2F", path)
	others := slices.DeleteFunc(adminapi.Permissions(), func(p adminapi.Permission) bool { return p == needs })
	d.As(others...)
	d.Send(method, path, form, http.StatusForbidden)
	d.As(needs)
	w := httptest.NewRecorder()
	d.Engine.ServeHTTP(w, httptest.NewRequest(method, path, nil))
	require.NotContains(d.TB, []int{http.StatusForbidden, http.StatusInternalServerError}, w.Code, "%s %s", method, path)
}
