package httpapi

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/wareapi"
	"gulimall/pkg/server"
	"gulimall/pkg/staff"
	"gulimall/services/ware"
)

// Freight is what the back office's calls need of the freight desk.
type Freight interface {
	Templates(ctx context.Context) ([]ware.FreightTemplate, error)
	Change(ctx context.Context, wish ware.FreightTemplate, by adminapi.By) (ware.FreightTemplate, error)
}

var _ Freight = (*ware.Freighter)(nil)

type freighter struct {
	desk   Freight
	decode *server.Decoder
}

func (f freighter) routes(r gin.IRouter, guarded func(adminapi.Permission, server.Handler) gin.HandlerFunc) {
	r.GET(wareapi.PathOfficeFreight, guarded(adminapi.WareRead, f.templates))
	r.PUT(wareapi.PathOfficeFreight+"/:id", guarded(adminapi.WareWrite, f.change))
}

func template(t ware.FreightTemplate) wareapi.FreightTemplate {
	return wareapi.FreightTemplate{ID: t.ID, Version: t.Version, FreightRule: wareapi.FreightRule{
		Region: t.Region, Provinces: t.Provinces, FirstGrams: t.FirstGrams, FirstFee: t.FirstFee, ExtraGrams: t.ExtraGrams, ExtraFee: t.ExtraFee,
	}}
}

func (f freighter) templates(c *gin.Context) error {
	all, err := f.desk.Templates(c.Request.Context())
	if err != nil {
		return err
	}
	shown := make([]wareapi.FreightTemplate, len(all))
	for i, t := range all {
		shown[i] = template(t)
	}
	c.JSON(http.StatusOK, shown)
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
	changed, err := f.desk.Change(c.Request.Context(), ware.FreightTemplate{
		ID: id, Version: in.Version, Provinces: in.Provinces,
		FreightRule: ware.FreightRule{FirstGrams: in.FirstGrams, FirstFee: in.FirstFee, ExtraGrams: in.ExtraGrams, ExtraFee: in.ExtraFee},
	}, who)
	if err != nil {
		return err
	}
	c.JSON(http.StatusOK, template(changed))
	return nil
}
