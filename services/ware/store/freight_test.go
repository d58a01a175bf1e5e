package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
	"gulimall/services/ware"
)

func TestFreightChangesAreSeenAtOnce(t *testing.T) {
	s := newShop(t, time.Hour)
	desk := ware.NewFreighter(s.Store)
	require.NoError(t, s.db.Exec("INSERT INTO wms_freight_template (region, first_grams, first_fee, extra_grams, extra_fee) VALUES ('华东', 1000, 600, 1000, 100), ('西北', 1000, 1500, 1000, 600)").Error)
	require.NoError(t, s.db.Exec("INSERT INTO wms_province (name, region) VALUES ('上海市', '华东'), ('甘肃省', '西北'), ('青海省', '西北')").Error)
	book, err := desk.Book(t.Context())
	require.NoError(t, err)
	require.Len(t, book.Templates, 2)
	one, other := book.Templates[0], book.Templates[1]
	fee := func(province string) int64 {
		q, err := s.Quote(t.Context(), ware.QuoteRequest{Lines: []ware.Line{{SkuID: 1, Count: 1, Weight: 1}}, Province: province})
		require.NoError(t, err)
		return int64(q.Freight.Fee)
	}
	require.EqualValues(t, one.FirstFee, fee(one.Provinces[0]))
	wish := ware.FreightWish{FreightTemplate: one, Seen: book.Versions()}
	wish.FirstFee = 4321
	wish.Provinces = append(append([]string{}, one.Provinces...), other.Provinces[0])
	now, err := desk.Change(t.Context(), wish, keeper())
	require.NoError(t, err)
	require.Equal(t, one.Version+1, now.Version)
	require.EqualValues(t, 4321, fee(one.Provinces[0]))
	require.EqualValues(t, 4321, fee(other.Provinces[0]), "the province has moved")
	_, err = desk.Change(t.Context(), wish, keeper())
	require.ErrorIs(t, err, ware.ErrEditedMeantime)
	_, err = desk.Change(t.Context(), ware.FreightWish{FreightTemplate: other}, keeper())
	require.ErrorIs(t, err, ware.ErrEditedMeantime, "it has lost a province")
	require.Equal(t, 1, told(t, s, "freight.changed"))
}

// TestRegionsComeAndGo: shoppers pay by what the desk says from the next quote on, whoever edits with an old view is told.
func TestRegionsComeAndGo(t *testing.T) {
	s := newShop(t, time.Hour)
	desk := ware.NewFreighter(s.Store)
	require.NoError(t, s.db.Exec("INSERT INTO wms_freight_template (id, region, first_grams, first_fee, extra_grams, extra_fee) VALUES (1, '华东', 1000, 600, 1000, 100), (2, '西北', 1000, 1500, 1000, 600)").Error)
	require.NoError(t, s.db.Exec("INSERT INTO wms_province (name, region) VALUES ('上海市', '华东'), ('甘肃省', '西北'), ('青海省', '西北'), ('台湾省', '')").Error)
	pays := func(province string) string {
		q, err := s.Quote(t.Context(), ware.QuoteRequest{Lines: []ware.Line{{SkuID: 1, Count: 1, Weight: 1}}, Province: province})
		require.NoError(t, err)
		return q.Freight.Rule.Region + " " + q.Freight.Fee.String()
	}
	book, err := desk.Book(t.Context())
	require.NoError(t, err)
	require.Equal(t, []string{"台湾省"}, book.Uncovered)
	require.Equal(t, "西北 15.00", pays("台湾省"), "the dearest")

	wish := ware.FreightWish{Seen: book.Versions(), FreightTemplate: ware.FreightTemplate{
		Provinces: []string{"台湾省", "青海省"}, FreightRule: ware.FreightRule{Region: "远程", FirstGrams: 500, FirstFee: 4000, ExtraGrams: 500, ExtraFee: 900},
	}}
	far, err := desk.Add(t.Context(), wish, keeper())
	require.NoError(t, err)
	require.Equal(t, "远程 40.00", pays("台湾省"))
	require.Equal(t, "远程 40.00", pays("青海省"), "it has left its region")
	_, err = desk.Add(t.Context(), wish, keeper())
	require.ErrorIs(t, err, ware.ErrRegionTaken)
	wish.Region = "更远"
	_, err = desk.Add(t.Context(), wish, keeper())
	require.ErrorIs(t, err, ware.ErrEditedMeantime, "the provinces have gone elsewhere meanwhile")
	wish.Provinces = []string{"火星"}
	_, err = desk.Add(t.Context(), wish, keeper())
	require.Equal(t, "province_unknown", apperr.From(err).Fields[0].Code)

	require.ErrorIs(t, desk.Remove(t.Context(), 2, 1, keeper()), ware.ErrEditedMeantime, "it has lost a province")
	require.NoError(t, desk.Remove(t.Context(), far.ID, far.Version, keeper()))
	require.ErrorIs(t, desk.Remove(t.Context(), far.ID, far.Version, keeper()), ware.ErrNoTemplate)
	require.Equal(t, "西北 15.00", pays("青海省"), "covered by none, the dearest rate of the others")
	book, err = desk.Book(t.Context())
	require.NoError(t, err)
	require.Equal(t, []string{"台湾省", "青海省"}, book.Uncovered)
	require.NoError(t, desk.Remove(t.Context(), 2, 2, keeper()))
	require.ErrorIs(t, desk.Remove(t.Context(), 1, 1, keeper()), ware.ErrLastFreight)
	require.Equal(t, 1, told(t, s, "freight.added"))
	require.Equal(t, 2, told(t, s, "freight.removed"))
}

func TestTwoPeopleWantOneProvince(t *testing.T) {
	s := newShop(t, time.Hour)
	desk := ware.NewFreighter(s.Store)
	require.NoError(t, s.db.Exec("INSERT INTO wms_freight_template (id, region, first_grams, first_fee, extra_grams, extra_fee) VALUES (1, '华东', 1000, 600, 1000, 100)").Error)
	require.NoError(t, s.db.Exec("INSERT INTO wms_province (name, region) VALUES ('上海市', '华东'), ('江苏省', '华东')").Error)
	book, err := desk.Book(t.Context())
	require.NoError(t, err)
	var wg sync.WaitGroup
	var won, refused atomic.Int64
	for i := range 8 {
		wg.Go(func() {
			_, err := desk.Add(context.Background(), ware.FreightWish{Seen: book.Versions(), FreightTemplate: ware.FreightTemplate{
				Provinces: []string{"江苏省"}, FreightRule: ware.FreightRule{Region: fmt.Sprint("区", i%4), ExtraGrams: 1},
			}}, keeper())
			switch {
			case err == nil:
				won.Add(1)
			case errors.Is(err, ware.ErrEditedMeantime), errors.Is(err, ware.ErrRegionTaken):
				refused.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	require.EqualValues(t, 1, won.Load())
	require.EqualValues(t, 7, refused.Load())
}
