package search_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/demodata"
	"gulimall/pkg/mariadb/dbtest"
	"gulimall/pkg/money"
	"gulimall/pkg/outbox"
	"gulimall/services/product"
	"gulimall/services/product/search"
	"gulimall/services/product/seed"
	"gulimall/services/product/store"
)

func clock() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) }

// demo is an index over the demo shop, read from a seeded database.
func demo(tb testing.TB) *search.Index {
	tb.Helper()
	db := dbtest.Open(tb, outbox.Migrations, store.Migrations())
	fresh, err := seed.Rows(context.Background(), db, clock())
	require.NoError(tb, err)
	require.Len(tb, demodata.SKUs(), int(fresh))
	docs, err := store.New(db, outbox.New(db), clock).Documents(context.Background(), nil)
	require.NoError(tb, err)
	require.Len(tb, docs, int(fresh))
	return indexOf(tb, docs)
}

func indexOf(tb testing.TB, docs []product.Document) *search.Index {
	tb.Helper()
	x, err := search.New()
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, x.Close()) })
	require.NoError(tb, x.Replace(docs))
	return x
}

func query(tb testing.TB, raw string) product.Query {
	tb.Helper()
	values, err := url.ParseQuery(raw)
	require.NoError(tb, err)
	q, faults := product.ParseQuery(values)
	require.Empty(tb, faults, raw)
	return q
}

func find(tb testing.TB, x *search.Index, raw string) product.Result {
	tb.Helper()
	found, err := x.Search(query(tb, raw))
	require.NoError(tb, err)
	return found
}

func every(tb testing.TB, x *search.Index, raw string) []product.Hit {
	tb.Helper()
	q := query(tb, raw)
	q.PageSize = product.MaxPageSize
	var hits []product.Hit
	for q.PageNum = 1; ; q.PageNum++ {
		found, err := x.Search(q)
		require.NoError(tb, err)
		hits = append(hits, found.Hits...)
		if len(found.Hits) == 0 {
			require.Len(tb, hits, found.Total)
			return hits
		}
	}
}

func TestTheDemoShopIsFound(t *testing.T) {
	x := demo(t)
	phones := 0
	for _, k := range demodata.SKUs() {
		if k.CategoryID == 225 {
			phones++
		}
	}

	t.Run("a word finds every phone, whoever made it", func(t *testing.T) {
		found := every(t, x, "keyword=手机&catalog3Id=225")
		require.Len(t, found, phones)
		require.EqualValues(t, 225, find(t, x, "keyword=手机").Hits[0].SKU.Category().ID, "phones come before what goes with them")
	})
	t.Run("two words written as one find both apart", func(t *testing.T) {
		found := every(t, x, "keyword=华为手机")
		require.NotEmpty(t, found)
		apart := false
		for _, h := range found {
			text := h.SKU.Title + h.SKU.Brand.Name + h.SKU.Category().Name
			for _, r := range "华为手机" {
				require.Contains(t, text, string(r))
			}
			apart = apart || !strings.Contains(h.SKU.Title, "华为手机")
		}
		require.True(t, apart)
		require.Equal(t, "华为", found[0].SKU.Brand.Name)
		require.EqualValues(t, 225, found[0].SKU.Category().ID)
		require.Greater(t, len(every(t, x, "keyword=手机")), len(found))
	})
	t.Run("letters in any case and any width, and by their beginning", func(t *testing.T) {
		all := every(t, x, "keyword=iphone")
		require.NotEmpty(t, all)
		for _, raw := range []string{"IPHONE", "ＩＰｈｏｎｅ", "iph", " iPhone "} {
			require.Equal(t, all, every(t, x, "keyword="+url.QueryEscape(raw)), raw)
		}
		require.NotEmpty(t, every(t, x, "keyword=mate70pro"))
		require.NotEmpty(t, every(t, x, "keyword=huawei"), "the brand in its other language")
	})
	t.Run("what is nowhere is not found", func(t *testing.T) {
		for _, raw := range []string{"手机壳膜锅", "zzz", "!!!", "*", "华为 AND NOT", "brand:华为 zz"} {
			found := find(t, x, "keyword="+url.QueryEscape(raw))
			require.Zero(t, found.Total, raw)
			require.NotNil(t, found.Brands)
		}
	})
	t.Run("what would be a language elsewhere is only words here", func(t *testing.T) {
		want := len(every(t, x, "keyword=华为手机"))
		for _, raw := range []string{`"华为"+手机`, "华为手机*", "华为~2 手机", "(华为 手机)", "华为\\手机", "'华为' 手机; --", "<b>华为</b>手机"} {
			got := every(t, x, "keyword="+url.QueryEscape(raw))
			if !strings.ContainsAny(raw, "b2") {
				require.Len(t, got, want, raw)
			}
		}
	})
}

