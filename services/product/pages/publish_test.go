package pages_test

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/i18n"
	"gulimall/pkg/outbox"
	"gulimall/pkg/server"
	"gulimall/services/product"
	"gulimall/services/product/pages"
	"gulimall/services/product/pictures"
	"gulimall/services/product/search"
	"gulimall/services/product/store"
	"gulimall/web"
	"gulimall/web/frame"
)

// near stands for ware, coupon and member.
type near struct {
	rules   map[int64]couponapi.SpuRules
	refuses error
}

func (n *near) Available(context.Context, []int64) (map[int64]int64, error) {
	return map[int64]int64{1101: 7}, nil
}
func (n *near) Freight(context.Context) ([]product.FreightRule, error)          { return nil, nil }
func (n *near) Claimable(context.Context, int64) ([]couponapi.Claimable, error) { return nil, nil }
func (n *near) Promotions(context.Context, product.SKU) (p couponapi.Promotions, err error) {
	return p, nil
}

func (n *near) Levels(context.Context) ([]product.Level, error) {
	return []product.Level{{ID: 1, Name: "Plain"}, {ID: 3, Name: "Gold", MemberPrice: true}}, nil
}

func (n *near) Rules(_ context.Context, spuID int64) (couponapi.SpuRules, error) {
	return n.rules[spuID], nil
}

func (n *near) SetRules(_ context.Context, rules couponapi.SpuRules) error {
	if n.refuses != nil {
		return n.refuses
	}
	n.rules[rules.SpuID] = rules
	return nil
}

// wizard is the desk with the pages of products.
func wizard(t *testing.T) (*desk, *near) {
	t.Helper()
	d, n := open(t), &near{rules: map[int64]couponapi.SpuRules{}}
	words, err := i18n.Load()
	require.NoError(t, err)
	log := slog.New(slog.DiscardHandler)
	edge := &server.Edge{Log: log, Words: words}
	clock := func() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }
	kept := store.New(d.db, outbox.New(d.db), clock)
	index, err := search.New()
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, index.Close()) })
	uc := product.New(kept, index, n, n, n, log, clock)
	render, err := web.New(web.Options{Domain: "gulimall.localhost", Port: 8080})
	require.NoError(t, err)
	classes := product.NewClasses(kept, uc)
	shop := pages.New(uc, frame.New(render, edge), pages.Deadlines{}, false, clock)
	gallery := product.NewGallery(pictures.New(pictures.NewDisk(filepath.Join(t.TempDir(), "media"))), kept)
	pages.PublishRoutes(d.Engine, product.NewPublishing(kept, classes, n, n, n, uc, log, clock), classes, gallery, frame.NewOffice(render, edge), shop)
	return d, n
}

func TestProductPagesAskForTheirPermission(t *testing.T) {
	d, _ := wizard(t)
	reading := []string{"/product/spus.html", "/product/spus.csv", "/product/spu.html", "/product/preview.html"}
	writing := []string{
		"/product/sku.html", "/product/publish.html", "/product/spus/shelve", "/product/sku/price", "/product/publish/begin", "/product/publish/drop", "/product/publish/rebase",
		"/product/publish/upload", "/product/spu/rules",
	}
	seen := 0
	for _, route := range d.Engine.Routes() {
		needs := adminapi.ProductWrite
		switch {
		case slices.Contains(reading, route.Path):
			needs = adminapi.ProductRead
		case !slices.Contains(writing, route.Path):
			continue
		}
		seen++
		d.Asking = nil
		_, to := d.send(route.Method, route.Path, "", nil, http.StatusSeeOther)
		require.Contains(t, to, "/login.html")
		others := slices.DeleteFunc(adminapi.Permissions(), func(p adminapi.Permission) bool { return p == needs })
		d.as(others...).send(route.Method, route.Path, "", nil, http.StatusForbidden)
	}
	require.Equal(t, len(reading)+len(writing)+2, seen, "a new page needs a line above")
}

func TestProductsAreListedAndShelved(t *testing.T) {
	d, _ := wizard(t)
	d.as(adminapi.ProductRead)
	body := d.get("/product/spus.html", http.StatusOK)
	require.NotContains(t, body, "/product/publish.html", "who may only read gets no buttons")
	require.Contains(t, d.get("/product/spus.html?keyword=%25", http.StatusOK), "Nothing matches")
	require.Contains(t, d.get("/product/spus.csv?status=up", http.StatusOK), "Highest price")
	d.as(adminapi.ProductRead, adminapi.ProductWrite)
	_, _ = d.post("/product/spus/shelve", url.Values{"do": {"down"}}, http.StatusUnprocessableEntity)
	body, _ = d.post("/product/spus/shelve", url.Values{"do": {"down"}, "ids": {"11"}}, http.StatusOK)
	require.Contains(t, body, "Take down these products (1)?")
	var name string
	require.NoError(t, d.db.Raw("SELECT spu_name FROM pms_spu_info WHERE id = 11").Scan(&name).Error)
	require.Contains(t, body, strings.ReplaceAll(name, "+", "&#43;"))
	body, _ = d.post("/product/spus/shelve", url.Values{"do": {"down"}, "ids": {"11"}, "step": {"do"}}, http.StatusOK)
	require.Contains(t, body, "is down")
	body = d.get("/product/spu.html?id=11", http.StatusOK)
	require.Contains(t, body, "taken down")
	require.Contains(t, body, "add stock")
	d.get("/product/spu.html?id=99999", http.StatusNotFound)
}

