package store_test

import (
	"context"
	"encoding/json"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/demodata"
	"gulimall/pkg/mariadb/dbtest"
	"gulimall/pkg/money"
	"gulimall/pkg/outbox"
	"gulimall/pkg/rabbit"
	"gulimall/services/product"
	"gulimall/services/product/seed"
	"gulimall/services/product/store"
)

func now() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) }

func seeded(t *testing.T) (*store.Store, *gorm.DB) {
	t.Helper()
	db := dbtest.Open(t, outbox.Migrations, store.Migrations())
	_, err := seed.Rows(t.Context(), db, now())
	require.NoError(t, err)
	return store.New(db, outbox.New(db), now), db
}

// said reads what waits in the outbox.
func said(t *testing.T, db *gorm.DB) []productapi.SkuChanged {
	t.Helper()
	var payloads [][]byte
	require.NoError(t, db.Raw("SELECT payload FROM mq_message ORDER BY id").Scan(&payloads).Error)
	var all []productapi.SkuChanged
	for _, p := range payloads {
		var m rabbit.Message
		require.NoError(t, json.Unmarshal(p, &m))
		require.Equal(t, productapi.TypeSkuChanged, m.Type)
		var what productapi.SkuChanged
		require.NoError(t, json.Unmarshal(m.Data, &what))
		all = append(all, what)
	}
	return all
}

func TestTheSeededCatalogueComesBackAsItWentIn(t *testing.T) {
	s, db := seeded(t)
	k := demodata.SKUs()[0]
	skus, err := s.Skus(t.Context(), []int64{k.ID, 999999})
	require.NoError(t, err)
	require.Len(t, skus, 1)
	sku := skus[0]
	require.Equal(t, k.Title, sku.Title)
	require.Equal(t, k.Price, sku.Price)
	require.Equal(t, k.Picture, sku.Image)
	require.EqualValues(t, k.Weight, sku.Weight)
	require.True(t, sku.OnShelf)
	require.Len(t, sku.Attrs, len(k.Attrs))
	for i, a := range k.Attrs {
		require.Equal(t, product.AttrValue{AttrID: a.AttrID, Name: a.Name, Value: a.Value}, sku.Attrs[i])
	}
	require.Equal(t, []product.Named{{ID: 2, Name: "手机"}, {ID: 34, Name: "手机通讯"}, {ID: 225, Name: "手机"}}, sku.Path)

	spu, err := s.SPU(t.Context(), k.SPUID)
	require.NoError(t, err)
	require.Contains(t, spu.SkuIDs, k.ID)
	require.Equal(t, append([]string{k.Picture}, k.Gallery...), spu.Gallery[k.ID])
	require.Equal(t, "主体", spu.Specs[0].Name)
	require.Greater(t, len(spu.Specs), 2)
	require.NotEmpty(t, spu.Description)
	_, err = s.SPU(t.Context(), 999999)
	require.ErrorIs(t, err, product.ErrSkuNotFound)

	categories, err := s.Categories(t.Context())
	require.NoError(t, err)
	require.Len(t, categories, len(demodata.Categories()))

	again, err := seed.Rows(t.Context(), db, now())
	require.NoError(t, err)
	require.Zero(t, again)
}

func TestSeedingAgainLeavesPricesAsTheyAre(t *testing.T) {
	s, db := seeded(t)
	id, price := demodata.SKUs()[0].ID, money.Fen(1)
	require.NoError(t, s.Change(t.Context(), id, product.Change{Price: &price}))
	_, err := seed.Rows(t.Context(), db, now())
	require.NoError(t, err)
	skus, err := s.Skus(t.Context(), []int64{id})
	require.NoError(t, err)
	require.Equal(t, price, skus[0].Price)
}

func TestAChangeAndItsEventAreOne(t *testing.T) {
	s, db := seeded(t)
	id, price, off := demodata.SKUs()[3].ID, money.Fen(4321), false
	require.NoError(t, s.Change(t.Context(), id, product.Change{Price: &price, OnShelf: &off}))
	skus, err := s.Skus(t.Context(), []int64{id})
	require.NoError(t, err)
	require.Equal(t, price, skus[0].Price)
	require.False(t, skus[0].OnShelf)
	docs, err := s.Documents(t.Context(), []int64{id})
	require.NoError(t, err)
	require.Empty(t, docs, "what is off the shelf is not for search")
	require.Equal(t, []productapi.SkuChanged{{SkuIDs: []int64{id}}}, said(t, db))

	require.ErrorIs(t, s.Change(t.Context(), 999999, product.Change{Price: &price}), product.ErrSkuNotFound)
	free := money.Fen(0)
	require.Error(t, s.Change(t.Context(), id, product.Change{Price: &free}), "the schema refuses it too")
	require.Len(t, said(t, db), 1)
}

func TestAnOrderCountsOnce(t *testing.T) {
	s, db := seeded(t)
	a, b := demodata.SKUs()[0], demodata.SKUs()[1]
	ctx := rabbit.WithMessage(t.Context(), rabbit.Message{ID: uuid.Must(uuid.NewV7()).String(), Type: "order.paid"}, productapi.QueueOrderPaid)
	counts := map[int64]int64{a.ID: 2, b.ID: 3, 999999: 1}
	require.NoError(t, s.Sold(ctx, counts))
	require.ErrorIs(t, s.Sold(ctx, counts), rabbit.ErrDuplicate)
	skus, err := s.Skus(t.Context(), []int64{a.ID, b.ID})
	require.NoError(t, err)
	require.EqualValues(t, a.SaleCount+2, skus[0].SaleCount)
	require.EqualValues(t, b.SaleCount+3, skus[1].SaleCount)
	require.Equal(t, []productapi.SkuChanged{{SkuIDs: []int64{a.ID, b.ID, 999999}, OnlySales: true}}, said(t, db))
}

func TestOrdersOfTheSameGoodsCountAllAtOnce(t *testing.T) {
	s, _ := seeded(t)
	a, b := demodata.SKUs()[0], demodata.SKUs()[1]
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			ctx := rabbit.WithMessage(context.Background(), rabbit.Message{ID: uuid.Must(uuid.NewV7()).String()}, productapi.QueueOrderPaid)
			require.NoError(t, s.Sold(ctx, map[int64]int64{b.ID: 1, a.ID: 1}))
		})
	}
	wg.Wait()
	skus, err := s.Skus(t.Context(), []int64{a.ID, b.ID})
	require.NoError(t, err)
	require.EqualValues(t, a.SaleCount+50, skus[0].SaleCount)
	require.EqualValues(t, b.SaleCount+50, skus[1].SaleCount)
}
