package order

import (
	"context"
	"errors"

	"gulimall/pkg/contract/cartapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/contract/wareapi"
)

// Again is what became of buying an order's goods once more.
type Again struct {
	Added   []int64        // SKUs that are in the cart now
	LeftOut []AgainLeftOut // what could not be put there, or not all of it
}

// AgainLeftOut is one SKU and why it is not in the cart as it was ordered: a problem of cartapi.
type AgainLeftOut struct {
	SkuID  int64
	Reason string
}

// BuyAgain puts what is still sold of an order into the member's cart, so that it holds at least as many pieces as the order did. Asking
// twice puts nothing in twice.
func (o *Orders) BuyAgain(ctx context.Context, who Member, sn string) (Again, error) {
	if err := o.own(ctx, who, sn); err != nil {
		return Again{}, err
	}
	of, err := o.Store.Find(ctx, sn)
	if err != nil {
		return Again{}, err
	}
	has, err := o.Cart.Items(ctx)
	if err != nil {
		return Again{}, err
	}
	sold, err := o.stillSold(ctx, of)
	if err != nil {
		return Again{}, err
	}
	var out Again
	for _, l := range of.Lines {
		reason := sold.reason(l)
		if left := sold.target(l) - inCart(has, l.SkuID); left > 0 {
			err := o.Cart.Add(ctx, l.SkuID, left)
			if errors.Is(err, ErrSkuNotFound) {
				reason = cartapi.ProblemOffShelf
			} else if err != nil {
				return Again{}, err
			}
		}
		switch reason {
		case "":
			out.Added = append(out.Added, l.SkuID)
		case cartapi.ProblemStockShort:
			out.Added = append(out.Added, l.SkuID)
			out.LeftOut = append(out.LeftOut, AgainLeftOut{l.SkuID, reason})
		default:
			out.LeftOut = append(out.LeftOut, AgainLeftOut{l.SkuID, reason})
		}
	}
	return out, nil
}

// onSale is how many pieces of the goods can be bought now; what is off the shelf is not in it.
type onSale map[int64]int64

func (o *Orders) stillSold(ctx context.Context, of *Order) (onSale, error) {
	ids, lines := make([]int64, len(of.Lines)), make([]wareapi.Line, len(of.Lines))
	for i, l := range of.Lines {
		ids[i], lines[i] = l.SkuID, wareapi.Line{SkuID: l.SkuID, Count: l.Count, Weight: l.Weight}
	}
	skus, err := o.Products.Skus(ctx, ids)
	if err != nil {
		return nil, err
	}
	quote, err := o.Stock.Quote(ctx, wareapi.QuoteQuery{Lines: lines})
	if err != nil {
		return nil, err
	}
	return available(skus, quote), nil
}

func available(skus []productapi.Sku, quote wareapi.Quote) onSale {
	pieces := map[int64]int64{}
	for _, s := range quote.Stock {
		pieces[s.SkuID] = s.Available
	}
	sold := onSale{}
	for _, s := range skus {
		if s.OnShelf {
			sold[s.SkuID] = pieces[s.SkuID]
		}
	}
	return sold
}

// target is how many pieces of a line the cart shall hold.
func (s onSale) target(l Line) int64 { return min(l.Count, s[l.SkuID], MaxCount) }

func (s onSale) reason(l Line) string {
	pieces, listed := s[l.SkuID]
	switch {
	case !listed:
		return cartapi.ProblemOffShelf
	case pieces == 0:
		return cartapi.ProblemSoldOut
	case pieces < l.Count:
		return cartapi.ProblemStockShort
	}
	return ""
}

func inCart(c cartapi.Cart, sku int64) int64 {
	for _, item := range c.Items {
		if item.SkuID == sku {
			return item.Count
		}
	}
	return 0
}