func TestASKUIsEdited(t *testing.T) {
	d, _ := wizard(t)
	d.as(adminapi.ProductRead, adminapi.ProductWrite)
	d.post("/product/sku/price?id=1101", url.Values{"version": {"1"}, "price": {"12.5"}}, http.StatusSeeOther)
	body, _ := d.post("/product/sku/price?id=1101", url.Values{"version": {"1"}, "price": {"13"}}, http.StatusConflict)
	require.Contains(t, body, "What somebody else has saved")
	require.Contains(t, body, "¥12.50")
	require.Contains(t, body, `value="13"`)
	body, _ = d.post("/product/sku/price?id=1101", url.Values{"version": {"2"}, "price": {"cheap"}}, http.StatusUnprocessableEntity)
	require.Contains(t, body, `value="cheap"`)
	body = d.get("/product/sku.html?id=1101", http.StatusOK)
	pictures := regexp.MustCompile(`name="images" value="([^"]+)"`).FindAllStringSubmatch(body, -1)
	require.Greater(t, len(pictures), 1)
	form := url.Values{"version": {"2"}, "title": {"New title"}, "price": {"99.00"}, "weight": {"10"}, "onSale": {"true"}, "images": {pictures[0][1], pictures[1][1]}, "first": {pictures[1][1]}}
	d.post("/product/sku.html?id=1101", form, http.StatusSeeOther)
	var image string
	require.NoError(t, d.db.Raw("SELECT sku_default_img FROM pms_sku_info WHERE sku_id = 1101").Scan(&image).Error)
	require.Equal(t, pictures[1][1], image, "the main one")
	form.Set("version", "3")
	form.Del("images")
	body, _ = d.post("/product/sku.html?id=1101", form, http.StatusUnprocessableEntity)
	require.Contains(t, body, "Needs one picture at least")
}

// upload sends pictures to a draft.
func (d *desk) upload(draft string, files map[string][]byte, want int) (body, to string) {
	d.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, data := range files {
		part, err := w.CreateFormFile("pictures", name)
		require.NoError(d.t, err)
		_, err = part.Write(data)
		require.NoError(d.t, err)
	}
	require.NoError(d.t, w.Close())
	return d.send(http.MethodPost, "/product/publish/upload?draft="+draft, w.FormDataContentType(), &b, want)
}

