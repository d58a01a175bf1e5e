package pages_test

import (
	"bytes"
	"errors"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/cartapi"
	"gulimall/pkg/contract/paymentapi"
	"gulimall/pkg/shopday"
	"gulimall/services/order"
)

func TestList(t *testing.T) {
	f := &fake{}
	rec := visit(t, f, true, "GET", "/list.html?status=paid&keyword=+%E4%B9%A6+&period=2025", nil)
	require.Equal(t, http.StatusOK, rec.Code)
	require.Equal(t, order.Filter{Status: "paid", Keyword: "书", From: "2025-01-01", To: "2025-12-31", Page: 1, PageSize: 10}, f.filter)
	requireAll(t, rec.Body.String(),
		sn, "/list.html?keyword=%E4%B9%A6&amp;page=2&amp;period=2025&amp;status=paid", // the pager keeps what was asked for
		"/list.html?keyword=%E4%B9%A6&amp;period=2025&amp;status=closed", // and so do the tabs
		`<span class="count">11</span>`, `<span class="count">3</span>`, `value="书"`, `<option value="2025" selected>`)
	rec = visit(t, f, true, "GET", "/list.html?keyword=nothing", nil)
	requireAll(t, rec.Body.String(), "没有符合条件的订单", `href="http://order.gulimall.localhost:8080/list.html"`)
	for _, q := range []string{"page=0", "page=x", "period=1999", "period=x", "period=2999", "period=--1"} {
		require.Equal(t, http.StatusUnprocessableEntity, visit(t, f, true, "GET", "/list.html?"+q, nil).Code, q)
	}
	visit(t, f, true, "GET", "/list.html?period=3m", nil)
	require.Equal(t, time.Now().In(shopday.Zone()).AddDate(0, -3, 0).Format(time.DateOnly), f.filter.From)
	visit(t, f, true, "GET", "/list.html?period=-2023", nil)
	require.Equal(t, order.Filter{To: "2023-12-31", Page: 1, PageSize: 10}, f.filter)
}

func TestOnlyWhatIsAllowedIsOffered(t *testing.T) {
	offers := map[string]string{
		"pay": "/pay.html?orderSn=" + sn, "cancel": "/cancelOrder", "receive": "/receiveOrder", "apply": "/aftersale.html?orderSn=" + sn, "again": "/buyAgain",
	}
	for status, want := range map[order.Status]string{
		order.Pending: "pay cancel", order.Closing: "", order.Paid: "again", order.Shipped: "receive apply again", order.Completed: "apply again",
		order.Closed: "again", order.AfterSale: "again",
	} {
		for _, path := range []string{"/detail.html?orderSn=" + sn, "/list.html"} {
			body := visit(t, &fake{status: status}, true, "GET", path, nil).Body.String()
			for name, mark := range offers {
				require.Equal(t, strings.Contains(want, name), strings.Contains(body, mark), "%s of %s on %s", name, status.Name(), path)
			}
		}
	}
}

func TestDetail(t *testing.T) {
	rec := visit(t, &fake{}, true, "GET", "/detail.html?orderSn="+sn, nil)
	requireAll(t, rec.Body.String(), "去支付", "提交订单", "等待付款", "data-countdown", `data-version="v1"`)
	require.Equal(t, http.StatusNotFound, visit(t, &fake{}, true, "GET", "/detail.html?orderSn=1", nil).Code)

	known := &fake{status: order.Closed, record: paymentapi.Cashier{
		Status: "refunding", TradeNo: "T9", Refunds: []paymentapi.Refund{{RefundSn: "BACK_T9", Amount: 1230, Status: "processing", Reason: "order_closed", At: time.Now()}},
	}}
	rec = visit(t, known, true, "GET", "/detail.html?orderSn="+sn, nil)
	requireAll(t, rec.Body.String(), "退款中", "T9", "BACK_T9", "¥12.30", "订单已先关闭", "处理中")
	rec = visit(t, &fake{status: order.Closed, recordErr: apperr.ErrUnavailable}, true, "GET", "/detail.html?orderSn="+sn, nil)
	require.Equal(t, http.StatusOK, rec.Code)
	requireAll(t, rec.Body.String(), "暂时查不到支付服务的最新记录")
}

