package pages_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/services/order"
)

// desk is the use cases of a settlement page, with tokens kept in memory.
type desk struct {
	fake
	began      []order.Settle
	open       map[string]*order.Opened
	asked      order.Requote
	requote    func(r order.Requote) error
	settlement func(s *order.Settlement)
	refuseSave error
	saved      order.Address
	submission order.Submission
}

func newDesk(tokens ...string) *desk {
	d := &desk{open: map[string]*order.Opened{}}
	for _, token := range tokens {
		d.open[token] = &order.Opened{}
	}
	return d
}

func (d *desk) Begin(_ context.Context, _ order.Member, s order.Settle) (string, error) {
	d.began = append(d.began, s)
	d.open["ot_new"] = &order.Opened{Buys: s}
	return "ot_new", nil
}

func (d *desk) Opened(_ context.Context, _ order.Member, token string) (order.Opened, error) {
	if d.open[token] == nil {
		return order.Opened{}, order.ErrTokenExpired
	}
	return *d.open[token], nil
}

func (d *desk) Keep(_ context.Context, _ order.Member, token string, draft order.Draft) error {
	if d.open[token] == nil {
		return order.ErrTokenExpired
	}
	d.open[token].Draft = &draft
	return nil
}

func (d *desk) Requote(_ context.Context, _ order.Member, r order.Requote) (*order.Settlement, error) {
	d.asked = r
	if d.requote != nil {
		if err := d.requote(r); err != nil {
			return nil, err
		}
	}
	phone := productapi.Sku{SkuID: 1101, Title: "一部手机", Price: 12000}
	s := &order.Settlement{
		Token: r.Token, TokenExpiresAt: time.Now().Add(time.Minute), AddressID: 5,
		Addresses: []order.Address{{ID: 5, Name: "谷小粒", Phone: "13800000001", Province: "上海市", Detail: "张江路"}, {ID: 6, Name: "李稻", Province: "四川省"}},
		Items:     []order.SettleItem{{Sku: phone, Count: 3, Subtotal: 36000, Available: 9}},
		Parcels: []wareapi.Parcel{
			{WareID: 1, WareName: "一号仓", Lines: []wareapi.Line{{SkuID: 1101, Count: 2}}}, {WareID: 2, WareName: "二号仓", Lines: []wareapi.Line{{SkuID: 1101, Count: 1}}},
		},
		Coupons: []couponapi.Choice{{ID: 3, Name: "满减券", Amount: 100, Usable: true}, {ID: 4, Name: "旧券", Amount: 5, Reason: couponapi.Rule{Code: couponapi.ReasonUsed}}},
		Points:  order.PointsOffer{Balance: 90, Usable: 50, Worth: 50, Used: r.Points},
		Amounts: order.Amounts{Goods: 36000, Pay: 36000}, CouponID: r.CouponID,
	}
	if d.settlement != nil {
		d.settlement(s)
	}
	return s, nil
}

func (d *desk) SaveAddress(_ context.Context, a order.Address) (order.Address, error) {
	d.saved = a
	a.ID = 6
	return a, d.refuseSave
}

func (d *desk) Submit(_ context.Context, _ order.Member, s order.Submission) (*order.Order, bool, error) {
	d.submission = s
	return d.order(), true, d.refuse
}

const shopURL = "http://order.gulimall.localhost:8080"

// post sends a form and demands the redirect that answers it.
func (d *desk) post(t *testing.T, path string, form url.Values) (location string) {
	t.Helper()
	rec := visit(t, d, true, "POST", path, form)
	require.Equal(t, http.StatusSeeOther, rec.Code, rec.Body.String())
	return rec.Header().Get("Location")
}

// get shows a page.
func (d *desk) get(t *testing.T, location string) string {
	t.Helper()
	location, _, _ = strings.Cut(location, "#")
	rec := visit(t, d, true, "GET", strings.TrimPrefix(location, shopURL), nil)
	require.Equal(t, http.StatusOK, rec.Code, "%s: %s", rec.Header().Get("Location"), rec.Body.String())
	return rec.Body.String()
}

func form(pairs ...string) url.Values {
	f := url.Values{
		"token": {"ot_old"}, "addressId": {"5"}, "payAmount": {"10000"}, "couponId": {""}, "points": {""}, "note": {"放门口\r\n谢谢"}, "payType": {"alipay"},
		"invoiceType": {"none"}, "invoiceTitle": {""}, "invoiceTaxNo": {""},
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		f.Set(pairs[i], pairs[i+1])
	}
	return f
}

