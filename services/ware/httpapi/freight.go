package httpapi

import (
	"context"
	"math"
	"net/http"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/server"
	"gulimall/pkg/staff"
	"gulimall/services/ware"
)

// Freight is what the back office's calls need of the freight desk.
type Freight interface {
	Book(ctx context.Context) (ware.FreightBook, error)
	Add(ctx context.Context, wish ware.FreightWish, by adminapi.By) (ware.FreightTemplate, error)
	Change(ctx context.Context, wish ware.FreightWish, by adminapi.By) (ware.FreightTemplate, error)
	Remove(ctx context.Context, id, version int64, by adminapi.By) error
}

var _ Freight = (*ware.Freighter)(nil)

type freighter struct {
	desk   Freight
	decode *server.Decoder
}

func (f freighter) routes(r gin.IRouter, guarded func(adminapi.Permission, server.Handler) gin.HandlerFunc) {
	r.GET(wareapi.PathOfficeFreight, guarded(adminapi.WareRead, f.templates))
	r.GET(wareapi.PathOfficeFreight+wareapi.PartUncovered, guarded(adminapi.WareRead, f.uncovered))
	r.POST(wareapi.PathOfficeFreight, guarded(adminapi.WareWrite, f.add))
	r.PUT(wareapi.PathOfficeFreight+"/:id", guarded(adminapi.WareWrite, f.change))
	r.DELETE(wareapi.PathOfficeFreight+"/:id", guarded(adminapi.WareWrite, f.remove))
}

func template(t ware.FreightTemplate) wareapi.FreightTemplate {
	return wareapi.FreightTemplate{ID: t.ID, Version: t.Version, FreightRule: rule(t.FreightRule, t.Provinces)}
}

func rule(r ware.FreightRule, provinces []string) wareapi.FreightRule {
	return wareapi.FreightRule{
		Region: r.Region, Provinces: provinces, FirstGrams: r.FirstGrams, FirstFee: r.FirstFee, ExtraGrams: r.ExtraGrams, ExtraFee: r.ExtraFee,
	}
}

func (f freighter) templates(c *gin.Context) error {
	book, err := f.desk.Book(c.Request.Context())
	if err != nil {
		return err
	}
	shown := make([]wareapi.FreightTemplate, len(book.Templates))
	for i, t := range book.Templates {
		shown[i] = template(t)
	}
	c.JSON(http.StatusOK, shown)
	return nil
}

// uncovered tells which provinces no region has, and by which rule they pay.
func (f freighter) uncovered(c *gin.Context) error {
	book, err := f.desk.Book(c.Request.Context())
	if err != nil {
		return err
	}
	pays, _ := book.Else(0)
	c.JSON(http.StatusOK, rule(pays, book.Uncovered))
	return nil
}

func (f freighter) add(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	var in wareapi.NewFreight
	if err := f.decode.JSON(c, &in); err != nil {
		return err
	}
	now, err := f.desk.Add(c.Request.Context(), ware.FreightWish{Seen: in.Seen, FreightTemplate: ware.FreightTemplate{
		Provinces:   in.Provinces,
		FreightRule: ware.FreightRule{Region: in.Region, FirstGrams: in.FirstGrams, FirstFee: in.FirstFee, ExtraGrams: in.ExtraGrams, ExtraFee: in.ExtraFee},
	}}, who)
	if err != nil {
		return err
	}
	c.JSON(http.StatusCreated, template(now))
	return nil
}

func (f freighter) change(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	id, err := server.ID(c, "id")
	if err != nil {
		return err
	}
	var in wareapi.ChangedFreight
	if err := f.decode.JSON(c, &in); err != nil {
		return err
	}
	now, err := f.desk.Change(c.Request.Context(), ware.FreightWish{Seen: in.Seen, FreightTemplate: ware.FreightTemplate{
		ID: id, Version: in.Version, Provinces: in.Provinces,
		FreightRule: ware.FreightRule{FirstGrams: in.FirstGrams, FirstFee: in.FirstFee, ExtraGrams: in.ExtraGrams, ExtraFee: in.ExtraFee},
	}}, who)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, template(now))
	return nil
}

func (f freighter) remove(c *gin.Context) error {
	who, err := staff.By(c)
	if err != nil {
		return err
	}
	id, err := server.ID(c, "id")
	if err != nil {
		return err
	}
	version, err := server.Int(c, "version", 0, 1, math.MaxInt32)
	if err != nil {
		return err
	}
	if version == 0 {
		return apperr.ErrInvalid.WithField("version", "required")
	}
	if err := f.desk.Remove(c.Request.Context(), id, version, who); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}
