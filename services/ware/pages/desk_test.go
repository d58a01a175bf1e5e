package pages_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"

	"gulimall/pkg/contract/adminapi"
)

// upload sends a file as a browser does.
func (d *desk) upload(path, file string, want int) (body, to string) {
	d.t.Helper()
	var sent bytes.Buffer
	form := multipart.NewWriter(&sent)
	part, err := form.CreateFormFile("file", "rows.csv")
	require.NoError(d.t, err)
	_, err = part.Write([]byte(file))
	require.NoError(d.t, err)
	require.NoError(d.t, form.Close())
	r := httptest.NewRequest(http.MethodPost, "http://admin.gulimall.localhost:8080"+path, &sent)
	r.Header.Set("Accept-Language", "en")
	r.Header.Set("Content-Type", form.FormDataContentType())
	w := httptest.NewRecorder()
	d.Engine.ServeHTTP(w, r)
	require.Equal(d.t, want, w.Code, "%s: %s", path, w.Body)
	return w.Body.String(), w.Header().Get("Location")
}

// hidden is the value of a hidden field of a page.
func hidden(t *testing.T, body, name string) string {
	t.Helper()
	found := regexp.MustCompile(`(?s)name="` + name + `" value="([^"]*)"`).FindStringSubmatch(body)
	require.NotNil(t, found, name)
	return strings.NewReplacer("&#34;", `"`, "&#43;", "+", "&#39;", "'", "&lt;", "<", "&amp;", "&").Replace(found[1])
}

func TestStockTaking(t *testing.T) {
	d := open(t)
	d.as(adminapi.WareRead, adminapi.WareWrite)
	body, _ := d.get("/ware/stocktakings.html", http.StatusOK)
	require.Contains(t, body, "No stock-taking sheets")
	body, _ = d.post("/ware/stocktakingnew.html", url.Values{"wareId": {"1"}, "skuIds": {"1001, 999999"}}, http.StatusNotFound)
	require.Contains(t, body, "does not have this item")
	require.Contains(t, body, "1001, 999999", "what was typed stays")
	_, to := d.post("/ware/stocktakingnew.html", url.Values{"wareId": {"1"}}, http.StatusSeeOther)
	require.Equal(t, "/ware/stocktaking.html?id=2", to)
	body, _ = d.get(to, http.StatusOK)
	require.Contains(t, body, `name="count-1001"`)
	require.NotContains(t, body, "ask=1", "nothing is counted yet")

	have := d.stock(1001, 1)
	counted := strconv.FormatInt(have-2, 10)
	_, to = d.post("/ware/stocktaking/counts?id=2", url.Values{"count-1001": {counted}, "was-1001": {""}, "count-1002": {""}, "was-1002": {""}}, http.StatusSeeOther)
	require.Equal(t, "/ware/stocktaking.html?id=2", to)
	body, _ = d.post("/ware/stocktaking/counts?id=2", url.Values{"count-1001": {"1"}, "was-1001": {""}}, http.StatusUnprocessableEntity)
	require.Contains(t, body, "somebody else has just entered another count")
	body, _ = d.post("/ware/stocktaking/counts?id=2", url.Values{"count-1001": {"many"}, "was-1001": {counted}}, http.StatusUnprocessableEntity)
	require.Contains(t, body, "is no valid count")
	body, _ = d.upload("/ware/stocktaking/upload?id=2", "skuId,counted\n777777,3\n1001,"+counted+"\n1001,9\n1002,\n", http.StatusUnprocessableEntity)
	require.Contains(t, body, "line 2")
	require.Contains(t, body, "is not on this sheet")
	require.Contains(t, body, "stands in the file twice")

	body, _ = d.get("/ware/stocktaking.html?id=2&ask=1", http.StatusOK)
	require.Contains(t, body, "Book sheet 2?")
	require.Equal(t, have, d.stock(1001, 1))
	for range 2 {
		d.post("/ware/stocktaking/book?id=2", url.Values{}, http.StatusSeeOther)
		require.Equal(t, have-2, d.stock(1001, 1), "twice is once")
	}
	body, _ = d.get("/ware/stocktaking.csv?id=2", http.StatusOK)
	require.Contains(t, body, "Counted")
	body, _ = d.get("/ware/ledger.html?skuId=1001", http.StatusOK)
	require.Contains(t, body, "stock-taking")
	d.get("/ware/stocktaking.html?id=99", http.StatusNotFound)
	body, _ = d.post("/ware/stocktaking/cancel?id=2", url.Values{}, http.StatusConflict)
	require.Contains(t, body, "cannot do this in its present state")
}