func requireAll(t *testing.T, body string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		require.Contains(t, body, part)
	}
}

func TestTheSettlementPageHasAnAddressOfItsOwn(t *testing.T) {
	d := newDesk()
	rec := visit(t, d, true, "GET", "/toTrade", nil)
	require.Equal(t, http.StatusSeeOther, rec.Code)
	require.Equal(t, shopURL+"/toTrade?token=ot_new", rec.Header().Get("Location"))
	body := d.get(t, rec.Header().Get("Location"))
	requireAll(t, body, `name="token" value="ot_new"`, `name="payAmount" value="36000"`, "一号仓", "二号仓", "× 2", "¥240.00")
	require.True(t, d.asked.BestCoupon, "nothing was chosen yet")
	require.NotContains(t, body, `name="skuId"`)
	for _, err := range []error{order.ErrCartEmpty, order.ErrNothingChecked} {
		d.requote = func(order.Requote) error { return err }
		rec := visit(t, d, true, "GET", "/toTrade?token=ot_new", nil)
		require.Equal(t, "http://cart.gulimall.localhost:8080/cart.html", rec.Header().Get("Location"))
		require.Contains(t, rec.Header().Get("Set-Cookie"), "flash=")
	}
}

func TestBuyNow(t *testing.T) {
	d := newDesk()
	rec := visit(t, d, true, "GET", "/toTrade?skuId=1101&count=3", nil)
	require.Equal(t, shopURL+"/toTrade?count=3&skuId=1101&token=ot_new", rec.Header().Get("Location"))
	require.Equal(t, []order.Settle{{SkuID: 1101, Count: 3}}, d.began)
	requireAll(t, d.get(t, rec.Header().Get("Location")), `name="skuId" value="1101"`, `name="count" value="3"`)

	// A page whose token is gone is opened again, for the same goods and with what was typed.
	delete(d.open, "ot_new")
	d.refuse = order.ErrTokenExpired
	to := d.post(t, "/submitOrder", form("token", "ot_gone", "skuId", "1101", "count", "3"))
	require.Equal(t, shopURL+"/toTrade?count=3&skuId=1101&token=ot_new", to)
	requireAll(t, d.get(t, to), `data-code="token_expired"`, "放门口", `name="skuId" value="1101"`)

	// So is one of which fewer are wanted because there are not so many.
	to = d.post(t, "/toTrade", form("token", "ot_new", "skuId", "1101", "count", "3", "setCount", "2"))
	require.Equal(t, shopURL+"/toTrade?count=2&skuId=1101&token=ot_new", to)
	require.Contains(t, d.get(t, to), "放门口")

	for path, status := range map[string]int{"skuId=1101": 303, "skuId=x": 404, "skuId=-1": 404, "skuId=1101&count=0": 422, "skuId=1101&count=201": 422, "skuId=1101&count=x": 422} {
		require.Equal(t, status, visit(t, newDesk(), true, "GET", "/toTrade?"+path, nil).Code, path)
	}
}

func TestWhatIsTypedIsKept(t *testing.T) {
	d := newDesk("ot_old")
	to := d.post(t, "/toTrade", form("addressId", "6", "points", "30", "invoiceType", "company", "invoiceTitle", "甲公司", "invoiceTaxNo", "12"))
	require.Equal(t, shopURL+"/toTrade?token=ot_old", to)
	for range 2 { // and again, when it is reloaded
		body := d.get(t, to)
		requireAll(t, body, "放门口\n谢谢", `value="甲公司"`, `id="invoice-company" value="company" checked`, `value="12"`, `value="30"`)
		require.NotContains(t, body, `id="errors"`, "nobody has ordered yet")
	}
	require.Equal(t, order.Requote{Token: "ot_old", AddressID: 6, Points: 30, WithCoupons: true}, d.asked)

	d.post(t, "/toTrade", form("couponId", "3", "allPoints", "1"))
	d.get(t, to)
	require.Equal(t, order.Requote{Token: "ot_old", AddressID: 5, CouponID: 3, AllPoints: true, WithCoupons: true}, d.asked)

	d.post(t, "/toTrade", form("points", "-5"))
	require.Contains(t, d.get(t, to), `href="#f-points"`)
	require.LessOrEqual(t, len([]rune(d.open["ot_old"].Draft.Fields["note"])), 1000)
	d.post(t, "/toTrade", form("note", strings.Repeat("长", 3000)+"\xff"))
	require.Len(t, []rune(d.open["ot_old"].Draft.Fields["note"]), 1000)
}

