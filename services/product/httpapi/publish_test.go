package httpapi_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/i18n"
	"gulimall/pkg/outbox"
	"gulimall/pkg/paging"
	"gulimall/pkg/server"
	"gulimall/services/product"
	"gulimall/services/product/httpapi"
	"gulimall/services/product/store"
)

// around stands for coupon, member, ware and the catalogue of the instance.
type around struct{ rules map[int64]couponapi.SpuRules }

func (a around) Rules(_ context.Context, spuID int64) (couponapi.SpuRules, error) {
	return a.rules[spuID], nil
}

func (a around) SetRules(_ context.Context, rules couponapi.SpuRules) error {
	a.rules[rules.SpuID] = rules
	return nil
}
func (around) Levels(context.Context) ([]product.Level, error)             { return nil, nil }
func (around) Available(context.Context, []int64) (map[int64]int64, error) { return nil, nil }
func (around) Freight(context.Context) ([]product.FreightRule, error)      { return nil, nil }
func (around) SkusChanged(context.Context, []int64, bool) error            { return nil }
func (around) MenuChanged(context.Context)                                 {}

func publishing(t *testing.T) *desk {
	t.Helper()
	d := open(t)
	words, err := i18n.Load()
	require.NoError(t, err)
	log, a := slog.New(slog.DiscardHandler), around{map[int64]couponapi.SpuRules{}}
	clock := func() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }
	kept := store.New(d.db, outbox.New(d.db), clock)
	uc := product.NewPublishing(kept, product.NewClasses(kept, a), a, a, a, a, log, clock)
	httpapi.PublishRoutes(d.Engine, uc, &server.Edge{Log: log, Words: words}, server.NewDecoder())
	return d
}

func TestCallsOfPublishingAskForTheirPermission(t *testing.T) {
	d := publishing(t)
	spu, sku := productapi.PathOfficeSpus, productapi.PathOfficeSkus
	for _, e := range []struct {
		method, path string
		needs        adminapi.Permission
	}{
		{http.MethodGet, spu, adminapi.ProductRead},
		{http.MethodPost, spu, adminapi.ProductWrite},
		{http.MethodGet, spu + "/11", adminapi.ProductRead},
		{http.MethodPut, spu + "/99999", adminapi.ProductWrite},
		{http.MethodPost, spu + "/99999" + productapi.PartUp, adminapi.ProductWrite},
		{http.MethodPost, spu + "/99999" + productapi.PartDown, adminapi.ProductWrite},
		{http.MethodGet, sku + "/1101", adminapi.ProductRead},
		{http.MethodPut, sku + "/99999", adminapi.ProductWrite},
	} {
		d.Asking = nil
		require.Equal(t, http.StatusUnauthorized, d.send(t, e.method, e.path, nil).Code, "%s %s of nobody", e.method, e.path)
		for _, p := range adminapi.Permissions() {
			status := d.as(p).send(t, e.method, e.path, nil).Code
			if p == e.needs {
				require.NotContains(t, []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusInternalServerError}, status, "%s %s with %s", e.method, e.path, p)
			} else {
				require.Equal(t, http.StatusForbidden, status, "%s %s with %s", e.method, e.path, p)
			}
		}
	}
}

type refusal struct {
	Code   string
	Errors []struct{ Field string }
}

func TestAProductIsPublishedByCalls(t *testing.T) {
	d := publishing(t)
	d.as(adminapi.ProductRead, adminapi.ProductWrite)
	in := productapi.Publication{
		Key: "k1", Name: "电水壶", CategoryID: 225, BrandID: 9, Album: []string{"/media/a/1.jpg"},
		Skus: []productapi.PublicationSku{{Title: "电水壶", Promotions: &productapi.Promotions{MemberPrices: []couponapi.MemberPrice{{LevelID: 2, Price: 900}}}}},
	}
	w := d.send(t, http.MethodPost, productapi.PathOfficeSpus, in)
	require.Equal(t, http.StatusUnprocessableEntity, w.Code)
	require.Equal(t, "skus[0].price", decoded[refusal](t, w).Errors[0].Field)
	in.Skus[0].Price = 1000
	var made productapi.Spu
	for range 2 {
		w = d.send(t, http.MethodPost, productapi.PathOfficeSpus, in)
		require.Equal(t, http.StatusCreated, w.Code, w.Body)
		again := decoded[productapi.Spu](t, w)
		require.True(t, made.ID == 0 || made.ID == again.ID, "the same key is the same product")
		made = again
	}
	at := fmt.Sprintf("%s/%d", productapi.PathOfficeSpus, made.ID)
	w = d.send(t, http.MethodPost, at+productapi.PartUp, nil)
	require.Equal(t, http.StatusUnprocessableEntity, w.Code)
	require.Equal(t, "spu_incomplete", decoded[refusal](t, w).Code)

	images := []string{"/media/a/1.jpg"}
	sku := fmt.Sprintf("%s/%d", productapi.PathOfficeSkus, made.Skus[0].SkuID)
	require.Equal(t, http.StatusOK, d.send(t, http.MethodPut, sku, productapi.SkuEdit{Version: 1, Images: &images}).Code)
	w = d.send(t, http.MethodPut, sku, productapi.SkuEdit{Version: 1, Images: &images})
	require.Equal(t, http.StatusConflict, w.Code)
	require.Equal(t, "edited_meanwhile", decoded[refusal](t, w).Code)
	require.Equal(t, http.StatusUnprocessableEntity, d.send(t, http.MethodPut, sku, map[string]any{"version": 2, "colour": "red"}).Code)
	require.Equal(t, http.StatusOK, d.send(t, http.MethodPost, at+productapi.PartUp, nil).Code)

	found := decoded[productapi.Spu](t, d.send(t, http.MethodGet, at, nil))
	require.Equal(t, productapi.SpuUp, found.Status)
	require.EqualValues(t, 900, found.Skus[0].Promotions.MemberPrices[0].Price, "as coupon has it")
	change := found.Publication
	change.Name = "快水壶"
	changed := decoded[productapi.Spu](t, d.send(t, http.MethodPut, at, change))
	require.Equal(t, "快水壶", changed.Name)
	require.Equal(t, http.StatusConflict, d.send(t, http.MethodPut, at, change).Code)
	rows := decoded[paging.Rows[productapi.SpuRow]](t, d.send(t, http.MethodGet, productapi.PathOfficeSpus+"?keyword=快&status=up", nil))
	require.EqualValues(t, 1, rows.Total)
	require.Equal(t, http.StatusUnprocessableEntity, d.send(t, http.MethodGet, productapi.PathOfficeSpus+"?status=lost", nil).Code)
	require.Equal(t, http.StatusOK, d.send(t, http.MethodPost, at+productapi.PartDown, nil).Code)
	require.Equal(t, http.StatusNotFound, d.send(t, http.MethodGet, productapi.PathOfficeSpus+"/x", nil).Code)
	require.Equal(t, []string{"spu.published", "sku.changed", "spu.up", "spu.changed", "spu.down"}, d.acts(t))
}
