package pages_test

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/mariadb/dbtest"
	"gulimall/pkg/outbox"
	"gulimall/pkg/staff/stafftest"
	"gulimall/services/product"
	"gulimall/services/product/pages"
	"gulimall/services/product/pictures"
	"gulimall/services/product/seed"
	"gulimall/services/product/store"
	"gulimall/web"
	"gulimall/web/frame"
)

// desk is the pages of categories, brands and attributes over a seeded catalogue; asking is who looks, nil for nobody.
type desk struct {
	*stafftest.Desk

	t  *testing.T
	db *gorm.DB
}

// menu is told of changes by the desk, and does not mind.
type menu struct{}

func (menu) MenuChanged(context.Context) {}

func open(t *testing.T) *desk {
	t.Helper()
	d := &desk{Desk: stafftest.New(t), t: t, db: dbtest.Open(t, outbox.Migrations, store.Migrations())}
	clock := func() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }
	_, err := seed.Rows(t.Context(), d.db, clock())
	require.NoError(t, err)
	kept := store.New(d.db, outbox.New(d.db), clock)
	render, err := web.New(web.Options{Domain: "gulimall.localhost", Port: 8080})
	require.NoError(t, err)
	gallery := product.NewGallery(pictures.New(pictures.NewDisk(filepath.Join(t.TempDir(), "media"))), kept)
	pages.ClassRoutes(d.Engine, product.NewClasses(kept, menu{}), gallery, frame.NewOffice(render, d.Edge))
	return d
}

func (d *desk) as(permissions ...adminapi.Permission) *desk {
	d.As(permissions...)
	return d
}

// send asks for a page, wants a status, and gives the page and where it leads.
func (d *desk) send(method, path, kind string, body io.Reader, want int) (page, to string) {
	d.t.Helper()
	r := httptest.NewRequest(method, "http://admin.gulimall.localhost:8080"+path, body)
	r.Header.Set("Accept-Language", "en")
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	w := httptest.NewRecorder()
	d.Engine.ServeHTTP(w, r)
	require.Equal(d.t, want, w.Code, "%s %s: %s", method, path, w.Body)
	return w.Body.String(), w.Header().Get("Location")
}

func (d *desk) get(path string, want int) string {
	d.t.Helper()
	body, _ := d.send(http.MethodGet, path, "", nil, want)
	return body
}

func (d *desk) post(path string, form url.Values, want int) (body, to string) {
	d.t.Helper()
	return d.send(http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()), want)
}

// bring sends a form with a picture.
func (d *desk) bring(path string, form url.Values, picture []byte, want int) (body, to string) {
	d.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, values := range form {
		for _, value := range values {
			require.NoError(d.t, w.WriteField(name, value))
		}
	}
	part, err := w.CreateFormFile("picture", "logo.png")
	require.NoError(d.t, err)
	_, err = part.Write(picture)
	require.NoError(d.t, err)
	require.NoError(d.t, w.Close())
	return d.send(http.MethodPost, path, w.FormDataContentType(), &b, want)
}

func TestClassPagesAskForTheirPermission(t *testing.T) {
	d := open(t)
	reading := []string{
		"/product/categories.html", "/product/categories.csv", "/product/brands.html", "/product/brands.csv", "/product/attributes.html", "/product/attributes.csv",
		"/product/attrgroups.html",
	}
	var seen int
	for _, route := range d.Engine.Routes() {
		if !strings.HasPrefix(route.Path, "/product/") {
			continue
		}
		seen++
		needs := adminapi.ProductWrite
		if slices.Contains(reading, route.Path) {
			needs = adminapi.ProductRead
		}
		d.PageAsks(route.Method, route.Path, needs)
	}
	require.Equal(t, 20, seen, "a new page is looked at above")
}

