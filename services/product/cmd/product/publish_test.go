package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/services/product"
	"gulimall/services/product/store"
)

// till stands for coupon: it keeps the rules that it is told.
type till struct {
	mu    sync.Mutex
	away  bool
	rules map[int64]couponapi.SpuRules
}

func (k *till) Rules(_ context.Context, spuID int64) (couponapi.SpuRules, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.away {
		return couponapi.SpuRules{}, errors.New("away")
	}
	return k.rules[spuID], nil
}

func (k *till) SetRules(_ context.Context, rules couponapi.SpuRules) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.away {
		return errors.New("away")
	}
	k.rules[rules.SpuID] = rules
	return nil
}

// publishing is the desk of an instance.
func (i *instance) publishing(coupon product.Promoter) *product.Publishing {
	kept := store.New(i.db, i.ob, clock)
	return product.NewPublishing(kept, product.NewClasses(kept, i.uc), coupon, i.near, i.near, i.uc, slog.New(slog.DiscardHandler), clock)
}

func kettle(key string) productapi.Publication {
	return productapi.Publication{
		Key: key, Name: "Qxzkettle 电水壶", CategoryID: 225, BrandID: 9, Album: []string{"/media/a/1.jpg"},
		Skus: []productapi.PublicationSku{{Title: "Qxzkettle 电水壶", Price: 12345, Images: []string{"/media/a/1.jpg"}, Promotions: &productapi.Promotions{
			MemberPrices: []couponapi.MemberPrice{{LevelID: 3, LevelName: "金牌", Price: 10000}},
		}}},
	}
}

func marketing() adminapi.By { return adminapi.By{StaffID: 3, Account: "marketing"} }

func TestPutUpHereAndFoundThere(t *testing.T) {
	a, b, _ := two(t)
	coupon := &till{rules: map[int64]couponapi.SpuRules{}}
	desk := a.publishing(coupon)
	made, err := desk.Publish(t.Context(), kettle("one"), marketing())
	require.NoError(t, err)
	require.Zero(t, a.finds(t, "keyword=qxzkettle"), "published is not yet put up")
	require.EqualValues(t, 10000, coupon.rules[made.ID].Skus[0].MemberPrices[0].Price)

	_, err = desk.Up(t.Context(), made.ID, marketing())
	require.NoError(t, err)
	require.Equal(t, 1, a.finds(t, "keyword=qxzkettle"), "at once here")
	soon(t, func() bool { return b.finds(t, "keyword=qxzkettle") == 1 })
	sku := made.Skus[0].SkuID
	require.Contains(t, b.get(t, fmt.Sprintf("/%d.html", sku)), "¥123.45")

	seen, err := desk.SKU(t.Context(), sku)
	require.NoError(t, err)
	price := seen.Price + 1
	_, err = desk.EditSKU(t.Context(), sku, productapi.SkuEdit{Version: seen.Version, Price: &price}, marketing())
	require.NoError(t, err)
	soon(t, func() bool { return b.finds(t, "skuPrice=123.46_123.46") == 1 })

	_, err = a.publishing(coupon).Down(t.Context(), made.ID, marketing())
	require.NoError(t, err)
	require.Zero(t, a.finds(t, "keyword=qxzkettle"))
	soon(t, func() bool { return b.finds(t, "keyword=qxzkettle") == 0 })
	found, err := b.uc.Skus(t.Context(), []int64{sku})
	require.NoError(t, err)
	require.False(t, found[0].OnShelf, "carts and orders are told")
}

func TestPromotionsReachCouponWhateverHappensBetween(t *testing.T) {
	i := open(t)
	coupon := &till{away: true, rules: map[int64]couponapi.SpuRules{}}
	desk := i.publishing(coupon)
	made, err := desk.Publish(t.Context(), kettle("one"), marketing())
	require.NoError(t, err, "the product is published though coupon is away")
	require.NotNil(t, made.Passing)
	require.Empty(t, coupon.rules)
	coupon.away = false
	soon(t, func() bool {
		require.NoError(t, i.publishing(coupon).Deliver(t.Context()))
		return len(coupon.rules[made.ID].Skus) == 1
	})
	again, err := desk.Publish(t.Context(), kettle("one"), marketing())
	require.NoError(t, err)
	require.Equal(t, made.ID, again.ID)
	require.Nil(t, again.Passing)
	_, err = desk.Up(t.Context(), made.ID, marketing())
	require.NoError(t, err)
	bare := kettle("two")
	bare.Skus[0].Images = nil
	made, err = desk.Publish(t.Context(), bare, marketing())
	require.NoError(t, err)
	_, err = desk.Up(t.Context(), made.ID, marketing())
	require.ErrorIs(t, err, product.ErrIncomplete)
}

func TestADraftBecomesOneProduct(t *testing.T) {
	i := open(t)
	desk := i.publishing(&till{rules: map[int64]couponapi.SpuRules{}})
	body := kettle("")
	body.Skus = nil
	d, err := desk.Begin(t.Context(), body, marketing())
	require.NoError(t, err)
	_, err = desk.PublishDraft(t.Context(), d.ID, d.Version, marketing())
	require.Error(t, err, "no SKU yet")
	d.Body = kettle("")
	d, err = desk.Keep(t.Context(), d, marketing())
	require.NoError(t, err)
	_, err = desk.PublishDraft(t.Context(), d.ID, d.Version-1, marketing())
	require.ErrorIs(t, err, product.ErrEditedMeantime)
	var wg sync.WaitGroup
	ids := make([]int64, 6)
	for n := range ids {
		wg.Go(func() {
			saved, err := desk.PublishDraft(context.Background(), d.ID, d.Version, marketing())
			require.NoError(t, err)
			ids[n] = saved.ID
		})
	}
	wg.Wait()
	for _, id := range ids {
		require.Equal(t, ids[0], id)
	}

	change, err := desk.BeginChange(t.Context(), ids[0], marketing())
	require.NoError(t, err)
	sku, err := desk.SKU(t.Context(), change.Body.Skus[0].SkuID)
	require.NoError(t, err)
	price := sku.Price + 100
	_, err = desk.EditSKU(t.Context(), sku.SkuID, productapi.SkuEdit{Version: sku.Version, Price: &price}, marketing())
	require.NoError(t, err)
	_, err = desk.PublishDraft(t.Context(), change.ID, change.Version, marketing())
	require.ErrorIs(t, err, product.ErrEditedMeantime, "the product has changed meanwhile")
	change, err = desk.Rebase(t.Context(), change.ID, marketing())
	require.NoError(t, err)
	saved, err := desk.PublishDraft(t.Context(), change.ID, change.Version, marketing())
	require.NoError(t, err)
	require.Equal(t, sku.Price, saved.Skus[0].Price, "what the draft says stays")
}
