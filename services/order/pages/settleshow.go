package pages

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/i18n"
	"gulimall/pkg/money"
	"gulimall/services/order"
	"gulimall/web/page"
)

// sight is everything that goes into a settlement page.
type sight struct {
	*order.Settlement
	form    form
	buys    order.Settle
	refused *order.Refusal // why it was sent back
	mistake error          // in what was typed
	told    error          // of a choice that cannot be used
}

// changes are those to be marked.
func (g sight) changes() []order.Change {
	if len(g.Changes) > 0 || g.refused == nil {
		return g.Changes
	}
	return g.refused.Changes
}

// show draws the page.
func (s *site) show(v visit, g sight) error {
	words := s.frame.Words(v.Context)
	out := page.Settle{
		Base: s.base(v, words.T("settle.title")), Token: g.Token, TokenExpiresAt: g.TokenExpiresAt, Steps: steps(words),
		BuySKU: g.buys.SkuID, BuyCount: whole(g.buys.Count),
		Parcels: parcels(g), LeftOut: leftOut(g.LeftOut, words), Coupons: coupons(g, words),
		Points:  page.PointsOffer{Balance: g.Points.Balance, Usable: g.Points.Usable, Worth: g.Points.Worth, Used: g.Points.Used},
		Invoice: g.form.invoice,
		Amounts: page.Amounts(g.Amounts), Explanations: explanations(g.Settlement, words),
		Note: g.form.Note, NoteMost: order.MaxNote, PayType: "alipay",
	}
	out.Here = s.address(g.Token, g.buys)
	if why := g.FreightWhy; why.Code != "" {
		out.Freight, out.FreeFrom = why.Text(words), why.From
		net := g.Amounts.Goods - g.Amounts.Promotion - g.Amounts.Coupon
		if why.From > net && g.Amounts.Freight > 0 {
			out.FreeMissing = why.From - net
		}
	}
	for _, a := range g.Addresses {
		out.Addresses = append(out.Addresses, address(a, a.ID == g.AddressID))
	}
	s.editing(v, &out, g)
	s.refusals(v, &out, g)
	return s.frame.Show(v.Context, http.StatusOK, "settle", out)
}

// steps are the way of a purchase, and where on it the page stands.
func steps(words *i18n.Words) []page.Step {
	return []page.Step{
		{Label: words.T("settle.step_cart"), State: "done"},
		{Label: words.T("settle.step_check"), State: "now"},
		{Label: words.T("settle.step_pay"), State: "todo"},
		{Label: words.T("settle.step_done"), State: "todo"},
	}
}

// editing opens the form for an address: where it was asked for, and where there is none yet.
func (s *site) editing(v visit, out *page.Settle, g sight) {
	which := g.form.editing
	if which == "" && len(g.Addresses) == 0 {
		which = "new"
	}
	if which == "" {
		return
	}
	edited := &page.SettleAddress{}
	i := slices.IndexFunc(g.Addresses, func(a order.Address) bool { return strconv.FormatInt(a.ID, 10) == which })
	switch {
	case g.form.typed != nil:
		edited.Form = address(*g.form.typed, false)
	case i >= 0:
		edited.Form = address(g.Addresses[i], false)
	}
	if edited.Form.ID != 0 && i < 0 { // it is gone meanwhile: what was typed is a new one
		edited.Form.ID = 0
	}
	if g.refused != nil && g.refused.Of == ofAddress {
		edited.Errors = s.said(v, g.refused.Err())
	}
	out.Editing = edited
}

// why is why the page has come back, or what has changed since it was shown; nil when there is nothing to tell.
func (g sight) why() error {
	if g.refused != nil && g.refused.Of != ofAddress && g.refused.Code != "" {
		return g.refused.Err()
	}
	switch {
	case g.mistake != nil:
		return g.mistake
	case g.told != nil:
		return g.told
	case len(g.Changes) > 0:
		return order.ErrPriceChanged
	}
	return nil
}

// refusals tells it: at the fields that it is about, else above the page.
func (s *site) refusals(v visit, out *page.Settle, g sight) {
	err := g.why()
	if err == nil {
		return
	}
	said := s.said(v, err)
	switch {
	case len(said.Fields) > 0:
		out.Errors = said
	case errors.Is(err, order.ErrPointsShort): // said at the field, with what was typed
		out.Points.Used = g.form.Points
		said.Fields = []page.FieldError{{Field: "points", Message: said.Summary}}
		out.Errors = said
	default:
		out.Notice = &page.SettleNotice{Code: apperr.From(err).Code, Text: said.Summary}
		if g.refused != nil && g.refused.Pay > 0 && g.refused.Pay != g.Amounts.Pay {
			out.Notice.OldPay = g.refused.Pay
		}
	}
}

