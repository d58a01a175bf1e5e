package httpapi

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/orderapi"
	"gulimall/pkg/server"
	"gulimall/pkg/shopday"
	"gulimall/services/order"
)

// paidSlice is how many orders one answer has at the most.
const paidSlice = 500

// PaidRoutes adds the call by which payment compares its books with the orders.
func PaidRoutes(r gin.IRouter, orders order.PaidReading, edge *server.Edge) {
	r.GET(orderapi.PathPaidOrders, edge.JSON(func(c *gin.Context) error {
		from, err := shopday.Parse(c.Query("day"))
		if err != nil {
			return apperr.ErrInvalid.WithField("day", "invalid")
		}
		after, err := paidMark(c.Query("after"))
		if err != nil {
			return apperr.ErrInvalid.WithField("after", "invalid")
		}
		rows, err := orders.PaidBetween(c.Request.Context(), from.UTC(), from.AddDate(0, 0, 1).UTC(), after, paidSlice)
		if err != nil {
			return err
		}
		answer := orderapi.PaidOrders{Orders: make([]orderapi.PaidOrder, len(rows))}
		for i, o := range rows {
			answer.Orders[i] = orderapi.PaidOrder{OrderSn: o.OrderSn, TradeNo: o.TradeNo, Amount: o.Amount, PaidAt: o.PaidAt}
		}
		if len(rows) == paidSlice {
			last := rows[len(rows)-1]
			answer.Next = fmt.Sprintf("%d.%d", last.PaidAt.UnixMilli(), last.ID)
		}
		c.JSON(http.StatusOK, answer)
		return nil
	}))
}

// paidMark reads where the last slice ended; nothing is the beginning.
func paidMark(text string) (order.PaidMark, error) {
	if text == "" {
		return order.PaidMark{}, nil
	}
	at, id, _ := strings.Cut(text, ".")
	ms, err := strconv.ParseInt(at, 10, 64)
	if err != nil {
		return order.PaidMark{}, err
	}
	number, err := strconv.ParseInt(id, 10, 64)
	return order.PaidMark{At: time.UnixMilli(ms).UTC(), ID: number}, err
}
