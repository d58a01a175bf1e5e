package order

import (
	"context"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/cartapi"
	"gulimall/pkg/contract/couponapi"
	"gulimall/pkg/contract/memberapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/money"
)

// basket is what somebody is about to buy: lines that the catalogue still sells, and who buys.
type basket struct {
	fromCart bool
	buyer    memberapi.Checkout
	lines    []item
	out      []Left // asked for, but not to be had
	total    int    // lines in the cart, checked or not
	cartRev  string // the state of the cart; empty without a cart
}

// Left is a line that is no part of a settlement, though it was asked for. Of a SKU that the catalogue has forgotten nothing but the id is
// known.
type Left struct {
	productapi.Sku
	Count  int64
	Reason string // ChangedOffShelf or ChangedStock
}

// item is one line with what the catalogue says of it.
type item struct {
	productapi.Sku
	count int64
}

// wanted is where a basket comes from: the checked lines of the cart, or lines named outright (buy now).
type wanted struct {
	fromCart bool
	lines    []cartapi.Line // of buy now
	known    []int64        // SKUs that the cart is expected to hold, asked for without waiting for the cart
	without  []int64        // SKUs that the page has told to be left out
}

// gather fills a basket: the cart, the buyer and as much of the catalogue as can be guessed in one parallel wave.
func (o *Orders) gather(ctx context.Context, who Member, w wanted) (*basket, error) {
	b := &basket{fromCart: w.fromCart, total: len(w.lines)}
	lines, ids := w.lines, w.known
	for _, l := range w.lines {
		ids = append(ids, l.SkuID)
	}
	var skus []productapi.Sku
	wave, waveCtx := errgroup.WithContext(ctx)
	if w.fromCart {
		wave.Go(func() error {
			checked, err := o.Cart.Checked(waveCtx)
			lines, b.total, b.cartRev = checked.Lines, checked.Total, checked.Rev
			return err
		})
	}
	wave.Go(func() (err error) {
		b.buyer, err = o.Members.Checkout(waveCtx)
		return err
	})
	if len(ids) > 0 {
		wave.Go(func() (err error) {
			skus, err = o.Products.Skus(waveCtx, ids)
			return err
		})
	}
	if err := wave.Wait(); err != nil {
		return nil, fmt.Errorf("gather basket of member %d: %w", who.ID, err)
	}
	if b.buyer.MemberID != who.ID {
		return nil, apperr.ErrNotSignedIn
	}
	skus, err := o.complete(ctx, skus, ids, lines)
	if err != nil {
		return nil, fmt.Errorf("gather basket of member %d: %w", who.ID, err)
	}
	b.fill(lines, skus)
	b.leaveOut(func(l item) bool { return slices.Contains(w.without, l.SkuID) })
	return b, nil
}

// complete asks the catalogue once more if lines hold SKUs that were not asked for.
func (o *Orders) complete(ctx context.Context, skus []productapi.Sku, asked []int64, lines []cartapi.Line) ([]productapi.Sku, error) {
	var missing []int64
	for _, l := range lines {
		if !slices.Contains(asked, l.SkuID) {
			missing = append(missing, l.SkuID)
		}
	}
	if len(missing) == 0 {
		return skus, nil
	}
	more, err := o.Products.Skus(ctx, missing)
	return append(skus, more...), err
}

// fill joins lines and catalogue, sorted by SKU: every order reserves in the same order.
func (b *basket) fill(lines []cartapi.Line, skus []productapi.Sku) {
	for _, l := range lines {
		i := slices.IndexFunc(skus, func(s productapi.Sku) bool { return s.SkuID == l.SkuID })
		switch {
		case i < 0:
			b.out = append(b.out, Left{productapi.Sku{SkuID: l.SkuID}, l.Count, ChangedOffShelf})
		case !skus[i].OnShelf || l.Count <= 0:
			b.out = append(b.out, Left{skus[i], l.Count, ChangedOffShelf})
		default:
			b.lines = append(b.lines, item{skus[i], l.Count})
		}
	}
	slices.SortFunc(b.lines, func(x, y item) int { return int(x.SkuID - y.SkuID) })
}