func TestPricesAreNumbers(t *testing.T) {
	x := demo(t)
	hits := every(t, x, "sort=skuPrice_asc")
	require.Len(t, hits, len(demodata.SKUs()))
	require.True(t, slices.IsSortedFunc(hits, func(a, b product.Hit) int { return int(a.SKU.Price - b.SKU.Price) }))
	require.Less(t, len(hits[0].SKU.Price.String()), len(hits[len(hits)-1].SKU.Price.String()), "the test needs prices of several lengths")
	hits = every(t, x, "sort=skuPrice_desc")
	require.True(t, slices.IsSortedFunc(hits, func(a, b product.Hit) int { return int(b.SKU.Price - a.SKU.Price) }))
	hits = every(t, x, "sort=saleCount_desc")
	require.True(t, slices.IsSortedFunc(hits, func(a, b product.Hit) int { return int(b.SKU.SaleCount - a.SKU.SaleCount) }))

	within := every(t, x, "skuPrice=200_999.50")
	require.NotEmpty(t, within)
	for _, h := range within {
		require.True(t, h.SKU.Price >= 20000 && h.SKU.Price <= 99950)
	}
	require.Len(t, hits, len(every(t, x, "skuPrice=_500"))+len(every(t, x, "skuPrice=500.01_")))
}

func TestPagesNeverOverlap(t *testing.T) {
	x := demo(t)
	for _, raw := range []string{"", "keyword=手机", "sort=skuPrice_asc", "sort=hotScore_desc&hasStock=1"} {
		q := query(t, raw)
		seen := map[int64]bool{}
		for q.PageNum = 1; ; q.PageNum++ {
			found, err := x.Search(q)
			require.NoError(t, err)
			for _, h := range found.Hits {
				require.False(t, seen[h.SKU.ID], "%s: SKU %d twice", raw, h.SKU.ID)
				seen[h.SKU.ID] = true
			}
			if len(found.Hits) < product.DefaultPageSize {
				require.Len(t, seen, found.Total)
				break
			}
		}
	}
	require.Empty(t, find(t, x, "pageNum=99999").Hits)
}

