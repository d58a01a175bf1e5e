package browser

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/orderapi"
	"gulimall/test/browser/chrome"
	"gulimall/test/shop"
)

// Somebody sends back one of two pieces, with a picture of what is wrong with it.
func TestAfterSaleWithAPicture(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 10)
	s := m.WithAddress(t)
	o := s.Buy(t, sku, 2)
	s.Pay(t, o.OrderSn)
	a, err := m.Internal(t.Context(), http.MethodPost, "order", orderapi.PathState+o.OrderSn+orderapi.PathShip, map[string]string{"company": "顺丰速运", "trackingNo": "SF1234567890"})
	require.NoError(t, err)
	a.Want(t, http.StatusOK)

	w := as(t, s, chrome.View{})
	w.tab.Open(m.URL("order") + "/detail.html?orderSn=" + o.OrderSn)
	w.tab.Says("SF1234567890")
	w.goes(submit("/receiveOrder"))
	require.Equal(t, shop.Completed, s.WaitStatus(t, o.OrderSn, shop.Completed).Status)

	w.goes(chrome.CSS(`main a[href*="/aftersale.html"]`))
	form := func(selector string) chrome.Where { return chrome.Form("/applyReturn", selector) }
	w.hand.fill(form(`[name=count]`), "1")
	w.hand.fill(form(`textarea[name=note]`), "屏幕有一道划痕")
	w.tab.Attach(form(`input[type=file]`).Hidden(), photo(t))
	w.tab.Idle()
	w.goes(submit("/applyReturn"))
	w.tab.Says("屏幕有一道划痕")
	w.tab.See(chrome.CSS(`.return-pictures img`))
	w.tab.Idle()
	require.Empty(t, w.tab.Layout())
}

// photo is a small picture on disk.
func photo(t *testing.T) string {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 320, 240))
	for x := range 320 {
		for y := range 240 {
			img.Set(x, y, color.RGBA{uint8(x / 2), uint8(y), 160, 255})
		}
	}
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, img))
	name := filepath.Join(t.TempDir(), "划痕.png")
	require.NoError(t, os.WriteFile(name, b.Bytes(), 0o600))
	return name
}
