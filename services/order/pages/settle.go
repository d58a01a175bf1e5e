package pages

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"gulimall/pkg/apperr"
	"gulimall/pkg/money"
	"gulimall/services/order"
	"gulimall/web/page"
)

// form is what the settlement page sends.
type form struct {
	order.Submission
	skuID, count int64
}

// read takes the fields of the settlement form from the query or the body; a number that is none is a mistake in its field.
func read(values url.Values) (form, error) {
	f := form{Submission: order.Submission{Token: values.Get("token"), Note: values.Get("note")}}
	refused := apperr.ErrInvalid
	number := func(name string) int64 {
		text := values.Get(name)
		if text == "" {
			return 0
		}
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n < 0 {
			refused = refused.WithField(name, "range")
			return 0
		}
		return n
	}
	f.AddressID, f.CouponID, f.Points = number("addressId"), number("couponId"), number("points")
	f.PayAmount, f.skuID, f.count = money.Fen(number("payAmount")), number("skuId"), number("count")
	switch values.Get("payType") {
	case "", "alipay", "1":
		f.PayType = order.PayAlipay
	default:
		refused = refused.WithField("payType", "invalid")
	}
	if len(refused.Fields) > 0 {
		return f, refused
	}
	return f, nil
}

// settle shows the settlement page: a new one, or that of a token with other choices.
func (s *site) settle(v visit) error {
	f, mistake := read(v.Request.URL.Query())
	p, shown, err := s.price(v, f)
	if err != nil {
		return s.leave(v, err)
	}
	return s.show(v, http.StatusOK, f, p, errors.Join(mistake, shown))
}

// submit places the order and leads on to the cashier. A refusal shows the page again, as things stand now.
func (s *site) submit(v visit) error {
	if err := v.Request.ParseForm(); err != nil {
		return apperr.ErrMalformed.Wrap(err)
	}
	f, refused := read(v.Request.PostForm)
	if refused == nil {
		var placed *order.Order
		if placed, _, refused = s.uc.Submit(v.Request.Context(), v.who, f.Submission); refused == nil {
			next := s.frame.Hosts().Pay("/pay.html?orderSn=" + placed.Sn)
			if placed.Status != order.Pending {
				next = s.frame.Hosts().Order("/detail.html?orderSn=" + placed.Sn)
			}
			return v.seeOther(next)
		}
	}
	kind := apperr.From(refused).Kind
	if kind == apperr.Internal || kind == apperr.NotSignedIn {
		return refused
	}
	p, shown, err := s.price(v, f)
	if err != nil {
		return s.leave(v, err)
	}
	if shown != nil {
		refused = errors.Join(refused, shown)
	}
	return s.show(v, kind.Status(), f, p, refused)
}

// price fills the page. Choices that cannot be used are left out and told; a token that is gone is replaced by a new page.
func (s *site) price(v visit, f form) (p *order.Settlement, told, err error) {
	ctx := v.Request.Context()
	if f.Token == "" {
		p, err = s.uc.Settle(ctx, v.who, order.Settle{SkuID: f.skuID, Count: f.count})
		return p, nil, err
	}
	ask := order.Requote{Token: f.Token, AddressID: f.AddressID, CouponID: f.CouponID, Points: f.Points, WithCoupons: true}
	for {
		p, err = s.uc.Requote(ctx, v.who, ask)
		switch {
		case errors.Is(err, order.ErrTokenExpired):
			p, err = s.uc.Settle(ctx, v.who, order.Settle{})
			return p, order.ErrTokenExpired, err
		case errors.Is(err, order.ErrAddressNotFound) && ask.AddressID != 0:
			ask.AddressID, told = 0, err
		case errors.Is(err, order.ErrCouponUnusable) && ask.CouponID != 0:
			ask.CouponID, told = 0, err
		case errors.Is(err, order.ErrPointsShort) && ask.Points != 0:
			ask.Points, told = 0, err
		default:
			return p, told, err
		}
	}
}

// leave goes back to the cart where there is nothing to settle.
func (s *site) leave(v visit, err error) error {
	if errors.Is(err, order.ErrCartEmpty) || errors.Is(err, order.ErrNothingChecked) {
		return v.seeOther(s.frame.Hosts().Cart("/cart.html"))
	}
	return err
}

func (s *site) show(v visit, status int, f form, p *order.Settlement, refused error) error {
	out := page.Settle{
		Base: s.base(v, "核对订单"), Token: p.Token, TokenExpiresAt: p.TokenExpiresAt,
		Points:  page.PointsOffer{Balance: p.Points.Balance, Usable: p.Points.Usable, Worth: p.Points.Worth, Used: p.Points.Used},
		Amounts: page.Amounts(p.Amounts), Note: f.Note,
	}
	out.Here = s.frame.Hosts().Order("/toTrade?token=" + url.QueryEscape(p.Token))
	var changes []order.Change
	if refused != nil {
		told := s.frame.Errors(v.Context, refused)
		out.Notice = &page.SettleNotice{Code: apperr.From(refused).Code, Text: told.Summary}
		if len(told.Fields) > 0 {
			out.Notice, out.Errors = nil, told
		}
		if errors.Is(refused, order.ErrPointsShort) { // said at the field, with what was typed
			out.Notice, out.Points.Used = nil, f.Points
			out.Errors.Fields = append(out.Errors.Fields, page.FieldError{Field: "points", Message: told.Summary})
		}
		if apperr.Extension(refused, "changes", &changes) && out.Notice != nil && f.PayAmount != p.Amounts.Pay {
			out.Notice.OldPay = f.PayAmount
		}
	}
	for _, a := range p.Addresses {
		out.Addresses = append(out.Addresses, address(a, a.ID == p.AddressID))
	}
	for _, l := range p.Items {
		out.Items = append(out.Items, settleLine(l, changes))
	}
	words := s.frame.Words(v.Context)
	for _, k := range p.Coupons {
		out.Coupons = append(out.Coupons, page.SettleCoupon{
			ID: k.ID, Name: k.Name, Amount: k.Amount, Usable: k.Usable, Selected: p.Amounts.Coupon > 0 && k.ID == f.CouponID, Reason: k.Reason.Why(words),
		})
	}
	for _, e := range p.Explanations {
		out.Explanations = append(out.Explanations, page.Explanation{Text: e.Text(words), Amount: e.Amount})
	}
	return s.frame.Show(v.Context, status, "settle", out)
}

func settleLine(l order.SettleItem, changes []order.Change) page.SettleLine {
	line := page.SettleLine{
		SKUID: l.SkuID, Title: l.Title, Image: l.Image, Attrs: l.Attrs, Price: l.Price, Count: int(l.Count), Subtotal: l.Subtotal, HasStock: l.HasStock(),
	}
	for _, c := range changes {
		if c.SkuID == l.SkuID && c.Field == order.ChangedPrice {
			line.Changed, line.OldPrice = true, money.Fen(c.Was)
		}
	}
	return line
}

func address(a order.Address, selected bool) page.Address {
	return page.Address{
		ID: a.ID, Name: a.Name, Phone: a.Phone, Province: a.Province, City: a.City, Region: a.Region, Detail: a.Detail,
		PostCode: a.PostCode, IsDefault: a.IsDefault, Selected: selected,
	}
}
