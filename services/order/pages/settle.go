package pages

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"gulimall/pkg/apperr"
	"gulimall/services/order"
	"gulimall/web/page"
)

// The settlement page lives at /toTrade?token=…: what stands in its fields is kept with the token (order.Draft), every form is answered by a
// redirect, and so neither a reload nor the way back sends anything again or loses anything.

// settle shows the page of a token, or opens one.
func (s *site) settle(v visit) error {
	token := v.Query("token")
	if token == "" {
		return s.begin(v, v.Request.URL.Query(), order.Draft{})
	}
	open, err := s.uc.Opened(v.Request.Context(), v.who, token)
	switch {
	case errors.Is(err, order.ErrTokenExpired):
		return s.begin(v, v.Request.URL.Query(), order.Draft{Refused: order.RefusalOf(err, 0)})
	case err != nil:
		return err
	case open.OrderSn != "":
		return s.submitted(v, open.OrderSn)
	}
	return s.look(v, token, open)
}

// look shows a page as things stand now, with what was typed into it.
func (s *site) look(v visit, token string, open order.Opened) error {
	draft := order.Draft{}
	if open.Draft != nil {
		draft = *open.Draft
	}
	f, mistake := read(draft.Fields)
	p, told, err := s.price(v, token, f, open.Draft == nil || !f.chosen)
	if errors.Is(err, order.ErrTokenExpired) { // just now
		return s.begin(v, v.Request.URL.Query(), order.Draft{Fields: draft.Fields, Refused: order.RefusalOf(err, 0)})
	}
	if err != nil {
		return s.leave(v, err)
	}
	if len(p.Changes) > 0 { // told once, but marked until the order is placed
		refused := order.Refusal{}
		if draft.Refused != nil {
			refused = *draft.Refused
		}
		refused.Changes, draft.Refused = p.Changes, &refused
		if err := s.uc.Keep(v.Request.Context(), v.who, token, draft); err != nil {
			return err
		}
	}
	return s.show(v, sight{Settlement: p, form: f, buys: open.Buys, refused: draft.Refused, mistake: mistake, told: told})
}