func TestCancelAndReceive(t *testing.T) {
	form := url.Values{"orderSn": {sn}}
	rec := visit(t, &fake{}, true, "POST", "/cancelOrder", form)
	require.Equal(t, "http://order.gulimall.localhost:8080/detail.html?orderSn="+sn, rec.Header().Get("Location"))
	require.Contains(t, rec.Header().Get("Set-Cookie"), "order.cancelled")
	rec = visit(t, &fake{status: order.Closing}, true, "POST", "/cancelOrder", form)
	require.Contains(t, rec.Header().Get("Set-Cookie"), "order.cancel_asked")
	rec = visit(t, &fake{refuse: order.ErrState, status: order.Paid}, true, "POST", "/cancelOrder", form)
	require.Equal(t, http.StatusConflict, rec.Code)
	require.Contains(t, rec.Body.String(), "订单当前状态不能这样操作")
}

func TestBuyAgainLeadsToTheCart(t *testing.T) {
	out := []order.AgainLeftOut{{SkuID: 1, Reason: cartapi.ProblemSoldOut}}
	for flash, again := range map[string]order.Again{
		"success:order.again_all": {Added: []int64{1}}, "info:order.again_some": {Added: []int64{1}, LeftOut: out}, "warning:order.again_none": {LeftOut: out},
	} {
		rec := visit(t, &fake{again: again}, true, "POST", "/buyAgain", url.Values{"orderSn": {sn}})
		require.Equal(t, http.StatusSeeOther, rec.Code)
		require.Equal(t, "http://cart.gulimall.localhost:8080/cart.html", rec.Header().Get("Location"))
		require.Contains(t, rec.Header().Get("Set-Cookie"), flash)
	}
	require.Equal(t, http.StatusNotFound, visit(t, &fake{refuse: order.ErrNotFound}, true, "POST", "/buyAgain", nil).Code)
	require.Equal(t, http.StatusServiceUnavailable, visit(t, &fake{refuse: apperr.ErrUnavailable}, true, "POST", "/buyAgain", nil).Code)
}

func TestApplyReturn(t *testing.T) {
	f := &fake{status: order.Shipped}
	form := url.Values{"orderSn": {sn}, "skuId": {"1101", "2201"}, "count": {"1", "0"}, "reason": {"faulty"}, "note": {"a\r\nb"}, "key": {"K"}}
	rec := visit(t, f, true, "POST", "/applyReturn", form)
	require.Equal(t, http.StatusSeeOther, rec.Code)
	require.Equal(t, order.ReturnWish{Items: []order.ReturnItem{{SkuID: 1101, Count: 1}}, Reason: "faulty", Note: "a\nb", Key: "K"}, f.wish)

	f.refuse = apperr.ErrInvalid.WithField("items[0].count", "range")
	rec = visit(t, f, true, "POST", "/applyReturn", form)
	require.Equal(t, http.StatusUnprocessableEntity, rec.Code)
	requireAll(t, rec.Body.String(), "超出允许的范围", `href="#f-items"`, `name="key" value="K"`, `<option value="faulty" selected>`, ">a\nb</textarea>", `name="count" type="number" inputmode="numeric" min="0" max="2" value="1"`)
	form.Set("count", "x")
	require.Equal(t, http.StatusUnprocessableEntity, visit(t, f, true, "POST", "/applyReturn", form).Code)
	f.refuse = order.ErrState
	form.Set("count", "1")
	form.Add("count", "0")
	require.Equal(t, http.StatusConflict, visit(t, f, true, "POST", "/applyReturn", form).Code)
}

