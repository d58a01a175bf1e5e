// Package httpapi is the ware service's calls for other services and for the back office; shoppers never reach it.
package httpapi

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/server"
	"gulimall/services/ware"
)

// Ware is what the calls need of the use cases.
type Ware interface {
	Available(ctx context.Context, skuIDs []int64) ([]int64, error)
	Quote(ctx context.Context, q ware.QuoteRequest) (ware.Quote, error)
	Lock(ctx context.Context, r ware.Reservation) ([]ware.Share, error)
	Adjust(ctx context.Context, a ware.Adjustment) error
	Names(ctx context.Context) (map[int64]string, error)
	Freights(ctx context.Context) ([]ware.RegionFreight, error)
}

// maxSkus bounds the SKUs of one question.
const maxSkus = 500

// Routes adds the calls.
func Routes(r gin.IRouter, uc Ware, edge *server.Edge, decode *server.Decoder) {
	a := api{uc, decode}
	r.POST(wareapi.PathStock, edge.JSON(a.stock))
	r.POST(wareapi.PathQuote, edge.JSON(a.quote))
	r.POST(wareapi.PathLock, edge.JSON(a.lock))
	r.GET(wareapi.PathFreight, edge.JSON(a.freight))
	r.POST(wareapi.PathAdjust, edge.JSON(a.adjust))
}

type api struct {
	uc     Ware
	decode *server.Decoder
}

func (a api) stock(c *gin.Context) error {
	var q wareapi.StockQuery
	if err := a.decode.JSON(c, &q); err != nil {
		return err
	}
	if len(q.SkuIDs) > maxSkus {
		return apperr.ErrInvalid.WithField("skuIds", "range")
	}
	available, err := a.uc.Available(c.Request.Context(), q.SkuIDs)
	if err != nil {
		return err
	}
	answer := wareapi.Stock{Stock: make([]wareapi.Available, len(available))}
	for i, n := range available {
		answer.Stock[i] = wareapi.Available{SkuID: q.SkuIDs[i], Available: n}
	}
	c.JSON(http.StatusOK, answer)
	return nil
}

func (a api) adjust(c *gin.Context) error {
	var q wareapi.Adjust
	if err := a.decode.JSON(c, &q); err != nil {
		return err
	}
	err := a.uc.Adjust(c.Request.Context(), ware.Adjustment{Key: q.Key, SkuID: q.SkuID, WareID: q.WareID, Delta: q.Delta, Reason: q.Reason})
	if err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}

func (a api) freight(c *gin.Context) error {
	rules, err := a.uc.Freights(c.Request.Context())
	if err != nil {
		return err
	}
	answer := wareapi.Freight{Rules: make([]wareapi.FreightRule, len(rules))}
	for i, r := range rules {
		answer.Rules[i] = wareapi.FreightRule{
			Region: r.Region, Provinces: r.Provinces, FirstGrams: r.FirstGrams, FirstFee: r.FirstFee, ExtraGrams: r.ExtraGrams, ExtraFee: r.ExtraFee,
		}
	}
	c.JSON(http.StatusOK, answer)
	return nil
}