// price prices a page. Choices that cannot be used are left out and told.
func (s *site) price(v visit, token string, f form, first bool) (p *order.Settlement, told, err error) {
	ask := order.Requote{
		Token: token, AddressID: f.AddressID, CouponID: f.CouponID, Points: f.Points, AllPoints: f.allPoints, WithCoupons: true, BestCoupon: first,
	}
	for {
		p, err = s.uc.Requote(v.Request.Context(), v.who, ask)
		switch {
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

// begin opens a page of its own: over the cart, or over what skuId and count name.
func (s *site) begin(v visit, from url.Values, draft order.Draft) error {
	buys, err := wish(from)
	if err != nil {
		return err
	}
	ctx := v.Request.Context()
	token, err := s.uc.Begin(ctx, v.who, buys)
	if err != nil {
		return err
	}
	if draft.Fields != nil || draft.Refused != nil {
		if err := s.uc.Keep(ctx, v.who, token, draft); err != nil {
			return err
		}
	}
	return v.seeOther(s.address(token, buys))
}

// address is where the page of a token is.
func (s *site) address(token string, buys order.Settle) string {
	q := url.Values{"token": {token}}
	if buys.SkuID != 0 { // so that the page can be opened again when its token is forgotten
		q.Set("skuId", strconv.FormatInt(buys.SkuID, 10))
		q.Set("count", strconv.FormatInt(buys.Count, 10))
	}
	return s.frame.Hosts().Order("/toTrade?" + q.Encode())
}

// keep keeps what stands in the fields and shows the page with it. What had changed stays marked.
func (s *site) keep(v visit) error {
	if err := v.Request.ParseForm(); err != nil {
		return apperr.ErrMalformed.Wrap(err)
	}
	sent := v.Request.PostForm
	draft := order.Draft{Fields: typed(sent)}
	if count := sent.Get("setCount"); count != "" && sent.Get("skuId") != "" {
		sent.Set("count", count)
		return s.begin(v, sent, draft)
	}
	open, err := s.uc.Opened(v.Request.Context(), v.who, sent.Get("token"))
	if err == nil && open.Draft != nil && open.Draft.Refused != nil {
		draft.Refused = &order.Refusal{Changes: open.Draft.Refused.Changes}
	}
	return s.back(v, sent, draft, "")
}

// saveAddress adds the address in the form, or changes the one that is edited, and chooses it.
func (s *site) saveAddress(v visit) error {
	if err := v.Request.ParseForm(); err != nil {
		return apperr.ErrMalformed.Wrap(err)
	}
	sent := v.Request.PostForm
	draft := order.Draft{Fields: typed(sent)}
	saved, err := s.uc.SaveAddress(v.Request.Context(), typedAddress(draft.Fields))
	if err != nil {
		if kind := apperr.From(err).Kind; kind == apperr.Internal || kind == apperr.NotSignedIn {
			return err
		}
		draft.Refused = order.RefusalOf(err, 0)
		draft.Refused.Of = ofAddress
		return s.back(v, sent, draft, "#address")
	}
	closeAddress(draft.Fields)
	draft.Fields["addressId"] = strconv.FormatInt(saved.ID, 10)
	return s.back(v, sent, draft, "")
}

// ofAddress marks a refusal to save an address.
const ofAddress = "address"

// submit places the order and leads on to the cashier. A refusal leads back to the page.
func (s *site) submit(v visit) error {
	if err := v.Request.ParseForm(); err != nil {
		return apperr.ErrMalformed.Wrap(err)
	}
	sent := v.Request.PostForm
	fields := typed(sent)
	f, refused := read(fields)
	f.Token = sent.Get("token")
	pay, mistake := amount(sent.Get("payAmount"))
	f.PayAmount = pay
	if refused = mistakes(refused, f.unbilled, mistake); refused == nil {
		var placed *order.Order
		if placed, _, refused = s.uc.Submit(v.Request.Context(), v.who, f.Submission); refused == nil {
			next := s.frame.Hosts().Pay("/pay.html?orderSn=" + placed.Sn)
			if placed.Status != order.Pending {
				next = s.frame.Hosts().Order("/detail.html?orderSn=" + placed.Sn)
			}
			return v.seeOther(next)
		}
	}
	if kind := apperr.From(refused).Kind; kind == apperr.Internal || kind == apperr.NotSignedIn {
		return refused
	}
	return s.back(v, sent, order.Draft{Fields: fields, Refused: order.RefusalOf(refused, f.PayAmount)}, "")
}

// back keeps a draft and leads to its page; to a new one where the token is gone.
func (s *site) back(v visit, sent url.Values, draft order.Draft, anchor string) error {
	buys, err := wish(sent)
	if err != nil {
		return err
	}
	token := sent.Get("token")
	err = s.uc.Keep(v.Request.Context(), v.who, token, draft)
	if !errors.Is(err, order.ErrTokenExpired) {
		if err != nil {
			return err
		}
		return v.seeOther(s.address(token, buys) + anchor)
	}
	open, openErr := s.uc.Opened(v.Request.Context(), v.who, token)
	if openErr == nil && open.OrderSn != "" {
		return v.seeOther(s.address(token, buys))
	}
	if draft.Refused == nil || draft.Refused.Code == "" {
		draft.Refused = order.RefusalOf(err, 0)
	}
	return s.begin(v, sent, draft)
}

// leave goes back to the cart where there is nothing to settle.
func (s *site) leave(v visit, err error) error {
	switch {
	case errors.Is(err, order.ErrCartEmpty):
		s.frame.Flash(v.Context, page.FlashWarning, "settle.cart_empty")
	case errors.Is(err, order.ErrNothingChecked):
		s.frame.Flash(v.Context, page.FlashWarning, "settle.nothing_checked")
	default:
		return err
	}
	return v.seeOther(s.frame.Hosts().Cart("/cart.html"))
}

// submitted tells what a page has become that was submitted.
func (s *site) submitted(v visit, sn string) error {
	o, err := s.uc.Detail(v.Request.Context(), v.who, sn)
	if err != nil {
		return err
	}
	return s.frame.Show(v.Context, http.StatusOK, "submitted", page.Submitted{
		Base: s.base(v, s.frame.Words(v.Context).T("settle.submitted_title")), OrderSn: o.Sn, Status: string(o.Status.Public()), Pay: o.Amounts.Pay,
		CanPay: o.Payable(s.now()), ExpiresAt: o.ExpiresAt,
	})
}
