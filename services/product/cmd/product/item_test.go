package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/demodata"
)

func (i *instance) itemPage(t *testing.T) {
	i = over(t, i.db)
	i.near.set(func() { i.near.stock[1102], i.near.stock[1103] = 0, 4000 })
	body := i.get(t, "/1101.html")
	k := demodata.SKUs()[0]
	contains(t, body, "<h1>"+strings.ReplaceAll(k.Title, "+", "&#43;")+"</h1>")
	for _, picture := range append([]string{k.Picture}, k.Gallery...) {
		contains(t, body, `href="`+picture+`"`, "every picture")
	}
	contains(t, body, "满 3 件 9.5 折")
	contains(t, body, "玄武架构", "the description")
	contains(t, body, "处理器")
	contains(t, body, "仅剩 9 件")
	contains(t, body, `max="9"`)
	contains(t, body, `<link rel="canonical" href="http://item.gulimall.localhost:8080/1101.html">`)
	contains(t, body, `formaction="http://order.gulimall.localhost:8080/toTrade"`)
	contains(t, body, `data-claim="7"`)
	require.Equal(t, 5, strings.Count(body, `class="card"`), "similar goods")
	require.Regexp(t, regexp.MustCompile(`value="12GB&#43;512GB">.*<small>无货</small>`), body, "the other version is sold out")
	require.NotContains(t, body, `value="12GB&#43;512GB" checked`)

	soldOut := i.get(t, "/1102.html")
	contains(t, soldOut, "这一款暂时无货")
	lacks(t, soldOut, "/addToCart")
	contains(t, i.get(t, "/1103.html"), `max="200"`, "a cart holds no more of one thing")
	contains(t, i.get(t, "/1101.html", "Accept-Language: en"), "Only 9 left")

	for _, path := range []string{"/999999.html", "/0.html", "/01101.html", "/-1.html", "/x.html", "/1101", "/1101.htm", "/99999999999999999999.html", "/nowhere/at/all"} {
		status, body, header := i.ask(t, http.MethodGet, path, "")
		require.Equal(t, http.StatusNotFound, status, path)
		require.Contains(t, header.Get("Content-Type"), "text/html", path)
		contains(t, body, "site-header", "in the shop's frame")
		require.Empty(t, header.Values("Set-Cookie"), "what there is not was not looked at")
	}
	status, body, _ := i.ask(t, http.MethodGet, "/api/product/nothing", "")
	require.Equal(t, http.StatusNotFound, status)
	contains(t, body, `"code":"not_found"`)
}

func (i *instance) itemSpeaksToSearchEngines(t *testing.T) {
	body := i.get(t, "/1101.html")
	_, rest, found := strings.Cut(body, `<script type="application/ld+json">`)
	require.True(t, found)
	block, _, _ := strings.Cut(rest, "</script>")
	var things []map[string]any
	require.NoError(t, json.Unmarshal([]byte(block), &things))
	require.Len(t, things, 2)
	require.Equal(t, demodata.SKUs()[0].Title, things[0]["name"])
	require.Equal(t, demodata.SKUs()[0].Price.String(), things[0]["offers"].(map[string]any)["price"])
	require.Equal(t, "http://item.gulimall.localhost:8080/media/sku/1101.svg", things[0]["image"].([]any)[0])
	require.Equal(t, "BreadcrumbList", things[1]["@type"])
	require.Len(t, things[1]["itemListElement"], 5)
}