// send sends the form of an after-sale as browsers do.
func send(t *testing.T, f *fake, pictures ...[]byte) *httptest.ResponseRecorder {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for _, pair := range [][2]string{{"orderSn", sn}, {"skuId", "1101"}, {"count", "2"}, {"reason", "damaged"}} {
		require.NoError(t, w.WriteField(pair[0], pair[1]))
	}
	if len(pictures) == 0 { // an empty field
		part, err := w.CreateFormFile("pictures", "")
		require.NoError(t, err)
		_, err = part.Write(nil)
		require.NoError(t, err)
	}
	for _, p := range pictures {
		part, err := w.CreateFormFile("pictures", "p.jpg")
		require.NoError(t, err)
		_, err = part.Write(p)
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return ask(t, f, true, "POST", "/applyReturn", w.FormDataContentType(), &body)
}

func TestApplyReturnWithPictures(t *testing.T) {
	f := &fake{status: order.Completed}
	require.Equal(t, http.StatusSeeOther, send(t, f).Code)
	require.Empty(t, f.wish.Pictures)
	require.Equal(t, http.StatusSeeOther, send(t, f, []byte("a"), []byte("b")).Code)
	require.Equal(t, [][]byte{[]byte("a"), []byte("b")}, f.wish.Pictures)
	require.Equal(t, []order.ReturnItem{{SkuID: 1101, Count: 2}}, f.wish.Items)
	require.Equal(t, http.StatusSeeOther, send(t, f, make([]byte, 3<<20)).Code)
	require.Len(t, f.wish.Pictures[0], order.MaxPicture+1, "too large by one is too large")
	require.Equal(t, http.StatusRequestEntityTooLarge, send(t, f, make([]byte, 7<<20)).Code)
	rec := ask(t, f, true, "POST", "/applyReturn", "multipart/form-data; boundary=x", strings.NewReader("--x\r\nnonsense"))
	require.Equal(t, http.StatusBadRequest, rec.Code)
	f.refuse = errors.New("disk full")
	require.Equal(t, http.StatusInternalServerError, send(t, f, []byte("a")).Code)
}

func TestProgressOfAReturn(t *testing.T) {
	at := time.Date(2026, 11, 22, 4, 0, 0, 0, time.UTC)
	f := &fake{status: order.AfterSale, returns: []order.Return{
		{ID: 3, Status: order.ReturnPending, Reason: "faulty", Note: "<b>", Pictures: []string{"x.jpg"}, CreatedAt: at, Items: []order.ReturnItem{{SkuID: 1101, Count: 1}}},
		{ID: 4, Status: order.ReturnCancelled, Reason: "太大", CreatedAt: at, CancelledAt: at},
	}}
	body := visit(t, f, true, "GET", "/detail.html?orderSn="+sn, nil).Body.String()
	requireAll(t, body, "等待商家审核", "商品有质量问题", "&lt;b&gt;", "http://order.gulimall.localhost:8080/aftersale/3/1", `name="returnId" value="3"`, "已撤销", "太大")
	require.NotContains(t, body, `name="returnId" value="4"`)
	body = visit(t, f, true, "GET", "/aftersale.html?orderSn="+sn, nil).Body.String()
	requireAll(t, body, `max="1" value="1"`)

	rec := visit(t, f, true, "GET", "/aftersale/3/1", nil)
	require.Equal(t, "picture", rec.Body.String())
	require.Equal(t, "image/jpeg", rec.Header().Get("Content-Type"))
	for _, path := range []string{"/aftersale/3/2", "/aftersale/4/1", "/aftersale/x/1", "/aftersale/3/x"} {
		require.Equal(t, http.StatusNotFound, visit(t, f, true, "GET", path, nil).Code, path)
	}
	rec = visit(t, f, true, "POST", "/cancelReturn", url.Values{"orderSn": {sn}, "returnId": {"3"}})
	require.Equal(t, http.StatusSeeOther, rec.Code)
	require.Equal(t, http.StatusNotFound, visit(t, f, true, "POST", "/cancelReturn", url.Values{"orderSn": {sn}, "returnId": {"x"}}).Code)
}