func TestTheWizardFromNothing(t *testing.T) {
	d, n := wizard(t)
	d.as(adminapi.ProductRead, adminapi.ProductWrite)
	step := func(step string, form url.Values, want int) (body, to string) {
		t.Helper()
		page := d.get("/product/publish.html?draft=1&step="+step, http.StatusOK)
		version := regexp.MustCompile(`name="version" value="(\d+)"`).FindStringSubmatch(page)
		form.Set("version", version[1])
		return d.post("/product/publish.html?draft=1&step="+step, form, want)
	}
	base := url.Values{"name": {" "}, "categoryId": {"225"}, "brandId": {"9"}, "weight": {"200"}, "bounds.points": {"5"}, "description": {"One\r\nTwo"}, "go": {"next"}}
	body, _ := d.post("/product/publish.html?step=base", base, http.StatusUnprocessableEntity)
	require.Contains(t, body, "Name: This is required")
	base.Set("name", "Wonder Phone")
	_, to := d.post("/product/publish.html?step=base", base, http.StatusSeeOther)
	require.Equal(t, "/product/publish.html?draft=1&step=pictures", to)

	var png1 bytes.Buffer
	require.NoError(t, png.Encode(&png1, image.NewGray(image.Rect(0, 0, 30, 30))))
	body, _ = d.upload("1", map[string][]byte{"a.png": png1.Bytes(), "b.exe": []byte("MZ")}, http.StatusUnprocessableEntity)
	require.Contains(t, body, "b.exe")
	picture := regexp.MustCompile(`name="url" value="([^"]+)"`).FindStringSubmatch(body)
	require.NotNil(t, picture, "the other one was kept")
	_, to = step("pictures", url.Values{"url": {picture[1]}, "place": {"1"}, "album": {picture[1]}, "about": {picture[1]}, "go": {"next"}}, http.StatusSeeOther)
	require.Contains(t, to, "step=specs")

	spec := regexp.MustCompile(`name="(spec-\d+)"`).FindStringSubmatch(d.get("/product/publish.html?draft=1&step=specs", http.StatusOK))
	_, to = step("specs", url.Values{spec[1]: {"Best"}, "go": {"next"}}, http.StatusSeeOther)
	require.Contains(t, to, "step=sale")
	attr := regexp.MustCompile(`name="use" type="checkbox" value="(\d+)"`).FindStringSubmatch(d.get("/product/publish.html?draft=1&step=sale", http.StatusOK))
	sale := url.Values{"use": {attr[1]}, "more-" + attr[1]: {"Sky\r\nSea"}, "go": {"next"}}
	_, to = step("sale", sale, http.StatusSeeOther)
	require.Contains(t, to, "step=sale", "first the combinations are shown")
	sale["combination"] = []string{"Sky", "Sea"}
	_, to = step("sale", sale, http.StatusSeeOther)
	require.Contains(t, to, "step=skus")

	skus := url.Values{"skus[0].title": {"Wonder Phone Sky"}, "skus[1].title": {"Wonder Phone Sea"}, "skus[0].price": {"abc"}, "skus[1].price": {"20"}, "go": {"next"}}
	body, _ = step("skus", skus, http.StatusUnprocessableEntity)
	require.Contains(t, body, "SKU 1: Price: This has the wrong format")
	require.Contains(t, body, `value="abc"`)
	skus.Set("skus[0].price", "10")
	skus.Set("go", "fill")
	skus["fill-images"] = []string{picture[1]}
	_, to = step("skus", skus, http.StatusSeeOther)
	require.Contains(t, to, "step=skus")
	body = d.get("/product/publish.html?draft=1&step=save", http.StatusOK)
	require.NotContains(t, body, "Needs one picture")

	rules := url.Values{"skus[0].promotions.memberPrices[0].price": {"11"}, "skus[0].promotions.ladder[0].count": {""}, "go": {"next"}}
	body, _ = step("rules", rules, http.StatusUnprocessableEntity)
	require.Contains(t, body, "out of range", "members pay no more than others")
	rules.Set("skus[0].promotions.memberPrices[0].price", "9.50")
	_, to = step("rules", rules, http.StatusSeeOther)
	require.Contains(t, to, "step=save")

	body = d.get("/product/preview.html?draft=1", http.StatusOK)
	require.Contains(t, body, "Wonder Phone Sky")
	require.Contains(t, body, "This is a preview for staff")
	require.NotContains(t, body, "data-item")
	require.Contains(t, d.get("/product/preview.html?draft=1&a"+attr[1]+"=Sea", http.StatusOK), "<h1>Wonder Phone Sea</h1>")
	var ids []int64
	require.NoError(t, d.db.Raw("SELECT id FROM pms_spu_info WHERE spu_name = 'Wonder Phone'").Scan(&ids).Error)
	require.Empty(t, ids, "nothing is published yet")

	page := d.get("/product/publish.html?draft=1&step=save", http.StatusOK)
	version := regexp.MustCompile(`name="version" value="(\d+)"`).FindStringSubmatch(page)[1]
	for range 2 {
		_, to = d.post("/product/publish.html?draft=1&step=save", url.Values{"version": {version}, "go": {"up"}}, http.StatusSeeOther)
		require.Contains(t, to, "/product/spu.html?id=")
	}
	require.NoError(t, d.db.Raw("SELECT id FROM pms_spu_info WHERE spu_name = 'Wonder Phone' AND publish_status = 1").Scan(&ids).Error)
	require.Len(t, ids, 1, "the same form twice is one product")
	require.EqualValues(t, 950, n.rules[ids[0]].Skus[0].MemberPrices[0].Price)
	require.EqualValues(t, 5, n.rules[ids[0]].Bounds.Points)
}