func TestAFilterDoesNotShrinkItsOwnCounts(t *testing.T) {
	x := demo(t)
	free := find(t, x, "catalog3Id=225")
	require.Greater(t, len(free.Brands), 2)
	chosen := free.Brands[0]
	one := find(t, x, fmt.Sprintf("catalog3Id=225&brandId=%d", chosen.ID))
	require.Equal(t, chosen.Count, one.Total)
	require.Equal(t, free.Brands, one.Brands, "the other brands can still be added")
	two := find(t, x, fmt.Sprintf("catalog3Id=225&brandId=%d&brandId=%d", chosen.ID, free.Brands[1].ID))
	require.Equal(t, chosen.Count+free.Brands[1].Count, two.Total)

	colours := one.Attrs[slices.IndexFunc(one.Attrs, func(a product.AttrFacet) bool { return a.Name == "版本" })]
	require.Greater(t, len(colours.Values), 1)
	first, second := colours.Values[0], colours.Values[1]
	base := fmt.Sprintf("catalog3Id=225&brandId=%d&attrs=", chosen.ID)
	by := find(t, x, base+url.QueryEscape(fmt.Sprintf("%d_%s", colours.ID, first.Value)))
	require.Equal(t, first.Count, by.Total)
	require.Equal(t, colours, by.Attrs[0], "the chosen attribute comes first, with all its values")
	require.Less(t, sum(by.Brands), sum(free.Brands), "but the other filters' counts shrink")
	both := find(t, x, base+url.QueryEscape(fmt.Sprintf("%d_%s:%s", colours.ID, first.Value, second.Value)))
	require.Equal(t, first.Count+second.Count, both.Total, "values of one attribute: any of them")

	other := by.Attrs[slices.IndexFunc(by.Attrs, func(a product.AttrFacet) bool { return a.Name == "颜色" })]
	and := find(t, x, base+url.QueryEscape(fmt.Sprintf("%d_%s", colours.ID, first.Value))+
		"&attrs="+url.QueryEscape(fmt.Sprintf("%d_%s", other.ID, other.Values[0].Value)))
	require.Equal(t, other.Values[0].Count, and.Total, "two attributes: both")
	require.Less(t, and.Total, by.Total)

	whole := find(t, x, "catalog3Id=2")
	require.Greater(t, whole.Total, free.Total, "a category of level 1 has all below it")
	require.Equal(t, find(t, x, "").Categories, free.Categories)
}

func sum(facets []product.Facet) int {
	n := 0
	for _, f := range facets {
		n += f.Count
	}
	return n
}

func TestTheIndexFollowsStock(t *testing.T) {
	x := demo(t)
	ids := x.SKUIDs()
	require.ElementsMatch(t, ids, x.UnknownStock())
	require.Equal(t, len(ids), find(t, x, "hasStock=1").Total, "unknown counts as there")

	before := x.Mark()
	x.SetStock(map[int64]int64{ids[0]: 0}, x.Mark())
	x.SetStock(map[int64]int64{ids[0]: 5, ids[1]: 0, 42: 1}, before)
	require.Equal(t, len(ids)-2, find(t, x, "hasStock=1").Total, "an answer older than the event does not undo it")
	require.Equal(t, 2, find(t, x, "hasStock=0").Total)
	require.False(t, x.HasStock(ids[0]))
	require.True(t, x.HasStock(ids[2]))
	for _, h := range x.Best(0, 1000) {
		require.NotContains(t, ids[:2], h.SKU.ID)
	}
}

func doc(id int64, title string, price money.Fen) product.Document {
	return product.Document{SKU: product.SKU{
		ID: id, SPUID: id / 10, Title: title, Price: price, Brand: product.Named{ID: 1, Name: "谷粒"},
		Path: []product.Named{{ID: 1, Name: "一"}, {ID: 2, Name: "二"}, {ID: 3, Name: "三"}},
	}}
}

func TestTheIndexFollowsTheCatalogue(t *testing.T) {
	x := indexOf(t, []product.Document{doc(10, "红茶 铁罐", 100), doc(20, "绿茶 铁罐", 200)})
	x.SetStock(map[int64]int64{10: 0}, x.Mark())
	require.Equal(t, 2, find(t, x, "keyword=茶").Total)

	require.NoError(t, x.Put([]product.Document{doc(10, "红茶 铁罐", 900), doc(30, "白茶 <script>", 300)}))
	require.Equal(t, 3, find(t, x, "keyword=茶").Total)
	require.EqualValues(t, 10, find(t, x, "sort=skuPrice_desc").Hits[0].SKU.ID)
	require.Equal(t, 1, find(t, x, "hasStock=0").Total, "a new price changes no stock")

	require.NoError(t, x.Put([]product.Document{doc(20, "咖啡 铁罐", 200)}))
	require.Equal(t, 2, find(t, x, "keyword=茶").Total, "new words replace the old ones")
	require.Equal(t, 1, find(t, x, "keyword=咖啡").Total)

	require.NoError(t, x.Remove([]int64{30, 77}))
	require.Equal(t, 1, find(t, x, "keyword=茶").Total)
	require.NoError(t, x.Replace([]product.Document{doc(10, "红茶", 900), doc(40, "黑茶", 1)}))
	require.Equal(t, 2, find(t, x, "keyword=茶").Total)
	require.Zero(t, find(t, x, "keyword=咖啡").Total)
	require.Equal(t, []int64{40}, x.UnknownStock(), "a rebuild forgets no stock")

	for i := range 250 {
		require.NoError(t, x.Put([]product.Document{doc(10, fmt.Sprintf("红茶 %d", i), 900)}))
	}
	require.Equal(t, 1, find(t, x, "keyword=红茶249").Total)
	require.Zero(t, find(t, x, "keyword=红茶248").Total)
}

