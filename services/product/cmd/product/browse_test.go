package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/productapi"
	"gulimall/services/product"
)

func (i *instance) suggestionsOverHTTP(t *testing.T) {
	found := decode[productapi.Suggestions](t, i.get(t, "/api/product/suggest?keyword="+url.QueryEscape("华")))
	require.Equal(t, productapi.Suggestion{Text: "华为", Kind: "brand", Count: 48}, found.Suggestions[0])
	require.LessOrEqual(t, len(found.Suggestions), 8)
	hot := decode[productapi.Suggestions](t, i.get(t, "/api/product/suggest"))
	require.NotEmpty(t, hot.Suggestions)
	require.Equal(t, "hot", hot.Suggestions[0].Kind)
	require.Contains(t, i.get(t, "/api/product/suggest?keyword=qqqqqqq"), `"suggestions":[]`, "nothing is an empty list")
	for _, odd := range []string{"%FF%FE", strings.Repeat("a", 5000), "%00", "%3Cscript%3E", "%2A%3F%22"} {
		i.get(t, "/api/product/suggest?keyword="+odd)
	}
}

func TestCardsByID(t *testing.T) {
	i := open(t)
	ids := func(query string) []int64 {
		list := []int64{}
		for _, card := range decode[productapi.Cards](t, i.get(t, "/api/product/skus?ids="+query)).Items {
			list = append(list, card.SkuID)
			require.NotEmpty(t, card.Title)
			require.Positive(t, card.Price)
			require.NotEmpty(t, card.Image)
		}
		return list
	}
	require.Equal(t, []int64{1302, 1101}, ids("1302,1101"), "in the order asked")
	require.Equal(t, []int64{1101}, ids("999999,1101,1101"), "what there is, each once")
	require.Empty(t, ids(""))
	off := false
	_, err := i.uc.Change(t.Context(), 1101, product.Change{OnShelf: &off})
	require.NoError(t, err)
	require.Equal(t, []int64{1302}, ids("1302,1101"), "what is for sale")
	for _, bad := range []string{"x", "1,", "-1", "0", "1;2", "1" + strings.Repeat(",1", 20), "99999999999999999999"} {
		status, body, _ := i.ask(t, http.MethodGet, "/api/product/skus?ids="+url.QueryEscape(bad), "")
		require.Equal(t, http.StatusUnprocessableEntity, status, bad)
		require.Contains(t, body, `"field":"ids"`)
	}
}

func (i *instance) whoFindsNothingIsHelped(t *testing.T) {
	body := i.get(t, "/list.html?keyword=iphnoe")
	contains(t, body, "您是不是要找“iphone”")
	contains(t, body, "“iphone”的商品", "with the goods at once")
	contains(t, body, "大家都在买")
	contains(t, body, `content="noindex, follow"`)

	body = i.get(t, "/list.html?keyword="+url.QueryEscape("华为")+"&skuPrice=1_2")
	contains(t, body, "不限价格")
	contains(t, body, `href="http://search.gulimall.localhost:8080/list.html?keyword=%E5%8D%8E%E4%B8%BA"`)
	contains(t, i.get(t, "/list.html?keyword=qqqqqqqq"), "换一个更短")
}

func (i *instance) listsInEnglish(t *testing.T) {
	body := i.get(t, "/list.html?catalog3Id=225&hasStock=1&skuPrice=100_", "Accept-Language: en")
	for _, words := range []string{`<html lang="en"`, "Filters", "Availability: In stock", "Price: ¥100 and up", "Top sellers", "Show "} {
		contains(t, body, words)
	}
	contains(t, i.get(t, "/", "Cookie: lang=en"), "All categories")
	contains(t, i.get(t, "/"), "全部分类", "one drawing a language")
	contains(t, i.get(t, "/", "Cookie: theme=dark"), `data-theme="dark"`)
	lacks(t, i.get(t, "/"), `data-theme=`)
}

func (i *instance) listsForSearchEngines(t *testing.T) {
	category := i.get(t, "/list.html?catalog3Id=225")
	contains(t, category, `<link rel="canonical" href="http://search.gulimall.localhost:8080/list.html?catalog3Id=225">`)
	contains(t, category, `"@type":"BreadcrumbList"`)
	lacks(t, category, "noindex")
	contains(t, i.get(t, "/list.html?catalog3Id=225&sort=saleCount_desc"), "noindex")

	contains(t, i.get(t, "/robots.txt"), "Sitemap: http://gulimall.localhost:8080/sitemap.xml")
	sitemap := i.get(t, "/sitemap.xml")
	for _, address := range []string{"http://gulimall.localhost:8080/help/delivery.html", "http://search.gulimall.localhost:8080/list.html?catalog3Id=225", "http://item.gulimall.localhost:8080/1101.html"} {
		contains(t, sitemap, "<loc>"+address+"</loc>")
	}
}

func (i *instance) recentlyViewedHasItsPlace(t *testing.T) {
	lacks(t, i.get(t, "/"), "data-recent")
	contains(t, i.get(t, "/", "Cookie: recent=1101.1302"), "data-recent")
	lacks(t, i.get(t, "/", "Cookie: recent=x"), "data-recent")
}

func (i *instance) helpTellsTheRealRules(t *testing.T) {
	contains(t, i.get(t, "/help/guide.html"), "<strong>30 分钟</strong>")
	contains(t, i.get(t, "/help/guide.html", "Accept-Language: en"), "<strong>30 minutes</strong>")
	delivery := i.get(t, "/help/delivery.html")
	for _, words := range []string{`id="freight"`, "金牌会员", "¥199.00", "江苏省", "¥6.00", "1000 克以内", "<strong>7 天</strong>", `href="http://order.gulimall.localhost:8080/list.html"`} {
		contains(t, delivery, words)
	}
	alone := over(t, i.db)
	alone.near.set(func() { alone.near.away = true })
	words := alone.get(t, "/help/delivery.html")
	contains(t, words, "运费按收货地区", "without ware in words alone")
	lacks(t, words, "<table")
}

func (i *instance) helpIsSearched(t *testing.T) {
	for query, want := range map[string]string{
		"运费": "/help/delivery.html#freight", "怎么退货": "/help/after-sale.html#returns", "发票": "/help/guide.html#invoice", "支付宝": "/help/guide.html#pay",
	} {
		body := i.get(t, "/help/guide.html?q="+url.QueryEscape(query))
		first := body[strings.Index(body, `class="help-found"`):]
		first = first[strings.Index(first, `href="`):]
		require.True(t, strings.HasPrefix(first, `href="http://gulimall.localhost:8080`+want), "%s: %.90s", query, first)
	}
	contains(t, i.get(t, "/help/guide.html?q="+url.QueryEscape("how do I return things"), "Accept-Language: en"), "#returns")
	contains(t, i.get(t, "/help/guide.html?q=zzzzzz"), "没有找到与“zzzzzz”有关的说明")
	lacks(t, i.get(t, "/help/guide.html?q="+url.QueryEscape("<script>x</script>")), "<script>x")
	status, _, header := i.ask(t, http.MethodGet, "/help/delivery.html?q=+", "")
	require.Equal(t, http.StatusSeeOther, status)
	require.Equal(t, "http://gulimall.localhost:8080/help/delivery.html", header.Get("Location"))
}

func (i *instance) theStyleguideIsThere(t *testing.T) {
	contains(t, i.get(t, "/styleguide"), "设计规范")
}