func TestTwoWorkOnOneDraft(t *testing.T) {
	d, n := wizard(t)
	d.as(adminapi.ProductRead, adminapi.ProductWrite)
	n.rules[11] = couponapi.SpuRules{SpuID: 11, Bounds: &couponapi.Bounds{Points: 77}}
	_, to := d.post("/product/publish/begin", url.Values{"id": {"11"}}, http.StatusSeeOther)
	require.Equal(t, "/product/publish.html?draft=1&step=base", to)
	base := url.Values{"name": {"First"}, "brandId": {"9"}, "version": {"1"}, "go": {"stay"}}
	d.post("/product/publish.html?draft=1&step=base", base, http.StatusSeeOther)
	base.Set("name", "Second")
	body, _ := d.post("/product/publish.html?draft=1&step=base", base, http.StatusConflict)
	require.Contains(t, body, "keeper changed this draft")
	require.Contains(t, body, `value="Second"`)
	require.Contains(t, body, `name="version" value="2"`)
	body = d.get("/product/publish.html?draft=1&step=rules", http.StatusOK)
	require.Contains(t, body, "Gold")
	require.Contains(t, d.get("/product/spus.html", http.StatusOK), "change of product 11")
	body = d.get("/product/publish.html?draft=1&step=sale", http.StatusOK)
	require.Contains(t, body, "More may be added, none removed")

	// SKUs come to differ in something else: those that exist are told what they are of it.
	require.NoError(t, d.db.Exec(`INSERT INTO pms_attr (attr_id, attr_name, attr_type, catalog_id) SELECT 99001, '礼盒', 0, catalog_id FROM pms_spu_info WHERE id = 11`).Error)
	body = d.get("/product/publish.html?draft=1&step=sale", http.StatusOK)
	require.Contains(t, body, `name="now-99001"`)
	more := url.Values{"version": {"2"}, "use": {"99001"}, "more-99001": {"Boxed"}, "go": {"next"}}
	body, _ = d.post("/product/publish.html?draft=1&step=sale", more, http.StatusUnprocessableEntity)
	require.Contains(t, body, `id="f-now-99001-error"`)
	more.Set("now-99001", "Plain")
	d.post("/product/publish.html?draft=1&step=sale", more, http.StatusSeeOther)
	d.post("/product/publish.html?draft=1&step=rules", url.Values{"version": {"3"}, "go": {"stay"}}, http.StatusSeeOther)
	body = d.get("/product/publish.html?draft=1&step=sale", http.StatusOK)
	require.Regexp(t, `value="[^"]+Plain" checked disabled`, body)
	require.Regexp(t, `value="[^"]+Boxed" checked>`, body)
	d.post("/product/publish/drop?draft=1", url.Values{}, http.StatusSeeOther)
	d.get("/product/publish.html?draft=1", http.StatusNotFound)
}

func TestRefusedPromotionsAreCorrected(t *testing.T) {
	d, n := wizard(t)
	d.as(adminapi.ProductRead, adminapi.ProductWrite)
	tell := func(draft, price string) {
		t.Helper()
		for _, step := range []string{"rules", "save"} {
			version := regexp.MustCompile(`name="version" value="(\d+)"`).FindStringSubmatch(d.get("/product/publish.html?draft="+draft+"&step="+step, http.StatusOK))[1]
			form := url.Values{"version": {version}, "skus[0].promotions.memberPrices[0].price": {price}, "go": {"save"}}
			d.post("/product/publish.html?draft="+draft+"&step="+step, form, http.StatusSeeOther)
		}
	}
	n.refuses = apperr.ErrInvalid.WithField("skus[0].memberPrices[0].price", "max")
	d.post("/product/publish/begin", url.Values{"id": {"11"}}, http.StatusSeeOther)
	tell("1", "1.25")
	body := d.get("/product/spu.html?id=11", http.StatusOK)
	require.Contains(t, body, "These promotions were refused")
	require.Regexp(t, `SKU 11\d\d: Price: `, body)
	require.Empty(t, n.rules)
	token := regexp.MustCompile(`name="token" value="([^"]+)"`).FindStringSubmatch(body)[1]
	d.post("/product/spu/rules?id=11", url.Values{"do": {"again"}, "token": {token}}, http.StatusSeeOther)
	require.Contains(t, d.get("/product/spu.html?id=11", http.StatusOK), "These promotions were refused")
	d.as(adminapi.ProductRead)
	require.NotContains(t, d.get("/product/spu.html?id=11", http.StatusOK), `name="token"`, "who may only read is told, and can do nothing")
	d.as(adminapi.ProductRead, adminapi.ProductWrite)

	_, to := d.post("/product/publish/begin", url.Values{"id": {"11"}, "step": {"rules"}}, http.StatusSeeOther)
	require.Equal(t, "/product/publish.html?draft=2&step=rules", to)
	require.Contains(t, d.get(to, http.StatusOK), `value="1.25"`, "what was refused is there to be corrected")
	n.refuses = nil
	tell("2", "1.20")
	require.EqualValues(t, 120, n.rules[11].Skus[0].MemberPrices[0].Price)
	require.NotContains(t, d.get("/product/spu.html?id=11", http.StatusOK), "refused")
	d.post("/product/spu/rules?id=11", url.Values{"do": {"forget"}, "token": {token}}, http.StatusConflict)
}