func TestReadersAndWritersAtOnce(t *testing.T) {
	docs := many(500)
	x := indexOf(t, docs)
	var wg sync.WaitGroup
	for n := range 4 {
		wg.Go(func() {
			for i := range 60 {
				_, err := x.Search(product.Query{Keyword: "手机", PageNum: 1, PageSize: 10, Sort: product.SortPrice})
				require.NoError(t, err)
				x.SetStock(map[int64]int64{docs[i].ID: int64(n)}, x.Mark())
				switch n {
				case 0:
					d := docs[i]
					d.Title += " 新"
					require.NoError(t, x.Put([]product.Document{d}))
				case 1:
					require.NoError(t, x.Remove([]int64{docs[i+100].ID}))
				case 2:
					if i%20 == 0 {
						require.NoError(t, x.Replace(docs))
					}
				}
			}
		})
	}
	wg.Wait()
}

// many makes goods like those of the demo shop, any number of them.
func many(n int) []product.Document {
	random := rand.New(rand.NewPCG(1, 2))
	skus, brands := demodata.SKUs(), demodata.Brands()
	docs := make([]product.Document, n)
	for i := range docs {
		k := skus[i%len(skus)]
		brand := brands[random.IntN(len(brands))]
		docs[i] = product.Document{SKU: product.SKU{
			ID: int64(i + 1), SPUID: int64(i/8 + 1), Title: fmt.Sprintf("%s %s %d", brand.Name, k.Title, random.IntN(1000)),
			Price: money.Fen(100 + random.IntN(1_000_000)), SaleCount: int64(random.IntN(5000)),
			Brand: product.Named{ID: brand.ID, Name: brand.Name},
			Path:  []product.Named{{ID: 1, Name: "大"}, {ID: 2, Name: "中"}, {ID: k.CategoryID, Name: "手机"}},
		}, BrandEN: brand.NameEN}
		for _, a := range k.Attrs {
			docs[i].Filters = append(docs[i].Filters, product.AttrValue{AttrID: a.AttrID, Name: a.Name, Value: a.Value})
		}
		for a := range 5 {
			docs[i].Filters = append(docs[i].Filters, product.AttrValue{AttrID: int64(9000 + a), Name: "规格", Value: fmt.Sprint(random.IntN(20))})
		}
	}
	return docs
}

func BenchmarkSearch(b *testing.B) {
	for _, n := range []int{300, 20_000} {
		x := indexOf(b, many(n))
		for _, raw := range []string{"", "keyword=手机", "keyword=华为手机", "keyword=iphone", "catalog3Id=225&brandId=9&attrs=9000_1:2:3&sort=skuPrice_asc&hasStock=1"} {
			b.Run(fmt.Sprintf("%d/%s", n, raw), func(b *testing.B) {
				q := query(b, raw)
				for b.Loop() {
					if _, err := x.Search(q); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
		if n > 1000 {
			b.Run("words asked for the first time", func(b *testing.B) {
				i := 0
				for b.Loop() {
					i++
					if _, err := x.Search(product.Query{Keyword: fmt.Sprintf("手机 %d", i%1000), PageNum: 1, PageSize: 16}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
