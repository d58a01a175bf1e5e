package httpapi

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/server"
	"gulimall/services/order"
)

func (a *api) submit(c *gin.Context) error {
	who, err := caller(c)
	if err != nil {
		return err
	}
	var in orderapi.SubmitRequest
	if err := a.decode.JSON(c, &in); err != nil {
		return err
	}
	wish, err := submission(in)
	if err != nil {
		return err
	}
	placed, fresh, err := a.uc.Submit(c.Request.Context(), who, wish)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if fresh {
		status = http.StatusCreated
	}
	c.JSON(status, orderBody(placed, a.wordsOf(c)))
	return nil
}

func (a *api) list(c *gin.Context) error {
	who, err := caller(c)
	if err != nil {
		return err
	}
	page, err := server.Int(c, "page", 1, 1, order.MaxPage)
	if err != nil {
		return err
	}
	size, err := server.Int(c, "pageSize", order.DefaultPageSize, 1, order.MaxPageSize)
	if err != nil {
		return err
	}
	orders, total, err := a.uc.List(c.Request.Context(), who, order.Filter{
		Status: c.Query("status"), Keyword: c.Query("keyword"), From: c.Query("from"), To: c.Query("to"), Page: int(page), PageSize: int(size),
	})
	if err != nil {
		return err
	}
	body := orderapi.OrderPage{Items: make([]orderapi.Order, len(orders)), Total: total, Page: int(page), PageSize: int(size)}
	for i, o := range orders {
		body.Items[i] = orderBody(o, a.wordsOf(c))
	}
	return ok(c, body)
}

func (a *api) counts(c *gin.Context) error {
	who, err := caller(c)
	if err != nil {
		return err
	}
	counts, err := a.uc.Counts(c.Request.Context(), who)
	if err != nil {
		return err
	}
	return ok(c, orderapi.Counts(counts))
}

func (a *api) detail(c *gin.Context) error {
	who, err := caller(c)
	if err != nil {
		return err
	}
	found, err := a.uc.Detail(c.Request.Context(), who, c.Param("sn"))
	if err != nil {
		return err
	}
	return ok(c, orderBody(found, a.wordsOf(c)))
}

func (a *api) cancel(c *gin.Context) error {
	who, err := caller(c)
	if err != nil {
		return err
	}
	var in orderapi.CancelRequest
	if c.Request.ContentLength != 0 {
		if err := a.decode.JSON(c, &in); err != nil {
			return err
		}
	}
	after, err := a.uc.Cancel(c.Request.Context(), who, c.Param("sn"), in.Reason)
	if err != nil {
		return err
	}
	return ok(c, orderBody(after, a.wordsOf(c)))
}

func (a *api) receive(c *gin.Context) error {
	who, err := caller(c)
	if err != nil {
		return err
	}
	after, err := a.uc.Receive(c.Request.Context(), who, c.Param("sn"))
	if err != nil {
		return err
	}
	return ok(c, orderBody(after, a.wordsOf(c)))
}

func (a *api) state(c *gin.Context) error {
	found, err := a.uc.State(c.Request.Context(), c.Param("sn"))
	if err != nil {
		return err
	}
	return ok(c, orderapi.State{
		OrderSn: found.Sn, MemberID: found.MemberID, Status: found.Told(), PayAmount: found.Amounts.Pay,
		ExpiresAt: found.ExpiresAt, TradeNo: found.TradeNo,
	})
}

func (a *api) ship(c *gin.Context) error {
	var in orderapi.Ship
	if err := a.decode.JSON(c, &in); err != nil {
		return err
	}
	after, err := a.uc.Ship(c.Request.Context(), order.Shipment{Sn: c.Param("sn"), Company: in.Company, TrackingNo: in.TrackingNo})
	if err != nil {
		return err
	}
	return ok(c, orderBody(after, a.wordsOf(c)))
}
