package order_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/apperr"
	"gulimall/services/order"
)

func TestInvoiceOf(t *testing.T) {
	const taxNo = "9144030071526726XG"
	for name, c := range map[string]struct {
		kind, title, taxNo string
		want               order.Invoice
		wrong              []string
	}{
		"nothing said":                {},
		"none, whatever else is left": {kind: "none", title: "甲", taxNo: "x"},
		"a private person":            {kind: "personal", want: order.Invoice{Type: order.PersonalInvoice}},
		"a private person by name":    {kind: "personal", title: "  陈  小麦 ", taxNo: "left", want: order.Invoice{Type: order.PersonalInvoice, Title: "陈 小麦"}},
		"a company":                   {kind: "company", title: "甲公司", taxNo: taxNo, want: order.Invoice{Type: order.CompanyInvoice, Title: "甲公司", TaxNo: taxNo}},
		"as people type":              {kind: "company", title: "甲公司", taxNo: " 9144 0300 7152 6726 xg ", want: order.Invoice{Type: order.CompanyInvoice, Title: "甲公司", TaxNo: taxNo}},
		"a company without anything":  {kind: "company", wrong: []string{"invoice.title required", "invoice.taxNo required"}},
		"a wrong check digit":         {kind: "company", title: "甲", taxNo: "9144030071526726XH", wrong: []string{"invoice.taxNo tax_no"}},
		"two digits swapped":          {kind: "company", title: "甲", taxNo: "9144030071562726XG", wrong: []string{"invoice.taxNo tax_no"}},
		"an old number of 15 digits":  {kind: "company", title: "甲", taxNo: "440300279583285", wrong: []string{"invoice.taxNo tax_no"}},
		"a letter that is none of it": {kind: "company", title: "甲", taxNo: "91440300715267IOXG", wrong: []string{"invoice.taxNo tax_no"}},
		"characters of two bytes":     {kind: "company", title: "甲", taxNo: "９１４４０３", wrong: []string{"invoice.taxNo tax_no"}},
		"a title without end":         {kind: "personal", title: strings.Repeat("长", 101), wrong: []string{"invoice.title too_long"}},
		"a title that is no text":     {kind: "personal", title: "a\x00b", wrong: []string{"invoice.title invalid"}},
		"another type":                {kind: "paper", wrong: []string{"invoice.type invalid"}},
	} {
		got, err := order.InvoiceOf(c.kind, c.title, c.taxNo)
		var wrong []string
		if err != nil {
			for _, f := range apperr.From(err).Fields {
				wrong = append(wrong, f.Name+" "+f.Code)
			}
			require.Equal(t, c.wrong, wrong, name)
			continue
		}
		require.Empty(t, c.wrong, name)
		require.Equal(t, c.want, got, name)
	}
}
