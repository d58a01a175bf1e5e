package order

import (
	"strings"
	"unicode/utf8"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/orderapi"
)

// Invoice is the electronic invoice that a member wants with an order, as it was filled in; its amount is what was paid. The zero value
// is none.
type Invoice struct {
	Type  InvoiceType
	Title string // whose name stands on it; empty for a private person who gave none
	TaxNo string // of a company: 18 characters
}

// InvoiceType says for whom an invoice is, as the column oms_order.bill_type says it.
type InvoiceType int8

// The types of invoices.
const (
	NoInvoice       InvoiceType = 0
	PersonalInvoice InvoiceType = 1
	CompanyInvoice  InvoiceType = 2
)

// MaxInvoiceTitle is how long the title of an invoice may be, in characters.
const MaxInvoiceTitle = 100

// InvoiceOf makes an invoice of what somebody has typed; blanks and small letters in a tax number do no harm. The errors of the fields
// begin with "invoice.".
func InvoiceOf(kind, title, taxNo string) (Invoice, error) {
	i := Invoice{Title: strings.Join(strings.Fields(title), " "), TaxNo: strings.ToUpper(strings.Join(strings.Fields(taxNo), ""))}
	switch kind {
	case "", orderapi.InvoiceNone:
		return Invoice{}, nil
	case orderapi.InvoicePersonal:
		i.Type, i.TaxNo = PersonalInvoice, ""
	case orderapi.InvoiceCompany:
		i.Type = CompanyInvoice
	default:
		return Invoice{}, apperr.ErrInvalid.WithField("invoice.type", "invalid")
	}
	refused := apperr.ErrInvalid
	for _, f := range i.faults() {
		refused = refused.WithField(f.Name, f.Code)
	}
	if len(refused.Fields) > 0 {
		return i, refused
	}
	return i, nil
}

// Kind is the type by its public name; empty without an invoice.
func (i Invoice) Kind() string {
	switch i.Type {
	case NoInvoice:
		return ""
	case PersonalInvoice:
		return orderapi.InvoicePersonal
	case CompanyInvoice:
		return orderapi.InvoiceCompany
	}
	return ""
}

// faults lists what is wrong with an invoice.
func (i Invoice) faults() []apperr.Field {
	var all []apperr.Field
	switch {
	case utf8.RuneCountInString(i.Title) > MaxInvoiceTitle:
		all = append(all, apperr.Field{Name: "invoice.title", Code: "too_long"})
	case !utf8.ValidString(i.Title), strings.ContainsRune(i.Title, 0):
		all = append(all, apperr.Field{Name: "invoice.title", Code: "invalid"})
	case i.Title == "" && i.Type == CompanyInvoice:
		all = append(all, apperr.Field{Name: "invoice.title", Code: "required"})
	}
	switch {
	case i.Type != CompanyInvoice:
	case i.TaxNo == "":
		all = append(all, apperr.Field{Name: "invoice.taxNo", Code: "required"})
	case !validTaxNo(i.TaxNo):
		all = append(all, apperr.Field{Name: "invoice.taxNo", Code: "tax_no"})
	}
	return all
}

// creditAlphabet is the alphabet of the unified social credit code: digits and letters without those that look like digits.
const creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// validTaxNo says whether a text is a unified social credit code (GB 32100-2015): 17 characters and one by which they are checked.
func validTaxNo(code string) bool {
	if len(code) != 18 {
		return false
	}
	sum, weight := 0, 1
	for i := range 17 {
		value := strings.IndexByte(creditAlphabet, code[i])
		if value < 0 {
			return false
		}
		sum += value * weight
		weight = weight * 3 % len(creditAlphabet)
	}
	check := (len(creditAlphabet) - sum%len(creditAlphabet)) % len(creditAlphabet)
	return code[17] == creditAlphabet[check]
}