func TestAFileIsTriedBeforeItIsImported(t *testing.T) {
	d := open(t)
	d.as(adminapi.WareRead, adminapi.WareWrite, adminapi.WarePurchase)
	have := d.stock(1001, 1)
	body, _ := d.upload("/ware/adjustimport/upload", "skuId,count\n1001,3\n", http.StatusUnprocessableEntity)
	require.Contains(t, body, "lacks a column: wareId")
	body, _ = d.upload("/ware/adjustimport/upload", "skuId,wareId,count,note\n1001,1,-2,broken\n1001,77,1,x\n1001,1,-999999,x\n", http.StatusUnprocessableEntity)
	require.Contains(t, body, "2 rows are wrong; nothing was changed")
	require.Contains(t, body, "There is no such warehouse")
	require.Contains(t, body, "cannot fall below")
	require.NotContains(t, body, `name="text"`, "a file with mistakes cannot be imported")

	body, _ = d.upload("/ware/adjustimport/upload", "SKU number,Warehouse,More or fewer,Reason\n1001,Shanghai,-2,\"broken, wet\"\n4242,1,5,new\n", http.StatusOK)
	require.Contains(t, body, "Import these 2 rows?")
	require.Contains(t, body, "new here")
	require.Equal(t, have, d.stock(1001, 1), "a dry run changes nothing")
	form := url.Values{"key": {hidden(t, body, "key")}, "text": {hidden(t, body, "text")}}
	for _, told := range []string{"2 rows went well, 0 failed", "2 rows were done before"} {
		body, _ = d.post("/ware/adjustimport.html", form, http.StatusOK)
		require.Contains(t, body, told)
		require.Equal(t, have-2, d.stock(1001, 1), "twice is once")
		require.EqualValues(t, 5, d.stock(4242, 1))
	}
	body, _ = d.upload("/ware/adjustimport/upload", "SKU number,Warehouse,More or fewer,Reason\r\n1001,Shanghai,-2,\"broken, wet\"\r\n4242,1,5,new\r\n", http.StatusOK)
	require.Contains(t, body, "2 rows were done before", "the same file, chosen again")
	require.NotContains(t, body, `name="text"`)
	body, _ = d.post("/ware/adjustimport.html", url.Values{"key": {"k"}}, http.StatusUnprocessableEntity)
	require.Contains(t, body, "Choose a CSV file.")

	body, _ = d.upload("/ware/needimport/upload", "skuId,wareId,count\n1001,1,5\n", http.StatusOK)
	form = url.Values{"key": {hidden(t, body, "key")}, "text": {hidden(t, body, "text")}}
	for range 2 {
		d.post("/ware/needimport.html", form, http.StatusOK)
	}
	var needs int64
	require.NoError(t, d.db.Raw("SELECT COUNT(*) FROM wms_purchase_detail").Scan(&needs).Error)
	require.EqualValues(t, 1, needs)
}

// TestFilesAsSpreadsheetsSaveThem: with a mark, with Windows line ends, in GBK, with columns that nobody asked for.
func TestFilesAsSpreadsheetsSaveThem(t *testing.T) {
	d := open(t)
	d.as(adminapi.WareRead, adminapi.WareWrite)
	require.NoError(t, d.db.Exec("UPDATE wms_ware_info SET name = '上海仓' WHERE id = 1").Error)
	gbk, err := simplifiedchinese.GBK.NewEncoder().String("skuId,备用,wareId,count,note\r\n1001,x,上海仓,+3,盘点多出\r\n")
	require.NoError(t, err)
	for name, file := range map[string]string{"a mark": "\ufeffskuId,wareId,count,note\r\n1001,上海仓,4,盘点多出\r\n", "GBK": gbk} {
		body, _ := d.upload("/ware/adjustimport/upload", file, http.StatusOK)
		require.Contains(t, body, "盘点多出", name)
		require.Contains(t, body, "上海仓", name)
	}
	body, _ := d.upload("/ware/adjustimport/upload", "\x89PNG\r\n\x1a\n\x00\x00", http.StatusUnprocessableEntity)
	require.Contains(t, body, "lacks a column")
	body, _ = d.upload("/ware/adjustimport/upload", "skuId,wareId,count,note\n1001,1,three,x\n", http.StatusUnprocessableEntity)
	require.Contains(t, body, "1 row is wrong")
}

// TestManyWarningLines: a long file goes by parts, and what was done is known when the whole comes again.
func TestManyWarningLines(t *testing.T) {
	d := open(t)
	d.as(adminapi.WareRead, adminapi.WareWrite)
	require.NoError(t, d.db.Exec("INSERT INTO wms_ware_sku (sku_id, ware_id, warn_line) SELECT 5000 + seq, 1, 10 FROM seq_1_to_1100").Error)
	var file strings.Builder
	file.WriteString("SKU number,Warehouse,Warning line\n")
	for i := range 1100 {
		file.WriteString(strconv.Itoa(5001+i) + ",Shanghai,25\n")
	}
	set := func() (n int) {
		require.NoError(t, d.db.Raw("SELECT COUNT(*) FROM wms_ware_sku WHERE warn_line = 25").Scan(&n).Error)
		return n
	}
	body, _ := d.upload("/ware/warnimport/upload", file.String(), http.StatusOK)
	require.Contains(t, body, "Import these 1100 rows?")
	require.Contains(t, body, "900 more rows with which all is well are not shown")
	require.Zero(t, set())
	form := url.Values{"key": {hidden(t, body, "key")}, "text": {hidden(t, body, "text")}}
	body, _ = d.post("/ware/warnimport.html", form, http.StatusOK)
	require.Contains(t, body, "100 rows wait")
	require.Equal(t, 1000, set())
	body, _ = d.post("/ware/warnimport.html", form, http.StatusOK)
	require.Contains(t, body, "100 rows went well")
	require.Equal(t, 1100, set())
	body, _ = d.upload("/ware/warnimport/upload", "skuId,wareId,count\n5001,2,3\n5002,1,-4\n5003,1,\n", http.StatusUnprocessableEntity)
	require.Contains(t, body, "3 rows are wrong")
}