func TestChoosingLeadsToTheSKU(t *testing.T) {
	i := open(t)
	attrs := demodata.SKUs()[0].Attrs
	first, second := fmt.Sprint("a", attrs[0].AttrID), fmt.Sprint("a", attrs[1].AttrID)
	tests := map[string]struct {
		query url.Values
		want  string
	}{
		"both":                  {url.Values{first: {"雪域白"}, second: {"12GB+512GB"}}, "1105"},
		"one":                   {url.Values{second: {"12GB+1TB"}}, "1103"},
		"none of these":         {url.Values{first: {"没有的颜色"}}, "1101"},
		"an attribute unknown":  {url.Values{"a999": {"x"}}, "1101"},
		"what is chosen":        {url.Values{first: {"曜石黑"}}, "1101"},
		"markup":                {url.Values{first: {`"><script>`}, second: {"12GB+512GB"}}, "1102"},
		"the same, many values": {url.Values{first: {"雪域白", "曜石黑"}}, "1104"},
	}
	for name, tt := range tests {
		status, _, header := i.ask(t, http.MethodGet, "/1101.html?"+tt.query.Encode(), "")
		require.Equal(t, http.StatusSeeOther, status, name)
		require.Equal(t, "http://item.gulimall.localhost:8080/"+tt.want+".html", header.Get("Location"), name)
	}
	contains(t, i.get(t, "/1101.html?a=1&b=2&a0=x&a-1=x"), "加入购物车", "what chooses nothing is no choice")

	require.NoError(t, i.db.Exec("UPDATE pms_sku_info SET publish_status = 0 WHERE sku_id = 1105").Error)
	require.NoError(t, i.uc.Rebuild(t.Context()))
	body := i.get(t, "/1101.html?"+url.Values{first: {"雪域白"}, second: {"12GB+512GB"}}.Encode())
	contains(t, body, "没有“雪域白 · 12GB&#43;512GB”这种组合")
	contains(t, body, `value="雪域白" checked`, "what was chosen stays chosen")
	lacks(t, body, "/addToCart")
	contains(t, body, "<small>没有这种组合</small>")
	contains(t, i.get(t, "/1105.html"), "这件商品已经下架")
}

func (i *instance) whatWasLookedAtIsRemembered(t *testing.T) {
	visit := func(path, before string, headers ...string) string {
		if before != "" {
			headers = append(headers, "Cookie: recent="+before)
		}
		_, _, header := i.ask(t, http.MethodGet, path, "", headers...)
		return header.Get("Set-Cookie")
	}
	require.Equal(t, "recent=1101; Path=/; Domain=gulimall.localhost; Max-Age=2592000; SameSite=Lax", visit("/1101.html", ""))
	require.Contains(t, visit("/1101.html", "1102.1101.1103"), "recent=1101.1102.1103;")
	require.Contains(t, visit("/1101.html", "1102", "X-Member: amy"), "recent=1101.1102;", "members too")
	require.Contains(t, visit("/1101.html", "1.2.3.4.5.6.7.8.9.10.11.12"), "recent=1101.1.2.3.4.5.6.7.8.9.10.11;")
	require.Contains(t, visit("/1101.html", "x.-2..7.7.99999999999999999999"), "recent=1101.7;", "the cookie is the visitor's")
	require.Empty(t, visit("/1101.html", "1101.1102"), "nothing new")
	require.Empty(t, visit("/999999.html", ""))
}

func (i *instance) membersSeeWhatTheyClaimed(t *testing.T) {
	i = over(t, i.db)
	contains(t, i.get(t, "/1101.html", "X-Member: amy"), `data-claim="7"`)
	i.near.set(func() { i.near.claimed = 1 })
	require.Eventually(t, func() bool { return strings.Contains(i.get(t, "/1101.html", "X-Member: amy"), "已领取") }, 5*time.Second, 100*time.Millisecond)
	contains(t, i.get(t, "/1101.html"), `data-claim="7"`, "visitors have claimed nothing")
}

func TestWhatIsDrawnFollowsStockAndPrice(t *testing.T) {
	i := open(t)
	contains(t, i.get(t, "/1101.html"), "加入购物车")
	i.near.set(func() { i.near.stock[1101] = 0 })
	require.NoError(t, i.uc.StockChanged(t.Context(), map[int64]int64{1101: 0}))
	contains(t, i.get(t, "/1101.html"), "暂时无货", "the event throws the drawing away")
	i.near.set(func() { i.near.stock[1101] = 3 })
	require.Eventually(t, func() bool { return strings.Contains(i.get(t, "/1101.html"), "加入购物车") }, 5*time.Second, 100*time.Millisecond,
		"and without an event it grows old")
}

func (i *instance) itemWithoutItsNeighbours(t *testing.T) {
	i = over(t, i.db)
	i.near.set(func() { i.near.away = true })
	body := i.get(t, "/1101.html")
	contains(t, body, "加入购物车")
	contains(t, body, "有货")
	lacks(t, body, "仅剩")
	contains(t, body, `max="200"`, "how many there are is not known")
	lacks(t, i.get(t, "/api/product/skus/1101"), `"stock"`)
}
