package browser

import (
	"bytes"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/csvfile"
	"gulimall/test/browser/chrome"
	"gulimall/test/shop"
)

// Somebody ships ten orders by a file: exports what waits, fills in carrier and numbers, sees what the file would do, and confirms; it is
// told how far it is. The file is used once more, and does nothing.
func TestOfficeShipsTenOrdersByCSV(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	const orders = 10
	sku := m.NewSKU(t, 2*orders)
	s := m.WithAddress(t)
	mine := map[string]string{} // order → tracking number
	for i := range orders {
		o := s.Buy(t, sku, 1)
		s.Pay(t, o.OrderSn)
		mine[o.OrderSn] = fmt.Sprintf("SF%d%04d", i, len(o.OrderSn))
	}

	w := atOffice(t, chrome.View{}, "keeper")
	w.office("/order/ship.html")
	w.tab.AwaitPath("/order/ship.html")
	file := fillIn(t, m.Clerk(t, "keeper"), mine)
	form := func(selector string) chrome.Where { return chrome.Form("/order/ship/upload", selector) }
	for _, want := range []struct{ tried, done string }{{"可以发货", "已发货"}, {"之前已这样发货", ""}} {
		w.office("/order/ship.html")
		w.tab.Attach(form(`input[type=file]`), file)
		w.goes(form(`button`))
		w.tab.Says(want.tried)
		require.Equal(t, orders, w.tab.Count(".office-table tbody tr"))
		require.Empty(t, w.tab.Layout())
		if want.done != "" {
			w.hand.press(submit("/order/ship/confirm"))
			w.tab.See(chrome.CSS(`[data-bulk-progress=over] progress`))
			w.tab.Says("全部 10 行都已处理，其中 0 行被拒绝。")
			w.tab.Says(want.done)
			require.Equal(t, orders, w.tab.Count(".office-table tbody tr .tag-ok"), "each line says what became of it")
		}
	}
	var last string
	for sn := range mine {
		require.Equal(t, shop.Shipped, s.Order(t, sn).Status)
		last = sn
	}
	w.office("/order/order.html?orderSn=" + last)
	w.tab.Says(mine[last])
	require.Empty(t, w.tab.Layout())
}

// fillIn exports what waits to be shipped, and keeps the lines of some orders with a carrier and their numbers.
func fillIn(t *testing.T, clerk *shop.Clerk, numbers map[string]string) string {
	t.Helper()
	exported := clerk.Call(t, http.MethodGet, "/order/ship.csv", nil)
	rows, err := csvfile.Read(bytes.NewReader(exported.Want(t, http.StatusOK).Body), csvfile.Column{Name: "orderSn", Heads: []string{"订单号"}})
	require.NoError(t, err)
	var lines [][]string
	for _, r := range rows {
		if number := numbers[r.Get("orderSn")]; number != "" {
			lines = append(lines, []string{"'" + r.Get("orderSn"), "顺丰速运", number})
		}
	}
	require.Len(t, lines, len(numbers), "all of them wait")
	name := filepath.Join(t.TempDir(), "to-ship.csv")
	out, err := os.Create(name)
	require.NoError(t, err)
	require.NoError(t, csvfile.Write(out, []string{"订单号", "快递公司", "运单号"}, lines))
	require.NoError(t, out.Close())
	return name
}