// leaveOut takes lines that are sold out from what is settled, and says whether there were any. A basket of nothing else stays as it is.
func (b *basket) leaveOut(soldOut func(item) bool) bool {
	if !slices.ContainsFunc(b.lines, soldOut) || !slices.ContainsFunc(b.lines, func(l item) bool { return !soldOut(l) }) {
		return false
	}
	for _, l := range b.lines {
		if soldOut(l) {
			b.out = append(b.out, Left{l.Sku, l.count, ChangedStock})
		}
	}
	b.lines = slices.DeleteFunc(b.lines, soldOut)
	return true
}

// missing are the SKUs that are sold out and no part of the settlement.
func (b *basket) missing() []int64 {
	var skus []int64
	for _, l := range b.out {
		if l.Reason == ChangedStock {
			skus = append(skus, l.SkuID)
		}
	}
	return skus
}

// refusal says why a basket without lines cannot be settled.
func (b *basket) refusal() error {
	switch {
	case b.total == 0:
		return ErrCartEmpty
	case len(b.lines) == 0:
		return ErrNothingChecked
	}
	return nil
}

// seen is the basket as a page shows it.
func (b *basket) seen() []SeenLine {
	seen := make([]SeenLine, len(b.lines))
	for i, l := range b.lines {
		seen[i] = SeenLine{SkuID: l.SkuID, Count: l.count, Price: l.Price}
	}
	return seen
}

// address finds one of the buyer's own addresses.
func (b *basket) address(id int64) (*Address, error) {
	for i := range b.buyer.Addresses {
		if b.buyer.Addresses[i].ID == id {
			return &b.buyer.Addresses[i], nil
		}
	}
	return nil, ErrAddressNotFound
}

// defaultAddress is the buyer's default address, else the first, else none.
func (b *basket) defaultAddress() *Address {
	for i := range b.buyer.Addresses {
		if b.buyer.Addresses[i].IsDefault {
			return &b.buyer.Addresses[i]
		}
	}
	if len(b.buyer.Addresses) > 0 {
		return &b.buyer.Addresses[0]
	}
	return nil
}

// offer is what the buyer wishes to pay with.
type offer struct {
	address     *Address // nil: nowhere yet, so no freight
	couponID    int64
	points      int64
	withCoupons bool
}

// Quoted is the price of a basket, from the owners of the data.
type Quoted struct {
	couponapi.Quote
	Amounts    Amounts
	FreightWhy wareapi.FreightReason
	Parcels    []wareapi.Parcel // none while something is missing
	Available  map[int64]int64  // pieces by SKU
}

// quote asks in parallel what the goods cost and what is there and what sending it costs. Freight depends on the goods only through
// the level's free-freight threshold, so ware is asked with the price before discounts, and again only where discounts bring
// the goods below the threshold.
func (o *Orders) quote(ctx context.Context, b *basket, of offer) (*Quoted, error) {
	query, gross, err := b.wareQuery(of.address)
	if err != nil {
		return nil, err
	}
	var price couponapi.Quote
	var ware wareapi.Quote
	wave, waveCtx := errgroup.WithContext(ctx)
	wave.Go(func() (err error) {
		price, err = o.Coupons.Quote(waveCtx, b.couponQuery(of))
		return err
	})
	wave.Go(func() (err error) {
		ware, err = o.Stock.Quote(waveCtx, query)
		return err
	})
	if err := wave.Wait(); err != nil {
		return nil, fmt.Errorf("quote for member %d: %w", b.buyer.MemberID, err)
	}
	if of.points != price.PointsUsed {
		return nil, ErrPointsShort.With("usable", price.PointsUsable)
	}
	net := price.Goods - price.Promotion - price.Coupon
	if free := query.FreeFreightFrom; free > 0 && gross >= free && net < free {
		query.Goods = net
		if ware, err = o.Stock.Quote(ctx, query); err != nil {
			return nil, fmt.Errorf("quote for member %d: %w", b.buyer.MemberID, err)
		}
	}
	q := &Quoted{Quote: price, FreightWhy: ware.FreightWhy, Parcels: ware.Parcels, Available: make(map[int64]int64, len(ware.Stock))}
	for _, s := range ware.Stock {
		q.Available[s.SkuID] = s.Available
	}
	q.Amounts = Amounts{Goods: price.Goods, Promotion: price.Promotion, Coupon: price.Coupon, Points: price.Points, Freight: ware.Freight}
	q.Amounts.Pay = net - price.Points + ware.Freight
	return q, q.sound(b)
}

