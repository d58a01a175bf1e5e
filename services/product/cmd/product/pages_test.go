package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func (i *instance) home(t *testing.T) {
	body := i.get(t, "http://gulimall.localhost:8080/")
	contains(t, body, "手机通讯")
	require.Equal(t, 8, strings.Count(body, `class="floor"`))
	contains(t, body, "新人 &lt;b&gt;礼&lt;/b&gt;")
	contains(t, body, "请登录")
	lacks(t, body, "<b>礼")

	signedIn := i.get(t, "http://gulimall.localhost:8080/", "X-Member: <i>amy</i>")
	contains(t, signedIn, "&lt;i&gt;amy&lt;/i&gt;")
	lacks(t, i.get(t, "http://gulimall.localhost:8080/"), "amy")

	for host, to := range map[string]string{"search": "http://search.gulimall.localhost:8080/list.html", "item": "http://gulimall.localhost:8080/"} {
		status, _, header := i.ask(t, http.MethodGet, "http://"+host+".gulimall.localhost:8080/", "")
		require.Equal(t, http.StatusSeeOther, status)
		require.Equal(t, to, header.Get("Location"))
	}
}

func (i *instance) homeWithoutItsNeighbours(t *testing.T) {
	i = over(t, i.db)
	i.near.set(func() { i.near.away = true })
	body := i.get(t, "/")
	require.Equal(t, 8, strings.Count(body, `class="floor"`))
	lacks(t, body, "领券再买")
	contains(t, i.get(t, "/1101.html"), "加入购物车")
}

func (i *instance) searchPage(t *testing.T) {
	body := i.get(t, "/list.html?keyword="+url.QueryEscape("华为手机")+"&brandId=9&attrs="+url.QueryEscape("22501_曜石黑")+"&sort=skuPrice_asc&hasStock=1&skuPrice=1_99999")
	contains(t, body, "<mark>华为</mark>")
	contains(t, body, "品牌：华为")
	contains(t, body, "颜色：曜石黑")
	contains(t, body, "价格：1–99999 元")
	contains(t, body, `value="华为手机"`)
	contains(t, body, "sort=skuPrice_desc", "choosing the price again turns it over")

	body = i.get(t, "/list.html?catalog3Id=225")
	contains(t, body, "手机通讯")
	contains(t, body, "pageNum=2")
	contains(t, i.get(t, "/list.html?catalog3Id=225&pageNum=9999"), `aria-current="page"`, "behind the end is the last page")
	contains(t, i.get(t, "/list.html?keyword=zzzz"), "大家都在买")
	contains(t, i.get(t, "/list.html?sort=up&pageNum=x&brandId=a&attrs=_&skuPrice=b&hasStock=7&catalog3Id=-1"), "全部商品")

	status, _, header := i.ask(t, http.MethodGet, "/list.html?keyword=a&priceLow=10&priceHigh=&pageNum=3&skuPrice=1_2", "")
	require.Equal(t, http.StatusSeeOther, status)
	require.Equal(t, "http://search.gulimall.localhost:8080/list.html?keyword=a&skuPrice=10_", header.Get("Location"))
}

func TestHostileWordsStayWords(t *testing.T) {
	i := open(t)
	evil := `</title><script>alert("1")</script>'"><img src=x onerror=alert(1)>茶`
	require.NoError(t, i.db.Exec("UPDATE pms_sku_info SET sku_title = ?, sku_subtitle = ? WHERE sku_id = 1101", evil, evil).Error)
	require.NoError(t, i.db.Exec("UPDATE pms_sku_sale_attr_value SET attr_value = ? WHERE sku_id = 1101", evil).Error)
	require.NoError(t, i.db.Exec("UPDATE pms_brand SET name = ? WHERE brand_id = 9", evil[:40]).Error)
	require.NoError(t, i.uc.Rebuild(t.Context()))
	for _, target := range []string{
		"/1101.html", "/", "/list.html?brandId=9", "/list.html?keyword=" + url.QueryEscape(evil),
		"/list.html?keyword=script&attrs=" + url.QueryEscape("22501_"+evil),
	} {
		body := i.get(t, target)
		for _, bad := range []string{"<script>alert", "<img src=x"} {
			lacks(t, body, bad)
		}
	}
	found := i.get(t, "/api/product/search?keyword=onerror")
	require.Contains(t, found, `"total":1,`)
	highlight := found[strings.Index(found, `"highlight"`):]
	highlight = highlight[:strings.Index(highlight, `"price"`)]
	require.NotContains(t, strings.NewReplacer(`\u003cem\u003e`, "", `\u003c/em\u003e`, "").Replace(highlight), `\u003c`)
}

func (i *instance) help(t *testing.T) {
	for topic, title := range map[string]string{"guide": "购物指南", "delivery": "配送方式", "contact": "联系方式", "after-sale": "售后服务"} {
		contains(t, i.get(t, "/help/"+topic+".html"), "<title>"+title)
	}
	status, _, _ := i.ask(t, http.MethodGet, "/help/nothing.html", "")
	require.Equal(t, http.StatusNotFound, status)
}

// contains and lacks look into a page without printing the whole of it when they fail.
func contains(t *testing.T, body, want string, why ...string) {
	t.Helper()
	if !strings.Contains(body, want) {
		t.Errorf("page lacks %q %v", want, why)
	}
}

func lacks(t *testing.T, body, bad string) {
	t.Helper()
	if at := strings.Index(body, bad); at >= 0 {
		t.Errorf("page contains %q: …%s", bad, body[max(0, at-80):at+len(bad)])
	}
}