func TestTheCategoriesAreATree(t *testing.T) {
	d := open(t).as(adminapi.ProductRead)
	body := d.get("/product/categories.html", http.StatusOK)
	require.Contains(t, body, "手机通讯")
	require.NotContains(t, body, "/product/category.html", "who may only read gets no buttons")
	require.NotContains(t, body, "data-grip")
	body = d.as(adminapi.ProductRead, adminapi.ProductWrite).get("/product/categories.html?open=225", http.StatusOK)
	require.Contains(t, body, `id="c225"`)
	require.Equal(t, 1, strings.Count(body, `<details class="catalog-below" open>`))
	csv := d.get("/product/categories.csv", http.StatusOK)
	require.Contains(t, csv, "225,手机 / 手机通讯 / 手机,")

	_, to := d.post("/product/category.html?parentId=34", url.Values{"name": {"卫星电话"}}, http.StatusSeeOther)
	require.Contains(t, to, "/product/categories.html?open=")
	id := to[strings.Index(to, "#c")+2:]
	body, _ = d.post("/product/category.html?parentId=34", url.Values{"name": {"卫星电话"}}, http.StatusConflict)
	require.Contains(t, body, "This name is taken")
	require.Contains(t, body, `value="卫星电话"`)
	body, _ = d.post("/product/category.html", url.Values{"name": {" "}}, http.StatusUnprocessableEntity)
	require.Contains(t, body, "Name: This is required")
	d.post("/product/category.html?id="+id, url.Values{"name": {"卫星电话"}, "hidden": {"1"}, "version": {"1"}}, http.StatusSeeOther)
	body, _ = d.post("/product/category.html?id="+id, url.Values{"name": {"卫星"}, "version": {"1"}}, http.StatusConflict)
	require.Contains(t, body, "What somebody else has saved")
	require.Contains(t, body, `name="version" value="2"`)
	require.Contains(t, body, `value="卫星"`)

	before := d.get("/product/categories.csv", http.StatusOK)
	d.post("/product/category/step", url.Values{"id": {id}, "way": {"earlier"}}, http.StatusSeeOther)
	after := d.get("/product/categories.csv", http.StatusOK)
	require.NotEqual(t, before, after)
	d.post("/product/category/step", url.Values{"id": {id}, "way": {"later"}}, http.StatusSeeOther)
	require.Equal(t, before, d.get("/product/categories.csv", http.StatusOK))
	d.post("/product/category/step", url.Values{"id": {"x"}, "way": {"later"}}, http.StatusSeeOther)

	body, _ = d.post("/product/category/remove?id=225", url.Values{}, http.StatusConflict)
	require.Contains(t, body, "has sub-categories, goods or attributes")
	d.post("/product/category/remove?id="+id, url.Values{}, http.StatusSeeOther)
	d.get("/product/category.html?id="+id, http.StatusNotFound)
}

func aPicture(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 40, 20))))
	return b.Bytes()
}

func TestBrandsAreListedAndEdited(t *testing.T) {
	d := open(t).as(adminapi.ProductRead, adminapi.ProductWrite)
	body := d.get("/product/brands.html?name=hua", http.StatusOK)
	require.Contains(t, body, "华为")
	require.NotContains(t, body, "小米")
	require.Contains(t, d.get("/product/brands.html?name=zzz", http.StatusOK), "Nothing matches")
	require.Contains(t, d.get("/product/brands.html?sort=-brand_goods", http.StatusOK), `aria-sort="descending"`)
	require.Contains(t, d.get("/product/brands.csv?categoryId=225&hidden=false", http.StatusOK), "华为,HUAWEI,H,")

	form := url.Values{"name": {"山海"}, "letter": {"s"}, "sort": {"3"}, "categoryIds": {"225", "233"}}
	d.bring("/product/brand/upload", form, aPicture(t), http.StatusSeeOther)
	var kept struct {
		BrandID int64
		Logo    string
	}
	require.NoError(t, d.db.Raw("SELECT brand_id, logo FROM pms_brand WHERE name = '山海'").Scan(&kept).Error)
	require.Regexp(t, `^/media/p/`, kept.Logo)
	one := "?id=" + number(kept.BrandID)
	body = d.get("/product/brand.html"+one, http.StatusOK)
	require.Contains(t, body, kept.Logo)
	require.Contains(t, body, `value="225" checked`)

	form.Set("version", "1")
	form.Set("logo", kept.Logo)
	form.Set("sort", "x")
	body, _ = d.bring("/product/brand/upload"+one, form, nil, http.StatusUnprocessableEntity)
	require.Contains(t, body, "Order: ")
	body, _ = d.bring("/product/brand/upload"+one, form, []byte("GIF89a"), http.StatusUnprocessableEntity)
	require.Contains(t, body, "cannot be read")
	form.Set("sort", "4")
	form.Set("noLogo", "1")
	d.bring("/product/brand/upload"+one, form, nil, http.StatusSeeOther)
	require.NotContains(t, d.get("/product/brand.html"+one, http.StatusOK), kept.Logo)
	body, _ = d.bring("/product/brand/upload"+one, form, nil, http.StatusConflict)
	require.Contains(t, body, "What somebody else has saved")
	require.Contains(t, body, `name="version" value="2"`)
	body, _ = d.bring("/product/brand/upload", url.Values{"name": {"华为"}, "sort": {"1"}}, aPicture(t), http.StatusConflict)
	require.Contains(t, body, `name="logo" value="/media/p/`, "the picture stays")
	d.get("/product/brand.html?id=999999", http.StatusNotFound)
	d.bring("/product/brand/upload", form, make([]byte, 2*product.MaxPicture), http.StatusRequestEntityTooLarge)
}

