package httpapi

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/cartapi"
	"gulimall/services/cart"
)

func (a api) checked(c *gin.Context) error {
	ctx := c.Request.Context()
	checked, err := a.uc.Checked(ctx, cart.OwnerOf(ctx))
	if err != nil {
		return err
	}
	answer := cartapi.Checked{Lines: make([]cartapi.Line, len(checked.Pieces)), Total: checked.Total, Rev: checked.Rev}
	for i, p := range checked.Pieces {
		answer.Lines[i] = cartapi.Line(p)
	}
	c.JSON(http.StatusOK, answer)
	return nil
}

func (a api) merge(c *gin.Context) error {
	var in cartapi.Merge
	if err := a.decode.JSON(c, &in); err != nil {
		return err
	}
	if err := a.uc.Merge(c.Request.Context(), in.MemberID, in.UserKey); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}

func (a api) bought(c *gin.Context) error {
	var in cartapi.Bought
	if err := a.decode.JSON(c, &in); err != nil {
		return err
	}
	pieces := make([]cart.Piece, len(in.Lines))
	for i, l := range in.Lines {
		pieces[i] = cart.Piece(l)
	}
	if err := a.uc.Bought(c.Request.Context(), in.MemberID, in.OrderSn, pieces); err != nil {
		return err
	}
	c.Status(http.StatusNoContent)
	return nil
}
