package e2e

import (
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/productapi"
	"gulimall/test/shop"
)

func TestCategories(t *testing.T) {
	t.Parallel()
	third := shape{"id": identity, "name": filled, "children": list(object(shape{}))}
	second := shape{"id": identity, "name": filled, "children": list(object(third))}
	first := shape{"id": identity, "name": filled, "children": list(object(second))}
	fits(t, shop.Stack(t).Guest().API(t, "GET", "/api/product/categories", nil), 200, some(object(first)))
}

func searchShape() rule {
	return object(shape{
		"items": list(object(shape{
			"skuId": identity, "spuId": identity, "title": filled, "highlight": filled, "price": fen, "image": picture, "brandId": identity,
			"brandName": filled, "saleCount": fen, "hasStock": boolean,
		})),
		"total": fen, "pageNum": identity, "pageSize": identity,
		"brands":     list(object(shape{"brandId": identity, "name": filled, "count": identity})),
		"categories": list(object(shape{"id": identity, "name": filled, "count": identity})),
		"attrs": list(object(shape{
			"attrId": identity, "name": filled, "values": list(object(shape{"value": filled, "count": identity})),
		})),
	})
}

type found struct {
	Items []struct {
		SkuID, Price     int64
		Title, Highlight string
		BrandID          int64
		HasStock         bool
	}
	Total, PageNum, PageSize int
	Brands                   []struct {
		BrandID int64
		Count   int
	}
	Categories []struct{ ID int64 }
	Attrs      []struct {
		AttrID int64
		Values []struct {
			Value string
			Count int
		}
	}
}

func TestSearch(t *testing.T) {
	t.Parallel()
	s := shop.Stack(t).Guest()
	search := func(query string) found {
		t.Helper()
		a := s.API(t, "GET", "/api/product/search?"+query, nil)
		fits(t, a, 200, searchShape())
		var f found
		a.Into(t, 200, &f)
		return f
	}
	all := search("")
	require.GreaterOrEqual(t, all.Total, 240)
	phones := search("pageSize=60&keyword=" + url.QueryEscape("手机"))
	require.NotZero(t, phones.Total)
	require.Contains(t, phones.Items[0].Highlight, "<em>")
	huawei := search("keyword=" + url.QueryEscape("华为手机"))
	require.NotZero(t, huawei.Total)
	require.Contains(t, huawei.Items[0].Title, "华为")
	require.Less(t, huawei.Total, all.Total)

	brand := phones.Brands[0]
	require.Equal(t, brand.Count, search("keyword="+url.QueryEscape("手机")+"&brandId="+num(brand.BrandID)).Total, "the count of a filter is what it finds")
	for _, item := range search("pageSize=60&brandId=" + num(brand.BrandID)).Items {
		require.Equal(t, brand.BrandID, item.BrandID)
	}
	if len(phones.Attrs) > 0 {
		attr := phones.Attrs[0]
		query := "keyword=" + url.QueryEscape("手机") + "&attrs=" + url.QueryEscape(num(attr.AttrID)+"_"+attr.Values[0].Value)
		require.Equal(t, attr.Values[0].Count, search(query).Total)
	}
	category := search("catalog3Id=" + num(phones.Categories[0].ID))
	require.NotZero(t, category.Total)
	prices := search("pageSize=60&skuPrice=1000_2000&sort=skuPrice_asc")
	last := int64(0)
	for _, item := range prices.Items {
		require.GreaterOrEqual(t, item.Price, int64(100000))
		require.LessOrEqual(t, item.Price, int64(200000))
		require.GreaterOrEqual(t, item.Price, last)
		last = item.Price
	}
	for _, item := range search("pageSize=60&hasStock=1").Items {
		require.True(t, item.HasStock)
	}
	require.Equal(t, 2, search("pageNum=2").PageNum)
	for _, sort := range []string{"hotScore_asc", "hotScore_desc", "saleCount_asc", "saleCount_desc", "skuPrice_desc"} {
		require.NotZero(t, search("sort="+sort).Total)
	}
	for _, bad := range []string{"sort=price", "pageSize=61", "pageSize=0", "pageNum=0", "pageNum=x", "brandId=x", "catalog3Id=-1", "skuPrice=a_b", "hasStock=2", "attrs=x"} {
		s.API(t, "GET", "/api/product/search?"+bad, nil).Refused(t, 422, "invalid")
	}
	nothing := search("keyword=" + url.QueryEscape("<script>alert(1)</script>' OR 1=1 --"))
	for _, item := range nothing.Items {
		require.NotContains(t, strings.NewReplacer("<em>", "", "</em>", "").Replace(item.Highlight), "<")
	}
}

func TestItem(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	s := m.Guest()
	fits(t, s.API(t, "GET", "/api/product/skus/1101", nil), 200, object(shape{
		"skuId": identity, "spuId": identity, "title": filled, "subtitle": text, "price": fen, "images": some(picture),
		"category":    object(shape{"id": identity, "name": filled, "+path": some(object(shape{"id": identity, "name": filled}))}),
		"brand":       object(shape{"id": identity, "name": filled}),
		"saleAttrs":   some(object(shape{"attrId": identity, "name": filled, "values": some(object(shape{"value": filled, "skuIds": some(identity)}))})),
		"specs":       some(object(shape{"group": filled, "attrs": some(object(shape{"name": filled, "value": filled}))})),
		"description": filled, "hasStock": boolean, "promotions": list(object(shape{"rule": filled, "text": filled})),
		"gifts": object(shape{"points": fen, "growth": fen}), "+onShelf": boolean, "+stock": fen,
	}))
	for _, id := range []string{"999999999", "0", "-1", "abc", "1.5", "99999999999999999999", "1101%20or%201=1"} {
		s.API(t, "GET", "/api/product/skus/"+id, nil).Want(t, 404)
	}
	s.API(t, "GET", "/api/product/skus/999999999", nil).Refused(t, 404, "sku_not_found")
}

func TestWhatIsOffTheShelfCannotBeBought(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 5)
	s := m.WithAddress(t)
	s.AddToCart(t, sku, 1)
	off, on := false, true
	m.UpdateSKU(t, sku, productapi.SkuUpdate{OnShelf: &off})
	t.Cleanup(func() { m.UpdateSKULater(t, sku, productapi.SkuUpdate{OnShelf: &on}) })
	require.Contains(t, s.Cart(t).Items[0].Problems, "off_shelf")
	require.Zero(t, s.Cart(t).CheckedCount)
	s.API(t, "POST", "/api/cart/items", map[string]int64{"skuId": sku, "count": 1}).Refused(t, 404, "sku_not_found")
	s.API(t, "GET", "/api/order/confirm", nil).Want(t, 409)
}
