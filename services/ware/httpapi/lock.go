package httpapi

import (
	"context"
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/wareapi"
	"gulimall/services/ware"
)

func (a api) quote(c *gin.Context) error {
	var q wareapi.QuoteQuery
	if err := a.decode.JSON(c, &q); err != nil {
		return err
	}
	lines, err := linesOf(q.Lines)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	quote, err := a.uc.Quote(ctx, ware.QuoteRequest{Lines: lines, Province: q.Province, Goods: q.Goods, Free: q.FreeFreightFrom})
	if err != nil {
		return err
	}
	answer := wareapi.Quote{Stock: make([]wareapi.Available, len(lines)), Freight: quote.Freight.Fee}
	if q.Province != "" {
		answer.FreightWhy = freightWhy(quote)
	}
	for i, n := range quote.Available {
		answer.Stock[i] = wareapi.Available{SkuID: lines[i].SkuID, Available: n}
	}
	if answer.Parcels, err = a.parcels(ctx, quote.Shares); err != nil {
		return err
	}
	c.JSON(http.StatusOK, answer)
	return nil
}

func freightWhy(q ware.Quote) wareapi.FreightReason {
	f := q.Freight
	why := wareapi.FreightReason{
		Code: wareapi.FreightWeight, From: f.From, Region: f.Rule.Region, FirstGrams: f.Rule.FirstGrams, FirstFee: f.Rule.FirstFee,
		ExtraGrams: f.Rule.ExtraGrams, ExtraFee: f.Rule.ExtraFee, Grams: q.Grams,
	}
	if f.Free {
		why.Code = wareapi.FreightFree
	}
	return why
}

func (a api) lock(c *gin.Context) error {
	var q wareapi.Lock
	if err := a.decode.JSON(c, &q); err != nil {
		return err
	}
	lines, err := linesOf(q.Lines)
	if err != nil {
		return err
	}
	if q.OrderSn == "" || len(lines) == 0 {
		return apperr.ErrInvalid.WithField("orderSn", "required")
	}
	ctx := c.Request.Context()
	shares, err := a.uc.Lock(ctx, ware.Reservation{
		OrderSn: q.OrderSn, Lines: lines,
		To: ware.Destination{Consignee: q.Consignee, Phone: q.Phone, Province: q.Province, City: q.City, Address: q.Address, Note: q.Note},
	})
	if err != nil {
		return err
	}
	parcels, err := a.parcels(ctx, shares)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, wareapi.Locked{Parcels: parcels})
	return nil
}

// linesOf reads lines; a SKU that comes twice or a count below one is refused.
func linesOf(in []wareapi.Line) ([]ware.Line, error) {
	if len(in) > maxSkus {
		return nil, apperr.ErrInvalid.WithField("lines", "range")
	}
	lines := make([]ware.Line, 0, len(in))
	seen := map[int64]bool{}
	for _, l := range in {
		if l.Count < 1 || l.Weight < 0 || seen[l.SkuID] {
			return nil, apperr.ErrInvalid.WithField("lines", "range")
		}
		seen[l.SkuID] = true
		lines = append(lines, ware.Line{SkuID: l.SkuID, Count: l.Count, Weight: l.Weight})
	}
	return lines, nil
}

// parcels groups shares by warehouse, in the order in which the warehouses first appear.
func (a api) parcels(ctx context.Context, shares []ware.Share) ([]wareapi.Parcel, error) {
	parcels := []wareapi.Parcel{}
	if len(shares) == 0 {
		return parcels, nil
	}
	names, err := a.uc.Names(ctx)
	if err != nil {
		return nil, err
	}
	for _, sh := range shares {
		i := slices.IndexFunc(parcels, func(p wareapi.Parcel) bool { return p.WareID == sh.WareID })
		if i < 0 {
			i = len(parcels)
			parcels = append(parcels, wareapi.Parcel{WareID: sh.WareID, WareName: names[sh.WareID]})
		}
		parcels[i].Lines = append(parcels[i].Lines, wareapi.Line{SkuID: sh.SkuID, Count: sh.Count})
	}
	return parcels, nil
}