func TestAttributesAreListedAndEdited(t *testing.T) {
	d := open(t).as(adminapi.ProductRead, adminapi.ProductWrite)
	body := d.get("/product/attributes.html?categoryId=225&kind=spec&name="+url.QueryEscape("机身"), http.StatusOK)
	require.Contains(t, body, "机身材质")
	require.NotContains(t, body, "处理器</th>")
	require.Contains(t, d.get("/product/attributes.html?categoryId=225&searchable=false&name=zzz", http.StatusOK), "Nothing matches")
	require.Contains(t, d.get("/product/attributes.csv?categoryId=225", http.StatusOK), "机身材质,specification,手机 / 手机通讯 / 手机,主体,")

	d.get("/product/attribute.html?kind=spec", http.StatusNotFound)
	form := url.Values{"name": {"防水等级"}, "values": {"IP67\r\nIP68\r\n\r\n"}, "searchable": {"1"}, "groupId": {"2251"}}
	_, to := d.post("/product/attribute.html?categoryId=225&kind=spec", form, http.StatusSeeOther)
	require.Equal(t, "/product/attrgroups.html?categoryId=225", to)
	var id int64
	require.NoError(t, d.db.Raw("SELECT attr_id FROM pms_attr WHERE attr_name = '防水等级' AND value_select = 'IP67;IP68'").Scan(&id).Error)
	one := "/product/attribute.html?id=" + number(id)
	require.Contains(t, d.get(one, http.StatusOK), "IP67\nIP68")
	form.Set("values", "a;b")
	form.Set("version", "1")
	body, _ = d.post(one, form, http.StatusUnprocessableEntity)
	require.Contains(t, body, `id="f-values-error"`)
	form.Set("values", "IP69")
	d.post(one, form, http.StatusSeeOther)
	body, _ = d.post(one, form, http.StatusConflict)
	require.Contains(t, body, "What somebody else has saved")
	body, _ = d.post("/product/attribute/remove?id=22512", url.Values{}, http.StatusConflict)
	require.Contains(t, body, "switch it off instead")

	body = d.get("/product/attrgroups.html?categoryId=225", http.StatusOK)
	require.Contains(t, body, "主体")
	require.Less(t, strings.Index(body, "机身材质"), strings.Index(body, "防水等级"))
	for range 5 {
		d.post("/product/attribute/step", url.Values{"id": {number(id)}, "way": {"earlier"}}, http.StatusSeeOther)
	}
	body = d.get("/product/attrgroups.html?categoryId=225", http.StatusOK)
	require.Less(t, strings.Index(body, "防水等级"), strings.Index(body, "机身材质"))
	d.post("/product/attribute/remove?id="+number(id), url.Values{}, http.StatusSeeOther)
	d.get(one, http.StatusNotFound)
}

func TestAttributeGroupsAreArranged(t *testing.T) {
	d := open(t).as(adminapi.ProductRead, adminapi.ProductWrite)
	require.Contains(t, d.get("/product/attrgroups.html", http.StatusOK), "Choose a category")
	d.get("/product/attrgroups.html?categoryId=34", http.StatusNotFound)
	d.post("/product/attrgroup?categoryId=225", url.Values{"name": {"网络"}}, http.StatusSeeOther)
	body, _ := d.post("/product/attrgroup?categoryId=225", url.Values{"name": {"网络"}}, http.StatusConflict)
	require.Contains(t, body, "This name is taken")
	require.Contains(t, body, `value="网络"`)
	var id int64
	require.NoError(t, d.db.Raw("SELECT attr_group_id FROM pms_attr_group WHERE attr_group_name = '网络' AND catalog_id = 225").Scan(&id).Error)
	d.post("/product/attrgroup?categoryId=225", url.Values{"id": {number(id)}, "version": {"1"}, "name": {"网络支持"}}, http.StatusSeeOther)
	body, _ = d.post("/product/attrgroup?categoryId=225", url.Values{"id": {number(id)}, "version": {"1"}, "name": {"网"}}, http.StatusConflict)
	require.Contains(t, body, "Somebody has just changed this")
	for range 9 {
		d.post("/product/attrgroup/step?categoryId=225", url.Values{"id": {number(id)}, "way": {"earlier"}}, http.StatusSeeOther)
	}
	body = d.get("/product/attrgroups.html?categoryId=225", http.StatusOK)
	require.Less(t, strings.Index(body, "网络支持"), strings.Index(body, "主体"))
	body, _ = d.post("/product/attrgroup/remove?categoryId=225", url.Values{"id": {"2251"}}, http.StatusConflict)
	require.Contains(t, body, "still has attributes")
	d.post("/product/attrgroup/remove?categoryId=225", url.Values{"id": {number(id)}}, http.StatusSeeOther)
	d.post("/product/attrgroup/remove?categoryId=225", url.Values{"id": {number(id)}}, http.StatusNotFound)
}

func number(n int64) string { return strconv.FormatInt(n, 10) }
