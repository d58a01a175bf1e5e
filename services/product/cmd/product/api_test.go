package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/demodata"
)

var update = flag.Bool("update", false, "write the golden files anew")

func decode[T any](t *testing.T, body string) T {
	t.Helper()
	var v T
	d := json.NewDecoder(strings.NewReader(body))
	d.DisallowUnknownFields()
	require.NoError(t, d.Decode(&v), body)
	return v
}

func (i *instance) categories(t *testing.T) {
	tree := decode[[]productapi.CategoryNode](t, i.get(t, "/api/product/categories"))
	count, leaves := 0, 0
	for _, top := range tree {
		count++
		for _, mid := range top.Children {
			count++
			for _, leaf := range mid.Children {
				count, leaves = count+1, leaves+1
				require.NotNil(t, leaf.Children)
				require.Empty(t, leaf.Children)
			}
		}
	}
	require.Equal(t, len(demodata.Categories()), count)
	require.GreaterOrEqual(t, leaves, 12)
}

func (i *instance) anItemIsWhatTheGoldenFileSays(t *testing.T) {
	var pretty any
	require.NoError(t, json.Unmarshal([]byte(i.get(t, "/api/product/skus/1105")), &pretty))
	got, err := json.MarshalIndent(pretty, "", "  ")
	require.NoError(t, err)
	const file = "testdata/item.json"
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(file, append(got, '\n'), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	require.JSONEq(t, string(want), string(got))
	decode[productapi.Detail](t, string(got))
}

func (i *instance) anItemThatIsNotThere(t *testing.T) {
	for _, id := range []string{"999999", "0", "-1", "x", "1.5", "99999999999999999999"} {
		status, body, header := i.ask(t, http.MethodGet, "/api/product/skus/"+id, "")
		require.Equal(t, http.StatusNotFound, status, id)
		require.Contains(t, body, `"code":"sku_not_found"`)
		require.Contains(t, body, "没有这件商品")
		require.Equal(t, "application/problem+json; charset=utf-8", header.Get("Content-Type"))
	}
	_, body, _ := i.ask(t, http.MethodGet, "/api/product/skus/999999", "", "Accept-Language: en")
	require.Contains(t, body, "There is no such item")
}

func (i *instance) searchAnswersWhatTheContractSays(t *testing.T) {
	found := decode[productapi.Search](t, i.get(t, "/api/product/search?keyword="+url.QueryEscape("华为手机")+"&pageSize=60"))
	require.NotEmpty(t, found.Items)
	require.Equal(t, 1, found.PageNum)
	require.Equal(t, 60, found.PageSize)
	first := found.Items[0]
	require.Equal(t, "华为", first.BrandName)
	require.Contains(t, first.Highlight, "<em>华为</em>")
	require.Equal(t, first.Title, strings.NewReplacer("<em>", "", "</em>", "").Replace(first.Highlight))
	require.NotEmpty(t, found.Brands)
	require.NotEmpty(t, found.Categories)
	require.NotEmpty(t, found.Attrs)

	plain := decode[productapi.Search](t, i.get(t, "/api/product/search"))
	require.Len(t, plain.Items, 16)
	require.Equal(t, len(demodata.SKUs()), plain.Total)

	empty := i.get(t, "/api/product/search?keyword=zzzz")
	for _, field := range []string{"items", "brands", "categories", "attrs"} {
		require.Contains(t, empty, fmt.Sprintf("%q:[]", field))
	}
	status, body, _ := i.ask(t, http.MethodGet, "/api/product/search?sort=up&pageSize=61&brandId=x", "")
	require.Equal(t, http.StatusUnprocessableEntity, status)
	require.Contains(t, body, `"code":"invalid"`)
	for _, field := range []string{"sort", "pageSize", "brandId"} {
		require.Contains(t, body, `"field":"`+field+`"`)
	}
}

func (i *instance) skusForTheOtherServices(t *testing.T) {
	_, body, _ := i.ask(t, http.MethodPost, productapi.PathSkus, `{"skuIds":[1102,42,1101]}`)
	skus := decode[productapi.Skus](t, body).Skus
	require.Len(t, skus, 2)
	require.EqualValues(t, 1102, skus[0].SkuID)
	require.Equal(t, []int64{2, 34, 225}, skus[0].CategoryIDs)
	require.Equal(t, "颜色: 曜石黑", skus[1].Attrs[0])
	require.True(t, skus[0].OnShelf)
	_, body, _ = i.ask(t, http.MethodPost, productapi.PathSkus, `{"skuIds":[]}`)
	require.Equal(t, `{"skus":[]}`, body)

	for body, code := range map[string]string{
		`{"skuIds":["1"]}`:       "invalid",
		`{"ids":[1]}`:            "unknown_field",
		`{"skuIds":[1]`:          "malformed",
		many(501):                "invalid",
		`{"skuIds":[1.5]}`:       "invalid",
		`{"skuIds":[1]} {"a":1}`: "malformed",
	} {
		status, answer, _ := i.ask(t, http.MethodPost, productapi.PathSkus, body)
		require.GreaterOrEqual(t, status, 400)
		require.Contains(t, answer, `"code":"`+code+`"`, body)
	}
}

func many(n int) string {
	return `{"skuIds":[1` + strings.Repeat(",1", n-1) + `]}`
}

func TestAPriceMoves(t *testing.T) {
	i := open(t)
	status, body, _ := i.ask(t, http.MethodPut, productapi.PathSkus+"/1101", `{"price":123456}`)
	require.Equal(t, http.StatusOK, status, body)
	require.EqualValues(t, 123456, decode[productapi.Sku](t, body).Price)
	_, body, _ = i.ask(t, http.MethodPost, productapi.PathSkus, `{"skuIds":[1101]}`)
	require.Contains(t, body, `"price":123456`)
	require.Contains(t, i.get(t, "/api/product/skus/1101"), `"price":123456`)
	require.Contains(t, i.get(t, "/api/product/search?skuPrice=1234.56_1234.56"), `"total":1,`)
	require.Contains(t, i.get(t, "/1101.html"), "¥1,234.56")

	i.ask(t, http.MethodPut, productapi.PathSkus+"/1101", `{"onShelf":false}`)
	require.Contains(t, i.get(t, "/api/product/search?skuPrice=1234.56_1234.56"), `"total":0,`)
	require.Contains(t, i.get(t, "/api/product/skus/1101"), `"onShelf":false`)
	require.Contains(t, i.get(t, "/1101.html"), "已下架")

	for target, body := range map[string]string{
		"/1101":   `{"price":0}`,
		"/1102":   `{"price":-5}`,
		"/1103":   `{"price":"12"}`,
		"/1104":   `{"pric":12}`,
		"/999999": `{"price":12}`,
	} {
		status, answer, _ := i.ask(t, http.MethodPut, productapi.PathSkus+target, body)
		require.GreaterOrEqual(t, status, 404, answer)
	}
	status, _, _ = i.ask(t, http.MethodPost, productapi.PathReindex, "")
	require.Equal(t, http.StatusAccepted, status)
}

func TestWithoutItsDatabaseItSaysSo(t *testing.T) {
	i := open(t)
	require.NoError(t, i.db.Exec("RENAME TABLE pms_sku_info TO elsewhere").Error)
	for _, target := range []string{"/api/product/skus/1101", "/1101.html"} {
		status, _, header := i.ask(t, http.MethodGet, target, "")
		require.Equal(t, http.StatusServiceUnavailable, status)
		require.NotEmpty(t, header.Get("Retry-After"))
	}
	status, body, _ := i.ask(t, http.MethodPost, productapi.PathSkus, `{"skuIds":[1101]}`)
	require.Equal(t, http.StatusServiceUnavailable, status)
	require.NotContains(t, body, "pms_sku_info", "what went wrong is for the log")
	require.Contains(t, i.get(t, "/api/product/search"), `"items":[{`, "search needs nobody")
	require.Contains(t, i.get(t, "/"), "floor")
}
