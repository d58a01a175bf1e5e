package browser

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/test/browser/chrome"
	"gulimall/test/shop"
)

// photograph is a picture in a file.
func photograph(t *testing.T) string {
	t.Helper()
	drawn := image.NewRGBA(image.Rect(0, 0, 640, 640))
	for x := range 640 {
		for y := range 640 {
			drawn.Set(x, y, color.RGBA{R: uint8(x / 3), G: uint8(y / 3), B: 180, A: 255}) //nolint:gosec // below 256
		}
	}
	name := filepath.Join(t.TempDir(), "cup.png")
	file, err := os.Create(name) //nolint:gosec // a name of ours
	require.NoError(t, err)
	require.NoError(t, png.Encode(file, drawn))
	require.NoError(t, file.Close())
	return name
}

// next sends a step of the wizard, and wants to come to another.
func (w *walk) next(step string) {
	w.t.Helper()
	w.goes(chrome.CSS(`main button[name=go][value=next]`))
	require.Equal(w.t, step, w.tab.URL().Query().Get("step"))
	require.Empty(w.t, w.tab.Layout())
}

// Somebody publishes a product from nothing, step by step, with a picture and a price for many, looks at it as shoppers will see it, and puts it
// up. The keeper brings stock, and a shopper finds it by its name and buys it.
func TestOfficePublishesAProduct(t *testing.T) {
	t.Parallel()
	name := fmt.Sprintf("试窑杯%d", time.Now().UnixNano()%1_000_000_000)
	w := atOffice(t, chrome.View{}, "admin")
	w.office("/product/spus.html")
	w.goes(chrome.CSS(`main a[href="/product/publish.html"]`))
	w.hand.fill(field("name"), name)
	w.tab.Choose(field("categoryId"), "225")
	w.tab.Choose(field("brandId"), "9")
	w.hand.fill(field("weight"), "300")
	w.hand.fill(field("bounds.points"), "5")
	w.hand.fill(field("description"), "手作的杯子。")
	w.next("pictures")
	w.tab.Attach(field("pictures"), photograph(t))
	w.goes(chrome.CSS(`main form[action^="/product/publish/upload"] button`))
	w.tab.See(chrome.CSS(`.spu-places img`))
	w.next("specs")
	w.next("sale")
	w.hand.pick(chrome.CSS(`main [name=use]`))
	w.hand.fill(chrome.CSS(`main textarea[name^=more-]`), "天青\n月白")
	w.goes(chrome.CSS(`main button[value=matrix]`))
	w.tab.Says("月白")
	w.next("skus")
	w.hand.press(chrome.CSS(`.spu-fill summary`))
	w.hand.fill(field("fill-price"), "39.9")
	w.hand.pick(field("fill-images"))
	w.goes(chrome.CSS(`main button[value=fill]`))
	require.Equal(t, "39.90", w.tab.Value(field("skus[1].price")))
	w.next("rules")
	w.hand.press(chrome.CSS(`.spu-rules summary`))
	w.hand.fill(field("skus[0].promotions.ladder[0].count"), "3")
	w.hand.fill(field("skus[0].promotions.ladder[0].perMille"), "90")
	w.next("save")
	draft := w.tab.URL().Query().Get("draft")
	w.office("/product/preview.html?draft=" + draft)
	w.tab.Says(name + " 天青")
	w.tab.Says("满 3 件 9 折")
	w.office("/product/publish.html?draft=" + draft + "&step=save")
	w.goes(chrome.CSS(`main button[name=go][value=up]`))
	id := w.tab.AwaitPath("/product/spu.html").Query().Get("id")
	takeDown(t, w.mall, id)
	require.Empty(t, w.tab.Layout())
	w.tab.See(chrome.CSS(`main .tag-ok`))

	var made productapi.Spu
	w.mall.Clerk(t, "admin").Read(t, productapi.PathOfficeSpus+"/"+id, &made)
	require.Len(t, made.Skus, 2)
	sku := made.Skus[0].SkuID
	w.mall.Clerk(t, "admin").Call(t, http.MethodPost, wareapi.PathAdjustments, wareapi.Adjustment{SkuID: sku, WareID: 1, Delta: 5, Reason: "首批到货"}).Want(t, http.StatusOK)

	s := w.mall.WithAddress(t)
	buyer := as(t, s, chrome.View{})
	found := chrome.CSS(`main a[href$="/` + strconv.FormatInt(sku, 10) + `.html"]`)
	buyer.tab.Await("it is found by its name", func() (bool, error) {
		buyer.tab.Open(w.mall.URL("search") + "/list.html?keyword=" + name)
		return buyer.tab.Has(found), nil
	})
	buyer.goes(found)
	buyer.tab.Says("满 3 件 9 折")
	buyer.tab.Await("it can be bought", func() (bool, error) {
		if !buyer.tab.Has(submit("/addToCart")) {
			buyer.tab.Reload()
		}
		return buyer.tab.Has(submit("/addToCart")), nil
	})
	buyer.add(sku, 1)
	buyer.checkout()
	sn := buyer.place()
	require.EqualValues(t, 3990, s.Order(t, sn).Amounts.Goods)
}

// takeDown takes a product from the shop when the test is over.
func takeDown(t *testing.T, m *shop.Mall, id string) {
	t.Helper()
	clerk, ctx := m.Clerk(t, "admin"), context.WithoutCancel(t.Context())
	t.Cleanup(func() {
		answer, err := clerk.Send(ctx, shop.Request{Method: http.MethodPost, Host: shop.OfficeHost, Path: productapi.PathOfficeSpus + "/" + id + productapi.PartDown})
		require.NoError(t, err)
		require.Equal(t, http.StatusOK, answer.Status)
	})
}
