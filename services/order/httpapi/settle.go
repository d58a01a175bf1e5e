package httpapi

import (
	"math"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/i18n"
	"gulimall/pkg/server"
	"gulimall/services/order"
)

func (a *api) confirm(c *gin.Context) error {
	who, err := caller(c)
	if err != nil {
		return err
	}
	var s order.Settle
	if s.SkuID, err = server.Int(c, "skuId", 0, 1, math.MaxInt64); err != nil {
		return err
	}
	if s.SkuID > 0 {
		if s.Count, err = server.Int(c, "count", 1, 1, order.MaxCount); err != nil {
			return err
		}
	}
	page, err := a.uc.Settle(c.Request.Context(), who, s)
	if err != nil {
		return err
	}
	return ok(c, confirmBody(page, a.wordsOf(c)))
}

func (a *api) quote(c *gin.Context) error {
	who, err := caller(c)
	if err != nil {
		return err
	}
	var in orderapi.QuoteRequest
	if err := a.decode.JSON(c, &in); err != nil {
		return err
	}
	if in.AddressID <= 0 {
		return apperr.ErrInvalid.WithField("addressId", "required")
	}
	page, err := a.uc.Requote(c.Request.Context(), who, order.Requote{
		Token: in.Token, AddressID: in.AddressID, CouponID: in.CouponID, Points: in.Points,
	})
	if err != nil {
		return err
	}
	return ok(c, quoteBody(page, a.wordsOf(c)))
}

// submission is what a request to submit asks for.
func submission(in orderapi.SubmitRequest) (order.Submission, error) {
	wish := order.Submission{
		Token: in.Token, AddressID: in.AddressID, PayAmount: in.PayAmount, CouponID: in.CouponID, Points: in.Points, Note: in.Note, PayType: in.PayType,
	}
	if in.Invoice == nil {
		return wish, nil
	}
	var err error
	wish.Invoice, err = order.InvoiceOf(in.Invoice.Type, in.Invoice.Title, in.Invoice.TaxNo)
	return wish, err
}

func confirmBody(p *order.Settlement, words couponapi.Words) orderapi.Confirm {
	body := orderapi.Confirm{
		Token: p.Token, TokenExpiresAt: p.TokenExpiresAt,
		Addresses:    make([]orderapi.Address, len(p.Addresses)),
		Items:        make([]orderapi.ConfirmItem, len(p.Items)),
		Coupons:      make([]orderapi.ConfirmCoupon, len(p.Coupons)),
		Points:       orderapi.ConfirmPoints{Balance: p.Points.Balance, Usable: p.Points.Usable, Worth: p.Points.Worth},
		Freight:      p.Amounts.Freight,
		Amounts:      orderapi.Amounts(p.Amounts),
		Explanations: explanations(p, words),
	}
	for i, a := range p.Addresses {
		body.Addresses[i] = orderapi.Address(a)
	}
	for i, l := range p.Items {
		body.Items[i] = orderapi.ConfirmItem{
			SkuID: l.SkuID, Title: l.Title, Image: l.Image, Attrs: texts(l.Attrs), Price: l.Price, Count: l.Count, Subtotal: l.Subtotal, HasStock: l.HasStock(),
		}
	}
	for i, k := range p.Coupons {
		body.Coupons[i] = orderapi.ConfirmCoupon{
			ID: k.ID, Name: k.Name, Amount: k.Amount, Usable: k.Usable, Reason: k.Reason.Code, ReasonText: k.Reason.Why(words),
		}
	}
	return body
}

func quoteBody(p *order.Settlement, words couponapi.Words) orderapi.Quote {
	body := orderapi.Quote{
		Amounts: orderapi.Amounts(p.Amounts), Lines: make([]orderapi.QuoteLine, len(p.Items)), Explanations: explanations(p, words), FreightRule: p.FreightWhy.Text(words),
	}
	for i, item := range p.Items {
		l := item.Line
		body.Lines[i] = orderapi.QuoteLine{
			SkuID: l.SkuID, Price: l.Price, Count: l.Count, Amount: l.Amount, Promotion: l.Promotion, Coupon: l.Coupon, Points: l.Points,
			Payable: l.Payable, HasStock: item.HasStock(),
		}
	}
	return body
}

// wordsOf are the words of the language that a request asks for.
func (a *api) wordsOf(c *gin.Context) *i18n.Words { return a.words.Words(a.words.Language(c.Request)) }

func explanations(p *order.Settlement, words couponapi.Words) []orderapi.Explanation {
	all := make([]orderapi.Explanation, len(p.Explanations))
	for i, e := range p.Explanations {
		all[i] = orderapi.Explanation{Rule: e.Code, SkuID: e.SkuID, Text: e.Text(words), Amount: e.Amount}
	}
	return all
}

// texts keeps an empty list from being null.
func texts(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
