// Package httpapi is the JSON API of orders, public and internal.
package httpapi

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/i18n"
	"gulimall/pkg/server"
	"gulimall/pkg/session"
	"gulimall/services/order"
)

// Orders is the use cases that requests lead to.
type Orders interface {
	Settle(ctx context.Context, who order.Member, s order.Settle) (*order.Settlement, error)
	Requote(ctx context.Context, who order.Member, r order.Requote) (*order.Settlement, error)
	Submit(ctx context.Context, who order.Member, s order.Submission) (*order.Order, bool, error)
	List(ctx context.Context, who order.Member, f order.Filter) ([]*order.Order, int64, error)
	Counts(ctx context.Context, who order.Member) (order.Counts, error)
	Detail(ctx context.Context, who order.Member, sn string) (*order.Order, error)
	Cancel(ctx context.Context, who order.Member, sn, reason string) (*order.Order, error)
	Receive(ctx context.Context, who order.Member, sn string) (*order.Order, error)
	ApplyReturn(ctx context.Context, who order.Member, sn string, w order.ReturnWish) (order.Return, error)
	CancelReturn(ctx context.Context, who order.Member, sn string, id int64) error
	BuyAgain(ctx context.Context, who order.Member, sn string) (order.Again, error)
	Watch(ctx context.Context, who order.Member, sn string) (version string, final bool, err error)
	Returns(ctx context.Context, who order.Member, sn string) ([]order.Return, error)
	Ship(ctx context.Context, s order.Shipment) (*order.Order, error)
	State(ctx context.Context, sn string) (*order.Order, error)
}

type api struct {
	uc     Orders
	decode *server.Decoder
	words  *i18n.Catalogue
}

// Routes is the table of contents.
func Routes(r gin.IRouter, uc Orders, edge *server.Edge, decode *server.Decoder) {
	a := &api{uc, decode, edge.Words}

	public := r.Group("/api/order")
	public.GET("/confirm", edge.JSON(a.confirm))
	public.POST("/quote", edge.JSON(a.quote))
	public.POST("/orders", edge.JSON(a.submit))
	public.GET("/orders", edge.JSON(a.list))
	public.GET("/counts", edge.JSON(a.counts))
	public.GET("/orders/:sn", edge.JSON(a.detail))
	public.POST("/orders/:sn/cancel", edge.JSON(a.cancel))
	public.POST("/orders/:sn/receive", edge.JSON(a.receive))
	public.GET("/orders/:sn/version", edge.JSON(a.version))
	public.GET("/orders/:sn/returns", edge.JSON(a.returns))
	public.POST("/orders/:sn/returns", edge.JSON(a.applyReturn))
	public.POST("/orders/:sn/returns/:id/cancel", edge.JSON(a.cancelReturn))
	public.POST("/orders/:sn/buy-again", edge.JSON(a.buyAgain))

	internal := r.Group("/internal/order")
	internal.GET("/orders/:sn", edge.JSON(a.state))
	internal.POST("/orders/:sn/ship", edge.JSON(a.ship))
}

// caller is who is signed in.
func caller(c *gin.Context) (order.Member, error) {
	who, err := session.Of(c.Request.Context())
	return order.Member{ID: who.ID, Username: who.Username}, err
}

// ok answers 200 with a resource.
func ok(c *gin.Context, body any) error {
	c.JSON(http.StatusOK, body)
	return nil
}
