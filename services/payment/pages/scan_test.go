package pages_test

import (
	"bytes"
	"image/png"
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/services/payment"
)

func TestTheCodeIsForItsOwner(t *testing.T) {
	status, _, body := call(t, unpaid(), 7, http.MethodGet, "/payQr.png?orderSn=123", nil)
	require.Equal(t, http.StatusOK, status)
	picture, err := png.Decode(bytes.NewReader([]byte(body)))
	require.NoError(t, err)
	require.Equal(t, 480, picture.Bounds().Dx())

	uc := unpaid()
	uc.view.Payable = false
	for name, c := range map[string]struct {
		uc     *payments
		id     int64
		status int
	}{
		"signed out": {unpaid(), 0, http.StatusUnauthorized}, "somebody else's": {unpaid(), 8, http.StatusNotFound},
		"not to be paid any more": {uc, 7, http.StatusConflict},
	} {
		status, _, _ := call(t, c.uc, c.id, http.MethodGet, "/payQr.png?orderSn=123", nil)
		require.Equal(t, c.status, status, name)
	}
}

func TestAPhonePaysByThePass(t *testing.T) {
	pass := passes().Of("123")
	for _, id := range []int64{0, 8} { // nobody, or somebody else: whoever holds the code may pay
		status, _, body := call(t, unpaid(), id, http.MethodGet, "/scan?orderSn=123&pass="+pass, nil)
		require.Equal(t, http.StatusOK, status)
		require.Contains(t, body, "12.30")
		require.Contains(t, body, "用支付宝付款")
		status, location, _ := call(t, unpaid(), id, http.MethodPost, "/scan", url.Values{"orderSn": {"123"}, "pass": {pass}})
		require.Equal(t, http.StatusSeeOther, status)
		require.Equal(t, "https://alipay.example/gateway.do?x=1", location)
	}
	for _, bad := range []url.Values{
		{"orderSn": {"123"}},
		{"orderSn": {"123"}, "pass": {"x"}},
		{"orderSn": {"124"}, "pass": {pass}},
		{"orderSn": {"124"}, "pass": {passes().Of("124")}},
	} {
		status, _, _ := call(t, unpaid(), 7, http.MethodGet, "/scan?"+bad.Encode(), nil)
		require.Equal(t, http.StatusNotFound, status, bad)
		status, _, _ = call(t, unpaid(), 7, http.MethodPost, "/scan", bad)
		require.Equal(t, http.StatusNotFound, status, bad)
	}
	uc := unpaid()
	uc.startErr, uc.view.Status, uc.view.Payable = payment.ErrOrderState, "closed", false
	status, _, body := call(t, uc, 0, http.MethodPost, "/scan", url.Values{"orderSn": {"123"}, "pass": {pass}})
	require.Equal(t, http.StatusConflict, status)
	require.Contains(t, body, "现在不能付款")
}

func TestTheGuestWhoPaidSeesTheResult(t *testing.T) {
	uc := unpaid()
	uc.view.Status, uc.view.Payable = "paid", false
	cookie := "pay-pass=123." + passes().Of("123")
	for _, id := range []int64{0, 8} {
		status, _, body := call(t, uc, id, http.MethodGet, back, nil, "Cookie", cookie)
		require.Equal(t, http.StatusOK, status)
		require.Contains(t, body, "付款成功")
		require.NotContains(t, body, "/detail.html", "the order itself is not his to see")
	}
	for _, bad := range []string{"pay-pass=124." + passes().Of("124"), "pay-pass=123.x", "pay-pass=123"} {
		status, _, _ := call(t, uc, 8, http.MethodGet, back, nil, "Cookie", bad)
		require.Equal(t, http.StatusNotFound, status)
	}
}

func TestResultPage(t *testing.T) {
	for name, c := range map[string]struct {
		change func(v *payment.View)
		says   []string
	}{
		"paid":    {func(v *payment.View) { v.Status = "paid" }, []string{"付款成功", "查看订单"}},
		"unknown": {func(v *payment.View) { v.Payable = true }, []string{"还没有收到付款结果", `data-watch="open"`, "回到收银台"}},
		"asking":  {func(*payment.View) {}, []string{"还没有收到付款结果", "正在向支付宝确认", `data-watch="closing"`}},
		"closed":  {func(v *payment.View) { v.Status = "closed" }, []string{"订单已关闭", "再次购买"}},
		"refunding": {func(v *payment.View) {
			v.Status, v.Order.Ended, v.Refunds = "refunding", true, []payment.Refund{{Amount: 1230, Reason: "order_closed", Status: payment.Sent}}
		}, []string{"正在退款", "退款中", "订单关闭后才到的付款", `data-watch="refunding"`}},
		"refunded": {func(v *payment.View) {
			v.Status, v.Order.Ended, v.Refunds = "refunded", true, []payment.Refund{{Amount: 1230, Reason: "order_closed", Status: payment.Confirmed}}
		}, []string{"已退款", "已到账"}},
		"paid twice": {func(v *payment.View) {
			v.Status, v.Refunds = "paid", []payment.Refund{{Amount: 1230, Reason: "paid_twice", Status: payment.Sent}}
		}, []string{"付款成功", "另有款项退回", "重复的付款"}},
		"wrong amount": {func(v *payment.View) {
			v.Refunds = []payment.Refund{{Amount: 1, Reason: "wrong_amount", Status: payment.Sent}}
		}, []string{"收到的金额不对", "金额不符的付款", "0.01"}},
	} {
		uc := unpaid()
		uc.view.Payable = false
		c.change(&uc.view)
		status, _, body := call(t, uc, 7, http.MethodGet, "/payResult.html?orderSn=123", nil)
		require.Equal(t, http.StatusOK, status, name)
		for _, text := range c.says {
			require.Contains(t, body, text, name)
		}
	}
	status, _, _ := call(t, unpaid(), 8, http.MethodGet, "/payResult.html?orderSn=123", nil)
	require.Equal(t, http.StatusNotFound, status)
	status, location, _ := call(t, unpaid(), 0, http.MethodGet, "/payResult.html?orderSn=123", nil)
	require.Equal(t, http.StatusSeeOther, status)
	require.Equal(t, login("http://pay.gulimall.localhost:8080/payResult.html?orderSn=123"), location)
}

func TestTheCashierInEnglish(t *testing.T) {
	status, _, body := call(t, unpaid(), 7, http.MethodGet, "/pay.html?orderSn=123", nil, "Accept-Language", "en")
	require.Equal(t, http.StatusOK, status)
	require.Contains(t, body, "Pay ¥12.30 now")
	require.Contains(t, body, `src="/payQr.png?orderSn=123"`)
	require.Contains(t, body, `data-watch="open"`)
}
