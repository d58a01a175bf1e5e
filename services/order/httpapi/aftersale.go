package httpapi

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/server"
	"gulimall/services/order"
)

func (a *api) applyReturn(c *gin.Context) error {
	who, err := caller(c)
	if err != nil {
		return err
	}
	var in orderapi.ReturnRequest
	if err := a.decode.JSON(c, &in); err != nil {
		return err
	}
	wish := order.ReturnWish{Reason: in.Reason, Note: in.Note}
	for _, l := range in.Items {
		wish.Items = append(wish.Items, order.ReturnItem{SkuID: l.SkuID, Count: l.Count})
	}
	applied, err := a.uc.ApplyReturn(c.Request.Context(), who, c.Param("sn"), wish)
	if err != nil {
		return err
	}
	c.JSON(http.StatusCreated, returnBody(applied))
	return nil
}

func (a *api) returns(c *gin.Context) error {
	who, err := caller(c)
	if err != nil {
		return err
	}
	all, err := a.uc.Returns(c.Request.Context(), who, c.Param("sn"))
	if err != nil {
		return err
	}
	body := make([]orderapi.Return, len(all))
	for i, r := range all {
		body[i] = returnBody(r)
	}
	return ok(c, body)
}

func (a *api) cancelReturn(c *gin.Context) error {
	who, err := caller(c)
	if err != nil {
		return err
	}
	id, err := server.ID(c, "id")
	if err != nil {
		return err
	}
	if err := a.uc.CancelReturn(c.Request.Context(), who, c.Param("sn"), id); err != nil {
		return err
	}
	all, err := a.uc.Returns(c.Request.Context(), who, c.Param("sn"))
	if err != nil {
		return err
	}
	for _, r := range all {
		if r.ID == id {
			return ok(c, returnBody(r))
		}
	}
	return order.ErrNotFound
}

func (a *api) buyAgain(c *gin.Context) error {
	who, err := caller(c)
	if err != nil {
		return err
	}
	again, err := a.uc.BuyAgain(c.Request.Context(), who, c.Param("sn"))
	if err != nil {
		return err
	}
	body := orderapi.Again{Added: append([]int64{}, again.Added...), LeftOut: make([]orderapi.AgainLeftOut, len(again.LeftOut))}
	for i, l := range again.LeftOut {
		body.LeftOut[i] = orderapi.AgainLeftOut(l)
	}
	return ok(c, body)
}

func (a *api) version(c *gin.Context) error {
	who, err := caller(c)
	if err != nil {
		return err
	}
	version, final, err := a.uc.Watch(c.Request.Context(), who, c.Param("sn"))
	if err != nil {
		return err
	}
	return ok(c, orderapi.Version{Version: version, Final: final})
}