// said words an error; the mistakes in its fields begin with what the fields are called.
func (s *site) said(v visit, err error) page.FormErrors {
	words := s.frame.Words(v.Context)
	said := s.frame.Errors(v.Context, err)
	for i := range said.Fields {
		f := &said.Fields[i]
		f.Field = fieldOf(f.Field)
		f.Message = words.T("settle.field_says", "Field", words.T("settle.field."+f.Field), "Message", f.Message)
	}
	return said
}

// parcels groups the lines by the warehouse that sends them; where that is not known, it is one group.
func parcels(g sight) []page.SettleParcel {
	lines := map[int64]page.SettleLine{}
	all := page.SettleParcel{Number: 1, Of: 1}
	for _, l := range g.Items {
		line := settleLine(l, g.changes())
		lines[l.SkuID] = line
		all.Lines = append(all.Lines, line)
	}
	if len(g.Parcels) == 0 {
		return []page.SettleParcel{all}
	}
	out := make([]page.SettleParcel, len(g.Parcels))
	for i, p := range g.Parcels {
		out[i] = page.SettleParcel{Number: i + 1, Of: len(g.Parcels), From: p.WareName}
		for _, part := range p.Lines {
			line := lines[part.SkuID]
			if part.Count != int64(line.Count) { // a SKU that comes from several warehouses
				line.Count, line.Subtotal = whole(part.Count), line.Price*money.Fen(part.Count)
			}
			out[i].Lines = append(out[i].Lines, line)
		}
	}
	return out
}

func settleLine(l order.SettleItem, changes []order.Change) page.SettleLine {
	line := page.SettleLine{
		SKUID: l.SkuID, Title: l.Title, Image: l.Image, Attrs: l.Attrs, Price: l.Price, Count: whole(l.Count), Subtotal: l.Subtotal, HasStock: l.HasStock(),
	}
	if !line.HasStock {
		line.Left = whole(l.Available)
	}
	for _, c := range changes {
		switch {
		case c.SkuID != l.SkuID:
		case c.Field == order.ChangedPrice && c.Was != int64(l.Price):
			line.Changed, line.OldPrice = true, money.Fen(c.Was)
		case c.Field == order.ChangedCount && c.Was != l.Count:
			line.NowCount = line.Count
			if line.OldCount = whole(c.Was); c.Was == 0 {
				line.OldCount = -1
			}
		}
	}
	return line
}

func leftOut(left []order.Left, words *i18n.Words) []page.SettleLeft {
	out := make([]page.SettleLeft, 0, len(left))
	for _, l := range left {
		line := page.SettleLeft{SKUID: l.SkuID, Title: l.Title, Image: l.Image, Attrs: l.Attrs, Count: whole(l.Count), Reason: "sold_out"}
		if l.Reason == order.ChangedOffShelf {
			line.Reason = "off_shelf"
		}
		if line.Title == "" {
			line.Title = words.T("settle.gone_title")
		}
		out = append(out, line)
	}
	return out
}

func coupons(g sight, words *i18n.Words) []page.SettleCoupon {
	out := make([]page.SettleCoupon, 0, len(g.Coupons))
	for i, k := range g.Coupons {
		out = append(out, page.SettleCoupon{
			ID: k.ID, Name: k.Name, Amount: k.Amount, MinPoint: k.MinPoint, Scope: k.Scope.Text(words), ValidUntil: k.ValidUntil,
			Usable: k.Usable, Best: i == 0 && k.Usable, Selected: k.Usable && k.ID == g.CouponID, Reason: k.Reason.Why(words),
		})
	}
	return out
}

// explanations name every discount; those of one SKU say which, where there are several.
func explanations(p *order.Settlement, words couponapi.Words) []page.Explanation {
	out := make([]page.Explanation, 0, len(p.Explanations))
	for _, e := range p.Explanations {
		line := page.Explanation{Text: e.Text(words), Amount: e.Amount}
		i := slices.IndexFunc(p.Items, func(l order.SettleItem) bool { return l.SkuID == e.SkuID })
		if i >= 0 && len(p.Items) > 1 {
			line.For = p.Items[i].Title
		}
		out = append(out, line)
	}
	return out
}

func address(a order.Address, selected bool) page.Address {
	return page.Address{
		ID: a.ID, Name: a.Name, Phone: a.Phone, Province: a.Province, City: a.City, Region: a.Region, Detail: a.Detail,
		PostCode: a.PostCode, IsDefault: a.IsDefault, Selected: selected,
	}
}