func TestAddressesAreAddedAndChangedInPlace(t *testing.T) {
	d := newDesk("ot_old")
	to := d.post(t, "/toTrade", form("edit", "5"))
	requireAll(t, d.get(t, to), `name="editing" value="5"`, `value="张江路"`, "放门口", "<dialog", " open>")

	typed := form("editing", "5", "name", "", "phone", "1", "detail", "宜山路", "isDefault", "1", "note", "新的")
	d.refuseSave = apperr.ErrInvalid.WithField("name", "required").WithField("phone", "phone")
	to = d.post(t, "/toTrade/address.html", typed)
	require.True(t, strings.HasSuffix(to, "#address"), to)
	require.Equal(t, order.Address{ID: 5, Phone: "1", Detail: "宜山路", IsDefault: true}, d.saved)
	body := d.get(t, to)
	requireAll(t, body, `value="宜山路"`, `id="f-phone-error"`, "新的", `name="editing" value="5"`)
	require.NotContains(t, body, `data-code=`)

	d.refuseSave = nil
	to = d.post(t, "/toTrade/address.html", typed)
	body = d.get(t, to)
	require.NotContains(t, body, `name="editing"`)
	require.Contains(t, body, "新的")
	require.Equal(t, int64(6), d.asked.AddressID, "what was saved is used")

	d.refuseSave = order.ErrAddressLimit
	body = d.get(t, d.post(t, "/toTrade/address.html", form("editing", "new", "name", "甲")))
	requireAll(t, body, `name="editing" value="new"`, `value="甲"`, `role="alert"`)
	require.NotContains(t, d.get(t, d.post(t, "/toTrade", form("editing", "new", "name", "甲", "edit", ""))), `name="editing"`, "closed")

	d.settlement = func(s *order.Settlement) { s.Addresses, s.AddressID, s.Parcels = nil, 0, nil }
	requireAll(t, d.get(t, d.post(t, "/toTrade", form())), `name="editing" value="new"`, "disabled", "先填写收货地址")
}

func TestChoicesThatCannotBeUsedAreToldAndLeftOut(t *testing.T) {
	d := newDesk("ot_old")
	d.requote = func(r order.Requote) error {
		switch {
		case r.CouponID != 0:
			return order.ErrCouponUnusable
		case r.AddressID != 0:
			return order.ErrAddressNotFound
		}
		return nil
	}
	requireAll(t, d.get(t, d.post(t, "/toTrade", form("couponId", "3"))), `data-code="address_not_found"`)
	d.requote = func(r order.Requote) error {
		if r.Points != 0 {
			return order.ErrPointsShort
		}
		return nil
	}
	requireAll(t, d.get(t, d.post(t, "/toTrade", form("points", "77"))), `value="77"`, "field-error")
}

func TestSubmitLeadsToTheCashier(t *testing.T) {
	d := newDesk("ot_old")
	to := d.post(t, "/submitOrder", form("invoiceType", "company", "invoiceTitle", "甲公司", "invoiceTaxNo", "9144030071526726xg"))
	require.Equal(t, "http://pay.gulimall.localhost:8080/pay.html?orderSn="+sn, to)
	require.Equal(t, order.Submission{
		Token: "ot_old", AddressID: 5, PayAmount: 10000, Note: "放门口\n谢谢", PayType: order.PayAlipay,
		Invoice: order.Invoice{Type: order.CompanyInvoice, Title: "甲公司", TaxNo: "9144030071526726XG"},
	}, d.submission)
	d.status = order.Paid
	require.Equal(t, shopURL+"/detail.html?orderSn="+sn, d.post(t, "/submitOrder", form()), "nothing to pay")
}

