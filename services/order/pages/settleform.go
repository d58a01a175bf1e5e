package pages

import (
	"math"
	"net/url"
	"strconv"
	"strings"

	"gulimall/pkg/apperr"
	"gulimall/pkg/money"
	"gulimall/services/order"
	"gulimall/web/page"
)

// form is what stands in the settlement page.
type form struct {
	order.Submission
	allPoints bool
	chosen    bool           // whether to use a coupon was decided
	editing   string         // the address in the form: an id, "new", or none
	typed     *order.Address // what was typed there
	invoice   page.SettleInvoice
	unbilled  error // what is wrong with the invoice
}

// keptFields are the fields of the page that a draft keeps, addressFields those of the address in its form, which is open while editing says
// which address it is for: an id, or "new".
func keptFields() []string {
	return []string{"addressId", "couponId", "points", "allPoints", "note", "payType", "invoiceType", "invoiceTitle", "invoiceTaxNo", "editing"}
}

func addressFields() []string {
	return []string{"name", "phone", "province", "city", "region", "detail", "postCode", "isDefault"}
}

// mostKept bounds what is kept of a field, in characters; it is more than any of them may have.
const mostKept = 1000

// typed is what a form has sent, as a draft keeps it.
func typed(sent url.Values) map[string]string {
	fields := map[string]string{}
	for _, name := range append(keptFields(), addressFields()...) {
		if !sent.Has(name) {
			continue
		}
		text := []rune(strings.ToValidUTF8(sent.Get(name), ""))
		fields[name] = string(text[:min(len(text), mostKept)])
	}
	if sent.Has("edit") { // the button that opens the form for an address, or closes it
		closeAddress(fields)
		if which := sent.Get("edit"); which != "" {
			fields["editing"] = which
		}
	}
	return fields
}

// closeAddress takes the address that is edited out of a form.
func closeAddress(fields map[string]string) {
	delete(fields, "editing")
	for _, name := range addressFields() {
		delete(fields, name)
	}
}

// typedAddress is the address in a form.
func typedAddress(fields map[string]string) order.Address {
	id, err := strconv.ParseInt(fields["editing"], 10, 64)
	if err != nil || id < 0 {
		id = 0
	}
	return order.Address{
		ID: id, Name: fields["name"], Phone: fields["phone"], Province: fields["province"], City: fields["city"], Region: fields["region"],
		Detail: fields["detail"], PostCode: fields["postCode"], IsDefault: fields["isDefault"] == "1",
	}
}

// read reads the fields of a draft; a number that is none is a mistake in its field. What is wrong with the invoice waits until the order is
// placed.
func read(fields map[string]string) (form, error) {
	_, chosen := fields["couponId"]
	f := form{Submission: order.Submission{Note: newlines(fields["note"])}, allPoints: fields["allPoints"] != "", chosen: chosen}
	f.editing = fields["editing"]
	if _, ok := fields["name"]; ok && f.editing != "" {
		a := typedAddress(fields)
		f.typed = &a
	}
	refused := apperr.ErrInvalid
	for _, n := range []struct {
		name string
		to   *int64
	}{{"addressId", &f.AddressID}, {"couponId", &f.CouponID}, {"points", &f.Points}} {
		text := strings.TrimSpace(fields[n.name])
		if text == "" {
			continue
		}
		value, err := strconv.ParseInt(text, 10, 64)
		if err != nil || value < 0 {
			refused = refused.WithField(n.name, "range")
			continue
		}
		*n.to = value
	}
	switch fields["payType"] {
	case "", "alipay", "1":
		f.PayType = order.PayAlipay
	default:
		refused = refused.WithField("payType", "invalid")
	}
	f.invoice = page.SettleInvoice{Type: fields["invoiceType"], Title: fields["invoiceTitle"], TaxNo: fields["invoiceTaxNo"]}
	f.Invoice, f.unbilled = order.InvoiceOf(f.invoice.Type, f.invoice.Title, f.invoice.TaxNo)
	if len(refused.Fields) > 0 {
		return f, refused
	}
	return f, nil
}

// mistakes joins two lists of mistakes; without any it is nil.
func mistakes(errs ...error) error {
	all := apperr.ErrInvalid
	for _, err := range errs {
		if err == nil {
			continue
		}
		for _, f := range apperr.From(err).Fields {
			all = all.WithField(f.Name, f.Code)
		}
	}
	if len(all.Fields) == 0 {
		return nil
	}
	return all
}

// newlines makes one character of a line's end, of which browsers send two.
func newlines(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

// amount reads an amount in fen.
func amount(text string) (money.Fen, error) {
	value, err := strconv.ParseInt(text, 10, 64)
	if err != nil || value < 0 {
		return 0, apperr.ErrInvalid.WithField("payAmount", "range")
	}
	return money.Fen(value), nil
}

// wish is what shall be bought without the cart; nothing named means the cart.
func wish(from url.Values) (order.Settle, error) {
	if from.Get("skuId") == "" {
		return order.Settle{}, nil
	}
	sku, err := strconv.ParseInt(from.Get("skuId"), 10, 64)
	if err != nil || sku <= 0 {
		return order.Settle{}, order.ErrSkuNotFound
	}
	count := int64(1)
	if text := from.Get("count"); text != "" {
		if count, err = strconv.ParseInt(text, 10, 64); err != nil || count < 1 || count > order.MaxCount {
			return order.Settle{}, apperr.ErrInvalid.WithField("count", "range")
		}
	}
	return order.Settle{SkuID: sku, Count: count}, nil
}

// fieldOf is the name in the form of a field of the API.
func fieldOf(name string) string {
	if part, ok := strings.CutPrefix(name, "invoice."); ok && part != "" {
		return "invoice" + strings.ToUpper(part[:1]) + part[1:]
	}
	return name
}

// whole fits a count into a page.
func whole(n int64) int { return int(min(n, math.MaxInt32)) }
