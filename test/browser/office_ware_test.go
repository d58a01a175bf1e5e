package browser

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/test/browser/chrome"
	"gulimall/test/shop"
)

// A keeper asks for goods, puts the need into a purchase, gives it to somebody, takes it on, and finishes it: the goods are in stock.
func TestOfficeReceivesAPurchase(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 4)
	before := m.StockOf(t, sku).Stock
	w := atOffice(t, chrome.View{}, "keeper")
	w.office("/ware/need.html")
	w.hand.fill(field("skuId"), strconv.FormatInt(sku, 10))
	w.hand.fill(field("count"), "30")
	w.goes(submit("/ware/need.html"))
	w.tab.AwaitPath("/ware/needs.html")

	w.office("/ware/needs.html?state=new&skuId=" + strconv.FormatInt(sku, 10))
	w.hand.pick(chrome.CSS(`input[name="needIds"]`))
	w.goes(submit("/ware/merge"))
	w.tab.AwaitPath("/ware/purchase.html")
	w.hand.fill(field("assignee"), "老王")
	w.hand.fill(field("phone"), "13800000000")
	w.goes(form("/ware/purchase/assign"))
	w.goes(form("/ware/purchase/receive"))
	require.Equal(t, before, m.StockOf(t, sku).Stock)
	w.goes(form("/ware/purchase/done"))
	w.tab.See(chrome.CSS(`.notice-success`))
	require.Equal(t, before+30, m.StockOf(t, sku).Stock)
	require.Empty(t, w.tab.Layout())

	w.office("/ware/ledger.html?skuId=" + strconv.FormatInt(sku, 10))
	w.tab.Says("+30")
	require.Empty(t, w.tab.Layout())
}

// A keeper counts a shelf, sees the difference, and books it.
func TestOfficeTakesStock(t *testing.T) {
	t.Parallel()
	m := shop.Stack(t)
	sku := m.NewSKU(t, 12)
	before := m.StockOf(t, sku).Stock
	w := atOffice(t, chrome.View{}, "keeper")
	w.office("/ware/stocktakingnew.html")
	w.hand.fill(field("skuIds"), strconv.FormatInt(sku, 10))
	w.goes(submit("/ware/stocktakingnew.html"))
	w.tab.AwaitPath("/ware/stocktaking.html")
	w.hand.fill(field("count-"+strconv.FormatInt(sku, 10)), strconv.FormatInt(before-2, 10))
	w.goes(chrome.CSS(`form[action*="/ware/stocktaking/counts"] button`))
	w.tab.Says("-2")
	require.Empty(t, w.tab.Layout())
	w.goes(chrome.CSS(`a[href*="ask=1"]`))
	require.Equal(t, before, m.StockOf(t, sku).Stock, "it asks first")
	w.goes(form("/ware/stocktaking/book"))
	w.tab.See(chrome.CSS(`.notice-success`))
	require.Equal(t, before-2, m.StockOf(t, sku).Stock)
}

// form is the button of a form whose address goes on with a query.
func form(action string) chrome.Where {
	return chrome.CSS(`form[action*="` + action + `?"] button`)
}