func TestARefusedSubmissionLeadsBackToThePage(t *testing.T) {
	d := newDesk("ot_old")
	d.refuse = order.ErrPriceChanged.With("changes", []order.Change{
		{SkuID: 1101, Field: order.ChangedPrice, Was: 10000, Now: 12000}, {SkuID: 1101, Field: order.ChangedCount, Was: 1, Now: 3},
	})
	to := d.post(t, "/submitOrder", form())
	require.Equal(t, shopURL+"/toTrade?token=ot_old", to)
	for range 2 {
		requireAll(t, d.get(t, to), `data-code="price_changed"`, "<s>¥100.00</s> → ¥120.00", "1 → 3", "放门口", `name="token" value="ot_old"`, `value="36000"`,
			"<s>¥100.00</s> → <b>¥360.00</b>")
	}
	body := d.get(t, d.post(t, "/toTrade", form()))
	require.NotContains(t, body, `data-code=`, "seen")
	require.Contains(t, body, "¥120.00", "but still marked")

	for name, bad := range map[string]url.Values{
		`href="#f-points"`: form("points", "x"), `href="#f-payAmount"`: form("payAmount", "x"), `href="#f-payType"`: form("payType", "gold"),
		`href="#f-invoiceTaxNo"`: form("invoiceType", "company", "invoiceTitle", "甲", "invoiceTaxNo", "9144030071526726XH"),
		`href="#f-invoiceTitle"`: form("invoiceType", "company"),
	} {
		require.Contains(t, d.get(t, d.post(t, "/submitOrder", bad)), name)
	}
	d.refuse = apperr.ErrInternal
	require.Equal(t, http.StatusInternalServerError, visit(t, d, true, "POST", "/submitOrder", form()).Code)
}

func TestAPageThatMovedBetweenTwoVisitsSaysSo(t *testing.T) {
	d := newDesk("ot_old")
	d.settlement = func(s *order.Settlement) {
		s.Changes = []order.Change{{SkuID: 1101, Field: order.ChangedPrice, Was: 11000, Now: 12000}, {SkuID: 9, Field: order.ChangedStock, Was: 1}}
		s.LeftOut = []order.Left{{Sku: productapi.Sku{SkuID: 9, Title: "孤品"}, Count: 1, Reason: order.ChangedStock}, {Sku: productapi.Sku{SkuID: 10}, Count: 1, Reason: order.ChangedOffShelf}}
		s.Items[0].Available = 2
	}
	requireAll(t, d.get(t, shopURL+"/toTrade?token=ot_old"), `data-code="price_changed"`, "<s>¥110.00</s> → ¥120.00", "孤品", "已售罄", "已下架", "仅剩 2 件", "disabled")
	d.settlement = nil
	body := d.get(t, shopURL+"/toTrade?token=ot_old")
	require.NotContains(t, body, `data-code=`)
	require.Contains(t, body, "<s>¥110.00</s> → ¥120.00", "still marked")
}

func TestAPageThatWasSubmittedSaysWhatBecameOfIt(t *testing.T) {
	d := newDesk("ot_old")
	d.open["ot_old"].OrderSn = sn
	requireAll(t, d.get(t, shopURL+"/toTrade?token=ot_old"), "已提交过", sn, "/pay.html?orderSn="+sn, "/detail.html?orderSn="+sn)
	d.status = order.Paid
	require.NotContains(t, d.get(t, shopURL+"/toTrade?token=ot_old"), "/pay.html")
	d.refuse = order.ErrTokenMismatch
	require.Contains(t, d.get(t, d.post(t, "/submitOrder", form())), "已提交过")
}

func TestAnExpiredPageIsOpenedAnew(t *testing.T) {
	d := newDesk()
	rec := visit(t, d, true, "GET", "/toTrade?token=nonsense", nil)
	require.Equal(t, shopURL+"/toTrade?token=ot_new", rec.Header().Get("Location"))
	require.Contains(t, d.get(t, rec.Header().Get("Location")), `data-code="token_expired"`)
	d.open = map[string]*order.Opened{}
	requireAll(t, d.get(t, d.post(t, "/toTrade", form())), `data-code="token_expired"`, "放门口")
}

func TestTheWayBackFromTheLogin(t *testing.T) {
	for _, path := range []string{"/submitOrder", "/toTrade", "/toTrade/address.html"} {
		rec := visit(t, newDesk(), false, "POST", path, form())
		require.Equal(t, http.StatusSeeOther, rec.Code)
		require.Contains(t, rec.Header().Get("Location"), url.QueryEscape(shopURL+"/toTrade?token=ot_old"))
		rec = visit(t, newDesk(), true, "GET", strings.Replace(path, "/toTrade", "/submitOrder", 1), nil)
		require.Contains(t, []int{http.StatusSeeOther, http.StatusNotFound}, rec.Code)
	}
	require.Equal(t, shopURL+"/toTrade", visit(t, newDesk(), true, "GET", "/toTrade/address.html", nil).Header().Get("Location"))
}
