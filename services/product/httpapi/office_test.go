package httpapi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/i18n"
	"gulimall/pkg/mariadb/dbtest"
	"gulimall/pkg/outbox"
	"gulimall/pkg/server"
	"gulimall/pkg/staff"
	"gulimall/pkg/telemetry"
	"gulimall/services/product"
	"gulimall/services/product/httpapi"
	"gulimall/services/product/pictures"
	"gulimall/services/product/seed"
	"gulimall/services/product/store"
)

// desk is the back office's calls over a seeded catalogue.
type desk struct {
	engine *gin.Engine
	db     *gorm.DB
	media  string
	asking *staff.Staff
}

func open(t *testing.T) *desk {
	t.Helper()
	words, err := i18n.Load()
	require.NoError(t, err)
	edge := &server.Edge{Log: slog.New(slog.DiscardHandler), Words: words}
	d := &desk{db: dbtest.Open(t, outbox.Migrations, store.Migrations()), media: filepath.Join(t.TempDir(), "media")}
	d.engine, err = server.NewEngine(edge, telemetry.NewRegistry(), time.Now)
	require.NoError(t, err)
	d.engine.Use(func(c *gin.Context) {
		if d.asking != nil {
			c.Request = c.Request.WithContext(staff.With(c.Request.Context(), *d.asking))
		}
	})
	clock := func() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }
	_, err = seed.Rows(t.Context(), d.db, clock())
	require.NoError(t, err)
	kept := store.New(d.db, outbox.New(d.db), clock)
	httpapi.ClassRoutes(d.engine, product.NewClasses(kept, menu{}), edge, server.NewDecoder())
	httpapi.PictureRoutes(d.engine, product.NewGallery(pictures.New(pictures.NewDisk(d.media)), kept), edge)
	return d
}

// menu is told of changes by the desk, and does not mind.
type menu struct{}

func (menu) MenuChanged(context.Context) {}

// as makes a member of staff with these permissions ask.
func (d *desk) as(permissions ...adminapi.Permission) *desk {
	d.asking = &staff.Staff{ID: 2, Account: "keeper", Permissions: permissions}
	return d
}

func (d *desk) send(t *testing.T, method, path string, in any) *httptest.ResponseRecorder {
	t.Helper()
	body, err := json.Marshal(in)
	require.NoError(t, err)
	r := httptest.NewRequest(method, path, bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	d.engine.ServeHTTP(w, r)
	return w
}

// acts are what the audit log is to be told.
func (d *desk) acts(t *testing.T) []string {
	t.Helper()
	var actions []string
	err := d.db.Raw("SELECT JSON_VALUE(payload, '$.data.action') FROM mq_message WHERE routing_key = ? ORDER BY id", adminapi.KeyActed).Scan(&actions).Error
	require.NoError(t, err)
	return actions
}

func decoded[T any](t *testing.T, w *httptest.ResponseRecorder) (out T) {
	t.Helper()
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &out), w.Body)
	return out
}
