package search_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/services/product"
	"gulimall/services/product/store"
)

// catalogue is the use cases over the demo shop's index, as far as they need nothing else.
func catalogue(t *testing.T) *product.Catalogue {
	t.Helper()
	return product.New(&store.Store{}, demo(t), nil, nil, nil, slog.New(slog.DiscardHandler), time.Now)
}

func TestSuggestions(t *testing.T) {
	uc := catalogue(t)
	for typed, want := range map[string]string{"华": "华为", "iph": "Apple iPhone 17", "huaw": "HUAWEI", "iphnoe": "iphone", "保温": "保温杯"} {
		all, err := uc.Suggest(t.Context(), typed)
		require.NoError(t, err)
		require.NotEmpty(t, all, typed)
		require.LessOrEqual(t, len(all), product.MaxSuggestions)
		require.Equal(t, want, all[0].Text)
		for _, s := range all {
			require.Positive(t, s.Count, "%s → %s", typed, s.Text)
		}
	}
	hot, err := uc.Suggest(t.Context(), " ！")
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(hot), 6)
	require.Equal(t, product.SuggestHot, hot[0].Kind)
	none, err := uc.Suggest(t.Context(), "qqqqqqq")
	require.NoError(t, err)
	require.NotNil(t, none)
	require.Empty(t, none)
}

func TestLoosen(t *testing.T) {
	uc := catalogue(t)
	type step struct {
		how     product.Loosening
		keyword string
	}
	for raw, want := range map[string][]step{
		"keyword=iphnoe":                         {{product.Respelled, "iphone"}},
		"keyword=huawie&skuPrice=1_2":            {{product.Respelled, "huawei"}},
		"keyword=华为&skuPrice=1_2":                {{product.WithoutPrice, "华为"}},
		"keyword=华为&brandId=12&skuPrice=_999999": {{product.WithoutBrands, "华为"}, {product.WithoutFilters, "华为"}},
		"keyword=华为&attrs=22501_没有的颜色":           {{product.WithoutAttr, "华为"}},
		"keyword=华为咖啡机":                          {{product.FewerWords, "华为"}},
		"keyword=qqqqqqqq":                       nil,
		"catalog3Id=999999":                      {{product.WithoutCategory, ""}},
	} {
		q := query(t, raw)
		all, err := uc.Loosen(context.Background(), q)
		require.NoError(t, err)
		var got []step
		for _, l := range all {
			got = append(got, step{l.How, l.Query.Keyword})
			found, err := uc.Search(l.Query)
			require.NoError(t, err)
			require.Equal(t, found.Total, l.Total)
			require.Positive(t, l.Total)
		}
		require.GreaterOrEqual(t, len(got), len(want), raw)
		require.Equal(t, want, got[:len(want):len(want)], raw)
	}
}

func TestNewestFirst(t *testing.T) {
	x := indexOf(t, []product.Document{
		{SKU: product.SKU{ID: 1, SPUID: 1, Title: "茶"}, Created: clock()},
		{SKU: product.SKU{ID: 2, SPUID: 2, Title: "茶"}, Created: clock().Add(time.Hour)},
		{SKU: product.SKU{ID: 3, SPUID: 3, Title: "茶"}, Created: clock().Add(-time.Hour)},
	})
	found := find(t, x, "keyword=茶&sort=createTime_desc")
	require.Equal(t, []int64{2, 1, 3}, []int64{found.Hits[0].SKU.ID, found.Hits[1].SKU.ID, found.Hits[2].SKU.ID})
}

func BenchmarkSuggest(b *testing.B) {
	v := product.NewVocabulary(demo(b).Documents())
	for b.Loop() {
		v.Suggest("华为手机", product.MaxSuggestions)
		v.Suggest("电", product.MaxSuggestions)
	}
}