func (b *basket) wareQuery(to *Address) (wareapi.QuoteQuery, money.Fen, error) {
	q := wareapi.QuoteQuery{Lines: make([]wareapi.Line, len(b.lines)), FreeFreightFrom: b.buyer.Level.FreeFreightFrom}
	var gross money.Fen
	for i, l := range b.lines {
		q.Lines[i] = wareapi.Line{SkuID: l.SkuID, Count: l.count, Weight: l.Weight}
		amount, err := l.Price.Mul(l.count)
		if err != nil || amount > money.Max || gross+amount > money.Max {
			return q, 0, apperr.ErrInvalid.WithField("items", "range").Wrap(err)
		}
		gross += amount
	}
	q.Goods = gross
	if to != nil {
		q.Province, q.City = to.Province, to.City
	}
	return q, gross, nil
}

func (b *basket) couponQuery(of offer) couponapi.QuoteQuery {
	lines := make([]couponapi.Line, len(b.lines))
	for i, l := range b.lines {
		lines[i] = couponapi.Line{SkuID: l.SkuID, SpuID: l.SpuID, CategoryIDs: l.CategoryIDs, Price: l.Price, Count: l.count}
	}
	return couponapi.QuoteQuery{
		MemberID: b.buyer.MemberID, LevelID: b.buyer.Level.ID, MemberPrice: b.buyer.Level.MemberPrice, Lines: lines,
		CouponID: of.couponID, Points: of.points, Balance: b.buyer.Points, WithCoupons: of.withCoupons,
	}
}

// sound checks what couponapi.Quote promises: an order whose lines do not add up is never stored.
func (q *Quoted) sound(b *basket) error {
	if len(q.Lines) != len(b.lines) {
		return apperr.ErrInternal.Wrap(fmt.Errorf("quote has %d lines, the basket %d", len(q.Lines), len(b.lines)))
	}
	var sum Amounts
	for i, l := range q.Lines {
		if l.SkuID != b.lines[i].SkuID || l.Count != b.lines[i].count || l.Price != b.lines[i].Price ||
			l.Payable != l.Amount-l.Promotion-l.Coupon-l.Points || l.Payable < 0 {
			return apperr.ErrInternal.Wrap(fmt.Errorf("quoted line of sku %d does not fit the basket", l.SkuID))
		}
		sum.Goods += l.Amount
		sum.Promotion += l.Promotion
		sum.Coupon += l.Coupon
		sum.Points += l.Points
	}
	sum.Freight = q.Amounts.Freight
	sum.Pay = sum.Goods - sum.Promotion - sum.Coupon - sum.Points + sum.Freight
	if sum != q.Amounts || sum.Pay < 0 {
		return apperr.ErrInternal.Wrap(fmt.Errorf("lines of a quote add up to %+v, not %+v", sum, q.Amounts))
	}
	return nil
}

// short lists the SKUs of which there is not enough.
func (q *Quoted) short(b *basket) []int64 {
	var skus []int64
	for _, l := range b.lines {
		if q.Available[l.SkuID] < l.count {
			skus = append(skus, l.SkuID)
		}
	}
	return skus
}