func TestFreight(t *testing.T) {
	d := open(t)
	require.NoError(t, d.db.Exec("INSERT INTO wms_freight_template (id, region, first_grams, first_fee, extra_grams, extra_fee) VALUES (1, '华东', 1000, 600, 1000, 100), (2, '西北', 1000, 1500, 1000, 600)").Error)
	require.NoError(t, d.db.Exec("INSERT INTO wms_province (name, region) VALUES ('上海市', '华东'), ('甘肃省', '西北')").Error)
	d.as(adminapi.WareRead, adminapi.WareWrite)
	body, _ := d.get("/ware/freight.html", http.StatusOK)
	require.Contains(t, body, "¥6.00 up to 1000 g")
	body, _ = d.get("/ware/freightedit.html?id=1", http.StatusOK)
	require.Contains(t, body, `value="6.00"`)
	form := url.Values{"version": {"1"}, "firstGrams": {"1000"}, "firstFee": {"eight"}, "extraGrams": {"500"}, "extraFee": {"1.5"}}
	body, _ = d.post("/ware/freightedit.html?id=1", form, http.StatusUnprocessableEntity)
	require.Contains(t, body, `value="eight"`)
	form.Set("firstFee", "8.5")
	form.Set("provinces", "甘肃省")
	d.post("/ware/freightedit.html?id=1", form, http.StatusSeeOther)
	body, _ = d.get("/ware/freight.html", http.StatusOK)
	require.Contains(t, body, "¥8.50 up to 1000 g")
	require.Contains(t, body, "上海市 甘肃省 ")
	form.Del("provinces")
	body, _ = d.post("/ware/freightedit.html?id=1", form, http.StatusConflict)
	require.Contains(t, body, "What somebody else has saved:")
	require.Contains(t, body, `name="version" value="2"`)
	d.get("/ware/freightedit.html?id=9", http.StatusNotFound)

	body, _ = d.get("/ware/freightedit.html?id=1", http.StatusOK)
	require.Contains(t, body, "This is the last region that has provinces")
	form = url.Values{"seen": {hidden(t, body, "seen")}, "region": {"西部"}, "firstGrams": {"1000"}, "firstFee": {"20"}, "extraGrams": {"500"}, "extraFee": {"9"}}
	body, _ = d.post("/ware/freightedit.html", form, http.StatusUnprocessableEntity)
	require.Contains(t, body, `value="西部"`, "a region has provinces; what was typed stays")
	form.Set("provinces", "甘肃省")
	_, to := d.post("/ware/freightedit.html", form, http.StatusSeeOther)
	require.Equal(t, "/ware/freight.html", to)
	body, _ = d.post("/ware/freightedit.html", form, http.StatusConflict)
	require.Contains(t, body, "There is a region of this name already")
	body, _ = d.get("/ware/freightedit.html?id=3", http.StatusOK)
	require.Contains(t, body, "Shoppers in 甘肃省 will then pay what 华东 pays", "what it means is said before")
	d.post("/ware/freight/remove?id=3", url.Values{"version": {"7"}}, http.StatusConflict)
	d.post("/ware/freight/remove?id=3", url.Values{"version": {"1"}}, http.StatusSeeOther)
	body, _ = d.get("/ware/freight.html", http.StatusOK)
	require.Contains(t, body, "1 province is in no region")
	require.Contains(t, body, "Shoppers there pay what 华东 pays")
	d.post("/ware/freight/remove?id=3", url.Values{"version": {"1"}}, http.StatusNotFound)
}

func TestFilesOfTheLists(t *testing.T) {
	d := open(t)
	d.as(adminapi.WareRead, adminapi.WarePurchase)
	d.post("/ware/need.html", url.Values{"skuId": {"1001"}, "wareId": {"1"}, "count": {"5"}}, http.StatusSeeOther)
	d.post("/ware/merge", url.Values{"needIds": {"1"}}, http.StatusSeeOther)
	for path, holds := range map[string]string{
		"/ware/ledger.csv?skuId=1001": "Reason", "/ware/tasks.csv": "Order", "/ware/needs.csv?state=assigned": "in a purchase", "/ware/purchases.csv?sort=pieces": "new",
		"/ware/stocktakings.csv?state=open": "Not booked", "/ware/ledger.csv?sort=moved_at": "Reason",
	} {
		body, _ := d.get(path, http.StatusOK)
		require.Contains(t, body, holds, path)
	}
}
