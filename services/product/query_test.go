package product_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/services/product"
)

func TestParseQuery(t *testing.T) {
	yes, no := true, false
	for raw, change := range map[string]func(q *product.Query){
		"":                               func(*product.Query) {},
		"keyword=+手机+&unknown=1":         func(q *product.Query) { q.Keyword = "手机" },
		"catalog3Id=225":                 func(q *product.Query) { q.CategoryID = 225 },
		"brandId=9&brandId=12&brandId=9": func(q *product.Query) { q.BrandIDs = []int64{9, 12} },
		"skuPrice=1_500":                 func(q *product.Query) { q.PriceLow, q.PriceHigh = 100, 50000 },
		"skuPrice=_500":                  func(q *product.Query) { q.PriceHigh = 50000 },
		"skuPrice=500_":                  func(q *product.Query) { q.PriceLow = 50000 },
		"skuPrice=0.5_12.34":             func(q *product.Query) { q.PriceLow, q.PriceHigh = 50, 1234 },
		"skuPrice=_":                     func(*product.Query) {},
		"hasStock=1":                     func(q *product.Query) { q.HasStock = &yes },
		"hasStock=0":                     func(q *product.Query) { q.HasStock = &no },
		"sort=skuPrice_asc":              func(q *product.Query) { q.Sort, q.Ascending = product.SortPrice, true },
		"sort=hotScore_desc":             func(q *product.Query) { q.Sort = product.SortHot },
		"pageNum=3&pageSize=60":          func(q *product.Query) { q.PageNum, q.PageSize = 3, 60 },
		"attrs=15_海思:高通&attrs=16_8GB%2B256": func(q *product.Query) {
			q.Attrs = []product.AttrFilter{{AttrID: 15, Values: []string{"海思", "高通"}}, {AttrID: 16, Values: []string{"8GB+256"}}}
		},
		"attrs=15_a_b&attrs=15_c:a_b": func(q *product.Query) { q.Attrs = []product.AttrFilter{{AttrID: 15, Values: []string{"a_b", "c"}}} },
		"keyword=&catalog3Id=&brandId=&attrs=&skuPrice=&hasStock=&sort=&pageNum=&pageSize=": func(*product.Query) {},
	} {
		values, err := url.ParseQuery(raw)
		require.NoError(t, err)
		want := product.Query{PageNum: 1, PageSize: product.DefaultPageSize}
		change(&want)
		got, faults := product.ParseQuery(values)
		require.Empty(t, faults, raw)
		require.Equal(t, want, got, raw)
	}
}

func TestParseQueryLeavesOutAndNamesWhatIsWrong(t *testing.T) {
	plain := product.Query{PageNum: 1, PageSize: product.DefaultPageSize}
	for name, bad := range map[string][]string{
		"pageNum":    {"0", "-1", "x", "1.5", "99999999999999999999", "100001"},
		"pageSize":   {"0", "61", "-1", "x"},
		"catalog3Id": {"x", "0", "-5", "99999999999999999999"},
		"brandId":    {"x", "0", "-1", "1;drop table"},
		"attrs":      {"15", "_a", "15_", "x_a", "15_:", "-1_a"},
		"skuPrice":   {"5", "a_b", "5_1", "-1_5", "1.234_5", "1_99999999999999999999", ".5_1", "1__2", "1e3_"},
		"hasStock":   {"2", "true", "-1"},
		"sort":       {"skuPrice", "skuPrice_up", "title_asc", "_asc", "skuPrice_asc_desc"},
	} {
		for _, value := range bad {
			got, faults := product.ParseQuery(url.Values{name: {value}})
			require.Len(t, faults, 1, "%s=%s", name, value)
			require.Equal(t, name, faults[0].Name)
			require.Equal(t, plain, got, "%s=%s", name, value)
		}
	}
	got, faults := product.ParseQuery(url.Values{"keyword": {strings.Repeat("手", 101)}})
	require.Len(t, faults, 1)
	require.Equal(t, strings.Repeat("手", 100), got.Keyword)
	got, faults = product.ParseQuery(url.Values{"keyword": {"a\xffb"}})
	require.Empty(t, faults)
	require.Equal(t, "ab", got.Keyword)
}
