package httpapi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/mariadb/dbtest"
	"gulimall/pkg/outbox"
	"gulimall/pkg/server"
	"gulimall/pkg/staff/stafftest"
	"gulimall/services/product"
	"gulimall/services/product/httpapi"
	"gulimall/services/product/pictures"
	"gulimall/services/product/seed"
	"gulimall/services/product/store"
)

// desk is the back office's calls over a seeded catalogue.
type desk struct {
	*stafftest.Desk

	db    *gorm.DB
	media string
}

func open(t *testing.T) *desk {
	t.Helper()
	d := &desk{Desk: stafftest.New(t), db: dbtest.Open(t, outbox.Migrations, store.Migrations()), media: filepath.Join(t.TempDir(), "media")}
	clock := func() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }
	_, err := seed.Rows(t.Context(), d.db, clock())
	require.NoError(t, err)
	kept := store.New(d.db, outbox.New(d.db), clock)
	httpapi.ClassRoutes(d.Engine, product.NewClasses(kept, menu{}), d.Edge, server.NewDecoder())
	httpapi.PictureRoutes(d.Engine, product.NewGallery(pictures.New(pictures.NewDisk(d.media)), kept), d.Edge)
	return d
}

// menu is told of changes by the desk, and does not mind.
type menu struct{}

func (menu) MenuChanged(context.Context) {}

// as makes a member of staff with these permissions ask.
func (d *desk) as(permissions ...adminapi.Permission) *desk {
	d.As(permissions...)
	return d
}

func (d *desk) send(t *testing.T, method, path string, in any) *httptest.ResponseRecorder {
	t.Helper()
	body, err := json.Marshal(in)
	require.NoError(t, err)
	r := httptest.NewRequest(method, path, bytes.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	d.Engine.ServeHTTP(w, r)
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
